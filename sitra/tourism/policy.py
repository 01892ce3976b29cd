"""Rights on records, each said once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from sitra.kit.errors import Forbidden
from sitra.members.policy import Reach
from sitra.tourism.events import State
from sitra.tourism.models import Collaboration, Lock, TouristObject, TouristObjects
from sitra.tourism.rules.overlays import changed, covers


@dataclass(frozen=True, slots=True)
class Scope:
    """Which records: those in an open state, and every living one of these owners."""

    open_states: frozenset[State]
    owners: frozenset[int]

    def covers(self, state: str, owner: int) -> bool:
        """Say whether one record is within the scope."""
        if state == State.DELETED:
            return False
        return State(state) in self.open_states or owner in self.owners


PUBLIC = Scope(frozenset({State.PUBLISHED}), frozenset())
"""What a project may be given: published records."""


class Consult:
    """Reading a record: what is published, and everything of one's own members."""

    @staticmethod
    def scope(reach: Reach) -> Scope:
        """Say which records a reach opens; without a seat that consults, none."""
        if not reach.consults:
            return Scope(frozenset(), frozenset())
        return Scope(frozenset({State.PUBLISHED}), reach.consults | reach.writes)

    def among(self, reach: Reach, rows: TouristObjects) -> TouristObjects:
        """Keep the records this reach may consult."""
        scope = self.scope(reach)
        opened = Q(state__in=[state.value for state in scope.open_states])
        return rows.living().filter(opened | Q(owner_id__in=scope.owners))

    def demand(self, reach: Reach, row: TouristObject) -> None:
        """Refuse a record this reach may not consult."""
        if not self.scope(reach).covers(row.state, row.owner_id):
            message = "Cette fiche n'est pas ouverte à la consultation pour votre structure."
            raise Forbidden(message)


CONSULT = Consult()


class Write:
    """Writing a record: those who write for its owner."""

    @staticmethod
    def allows(reach: Reach, row: TouristObject) -> bool:
        """Say whether this reach may write a record."""
        return row.owner_id in reach.writes

    def demand(self, reach: Reach, row: TouristObject) -> None:
        """Refuse a record of somebody else, and say whose it is."""
        if not self.allows(reach, row):
            message = f"Cette fiche est à {row.owner.name} : demandez-lui ce changement."
            raise Forbidden(message)


WRITE = Write()


class Contribute:
    """Changing a record through a partner: for members that own it, or work on it with its owner."""

    def among(self, members: Collection[int], rows: TouristObjects) -> TouristObjects:
        """Keep the records that these members own or work on."""
        helped = Collaboration.objects.filter(member_id__in=list(members)).values("object_id")
        return rows.living().filter(Q(owner_id__in=list(members)) | Q(pk__in=helped))

    def allows(self, members: Collection[int], row: TouristObject) -> bool:
        """Say whether these members own a record or work on it."""
        return self.among(members, TouristObject.objects.filter(pk=row.pk)).exists()

    def demand(self, members: Collection[int], row: TouristObject) -> None:
        """Refuse a record of others, and say whose it is."""
        if not self.allows(members, row):
            message = (
                f"La fiche {row.pk} est à {row.owner.name}, qui ne vous y associe pas : "
                "demandez-lui d'être collaborateur."
            )
            raise Forbidden(message)


CONTRIBUTE = Contribute()


class Associate:
    """Saying who works on a record with its owner: its owner alone."""

    @staticmethod
    def allows(members: Collection[int], row: TouristObject) -> bool:
        """Say whether one of these members owns a record."""
        return row.owner_id in members

    def demand(self, members: Collection[int], row: TouristObject) -> None:
        """Refuse whoever does not own a record."""
        if not self.allows(members, row):
            message = f"Seul {row.owner.name} choisit qui collabore à la fiche {row.pk}."
            raise Forbidden(message)


ASSOCIATE = Associate()


def demand_unlocked(row: TouristObject, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Refuse to change a value here that is held by the source of its record."""
    locks = Lock.objects.filter(source__in=row.identifiers.values("source")).select_related("source")
    held = list(locks)
    for path in sorted(changed(before, after)) if held else ():
        lock = next((one for one in held if covers(one.path, path) or covers(path, one.path)), None)
        if lock:
            message = (
                f"Le champ « {path} » est tenu par la source « {lock.source.name} » : "
                "demandez-lui de le corriger, ou faites lever ce verrou."
            )
            raise Forbidden(message)
