"""On which days a record is open: every form of the contract, bad ones, and real records."""

import json
import time as clock
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sitra.catalog.rules.fields import choices
from sitra.intake.rules.draft import Draft
from sitra.intake.rules.sources import datatourisme
from sitra.tourism.rules.opening import (
    FEASTS,
    LONGEST,
    Days,
    Flaw,
    days,
    horizon,
    hours,
    open_at,
    opening_dates,
    periods,
    timetable,
    upcoming,
)
from sitra.tourism.rules.opening.remarks import MOST_REMARKS
from tests.tourism.opening import Json, closures, line, monthly, period, record, said, timed, times, weekly

ROOT = Path(__file__).resolve().parents[2]


FORMS = [
    ("dated", record(period("2026-05-01", "2026-05-03")), "2026-04-01", "2026-06-01", "2026-05-01…2026-05-03"),
    ("cut by the window", record(period()), "2026-05-01", "2026-05-02", "2026-05-01…2026-05-02"),
    ("no rhythm is every day", record(period("2026-05-01", "2026-05-03", type=None)), "2026-05-01", "2026-06-01", "2026-05-01…2026-05-03"),
    ("except Monday", record(period(**weekly("LUNDI", kind="OUVERTURE_SAUF"))), "2026-06-01", "2026-06-10", "2026-06-02…2026-06-07 2026-06-09…2026-06-10"),
    ("except nothing", record(period(**weekly(kind="OUVERTURE_SAUF"))), "2026-06-01", "2026-06-10", "2026-06-01…2026-06-10"),
    ("week-ends", record(period(**weekly("SAMEDI", "DIMANCHE"))), "2026-06-01", "2026-06-14", "2026-06-06…2026-06-07 2026-06-13…2026-06-14"),
    ("all week days", record(period(**weekly("TOUS"))), "2026-06-01", "2026-06-14", "2026-06-01…2026-06-14"),
    ("first Sunday", record(period(**monthly(("D_1ER", "DIMANCHE")))), "2026-05-01", "2026-07-31", "2026-05-03 2026-06-07 2026-07-05"),
    ("fourth and last Monday", record(period(**monthly(("D_4EME", "LUNDI"), ("D_DERNIER", "LUNDI")))), "2026-06-01", "2026-07-31", "2026-06-22 2026-06-29 2026-07-27"),
    ("second and third Friday", record(period(**monthly(("D_2EME", "VENDREDI"), ("D_3EME", "VENDREDI")))), "2026-05-01", "2026-05-31", "2026-05-08 2026-05-15"),
    ("first of all week days", record(period(**monthly(("D_1ER", "TOUS")))), "2026-05-01", "2026-05-31", "2026-05-01…2026-05-07"),
    ("last of all week days", record(period(**monthly(("D_DERNIER", "TOUS")))), "2026-02-01", "2026-02-28", "2026-02-22…2026-02-28"),
    ("every year", record(period("2018-04-01", "2018-10-14", tousLesAns=True)), "2026-01-01", "2027-06-01", "2026-04-01…2026-10-14 2027-04-01…2027-06-01"),
    ("not before the first year", record(period("2027-04-01", "2027-10-14", tousLesAns=True)), "2026-01-01", "2027-04-02", "2027-04-01…2027-04-02"),
    ("over New Year", record(period("2018-12-20", "2019-03-15", tousLesAns=True)), "2026-01-01", "2026-12-31", "2026-01-01…2026-03-15 2026-12-20…2026-12-31"),
    ("over New Year, the first time", record(period("2018-12-20", "2019-03-15", tousLesAns=True)), "2018-01-01", "2018-12-31", "2018-12-20…2018-12-31"),
    ("to 29 February", record(period("2020-02-10", "2020-02-29", tousLesAns=True)), "2027-01-01", "2028-12-31", "2027-02-10…2027-02-28 2028-02-10…2028-02-29"),
    ("from 29 February", record(period("2020-02-29", "2020-03-02", tousLesAns=True)), "2027-01-01", "2028-12-31", "2027-03-01…2027-03-02 2028-02-29…2028-03-02"),
    ("29 February alone", record(period("2020-02-29", "2020-02-29", tousLesAns=True)), "2025-01-01", "2032-12-31", "2028-02-29 2032-02-29"),
    ("a whole year from March", record(period("2019-03-01", "2020-02-29", tousLesAns=True)), "2026-02-20", "2028-03-10", "2026-02-20…2028-03-10"),
    ("a whole year to 28 February", record(period("2018-03-01", "2019-02-28", tousLesAns=True)), "2028-02-27", "2028-03-01", "2028-02-27…2028-03-01"),
    ("two years, every year", record(period("2018-03-01", "2020-02-28", tousLesAns=True)), "2017-01-01", "2026-01-01", "2018-03-01…2026-01-01"),
    ("a thousand years", record(period("1500-01-01", "2500-01-01")), "2026-01-01", "2026-01-03", "2026-01-01…2026-01-03"),
    ("exceptional day beside the season", record(period("2026-05-01", "2026-05-02", ouverturesExceptionnelles=[{"dateOuverture": "2026-12-24"}])), "2026-01-01", "2026-12-31", "2026-05-01…2026-05-02 2026-12-24"),
    ("exceptional days alone", record(period(type="OUVERTURE_SEMAINE", ouverturesExceptionnelles=[{"dateOuverture": "2026-07-04"}])), "2026-01-01", "2026-12-31", "2026-07-04"),
    ("exceptional days come once", record(period("2025-05-01", "2025-05-01", tousLesAns=True, ouverturesExceptionnelles=[{"dateOuverture": "2025-07-04"}])), "2026-01-01", "2026-12-31", "2026-05-01"),
    ("closed on a date", record(period("2026-05-01", "2026-05-03"), **closures(dateFermeture="2026-05-02")), "2026-05-01", "2026-05-31", "2026-05-01 2026-05-03"),
    ("closed on a feast, every year", record(period("2024-04-30", "2024-05-02", tousLesAns=True), **closures(dateSpeciale="PREMIER_MAI")), "2026-01-01", "2026-12-31", "2026-04-30 2026-05-02"),
    ("closed on dates worked out before", record(period("2026-05-01", "2026-05-03"), **closures(dates=["2026-05-01", "2026-05-02"])), "2026-05-01", "2026-05-31", "2026-05-03"),
    ("closure wins", record(period("2026-05-01", "2026-05-01", ouverturesExceptionnelles=[{"dateOuverture": "2026-05-08"}]), **closures(dateSpeciale="HUIT_MAI")), "2026-05-01", "2026-05-31", "2026-05-01"),
    ("open all year", record(ouvertTouteLAnnee="OUVERT_TOUTE_L_ANNEE", **closures(dateSpeciale="VINGT_CINQ_DECEMBRE")), "2026-12-20", "2026-12-31", "2026-12-20…2026-12-24 2026-12-26…2026-12-31"),
    ("periods rule their days of an open year", record(period("2026-07-01", "2026-07-10", **weekly("LUNDI", kind="OUVERTURE_SAUF")), ouvertTouteLAnnee="OUVERT_TOUTE_L_ANNEE"), "2026-06-29", "2026-07-14", "2026-06-29…2026-07-05 2026-07-07…2026-07-14"),
    ("closed for now", record(period(), fermeTemporairement="FERME_TEMPORAIREMENT"), "2026-01-01", "2026-12-31", ""),
    ("over", record(period("2018-04-01", "2018-10-14")), "2026-01-01", "2026-12-31", ""),
    ("two periods", record(period("2026-05-01", "2026-05-03"), period("2026-05-03", "2026-05-04")), "2026-05-01", "2026-05-31", "2026-05-01…2026-05-04"),
    ("hours say closed on Tuesday", record(period("2026-06-01", "2026-06-05", **timed(line("TUE", closed=True)))), "2026-06-01", "2026-06-30", "2026-06-01 2026-06-03…2026-06-05"),
    ("tours that rest close nothing", record(period("2026-06-01", "2026-06-05", **timed(line("TUE", closed=True), nature=7460))), "2026-06-01", "2026-06-30", "2026-06-01…2026-06-05"),
    ("hours of some days close no other", record(period("2026-06-01", "2026-06-05", **timed(line("TUE", frames=(("09:00", "12:00"),))))), "2026-06-01", "2026-06-30", "2026-06-01…2026-06-05"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "first", "last", "expected"), [one[1:] for one in FORMS], ids=[one[0] for one in FORMS])  # fmt: skip
