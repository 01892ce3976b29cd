"""Trails of a Geotrek as equipment with an itinerary."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sitra.intake.rules import parts, wording
from sitra.intake.rules.draft import CommuneHint, Draft
from sitra.intake.rules.sources.geotrek import media
from sitra.intake.rules.sources.geotrek.words import (
    DIFFICULTIES,
    NETWORKS,
    PRACTICES,
    ROUTES,
    THEMES,
    Json,
    Languages,
    Texts,
    Words,
    listed,
    paragraphs,
    published,
    texts,
    within,
)
from sitra.kit.texts import fold

SPORT, STEP_BY_STEP = 2988, 6527
_DAY, _HOUR, _KILOMETRE = 24, 60, 1000
_LINES = ("departure", "arrival", "access", "advised_parking", "public_transport")


def draft(row: Json, words: Words, number: str) -> Draft:
    """Write the trail of a row."""
    languages = published(row)
    document = {
        "nom": parts.label(named(row)),
        "informations": {"moyensCommunication": _contacts(row, words)},
        "presentation": _presentation(row, languages),
        "localisation": _place(row, words, languages),
        "prestations": _services(row, words, languages),
        "ouverture": _lasting(row.get("duration")),
        "illustrations": media.illustrations(row),
        "multimedias": media.others(row, languages),
        "informationsEquipement": {
            "rubrique": parts.ref("EquipementRubrique", SPORT),
            "activites": parts.refs(
                "EquipementActivite", _led(PRACTICES, words, "trek_practice", row.get("practice"))
            ),
            "itineraire": _course(row, words, _said(row, "advice", languages)),
        },
    }
    changed = parts.day(str(row.get("update_datetime", "")))
    return Draft(number, "EQUIPEMENT", parts.filled(document), commune(row), changed)


def named(row: Json) -> Texts:
    """Name a record in the languages published; in French at least, since every record is named in French."""
    names = texts(row.get("name"))
    kept = within(names, published(row)) or names
    cleaned = {code: wording.name(one) for code, one in kept.items()}
    return {"fr": next(iter(cleaned.values())), **cleaned} if cleaned else {}


def commune(row: Json) -> CommuneHint:
    """Name the commune where a record starts, else the first that it crosses."""
    cities = [str(one) for one in _many(row, "cities")]
    return CommuneHint(code=str(row.get("departure_city") or next(iter(cities), "")))


def point(coordinates: Any) -> dict[str, Any] | None:
    """Write a point of GeoJSON."""
    if not isinstance(coordinates, list) or len(coordinates) < 2:  # noqa: PLR2004 - longitude, latitude
        return None
    return parts.point(str(coordinates[1]), str(coordinates[0]))


def _said(row: Json, key: str, languages: Languages) -> Texts:
    return within(texts(row.get(key)), languages)


def _led(table: Mapping[str, Iterable[int]], words: Words, name: str, *numbers: Any) -> list[int]:
    """Give the terms to which the words of some numbers of a list lead."""
    return [term for word in words.heard(name, numbers) for term in table.get(word, ())]


def _presentation(row: Json, languages: Languages) -> dict[str, Any]:
    teaser, ambiance = _said(row, "description_teaser", languages), _said(row, "ambiance", languages)
    return {
        "descriptifCourt": parts.label(
            {code: parts.short(one) for code, one in (teaser or ambiance).items()}
        ),
        "descriptifDetaille": parts.label(ambiance),
        "descriptifsThematises": _steps(_said(row, "description", languages)),
    }


def _place(row: Json, words: Words, languages: Languages) -> dict[str, Any]:
    lines = ((key, _said(row, key, languages)) for key in _LINES)
    return {
        "geolocalisation": {
            **(point(row.get("departure_geom") or _first(row)) or {}),
            "altitude": _height(_first(row)),
            "complement": parts.label(paragraphs(*lines)),
        },
        "environnements": parts.refs("Environnement", _led(THEMES, words, "theme", *_many(row, "themes"))),
    }


def _many(row: Json, key: str) -> Sequence[Any]:
    value = row.get(key)
    return value if isinstance(value, list) else ()


def _first(row: Json) -> Any:
    """Give the first point of a line, or of the first of several."""
    found = (row.get("geometry") or {}).get("coordinates")
    while isinstance(found, list) and found and isinstance(found[0], list):
        found = found[0]
    return found


def _height(coordinates: Any) -> int | None:
    known = isinstance(coordinates, list) and len(coordinates) > 2  # noqa: PLR2004 - longitude, latitude, height
    return _whole(coordinates[2]) if known else None


def _whole(value: Any) -> int | None:
    return round(value) if isinstance(value, int | float) and math.isfinite(value) else None


def _contacts(row: Json, words: Words) -> list[dict[str, Any]]:
    """Give those of the information desks, and the reservation site if any."""
    desks = [words.row("informationdesk", number) for number in _many(row, "information_desks")]
    kinds = ((parts.PHONE, "phone"), (parts.MAIL, "email"), (parts.SITE, "website"))
    return parts.contacts(*((kind, str(desk.get(key) or "")) for desk in desks for kind, key in kinds))


def _steps(description: Texts) -> list[dict[str, Any]]:
    if not description:
        return []
    return [{"theme": parts.ref("DescriptifTheme", STEP_BY_STEP), "description": parts.label(description)}]


def _services(row: Json, words: Words, languages: Languages) -> dict[str, Any]:
    """Say how hard it is, and all that has no field of its own."""
    level = row.get("difficulty")
    advice = [words.said("label", number) for number in _many(row, "labels")]
    themes = [words.said("theme", number) for number in _many(row, "themes")]
    said = paragraphs(
        ("difficulty", within(words.said("trek_difficulty", level), languages)),
        ("themes", within(listed([one for one in themes if one]), languages)),
        ("labels", within(listed([one for one in advice if one]), languages)),
        ("gear", _said(row, "gear", languages)),
        ("disabled_infrastructure", _said(row, "disabled_infrastructure", languages)),
    )
    hard = _led(DIFFICULTIES, words, "trek_difficulty", level)
    return {"typesClientele": parts.refs("TypeClientele", hard), "complementAccueil": parts.label(said)}


def _lasting(hours: Any) -> dict[str, Any]:
    """Write how long it takes: minutes, or days from one day on, as Geotrek shows it."""
    if not isinstance(hours, int | float) or not 0 < hours < math.inf:
        return {}
    if hours >= _DAY:
        return {"nombreJours": math.ceil(hours / _DAY)}
    return {"dureeSeance": round(hours * _HOUR)}


def _course(row: Json, words: Words, advice: Texts) -> dict[str, Any]:
    length, fall = row.get("length_2d"), _whole(row.get("descent"))
    route = next(iter(words.heard("trek_route", [row.get("route")])), "")
    marks = [words.said("trek_network", number) for number in _many(row, "networks")]
    said = [_waymarked(one) for one in marks if one]
    return {
        "denivellationPositive": _whole(row.get("ascent")),
        "denivellationNegative": None if fall is None else abs(fall),
        "distance": round(length / _KILOMETRE, 2) if isinstance(length, int | float) else None,
        "passagesDelicats": parts.label(advice),
        "altitudeMaximum": _whole(row.get("max_elevation")),
        "altitudeMinimum": _whole(row.get("min_elevation")),
        "itineraireType": ROUTES.get(route),
        "itineraireBalise": "BALISE" if said else None,
        "precisionsBalisage": parts.label(listed(said)),
    }


def _waymarked(network: Texts) -> Texts:
    """Say what the marks of a known network look like; others by their name."""
    known = NETWORKS.get(fold(network.get("fr", "")))
    return {"fr": known["fr"], "en": known["en"]} if known else network
