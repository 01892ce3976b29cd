"""At what hours a record is open: both forms of the contract, public holidays, past midnight."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from sitra.tourism.rules.opening import CALENDARS, FEASTS, Flaw, calendar_of, falls_on, hours, open_at
from tests.tourism.opening import Json, line, old, period, record, said, timed, times

EASTERS = {
    1999: "04-04",
    2000: "04-23",
    2024: "03-31",
    2025: "04-20",
    2026: "04-05",
    2027: "03-28",
    2038: "04-25",
}


HOURS = [
    (old("09:00:00", "12:00:00"), ["09:00-12:00"]),
    (old("20:30:00", None), ["20:30-?"]),
    (old(None, "18:00"), ["?-18:00"]),
    (old("20:30:00", "20:30:00"), ["20:30-?"]),
    (old("22:00:00", "02:00:00"), ["22:00-02:00+"]),
    (old("10:00", "00:00"), ["10:00-00:00+"]),
    (old("00:00", "24:00"), ["00:00-00:00+"]),
    (old("00:00:00", "00:00:00"), []),
    (old("9h", "12:00:00+02:00"), ["?-12:00"]),
    (old(None, None), []),
    (record(period(horaireOuverture="14:00", horaireFermeture="18:00"), period(horaireOuverture="09:00", horaireFermeture="12:00")), ["09:00-12:00", "14:00-18:00"]),
    (record(period(horaireOuverture="09:00", horaireFermeture="18:00"), period("2026-06-01", "2026-07-01", horaireOuverture="09:00", horaireFermeture="20:00")), ["09:00-20:00"]),
    (record(period(horaireOuverture="09:00"), period("2026-06-01", "2026-07-01", horaireOuverture="09:00")), ["09:00-?"]),
    (record(period(**timed(line("MON", "TUE", frames=(("09:00", "12:00"), ("14:00", "18:00")))))), ["09:00-12:00", "14:00-18:00"]),
    (record(period(horaireOuverture="08:00", **timed(line("WED", frames=(("09:00", "12:00"),))))), []),
    (record(period(horaireOuverture="08:00", **timed(line("MON", frames=(("10:00", "18:00", "00:30"),)), nature=7460))), ["08:00-?", "10:00-18:00/0:30:00 7460"]),
    (record(period(**timed(line(frames=(("09:00", "12:00"),)), nature=None))), ["09:00-12:00"]),
    (record(period(**timed(line(frames=(("09:00", "18:00"), ("10:00", "17:00", "00:30")))))), ["09:00-18:00", "10:00-17:00/0:30:00"]),
    (record(period(**timed(line(frames=(("10:00", "11:00"),)), line("MON", closed=True), nature=7460))), []),
    (record(period(**timed(line("MON", frames=(("09:00", None), (None, None)))))), ["09:00-?"]),
    (record(ouvertTouteLAnnee="OUVERT_TOUTE_L_ANNEE"), []),
    (record(ouvertTouteLAnnee="OUVERT_TOUTE_L_ANNEE", ouverturesComplementaires=[{"elementReferenceType": "OuvertureComplementaire", "id": 4186}]), ["00:00-00:00+"]),
]  # fmt: skip


@pytest.mark.parametrize(("document", "expected"), HOURS)
def test_slots_of_a_monday(document: Json, expected: list[str]) -> None:
    assert times(document, "2026-06-08") == expected


def test_a_slot_says_which_period_it_comes_from() -> None:
    document = record(period("2025-01-01", "2025-02-01"), period(horaireOuverture="09:00"))
    slot = hours(document, date(2026, 6, 8)).slots[0]
    assert (slot.opens, slot.period) == (time(9), "ouverture.periodesOuvertures[1]")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-06-08 10:00", True), ("2026-06-08 12:00", False), ("2026-06-08 08:59", False),
        ("2026-06-08 23:00", True), ("2026-06-09 01:59", True), ("2026-06-09 02:00", False),
        ("2026-06-01 01:00", False),
    ],
)  # fmt: skip
def test_open_at_a_moment_and_past_midnight(moment: str, expected: bool) -> None:
    frames = line(frames=(("09:00", "12:00"), ("22:00", "02:00")))
    document = record(period("2026-06-01", "2026-06-08", **timed(frames)), period("2026-06-20", "2026-06-21"))
    assert open_at(document, datetime.fromisoformat(moment)) is expected


def test_open_with_unknown_hours_is_not_known_at_a_moment() -> None:
    assert open_at(old("09:00", None), datetime.fromisoformat("2026-06-08 10:00")) is None
    assert open_at(record(period()), datetime.fromisoformat("2026-06-08 10:00")) is None


def test_bad_hours_are_told_and_leave_the_day_open() -> None:
    found = hours(record(period(horaireOuverture="9h", horaireFermeture=18)), date(2026, 6, 8))
    assert (found.open, found.slots) == (True, ())
    assert [(one.flaw, one.value) for one in found.remarks] == [(Flaw.BAD_TIME, "9h"), (Flaw.BAD_TIME, "int")]


@pytest.mark.parametrize("year", EASTERS)
def test_feasts_follow_easter(year: int) -> None:
    easter = date.fromisoformat(f"{year}-{EASTERS[year]}")
    for name, after in (("VENDREDI_SAINT", -2), ("LUNDI_PAQUES", 1), ("ASCENSION", 39), ("FETE_DIEU", 60)):
        assert falls_on(name, year) == easter + timedelta(days=after)
    weekdays = {"MARDI_GRAS": 1, "MERCREDI_DES_CENDRES": 2, "JEUDI_MI_CAREME": 3, "LUNDI_PENTECOTE": 0}
    assert all(falls_on(name, year).weekday() == day for name, day in weekdays.items())


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("MARDI_GRAS", "2024-02-13"),
        ("JEUDI_MI_CAREME", "2024-03-07"),
        ("LUNDI_PENTECOTE", "2024-05-20"),
        ("LUNDI_DU_JEUNE_FEDERAL", "2024-09-16"),
        ("LUNDI_DU_JEUNE_FEDERAL", "2025-09-22"),
        ("JEUNE_GENEVOIS", "2024-09-05"),
        ("JEUNE_GENEVOIS", "2026-09-10"),
        ("FETE_NATIONALE_SUISSE", "2026-08-01"),
    ],
)
def test_feasts_of_a_year_as_published(name: str, day: str) -> None:
    assert falls_on(name, int(day[:4])) == date.fromisoformat(day)


def test_every_feast_has_a_day_every_year() -> None:
    named = FEASTS.union(*CALENDARS.values())
    assert all(falls_on(name, year).year == year for name in named for year in range(1, 10000, 97))


@pytest.mark.parametrize(
    ("code", "calendar"),
    [
        ("57000", "FR-57"), ("67000", "FR-57"), ("68000", "FR-57"), ("97133", "FR-971"), ("97200", "FR-972"),
        ("98800", "FR-988"), ("07200", "FR"), ("1201", "CH"), ("", "FR"), (None, "FR"),
    ],
)  # fmt: skip
def test_public_holidays_of_a_place(code: Any, calendar: str) -> None:
    assert calendar_of({"localisation": {"adresse": {"codePostal": code}}}) == calendar


def test_alsace_rests_on_good_friday_and_france_does_not() -> None:
    rests = record(period("2026-04-01", "2026-04-07", **timed(line("HOL", closed=True))))
    assert said(rests, "2026-04-01", "2026-04-30") == "2026-04-01…2026-04-05 2026-04-07"
    alsace = {**rests, "localisation": {"adresse": {"codePostal": "67000"}}}
    assert (
        said(alsace, "2026-04-01", "2026-04-30") == "2026-04-01…2026-04-02 2026-04-04…2026-04-05 2026-04-07"
    )
    assert said(rests, "2026-04-01", "2026-04-30", calendar="CH-VS") == "2026-04-01…2026-04-07"


def test_open_on_holidays_though_closed_that_weekday() -> None:
    lines = line("MON", closed=True), line("HOL", frames=(("10:00", "12:00"),))
    document = record(period("2026-04-01", "2026-04-14", **timed(*lines)))
    assert said(document, "2026-04-01", "2026-04-30") == "2026-04-01…2026-04-12 2026-04-14"
    assert times(document, "2026-04-06") == ["10:00-12:00"]
