"""What members keep back is kept back here too: whole records and parts, in every form, in the past."""

import pytest
from django.utils import timezone

from sitra.access.rules.sharing import Audience, Share
from tests.access.test_sharing import keep
from tests.api.world import get
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
KEYS = {"open": "cle21", "private": "cle22", "owner": "cle25"}
"""Keys of projects of the network `served`, by whose they are."""


def names(key: str) -> set[str]:
    return {one["nom"]["libelleFr"] for one in get("records", key=key).json()["items"]}


def test_records_that_are_kept_back_are_not_there(served: Cast) -> None:
    every = {"Hôtel des Tilleuls", "Refuge du Pont", "Hôtel du Lac"}
    assert all(names(key) == every for key in KEYS.values())
    number = get("records", {"q": "tilleuls"}, KEYS["open"]).json()["items"][0]["id"]
    keep(served, Share.NOTHING, Audience.OPEN)
    assert names(KEYS["open"]) == every - {"Hôtel des Tilleuls"}
    assert names(KEYS["private"]) == names(KEYS["owner"]) == every
    today = timezone.localdate().isoformat()
    for path, asked in (
        (f"records/{number}", {}),
        (f"records/{number}/openings", {}),
        (f"records/{number}", {"as_of": today}),
    ):
        assert get(path, asked, KEYS["open"]).status_code == 404
        assert get(path, asked, KEYS["private"]).status_code == 200
    counted = get("records", {"facets": "kind"}, KEYS["open"]).json()["facets"]["kind"]
    assert {one["value"]: one["count"] for one in counted}["HOTELLERIE"] == 1


@pytest.mark.parametrize("accepted", ["application/json", "application/geo+json"])
def test_fields_that_are_kept_back_are_not_told(served: Cast, accepted: str) -> None:
    keep(served, Share.PUBLIC, Audience.PRIVATE)
    number = get("records", {"q": "tilleuls"}, KEYS["open"]).json()["items"][0]["id"]
    today = timezone.localdate().isoformat()
    for name, shown in (("open", True), ("private", False), ("owner", True)):
        for asked in ({}, {"as_of": today}):
            answer = get(f"records/{number}", {"fields": "@all", **asked}, KEYS[name], accept=accepted).json()
            record = answer.get("properties", answer)
            assert ("contacts" in record) is shown, (name, asked)
            assert record["nom"] == {"libelleFr": "Hôtel des Tilleuls"}
            assert answer.get("geometry", {}) is not None
        packed = get("records", {"fields": "@all"}, KEYS[name], accept=accepted, accept_encoding="gzip")
        assert packed["Content-Encoding"] == "gzip"
        plain = get("records", {"fields": "@all"}, KEYS[name], accept=accepted)
        assert packed["ETag"] == plain["ETag"]
        assert ("Essai" in plain.content.decode()) is shown
