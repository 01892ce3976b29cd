"""How values of schema.org are made of a record in API form, cut to the languages that are wanted."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sitra.catalog.rules.sheet import point
from sitra.kit.texts import SUFFIXES

type Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Speech:
    """How texts are written: each with its language where there are several, else plain."""

    several: bool

    def say(self, said: Mapping[str, Any] | None) -> Any:
        """Write a text by language; nothing without words."""
        words = {
            code: said[f"libelle{suffix}"]
            for code, suffix in SUFFIXES.items()
            if said and said.get(f"libelle{suffix}")
        }
        if self.several:
            return [{"@language": code, "@value": text} for code, text in words.items()]
        return next(iter(words.values()), None)


type Make = Callable[[Record, Speech], Any]

_STARS: Final[Mapping[int, int]] = {
    **dict(zip((2748, 2749, 2750, 2751, 2758), range(1, 6), strict=True)),
    **dict(zip((2541, 2543, 2546, 2548, 2561), range(1, 6), strict=True)),
    **dict(zip((2627, 2628, 2629, 2630, 2631), range(1, 6), strict=True)),
    **dict(zip((2658, 2659, 2660, 2661, 2662), range(1, 6), strict=True)),
}
"""Number of a term of official ranking -> stars."""
_DAYS: Final[Mapping[str, str]] = {
    "LUNDI": "Monday", "MARDI": "Tuesday", "MERCREDI": "Wednesday", "JEUDI": "Thursday",
    "VENDREDI": "Friday", "SAMEDI": "Saturday", "DIMANCHE": "Sunday",
    "MON": "Monday", "TUE": "Tuesday", "WED": "Wednesday", "THU": "Thursday",
    "FRI": "Friday", "SAT": "Saturday", "SUN": "Sunday", "HOL": "PublicHolidays",
}  # fmt: skip
_EVERY_DAY, _WEEKLY, _EXCEPT = "OUVERTURE_TOUS_LES_JOURS", "OUVERTURE_SEMAINE", "OUVERTURE_SAUF"
_WEEK, _ALL = tuple(_DAYS.values())[:7], "TOUS"
_OPENING = 7457
"""The term (HoraireType) of hours of the opening itself."""
_EURO = "EUR"


def text(*path: str) -> Make:
    """Write the text that stands at a path."""
    return lambda record, speech: speech.say(_at(record, *path))


def terms(*path: str) -> Make:
    """Write the labels of terms."""
    return lambda record, speech: [*filter(None, map(speech.say, _listed(_at(record, *path))))]


def way(*kinds: int) -> Make:
    """Write the first way to get in touch that is of one of these kinds (MoyenCommunicationType)."""
    return lambda record, _: next(_ways(record, kinds), None)


def ways(*kinds: int) -> Make:
    """Write all ways to get in touch that are of these kinds."""
    return lambda record, _: [*_ways(record, kinds)]


def address(record: Record, _speech: Speech) -> Any:
    """Write a postal address."""
    held = _at(record, "localisation", "adresse") or {}
    commune = held.get("commune") or {}
    lines = [held.get(name) for name in ("nomDuLieu", "adresse1", "adresse2", "adresse3")]
    found = {
        "streetAddress": ", ".join(filter(None, lines)),
        "postalCode": held.get("codePostal") or commune.get("codePostal"),
        "addressLocality": commune.get("nom"),
        "addressCountry": Speech(several=False).say(commune.get("pays")),
    }
    return _typed("PostalAddress", found)


def geo(record: Record, _speech: Speech) -> Any:
    """Write the point of a record, when it was checked."""
    lon, lat = point(record)
    return None if lon is None else {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon}


def location(record: Record, speech: Speech) -> Any:
    """Write where an event takes place."""
    where = address(record, speech) or {}
    name = _at(record, "informationsFeteEtManifestation", "nomLieu") or where.get("addressLocality")
    return _typed("Place", {"name": name, "address": where, "geo": geo(record, speech)})


def pictures(record: Record, speech: Speech) -> Any:
    """Write the pictures of a record with what must be said of them."""
    found = []
    for one in _listed(record.get("illustrations")):
        files = _listed(one.get("traductionFichiers"))
        shown = {
            "contentUrl": next((file["url"] for file in files if file.get("url")), None),
            "caption": speech.say(one.get("legende")) or speech.say(one.get("nom")),
            "creditText": Speech(several=False).say(one.get("copyright")),
        }
        if shown["contentUrl"]:
            found.append(_typed("ImageObject", shown))
    return found


def bound(name: str, pick: Callable[[Iterable[str]], str]) -> Make:
    """Write the first or the last of the days of the periods."""

    def make(record: Record, _speech: Speech) -> Any:
        days = [one[name] for one in _periods(record) if isinstance(one.get(name), str)]
        return pick(days) if days else None

    return make


def hours(record: Record, _speech: Speech) -> Any:
    """Write the periods of opening whose days can be said so; those by rank in the month cannot."""
    return [one for period in _periods(record) for one in _specified(period)]


def offers(record: Record, _speech: Speech) -> Any:
    """Write the price of each rate, or between which prices it is."""
    found = []
    for rate in _rates(record):
        low, high = rate.get("minimum"), rate.get("maximum")
        shown = {"price": low if low is not None else high, "priceCurrency": rate.get("devise") or _EURO}
        found.append(_typed("Offer", {**shown, "name": _named(rate)}))
    return found


def price_range(record: Record, _speech: Speech) -> Any:
    """Write the least and the largest price, in the currency of the first rate."""
    rates = [*_rates(record)]
    amounts = [rate[name] for rate in rates for name in ("minimum", "maximum") if rate.get(name) is not None]
    if not amounts:
        return None
    bounds = dict.fromkeys((min(amounts), max(amounts)))
    return "–".join(f"{one:g}" for one in bounds) + f" {rates[0].get('devise') or _EURO}"


def payment(record: Record, _speech: Speech) -> Any:
    """Write the ways to pay in one line, as schema.org has them."""
    labels = map(Speech(several=False).say, _listed(_at(record, "descriptionTarif", "modesPaiement")))
    return ", ".join(filter(None, labels))


def stars(record: Record, _speech: Speech) -> Any:
    """Write the official stars of a lodging."""
    blocks = (block for block in record.values() if isinstance(block, Mapping))
    ranks = (block.get(name) for block in blocks for name in ("classement", "classementPrefectoral"))
    known = (_STARS.get(one.get("id", 0)) for one in ranks if isinstance(one, Mapping))
    value = next(filter(None, known), None)
    return _typed("Rating", {"ratingValue": value, "bestRating": 5}) if value else None


def amenities(record: Record, speech: Speech) -> Any:
    """Write equipment, comfort and services."""
    held = _at(record, "prestations") or {}
    listed = [one for name in ("equipements", "conforts", "services") for one in _listed(held.get(name))]
    named = filter(None, map(speech.say, listed))
    return [{"@type": "LocationFeatureSpecification", "name": name, "value": True} for name in named]


def _at(record: Any, *path: str) -> Any:
    for step in path:
        record = record.get(step) if isinstance(record, Mapping) else None
    return record


def _listed(held: Any) -> list[Mapping[str, Any]]:
    return [one for one in held if isinstance(one, Mapping)] if isinstance(held, list) else []


def _typed(kind: str, said: Mapping[str, Any]) -> dict[str, Any] | None:
    kept = {name: value for name, value in said.items() if value not in (None, "", [], {})}
    return {"@type": kind, **kept} if kept else None


def _ways(record: Record, kinds: Iterable[int]) -> Iterator[str]:
    for one in _listed(_at(record, "informations", "moyensCommunication")):
        values = one.get("coordonnees")
        if _at(one, "type", "id") in kinds and isinstance(values, Mapping):
            yield from (str(value) for value in list(values.values())[:1])


def _periods(record: Record) -> list[Mapping[str, Any]]:
    return _listed(_at(record, "ouverture", "periodesOuvertures"))


def _rates(record: Record) -> Iterator[Mapping[str, Any]]:
    for period in _listed(_at(record, "descriptionTarif", "periodes")):
        for rate in _listed(period.get("tarifs")):
            if rate.get("minimum") is not None or rate.get("maximum") is not None:
                yield rate


def _named(rate: Mapping[str, Any]) -> Any:
    return Speech(several=False).say(rate.get("type"))


def _specified(period: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Write a period as specifications, one for each slot of its hours."""
    days = _weekdays(period)
    if days is None:
        return
    span = {"validFrom": period.get("dateDebut"), "validThrough": period.get("dateFin")}
    written = {
        "opens": _clock(period.get("horaireOuverture")),
        "closes": _clock(period.get("horaireFermeture")),
    }
    slots = [*_slots(period)] or [{"dayOfWeek": days, **written}]
    for slot in slots:
        if shown := _typed("OpeningHoursSpecification", {**slot, **span}):
            yield shown


