"""The `query` object: one line per property, in the order of the echo (section 2)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

import orjson

from sitra.formats.rules.v002.errors import ErrorType, Refused
from sitra.formats.rules.v002.settling import Listing, Unsettled, settle
from sitra.kit.texts import LANGUAGES

LARGEST_COUNT = 200
LONGEST_WORDS = 500
_LONGEST_LIST = 5000
_DEEPEST = 2**53
_SEARCH_FIELDS = ("NOM", "NOM_DESCRIPTION", "NOM_DESCRIPTION_CRITERES")
_ORDERS = ("NOM", "IDENTIFIANT", "PERTINENCE", "DISTANCE", "RANDOM", "DATE_OUVERTURE")


class Misread(ValueError):
    """A value that is not of the kind expected; its text says which kind."""


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Misread("un nombre entier")
    try:
        number = int(value)
    except ValueError as error:
        raise Misread("un nombre entier") from error
    if abs(number) > _DEEPEST:
        raise Misread("un nombre entier raisonnable")
    return number


def _natural(value: Any) -> int:
    if (number := _whole(value)) < 0:
        raise Misread("un nombre entier positif ou nul")
    return number


def _count(value: Any) -> int:
    if (number := _natural(value)) > LARGEST_COUNT:
        expected = f"un nombre entier entre 0 et {LARGEST_COUNT} ; parcourez les pages avec « first »"
        raise Misread(expected)
    return number


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Misread("un texte")
    return str(value)


def _flag(value: Any) -> bool:
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise Misread("true ou false")
    return value


def _day(value: Any) -> str:
    try:
        return date.fromisoformat(_text(value)).isoformat()
    except ValueError as error:
        raise Misread("une date AAAA-MM-JJ") from error


def _point(value: Any) -> Any:
    """Read a GeoJSON point; one without coordinates is let through, and left out with its radius."""
    expected = 'un objet GeoJSON {"type":"Point","coordinates":[lon,lat]}, en degrés'
    if not isinstance(value, Mapping) or value.get("type", "Point") != "Point":
        raise Misread(expected)
    given = value.get("coordinates")
    if not given:
        return {}
    try:
        lon, lat = map(_degrees, given)
    except (TypeError, ValueError) as error:
        raise Misread(expected) from error
    if not (abs(lon) <= 180 and abs(lat) <= 90):  # noqa: PLR2004 - degrees; not a number is refused too
        raise Misread(expected)
    return {"type": "Point", "coordinates": [lon, lat]}


def _degrees(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Misread("des degrés")
    return float(value)


def _words(value: Any) -> str:
    if len(text := _text(value)) > LONGEST_WORDS:
        expected = f"un texte d'au plus {LONGEST_WORDS} caractères"
        raise Misread(expected)
    return text


def _locale(value: Any) -> str:
    code = _text(value).lower().replace("_", "-")
    if code not in LANGUAGES:
        expected = f"une langue parmi {', '.join(LANGUAGES)}"
        raise Misread(expected)
    return code


def _one_of(*words: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in words:
            expected = f"un mot parmi {', '.join(words)}"
            raise Misread(expected)
        return str(value)

    return read


def _list(read: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    def read_all(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise Misread("une liste")
        if len(value) > _LONGEST_LIST:
            expected = f"une liste d'au plus {_LONGEST_LIST} valeurs"
            raise Misread(expected)
        return [read(one) for one in value]

    return read_all


_numbers = _list(_whole)


def _wholes(value: Any) -> list[int]:
    """Read a list of numbers, which is long and right as a rule: it is looked at as one."""
    plain = isinstance(value, list) and len(value) <= _LONGEST_LIST and set(map(type, value)) == {int}
    return value if plain and max(map(abs, value)) <= _DEEPEST else _numbers(value)


@dataclass(frozen=True, slots=True)
class Property:
    """A property of `query`: how it is read, its default, and why it is not served yet."""

    name: str
    read: Callable[[Any], Any]
    default: Any = None
    missing: str = ""

    @property
    def served(self) -> bool:
        """Whether it is served today."""
        return not self.missing


PROPERTIES = (
    Property("identifiants", _wholes),
    Property("identifiers", _list(_text)),
    Property("identifiantsIgnores", _wholes),
    Property("listeEnregistreeId", _whole),
    Property("selectionIds", _wholes),
    Property("center", _point),
    Property("radius", _natural),
    Property("communeCodesInsee", _list(_text)),
    Property("territoireIds", _wholes),
    Property("searchQuery", _words),
    Property("searchFields", _one_of(*_SEARCH_FIELDS), "NOM_DESCRIPTION_CRITERES"),
    Property("criteresQuery", _text),
    Property("dateDebut", _day),
    Property("dateFin", _day),
    Property("first", _natural, 0),
    Property("count", _count, 20),
    Property("order", _one_of(*_ORDERS), "IDENTIFIANT"),
    Property("asc", _flag, default=True),
    Property("locales", _list(_locale)),
    Property("responseFields", _list(_text)),
    Property("apiKey", _text, ""),
    Property("projetId", _whole, 0),
    Property("randomSeed", _text),
    Property("membreProprietaireIds", _wholes),
    Property(
        "membreProprietaireIdGmcs",
        _wholes,
        missing="les membres n'ont pas de numéro extérieur ; donnez « membreProprietaireIds »",
    ),
    Property("searchLocale", _locale),
    Property("modifieApres", _day),
    Property("dureeMin", _natural),
    Property("dureeMax", _natural),
)
_BY_NAME = {one.name: one for one in PROPERTIES}
_MISSING = frozenset(one.name for one in PROPERTIES if one.missing)
_DEFAULTS: Mapping[str, Any] = {one.name: one.default for one in PROPERTIES if one.default is not None}


def read(written: str, listing: Listing = Listing.SEARCH, *, today: date) -> dict[str, Any]:
    """Read the `query` parameter into the question as it was understood, defaults filled in.

    Numbers and booleans written as text are accepted; nulls, empty texts and empty lists are
    ignored. A refusal says which property, what was expected and what came.
    """
    asked = _parse(written)
    understood = {name: value for name, value in asked.items() if value not in (None, "", [])}
    for name in understood:
        if name not in _BY_NAME:
            _refuse(f"La propriété « {name} » de « query » n'existe pas.")
    question = {**_DEFAULTS}
    for name, value in understood.items():
        question[name] = _value(_BY_NAME[name], value)
    _demand_served(understood)
    try:
        settled = settle(question, listing, today, ordered="order" in understood)
    except Unsettled as error:
        _refuse(str(error))
    return {name: settled[name] for name in _BY_NAME if name in settled}


GET_BY_ID_PARAMETERS = ("apiKey", "projetId", "responseFields", "locales")
"""Plain parameters of the services that answer one record; lists are separated by commas."""


def read_parameters(given: Mapping[str, str]) -> dict[str, Any]:
    """Read the plain parameters of `get-by-id`."""
    asked = dict(_DEFAULTS)
    for name, written in given.items():
        if written:
            listed = name in {"responseFields", "locales"}
            value: Any = [part.strip() for part in written.split(",")] if listed else written
            asked[name] = _value(_BY_NAME[name], value)
    return asked


def _parse(written: str) -> Mapping[str, Any]:
    if not written.strip():
        _refuse("Le paramètre « query » manque : donnez un objet JSON avec « apiKey » et « projetId ».")
    try:
        asked = orjson.loads(written)
    except orjson.JSONDecodeError as error:
        message = f"« query » n'est pas du JSON correct : l'erreur est au caractère {error.pos + 1}."
        raise Refused(ErrorType.RECHERCHE_INVALID_JSON_DATA, message) from error
    if not isinstance(asked, Mapping):
        _refuse("« query » doit être un objet JSON.")
    return asked


def _value(one: Property, value: Any) -> Any:
    try:
        return one.read(value)
    except Misread as error:
        came = orjson.dumps(value).decode()[:60]
        _refuse(f"« {one.name} » attend {error}, pas {came}.")


def _demand_served(question: Mapping[str, Any]) -> None:
    """Refuse what the contract knows and we do not serve yet, rather than ignore it."""
    if _MISSING.isdisjoint(question):
        return
    for name in question:
        if why := _BY_NAME[name].missing:
            message = f"« {name} » n'est pas servi : {why}. Retirez ce critère."
            raise Refused(ErrorType.RECHERCHE_NOT_AVAILABLE, message)


def _refuse(message: str) -> NoReturn:
    raise Refused(ErrorType.RECHERCHE_BAD_REQUEST, message)
