"""Reads of those who look at what they typed before it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.catalog.rules.aspects import laid
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.sheet import Sheet, sheet
from sitra.catalog.rules.speech import Speech
from sitra.kit import texts
from sitra.places import queries as places
from sitra.review.models import Draft
from sitra.review.queries.correcting import consulted
from sitra.review.queries.editing import told_changes
from sitra.review.queries.layering import versions
from sitra.tourism.models import Revision, TouristObject
from sitra.tourism.policy import WRITE
from sitra.tourism.queries.records import Namer
from sitra.tourism.rules import content
from sitra.tourism.rules.layers import apart


@dataclass(frozen=True, slots=True)
class Drafted:
    """A record with what somebody typed over it, or as it is when they typed nothing."""

    row: TouristObject
    kind: Kind
    revision: int
    """The one that was typed over."""
    read: dict[str, Any]
    document: dict[str, Any]
    typed_at: datetime | None

    @property
    def name(self) -> str:
        """What the record is called as it is saved."""
        return self.row.name


@dataclass(frozen=True, slots=True)
class Preview:
    """A record as it would be read if one's draft were saved."""

    id: int
    name: str
    owner: str
    kind_label: str
    language: str
    """In which it is read."""
    languages: tuple[tuple[str, str], ...]
    """Code and name of those in which it says something, French first."""
    title: str
    commune: str
    departement: str
    before: Sheet
    after: Sheet
    changes: tuple[str, ...]
    """What the draft changes, in sentences for its author."""
    typed_at: datetime | None
    writes: bool
    aspect: str
    versions: tuple[tuple[str, str], ...]
    """Aspects that it has, with their names."""


def drafted(person: Person, number: int) -> Drafted:
    """Give a record that somebody may consult, with their draft where they have one."""
    row = consulted(person, number)
    draft = Draft.objects.filter(object_id=number, person=person, dropped=False).first()
    revision = draft.revision if draft else row.revision
    read = Revision.objects.values_list("document", flat=True).get(object_id=number, number=revision)
    document = draft.document if draft else read
    return Drafted(row, Kind(row.kind), revision, read, document, draft.at if draft else None)


def preview(person: Person, number: int, reader: str, language: str = "fr", aspect: str = "") -> Preview:
    """Give what one typed as others would read it in a language, in an aspect where one is named.

    `reader` is the language of the screen.
    """
    found = drafted(person, number)
    kind = found.kind
    read, document = (laid(apart(one)[0], aspect, kind) for one in (found.read, found.document))
    offered = spoken(document)
    shown = language if language in offered else offered[0]
    speech = Speech(shown, Namer())
    place = content.commune(document)
    commune = places.atlas().living(place) if place else None
    return Preview(
        id=found.row.pk,
        name=found.name,
        owner=found.row.owner.name,
        kind_label=kind.label(shown),
        language=shown,
        languages=tuple((code, texts.language_name(code, reader)) for code in offered),
        title=texts.label(document.get("nom"), shown),
        commune=commune.name if commune else "",
        departement=commune.departement if commune else "",
        before=sheet(read, kind, speech),
        after=sheet(document, kind, speech),
        changes=tuple(told_changes(found.read, found.document, kind, reader)),
        typed_at=found.typed_at,
        writes=WRITE.allows(access.mandate_of(person), found.row),
        aspect=aspect,
        versions=tuple((one.aspect, one.label) for one in versions(found.document, kind, reader)),
    )


def spoken(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the languages in which a record has a name or a text for visitors; French always."""
    presentation = document.get("presentation")
    blocks = [document.get("nom")]
    if isinstance(presentation, Mapping):
        blocks += [presentation.get(key) for key in ("descriptifCourt", "descriptifDetaille")]
    said = {key for one in blocks if isinstance(one, Mapping) for key, words in one.items() if words}
    return tuple(code for code in texts.LANGUAGES if code == "fr" or f"libelle{texts.SUFFIXES[code]}" in said)
