"""Who reads and writes what is kept of searches."""

from sitra.access.rules.mandate import Mandate
from sitra.accounts.models import Person
from sitra.kit.errors import Unknown
from sitra.search.models import Kept
from sitra.search.models.kept import KeptRows


class Keep:
    """Reading, using and changing what is kept: its owner, or who holds a seat in the member it is shared in.

    What one may not read does not exist for them: a number tells nothing.
    """

    @staticmethod
    def among(person: Person, who: Mandate, rows: KeptRows) -> KeptRows:
        """Keep what is theirs."""
        return rows.of(person.pk, who.seated)

    @staticmethod
    def allows(person: Person, who: Mandate, row: Kept) -> bool:
        """Say whether one is theirs."""
        if row.member_id is None:
            return row.person_id == person.pk
        return row.member_id in who.seated

    def demand(self, person: Person, who: Mandate, row: Kept | None, number: int) -> Kept:
        """Refuse what is not theirs as if it were not there."""
        if row is None or not self.allows(person, who, row):
            message = f"Aucune recherche ni liste gardée ne porte pour vous le numéro {number}."
            raise Unknown(message)
        return row


KEEP = Keep()
