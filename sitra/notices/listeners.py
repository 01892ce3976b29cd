"""What this floor does when something happens: it tells those it concerns, and looks at records again."""

from collections.abc import Sequence

from sitra.accounts.actions import ERASED
from sitra.ledger.events import Listener, Position, Told
from sitra.notices import actions, queries, tasks
from sitra.tourism.events import BESIDE, ObjectFact

NAME = "notices"
_OF_RECORDS = frozenset(fact.value for fact in ObjectFact if fact not in BESIDE)


class Telling(Listener):
    """Follows what happens and tells people of what concerns them."""

    name = NAME
    facts = queries.FACTS | _OF_RECORDS | {ERASED}

    def prepare(self) -> None:
        """Begin where the ledger stands, and have the records looked at that are there already."""
        actions.position(self.name)
        tasks.look_first_soon()

    def position(self) -> Position:
        """Say how far it has read."""
        return actions.position(self.name)

    def absorb(self, told: Sequence[Told], upto: Position) -> None:
        """Look again at the records these facts are about, then tell whom they concern."""
        actions.look_at({one.fact.subject_id for one in told if one.fact.name in _OF_RECORDS})
        actions.absorb(self.name, told, upto)

    def rewind(self, position: Position) -> None:
        """Stay: people were told, and are not told twice."""
        del position
