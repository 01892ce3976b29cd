"""`/oauth/token`: tokens, in every form in which clients ask for them (section 7)."""

import base64
import binascii
import logging
from collections.abc import Callable, Mapping
from urllib.parse import unquote_plus

import orjson
from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt

from sitra.delivery import actions, policy, queries
from sitra.delivery.actions import Given
from sitra.delivery.events import Scope
from sitra.delivery.policy import OpenProject
from sitra.delivery.rules.pace import Exceeded
from sitra.delivery.rules.partners import Declined, Fault
from sitra.doors.v002.answering import JSON
from sitra.doors.v002.scopes import SCOPES, WIRE

log = logging.getLogger(__name__)
FAILURES, WINDOW = 20, 300
"""Wrong secrets or codes from one address of the network, and the seconds in which they are counted."""
_TOO_MANY = "Trop d'essais ou de demandes : attendez, puis recommencez."
_ONE_EACH = ("grant_type", "code", "redirect_uri", "refresh_token", "code_verifier", "client_id", "scope")


@csrf_exempt
def token(request: HttpRequest) -> HttpResponse:
    """Give a token, or say why not in the words of the standard."""
    if request.method not in {"GET", "POST"}:
        response = _said({"error": Fault.INVALID_REQUEST.value}, 405)
        response["Allow"] = "GET, POST"
        return response
    failures = _failures(request)
    if cache.get(failures, 0) >= FAILURES:
        return _too_many(WINDOW)
    try:
        return _said(_written(_granted(request)), 200)
    except Exceeded as error:
        return _too_many(error.standing.wait)
    except Declined as error:
        if error.fault in {Fault.INVALID_CLIENT, Fault.INVALID_GRANT}:
            _count_failure(failures)
        log.warning("%s on %s", error.fault.value, request.path)
        return _declined(error)


def _granted(request: HttpRequest) -> Given:
    asked = request.POST if request.method == "POST" else request.GET
    for name in _ONE_EACH:
        if len(asked.getlist(name)) > 1:
            raise Declined(Fault.INVALID_REQUEST, f"« {name} » est donné plusieurs fois.")
    project = queries.authenticated(*_credentials(request, asked))
    policy.demand_token_allowance(project)
    grant = _GRANTS.get(asked.get("grant_type", ""))
    if grant is None:
        known = ", ".join(_GRANTS)
        raise Declined(Fault.UNSUPPORTED_GRANT_TYPE, f"« grant_type » est l'un de : {known}.")
    return grant(project, asked)


def _lent(project: OpenProject, asked: QueryDict) -> Given:
    words = asked.get("scope", "").replace(",", " ").split()
    if unknown := next((word for word in words if word not in SCOPES), None):
        raise Declined(Fault.INVALID_SCOPE, f"La portée « {unknown[:40]} » n'existe pas.")
    return actions.lend(project, policy.lent(project, frozenset(SCOPES[word] for word in words)))


def _redeemed(project: OpenProject, asked: QueryDict) -> Given:
    return actions.redeem(
        project,
        _demanded(asked, "code"),
        redirect_uri=_demanded(asked, "redirect_uri"),
        verifier=asked.get("code_verifier", ""),
    )


def _renewed(project: OpenProject, asked: QueryDict) -> Given:
    if asked.get("scope", WIRE[Scope.SIGN_ON]) != WIRE[Scope.SIGN_ON]:
        raise Declined(Fault.INVALID_SCOPE, "Un jeton renouvelé garde sa portée.")
    return actions.renew(
        project, _demanded(asked, "refresh_token"), redirect_uri=asked.get("redirect_uri", "")
    )


_GRANTS: Mapping[str, Callable[[OpenProject, QueryDict], Given]] = {
    "client_credentials": _lent,
    "authorization_code": _redeemed,
    "refresh_token": _renewed,
}


def _demanded(asked: QueryDict, name: str) -> str:
    if not (given := asked.get(name, "")):
        raise Declined(Fault.INVALID_REQUEST, f"« {name} » manque.")
    return given


def _credentials(request: HttpRequest, asked: QueryDict) -> tuple[str, str]:
    """Read client and secret from the header (HTTP Basic) or the form; both at once are refused.

    Those of the address are read neither: addresses are kept in logs. Some clients encode them before
    writing them in the header, as the standard says, most do not: nothing in ours changes by it.
    """
    written = request.headers.get("Authorization", "")
    posted = request.POST.get("client_secret", "") if request.method == "POST" else ""
    if not written:
        return asked.get("client_id", ""), posted
    if posted:
        raise Declined(Fault.INVALID_REQUEST, "Le secret est donné deux fois : dans l'en-tête et ailleurs.")
    scheme, _, encoded = written.partition(" ")
    try:
        client, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        client = secret = ""
    if scheme.lower() != "basic":
        client = secret = ""
    named = asked.get("client_id", "")
    if named and named != client:
        raise Declined(Fault.INVALID_REQUEST, "« client_id » n'est pas celui de l'en-tête.")
    return unquote_plus(client), unquote_plus(secret)


def _written(given: Given) -> dict[str, object]:
    said: dict[str, object] = {
        "access_token": given.access,
        "token_type": "bearer",
        "expires_in": given.seconds,
        "scope": " ".join(sorted(WIRE[scope] for scope in given.scopes)),
    }
    return said | ({"refresh_token": given.refresh} if given.refresh else {})


def _declined(error: Declined) -> HttpResponse:
    wrong = error.fault is Fault.INVALID_CLIENT
    said = {"error": error.fault.value, "error_description": str(error)}
    response = _said(said, 401 if wrong else 400)
    if wrong:
        response["WWW-Authenticate"] = 'Basic realm="oauth"'
    return response


def _said(content: Mapping[str, object], status: int) -> HttpResponse:
    response = HttpResponse(orjson.dumps(content), status=status, content_type=JSON)
    response["Cache-Control"] = "no-store"
    response["Pragma"] = "no-cache"
    return response


def _too_many(wait: int) -> HttpResponse:
    response = _said({"error": "temporarily_unavailable", "error_description": _TOO_MANY}, 429)
    response["Retry-After"] = str(wait)
    return response


def _failures(request: HttpRequest) -> str:
    """Name the count of failures of an address of the network, which is not kept in clear."""
    try:
        address = str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        address = ""
    return f"sitra.oauth.{salted_hmac('sitra.doors.oauth', address, algorithm='sha256').hexdigest()}"


def _count_failure(key: str) -> None:
    if cache.add(key, 1, WINDOW):
        return
    try:
        cache.incr(key)
    except ValueError:  # its time ran out just now
        return
