"""What of a record others of its kind may begin with: its template."""

from collections.abc import Mapping
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import Field, Section
from sitra.review.rules.editing.copying import taken
from sitra.review.rules.editing.shown import LISTED_SECTIONS, blocks, section_of
from sitra.tourism.rules.overlays import changed

_OF_ONE_ALONE = frozenset({Section.PLACE, Section.CONTACT, Section.MEDIA, Section.LINKS, Section.MANAGEMENT})
"""Sections that say where one record is, whom to ask about it, what it looks like and goes with."""

_ITS_OWN = frozenset(
    {
        "nom",
        "informations.informationsLegales.siret",
        "informations.informationsLegales.rcs",
        "informations.informationsLegales.numeroAgrementLicence",
    }
)


def pattern(document: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    """Give what a template keeps of a document: what people write that is not of one record alone."""
    found = {name: taken(node, document[name], _shared) for name, node in blocks(kind) if document.get(name)}
    return {name: one for name, one in found.items() if one not in (None, {}, [])}


def begun(template: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """Write what a new record is first asked for over a template."""
    return {**template, **document}


def told(document: Mapping[str, Any], kind: Kind) -> list[Section]:
    """Give the sections in which a template says something, in their order."""
    found = {section_of(kind, path) for path in changed({}, document)}
    return [one for one in LISTED_SECTIONS if one in found]


def _shared(field: Field) -> bool:
    return field.section not in _OF_ONE_ALONE and field.path not in _ITS_OWN
