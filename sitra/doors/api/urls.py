"""Addresses of the API: its operations, their description, and what is no address of it."""

from collections.abc import Iterator
from typing import NoReturn

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import ValidationError

from sitra.doors.api import description, problems, records, reference
from sitra.doors.api.answering import respond
from sitra.doors.api.entering import entered
from sitra.doors.api.problems import Refused
from sitra.kit.problems import language_of

app_name = "api"
api = NinjaAPI(title="Sitra", version="v1", urls_namespace="api-v1", docs_url=None, openapi_url=None)
ROUTERS = (records.router, reference.router)
for one in ROUTERS:
    api.add_router("", one)


@api.exception_handler(ValidationError)
def misread(request: HttpRequest, error: ValidationError) -> NoReturn:
    """Refuse parameters that could not be read, in our words."""
    del request
    raise problems.of_validation(error.errors) from error


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Give the description; it asks for no key."""
    language = language_of(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    response = respond(request, description.document(api, language))
    response["Access-Control-Allow-Origin"] = "*"
    response["Vary"] = "Accept-Encoding, Accept-Language"
    response.sent_as_it_is = True  # type: ignore[attr-defined]
    return response


def nowhere(request: HttpRequest) -> NoReturn:
    """Refuse an address that is no resource."""
    del request
    raise Refused(problems.NOT_FOUND)


def _resources() -> Iterator[URLPattern]:
    """Give the operations of ninja, each behind the way in, which counts it by its name."""
    parameters = description.parameters(api)
    views = (view for one in ROUTERS for view in one.path_operations.values())
    known = {view.url_name: parameters[view.operations[0].operation_id or ""] for view in views}
    for one in api.urls[0]:
        if isinstance(one, URLPattern) and one.name in known:
            view = entered(one.callback, f"v1/{one.name}", known[one.name])
            yield path(str(one.pattern), view, name=one.name)


urlpatterns = [
    path("openapi.json", openapi, name="openapi"),
    *_resources(),
    re_path(r"^", entered(nowhere, "v1", frozenset())),
]
