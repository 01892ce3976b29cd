"""The short way to programs; the last net: what a view lets through becomes a clear page; and compression."""

import logging
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.middleware.gzip import GZipMiddleware
from django.urls import ResolverMatch, get_resolver

from sitra.doors.site import errors
from sitra.kit.errors import TradeError
from sitra.media.rules.addresses import PREFIX as MEDIA

logger = logging.getLogger(__name__)

type Answer = Callable[[HttpRequest], HttpResponseBase]


class PlainErrors:
    """Turn errors of the trade and closed services into pages."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let the view answer; give a page to the bare refusals it may return."""
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            page = errors.answer(request, 405)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say the errors we know; leave the others to the page of the status 500."""
        if isinstance(error, errors.CLOSED):
            logger.warning("%s: %s answered 503: %s", request.path, type(error).__name__, error)
            return errors.answer(request, 503)
        if isinstance(error, TradeError):
            return errors.trade_error(request, error)
        return None


class Compressed(GZipMiddleware):
    """Compress pages; an answer that says so is sent as it is, compressed before or not at all."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Let an answer pass that its door has already packed."""
        return response if hasattr(response, "sent_as_it_is") else super().process_response(request, response)


_SHORT = (*errors.PROGRAMS, MEDIA)


class ShortWay:
    """Answer programs at once, and files: sessions, languages, forms, which stand below, are for people."""

    def __init__(self, get_response: Answer) -> None:
        self._people = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Part programs from people by the address."""
        return answered(request) if request.path_info.startswith(_SHORT) else self._people(request)


def answered(request: HttpRequest) -> HttpResponseBase:
    """Answer a program."""
    _demand_ours(request)
    try:
        response = _programs(request)
    except Exception as error:
        known = _programs.process_exception(request, error)
        if known is None:
            raise
        response = known
    if isinstance(response, HttpResponse) and "Content-Length" not in response:
        response["Content-Length"] = str(len(response.content))
    return response


_MOST_NAMES = 1024
_ours: set[tuple[str | None, ...]] = set()
"""Names by which hosts were called, and those that were ours when they were looked at."""


def _demand_ours(request: HttpRequest) -> None:
    """Refuse the name of a host that is not ours; one that is need not be looked at again."""
    name = request.META.get("HTTP_HOST")
    asked = (name, *settings.ALLOWED_HOSTS)
    if name is None or asked not in _ours:
        request.get_host()
        if name is not None and len(_ours) < _MOST_NAMES:
            _ours.add(asked)


@lru_cache(maxsize=1024)
def _match(urlconf: str, path: str) -> ResolverMatch:
    """Find the view of an address; most calls come to the same few."""
    return get_resolver(urlconf).resolve(path)


def _resolved(request: HttpRequest) -> HttpResponseBase:
    """Call the view of an address."""
    request.resolver_match = match = _match(settings.ROOT_URLCONF, request.path_info)
    answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return answer


_programs = PlainErrors(_resolved)


def short_way(get_response: Answer) -> ShortWay:
    """Build the middleware."""
    return ShortWay(get_response)


def plain_errors(get_response: Answer) -> PlainErrors:
    """Build the middleware."""
    return PlainErrors(get_response)
