"""What every v002 service shares: methods, parameters, keys, pace, counting, refusals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.csrf import csrf_exempt

from sitra.delivery import actions as counting, policy, queries as delivery
from sitra.delivery.events import Scope
from sitra.delivery.policy import OpenProject
from sitra.delivery.rules import Exceeded, Standing
from sitra.doors.v002.answering import respond
from sitra.formats.rules.v002 import requests
from sitra.formats.rules.v002.envelope import Answer
from sitra.formats.rules.v002.errors import ErrorType, Refused
from sitra.formats.rules.v002.services import BY_NAME, Service
from sitra.kit.errors import Forbidden, Impossible

FORM = "application/x-www-form-urlencoded"

_NO_FORM = QueryDict()

View = Callable[..., bytes | Answer[bytes] | None]


@dataclass(slots=True)
class Call:
    """A call whose key was recognised: who calls, what was asked, and what will be counted."""

    project: OpenProject
    asked: Mapping[str, Any]
    standing: Standing | None = None
    records: int = 0


def service(answer: View) -> Callable[..., HttpResponse]:
    """Make a view of a function that answers bytes, or nothing for 204."""

    @csrf_exempt
    @wraps(answer)
    def view(request: HttpRequest, **places: Any) -> HttpResponse:
        try:
            _demand_method(request)
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


def parameter(request: HttpRequest, name: str) -> str:
    """Read a parameter from the form, whatever the method, else from the address."""
    return _form(request).get(name) or request.GET.get(name) or ""


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
    if needed := _service(request).needs:
        policy.demand_scope(call.project, Scope(needed))
    return call


def read_records(request: HttpRequest, count: int) -> None:
    """Note how many records this call answers."""
    call: Call = request.v002_call  # type: ignore[attr-defined]
    call.records += count


def refusal(request: HttpRequest, error: Refused) -> HttpResponse:
    """Answer a refusal: `{errorType, message}`."""
    content = {"errorType": error.error_type.value, "message": error.message}
    return respond(request, orjson.dumps(content), error.status)


def _service(request: HttpRequest) -> Service:
    match = request.resolver_match
    return BY_NAME[(match.url_name if match else None) or ""]


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


def _demand_method(request: HttpRequest) -> None:
    if request.method not in {"GET", "HEAD", "POST"}:
        message = f"Ce service répond à GET et POST, pas à {request.method}."
        raise Refused(ErrorType.SERVICE_METHOD_NOT_ALLOWED, message)


def _count(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Count a call that was admitted, and tell it how it stands with its pace."""
    call: Call | None = getattr(request, "v002_call", None)
    if call is None:
        return response
    counting.note(
        call.project.id,
        _service(request).path,
        records=call.records,
        fields=call.asked.get("responseFields") or (),
        refused=response.status_code >= 400,  # noqa: PLR2004 - the status itself
    )
    if call.standing:
        limit, left, wait = call.standing
        response["RateLimit-Limit"] = str(limit)
        response["RateLimit-Remaining"] = str(left)
        response["RateLimit-Reset"] = str(wait or round((limit - left) * 60 / limit))
        if wait:
            response["Retry-After"] = str(wait)
    return response
