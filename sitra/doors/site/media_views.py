"""Files of records: public, whole, unchanging, and harmless to who opens them."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from sitra.kit.errors import Unknown
from sitra.media import queries as media
from sitra.media.queries import Served

_SECONDS = 365 * 24 * 3600
_HEADERS = {
    "Cache-Control": f"public, max-age={_SECONDS}, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
}


def file(request: HttpRequest, digest: str, name: str, extension: str) -> HttpResponseBase:
    """Answer a file or a rendition of it, by the digest of the file: what it says never changes there."""
    if request.method not in {"GET", "HEAD"}:
        return _refusal("Cette adresse se lit, et c'est tout.", 405, {"Allow": "GET, HEAD"})
    mark = f'"{digest}-{name}"'
    try:
        found = media.served(digest, name, extension)
        response = get_conditional_response(request, etag=mark) or _content(request, found)
    except Unknown:
        return _refusal("Aucun fichier à cette adresse.", 404, {"Cache-Control": "no-store"})
    for header, value in (*_HEADERS.items(), ("ETag", mark)):
        response.headers[header] = value
    return response


def _content(request: HttpRequest, found: Served) -> HttpResponseBase:
    content = found.opened()
    response = FileResponse(content, content_type=found.form.content_type)
    shown = content_disposition_header(found.is_document, found.title)
    response.headers["Content-Disposition"] = shown or "inline"
    if request.method == "HEAD":
        content.close()
        response.streaming_content = ()
    return response


def _refusal(words: str, status: int, headers: dict[str, str]) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8", headers=headers)
