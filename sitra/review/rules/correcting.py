"""Correcting a record by typing: the values that a form can hold, and the document that comes of it."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sitra.catalog.rules.fields import FIELDS
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import Boolean, Day, Decimal, Field, Integer, Localised, Reach, Text
from sitra.kit import texts
from sitra.tourism.rules.overlays import put

WAYS = "informations.moyensCommunication"
"""The ways to get in touch: a list, each with one value that can be typed over."""
USUAL = (
    "nom",
    "presentation.descriptifCourt",
    "localisation.adresse.adresse1",
    "ouverture.periodeEnClair",
    "descriptionTarif.tarifsEnClair",
)
"""What is most often corrected: shown without being asked for."""
OFFERED_WAYS = (201, 204, 205)
"""Numbers of `MoyenCommunicationType` that every record is asked for: phone, mail, site."""
_TYPED = (Text, Localised, Integer, Decimal, Day, Boolean)
_LINE = 255
_YES = "oui"


@dataclass(frozen=True, slots=True)
class Input:
    """A value as a form shows it: its name there, what it says today, and how it is typed."""

    name: str
    label: str
    section: str
    said: str
    shape: str
    """`line`, `text`, `number`, `day` or `yes`."""
    longest: int = _LINE
    language: str = ""


@cache
def plain(kind: Kind) -> Mapping[str, Field]:
    """Give the fields of a kind that can be typed: one value, in no list, for everybody to read."""
    return {
        one.path: one
        for one in FIELDS
        if kind in one.kinds
        and isinstance(one.type, _TYPED)
        and "[]" not in one.path
        and not (one.computed or one.aspect_only or one.deprecated)
        and one.reach is not Reach.PRIVATE
        and one.path.partition(".")[0] != "gestion"
    }


def inputs(
    document: Mapping[str, Any], kind: Kind, chosen: Sequence[str], language: str, ways: Mapping[int, str]
) -> list[Input]:
    """Give the values to type over: the usual ones and those chosen; `ways` names kinds of contact."""
    known = plain(kind)
    asked = [path for path in dict.fromkeys((*USUAL, *chosen)) if path in known]
    found = [one for path in asked for one in _inputs(document, known[path], language)]
    return [*found, *_ways(document, language, ways)]


def altered(document: Mapping[str, Any], kind: Kind, typed: Mapping[str, str]) -> dict[str, str]:
    """Keep what was typed otherwise than a document says it: the rest was only shown."""
    known = plain(kind)
    shown = {f"{WAYS}.{rank}": way for rank, way in enumerate(_at(document, WAYS) or ())}
    shown |= {_added(number): {} for number in _lacking(document)}
    kept = {}
    for name, words in typed.items():
        if name in shown:
            said = str(shown[name].get("coordonnees", {}).get("fr", ""))
        elif name in known or name.rpartition(".")[0] in known:
            said = _said(document, name)
        else:
            continue
        if " ".join(said.split()) != " ".join(words.split()):
            kept[name] = words
    return kept


def corrected(
    document: Mapping[str, Any], kind: Kind, typed: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Write what was typed into a document; answers it, and by name what could not be read."""
    result, wrong = deepcopy(dict(document)), dict[str, str]()
    for name, words in typed.items():
        if name.startswith(f"{WAYS}."):
            _type_way(result, name.removeprefix(f"{WAYS}."), words.strip())
            continue
        path = next((one for one in (name, name.rpartition(".")[0]) if one in plain(kind)), None)
        if path is None:
            continue
        try:
            result = put(result, name, _read(plain(kind)[path], words.strip()))
        except ValueError:
            wrong[name] = _wrong(plain(kind)[path])
    if held := _at(result, WAYS):
        result["informations"]["moyensCommunication"] = [one for one in held if one.get("coordonnees")]
    return result, wrong


def _inputs(document: Mapping[str, Any], field: Field, language: str) -> Iterator[Input]:
    label, section = field.label(language), field.section.label(language)
    if not isinstance(field.type, Localised):
        shape = _shape(field)
        longest = field.type.longest if isinstance(field.type, Text) else _LINE
        yield Input(field.path, label, section, _said(document, field.path), shape, longest)
        return
    held = _at(document, field.path)
    codes = [
        code
        for code, suffix in texts.SUFFIXES.items()
        if isinstance(held, Mapping) and f"libelle{suffix}" in held
    ]
    for code in dict.fromkeys(("fr", *codes)):
        name = f"{field.path}.libelle{texts.SUFFIXES[code]}"
        shape = "text" if field.type.longest > _LINE else "line"
        told = f"{label} ({texts.language_name(code, language)})"
        yield Input(name, told, section, _said(document, name), shape, field.type.longest, code)


def _ways(document: Mapping[str, Any], language: str, ways: Mapping[int, str]) -> Iterator[Input]:
    section = "Contact" if language == "en" else "Contacts"
    for rank, way in enumerate(_at(document, WAYS) or ()):
        said = way.get("coordonnees", {}).get("fr") if isinstance(way, Mapping) else None
        if isinstance(said, str):
            label = ways.get(way.get("type", {}).get("id", 0), f"Contact {rank + 1}")
            yield Input(f"{WAYS}.{rank}", label, section, said, "line")
    for number in _lacking(document):
        if number in ways:
            yield Input(_added(number), ways[number], section, "", "line")


def _lacking(document: Mapping[str, Any]) -> list[int]:
    """Give the ways that everybody is asked for and a record has not."""
    held = {way.get("type", {}).get("id") for way in _at(document, WAYS) or () if isinstance(way, Mapping)}
    return [number for number in OFFERED_WAYS if number not in held]


def _added(number: int) -> str:
    return f"{WAYS}.+{number}"


def _type_way(document: dict[str, Any], rank: str, words: str) -> None:
    """Type over one way to get in touch, or add it; emptied, it goes."""
    held = _at(document, WAYS)
    if words and rank in {f"+{number}" for number in _lacking(document)}:
        kind = {"elementReferenceType": "MoyenCommunicationType", "id": int(rank)}
        way = {"type": kind, "coordonnees": {"fr": words}}
        document.setdefault("informations", {}).setdefault("moyensCommunication", []).append(way)
        return
    if not isinstance(held, list) or not rank.isdecimal() or int(rank) >= len(held):
        return
    values = held[int(rank)].setdefault("coordonnees", {})
    if words:
        values["fr"] = words
    else:
        values.pop("fr", None)


def _shape(field: Field) -> str:
    if isinstance(field.type, Integer | Decimal):
        return "number"
    if isinstance(field.type, Day):
        return "day"
    return "yes" if isinstance(field.type, Boolean) else "line"


def _read(field: Field, words: str) -> Any:
    """Read what was typed; nothing takes the value away. Raises `ValueError` for what is no such value."""
    if not words:
        return None
    match field.type:
        case Integer():
            return int(words)
        case Decimal():
            return float(words.replace(",", "."))
        case Day():
            return date.fromisoformat(words).isoformat()
        case Boolean():
            return words == _YES
        case _:
            return words


def _wrong(field: Field) -> str:
    if isinstance(field.type, Day):
        return f"« {field.label()} » est une date : écrivez-la ainsi, 2026-07-14."
    return f"« {field.label()} » est un nombre : écrivez-le en chiffres."


def _said(document: Mapping[str, Any], path: str) -> str:
    value = _at(document, path)
    if isinstance(value, bool):
        return _YES if value else ""
    return "" if value is None or isinstance(value, Mapping | list) else str(value)


def _at(document: Mapping[str, Any], path: str) -> Any:
    value: Any = document
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value