def _weekdays(period: Mapping[str, Any]) -> list[str] | None:
    """Give the days of a period, none named for all of them; nothing where they cannot be said by weekday."""
    words = [str(one.get("jour")) for one in _listed(period.get("ouverturesJournalieres"))]
    named = [*_WEEK] if _ALL in words else [_DAYS.get(word, "") for word in words]
    match period.get("type"):
        case value if value == _EVERY_DAY or (value is None and not named):
            return []
        case value if value == _WEEKLY and named and all(named):
            return named
        case value if value == _EXCEPT and named and all(named):
            return [one for one in _WEEK if one not in named]
    return None


def _slots(period: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the slots of the opening as they are written since 2025, days that are closed left out."""
    for one in _listed(period.get("horaires")):
        if _at(one, "type", "id") not in (None, _OPENING):
            continue
        for line in _listed(one.get("timePeriods")):
            held = line.get("weekdays")
            days = [_DAYS[day] for day in held if day in _DAYS] if isinstance(held, list) else []
            for frame in () if line.get("closed") else _listed(line.get("timeFrames")):
                opens, closes = _clock(frame.get("startTime")), _clock(frame.get("endTime"))
                yield {"dayOfWeek": days, "opens": opens, "closes": closes}


def _clock(written: Any) -> str | None:
    return written[:5] if isinstance(written, str) else None
