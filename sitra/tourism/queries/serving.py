"""What the reading services ask of records beside the read model."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.tourism.events import State, Target
from sitra.tourism.models import Collaboration, InternalTag, Metadata, TouristObject
from sitra.tourism.policy import CONSULT
from sitra.tourism.queries.answering import heirs
from sitra.tourism.rules.layers import Note


@dataclass(frozen=True, slots=True)
class Team:
    """Who works on a record: `asked` is the number it was asked by, members are numbers."""

    asked: int
    owner: int
    kind: str
    collaborators: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Owned:
    """A record of a member."""

    id: int
    name: str
    identifier: str
    kind: str


@dataclass(frozen=True, slots=True)
class TagLine:
    """An internal criterion of a member."""

    id: int
    name: str


def numbered(identifier: str) -> int | None:
    """Give the number of the record that bears an identifier, or of the one that goes on for it."""
    rows = TouristObject.objects.filter(identifier=identifier).values_list("pk", flat=True)
    number = rows.first() if "\0" not in identifier else None
    return heirs([number])[number] if number else None


def teams(numbers: Iterable[int]) -> list[Team]:
    """Give owner and collaborators of published records, in the order asked; others are left out."""
    goes_on = heirs(dict.fromkeys(numbers))
    living = set(goes_on.values())
    rows = TouristObject.objects.filter(pk__in=living, state=State.PUBLISHED.value)
    owners = {pk: (owner, kind) for pk, owner, kind in rows.values_list("pk", "owner_id", "kind")}
    helping: dict[int, list[int]] = defaultdict(list)
    links = Collaboration.objects.filter(object_id__in=owners).order_by("member_id")
    for number, member in links.values_list("object_id", "member_id"):
        helping[number].append(member)
    return [Team(asked, *owners[now], tuple(helping[now])) for asked, now in goes_on.items() if now in owners]


def internal_tags(member: int, numbers: Iterable[int] | None = None) -> list[TagLine]:
    """Give the internal criteria of a member, by number; all of them when none are named."""
    rows = InternalTag.objects.filter(member_id=member)
    if numbers is not None:
        rows = rows.filter(pk__in=list(numbers))
    return [TagLine(pk, name) for pk, name in rows.order_by("pk").values_list("pk", "name")]


def owned(owners: Iterable[int], most: int) -> dict[int, list[Owned]]:
    """Give the published records of members, by number; at most `most` in all."""
    rows = TouristObject.objects.filter(owner_id__in=list(owners), state=State.PUBLISHED.value)
    found: dict[int, list[Owned]] = defaultdict(list)
    columns = rows.order_by("pk").values_list("owner_id", "pk", "name", "identifier", "kind")
    for owner, number, name, identifier, kind in columns[:most]:
        found[owner].append(Owned(number, name, identifier or "", kind))
    return found


def notes(number: int, node: str) -> list[Note]:
    """Give what a partner keeps of a record under a node: for all, then by the number of whom it is for."""
    rows = Metadata.objects.filter(object_id=number, node=node).order_by("target", "number")
    found = rows.values_list("target", "number", "content")
    return [Note(node, Target(target), whose, content) for target, whose, content in found]


def owned_after(member: int, number: int, limit: int) -> list[int]:
    """Give the next records of a member after a number, deleted ones as well, by number."""
    rows = TouristObject.objects.filter(owner_id=member, pk__gt=number).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def count_published(member: int) -> dict[str, int]:
    """Count the published records of a member by kind."""
    rows = TouristObject.objects.filter(owner_id=member, state=State.PUBLISHED.value).order_by()
    return dict(rows.values_list("kind").annotate(Count("pk")))


def count_owned(member: int) -> int:
    """Count the living records of a member."""
    return TouristObject.objects.living().filter(owner_id=member).count()


def names_for(person: Person, numbers: Iterable[int]) -> dict[int, str]:
    """Name those of these records that somebody may consult, by number."""
    rows = CONSULT.among(access.mandate_of(person), TouristObject.objects.filter(pk__in=list(numbers)))
    return dict(rows.order_by("pk").values_list("pk", "name"))


def structures(numbers: Iterable[int], *, published: bool = False) -> dict[int, Owned]:
    """Give those of these records that are living organisations, by number; only published ones if asked."""
    rows = TouristObject.objects.living().filter(pk__in=list(numbers), kind=Kind.STRUCTURE.value)
    rows = rows.filter(state=State.PUBLISHED.value) if published else rows
    columns = rows.order_by("pk").values_list("pk", "name", "identifier", "kind")
    return {pk: Owned(pk, name, identifier or "", kind) for pk, name, identifier, kind in columns}
