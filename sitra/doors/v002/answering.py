"""How v002 answers are sent: as JSON or a script, plain or compressed, or not at all when nothing is new."""

import re
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from sitra.kit import addresses, packing, splicing
from sitra.kit.packing import Answer
from sitra.kit.replies import Reply

JSON = "application/json;charset=UTF-8"
SCRIPT = "application/javascript;charset=UTF-8"
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*){0,5}", re.ASCII)
_FOUND, _NOTHING = 200, 204


_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE")


def addressed(request: HttpRequest) -> Mapping[str, str]:
    """Give the parameters of the address of a call, the last where a name comes twice."""
    known: Mapping[str, str] | None = getattr(request, "v002_address", None)
    if known is None:
        known = addresses.parameters(request.META.get("QUERY_STRING", ""))
        known = request.GET.dict() if known is None else known
        request.v002_address = known  # type: ignore[attr-defined]
    return known


def compressed(request: HttpRequest) -> bool:
    """Say whether the client takes gzip."""
    return packing.takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))


def respond(request: HttpRequest, content: bytes | Answer[bytes], status: int = _FOUND) -> HttpResponse:
    """Send an answer, whose records are blocks when the client takes gzip; nothing new is not sent again."""
    before, after = b"", b""
    callback = addressed(request).get("callback", "")
    script = callback != "" and request.method == "GET" and bool(_CALLBACK.fullmatch(callback))
    if script:
        before, after = b"/**/" + callback.encode() + b"(", b");"
        content, status = content or b"null", _FOUND if status == _NOTHING else status
    zipped = compressed(request)
    body = (packing.zipped if zipped else packing.joined)(content, before, after)
    headers = {"Content-Type": SCRIPT if script else JSON, "Vary": "Accept-Encoding"}
    if zipped and body[:2] == splicing.GZIP:
        headers["Content-Encoding"] = "gzip"
    new = status == _FOUND and body != b""
    if new:
        headers["ETag"] = packing.mark(body)
    headers["Content-Length"] = str(len(body))
    response: HttpResponse = Reply(body, status, headers)
    if new and any(map(request.META.__contains__, _CONDITIONS)):
        answer = get_conditional_response(request, etag=headers["ETag"], response=response)
        response = answer if isinstance(answer, HttpResponse) else response
    response.sent_as_it_is = True  # type: ignore[attr-defined]
    return response
