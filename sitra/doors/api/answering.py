"""How answers are sent: in the form asked for, plain or compressed, or not at all when nothing is new."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext

from sitra.doors.api import problems
from sitra.doors.api.problems import Refused
from sitra.formats.rules.v1 import geojson, schema_org
from sitra.kit import packing, splicing
from sitra.kit.packing import Answer
from sitra.kit.replies import Reply

JSON = "application/json"
FORMS = (JSON, geojson.MEDIA_TYPE, schema_org.MEDIA_TYPE)
_PLAINLY = frozenset({"", "*/*", JSON})
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH")
_FOR_ALL, _FOR_ONE = "public, max-age=60", "private, no-cache"


def form_of(request: HttpRequest, offered: Sequence[str] = FORMS) -> str:
    """Give the form that is asked for in `Accept`; JSON comes first."""
    accepted = request.META.get("HTTP_ACCEPT", "")
    found = offered[0] if accepted in _PLAINLY else request.get_preferred_type(offered)
    if found is None:
        detail = gettext("Cette ressource se lit en %(forms)s.") % {"forms": ", ".join(offered)}
        raise Refused(problems.FORM, detail)
    return found


def compressed(request: HttpRequest) -> bool:
    """Say whether the client takes gzip."""
    return packing.takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))


def respond(
    request: HttpRequest,
    content: bytes | Answer[bytes],
    form: str = JSON,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Send an answer, whose records are blocks when the client takes gzip; nothing new is not sent again."""
    body = packing.zipped(content) if compressed(request) else packing.joined(content)
    mark = packing.mark(body)
    told = {
        "Content-Type": form,
        "ETag": mark,
        "Cache-Control": _FOR_ONE if "HTTP_AUTHORIZATION" in request.META else _FOR_ALL,
        "Content-Length": str(len(body)),
        **({"Content-Encoding": "gzip"} if body[:2] == splicing.GZIP else {}),
        **(headers or {}),
    }
    response: HttpResponse = Reply(body, 200, told)
    if not any(map(request.META.__contains__, _CONDITIONS)):
        return response
    answer = get_conditional_response(request, etag=mark, response=response)
    return answer if isinstance(answer, HttpResponse) else response


def listed(request: HttpRequest, items: Sequence[object], *, total: int, cursor: str | None) -> HttpResponse:
    """Send a page of a list that is small enough to be written at once."""
    form = form_of(request, (JSON,))
    content = orjson.dumps({"items": items, "total": total, "next": cursor})
    return respond(request, content, form, link(request, cursor))


def link(request: HttpRequest, cursor: str | None) -> dict[str, str]:
    """Give the header that leads to the next page, if there is one."""
    if cursor is None:
        return {}
    kept = [(name, values) for name, values in request.GET.lists() if name != "cursor"]
    asked = urlencode([*kept, ("cursor", cursor)], doseq=True)
    return {"Link": f'<{request.path}?{asked}>; rel="next"'}
