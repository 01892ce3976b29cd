"""What review does when records change: it notes them, and looks at them soon."""

from collections.abc import Sequence

from django.db import transaction

from sitra.ledger.events import Listener, Position, Told
from sitra.members.events import MemberFact
from sitra.review import actions, queries, tasks
from sitra.tourism.events import BESIDE, ObjectFact


class Watching(Listener):
    """Follows the facts of records and keeps the queue of duplicates up to date.

    Comparing takes time that the other listeners would wait for: here records are only noted.
    """

    name = "review"
    facts = frozenset(fact.value for fact in ObjectFact if fact not in BESIDE)

    def position(self) -> Position:
        """Say how far it has read."""
        return queries.cursor(self.name)

    def absorb(self, told: Sequence[Told], upto: Position) -> None:
        """Note the records these facts are about, and those they name."""
        numbers = {one.fact.subject_id for one in told}
        numbers |= {
            one.fact.details[key] for one in told for key in ("other", "heir") if key in one.fact.details
        }
        with transaction.atomic():
            actions.note(self.name, sorted(numbers), upto)
            if numbers:
                tasks.look_soon()

    def rewind(self, position: Position) -> None:
        """Read the ledger again from a position."""
        with transaction.atomic():
            actions.note(self.name, (), position)


class HandingOver(Listener):
    """Follows the leaving of members and has their records handed over, in the background."""

    name = "review.handing-over"
    facts = frozenset({MemberFact.LEFT.value})

    def position(self) -> Position:
        """Say how far it has read."""
        return queries.cursor(self.name)

    def absorb(self, told: Sequence[Told], upto: Position) -> None:
        """Ask for it once, however many left."""
        with transaction.atomic():
            actions.note(self.name, (), upto)
            if told:
                tasks.hand_over_soon()

    def rewind(self, position: Position) -> None:
        """Read the ledger again from a position."""
        with transaction.atomic():
            actions.note(self.name, (), position)
