"""What the map draws: points that answer a question, outlines beneath them."""

import hashlib
import json
from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from sitra.doors.workplace.asked import asked
from sitra.places import queries as places
from sitra.search import queries as searching

GEOJSON = "application/geo+json"
DAY = 86_400


@login_required
@require_safe
@cache_control(private=True, max_age=30)
def points(request: HttpRequest) -> HttpResponse:
    """Give every point that answers the question of the address, all pages together."""
    here = asked(request)
    found = searching.points(here.question, here.who, get_language() or "fr")
    features = [
        {
            "type": "Feature",
            "properties": {"id": point.id, "kind": point.kind, "name": point.name},
            "geometry": {"type": "Point", "coordinates": [point.lon, point.lat]},
        }
        for point in found
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    return HttpResponse(text, content_type=GEOJSON)


def _version(request: HttpRequest) -> str:
    del request
    seed = places.outlines_version().encode()
    return quote_etag(hashlib.sha256(seed).hexdigest()[:20])


def _outlines(give: Callable[[], bytes]) -> HttpResponse:
    return HttpResponse(give(), content_type=GEOJSON)


@require_safe
@cache_control(public=True, max_age=DAY)
@condition(etag_func=_version)
def departements(request: HttpRequest) -> HttpResponse:
    """Give the outlines of the départements."""
    del request
    return _outlines(places.departement_outlines)


@require_safe
@cache_control(public=True, max_age=DAY)
@condition(etag_func=_version)
def communes(request: HttpRequest) -> HttpResponse:
    """Give the outlines of the communes."""
    del request
    return _outlines(places.commune_outlines)
