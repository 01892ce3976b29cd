"""When a record is open, in sentences: what `days` and `hours` count, and no more.

A part that the calendar cannot read is left out too: nobody is told a day that no search finds.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any, Final

from sitra.catalog.rules.fields.choices import HOLIDAYS
from sitra.catalog.rules.speech import Speech
from sitra.catalog.rules.validation.values import read_day
from sitra.kit.texts import SUFFIXES
from sitra.tourism.rules.opening.feasts import FEASTS
from sitra.tourism.rules.opening.periods import (
    EVERY_DAY,
    EXCEPT,
    MONTHLY,
    WEEKLY,
    bounds,
    month_days,
    weekdays,
)
from sitra.tourism.rules.opening.remarks import Notes
from sitra.tourism.rules.opening.timetable import EVERY_WEEKDAY, Json, listed
from sitra.tourism.rules.sentences.hours import hours_words, other_hours
from sitra.tourism.rules.sentences.tongue import WEEKDAYS, Tongue, sentence

_RANKS: Final = {
    "D_1ER": ("premier", "first"),
    "D_2EME": ("deuxième", "second"),
    "D_3EME": ("troisième", "third"),
    "D_4EME": ("quatrième", "fourth"),
    "D_DERNIER": ("dernier", "last"),
}
_WEEKS: Final = {
    "D_1ER": ("les sept premiers jours du mois", "on the first seven days of the month"),
    "D_2EME": ("du 8 au 14 du mois", "from the 8th to the 14th of the month"),
    "D_3EME": ("du 15 au 21 du mois", "from the 15th to the 21st of the month"),
    "D_4EME": ("du 22 au 28 du mois", "from the 22nd to the 28th of the month"),
    "D_DERNIER": ("les sept derniers jours du mois", "on the last seven days of the month"),
}


def opening_sentence(document: Mapping[str, Any], speech: Speech) -> str:
    """Say when a record is open, a line for each period; nothing when nothing tells.

    Terms of the vocabulary are named by the speech; French words for any language but English.
    """
    block = document.get("ouverture")
    if not isinstance(block, Mapping):
        return ""
    tongue = Tongue(speech.language)
    if block.get("fermeTemporairement") == "FERME_TEMPORAIREMENT":
        return sentence(tongue.either("Fermé temporairement", "Closed for now"))
    periods = [one for _, one in listed(block, "periodesOuvertures", "", Notes())]
    lines = [one_period(one, speech) for one in periods]
    if block.get("ouvertTouteLAnnee") == "OUVERT_TOUTE_L_ANNEE":
        lines.insert(0, sentence(tongue.either("Ouvert toute l'année", "Open all year")))
    lines.append(_closures(block, tongue))
    lines += [sentence(one) for one in _notes(block, speech)]
    return "\n".join(dict.fromkeys(line for line in lines if line))


def one_period(period: Json, speech: Speech) -> str:
    """Say one period: its days, their hours, then its exceptional openings."""
    tongue, notes = Tongue(speech.language), Notes()
    said = []
    found, days = bounds(period, "", notes), _rhythm(period, tongue, notes)
    if found is not None and days is not None:
        hours = hours_words(period, tongue)
        name = period.get("nom")
        head = f"{name.strip()}{tongue.either(' : ', ': ')}" if isinstance(name, str) and name.strip() else ""
        when = ", ".join(one for one in (*_season(*found, period, days, tongue), hours) if one)
        said.append(sentence(head + when))
        said += [sentence(one) for one in other_hours(period, tongue, speech)]
        said.append(sentence(_written(period.get("complementHoraire"), speech.language)))
    if extra := _dates(period, "ouverturesExceptionnelles", "dateOuverture"):
        said.append(
            sentence(tongue.either("ouvert exceptionnellement ", "open exceptionally ") + tongue.days(extra))
        )
    return " ".join(one for one in said if one)


def _season(first: date, last: date, period: Json, days: str, tongue: Tongue) -> tuple[str, str]:
    """Say the dates and the rhythm; a single day needs no « tous les jours »."""
    yearly = period.get("tousLesAns") is True
    every = tongue.either("tous les jours", "every day")
    if yearly and _whole_year(first, last):
        return tongue.either("toute l'année", "all year"), days or every
    span = tongue.span(first, last, year=not yearly)
    if yearly and first == last:
        span = tongue.either(f"{span}, tous les ans", f"{span}, every year")
    return span, days if first == last else days or every


def _whole_year(first: date, last: date) -> bool:
    after = date.fromordinal(last.toordinal() + 1) if last < date.max else last
    return (after.year, after.month, after.day) >= (first.year + 1, first.month, first.day)


def _rhythm(period: Json, tongue: Tongue, notes: Notes) -> str | None:
    """Say a rhythm: nothing for every day, `None` where it cannot be read."""
    kind = period.get("type")
    names = bool(period.get("ouverturesJournalieres") or period.get("ouverturesJourDuMois"))
    if kind == EVERY_DAY or (kind is None and not names):
        return ""
    if kind == MONTHLY:
        return _monthly(period, tongue, notes)
    days, sound = weekdays(period, "", notes)
    if kind == EXCEPT and sound:
        return _except(days, tongue)
    if kind == WEEKLY and days:
        return "" if days == EVERY_WEEKDAY else tongue.weekdays(days)
    return None


def _except(days: int, tongue: Tongue) -> str | None:
    if days == EVERY_WEEKDAY:
        return None
    if not days:
        return ""
    every = tongue.either("tous les jours sauf", "every day except")
    return f"{every} {tongue.weekdays(days, bare=True)}"


def _monthly(period: Json, tongue: Tongue, notes: Notes) -> str | None:
    said = []
    for rank, day in month_days(period, "", notes):
        if day == EVERY_WEEKDAY:
            said.append(tongue.either(*_WEEKS[rank]))
        else:
            name = tongue.either(*WEEKDAYS[day.bit_length() - 1])
            nth = tongue.either(*_RANKS[rank])
            said.append(tongue.either(f"le {nth} {name} du mois", f"on the {nth} {name} of the month"))
    return tongue.listed(list(dict.fromkeys(said))) or None


def _closures(block: Json, tongue: Tongue) -> str:
    """Say exceptional closures: feasts by their names, then dates."""
    names = {wire: (french, english) for wire, french, english in HOLIDAYS.words}
    feasts = []
    for _, closure in listed(block, "fermeturesExceptionnelles", "", Notes()):
        name = closure.get("dateSpeciale")
        if isinstance(name, str) and name in FEASTS:
            feasts.append(_feast(*names[name], tongue))
    dates = _dates(block, "fermeturesExceptionnelles", "dateFermeture")
    said = [*dict.fromkeys(feasts), *([tongue.days(dates)] if dates else [])]
    return sentence(f"{tongue.either('fermé', 'closed')} {tongue.listed(said)}") if said else ""


_FEMININE = ("fête", "Fête", "abolition", "arrivée", "Ascension", "Immaculée", "Saint-")
_VOWEL = "aeiouéÀAEIOU"


def _feast(french: str, english: str, tongue: Tongue) -> str:
    """Name a feast with its article: `le 1er mai`, `le jour de l'Ascension`."""
    if tongue.language == "en":
        return f"on {english}"
    if french.startswith(_FEMININE):
        if french.startswith("Saint-"):
            return f"à la {french}"
        return f"pour l'{french}" if french[0] in _VOWEL else f"pour la {french}"
    return f"le {french}"


def _dates(holder: Json, name: str, key: str) -> list[date]:
    found = (read_day(one.get(key)) for _, one in listed(holder, name, "", Notes()))
    return [day for day in found if day is not None]


def _notes(block: Json, speech: Speech) -> Iterator[str]:
    """Name the terms that say more: 24 hours a day, if the weather allows."""
    held: Iterable[Any] = block.get("ouverturesComplementaires") or ()
    for one, _ in groupby(held if isinstance(held, list) else ()):
        number = one.get("id") if isinstance(one, Mapping) else None
        if isinstance(number, int):
            yield speech.words.term(number, speech.language)


def _written(text: Any, language: str) -> str:
    """Give what people wrote in that very language: another one would not be read."""
    words = text.get(f"libelle{SUFFIXES.get(language, 'Fr')}") if isinstance(text, Mapping) else None
    return " ".join(words.split()) if isinstance(words, str) else ""
