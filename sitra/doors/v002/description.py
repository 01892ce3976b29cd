"""The description of v002 for programs."""

from functools import cache

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sitra.formats.rules.v002 import openapi as described


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Answer `openapi.json`; it asks for no key."""
    del request
    response = HttpResponse(_document(settings.SOURCE_URL), content_type="application/json")
    response["Cache-Control"] = "public, max-age=3600"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@cache
def _document(source_url: str) -> bytes:
    return orjson.dumps(described.document(source_url), option=orjson.OPT_INDENT_2)
