"""Declares the package to Django."""

from django.apps import AppConfig

from sitra.ledger.events import publish, supersede
from sitra.tourism.events import ObjectFact


class Tourism(AppConfig):
    """The records."""

    name = "sitra.tourism"
    label = "tourism"
    verbose_name = "objets touristiques"

    def ready(self) -> None:
        """Say what of the facts of records may be told outside, and which make older ones useless."""
        told = {
            ObjectFact.CREATED,
            ObjectFact.REVISED,
            ObjectFact.PUBLISHED,
            ObjectFact.HIDDEN,
            ObjectFact.DELETED,
            ObjectFact.RESTORED,
            ObjectFact.MERGED,
            ObjectFact.PARTED,
        }
        publish((fact.value for fact in told), "revision", "kind", "heir", "other")
        # Not those of links, criteria, members or names: each says one of many, and the last not all.
        whole = (ObjectFact.REVISED, ObjectFact.PUBLISHED, ObjectFact.HIDDEN, ObjectFact.RESTORED)
        supersede(fact.value for fact in whole)
