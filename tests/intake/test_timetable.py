"""When a harvest is due, whatever the clocks do."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from sitra.intake.rules.timetable import Timetable, days
from sitra.kit.errors import Impossible

PARIS = ZoneInfo("Europe/Paris")
WEDNESDAY = datetime(2026, 11, 25, 12, 0, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("when", "now", "due"),
    [
        (Timetable(time(13)), WEDNESDAY, datetime(2026, 11, 25, 13, tzinfo=PARIS)),
        (Timetable(time(12)), WEDNESDAY, datetime(2026, 11, 26, 12, tzinfo=PARIS)),
        (Timetable(time(3, 30), [0]), WEDNESDAY, datetime(2026, 11, 30, 3, 30, tzinfo=PARIS)),
        (Timetable(time(3, 30), [2]), WEDNESDAY, datetime(2026, 12, 2, 3, 30, tzinfo=PARIS)),
        (Timetable(time(12), [2]), WEDNESDAY, datetime(2026, 12, 2, 12, tzinfo=PARIS)),
        (Timetable(every=6), WEDNESDAY, datetime(2026, 11, 25, 18, tzinfo=PARIS)),
        # Clocks change: 02:30 is skipped in March and comes twice in October.
        (Timetable(time(2, 30)), datetime(2026, 3, 28, 12, tzinfo=PARIS),
         datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (Timetable(time(2, 30)), datetime(2026, 10, 25, 0, 31, tzinfo=UTC).astimezone(PARIS),
         datetime(2026, 10, 26, 1, 30, tzinfo=UTC)),
        (Timetable(every=2), datetime(2026, 10, 25, 0, 30, tzinfo=UTC).astimezone(PARIS),
         datetime(2026, 10, 25, 2, 30, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_when_a_harvest_is_due(when: Timetable, now: datetime, due: datetime) -> None:
    assert when.after(now).timestamp() == due.timestamp()


def test_days_are_read_and_said() -> None:
    assert days("lundi, jeudi") == [0, 3]
    assert days("LUN,sam") == [0, 5]
    assert days("") == []
    assert Timetable(time(4), [3, 0]).words() == "le lundi, jeudi à 04:00"
    assert (Timetable().words(), Timetable(every=1).words()) == ("chaque jour à 03:30", "toutes les heures")
    for wrong in ("m", "xx"):
        with pytest.raises(Impossible):
            days(wrong)
    for wrong_days, every in (([7], None), ([], 0), ([], 169), ([1], 2)):
        with pytest.raises(Impossible):
            Timetable(time(3), wrong_days, every)
