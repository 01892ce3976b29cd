"""Periods moved, raised, compared, drawn, pasted and worded."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sitra.review.rules.seasons import automatic, drawing, moving, period_tables, rate_tables, shaping
from sitra.review.rules.seasons.remarking import Mend, Odd, remarks
from sitra.review.rules.seasons.weekdays import NAMES, NoDays, read_weekdays
from sitra.tourism.rules.opening import days
from tests.tourism.opening import period, record
from tests.tourism.test_sentences import Words

TODAY = date(2026, 5, 10)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
RATES = {"adulte": 1, "enfant": 2}


@given(DAYS)
def test_a_day_comes_back_a_year_later_on_its_date_or_its_weekday(day: date) -> None:
    later = moving.year_later(day)
    assert later.year in (day.year, day.year + 1)
    assert timedelta(days=330) <= later - day <= timedelta(days=400)
    if day.day == 1:
        assert (later.month, later.day) == (day.month, 1)


@given(DAYS, st.integers(1, 21))
def test_a_short_stay_keeps_its_weekdays_and_its_length(day: date, length: int) -> None:
    moved = moving.next_year({"dateDebut": f"{day}", "dateFin": f"{day + timedelta(days=length)}", "id": 3})
    first, last = (date.fromisoformat(moved[key]) for key in ("dateDebut", "dateFin"))
    assert (first.weekday(), (last - first).days, "id" in moved) == (day.weekday(), length, False)


def test_a_season_keeps_round_dates_and_a_february_its_end() -> None:
    moved = moving.next_year(period("2027-04-01", "2028-02-29"))
    assert (moved["dateDebut"], moved["dateFin"]) == ("2028-04-01", "2029-02-28")
    assert moving.year_later(date(2026, 4, 6)) == date(2027, 3, 29), "Easter Monday stays one"


def test_a_copy_has_no_number_of_its_own_and_keeps_its_terms() -> None:
    term = {"elementReferenceType": "TarifType", "id": 5}
    assert moving.copied({"identifiant": 8, "tarifs": [{"type": term}]}) == {"tarifs": [{"type": term}]}


@given(st.integers(0, 100_000), st.integers(-100, 100), st.sampled_from(moving.STEPS))
def test_a_raised_price_is_near_and_on_its_step(cents: int, percent: int, step: str) -> None:
    amount = cents / 100
    found = moving.raised(amount, Decimal(percent), step)
    if percent:
        assert Decimal(str(found)) % Decimal(step) == 0
        exact = Decimal(str(amount)) * (100 + percent) / 100
        assert abs(Decimal(str(found)) - exact) * 2 <= Decimal(step)
    else:
        assert found == amount


def test_a_rise_is_read_as_people_type_it() -> None:
    assert shaping.Rise.read("3,5 %", "0.50") == shaping.Rise(Decimal("3.5"), "0.50")
    for words in ("beaucoup", "NaN", "101"):
        with pytest.raises(ValueError, match=words):
            shaping.Rise.read(words, "1")


ODD = [
    ((period("2026-09-30", "2026-04-01"),), [(Odd.REVERSED, 0)]),
    ((period("2026-04-01", None),), [(Odd.NO_END, 0)]),
    ((period("2025-04-01", "2025-09-30"),), [(Odd.PAST, 0)]),
    ((period("2025-04-01", "2025-09-30", tousLesAns=True),), []),
    ((period("2026-07-01", "2026-08-31"), period("2026-04-01", "2026-07-05")), [(Odd.OVERLAP, 1)]),
    ((period("2026-04-01", "2026-06-30"), period("2026-07-04", "2026-08-31")), [(Odd.GAP, 0)]),
    ((period("2026-04-01", "2026-05-30"), period("2026-07-04", "2026-08-31")), []),
]


@pytest.mark.parametrize(("periods", "expected"), ODD)
def test_what_is_odd_is_told_where_it_is_and_its_button_mends_it(periods: Any, expected: Any) -> None:
    document = record(*periods)
    found = remarks(document, TODAY)
    assert [(one.odd, one.rank) for one in found] == expected
    for one in found:
        assert one.sentence("fr") != one.sentence("en")
        if isinstance(one.mend, Mend):
            mended = shaping.mended_at(document, shaping.Place(one.block, one.rank), one.mend, TODAY)
            assert remarks(mended, TODAY) == []


def test_periods_that_open_on_other_weekdays_do_not_overlap() -> None:
    week = {"type": "OUVERTURE_SEMAINE", "ouverturesJournalieres": [{"jour": "LUNDI"}]}
    other = {"type": "OUVERTURE_SAUF", "ouverturesJournalieres": [{"jour": "LUNDI"}]}
    assert remarks(record(period(**week), period(**other)), TODAY) == []


def test_the_drawing_shows_what_days_count_and_stays_small() -> None:
    document = record(
        period("2026-05-01", "2026-12-31", type="OUVERTURE_SAUF", ouverturesJournalieres=[{"jour": "MARDI"}]),
        fermeturesExceptionnelles=[{"dateFermeture": "2026-07-15"}],
    )
    found = drawing.strip(document, TODAY, "fr")
    counted = days(document, date(2026, 5, 1), date(2027, 4, 30)).days
    assert counted is not None
    assert (found.open_days, found.shut, found.known) == (len(counted), "M14.2 2.2l.6 .6m0-.6l-.6 .6", True)
    assert sum(len(one) for one in (found.opened, found.closed, found.extra, found.shut)) < 4096
    assert not drawing.strip({}, TODAY, "fr").known


READ_DAYS = {
    "": (), "tous les jours": (), "lundi-vendredi": NAMES[:5], "du vendredi au dimanche": NAMES[4:],
    "sam, dim": NAMES[5:], "week-end": NAMES[5:], "lu ma": NAMES[:2], "Mon-Wed": NAMES[:3],
}  # fmt: skip


@pytest.mark.parametrize("words", READ_DAYS)
def test_days_of_the_week_are_read_as_people_write_them(words: str) -> None:
    assert read_weekdays(words)[1] == [*READ_DAYS[words]]


def test_days_but_some_are_read_and_nonsense_is_not() -> None:
    assert read_weekdays("tous les jours sauf le mardi") == ("OUVERTURE_SAUF", ["MARDI"])
    for words in ("lundredi", "sauf", "lundi-"):
        with pytest.raises(NoDays):
            read_weekdays(words)


@given(DAYS, st.integers(0, 400), st.times(), st.times())
def test_a_period_that_is_pasted_is_read_as_it_was_written(
    day: date, length: int, opens: Any, closes: Any
) -> None:
    last = day + timedelta(days=length)
    hours = f"{opens:%Hh%M}\t{closes:%H:%M}"
    (found,) = period_tables.periods(f"Du\tAu\n{day:%d/%m/%Y}\t{last}\tsauf mardi\t{hours}\n", 2026)
    assert found.number == 2
    assert found.read
    assert (found.read["dateDebut"], found.read["dateFin"]) == (f"{day}", f"{last}")
    frame = {"startTime": f"{opens:%H:%M}", "endTime": f"{closes:%H:%M}"}
    assert found.read["horaires"] == [{"timePeriods": [{"timeFrames": [frame]}]}]


@given(st.lists(st.text(max_size=40).filter(lambda one: len(f"{one}.".splitlines()) == 1), max_size=12))
def test_no_line_of_a_pasted_table_is_lost(rows: list[str]) -> None:
    rows = ["1/5/2026", *rows]
    text = "\n".join(rows)
    told = [one for one in rows if one.strip("\t ;|")]
    for found in (period_tables.periods(text, 2026), rate_tables.rates(text, RATES.get)):
        assert [one.words for one in found] == told
        assert all(bool(one.read) != bool(one.why("fr") and one.why("en")) for one in found)


def test_a_day_without_a_year_comes_every_year() -> None:
    found = period_tables.periods("1er novembre\t31/03\n14/07/2026", 2026)
    assert [one.read and (one.read["dateFin"], one.read["tousLesAns"]) for one in found] == [
        ("2027-03-31", True),
        ("2026-07-14", False),
    ]


PASTED = {
    "Adulte\t12,50 €": {"minimum": 12.5, "devise": "EUR"},
    "adulte;8;12;CHF": {"minimum": 8, "maximum": 12, "devise": "CHF"},
    "Enfant|CHF 5.-": {"minimum": 5, "devise": "CHF"},
    "enfant\tgratuit": {"minimum": 0, "devise": "EUR"},
    "Adulte\t1 200,00 EUR": {"minimum": 1200, "devise": "EUR"},
    "Senior\t5": {}, "adulte\t\t": {}, "adulte\tdouze": {}, "adulte\t9\t8": {}, "adulte\t9\t\tsou": {},
}  # fmt: skip


@pytest.mark.parametrize("words", PASTED)
def test_rates_are_read_as_people_write_them(words: str) -> None:
    (found,) = rate_tables.rates(words, lambda name: RATES.get(name.lower()))
    held = {key: one for key, one in (found.read or {}).items() if key != "type"}
    assert held == PASTED[words]
    assert bool(held) != bool(found.why("fr"))


def test_a_sentence_follows_its_periods_until_somebody_writes_it() -> None:
    before = record(period())
    after = record(period("2026-04-01", "2026-09-30"))
    block = automatic.followed(before, after, Words())["ouverture"]
    assert block["periodeEnClair"]["libelleFr"] == "Du 1er avril au 30 septembre 2026, tous les jours."
    assert block["periodeEnClairGenerationMode"] == "AUTOMATIQUE"
    ours = {"periodeEnClair": {"libelleFr": "Venez."}, "periodeEnClairGenerationMode": "MANUEL"}
    by_hand = record(period("2026-04-01", "2026-09-30", tousLesAns=False), **ours)
    assert automatic.followed(before, by_hand, Words()) == by_hand


def test_a_sentence_stays_as_long_as_nothing_it_tells_has_changed() -> None:
    old = {"periodeEnClair": {"libelleFr": "Du 01/01."}, "periodeEnClairGenerationMode": "AUTOMATIQUE"}
    document = record(period(), **old)
    assert automatic.followed(document, {**document, "nom": {}}, Words()) == {**document, "nom": {}}


def test_a_new_period_says_its_rhythm_and_an_old_one_is_left() -> None:
    old, new = {"dateDebut": "2026-01-01"}, {"dateDebut": "2026-04-01", "dateFin": "2026-05-01"}
    found = automatic.with_rhythms(record(old), record(old, new))["ouverture"]["periodesOuvertures"]
    assert found == [old, {"type": "OUVERTURE_TOUS_LES_JOURS", "tousLesAns": False, **new}]


def test_hours_of_before_2025_become_the_first_of_several_slots() -> None:
    document = record(period(horaireOuverture="09:00:00", horaireFermeture="18:00:00"))
    (found,) = shaping.with_slot(document, shaping.Place("ouverture.periodesOuvertures", 0))["ouverture"][
        "periodesOuvertures"
    ]
    assert found["horaires"][0]["timePeriods"] == [
        {"timeFrames": [{"startTime": "09:00", "endTime": "18:00"}]}
    ]
    assert "horaireOuverture" not in found
