"""The field guide: what may be written in each field, by section."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sitra.catalog.rules.examples import example
from sitra.catalog.rules.expected import expected
from sitra.catalog.rules.fields import FIELDS
from sitra.catalog.rules.fields.help import HELP
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.shelf_life import shelf_life
from sitra.catalog.rules.types import Aspect, Choice, Field, Reach, Ref, Section
from sitra.kit.texts import fold

_REACHES = {
    Reach.PUBLIC: ("tout le monde", "everyone"),
    Reach.NETWORK: ("les membres du réseau", "members of the network"),
    Reach.PRIVATE: ("le membre qui l'écrit", "the member who writes it"),
}


@dataclass(frozen=True, slots=True)
class GuideEntry:
    """One field as the guide shows it, in one language."""

    path: str
    anchor: str
    label: str
    help: str
    expected: str
    example: Any
    section: Section
    kinds: tuple[Kind, ...]
    """Empty when every kind has it."""
    vocabulary: str
    words: tuple[tuple[str, str], ...]
    """Wire word and what it means, for a field of a few fixed words."""
    mandatory: bool
    weight: int
    repeated: bool
    computed: bool
    reach: Reach
    readers: str
    keeps: str
    """How long a value is believed once confirmed, in words; nothing when it does not go stale."""
    aspects: tuple[Aspect, ...]
    since: str
    deprecated: str
    sought: str
    """Words by which it is found, without accents."""


@cache
def entries(language: str) -> tuple[GuideEntry, ...]:
    """Give the whole guide in a language, written once."""
    return tuple(guide(FIELDS, language))


def guide(fields: Iterable[Field], language: str = "fr") -> Iterator[GuideEntry]:
    """Describe fields in French or English, by section, then in the order of the catalogue."""
    side = 1 if language == "en" else 0
    sections = list(Section)
    for field in sorted(fields, key=lambda one: sections.index(one.section)):
        kinds = tuple(sorted(field.kinds, key=lambda kind: kind.label(language)))
        helped = HELP.get(field.path, ("", ""))
        yield GuideEntry(
            path=field.path,
            anchor=anchor(field.path),
            label=field.label(language),
            help=helped[side],
            expected=expected(field.type, language),
            example=example(field),
            section=field.section,
            kinds=() if len(kinds) == len(Kind) else kinds,
            vocabulary=field.type.vocabulary if isinstance(field.type, Ref) else "",
            words=tuple((word[0], word[1 + side]) for word in field.type.words)
            if isinstance(field.type, Choice)
            else (),
            mandatory=field.mandatory,
            weight=field.weight,
            repeated="[]" in field.path,
            computed=field.computed,
            reach=field.reach,
            readers=_REACHES[field.reach][side],
            keeps=_keeps(field, language),
            aspects=tuple(aspect for aspect in Aspect if aspect in field.aspects),
            since=field.since,
            deprecated=field.deprecated,
            sought=fold(" ".join((field.path, field.fr, field.en, *helped))),
        )


def _keeps(field: Field, language: str) -> str:
    days = shelf_life(field)
    if not days:
        return ""
    count, french, english = (days // 365, "an", "year") if days % 365 == 0 else (days // 30, "mois", "month")
    if language == "en":
        return f"every {english}" if count == 1 else f"every {count} {english}s"
    plural = f"{french}s" if french == "an" and count > 1 else french
    return f"chaque {plural}" if count == 1 else f"tous les {count} {plural}"


def anchor(path: str) -> str:
    """Give the anchor of a field: `ouverture.periodesOuvertures.dateDebut`."""
    return path.replace("[]", "")
