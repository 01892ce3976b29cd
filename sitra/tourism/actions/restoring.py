"""Going back: a whole revision, or one field of it. Going back is a change like any other, and is kept."""

from dataclasses import replace

from django.db import transaction

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import tree
from sitra.kit.errors import Unknown
from sitra.tourism.actions.records import Author, latest_of, revise
from sitra.tourism.events import Origin
from sitra.tourism.models import Revision, TouristObject
from sitra.tourism.policy import demand_unlocked
from sitra.tourism.rules import content


@transaction.atomic
def restore_revision(number: int, revision: int, *, seen: int, by: Author) -> TouristObject:
    """Write again what a record said at a revision; its state stays as it is."""
    past = _past(number, revision)
    row, latest = latest_of(number)
    demand_unlocked(row, latest.document, past.document)
    return revise(
        number, past.document, seen=seen, by=_as_it_came(by, past, f"Reprise de la révision {revision}.")
    )


@transaction.atomic
def restore_field(number: int, path: str, revision: int, *, seen: int, by: Author) -> TouristObject:
    """Write again what one field said at a revision; `path` is that of the catalogue."""
    past = _past(number, revision)
    row, latest = latest_of(number)
    node = tree(Kind(row.kind)).at(path)
    if node is None:
        message = f"« {path} » n'est pas un champ d'une fiche « {Kind(row.kind).label()} »."
        raise Unknown(message)
    document = content.with_value_of(latest.document, past.document, path)
    demand_unlocked(row, latest.document, document)
    label = next(node.leaves()).label()
    words = f"Reprise de « {label} » à la révision {revision}."
    return revise(number, document, seen=seen, by=_as_it_came(by, past, words))


def _past(number: int, revision: int) -> Revision:
    found = Revision.objects.filter(object_id=number, number=revision).first()
    if found is None:
        message = f"La fiche {number} n'a pas de révision {revision}."
        raise Unknown(message)
    return found


def _as_it_came(by: Author, past: Revision, words: str) -> Author:
    """Judge what comes back as it was judged when it came: what was imported may have faults."""
    return replace(by.saying(words), origin=Origin(past.origin))
