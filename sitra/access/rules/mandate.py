"""What somebody's seats, duties and grants come to: the areas of each act."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sitra.access.events import Act, Ground
from sitra.access.rules.areas import PUBLISHED, Area, Place
from sitra.members.events import Duty

NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Granted:
    """A grant in force, as one of those who benefit from it holds it."""

    duty: Duty
    area: Area


@dataclass(frozen=True, slots=True)
class Mandate:
    """All that somebody was entrusted with: members by the duties of their seats there, and beyond.

    `animated` are the communes of the départements they animate; a pilot is an animator of the whole network.
    `withheld` are the owners and kinds whose published records are shared with none of their members.
    """

    consults: frozenset[int] = NOBODY
    writes: frozenset[int] = NOBODY
    publishes: frozenset[int] = NOBODY
    reviews: frozenset[int] = NOBODY
    administers: frozenset[int] = NOBODY
    animates: frozenset[int] = NOBODY
    animated: frozenset[int] = NOBODY
    pilots: bool = False
    granted: tuple[Granted, ...] = ()
    withheld: frozenset[tuple[int, str]] = frozenset()

    @property
    def seated(self) -> frozenset[int]:
        """The members in which any duty lets them read."""
        return self.consults | self.writes | self.publishes | self.reviews | self.administers

    def areas(self, act: Act) -> tuple[Area, ...]:
        """Give the records on which they may do something, ground by ground."""
        return tuple(area for area in _AREAS[act](self) if not area.empty)

    def ground(self, act: Act, place: Place) -> Area | None:
        """Give the first ground on which they may do something with a record; nothing when they may not."""
        return next((area for area in self.areas(act) if area.covers(place)), None)


type _Areas = Callable[[Mandate], Iterator[Area]]


def _consult(who: Mandate) -> Iterator[Area]:
    if who.seated or who.pilots or who.animated:
        yield Area(Ground.NETWORK, states=frozenset({PUBLISHED}), withheld=who.withheld)
    yield Area(Ground.OWNER, owners=who.seated)
    yield Area(Ground.PARTNER, partners=who.consults | who.writes)
    yield from (one.area for one in who.granted)
    yield from _animates(who)


def _note(who: Mandate) -> Iterator[Area]:
    if who.writes:
        yield from _consult(who)


def _write(who: Mandate) -> Iterator[Area]:
    yield Area(Ground.OWNER, owners=who.writes)
    yield Area(Ground.PARTNER, partners=who.writes)
    yield from _granted(who, Duty.WRITE)


def _review(who: Mandate) -> Iterator[Area]:
    yield Area(Ground.OWNER, owners=who.reviews | who.writes)
    yield from _granted(who, Duty.REVIEW)
    yield from _animates(who)


def _publish(who: Mandate) -> Iterator[Area]:
    yield Area(Ground.OWNER, owners=who.publishes)
    yield from _granted(who, Duty.PUBLISH)
    yield from _animates(who)


def _delete(who: Mandate) -> Iterator[Area]:
    yield Area(Ground.OWNER, owners=who.publishes)
    yield from _pilots(who)


def _transfer(who: Mandate) -> Iterator[Area]:
    yield Area(Ground.OWNER, owners=who.administers)
    yield from _animates(who)


def _granted(who: Mandate, duty: Duty) -> Iterator[Area]:
    return (one.area for one in who.granted if one.duty is duty)


def _animates(who: Mandate) -> Iterator[Area]:
    yield Area(Ground.ANIMATOR, communes=who.animated)
    yield from _pilots(who)


def _pilots(who: Mandate) -> Iterator[Area]:
    if who.pilots:
        yield Area(Ground.PILOT)


_AREAS: Mapping[Act, _Areas] = {
    Act.CONSULT: _consult,
    Act.PROPOSE: _consult,
    Act.NOTE: _note,
    Act.WRITE: _write,
    Act.REVIEW: _review,
    Act.PUBLISH: _publish,
    Act.DELETE: _delete,
    Act.TRANSFER: _transfer,
}
"""The rights of the network, each said once: whoever may consult a record may propose a change to it.

Whoever writes for a member may note on it, for that member alone, what they like.
"""
