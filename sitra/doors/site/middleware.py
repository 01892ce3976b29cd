"""The last net: what a view lets through becomes a clear page, never a traceback; and compression."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.middleware.gzip import GZipMiddleware

from sitra.doors.site import errors
from sitra.kit.errors import TradeError

logger = logging.getLogger(__name__)


class PlainErrors:
    """Turn errors of the trade and closed services into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
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


def plain_errors(get_response: Callable[[HttpRequest], HttpResponseBase]) -> PlainErrors:
    """Build the middleware."""
    return PlainErrors(get_response)
