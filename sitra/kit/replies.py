"""Answers to programs: whole, with headers that are ours."""

from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.http.response import ResponseHeaders


class Reply(HttpResponse):
    """An answer whose headers are known to be ASCII on one line: none is looked at to be encoded."""

    def __init__(self, content: bytes, status: int, headers: Mapping[str, str]) -> None:
        """Do what `HttpResponse` does, for the kind of content and headers that is had here."""
        self.headers = ResponseHeaders({})
        put(self, headers)
        self.status_code = status
        self.cookies = SimpleCookie()
        self.closed = False
        self._charset = self._reason_phrase = self._handler_class = None
        self._resource_closers: list[Any] = []
        self._container = [content]


def put(response: HttpResponseBase, headers: Mapping[str, str]) -> None:
    """Add headers of ours to any answer."""
    kept = response.headers._store  # noqa: SLF001 - a name is written as it is given, and found in any case
    for name, value in headers.items():
        kept[_lower(name)] = (name, value)


def tell_pace(response: HttpResponseBase, limit: int, left: int, wait: int) -> None:
    """Tell how a caller stands with its pace: calls a minute, those left, seconds to wait if none is."""
    reset = wait or round((limit - left) * 60 / limit)
    counts = {"Limit": limit, "Remaining": left, "Reset": reset}
    put(response, {f"RateLimit-{name}": str(value) for name, value in counts.items()})
    if wait:
        response["Retry-After"] = str(wait)


def told(response: HttpResponseBase) -> list[tuple[str, str]]:
    """Give the headers of an answer, as a server wants them."""
    return [*response.headers._store.values()]  # noqa: SLF001 - `items` would look each of them up again


_names: dict[str, str] = {}


def _lower(name: str) -> str:
    """Give the name by which a header is found; ours are few."""
    known = _names.get(name)
    if known is None:
        known = _names[name] = name.lower()
    return known
