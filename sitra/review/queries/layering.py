"""Reads of those who write the aspects of a record: which there are, and how each value stands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sitra.catalog.rules import aspects
from sitra.catalog.rules.aspects import covers, value_at
from sitra.catalog.rules.differences import said_otherwise
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.speech import Speech
from sitra.catalog.rules.tree import tree
from sitra.catalog.rules.types import Aspect, Section
from sitra.kit.texts import shorten
from sitra.review.rules.editing import Group, Input, Rows, layers, section_of
from sitra.review.rules.editing.forms import Part
from sitra.tourism.queries.records import Namer

_LISTS = frozenset({"choices", "lines", "communes", "records"})
_LONG = 200
_EMPTY: tuple[Any, ...] = (None, "", [], {})


class Standing(StrEnum):
    """How a value of an aspect stands to the record."""

    AS_RECORD = "fiche"
    OWN = "propre"
    EMPTIED = "vide"


@dataclass(frozen=True, slots=True)
class Mark:
    """How a part of the form stands: what the record says there, or what the aspect adds and takes away."""

    name: str
    label: str
    standing: Standing
    ground: str = ""
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """An aspect as the switch of the editor shows it."""

    aspect: str
    label: str
    count: int
    """Values of its own."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The aspect that is written over."""

    aspect: str
    label: str
    phrase: str
    marks: Mapping[str, Mark]
    """Name in the form -> how it stands."""
    exists: bool


@dataclass(frozen=True, slots=True)
class Layers:
    """The aspects of a record, those that it may still have, and those that one took out last."""

    versions: tuple[Version, ...]
    offered: tuple[tuple[str, str], ...]
    removed: tuple[tuple[str, str], ...]


def around(
    document: Mapping[str, Any], shown: str, kind: Kind, copied: Mapping[str, Any] | None, language: str
) -> Layers:
    """Give the aspects of a draft; `copied` is what it was before and after its last copy or removal."""
    return Layers(
        versions(document, kind, language),
        _offered(document, shown, language),
        _removed(document, copied, language) if copied else (),
    )


def versions(document: Mapping[str, Any], kind: Kind, language: str) -> tuple[Version, ...]:
    """Give the aspects that a record has, in the order of the contract."""
    held = aspects.layers(document)
    return tuple(
        Version(one, aspects.label(one, language).capitalize(), layers.count(document, one, kind))
        for one in Aspect
        if one.value in held
    )


def _offered(document: Mapping[str, Any], shown: str, language: str) -> tuple[tuple[str, str], ...]:
    """Give the aspects that a record may still have; what is standard is the record itself."""
    gone = {*aspects.layers(document), shown, Aspect.STANDARD.value}
    return tuple((one.value, aspects.label(one, language).capitalize()) for one in Aspect if one not in gone)


def _removed(
    document: Mapping[str, Any], copied: Mapping[str, Any], language: str
) -> tuple[tuple[str, str], ...]:
    """Give the aspects that one took out of a draft last, and has not written again."""
    before, after, now = (aspects.layers(one) for one in (copied["before"], copied["after"], document))
    return tuple((one, aspects.label(one, language)) for one in before if one not in after and one not in now)


def layer(
    document: Mapping[str, Any], aspect: str, kind: Kind, parts: Iterable[Part], language: str
) -> Layer | None:
    """Say how each part of a form stands in an aspect; nothing for the form of the record itself."""
    if not aspect:
        return None
    marking = _Marking(document, aspect, kind, Speech(language, Namer()))
    return Layer(
        aspect,
        aspects.label(aspect, language),
        layers.phrase(aspect, language),
        {one.name: one for one in marking.of(parts)},
        aspect in aspects.layers(document),
    )


def counts(document: Mapping[str, Any], aspect: str, kind: Kind) -> dict[Section, int]:
    """Count the values that an aspect has of its own in each section."""
    found: dict[Section, int] = {}
    for place in aspects.own(document, aspect, kind):
        if section := section_of(kind, place):
            found[section] = found.get(section, 0) + 1
    return found


class _Marking:
    """The parts of one form in the marking."""

    def __init__(self, document: Mapping[str, Any], aspect: str, kind: Kind, speech: Speech) -> None:
        self.document, self.aspect, self.kind, self.speech = document, aspect, kind, speech
        self.base, self.seen = aspects.ground(document), aspects.laid(document, aspect, kind)
        self.own = aspects.own(document, aspect, kind)

    def of(self, parts: Iterable[Part]) -> Iterator[Mark]:
        """Mark every part that is taken back as one: an input, a list; groups too, for those drawn whole."""
        for part in parts:
            if isinstance(part, Group):
                yield from self.of(part.parts)
                yield self._group(part)
            else:
                yield self._one(part)

    def _group(self, part: Group) -> Mark:
        mine = any(covers(part.name, one) or covers(one, part.name) for one in self.own)
        if not mine:
            return Mark(part.name, part.label, Standing.AS_RECORD)
        standing = Standing.OWN if value_at(self.seen, part.name) else Standing.EMPTIED
        return Mark(part.name, part.label, standing, told=self._told(part.name))

    def _one(self, part: Input | Rows) -> Mark:
        name = part.name
        place = next((one for one in self.own if covers(one, name)), "")
        said, kept = value_at(self.seen, name), value_at(self.base, name)
        whole = value_at(self.seen, place) == value_at(self.base, place) if place else False
        # One language of a text may be as the record's in a text that is not.
        nothing = said in _EMPTY and kept in _EMPTY
        if not place or nothing or (said == kept and place != name and not whole):
            return Mark(name, part.label, Standing.AS_RECORD)
        standing = Standing.OWN if said not in _EMPTY else Standing.EMPTIED
        if isinstance(part, Rows) or part.shape in _LISTS:
            return Mark(name, part.label, standing, told=self._told(name))
        return Mark(name, part.label, standing, self._words(part, kept))

    def _told(self, name: str) -> tuple[str, ...]:
        return tuple(said_otherwise(self.document, self.aspect, self.kind, self.speech, (name,)))

    def _words(self, part: Input, kept: Any) -> str:
        """Put what the record says into words, shortened."""
        if kept in _EMPTY:
            return ""
        node = tree(self.kind).at(part.path)
        if isinstance(kept, str) and part.language:
            return shorten(kept, _LONG)
        return shorten(self.speech.say(node.field, kept), _LONG) if node and node.field else ""
