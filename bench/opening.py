"""Measure how long it takes to say on which days records are open, beside `dateutil.rrule`.

    PYTHONPATH=. .venv/bin/python bench/opening.py [ARCHIVE]

Reads generated records of every rhythm and those of a DATAtourisme archive, over two years. rrule is given
the rules ready made and enumerates the days of the rhythm alone, without closures.
"""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dateutil.rrule import DAILY, FR, MONTHLY, TU, WEEKLY, rrule

from sitra.intake.rules.draft import Draft
from sitra.intake.rules.sources import datatourisme
from sitra.tourism.rules.opening import days, hours, opening_dates, upcoming

ROOT = Path(__file__).resolve().parents[1]
ARCHIVE = ROOT / "demo" / "data" / "datatourisme-ardeche-drome.zip"
FIRST, LAST, TODAY = date(2026, 1, 1), date(2027, 12, 31), date(2026, 6, 5)
SPAN: Any = {"dtstart": datetime(2026, 4, 1), "until": datetime(2027, 12, 31)}  # noqa: DTZ001
ROUNDS = 300

type Json = Mapping[str, Any]


def season(kind: str, **more: Any) -> dict[str, Any]:
    dates = {"dateDebut": "2024-04-01", "dateFin": "2024-10-31", "tousLesAns": True}
    return {**dates, "type": f"OUVERTURE_{kind}", **more}


def record(*periods: Json, **more: Any) -> Json:
    return {"ouverture": {"periodesOuvertures": list(periods), **more}}


FRAMES = [{"startTime": "09:00", "endTime": "12:00"}, {"startTime": "14:00", "endTime": "18:00"}]
LINES = [
    {"weekdays": ["TUE", "WED", "THU", "FRI"], "timeFrames": FRAMES},
    {"weekdays": ["MON", "HOL"], "closed": True},
]
FEASTS = [{"dateSpeciale": name} for name in ("PREMIER_JANVIER", "PREMIER_MAI", "VINGT_CINQ_DECEMBRE")]
EXCEPT_TUESDAY = season("SAUF", ouverturesJournalieres=[{"jour": "MARDI"}])
TWO_DAYS = season("SEMAINE", ouverturesJournalieres=[{"jour": "MARDI"}, {"jour": "VENDREDI"}])
SECOND_TUESDAY = season("MOIS", ouverturesJourDuMois=[{"jourDuMois": "D_2EME", "jour": "MARDI"}])
SHOWS = [
    {"dateDebut": f"2026-07-{day:02}", "dateFin": f"2026-07-{day:02}", "type": "OUVERTURE_TOUS_LES_JOURS"}
    for day in range(1, 21)
]
CASES: Sequence[tuple[str, Json, Callable[[], Any] | None]] = (
    ("season, every day", record(season("TOUS_LES_JOURS")), lambda: list(rrule(DAILY, **SPAN))),
    ("except Tuesday", record(EXCEPT_TUESDAY), lambda: list(rrule(DAILY, **SPAN))),
    ("two days a week", record(TWO_DAYS), lambda: list(rrule(WEEKLY, byweekday=(TU, FR), **SPAN))),
    ("second Tuesday", record(SECOND_TUESDAY), lambda: list(rrule(MONTHLY, byweekday=TU(2), **SPAN))),
    ("typical: 2 seasons, feasts", record(EXCEPT_TUESDAY, TWO_DAYS, fermeturesExceptionnelles=FEASTS), None),
    ("hours of 2025, holidays", record(season("TOUS_LES_JOURS", horaires=[{"timePeriods": LINES}])), None),
    ("event of 20 shows", record(*SHOWS), None),
    ("open all year", record(ouvertTouteLAnnee="OUVERT_TOUTE_L_ANNEE"), None),
    ("10,000 periods", record(*[EXCEPT_TUESDAY] * 10_000), None),
)


def spent(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Give the microseconds of a call, the best of three runs."""
    best = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        for _ in range(rounds):
            work()
        best = min(best, time.perf_counter() - begun)
    return best / rounds * 1e6


def main(words: list[str]) -> int:
    """Print the measures."""
    print(f"{'microseconds a record':28}{'days':>9}{'hours':>9}{'dates':>9}{'next':>9}{'rrule':>9}")
    for name, document, other in CASES:
        rounds = ROUNDS if len(document["ouverture"].get("periodesOuvertures", ())) < len(SHOWS) * 2 else 3
        figures = [
            spent(lambda one=document: days(one, FIRST, LAST), rounds),  # type: ignore[misc]
            spent(lambda one=document: hours(one, TODAY), rounds),  # type: ignore[misc]
            spent(lambda one=document: opening_dates(one, TODAY), rounds),  # type: ignore[misc]
            spent(lambda one=document: upcoming(one, TODAY), rounds),  # type: ignore[misc]
        ]
        beside = f"{spent(other, 20):9.1f}" if other else ""
        print(f"{name:28}{''.join(f'{figure:9.1f}' for figure in figures)}{beside}")
    archive = Path(words[0]) if words else ARCHIVE
    documents = [one.document for one in datatourisme.read(archive) if isinstance(one, Draft)]
    opened = [one for one in documents if one.get("ouverture", {}).get("periodesOuvertures")]
    for name, some in (("all records", documents), ("with periods", opened)):
        figure = spent(lambda rows=some: [days(one, FIRST, LAST) for one in rows], 3) / len(some)  # type: ignore[misc]
        print(f"{archive.name}, {name}: {len(some)}, {figure:.1f} µs each")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
