"""How a call enters and leaves: its language, its key, its pace, its count, and who may read the answer."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext, override
from rapidfuzz import process

from sitra.delivery import actions as counting, policy, queries as delivery
from sitra.delivery.events import Service
from sitra.delivery.policy import OpenProject
from sitra.delivery.rules.pace import Exceeded, Standing
from sitra.doors.api import problems
from sitra.doors.api.problems import Refused
from sitra.kit.problems import language_of
from sitra.kit.replies import Reply, put, tell_pace
from sitra.search.queries import ReadModelFull, ReadModelUnavailable

log = logging.getLogger(__name__)
_READ = frozenset({"GET", "HEAD"})
_REFUSED = 400
_LIKE = 60
"""Likeness, out of 100, from which the name of a parameter is offered for another."""
_EXPOSED = "Link, ETag, Content-Location, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After"
_TO_ALL = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": _EXPOSED}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Authorization, If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Content-Length": "0",
}
_VARIES = "Accept, Accept-Encoding, Accept-Language, Authorization"

type View = Callable[..., HttpResponseBase]


@dataclass(slots=True)
class Call:
    """A call that was admitted: who asks, by which resource, and what will be counted."""

    project: OpenProject
    service: str
    standing: Standing | None = None
    records: int = 0
    fields: tuple[str, ...] = field(default=())


def entered(view: View, service: str, parameters: frozenset[str]) -> Callable[..., HttpResponse]:
    """Make a view of one that answers a GET, for whoever may ask; `parameters` are those of its address."""

    @wraps(view)
    def enter(request: HttpRequest, **places: Any) -> HttpResponse:
        with override(language_of(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))):
            if request.method == "OPTIONS":
                return Reply(b"", 204, _TO_ALL | _PREFLIGHT)
            try:
                response = _answered(request, view, service, parameters, places)
            except Exceeded as error:
                response = problems.reply(request.path, problems.of_pace(error))
            except Refused as error:
                response = problems.reply(request.path, error)
            except (ReadModelFull, ReadModelUnavailable) as error:
                log.warning("%s: %s answered 503", request.path, type(error).__name__)
                response = problems.reply(
                    request.path, Refused(problems.CLOSED, headers={"Retry-After": "60"})
                )
            return _left(request, response)

    enter.csrf_exempt = True  # type: ignore[attr-defined]
    return enter


def call_of(request: HttpRequest) -> Call:
    """Give the call that a request was admitted as."""
    call: Call = request.api_call  # type: ignore[attr-defined]
    return call


def _answered(
    request: HttpRequest, view: View, service: str, parameters: frozenset[str], places: dict[str, Any]
) -> HttpResponse:
    if request.method not in _READ:
        raise Refused(problems.METHOD, headers={"Allow": "GET, HEAD, OPTIONS"})
    call = Call(_asker(request), service)
    if Service.V1 not in call.project.services:
        raise Refused(problems.SERVICE)
    request.api_call = call  # type: ignore[attr-defined]
    try:
        call.standing = policy.demand_allowance(call.project)
    except Exceeded as error:
        call.standing = error.standing
        raise
    _demand_known(request, parameters)
    # Ninja knows of GET alone; whoever sends the answer leaves out the body of one to HEAD.
    asked, request.method = request.method, "GET"
    try:
        response = view(request, **places)
    finally:
        request.method = asked
    assert isinstance(response, HttpResponse)
    return response


def _asker(request: HttpRequest) -> OpenProject:
    """Recognise the project of a key or, without key, that by which everybody reads."""
    written = request.META.get("HTTP_AUTHORIZATION")
    if written is None:
        if found := delivery.open_data():
            return found
        detail = gettext("Ce réseau n’a rien ouvert à qui n’a pas de clé.")
        raise Refused(problems.KEY, detail, headers={"WWW-Authenticate": 'Bearer realm="v1"'})
    scheme, _, key = written.partition(" ")
    found = delivery.by_key(key.strip(), _site(request)) if scheme.lower() == "bearer" else None
    if found is None:
        log.warning("unauthorized on %s", request.path)
        detail = gettext("Elle est inconnue, a été reprise, ou son projet est fermé.")
        challenge = 'Bearer realm="v1", error="invalid_token"'
        raise Refused(problems.KEY, detail, headers={"WWW-Authenticate": challenge})
    return found


def _site(request: HttpRequest) -> str:
    """Name the site whose page asks; programs that are no browsers name none."""
    written = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return (urlsplit(written).hostname or "").lower()


def _demand_known(request: HttpRequest, parameters: frozenset[str]) -> None:
    """Refuse a parameter that the resource has not: it would be ignored without a word."""
    other = next((one for one in request.GET if one not in parameters), None)
    if other is None:
        return
    near = process.extractOne(other, sorted(parameters), score_cutoff=_LIKE)
    detail = gettext("Le paramètre « %(name)s » n’existe pas ici.") % {"name": other[:60]}
    if near:
        detail += " " + gettext("Vouliez-vous « %(near)s » ?") % {"near": near[0]}
    raise problems.of_parameter(other[:60], detail, near[0] if near else None)


def _left(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Count a call that was admitted, tell it how it stands, and let pages of others read what is open."""
    put(response, {"Vary": _VARIES})
    response.sent_as_it_is = True  # type: ignore[attr-defined]
    call: Call | None = getattr(request, "api_call", None)
    if "HTTP_AUTHORIZATION" not in request.META or (call and call.project.shown):
        put(response, _TO_ALL)
    if call is None:
        return response
    refused = response.status_code >= _REFUSED
    counting.note(call.project, call.service, records=call.records, fields=call.fields, refused=refused)
    if call.standing:
        tell_pace(response, *call.standing)
    return response