def test_every_form_of_the_contract(document: Json, first: str, last: str, expected: str) -> None:
    assert said(document, first, last) == expected


def test_words_are_those_of_the_catalogue() -> None:
    rhythms = {periods.EVERY_DAY, periods.EXCEPT, periods.WEEKLY, periods.MONTHLY}
    pairs = [
        (rhythms, choices.OPENING_RULES),
        (set(periods.WEEK_DAYS), choices.WEEK_DAYS),
        (set(periods.MONTH_DAYS), choices.MONTH_DAYS),
        (set(timetable.HOURS_DAYS), choices.HOURS_DAYS),
        (set(FEASTS), choices.HOLIDAYS),
    ]
    for ours, catalogue in pairs:
        assert ours == {code for code, *_ in catalogue.words}


@pytest.mark.parametrize(
    "document",
    [{}, {"ouverture": {}}, record(), record(period(None)), {"ouverture": {"periodeEnClair": {"libelleFr": "Sur demande"}}}],
)  # fmt: skip
def test_nothing_told_is_unknown_and_not_closed(document: Json) -> None:
    day = date(2026, 5, 1)
    assert days(document, day, day).days is None
    assert hours(document, day).open is None
    assert open_at(document, datetime(2026, 5, 1, 12)) is None  # noqa: DTZ001
    assert opening_dates(document, day) == upcoming(document, day) == []


