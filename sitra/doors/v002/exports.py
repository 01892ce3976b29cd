"""Archives of exports: fetched by their name, in parts if need be, and confirmed (sections 1.7 and 5)."""

import re
from collections.abc import Iterator
from typing import IO

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.csrf import csrf_exempt

from sitra.delivery.actions import exports
from sitra.delivery.queries import exports as reading
from sitra.doors.v002.answering import respond
from sitra.doors.v002.protocol import parameter, refusal
from sitra.formats.rules.v002.errors import ErrorType, Refused
from sitra.kit.errors import Unknown

_PIECE = 1 << 20
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z", re.ASCII)
_HEADERS = {
    "Accept-Ranges": "bytes",
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


@csrf_exempt
def confirmation(request: HttpRequest) -> HttpResponse:
    """Answer `export/confirmation`, by GET or POST: what comes next is compared with that archive."""
    if request.method not in {"GET", "POST"}:
        message = f"Ce service répond à GET et POST, pas à {request.method}."
        return refusal(request, Refused(ErrorType.SERVICE_METHOD_NOT_ALLOWED, message))
    try:
        export = exports.confirm(parameter(request, "hash") or request.GET.get("hash", ""))
    except Unknown as error:
        return refusal(request, Refused(ErrorType.EXPORT_NOT_FOUND, str(error)))
    return respond(request, orjson.dumps({"hash": export.stem, "projetId": export.project_id}))


def archive(request: HttpRequest, stem: str) -> HttpResponseBase:
    """Answer an archive, or the part of it that is asked for, so that a download that was cut goes on."""
    export = reading.by_stem(stem)
    path = exports.path_of(export) if export else None
    if export is None or path is None or not path.is_file():
        return HttpResponse(
            "Cette archive n'existe pas ou n'est plus gardée : demandez-en une autre.",
            status=404,
            content_type="text/plain; charset=utf-8",
        )
    size, mark = path.stat().st_size, f'"{export.stem}"'
    asked = request.headers.get("Range") if request.headers.get("If-Range", mark) == mark else None
    start, end = _part(asked, size) if asked else (0, size)
    if start >= end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    part = (start, end) != (0, size)
    content: Iterator[bytes] = iter(()) if request.method == "HEAD" else _pieces(path.open("rb"), start, end)
    response = StreamingHttpResponse(content, status=206 if part else 200, content_type="application/zip")
    headers = {
        **_HEADERS,
        "Content-Length": str(end - start),
        "Content-Disposition": f'attachment; filename="{export.stem}.zip"',
        "ETag": mark,
    }
    for name, value in headers.items():
        response.headers[name] = value
    if part:
        response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return response


def _part(asked: str, size: int) -> tuple[int, int]:
    """Read one range of bytes; several at once, or what makes no sense, is answered whole."""
    found = _RANGE.match(asked.strip())
    if found is None or found.groups() == ("", ""):
        return 0, size
    first, last = found.groups()
    if not first:
        return max(size - int(last), 0), size
    return int(first), min(int(last) + 1, size) if last else size


def _pieces(file: IO[bytes], start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = end - start
        while left and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
