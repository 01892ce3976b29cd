"""How v002 answers are sent: as JSON or a script, plain or compressed, or not at all when nothing is new."""

import re
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from sitra.formats.rules.v002.envelope import Answer, Listed
from sitra.kit import splicing
from sitra.kit.splicing import COMMA, Block, Plain

JSON = "application/json;charset=UTF-8"
SCRIPT = "application/javascript;charset=UTF-8"
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*){0,5}", re.ASCII)
_SHORT = 200
"""Bytes under which nothing is gained by compressing."""

_FOUND, _NOTHING = 200, 204


def compressed(request: HttpRequest) -> bool:
    """Say whether the client takes gzip."""
    for offered in request.META.get("HTTP_ACCEPT_ENCODING", "").lower().split(","):
        coding, _, weight = offered.replace(" ", "").partition(";q=")
        if coding in {"gzip", "*"}:
            return weight.strip("0.") != "" or not weight
    return False


def respond(request: HttpRequest, content: bytes | Answer[bytes], status: int = _FOUND) -> HttpResponse:
    """Send an answer, whose records are blocks when the client takes gzip; nothing new is not sent again."""
    before, after = b"", b""
    callback = request.GET.get("callback", "")
    script = request.method == "GET" and bool(_CALLBACK.fullmatch(callback))
    if script:
        before, after = b"/**/" + callback.encode() + b"(", b");"
        content, status = content or b"null", _FOUND if status == _NOTHING else status
    zipped = compressed(request)
    body = _zipped(content, before, after) if zipped else _joined(content, before, after)
    response = HttpResponse(body, status=status, content_type=SCRIPT if script else JSON)
    response["Vary"] = "Accept-Encoding"
    response.sent_as_it_is = True  # type: ignore[attr-defined]
    if zipped and body[:2] == splicing.GZIP:
        response["Content-Encoding"] = "gzip"
    if status != _FOUND or not body:
        return response
    response["ETag"] = _mark(body)
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    return answer if isinstance(answer, HttpResponse) else response


def _mark(body: bytes) -> str:
    """Give the ETag of an answer: the same, weak one whether it is compressed or not."""
    crc, length = splicing.checks(body)
    return f'W/"{crc:08x}-{length:x}"'


def _joined(content: bytes | Answer[bytes], before: bytes, after: bytes) -> bytes:
    if isinstance(content, bytes):
        return before + content + after if before else content
    lists = [part for one in content.lists for part in (one.before, b",".join(one.records))]
    return b"".join((before, *lists, content.after, after))


def _zipped(content: bytes | Answer[bytes], before: bytes, after: bytes) -> bytes:
    if isinstance(content, bytes):
        whole = _joined(content, before, after)
        return whole if len(whole) < _SHORT else splicing.gzipped([splicing.block(whole)])
    parts = [part for one in content.lists for part in _parts(one)]
    return splicing.gzipped((Plain(before), *parts, Plain(content.after + after)))


def _parts(listed: Listed[bytes]) -> Iterator[Block | Plain]:
    yield Plain(listed.before)
    for rank, record in enumerate(listed.records):
        if rank:
            yield COMMA
        yield Block(record)
