"""How v002 answers are sent: as JSON or a script, plain or compressed, or not at all when nothing is new."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from sitra.formats.rules.v002.envelope import Answer, Listed
from sitra.kit import addresses, splicing
from sitra.kit.replies import Reply
from sitra.kit.splicing import COMMA, Block, Plain

JSON = "application/json;charset=UTF-8"
SCRIPT = "application/javascript;charset=UTF-8"
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*){0,5}", re.ASCII)
_SHORT = 200
"""Bytes under which nothing is gained by compressing."""

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
    return _taken(request.META.get("HTTP_ACCEPT_ENCODING", ""))


@lru_cache(maxsize=256)
def _taken(written: str) -> bool:
    for offered in written.lower().split(","):
        coding, _, weight = offered.replace(" ", "").partition(";q=")
        if coding in {"gzip", "*"}:
            return weight.strip("0.") != "" or not weight
    return False


def respond(request: HttpRequest, content: bytes | Answer[bytes], status: int = _FOUND) -> HttpResponse:
    """Send an answer, whose records are blocks when the client takes gzip; nothing new is not sent again."""
    before, after = b"", b""
    callback = addressed(request).get("callback", "")
    script = callback != "" and request.method == "GET" and bool(_CALLBACK.fullmatch(callback))
    if script:
        before, after = b"/**/" + callback.encode() + b"(", b");"
        content, status = content or b"null", _FOUND if status == _NOTHING else status
    zipped = compressed(request)
    body = _zipped(content, before, after) if zipped else _joined(content, before, after)
    headers = {"Content-Type": SCRIPT if script else JSON, "Vary": "Accept-Encoding"}
    if zipped and body[:2] == splicing.GZIP:
        headers["Content-Encoding"] = "gzip"
    new = status == _FOUND and body != b""
    if new:
        headers["ETag"] = _mark(body)
    headers["Content-Length"] = str(len(body))
    response: HttpResponse = Reply(body, status, headers)
    if new and any(map(request.META.__contains__, _CONDITIONS)):
        answer = get_conditional_response(request, etag=headers["ETag"], response=response)
        response = answer if isinstance(answer, HttpResponse) else response
    response.sent_as_it_is = True  # type: ignore[attr-defined]
    return response


def _mark(body: bytes) -> str:
    """Give the ETag of an answer: the same, weak one whether it is compressed or not."""
    crc, length = splicing.checks(body)
    return f'W/"{crc:08x}-{length:x}"'


def _joined(content: bytes | Answer[bytes], before: bytes, after: bytes) -> bytes:
    if isinstance(content, bytes):
        return before + content + after if before else content
    parts = [before]
    for one in content.lists:
        parts.append(one.before)
        listed = [b","] * (2 * len(one.records) - 1)
        listed[::2] = one.records
        parts += listed
    parts += (content.after, after)
    return b"".join(parts)


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
