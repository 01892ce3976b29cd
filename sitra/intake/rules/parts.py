"""Pieces of a v002 document in export form."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sitra.intake.rules import wording
from sitra.kit.texts import SUFFIXES, shorten

type Json = dict[str, Any]

PHONE, FAX, MAIL, SITE, FACEBOOK = 201, 202, 204, 205, 207
_SHORT = 255
"""Longest short description, in characters."""
_LINES = 3
_BOXES = (
    (41.2, 51.2, -5.3, 9.7),
    (-21.5, 18.2, -63.2, -51.5),
    (-21.5, -12.5, 45.0, 55.9),
)
"""Where France is: latitude and longitude, from and to (mainland, Antilles and Guyane, Indian Ocean)."""


def filled(part: Any) -> Any:
    """Drop, at every depth, what is null or empty; false and zero stay."""
    if isinstance(part, Mapping):
        kept = {key: filled(value) for key, value in part.items()}
        return {key: value for key, value in kept.items() if not _is_empty(value)}
    if isinstance(part, list | tuple):
        return [value for value in map(filled, part) if not _is_empty(value)]
    return part


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | dict | list) and not value)


def ref(kind: str, number: int | None) -> Json | None:
    """Point to a term."""
    return {"elementReferenceType": kind, "id": number} if number else None


def refs(kind: str, numbers: Iterable[int | None]) -> list[Json]:
    """Point to several terms, each once, in the order given."""
    return [{"elementReferenceType": kind, "id": number} for number in dict.fromkeys(numbers) if number]


def label(texts: Mapping[str, str]) -> Json:
    """Write a text in several languages: code -> words become `libelleFr` and so on."""
    return {
        f"libelle{suffix}": words
        for code, suffix in SUFFIXES.items()
        if code in texts and (words := wording.clean(texts[code]))
    }


def both(french: str, english: str) -> Json:
    """Write a text in French and English."""
    return label({"fr": french, "en": english})


def contact(kind: int, value: str) -> Json | None:
    """Write a means of contact, or nothing when the value is not a proper one."""
    written = {PHONE: wording.phone, FAX: wording.phone, MAIL: wording.mail}.get(kind, wording.site)(value)
    if not written:
        return None
    if kind == SITE and "facebook.com/" in written:
        kind = FACEBOOK
    return {"type": ref("MoyenCommunicationType", kind), "coordonnees": {"fr": written}}


def contacts(*found: tuple[int, str]) -> list[Json]:
    """Write several means of contact, each once."""
    kept: list[Json] = []
    for kind, value in found:
        written = contact(kind, value)
        if written and written not in kept:
            kept.append(written)
    return kept


def address(lines: Iterable[str], postal_code: str, venue: str = "") -> Json:
    """Write an address on at most three lines; capitals are put in order."""
    named = [wording.street(one).strip(" ,;") for one in lines]
    kept = list(dict.fromkeys(one for one in named if one))
    if len(kept) > _LINES:
        kept[_LINES - 1 :] = [", ".join(kept[_LINES - 1 :])]
    numbered = {f"adresse{rank}": one for rank, one in enumerate(kept, start=1)}
    return {"nomDuLieu": wording.name(venue), **numbered, "codePostal": postal_code}


def point(latitude: str, longitude: str) -> Json | None:
    """Write a point in degrees, or nothing when it is not in France."""
    try:
        lat, lon = float(latitude), float(longitude)
    except ValueError:
        return None
    if not any(s <= lat <= n and w <= lon <= e for s, n, w, e in _BOXES):
        return None
    coordinates = [round(lon, 6), round(lat, 6)]
    return {"valide": True, "geoJson": {"type": "Point", "coordinates": coordinates}}


def short(text: str) -> str:
    """Cut a text to the length of a short description."""
    return shorten(text, _SHORT)


def day(text: str) -> str:
    """Read a date written `31/12/2024` or `2024-12-31T…`; nothing when it is not one."""
    head = text.strip()[:10]
    parts = head.split("/")
    if len(parts) == 3:  # noqa: PLR2004 (day, month, year)
        head = "-".join(reversed(parts))
    try:
        return date.fromisoformat(head).isoformat()
    except ValueError:
        return ""


def number(text: str) -> int | None:
    """Read a whole number above zero."""
    try:
        found = int(float(text.replace(",", ".").replace(" ", "")))
    except ValueError:
        return None
    return found if found > 0 else None
