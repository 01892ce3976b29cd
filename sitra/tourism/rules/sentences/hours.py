"""Hours of a period in words: those of every day once, those of some days with the days."""

from collections.abc import Iterable, Iterator
from datetime import time
from itertools import groupby

from sitra.catalog.rules.speech import Speech
from sitra.tourism.rules.opening.remarks import Notes
from sitra.tourism.rules.opening.slots import MIDNIGHT, Slot, frames_of, joined, old_slot
from sitra.tourism.rules.opening.timetable import EVERY_WEEKDAY, HOLIDAYS, Json, Line, timetable
from sitra.tourism.rules.sentences.tongue import Tongue


def hours_words(period: Json, tongue: Tongue) -> str:
    """Say the hours of the opening of a period; nothing when it has none."""
    notes = Notes()
    lines = [line for line in timetable(period, "", notes) if line.is_opening]
    if lines:
        return ", ".join(_by_days(lines, tongue, notes))
    return _slots(old_slot(period, "", notes), tongue)


def other_hours(period: Json, tongue: Tongue, speech: Speech) -> Iterator[str]:
    """Say the hours of another nature, a sentence each: `visite guidée : à 10 h et à 15 h`."""
    notes = Notes()
    lines = [line for line in timetable(period, "", notes) if not line.is_opening]
    for nature, same in groupby(sorted(lines, key=lambda one: one.nature or 0), key=lambda one: one.nature):
        said = ", ".join(_by_days(list(same), tongue, notes))
        if said:
            name = speech.words.term(nature or 0, tongue.language)
            yield f"{name}{tongue.either(' : ', ': ')}{said}"


def _by_days(lines: list[Line], tongue: Tongue, notes: Notes) -> Iterator[str]:
    """Say lines of one nature; days with the same hours together, in the order they are written."""
    told: dict[str, int] = {}
    for line in lines:
        said = (
            tongue.either("fermé", "closed") if line.closed else _slots(frames_of([line], "", notes), tongue)
        )
        if said:
            told[said] = told.get(said, 0) | line.days
    for said, days in told.items():
        when = _when(days, tongue)
        yield f"{said} {when}".strip()


def _when(days: int, tongue: Tongue) -> str:
    """Say the days of hours; every weekday needs no word."""
    week, feasts = days & EVERY_WEEKDAY, bool(days & HOLIDAYS)
    named = tongue.either("les jours fériés", "on public holidays")
    if week == EVERY_WEEKDAY:
        every = tongue.either("tous les jours, jours fériés compris", "every day, public holidays too")
        return every if feasts else ""
    said = [tongue.weekdays(week)] if week else []
    return tongue.listed([*said, named] if feasts else said)


def _slots(slots: Iterable[Slot], tongue: Tongue) -> str:
    found = joined(slots)
    starts = [tongue.time(one.opens) for one in found if one.opens and _is_start(one)]
    said = [_slot(one, tongue) for one in found if not _is_start(one)]
    if starts:
        said.append(tongue.listed([f"{tongue.either('à ', 'at ')}{one}" for one in starts]))
    return tongue.listed(said)


def _is_start(slot: Slot) -> bool:
    return slot.opens is not None and slot.closes is None and slot.every is None


def _slot(slot: Slot, tongue: Tongue) -> str:
    every = f" {tongue.lasting(slot.every)}" if slot.every else ""
    if slot.opens == slot.closes == MIDNIGHT:
        return tongue.either("24 h sur 24", "24 hours a day") + every
    if slot.opens is None:
        end = tongue.time(slot.closes or MIDNIGHT)
        return tongue.either(f"jusqu'à {end}", f"until {end}") + every
    begin = tongue.time(slot.opens)
    if slot.closes is None:
        return tongue.either(f"dès {begin}", f"from {begin}") + every
    end = _end(slot.closes, tongue)
    return tongue.either(f"de {begin} à {end}", f"from {begin} to {end}") + every


def _end(closes: time, tongue: Tongue) -> str:
    return tongue.either("minuit", "midnight") if closes == MIDNIGHT else tongue.time(closes)
