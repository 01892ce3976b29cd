"""Where the web server enters."""

import threading
from collections.abc import Callable, Iterable
from io import BytesIO
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
from sitra.search import queries as search  # noqa: E402

_programs = Programs()
_HEARD_OUT, _PIECE = 25_000_000, 65_536
tasks.keep_counting()
# At 450,000 records they take seconds to read: the first caller shall not wait for all of them.
threading.Thread(target=search.prepare, name="preparing", daemon=True).start()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a call; an answer that is whole is handed over as a list, which the server sends in one go."""
    if environ.get("HTTP_TRANSFER_ENCODING"):
        _in_one_piece(environ)
    if environ.get("PATH_INFO", "").startswith(PROGRAMS):
        return _programs(environ, start_response)
    response = _django(environ, start_response)
    if not isinstance(response, HttpResponse):
        return response
    content = response.content
    response.close()
    return [content]


def _in_one_piece(environ: dict[str, Any]) -> None:
    """Read a body sent in pieces, up to what may be sent: Django sees only as much as is announced.

    Of one that is too long the rest is heard out, within bounds: who is still sending hears no answer.
    """
    coming = environ["wsgi.input"]
    body = coming.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    left = _HEARD_OUT if len(body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE else 0
    while left > 0 and (piece := coming.read(_PIECE)):
        left -= len(piece)
    environ["wsgi.input"] = BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
