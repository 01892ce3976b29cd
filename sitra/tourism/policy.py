"""Rights on records, each said once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from sitra.access.events import Act, Ground
from sitra.access.rules.areas import Area, Place
from sitra.access.rules.mandate import Mandate
from sitra.kit.errors import Forbidden
from sitra.tourism.events import State
from sitra.tourism.models import Collaboration, Lock, TouristObject, TouristObjects
from sitra.tourism.rules.overlays import changed, covers


@dataclass(frozen=True, slots=True)
class Scope:
    """Which records are opened: the union of areas, none of which needs to know who collaborates."""

    areas: tuple[Area, ...] = ()

    def covers(self, place: Place) -> bool:
        """Say whether one record is within the scope."""
        return any(area.covers(place) for area in self.areas)


PUBLIC = Scope((Area(Ground.NETWORK, states=frozenset({State.PUBLISHED.value})),))
"""What is published."""


def shared_but(withheld: frozenset[tuple[int, str]]) -> Scope:
    """Give what a project may read: what is published, but for what its owners keep from its member."""
    return Scope((replace(PUBLIC.areas[0], withheld=withheld),)) if withheld else PUBLIC


def place_of(row: TouristObject, partners: Iterable[int] = ()) -> Place:
    """Say where a record stands, for a right to be held against it."""
    return Place(row.pk, row.owner_id, row.commune_id, row.kind, row.state, frozenset(partners))


class Right:
    """One act on records: the same areas keep a list, open a scope, and refuse one record."""

    def __init__(self, act: Act, refused: str) -> None:
        self.act, self._refused = act, refused

    def among(self, who: Mandate, rows: TouristObjects) -> TouristObjects:
        """Keep the records on which one may do it."""
        return rows.living().filter(any_of(who.areas(self.act)))

    def grounds(self, who: Mandate, row: TouristObject, state: str | None = None) -> tuple[Area, ...]:
        """Give the areas that let one do it to a record, or to what it was in another state."""
        place = place_of(row)
        place = replace(place, state=state) if state else place
        areas = who.areas(self.act)
        if any(area.covers(place) and area.fields.everything for area in areas):
            return tuple(area for area in areas if area.covers(place))
        if any(area.partners for area in areas):
            place = replace(place, partners=partners_of(row.pk))
        return tuple(area for area in areas if area.covers(place))

    def allows(self, who: Mandate, row: TouristObject) -> bool:
        """Say whether one may do it to a record."""
        return bool(self.grounds(who, row))

    def demand(self, who: Mandate, row: TouristObject) -> tuple[Area, ...]:
        """Refuse a record to which one may not do it, in words; its owner is read with it."""
        if found := self.grounds(who, row):
            return found
        raise Forbidden(self._refused.format(owner=row.owner.name))

    def scope(self, who: Mandate) -> Scope:
        """Give the areas with the records of collaborators by number, but for those that are shown to all."""
        areas = who.areas(self.act)
        shown = any(area == PUBLIC.areas[0] for area in areas)
        named = (_named(area, shown=shown) if area.partners else area for area in areas)
        return Scope(tuple(area for area in named if not area.empty))


def partners_of(number: int) -> frozenset[int]:
    """Give the members that collaborate on a record."""
    return frozenset(Collaboration.objects.filter(object_id=number).values_list("member_id", flat=True))


def any_of(areas: Iterable[Area], record: str = "") -> Q:
    """Keep the records of these areas; `record` leads to it, `lower__`, where the rows are not records."""
    kept = Q(**{f"{record}pk__in": []})
    for area in areas:
        kept |= _within(area, record)
    return kept


def _within(area: Area, record: str = "") -> Q:
    asked: dict[str, Any] = {
        "state": area.states,
        "owner": area.owners,
        "commune": area.communes,
        "kind": area.kinds,
        "pk": area.records,
    }
    # An empty `Q` would vanish when it is joined by "or": what is not restricted is said to be there.
    kept = Q(**{f"{record}pk__isnull": False})
    kept &= Q(**{f"{record}{name}__in": values for name, values in asked.items() if values is not None})
    for kind, owners in area.kept_back:
        kept &= ~Q(**{f"{record}kind": kind, f"{record}owner__in": owners})
    if area.partners is not None:
        named = Collaboration.objects.filter(member__in=area.partners).values("object")
        kept &= Q(**{f"{record}pk__in": named})
    return kept


def _named(area: Area, *, shown: bool) -> Area:
    rows = TouristObject.objects.living().filter(_within(area))
    rows = rows.exclude(state=State.PUBLISHED.value) if shown else rows
    return replace(area, partners=None, records=frozenset(rows.values_list("pk", flat=True)))


CONSULT = Right(Act.CONSULT, "Cette fiche n'est pas ouverte à la consultation pour votre structure.")
PROPOSE = Right(Act.PROPOSE, "Cette fiche n'est pas ouverte à la consultation pour votre structure.")
_NOTE = Right(Act.NOTE, "Vous n'écrivez pour aucun membre : vous ne notez rien sur les fiches.")
WRITE = Right(Act.WRITE, "Cette fiche est à {owner} : demandez-lui ce changement.")
PUBLISH = Right(
    Act.PUBLISH, "Publier ou masquer cette fiche revient à {owner}, ou à l'animateur du département."
)
DELETE = Right(Act.DELETE, "Supprimer cette fiche revient à {owner} : proposez-le-lui.")
TRANSFER = Right(
    Act.TRANSFER, "Confier cette fiche à un autre revient aux administrateurs de {owner} ou à l'animateur."
)
REVIEW = Right(Act.REVIEW, "Décider des propositions sur cette fiche revient à {owner}, ou à l'animateur.")
RIGHTS = {one.act: one for one in (CONSULT, PROPOSE, _NOTE, WRITE, REVIEW, PUBLISH, DELETE, TRANSFER)}


def demand_within(areas: Iterable[Area], paths: Iterable[str]) -> None:
    """Refuse to change a value that was not entrusted with the rest of a record."""
    given = tuple(areas)
    for path in sorted(paths):
        if not any(area.fields.allows(path) for area in given):
            message = (
                f"Le champ « {path} » ne vous a pas été confié avec cette fiche : proposez ce changement, "
                "ou demandez un droit plus large à qui vous l'a donné."
            )
            raise Forbidden(message)


class Note:
    """What a member keeps on records for itself: all its people read it, those who write for it write it.

    The record may be anybody's, as long as one may consult it.
    """

    @staticmethod
    def allows(who: Mandate, member: int, row: TouristObject) -> bool:
        """Say whether one may note on a record for a member."""
        return member in who.writes and _NOTE.allows(who, row)

    def demand(self, who: Mandate, member: int, row: TouristObject) -> None:
        """Refuse to note on a record, or for a member for which one does not write."""
        CONSULT.demand(who, row)
        demand_hat(who, member)

    @staticmethod
    def demand_reader(who: Mandate, member: int) -> None:
        """Refuse whoever is not of a member to read what it keeps for itself."""
        if member not in who.seated:
            message = "Ce qu'un membre garde pour lui n'est lu que des personnes qui y ont un siège."
            raise Forbidden(message)


def demand_hat(who: Mandate, member: int) -> None:
    """Refuse to write in the name of a member for which one does not write."""
    if member not in who.writes:
        message = "Vous n'écrivez pas pour ce membre : choisissez-en un autre, ou demandez-lui ce droit."
        raise Forbidden(message)


NOTE = Note()


class Associate:
    """Saying who works on a record with its owner: its owner alone."""

    @staticmethod
    def allows(who: Mandate, row: TouristObject) -> bool:
        """Say whether one writes for the owner of a record."""
        return row.owner_id in who.writes

    def demand(self, who: Mandate, row: TouristObject) -> None:
        """Refuse whoever does not write for the owner of a record."""
        if not self.allows(who, row):
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
