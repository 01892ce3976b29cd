"""Openings as documents write them, and answers in short."""

from datetime import date
from typing import Any

from sitra.tourism.rules.opening import Slot, days, hours

type Json = dict[str, Any]


def period(first: Any = "2026-01-01", last: Any = "2026-12-31", **more: Any) -> Json:
    return {"dateDebut": first, "dateFin": last, "type": "OUVERTURE_TOUS_LES_JOURS", **more}


def record(*every: Any, **more: Any) -> Json:
    return {"ouverture": {"periodesOuvertures": list(every), **more}}


def weekly(*names: str, kind: str = "OUVERTURE_SEMAINE") -> Json:
    return {"type": kind, "ouverturesJournalieres": [{"jour": name} for name in names]}


def monthly(*ranks: tuple[str, str]) -> Json:
    listed = [{"jourDuMois": rank, "jour": day} for rank, day in ranks]
    return {"type": "OUVERTURE_MOIS", "ouverturesJourDuMois": listed}


def closures(**more: Any) -> Json:
    return {"fermeturesExceptionnelles": [more]}


def timed(*lines: Json, nature: int | None = 7457) -> Json:
    kind = {"type": {"elementReferenceType": "HoraireType", "id": nature}} if nature else {}
    return {"horaires": [{**kind, "timePeriods": list(lines)}]}


def line(*weekdays: str, frames: tuple[tuple[str | None, ...], ...] = (), closed: bool = False) -> Json:
    names = ("startTime", "endTime", "recurrence")
    return {
        "closed": closed,
        "weekdays": list(weekdays),
        "timeFrames": [dict(zip(names, one, strict=False)) for one in frames],
    }


def said(document: Json, first: str, last: str, calendar: str = "") -> str:
    """Write open days as ranges: `2026-05-01…2026-05-03 2026-05-09`."""
    found = days(document, date.fromisoformat(first), date.fromisoformat(last), calendar=calendar).days
    assert found is not None
    return " ".join(f"{one}…{other}" if one != other else f"{one}" for one, other in found.ranges())


def times(document: Json, day: str) -> list[str]:
    """Write slots: `20:00-02:00+`, `10:00-?`, `10:00-18:00/0:30:00 7460`."""
    found = hours(document, date.fromisoformat(day))
    assert found.open
    return [_written(slot) for slot in found.slots]


def _written(slot: Slot) -> str:
    first, last = (f"{one:%H:%M}" if one else "?" for one in (slot.opens, slot.closes))
    every = f"/{slot.every}" if slot.every else ""
    nature = "" if slot.is_opening else f" {slot.nature}"
    return f"{first}-{last}{'+' if slot.next_day else ''}{every}{nature}"


def old(opens: str | None, closes: str | None) -> Json:
    return record(period(horaireOuverture=opens, horaireFermeture=closes))
