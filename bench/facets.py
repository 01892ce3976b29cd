"""The counts of q5, which v002 has no service for: a view that only the benchmark mounts."""

import orjson
from django.http import HttpRequest

from sitra.doors.v002.protocol import service
from sitra.doors.v002.reading import Asked
from sitra.formats.rules.v002.settling import Listing
from sitra.search import queries as search

FIELDS = {"kind": 16, "commune": 20, "terms": 20}
"""Field -> how many values are counted."""


@service
def facets(request: HttpRequest) -> bytes:
    """Answer a page of identifiers, the total, and counts by kind, commune and criterion."""
    asked = Asked(request, Listing.SEARCH)
    condition = asked.query()
    found = search.found(condition, first=asked.first, count=asked.count, order=asked.order)
    counted = {
        name: [[value, many] for value, many in values.items()]
        for name, values in search.facets(condition, FIELDS).items()
    }
    answer = {"numFound": found.total, "objetTouristiqueIds": asked.counted(found.numbers), "facets": counted}
    return orjson.dumps(answer)
