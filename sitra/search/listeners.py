"""What the read model does when records change."""

import logging
from collections.abc import Sequence
from itertools import chain

from sitra.ledger.events import START, Listener, Position, Told
from sitra.members.events import MemberFact
from sitra.places.events import PlacesFact
from sitra.search import actions, models
from sitra.tourism import queries as tourism
from sitra.tourism.events import BESIDE, ObjectFact
from sitra.vocabulary.events import VocabularyFact

log = logging.getLogger(__name__)

_RENAMED = MemberFact.CHANGED.value
WHOLESALE = frozenset(
    {
        PlacesFact.LOADED.value,
        PlacesFact.NUMBERED.value,
        PlacesFact.AMENDED.value,
        PlacesFact.UNDONE.value,
        VocabularyFact.LOADED.value,
    }
)
"""Facts after which every record may read differently."""
_EVERY = 10_000_000
_SHOWN_OF_OWNERS = frozenset({"name", "kind", "site"})
"""What a record shows of the member that owns it."""


class Indexing(Listener):
    """Follows the facts of records and keeps the read model of this node up to date."""

    name = "search"
    facts = frozenset(fact.value for fact in ObjectFact if fact not in BESIDE) | WHOLESALE | {_RENAMED}

    def prepare(self) -> None:
        """Read what stands on the disk before somebody waits for a change to be seen."""
        actions.prepare()

    def position(self) -> Position:
        """Say how far the current read model has read: nowhere without one of this make."""
        return START if actions.unmade() else models.current().position()

    def absorb(self, told: Sequence[Told], upto: Position) -> None:
        """Index the records these facts are about, or all of them.

        All: where there is no read model of this make, and when a new month has begun.
        """
        if actions.unmade():
            log.warning("L'index de recherche manque ou date d'une autre version : il est construit.")
        elif not (any(one.fact.name in WHOLESALE for one in told) or actions.outdated()):
            self._follow(told, upto)
            return
        actions.rebuild()
        actions.prepare()

    @staticmethod
    def _follow(told: Sequence[Told], upto: Position) -> None:
        with actions.sole_writer():
            changed = {one.fact.subject_id for one in told if one.fact.name != _RENAMED}
            actions.absorb(changed, upto, beside=chain.from_iterable(map(_beside, told)))

    def rewind(self, position: Position) -> None:
        """Read the ledger again from a position."""
        with actions.sole_writer():
            models.current().remember(position)


def _beside(told: Told) -> tuple[int, ...]:
    """Give the records that show a link less or more since a fact, or their owner by another name."""
    details = told.fact.details
    if told.fact.name == _RENAMED:
        shown = _SHOWN_OF_OWNERS & set(details["fields"])
        return tuple(tourism.owned_after(told.fact.subject_id, 0, _EVERY)) if shown else ()
    others = [details[key] for key in ("heir", "other") if key in details]
    return (*details.get("links", ()), *others)