def test_a_closure_is_told_though_openings_are_not() -> None:
    document = record(**closures(dateSpeciale="PREMIER_MAI"))
    assert hours(document, date(2026, 5, 1)).open is False
    assert hours(document, date(2026, 5, 2)).open is None


def test_days_after_the_last_one_told_are_unknown() -> None:
    document = record(period("2026-05-01", "2026-05-03"), period("2026-06-01", "2026-06-02"))
    assert days(document, date(2030, 1, 1), date(2030, 1, 2)).last == date(2026, 6, 2)
    answers = [hours(document, date(2026, 5, 4)).open, hours(document, date(2026, 6, 3)).open]
    assert answers == [False, None]
    extra = period("2026-05-01", "2026-05-03", ouverturesExceptionnelles=[{"dateOuverture": "2026-07-04"}])
    assert days(record(extra), date(2030, 1, 1), date(2030, 1, 2)).last == date(2026, 7, 4)
    endless = record(period("2026-05-01", "2026-05-03", tousLesAns=True), extra)
    assert days(endless, date(2030, 1, 1), date(2030, 1, 2)).last is None
    assert hours(endless, date(2030, 1, 1)).open is False


def test_lists_for_agenda_and_export() -> None:
    assert horizon(date(2026, 11, 25)) == (date(2026, 11, 1), date(2028, 11, 30))
    assert horizon(date(2026, 12, 31)) == (date(2026, 12, 1), date(2028, 12, 31))
    assert horizon(date(2026, 2, 3)) == (date(2026, 2, 1), date(2028, 2, 29))
    document = record(period("2020-11-29", "2020-12-01", tousLesAns=True, **weekly("MARDI")))
    assert opening_dates(document, date(2026, 11, 30)) == ["2026-12-01", "2027-11-30"]
    leap = record(period("2020-02-29", "2020-02-29", tousLesAns=True))
    assert upcoming(leap, date(2096, 3, 1)) == [date(2104, 2, 29)]
    assert upcoming(record(period()), date(2026, 12, 30), most=1) == [date(2026, 12, 30)]
    assert upcoming(record(period("9990-01-01", "9999-12-31")), date.max) == [date.max]


