"""The services that speak of somebody who signed in, and of what may be changed for them."""

import orjson
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from sitra.access import queries as access
from sitra.catalog.rules.kinds import Kind
from sitra.delivery import queries as delivery
from sitra.delivery.events import Mode, Scope
from sitra.delivery.queries import Bearer
from sitra.doors.v002.protocol import TokenRefused, bearer, with_token, written_by
from sitra.formats.rules.v002 import network
from sitra.formats.rules.v002.errors import ErrorType
from sitra.members import queries as people
from sitra.members.rules import MemberFilter
from sitra.review import queries as review
from sitra.review.events import Permission
from sitra.vocabulary import queries as vocabulary

WORDS = {
    Permission.POSSIBLE: "MODIFICATION_POSSIBLE",
    Permission.LOCKED: "VERROUILLE",
    Permission.UNAVAILABLE: "NON_DISPONIBLE",
}


@with_token("profile")
def profile(request: HttpRequest) -> bytes:
    """Answer `sso/utilisateur/profil`."""
    found = _signed_on(request)
    assert found.person
    line = people.one(found.person)
    first = [line.seats[0].member] if line.seats else []
    members = people.lines(MemberFilter(ids=frozenset(first)))
    member = members[0] if members else None
    return orjson.dumps(network.profile(line, found.person.language, member, vocabulary.atlas().book))


@with_token("permission-of-person")
def permission_of_person(request: HttpRequest, place: str) -> bytes:
    """Answer `sso/utilisateur/autorisation/objet-touristique/modification/{id}`."""
    return _of_person(request, place)


@with_token("permission")
def permission(request: HttpRequest, place: str) -> bytes:
    """Answer `autorisation/objet-touristique/modification/{id}`; with `tokenSSO` for that person.

    The official collection brings the token of the person in the header too: no project writes then.
    """
    if token := request.GET.get("tokenSSO"):
        _, _, borne = request.headers.get("Authorization", "").partition(" ")
        found = delivery.bearer(token) if constant_time_compare(borne.strip(), token) else None
        if found and found.person:
            return _of_person(request, place)
    writer = written_by(request)
    terms = writer.project.agreed
    kinds = terms.kinds if Mode.MODIFY in terms.modes else frozenset[Kind]()
    return _said(review.permission(int(place), writer.who, kinds))


def _of_person(request: HttpRequest, place: str) -> bytes:
    found = _signed_on(request)
    assert found.person
    return _said(review.permission(int(place), access.mandate_of(found.person)))


def _signed_on(request: HttpRequest) -> Bearer:
    found = bearer(request, Scope.SIGN_ON)
    if found.person is None:
        message = "Ce jeton est celui d'un projet, pas d'une personne qui s'est connectée."
        raise TokenRefused(ErrorType.JETON_FORBIDDEN, message)
    return found


def _said(found: Permission) -> bytes:
    return orjson.dumps(WORDS[found])
