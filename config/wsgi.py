"""Where the web server enters."""

import threading
import time
from collections.abc import Callable, Iterable
from tempfile import SpooledTemporaryFile
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse

from sitra.kit import environment

environment.configure()
_django = get_wsgi_application()

from sitra.delivery import tasks  # noqa: E402 - apps must be loaded first
from sitra.doors.site.errors import PROGRAMS  # noqa: E402
from sitra.doors.site.programs import Programs  # noqa: E402
from sitra.formats.rules.v002.services import PREFIX  # noqa: E402
from sitra.formats.rules.v002.writing import TOKEN_SERVICES_BY_NAME  # noqa: E402
from sitra.search import queries as search  # noqa: E402

_programs = Programs()
_HEARD_OUT, _PIECE, _SECONDS = 100_000_000, 65_536, 20.0
_WITH_FILES = f"{PREFIX}{TOKEN_SERVICES_BY_NAME['entry'].path}"
tasks.keep_counting()
# At 450,000 records they take seconds to read: the first caller shall not wait for all of them.
threading.Thread(target=search.prepare, name="preparing", daemon=True).start()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a call; an answer that is whole is handed over as a list, which the server sends in one go."""
    if environ.get("HTTP_TRANSFER_ENCODING"):
        _in_one_piece(environ)
    path = environ.get("PATH_INFO", "")
    if path.startswith(PROGRAMS):
        coming = environ["wsgi.input"]
        answer = _programs(environ, start_response)
        if path.startswith(_WITH_FILES):
            _hear_out(coming)
        return answer
    response = _django(environ, start_response)
    if not isinstance(response, HttpResponse):
        return response
    content = response.content
    response.close()
    return [content]


def _in_one_piece(environ: dict[str, Any]) -> None:
    """Read a body sent in pieces, up to what may be sent: Django sees only as much as is announced.

    One with files is kept on the disk while it comes, and only for who brings a token. Of one that is too
    long the rest is heard out.
    """
    with_files = environ.get("PATH_INFO", "").startswith(_WITH_FILES) and "HTTP_AUTHORIZATION" in environ
    most = settings.MEDIA_LARGEST_CALL if with_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    coming, left, length = environ["wsgi.input"], most + 1, 0
    body = SpooledTemporaryFile(max_size=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)  # noqa: SIM115 - outlives this
    while left > length and (piece := coming.read(min(_PIECE, left - length))):
        length += body.write(piece)
    if length == left:
        _hear_out(coming)
    body.seek(0)
    environ["wsgi.input"] = body
    environ["CONTENT_LENGTH"] = str(length)


def _hear_out(coming: Any) -> None:
    """Read what was not read, within bounds: who is still sending hears no answer."""
    left, until = _HEARD_OUT, time.monotonic() + _SECONDS
    while left > 0 and time.monotonic() < until and (piece := coming.read(_PIECE)):
        left -= len(piece)
