"""What every v002 service shares: methods, parameters, keys and tokens, pace, counting, refusals."""

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.csrf import csrf_exempt

from sitra.delivery import actions as counting, policy, queries as delivery
from sitra.delivery.events import Scope, Service as Way
from sitra.delivery.policy import OpenProject
from sitra.delivery.queries import Bearer, Writing
from sitra.delivery.rules.pace import Exceeded, Standing
from sitra.doors.v002.answering import addressed, respond
from sitra.doors.v002.forms import FORM, Sent, sent
from sitra.doors.v002.scopes import WIRE
from sitra.formats.rules.v002 import requests
from sitra.formats.rules.v002.errors import ErrorType, Refused
from sitra.formats.rules.v002.services import BY_NAME, Service
from sitra.formats.rules.v002.writing import TOKEN_SERVICES_BY_NAME, TokenService
from sitra.kit.errors import Forbidden, Impossible, Stale, Unknown
from sitra.kit.packing import Answer
from sitra.kit.replies import tell_pace

log = logging.getLogger(__name__)
_NO_FORM = QueryDict()
_SUSPECT = (401, 403)
"""Statuses of who asks for what is not theirs."""
_READ = ("GET", "HEAD", "POST")

View = Callable[..., bytes | Answer[bytes] | None]


@dataclass(slots=True)
class Call:
    """A call whose key was recognised: who calls, what was asked, and what will be counted."""

    project: OpenProject
    asked: Mapping[str, Any]
    standing: Standing | None = None
    records: int = 0


class TokenRefused(Refused):
    """A call whose token is missing, holds no more or opens something else; `challenge` as in RFC 6750."""

    def __init__(self, error_type: ErrorType, message: str, challenge: str = "") -> None:
        super().__init__(error_type, message)
        self.challenge = f'Bearer realm="v002"{challenge}'


def service(answer: View) -> Callable[..., HttpResponse]:
    """Make a view of a function that answers bytes, or nothing for 204."""

    @csrf_exempt
    @wraps(answer)
    def view(request: HttpRequest, **places: Any) -> HttpResponse:
        try:
            _demand_method(request, _READ)
            content = answer(request, **places)
            response = respond(request, content or b"", 204 if content is None else 200)
        except Refused as error:
            response = refusal(request, error)
        except Exceeded as error:
            response = refusal(request, Refused(ErrorType.PROJET_TOO_MANY_REQUESTS, str(error)))
        except Forbidden as error:
            response = refusal(request, Refused(ErrorType.PROJET_FORBIDDEN, str(error)))
        except Impossible as error:
            wrong = Refused(ErrorType.RECHERCHE_INVALID_CRITERES_QUERY, str(error))
            response = refusal(request, wrong)
        return _count(request, response)

    return view


