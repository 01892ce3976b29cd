"""DATAtourisme openings and dates of events -> the opening of v002."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sitra.intake.rules import dating, manifests, parts, wording
from sitra.intake.rules.sources.datatourisme.graph import Json, ids, many, texts

type Hours = tuple[str, str]

_TIME = re.compile(r"^\d\d:\d\d:\d\d$")
_ALL_DAY = ("00:00:00", "00:00:00")
_WEEK = 7
_LONGEST = 4000
"""Longest opening in words, in characters."""


@dataclass(slots=True)
class Span:
    """Days between two dates, with hours: what one or several specifications say alike."""

    start: str
    end: str
    hours: Hours
    told: Mapping[str, str]
    days: list[str] = field(default_factory=list)

    @property
    def dated(self) -> bool:
        """Say whether it has two dates in order."""
        return bool(self.start and self.end and self.start <= self.end)


def opening(thing: Json, place: Json) -> dict[str, Any]:
    """Write the openings: dated ones as periods; all of them in words."""
    spans = _alike(_spans(many(place.get("schema:openingHoursSpecification"))))
    known = {(one.start, one.end) for one in spans}
    spans += [one for one in _alike(_dates(thing)) if (one.start, one.end) not in known]
    said = _in_words(spans)
    return {
        "periodeEnClair": parts.label(said),
        "periodeEnClairGenerationMode": "MANUEL" if said else None,
        "periodesOuvertures": sorted(
            (_period(one) for one in spans if one.dated), key=lambda one: str(one["dateDebut"])
        ),
    }


def _spans(specs: Iterable[Json]) -> Iterator[Span]:
    for spec in specs:
        told = texts(spec.get("additionalInformation"))
        yield Span(
            parts.day(str(spec.get("schema:validFrom", ""))),
            parts.day(str(spec.get("schema:validThrough", ""))),
            _hours(spec, "schema:opens", "schema:closes"),
            {code: wording.clean(words) for code, words in told.items()},
            ids(many(spec.get("schema:dayOfWeek"))),
        )


def _dates(thing: Json) -> Iterator[Span]:
    """Give the dates of an event."""
    for period in many(thing.get("takesPlaceAt")):
        start = parts.day(str(period.get("startDate", "")))
        end = parts.day(str(period.get("endDate", ""))) or start
        yield Span(start, end, _hours(period, "startTime", "endTime"), {})


def _hours(spec: Json, opens: str, closes: str) -> Hours:
    first, last = (str(spec.get(key, "")) for key in (opens, closes))
    hours = (first if _TIME.match(first) else "", last if _TIME.match(last) else "")
    return ("", "") if hours == _ALL_DAY else hours


def _alike(spans: Iterable[Span]) -> list[Span]:
    """Put together the days that have the same dates, hours and words, in the order of the week."""
    kept: dict[tuple[Any, ...], Span] = {}
    for one in spans:
        key = (one.start, one.end, one.hours, tuple(one.told.items()), bool(one.days))
        kept.setdefault(key, one).days += [day for day in one.days if day not in kept[key].days]
    week = [said for place, said in manifests.words(__package__) if place == "day"]
    for one in kept.values():
        one.days.sort(key=lambda day: week.index(day.lower()) if day.lower() in week else _WEEK)
    return list(kept.values())


def _period(span: Span) -> dict[str, Any]:
    hours = zip(("horaireOuverture", "horaireFermeture"), span.hours, strict=True)
    days = [french.upper() for french, _ in _names(span.days)]
    week = {"type": "OUVERTURE_SEMAINE", "ouverturesJournalieres": [{"jour": day} for day in days]}
    return {
        **dating.period(span.start, span.end),
        **(week if 0 < len(days) < _WEEK else {}),
        **{name: hour for name, hour in hours if hour},
        "complementHoraire": parts.label(span.told),
    }


def _names(days: Iterable[str]) -> list[tuple[str, str]]:
    """Name days in French and in English."""
    words = manifests.words(__package__)
    return [words["day", day.lower()] for day in days if ("day", day.lower()) in words]


def _in_words(spans: Iterable[Span]) -> dict[str, str]:
    """Say the openings: a line for each two dates, with days, hours and what else is told."""
    ranges: dict[tuple[str, str], list[Span]] = {}
    for one in spans:
        ranges.setdefault((one.start, one.end) if one.dated else ("", ""), []).append(one)
    said: dict[str, str] = {}
    for (start, end), group in ranges.items():
        dates = dating.said(start, end) if start else ("", "")
        lines = _with_days(dates, group) if any(map(_tells_days, group)) else dates
        told = dict(zip(("fr", "en"), lines, strict=True))
        for words in dict.fromkeys(tuple(one.told.items()) for one in group):
            for code, text in words:
                told[code] = _joined(told.get(code, ""), text)
        for code, text in told.items():
            if len(said.get(code, "")) + len(text) < _LONGEST:
                said[code] = _joined(said.get(code, ""), text, "\n")
    return said


def _tells_days(span: Span) -> bool:
    """Say whether days or hours stand in the fields alone, and not in words beside."""
    return not span.told and bool(span.days or span.hours[0])


def _with_days(dates: tuple[str, str], group: Iterable[Span]) -> tuple[str, str]:
    """Say days and hours after the dates, in French and in English."""
    hours: dict[tuple[str, ...], list[Hours]] = {}
    for one in group:
        hours.setdefault(tuple(one.days) if len(one.days) < _WEEK else (), []).append(one.hours)
    french, english = [], []
    for days, times in hours.items():
        names = _names(days)
        french.append(_joined(", ".join(name for name, _ in names), _clock(times, "h", "dès")))
        english.append(_joined(", ".join(name for _, name in names), _clock(times, ":", "from")))
    parts_of = ((dates[0], french), (dates[1], english))
    first, second = (_sentence(date, "; " if lines is english else " ; ", lines) for date, lines in parts_of)
    return first, second


def _sentence(date: str, mark: str, said: Iterable[str]) -> str:
    words = _joined(date.rstrip("."), mark.join(filter(None, said)), ", ")
    return wording.begin(f"{words}.") if words else ""


def _clock(times: Iterable[Hours], mark: str, alone: str) -> str:
    """Say hours: `9h-12h30, 14h-18h` in French, `9:00-12:30` in English."""
    said = []
    for opens, closes in sorted(times):
        begin, end = (_hour(one, mark) for one in (opens, closes))
        if begin:
            said.append(f"{begin}-{end}" if end else f"{alone} {begin}")
    return ", ".join(dict.fromkeys(said))


def _hour(time: str, mark: str) -> str:
    if not time:
        return ""
    hour, minute, _ = time.split(":")
    return f"{int(hour)}{mark}{'' if mark == 'h' and minute == '00' else minute}"


def _joined(before: str, after: str, mark: str = " ") -> str:
    return mark.join(part for part in (before, after) if part)
