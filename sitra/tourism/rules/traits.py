"""What is drawn from a record to tell whether another one describes the same thing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.kit.texts import fold
from sitra.tourism.rules.name_words import STREET
from sitra.tourism.rules.naming import Name, variants
from sitra.tourism.rules.phones import phones

_PHONES = frozenset({201, 206})
_MAIL = 204
_SITES = frozenset({205, 207, 3769})
"""Numbers of `MoyenCommunicationType`: phones, mails, sites."""

_SITE = re.compile(
    r"^(?:https?:/*)?(?:www\d?\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::\d+)?(/[^?#\s]*)?", re.IGNORECASE
)
_MAIL_SHAPE = re.compile(r"^[^\s@]+@[^\s@]+\.[^\s@]+$")
_HOUSE = re.compile(r"^\d{1,4}$")
_SIRET, _POSTAL = 14, 5
_EAST, _NORTH = 180, 90
_LONGEST = 300
"""Characters of a text that are looked at."""


@dataclass(frozen=True, slots=True)
class Street:
    """A street: its house number, empty when there is none, and the words that name it."""

    house: str
    words: str


@dataclass(frozen=True, slots=True)
class Traits:
    """What tells one thing from another; empty where the document is silent.

    `point` is longitude and latitude in degrees; `sites` are host and path; `spans` are the days of
    an event, from and to; `people` is how many live in the commune, 0 when not known.
    """

    kind: Kind
    names: tuple[Name, ...] = ()
    commune: int | None = None
    people: int = 0
    point: tuple[float, float] | None = None
    phones: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
    mails: frozenset[str] = frozenset()
    siret: str = ""
    postal_code: str = ""
    street: Street | None = None
    spans: tuple[tuple[date, date], ...] = ()

    @property
    def domains(self) -> frozenset[str]:
        """Hosts of the sites."""
        return frozenset(site.partition("/")[0] for site in self.sites)


@dataclass(frozen=True, slots=True)
class Place:
    """The commune of today a record is in: two lists may call the same one by two numbers."""

    number: int
    name: str
    people: int = 0


def draw(document: Mapping[str, Any], kind: Kind, commune: Place | None = None) -> Traits:
    """Draw the traits of a record, whatever shape its document is in."""
    place = commune.name if commune else ""
    address = _part(document, "localisation", "adresse")
    return Traits(
        kind=kind,
        names=tuple(dict.fromkeys(_names(document, place))),
        commune=commune.number if commune else _whole(_part(address, "commune").get("id")),
        people=commune.people if commune else 0,
        point=_point(_part(document, "localisation", "geolocalisation")),
        phones=frozenset(number for value in _contacts(document, _PHONES) for number in phones(value)),
        sites=frozenset(site for value in _contacts(document, _SITES) if (site := _site(value))),
        mails=frozenset(
            value.casefold() for value in _contacts(document, frozenset({_MAIL})) if _MAIL_SHAPE.match(value)
        ),
        siret=_siret(_part(document, "informations", "informationsLegales").get("siret")),
        postal_code=_postal_code(address.get("codePostal")),
        street=_street(address, place),
        spans=tuple(_spans(document)) if kind is Kind.FETE_ET_MANIFESTATION else (),
    )


def _part(document: Any, *path: str) -> Mapping[str, Any]:
    """Go down into a document; where there is no such part, an empty one."""
    for key in path:
        document = document.get(key) if isinstance(document, Mapping) else None
    return document if isinstance(document, Mapping) else {}


def _items(part: Any) -> Iterator[Mapping[str, Any]]:
    yield from (one for one in (part if isinstance(part, list | tuple) else ()) if isinstance(one, Mapping))


def _text(value: Any) -> str:
    return " ".join(value[:_LONGEST].split()) if isinstance(value, str) else ""


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _names(document: Mapping[str, Any], place: str) -> Iterator[Name]:
    """Give the name in each language that has one, French first."""
    texts = _part(document, "nom")
    for key in sorted(texts, key=lambda one: (one != "libelleFr", str(one))):
        if str(key).startswith("libelle"):
            yield from (one for one in variants(_text(texts[key]), place) if one.words)


def _contacts(document: Mapping[str, Any], kinds: frozenset[int]) -> Iterator[str]:
    for one in _items(_part(document, "informations").get("moyensCommunication")):
        if _whole(_part(one, "type").get("id")) in kinds:
            values = _part(one, "coordonnees").values()
            yield from (value[:_LONGEST].strip() for value in values if isinstance(value, str))


def _site(value: str) -> str:
    """Reduce the address of a site to host and path: `www.` and the last stroke tell nothing."""
    found = _SITE.match(value)
    return "" if found is None else (found[1].casefold() + (found[2] or "")).rstrip("/")


def _siret(value: Any) -> str:
    figures = re.sub(r"\s", "", value) if isinstance(value, str) else ""
    return figures if len(figures) == _SIRET and figures.isascii() and figures.isdigit() else ""


def _postal_code(value: Any) -> str:
    text = _text(value)
    return text if len(text) == _POSTAL and text.isascii() and text.isdigit() else ""


def _point(located: Mapping[str, Any]) -> tuple[float, float] | None:
    coordinates = _part(located, "geoJson").get("coordinates")
    if not located.get("valide") or not isinstance(coordinates, list | tuple):
        return None
    match coordinates:
        case [int() | float() as lon, int() | float() as lat, *_] if abs(lon) <= _EAST and abs(lat) <= _NORTH:
            return float(lon), float(lat)
    return None


def _street(address: Mapping[str, Any], place: str) -> Street | None:
    """Read the first line of the address that names a street or a spot; `14-16` is number 14."""
    local = frozenset(fold(place).split())
    for line in ("adresse1", "adresse2", "adresse3"):
        words = fold(_text(address.get(line))).split()
        house = next((word for word in words[:1] if _HOUSE.match(word)), "")
        naming = [
            word for word in words if not _HOUSE.match(word) and word not in STREET and word not in local
        ]
        if naming:
            return Street(house, " ".join(naming))
    return None


def _spans(document: Mapping[str, Any]) -> Iterator[tuple[date, date]]:
    for one in _items(_part(document, "ouverture").get("periodesOuvertures")):
        start, end = _day(one.get("dateDebut")), _day(one.get("dateFin"))
        if start is not None and end is not None and start <= end:
            yield start, end


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(_text(value)[:10])
    except ValueError:
        return None
