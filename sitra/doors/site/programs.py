"""How programs enter: what Django does around a call, as much of it as a program needs.

The handler of Django sends signals, binds addresses to the thread and lets each middleware look at each
answer. Here the same checks are made and the same headers sent; `tests/wire/test_programs.py` holds both ways
against each other.
"""

import threading
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, cast

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import LimitedStream, WSGIRequest
from django.db import DEFAULT_DB_ALIAS, connections
from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware
from django.utils.log import log_response

from sitra.doors.site import errors, middleware
from sitra.kit.replies import Reply, put, told

_SCHEME = "wsgi.url_scheme"
_REFUSED = 400
"""Statuses from here on are told in the log."""


class Call(WSGIRequest):
    """A call of a program; what nearly all have in common is not looked at as Django does it."""

    def __init__(self, environ: dict[str, Any]) -> None:
        """Read the environment of a call."""
        path = environ["PATH_INFO"]
        if settings.FORCE_SCRIPT_NAME or not path.isascii() or any(map(environ.get, _SELDOM)):
            super().__init__(environ)
            return
        environ["SCRIPT_NAME"] = ""
        self.environ = self.META = environ
        self.path_info = self.path = path
        self.method = environ["REQUEST_METHOD"].upper()
        self.content_type, self.content_params = "", {}
        self._stream = LimitedStream(environ["wsgi.input"], 0)  # type: ignore[assignment]  # as Django has it
        self._read_started = False
        self.resolver_match = None


_SELDOM = ("CONTENT_LENGTH", "CONTENT_TYPE", "SCRIPT_NAME", "SCRIPT_URL", "REDIRECT_URL")
"""What a call of a program seldom has: a body, a place under another address."""


_turn = threading.Lock()
"""Held by the call that is answered: threads that all want the interpreter keep taking it from each other."""

_PATIENCE = 0.005
"""Seconds that a call waits for its turn: one that waits for the database must not hold up the others."""


class Programs:
    """A WSGI application for the addresses of programs."""

    def __init__(self) -> None:
        self._security = SecurityMiddleware(_nobody)
        self._answer = convert_exception_to_response(middleware.answered)
        self._guarded = convert_exception_to_response(self._guard)
        self._headers = {False: self._added("http"), True: self._added("https")}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        """Answer a call, whole: a door of programs streams nothing."""
        # Who writes may be sending a file for minutes, and nobody is to wait for that.
        held = environ["REQUEST_METHOD"] != "PUT" and _turn.acquire(timeout=_PATIENCE)
        try:
            return self._answered(environ, start_response)
        finally:
            if held:
                _turn.release()

    def _answered(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        _look_after_connection()
        request = Call(environ)
        response = cast("HttpResponse", self._guarded(request))
        if response.status_code >= _REFUSED:
            words = (response.reason_phrase, request.path)
            log_response("%s: %s", *words, response=response, request=request)
        start_response(f"{response.status_code} {response.reason_phrase}", told(response))
        request.close()
        _look_after_connection()
        return [response.content]

    def _guard(self, request: HttpRequest) -> HttpResponse:
        """Answer behind the same middleware of security as people."""
        elsewhere = self._security.process_request(request) if self._security.redirect else None
        response = elsewhere or cast("HttpResponse", self._answer(request))
        if isinstance(response, Reply):
            put(response, self._headers[request.is_secure()])
            return response
        return self._security.process_response(request, response)

    def _added(self, scheme: str) -> Mapping[str, str]:
        """Give the headers of security: they are the same for every answer."""
        request = Call({"PATH_INFO": "/", "REQUEST_METHOD": "GET", "wsgi.input": BytesIO(), _SCHEME: scheme})
        return dict(told(self._security.process_response(request, Reply(b"", 200, {}))))


def _nobody(request: HttpRequest) -> HttpResponse:
    """Stand behind the middleware of security, which is asked for each part of its work apart."""
    return errors.answer(request, 404)


_own = threading.local()


def _look_after_connection() -> None:
    """Let go of a connection to the database that grew old or broke, as Django does around a call."""
    own = getattr(_own, "connection", None)
    if own is None:
        own = _own.connection = connections[DEFAULT_DB_ALIAS]
    if own.connection is not None:
        own.close_if_unusable_or_obsolete()
