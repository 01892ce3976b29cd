"""Where the web server enters."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse

from sitra.kit import environment

environment.configure()
_django = get_wsgi_application()

from sitra.delivery import tasks  # noqa: E402 - apps must be loaded first

tasks.keep_counting()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a call; an answer that is whole is handed over as a list, which the server sends in one go."""
    response = _django(environ, start_response)
    if not isinstance(response, HttpResponse):
        return response
    content = response.content
    response.close()
    return [content]
