"""What the template of the media of a record asks of its part of the form."""

from dataclasses import dataclass
from typing import Any

import orjson
from django import template

from sitra.catalog.rules.fields.choices import MEDIA_TYPES
from sitra.media.rules.addresses import local
from sitra.review.rules.editing.forms import Input, Item, Rows

register = template.Library()

_FILES = ("IMAGE", "LOGO", "DOCUMENT", "PLAN", "BROCHURE_VIRTUELLE", "BON_PLAN")
LINKED = {word[0]: word[1:] for word in MEDIA_TYPES.words if not word[0].startswith(_FILES)}
"""Type of a medium that is an address elsewhere -> how it is called in French and English."""


@dataclass(frozen=True, slots=True)
class Held:
    """The file of a medium: where it is, a small picture of it where there is one, what it is."""

    address: str
    small: str
    name: str
    size: str
    linked: bool


@register.filter
def held(item: Item) -> Held | None:
    """Give the file of a medium."""
    rest: dict[str, Any] = orjson.loads(item.rest) if item.rest else {}
    file: dict[str, Any] = next(iter(rest.get("traductionFichiers") or ()), {})
    address = str(file.get("url") or "")
    if not address.startswith(("https://", "http://")):
        return None
    small = str(file.get("urlFiche") or file.get("urlListe") or "")
    if not small and item.name.startswith("illustrations"):
        small = address
    size = f"{file['largeur']} × {file['hauteur']}" if file.get("largeur") and file.get("hauteur") else ""
    name = str(file.get("fileName") or address.rpartition("/")[2])
    return Held(local(address) or address, local(small) or small, name, size, rest.get("link") is True)


@register.filter
def saying(rows: Rows) -> list[Item]:
    """Give the items that say something: an empty one is no medium."""
    return [
        one
        for one in rows.items
        if one.rest or any(isinstance(part, Input) and part.said for part in one.parts)
    ]


@register.filter
def words_of(item: Item, name: str) -> str:
    """Give what a text of an item says in French."""
    wanted = f"{item.name}.{name}.libelleFr"
    return next((part.said for part in item.parts if isinstance(part, Input) and part.name == wanted), "")


@register.simple_tag
def linked_types(language: str) -> list[tuple[str, str]]:
    """Give the natures of a link, with their names in a language."""
    return [(code, words[language == "en"]) for code, words in LINKED.items()]