def with_token(name: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """Make a view of a function that answers a service of the table of those that ask for a token."""
    line = TOKEN_SERVICES_BY_NAME[name]

    def decorate(answer: View) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(answer)
        def view(request: HttpRequest, **places: Any) -> HttpResponse:
            request.v002_line = line  # type: ignore[attr-defined]
            try:
                _demand_method(request, line.methods)
                response = respond(request, answer(request, **places) or b"")
            except Refused as error:
                response = refusal(request, error)
            except Exceeded as error:
                response = refusal(request, Refused(ErrorType.PROJET_TOO_MANY_REQUESTS, str(error)))
            except (Forbidden, Stale) as error:
                response = refusal(request, Refused(ErrorType.ECRITURE_FORBIDDEN, str(error)))
            except Unknown as error:
                response = refusal(request, Refused(ErrorType.OBJET_TOURISTIQUE_NOT_FOUND, str(error)))
            except Impossible as error:
                response = refusal(request, Refused(ErrorType.ECRITURE_BAD_REQUEST, str(error)))
            finally:
                _let_go(request)
            response["Cache-Control"] = "no-store"
            return _count(request, response)

        return view

    return decorate


def bearer(request: HttpRequest, scope: Scope) -> Bearer:
    """Recognise who brings the token of the header `Authorization`; refuse one that does not open this.

    A token in the address is never read: addresses are kept in logs. From here on the call is counted.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        message = "Ce service demande un jeton, dans l'en-tête « Authorization: Bearer … »."
        raise TokenRefused(ErrorType.JETON_INVALID, message)
    found = delivery.bearer(token.strip())
    if found is None:
        message = "Ce jeton est inconnu, a expiré ou a été repris : demandez-en un autre à /oauth/token."
        raise TokenRefused(ErrorType.JETON_INVALID, message, ', error="invalid_token"')
    call = Call(found.project, {})
    request.v002_call = call  # type: ignore[attr-defined]
    try:
        call.standing = policy.demand_allowance(found.project)
    except Exceeded as error:
        call.standing = error.standing
        raise
    if scope not in found.scopes:
        message = f"Ce jeton n'ouvre pas ce service, qui demande la portée « {WIRE[scope]} »."
        challenge = f', error="insufficient_scope", scope="{WIRE[scope]}"'
        raise TokenRefused(ErrorType.JETON_FORBIDDEN, message, challenge)
    return found


def written_by(request: HttpRequest) -> Writing:
    """Say who writes: the project of the token and, with `tokenSSO`, the person who signed in to it.

    `members` are those whose records may be changed, `author` who is named as the author. A `tokenSSO` that
    does not hold refuses the call: it is never written in the name of somebody else instead.
    """
    project = bearer(request, Scope.WRITE).project
    token = form(request).texts.get("tokenSSO") or request.GET.get("tokenSSO") or ""
    found = delivery.writing(project, token)
    if found is None:
        message = "« tokenSSO » est inconnu, a expiré ou n'est pas d'un projet du même membre."
        raise TokenRefused(ErrorType.JETON_INVALID, message, ', error="invalid_token"')
    return found


def form(request: HttpRequest) -> Sent:
    """Give the form of a call with a token, read once; files only where the service takes some."""
    known: Sent | None = getattr(request, "v002_sent", None)
    if known is None:
        known = sent(request, files=_line(request).files)
        request.v002_sent = known  # type: ignore[attr-defined]
    return known


def _let_go(request: HttpRequest) -> None:
    """Remove the files of a form, which were only kept while it was answered."""
    known: Sent | None = getattr(request, "v002_sent", None)
    for _, files in known.files.lists() if known else ():
        for file in files:
            file.close()


def parameter(request: HttpRequest, name: str) -> str:
    """Read a parameter from the form, whatever the method, else from the address."""
    if request.method == "POST" or request.META.get("CONTENT_LENGTH"):
        return _form(request).get(name) or addressed(request).get(name) or ""
    return addressed(request).get(name) or ""


def query(request: HttpRequest) -> str:
    """Give the text of `query`; key and project may stand beside it."""
    return requests.written_query(lambda name: parameter(request, name))


def called(request: HttpRequest) -> Call:
    """Read what was asked of the service of this address, and admit who asks."""
    line = _service(request)
    return admit(request, requests.read(line, lambda name: parameter(request, name)))


def admit(request: HttpRequest, asked: Mapping[str, Any]) -> Call:
    """Admit a call: its key, its pace, then the right to this service; from here on it is counted."""
    call = Call(delivery.opened(asked["projetId"], asked["apiKey"]), asked)
    request.v002_call = call  # type: ignore[attr-defined]
    try:
        call.standing = policy.demand_allowance(call.project)
    except Exceeded as error:
        call.standing = error.standing
        raise
    policy.demand_service(call.project, Way.V002)
    if needed := _service(request).needs:
        policy.demand_scope(call.project, Scope(needed))
    return call


def read_records(request: HttpRequest, count: int) -> None:
    """Note how many records this call answers."""
    call: Call = request.v002_call  # type: ignore[attr-defined]
    call.records += count


def refusal(request: HttpRequest, error: Refused) -> HttpResponse:
    """Answer a refusal: `{errorType, message}`."""
    if error.status in _SUSPECT:
        # Programs pass beside Django's handler, which says this of pages; addresses may hold a key.
        log.warning("%s on %s", error.error_type.value, request.path)
    content = {"errorType": error.error_type.value, "message": error.message}
    response = respond(request, orjson.dumps(content), error.status)
    if isinstance(error, TokenRefused):
        response["WWW-Authenticate"] = error.challenge
    return response


def _service(request: HttpRequest) -> Service:
    match = request.resolver_match
    return BY_NAME[(match.url_name if match else None) or ""]


def _line(request: HttpRequest) -> TokenService:
    line: TokenService = request.v002_line  # type: ignore[attr-defined]
    return line


def _form(request: HttpRequest) -> QueryDict:
    """Give the form; some clients send one with GET."""
    if request.method == "POST":
        return request.POST
    known: QueryDict | None = getattr(request, "v002_form", None)
    if known is None:
        sent = request.META.get("CONTENT_LENGTH") and request.content_type in {"", FORM}
        known = QueryDict(request.body) if sent else _NO_FORM
        request.v002_form = known  # type: ignore[attr-defined]
    return known


def _demand_method(request: HttpRequest, methods: Collection[str]) -> None:
    if request.method not in methods:
        told = " et ".join(one for one in methods if one != "HEAD")
        message = f"Ce service répond à {told}, pas à {request.method}."
        raise Refused(ErrorType.SERVICE_METHOD_NOT_ALLOWED, message)


def _count(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Count a call that was admitted, and tell it how it stands with its pace."""
    call: Call | None = getattr(request, "v002_call", None)
    if call is None:
        return response
    counting.note(
        call.project,
        (getattr(request, "v002_line", None) or _service(request)).path,
        records=call.records,
        fields=call.asked.get("responseFields") or (),
        refused=response.status_code >= 400,  # noqa: PLR2004 - the status itself
    )
    if call.standing:
        tell_pace(response, *call.standing)
    return response
