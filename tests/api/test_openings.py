"""When records are open: the next days page by page, now by their hours, and lists of what is open now."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from sitra.doors.api import opening
from sitra.tourism.events import Origin
from tests.api import world
from tests.api.world import World, get, pages
from tests.cast import Cast, hotel

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def here(published: Callable[[Any], World]) -> World:
    return published(world.write)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put the clock of the network at a time of today."""
    today = timezone.localdate()

    def put(written: str) -> None:
        moment = timezone.make_aware(datetime.combine(today, time.fromisoformat(written)))
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return put


def test_the_next_days_are_read_page_by_page(here: World) -> None:
    today = timezone.localdate()
    answer = get(f"records/{here.hotel}/openings", {"limit": 3}).json()
    assert [one["date"] for one in answer["items"]] == [
        (today + timedelta(days=rank)).isoformat() for rank in range(3)
    ]
    assert answer["items"][0] == {
        "date": today.isoformat(),
        "hours_known": True,
        "slots": [{"opens": "08:00", "closes": "12:00", "next_day": False}],
    }
    assert answer["time_zone"] == "Europe/Paris"
    following = get(f"records/{here.hotel}/openings", {"limit": 3, "cursor": answer["next"]}).json()
    assert following["items"][0]["date"] == (today + timedelta(days=3)).isoformat()
    last = (today + timedelta(days=265)).isoformat()
    end = get(f"records/{here.hotel}/openings", {"limit": 3, "from": last}).json()
    assert ([one["date"] for one in end["items"]], end["next"]) == ([last], None)
    other = get(f"records/{here.fair}/openings", {"cursor": answer["next"]})
    assert other.json()["type"] == "urn:sitra:problem:invalid-cursor"
    assert get(f"records/{here.draft}/openings").status_code == 404


@pytest.mark.parametrize(
    ("at", "hotel_open", "fair_open"),
    [("07:59", False, False), ("08:00", True, False), ("15:00", False, True), ("18:00", False, False)],
)
def test_now_is_told_by_the_hours(
    here: World, clock: Callable[[str], None], at: str, *, hotel_open: bool, fair_open: bool
) -> None:
    clock(at)
    told = {number: get(f"records/{number}/openings").json()["now"] for number in (here.hotel, here.fair)}
    assert [told[here.hotel]["open"], told[here.fair]["open"]] == [hotel_open, fair_open]
    assert told[here.hotel]["open_today"] is True
    listed = {one["id"] for one in pages("records", open="now", fields="@minimal")}
    expected = {number for number, is_open in ((here.hotel, hotel_open), (here.fair, fair_open)) if is_open}
    assert listed == expected


def test_nobody_knows_is_not_closed(here: World) -> None:
    silent = get(f"records/{here.hotels[1]}/openings").json()
    assert silent["items"] == []
    assert (silent["now"]["open"], silent["now"]["open_today"], silent["now"]["hours_known"]) == (
        None,
        None,
        False,
    )


def test_days_narrow_a_list(here: World) -> None:
    today = timezone.localdate()
    for asked in (
        {"open_on": today},
        {"open_from": today, "open_to": today + timedelta(days=3)},
        {"open_to": today},
    ):
        written = {name: day.isoformat() for name, day in asked.items()}
        assert {one["id"] for one in pages("records", **written)} == {here.hotel, here.fair}, asked
    far = (today + timedelta(days=400)).isoformat()
    assert get("records", {"open_on": far}).json()["total"] == 0
    assert get("records", {"open_on": today.isoformat(), "kind": "HOTELLERIE"}).json()["total"] == 1


def test_a_question_that_is_too_wide_is_refused(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST", 1)
    answer = get("records", {"open": "now"})
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:sitra:problem:too-wide")
    assert "1 fiches" in answer.json()["detail"]
    assert get("records", {"open": "now", "kind": "HOTELLERIE"}).status_code == 200
    assert here.hotel


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("period", "at", "shown"), [
    ({}, "03:00", True),
    ({"horaireOuverture": "09:00:00"}, "03:00", True),
    ({"horaireOuverture": "20:00:00", "horaireFermeture": "02:00:00"}, "01:00", True),
    ({"horaireOuverture": "20:00:00", "horaireFermeture": "02:00:00"}, "03:00", False),
])  # fmt: skip
def test_a_list_of_now_follows_what_is_said(
    transactional_cast: Cast,
    read_model: Callable[[], None],
    clock: Callable[[str], None],
    period: dict[str, str],
    at: str,
    *,
    shown: bool,
) -> None:
    begun, ended = timezone.localdate() - timedelta(days=40), timezone.localdate() + timedelta(days=40)
    days = {"dateDebut": begun.isoformat(), "dateFin": ended.isoformat(), "type": "OUVERTURE_TOUS_LES_JOURS"}
    opened: dict[str, Any] = {"ouverture": {"periodesOuvertures": [{**days, **period}]}}
    row = transactional_cast.record(hotel("Bar de nuit", **opened), origin=Origin.IMPORTED)
    read_model()
    clock(at)
    found = [one["id"] for one in get("records", {"open": "now", "q": "nuit"}).json()["items"]]
    assert (row.pk in found) is shown
