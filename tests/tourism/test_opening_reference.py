"""Opening days against a slow and independent reading, on generated rules; and nothing ever raises."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday
from hypothesis import given, settings, strategies as st

from sitra.tourism.rules.opening import Days, calendar_of, days, hours, open_at, opening_dates, upcoming
from sitra.tourism.rules.opening.remarks import MOST_REMARKS

Json = dict[str, Any]
WEEK = ("LUNDI", "MARDI", "MERCREDI", "JEUDI", "VENDREDI", "SAMEDI", "DIMANCHE")
RANKS = {"D_1ER": 1, "D_2EME": 2, "D_3EME": 3, "D_4EME": 4, "D_DERNIER": -1}
DAYS = st.dates(date(2019, 1, 1), date(2029, 12, 31))
ONE_DAY = timedelta(days=1)


@st.composite
def rules(draw: st.DrawFn) -> Json:
    first = draw(DAYS)
    last = first + timedelta(days=draw(st.integers(0, 30) | st.integers(0, 500) | st.integers(355, 370)))
    period = {"dateDebut": first.isoformat(), "dateFin": last.isoformat(), "tousLesAns": draw(st.booleans())}
    names = st.lists(st.sampled_from((*WEEK, "TOUS")), min_size=1, max_size=4)
    kind = draw(st.sampled_from(("TOUS_LES_JOURS", "SAUF", "SEMAINE", "MOIS")))
    period["type"] = f"OUVERTURE_{kind}"
    if kind in ("SAUF", "SEMAINE"):
        period["ouverturesJournalieres"] = [{"jour": name} for name in draw(names)]
    if kind == "MOIS":
        ranks = draw(
            st.lists(
                st.tuples(st.sampled_from(sorted(RANKS)), st.sampled_from((*WEEK, "TOUS"))),
                min_size=1,
                max_size=4,
            )
        )
        period["ouverturesJourDuMois"] = [{"jourDuMois": rank, "jour": day} for rank, day in ranks]
    extra = draw(st.lists(DAYS, max_size=3))
    period["ouverturesExceptionnelles"] = [{"dateOuverture": day.isoformat()} for day in extra]
    return period


@st.composite
def windows(draw: st.DrawFn) -> tuple[date, date]:
    first = draw(DAYS)
    return first, first + timedelta(days=draw(st.integers(0, 800)))


DOCUMENTS = st.builds(
    lambda periods, closed, open_year: {
        "ouverture": {
            "periodesOuvertures": periods,
            "fermeturesExceptionnelles": [{"dateFermeture": day.isoformat()} for day in closed]
            + [{"dateSpeciale": "QUATORZE_JUILLET"}],
            **({"ouvertTouteLAnnee": "OUVERT_TOUTE_L_ANNEE"} if open_year else {}),
        }
    },
    st.lists(rules(), min_size=1, max_size=4),
    st.lists(DAYS, max_size=4),
    st.booleans(),
)


def in_season(day: date, period: Json) -> bool:
    """Say by month and day alone whether a day lies in a season that comes every year."""
    first, last = (date.fromisoformat(period[key]) for key in ("dateDebut", "dateFin"))
    if not period["tousLesAns"]:
        return first <= day <= last
    if day < first:
        return False
    after = last + ONE_DAY
    if (after.year, after.month, after.day) >= (first.year + 1, first.month, first.day):
        return True
    begin, end, now = ((one.month, one.day) for one in (first, last, day))
    return begin <= now <= end if first.year == last.year else now >= begin or now <= end


def rhythm(period: Json, first: date, last: date) -> set[date]:
    """Enumerate the days of a rhythm with rrule."""
    bounds: Any = {
        "dtstart": datetime(first.year, first.month, first.day),  # noqa: DTZ001
        "until": datetime(last.year, last.month, last.day),  # noqa: DTZ001
    }
    every = {one.date() for one in rrule(DAILY, **bounds)}
    named = [one["jour"] for one in period.get("ouverturesJournalieres", ())]
    if period["type"] == "OUVERTURE_MOIS":
        found = set()
        for one in period["ouverturesJourDuMois"]:
            for number in range(7) if one["jour"] == "TOUS" else [WEEK.index(one["jour"])]:
                nth = weekday(number, RANKS[one["jourDuMois"]])
                found |= {day.date() for day in rrule(MONTHLY, byweekday=nth, **bounds)}
        return found
    if not named:
        return every
    numbers = range(7) if "TOUS" in named else sorted({WEEK.index(name) for name in named})
    found = {day.date() for day in rrule(WEEKLY, byweekday=numbers, **bounds)}
    return found if period["type"] == "OUVERTURE_SEMAINE" else every - found


def enumerate_slowly(document: Json, first: date, last: date) -> set[date]:
    block, found, spoken = document["ouverture"], set[date](), set[date]()
    window = {first + timedelta(days=rank) for rank in range((last - first).days + 1)}
    for period in block["periodesOuvertures"]:
        season = {day for day in window if in_season(day, period)}
        spoken |= season
        found |= season & rhythm(period, first, last)
        found |= {date.fromisoformat(one["dateOuverture"]) for one in period["ouverturesExceptionnelles"]}
    if "ouvertTouteLAnnee" in block:
        found |= window - spoken
    closed = {one.get("dateFermeture") for one in block["fermeturesExceptionnelles"]}
    kept = {day for day in found & window if day.isoformat() not in closed}
    return {day for day in kept if (day.month, day.day) != (7, 14)}


@settings(max_examples=120, deadline=None)
@given(DOCUMENTS, windows())
def test_days_are_those_of_a_slow_reading(document: Json, window: tuple[date, date]) -> None:
    found = days(document, *window)
    assert found.days is not None
    assert not found.remarks
    assert list(found.days) == sorted(enumerate_slowly(document, *window))


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, windows())
def test_all_ways_to_read_a_set_of_days_agree(document: Json, window: tuple[date, date]) -> None:
    found = days(document, *window).days
    assert found is not None
    listed = list(found)
    assert len(found) == len(listed)
    assert found.written() == [day.isoformat() for day in listed]
    spans = list(found.ranges())
    assert [
        one + timedelta(days=rank) for one, other in spans for rank in range((other - one).days + 1)
    ] == listed
    assert all(before[1] + ONE_DAY < after[0] for before, after in pairwise(spans))
    assert Days.from_bytes(*window, found.to_bytes()) == found
    assert upcoming(document, window[0], most=5)[: len(listed)] == listed[:5]


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, DAYS)
def test_hours_say_open_on_the_days_that_are(document: Json, first: date) -> None:
    last = first + timedelta(days=20)
    found = days(document, first, last).days
    assert found is not None
    told = {day: hours(document, day).open for day in (first + timedelta(days=rank) for rank in range(21))}
    assert [day for day, answer in told.items() if answer] == list(found)


WORDS = st.sampled_from((
    "dateDebut", "dateFin", "type", "tousLesAns", "ouverturesJournalieres", "jour", "ouverturesJourDuMois",
    "jourDuMois", "ouverturesExceptionnelles", "dateOuverture", "horaires", "timePeriods", "timeFrames",
    "closed",
    "weekdays", "startTime", "endTime", "recurrence", "horaireOuverture", "horaireFermeture", "dateFermeture",
    "dateSpeciale", "dates", "id",
))  # fmt: skip
VALUES = st.sampled_from((
    "2026-01-01", "2026-12-31", "9999-12-31", "0001-01-01", "2026-02-30", "OUVERTURE_SAUF",
    "OUVERTURE_SEMAINE", "OUVERTURE_MOIS", "OUVERTURE_TOUS_LES_JOURS", "LUNDI", "TOUS", "D_1ER", "D_DERNIER",
    "MON", "HOL", "09:00", "24:00", "00:00:00", "12:00+02:00", "PREMIER_MAI", "FERME_TEMPORAIREMENT", "",
))  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | VALUES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=25,
)
PARTS = (
    "dateDebut", "dateFin", "type", "tousLesAns", "ouverturesJournalieres", "ouverturesJourDuMois",
    "horaireOuverture", "horaireFermeture", "ouverturesExceptionnelles",
)  # fmt: skip
LINES = st.fixed_dictionaries({}, optional={"weekdays": ANYTHING, "closed": ANYTHING, "timeFrames": ANYTHING})
TIMES = st.lists(st.fixed_dictionaries({"timePeriods": st.lists(LINES | ANYTHING, max_size=3)}), max_size=2)
PERIODS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(PARTS, ANYTHING | VALUES)
    | {"horaires": TIMES, "horaireOuverture": ANYTHING | VALUES},
)
WILD = st.fixed_dictionaries({
    "ouverture": ANYTHING
    | st.fixed_dictionaries(
        {},
        optional={
            "periodesOuvertures": ANYTHING | st.lists(PERIODS | ANYTHING, max_size=4),
            "fermeturesExceptionnelles": ANYTHING,
            "ouvertTouteLAnnee": ANYTHING | st.just("OUVERT_TOUTE_L_ANNEE"),
            "fermeTemporairement": ANYTHING,
            "ouverturesComplementaires": ANYTHING,
        },
    ),
    "localisation": ANYTHING,
})  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(WILD, DAYS | st.sampled_from((date.min, date.max)))
def test_no_document_makes_it_raise(document: Json, day: date) -> None:
    calendar_of(document)
    found = days(document, day, day)
    assert len(found.remarks) <= MOST_REMARKS
    answer = hours(document, day)
    assert bool(answer.open) == bool(found.days)
    open_at(document, datetime(day.year, day.month, day.day, 1))  # noqa: DTZ001
    upcoming(document, day)
    if day != date.max:
        opening_dates(document, day)
