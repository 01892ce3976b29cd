"""What partners add to records through their projects, beside the document: each verb is one transaction."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from sitra.kit.errors import Impossible, Unknown
from sitra.members.models import Member
from sitra.review.policy import Partner
from sitra.review.queries.permitting import living
from sitra.tourism.actions import Author, layers
from sitra.tourism.events import Target
from sitra.tourism.models import InternalTag, TouristObject
from sitra.tourism.policy import ASSOCIATE, WRITE, demand_hat
from sitra.tourism.queries import heirs
from sitra.tourism.rules.layers import Note


@dataclass(frozen=True, slots=True)
class Noted:
    """What becomes of the notes of a record: some are kept or, without any, those of a node or target go."""

    number: int
    node: str
    notes: Sequence[Note] = ()
    target: Target | None = None
    whose: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A private text for a record, by its technical name; without text, the one that goes."""

    number: int
    name: str
    text: Mapping[str, str]


@transaction.atomic
def tag(numbers: Sequence[int], tags: Sequence[int], *, by: Partner) -> list[int]:
    """Put internal criteria of the partner's member on records; answers those that it reaches."""
    return _each(layers.tag, numbers, tags, by)


@transaction.atomic
def untag(numbers: Sequence[int], tags: Sequence[int], *, by: Partner) -> list[int]:
    """Take internal criteria of the partner's member off records; answers those that it reaches."""
    return _each(layers.untag, numbers, tags, by)


@transaction.atomic
def write_texts(texts: Sequence[Said], *, by: Partner) -> None:
    """Write private texts of the partner's member; one record beyond its reach refuses all of them."""
    author, member = _writer(by), Member.objects.get(pk=by.member)
    for one in texts:
        layers.write_private(_demanded(one.number, by).pk, member, one.name, one.text, by=author)


@transaction.atomic
def erase_texts(texts: Sequence[Said], *, by: Partner) -> None:
    """Take away private texts of the partner's member; one that is not there is gone already."""
    author, member = _writer(by), Member.objects.get(pk=by.member)
    for one in texts:
        number = _demanded(one.number, by).pk
        try:
            layers.erase_private(number, member, one.name, by=author)
        except Unknown:
            continue


@transaction.atomic
def associate(number: int, members: Sequence[int], *, by: Partner) -> None:
    """Let members work on a record that the partner's own."""
    row = living(number, by.who)
    ASSOCIATE.demand(by.who, row)
    author = _author(by)
    for member in _known(members):
        layers.join(row.pk, member, by=author)


@transaction.atomic
def dissociate(number: int, members: Sequence[int], *, by: Partner) -> None:
    """End the work of members on a record: its owner ends that of any, a collaborator its own."""
    row = living(number, by.who)
    if not set(members) <= by.who.writes:
        ASSOCIATE.demand(by.who, row)
    author = _author(by)
    for member in _known(members):
        layers.leave(row.pk, member, by=author)


@transaction.atomic
def keep_notes(number: int, notes: Iterable[Note], *, by: Partner) -> None:
    """Keep what a partner says of a record under its node; others that it keeps there stay."""
    row, author = living(number, by.who), _author(by)
    for one in notes:
        layers.set_metadata(row.pk, one.node, one.content, target=one.target, whose=one.number, by=author)


@transaction.atomic
def drop_notes(
    number: int, node: str, *, target: Target | None = None, whose: int | None = None, by: Partner
) -> None:
    """Take away what a partner says of a record: a whole node, or what is for one target."""
    row = living(number, by.who)
    layers.remove_metadata(row.pk, node, target=target, whose=whose, by=_author(by))


@transaction.atomic
def note_all(lines: Iterable[Noted], *, by: Partner) -> None:
    """Keep and take away notes of many records: all of it, or nothing."""
    for one in lines:
        if one.notes:
            keep_notes(one.number, one.notes, by=by)
        else:
            drop_notes(one.number, one.node, target=one.target, whose=one.whose, by=by)


def _each(act: Callable[..., object], numbers: Sequence[int], tags: Sequence[int], by: Partner) -> list[int]:
    """Do something with each criterion to each record that a partner reaches, always in the same order."""
    author, criteria = _author(by), _criteria(tags, by)
    reached = _reached(numbers, by)
    for number in sorted(set(reached.values())):
        for one in criteria:
            act(number, one, by=author)
    return list(reached)


def _writer(by: Partner) -> Author:
    """Give the author of what is kept for a member alone: somebody who writes for it."""
    demand_hat(by.who, by.member)
    return _author(by)


def _author(by: Partner) -> Author:
    return Author(person=by.person, member=Member.objects.get(pk=by.member))


def _demanded(number: int, by: Partner) -> TouristObject:
    row = living(number, by.who)
    WRITE.demand(by.own, row)
    return row


def _reached(numbers: Sequence[int], by: Partner) -> dict[int, int]:
    """Give, of the numbers asked, those of records that a partner reaches -> the record that answers.

    Whoever does not write for the member itself reaches none in its name, whatever else they write.
    """
    if by.member not in by.who.writes:
        return {}
    answering = heirs(dict.fromkeys(numbers))
    rows = TouristObject.objects.filter(pk__in=set(answering.values()))
    within = set(WRITE.among(by.own, rows).values_list("pk", flat=True))
    return {asked: now for asked, now in answering.items() if now in within}


def _criteria(tags: Sequence[int], by: Partner) -> list[InternalTag]:
    """Give internal criteria of the partner's member; those of others are as unknown as those of nobody."""
    found = InternalTag.objects.filter(member_id=by.member).in_bulk(tags)
    if missing := sorted(set(tags) - found.keys()):
        message = f"Votre membre n'a pas de critère interne {', '.join(map(str, missing))}."
        raise Impossible(message)
    return [found[number] for number in dict.fromkeys(tags)]


def _known(members: Sequence[int]) -> list[Member]:
    found = Member.objects.in_bulk(members)
    if missing := sorted(set(members) - found.keys()):
        message = f"Aucun membre ne porte le numéro {', '.join(map(str, missing))}."
        raise Impossible(message)
    return [found[number] for number in dict.fromkeys(members)]
