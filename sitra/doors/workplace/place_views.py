"""Where a record is: what the map of the editor asks of the communes."""

import math

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from sitra.doors.workplace.proposal_forms import clean
from sitra.kit.errors import Unknown
from sitra.places import queries as places
from sitra.places.queries import CommuneLine
from sitra.review.queries.editing import resolver

_LAT, _LON = 90, 180


@login_required
@require_safe
def commune(request: HttpRequest) -> JsonResponse:
    """Give a commune by its words (`mots`) or by a point (`lat`, `lon`): `{name, words, postal, lon, lat}`.

    404 and `{}` where there is none.
    """
    assert request.user.is_authenticated
    try:
        line = _asked(request)
    except Unknown:
        return JsonResponse({}, status=404)
    lon, lat = next(iter(places.centres([line.code])), (None, None))
    return JsonResponse(
        {
            "name": line.name,
            "words": f"{line.name} ({line.code})",
            "postal": line.postal_codes,
            "lon": lon,
            "lat": lat,
        }
    )


def _asked(request: HttpRequest) -> CommuneLine:
    """Find the commune asked for; raises `Unknown` where there is none."""
    assert request.user.is_authenticated
    if words := clean(request.GET.get("mots", "")):
        try:
            number = resolver(request.user).commune(words)
        except ValueError as error:
            raise Unknown(str(error)) from None
        found = places.atlas().living(number)
    else:
        found = places.at(*_point(request.GET.get("lon", ""), request.GET.get("lat", "")))
    if found is None:
        message = "Aucune commune n'est connue à cet endroit."
        raise Unknown(message)
    return found


def _point(lon: str, lat: str) -> tuple[float, float]:
    try:
        point = float(lon), float(lat)
    except ValueError:
        return math.nan, math.nan
    return point if abs(point[0]) <= _LON and abs(point[1]) <= _LAT else (math.nan, math.nan)