BAD = [
    (period("2026-05-02", "2026-05-01"), "dateFin", Flaw.REVERSED),
    (period("2026-02-30"), "dateDebut", Flaw.BAD_DATE),
    (period(20260101), "dateDebut", Flaw.BAD_DATE),
    (period(None), "dateDebut", Flaw.NO_START),
    (period(last=None), "dateFin", Flaw.NO_END),
    (period(type="OUVERTURE_LUNAIRE"), "type", Flaw.UNKNOWN_RHYTHM),
    (period(type=["OUVERTURE_MOIS"]), "type", Flaw.UNKNOWN_RHYTHM),
    (period(**{**weekly("LUNDI"), "type": None}), "type", Flaw.UNKNOWN_RHYTHM),
    (period(**weekly()), "ouverturesJournalieres", Flaw.NO_DAYS),
    (period(**weekly("MONDAY")), "ouverturesJournalieres[0].jour", Flaw.UNKNOWN_DAY),
    (period(**weekly("LUNDI", "MONDAY", kind="OUVERTURE_SAUF")), "ouverturesJournalieres[1].jour", Flaw.UNKNOWN_DAY),
    (period(type="OUVERTURE_SAUF", ouverturesJournalieres="LUNDI"), "ouverturesJournalieres", Flaw.WRONG_TYPE),
    (period(**monthly()), "ouverturesJourDuMois", Flaw.NO_DAYS),
    (period(**monthly(("D_5EME", "LUNDI"))), "ouverturesJourDuMois[0].jourDuMois", Flaw.UNKNOWN_RANK),
    (period(**monthly(("D_1ER", "LUNE"))), "ouverturesJourDuMois[0].jour", Flaw.UNKNOWN_DAY),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "tail", "flaw"), BAD)
def test_a_bad_period_is_skipped_and_told(bad: Json, tail: str, flaw: Flaw) -> None:
    alone = days(record(bad), date(2026, 1, 1), date(2026, 12, 31))
    assert alone.days is None
    assert [(one.path, one.flaw) for one in alone.remarks] == [
        (f"ouverture.periodesOuvertures[0].{tail}", flaw)
    ]
    assert said(record(bad, period("2026-05-01", "2026-05-01")), "2026-01-01", "2026-12-31") == "2026-05-01"


def test_what_is_bad_beside_periods_is_told() -> None:
    document = record(
        period(
            tousLesAns="oui", ouverturesExceptionnelles=[{"dateOuverture": "demain"}], **timed(line("LUN"))
        ),
        "toute l'année",
        ouvertTouteLAnnee=True,
        fermeturesExceptionnelles=[{"dateSpeciale": "NOEL"}, {"dates": "2026-01-01"}, {"dateFermeture": ""}],
    )
    found = days(document, date(2026, 1, 1), date(2026, 12, 31))
    assert found.days is not None
    assert len(found.days) == 365
    assert {(one.path.removeprefix("ouverture."), one.flaw) for one in found.remarks} == {
        ("ouvertTouteLAnnee", Flaw.WRONG_TYPE),
        ("periodesOuvertures[0].ouverturesExceptionnelles[0].dateOuverture", Flaw.BAD_DATE),
        ("periodesOuvertures[0].tousLesAns", Flaw.WRONG_TYPE),
        ("periodesOuvertures[0].horaires[0].timePeriods[0].weekdays[0]", Flaw.UNKNOWN_DAY),
        ("periodesOuvertures[1]", Flaw.WRONG_TYPE),
        ("fermeturesExceptionnelles[0].dateSpeciale", Flaw.UNKNOWN_HOLIDAY),
        ("fermeturesExceptionnelles[1].dates", Flaw.WRONG_TYPE),
        ("fermeturesExceptionnelles[2].dateFermeture", Flaw.BAD_DATE),
    }


