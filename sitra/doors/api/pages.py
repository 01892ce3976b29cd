"""The page that shows the API to people: what may be asked of each resource, and what is refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from sitra.doors.api import description, problems
from sitra.doors.api.urls import api

_MOST_WORDS = 20
"""Values that are listed in a line."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a resource, in words."""

    name: str
    says: str
    expected: str
    usual: str


@dataclass(frozen=True, slots=True)
class Resource:
    """What may be read at an address."""

    name: str
    address: str
    summary: str
    parameters: tuple[Parameter, ...]


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show every resource and what may be asked of it."""
    written = orjson.loads(description.document(api, _language()))
    context = {
        "said": written["info"]["description"],
        "resources": [*_resources(written)],
        "problems": problems.EVERY,
    }
    return render(request, "api/docs.html", context)


def _language() -> str:
    return "en" if get_language() == "en" else "fr"


def _resources(written: Mapping[str, Any]) -> Iterator[Resource]:
    for address, methods in written["paths"].items():
        said = methods["get"]
        asked = (one for one in said["parameters"] if one["in"] == "query")
        yield Resource(said["operationId"], address, said["summary"], tuple(map(_parameter, asked)))


def _parameter(said: Mapping[str, Any]) -> Parameter:
    schema = said["schema"]
    usual = schema.get("default", "")
    return Parameter(said["name"], said.get("description", ""), _expected(schema), str(usual))


def _expected(schema: Mapping[str, Any]) -> str:
    """Say what a parameter is, from its schema."""
    if schema.get("type") == "array":
        return gettext("liste : %(each)s") % {"each": _expected(schema["items"])}
    if words := schema.get("enum") or ([schema["const"]] if "const" in schema else []):
        return ", ".join(map(str, words[:_MOST_WORDS]))
    kind = {
        "integer": gettext("nombre entier"),
        "number": gettext("nombre"),
        "boolean": gettext("true ou false"),
    }.get(schema.get("type", ""), gettext("texte"))
    kind = {"date": gettext("date"), "date-time": gettext("date ou instant")}.get(
        schema.get("format", ""), kind
    )
    bounds = [schema[name] for name in ("minimum", "maximum") if name in schema]
    both = len(bounds) == len(("minimum", "maximum")) and bounds[1] < _FAR
    return gettext("%(kind)s de %(least)d à %(most)d") % {
        "kind": kind, "least": bounds[0], "most": bounds[1],
    } if both else kind  # fmt: skip


_FAR = 10**9
"""A bound that is only there for machines."""

app_name = "api-pages"
urlpatterns = [path("", docs, name="docs")]
