"""For whom somebody acts by default: what they may do is what they have, whichever hat they wear."""

from django.http import HttpRequest

from sitra.kit.errors import Forbidden
from sitra.members import queries
from sitra.members.events import HAT


def worn(request: HttpRequest) -> int | None:
    """Give the member for which somebody acts by default."""
    assert request.user.is_authenticated
    return queries.worn(queries.hats(request.user), request.session.get(HAT))


def choose(request: HttpRequest, member: str) -> str:
    """Put a hat on for this visit; answers the name of the member, raises `Forbidden` for another's."""
    assert request.user.is_authenticated
    hats = {str(number): (number, name) for number, name in queries.hats(request.user).items()}
    if member not in hats:
        raise Forbidden("Vous n'avez pas de siège dans ce membre : vous ne pouvez pas agir pour lui.")
    number, name = hats[member]
    request.session[HAT] = number
    return name