def test_ten_thousand_periods_are_read_in_bounded_time_and_remarks() -> None:
    wild = [period("0001-01-01", "9999-12-31", tousLesAns=True, **weekly("LUNDI")) for _ in range(5_000)]
    wild += [period("9999-01-01", "0001-01-01", type="?") for _ in range(5_000)]
    begun = clock.perf_counter()
    found = days(record(*wild), date(2026, 1, 1), date(2027, 12, 31))
    assert clock.perf_counter() - begun < 5
    assert found.days is not None
    assert (len(found.days), len(found.remarks)) == (104, MOST_REMARKS)


def test_a_window_is_bounded_and_in_order() -> None:
    with pytest.raises(ValueError, match="no window"):
        days({}, date(2026, 1, 2), date(2026, 1, 1))
    with pytest.raises(ValueError, match="no window"):
        days({}, date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=LONGEST))


def test_days_are_kept_as_bytes_and_read_by_numpy() -> None:
    document = record(period("2026-01-02", "2027-12-30", **monthly(("D_2EME", "MARDI"))))
    found = days(document, date(2026, 1, 1), date(2027, 12, 31)).days
    assert found is not None
    raw = found.to_bytes()
    assert len(raw) == 92
    assert Days.from_bytes(found.start, found.end, raw) == found
    bits = np.unpackbits(np.frombuffer(raw, np.uint8), bitorder="little")
    assert [found.start + timedelta(days=int(rank)) for rank in np.flatnonzero(bits)] == list(found)
    assert found.meets(date(2026, 1, 13), date(2026, 1, 13))
    assert not found.meets(date(2026, 1, 14), date(2026, 2, 9))
    assert not found.meets(date(2020, 1, 1), date(2025, 12, 31))
    assert date(2026, 2, 10) in found
    assert date(2028, 2, 8) not in found


def openings(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        if isinstance(value.get("ouverture"), dict):
            yield value
        for one in value.values():
            yield from openings(one)
    elif isinstance(value, list):
        for one in value:
            yield from openings(one)


def test_samples_of_the_contract(shared: Path) -> None:
    files = sorted((shared / "wire" / "samples").glob("*.json"))
    found = {one["id"]: one for path in files for one in openings(json.loads(path.read_text("utf-8")))}
    assert said(found[898922], "2018-01-01", "2018-12-31") == "2018-04-01…2018-10-14"
    shows = days(found[4828422], date(2018, 1, 1), date(2018, 12, 31)).days
    assert shows is not None
    assert len(shows) == len(found[4828422]["ouverture"]["periodesOuvertures"]) == 20
    assert times(found[4828422], "2018-04-22") == ["17:00-?"]
    assert times(found[4826137], "2017-11-07") == ["07:00-19:00"]
    assert upcoming(found[4833997], date(2026, 1, 1), most=2) == [date(2026, 11, 4), date(2027, 11, 4)]
    assert days(found[479744], date(2026, 1, 1), date(2026, 12, 31)).days is None
    assert not any(days(one, date(2015, 1, 1), date(2026, 1, 1)).remarks for one in found.values())


def test_real_records_read_without_a_remark() -> None:
    path = ROOT / "demo" / "data" / "datatourisme-ardeche-drome.zip"
    documents = [one.document for one in datatourisme.read(path) if isinstance(one, Draft)]
    read = [days(one, date(2023, 1, 1), date(2024, 12, 31)) for one in documents]
    assert not [one.remarks for one in read if one.remarks]
    dated = [one.get("ouverture", {}).get("periodesOuvertures") for one in documents]
    assert [one.days is not None for one in read] == [bool(one) for one in dated]
    assert any(one.days for one in read)
