"""More people in the small network: those who decide about members."""

from sitra.accounts import actions as accounts
from sitra.accounts.models import Person
from sitra.members import actions
from tests.cast import PASSWORD, Cast

SEATS = {
    "pilot": ("region", ["consult", "members", "animate"]),
    "animator": ("ardeche", ["consult", "members", "animate"]),
    "chief": ("aubenas", ["consult", "members", "write"]),
    "climber": ("hotel", ["consult", "write"]),
}


def crowd(cast: Cast) -> dict[str, Person]:
    """Seat a pilot, an animator, an administrator of an office, and somebody of a hotel."""
    people = dict(cast.people)
    for name, (member, duties) in SEATS.items():
        people[name] = accounts.enrol(
            email=f"{name}@test.example", first_name=name.title(), last_name="Essai", password=PASSWORD
        )
        actions.seat(people[name], cast.members[member].pk, duties)
    return people
