"""Texts of a record in several languages: where each comes from, what waits to be translated or reread."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any

from sitra.catalog.rules.fields import FIELDS
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import tree
from sitra.catalog.rules.types import Field, Localised, Reach
from sitra.catalog.rules.walk import Translation, translations
from sitra.kit import texts
from sitra.review.events import Hand, Need

Document = Mapping[str, Any]

RECOMMENDED = {"nom": 60, "presentation.descriptifCourt": 160, "presentation.descriptifDetaille": 1500}
"""Field -> characters beyond which lists, search engines and brochures cut or readers leave."""
PROPER = frozenset({"nom", "localisation.lieu.nom"})
"""Fields that hold names: they wait for no translation, since most have none; nor do credits."""
_RANK = re.compile(r"\[(\d+)\]")
_STEP = re.compile(r"\.(\d+)(?=\.|$)")
_DIGEST = 16


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of one text in one language: whose hand, and who reread it, beside which source text.

    `source` is the digest of the text it was made of or compared with, empty where it was made of none.
    """

    hand: Hand
    at: datetime
    who: str = ""
    source: str = ""
    verified_at: datetime | None = None
    verified_by: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """The revision by which a text took its present words: whose hand, who and when."""

    number: int
    hand: Hand
    at: datetime
    who: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A revision as far as its texts go: what it says by name, and who wrote it."""

    said: Mapping[str, str]
    written: Written
    first: bool = False


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a text comes from, whether somebody reread it, and whether its source changed since."""

    hand: Hand = Hand.UNKNOWN
    at: datetime | None = None
    who: str = ""
    verified_at: datetime | None = None
    verified_by: str = ""
    stale: bool = False

    @property
    def verified(self) -> bool:
        """Say whether somebody reread it, and its source still says the same."""
        return self.verified_at is not None and not self.stale


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of the texts of a record: marks by field and digest, and the history by name."""

    marks: Mapping[tuple[str, str], Sequence[Mark]] = field(default_factory=dict)
    history: Mapping[str, Written] = field(default_factory=dict)


def slots(document: Document, kind: Kind) -> list[Translation]:
    """Give the texts that can be translated, by their name in a form, `multimedias.0.nom`.

    What a record has, and of what counts in its completeness also what it has not.
    """
    found = {
        _RANK.sub(r".\1", one.path): one for one in translations(document, tree(kind)) if _typed(one.field)
    }
    held = [replace(one, path=name) for name, one in found.items()]
    return [*held, *(Translation(one.path, one, {}) for one in _expected(kind) if one.path not in found)]


def name_of(slot: Translation, language: str) -> str:
    """Name one language of a text in a form: `presentation.descriptifCourt.libelleDe`."""
    return f"{slot.path}.libelle{texts.SUFFIXES[language]}"


def path_of(name: str) -> str:
    """Give the path of a name of a form, as rights read it: `multimedias[0].nom.libelleDe`."""
    return _STEP.sub(r"[\1]", name)


def said_by(found: Iterable[Translation]) -> dict[str, str]:
    """Give what texts say, by name, in every language they have."""
    return {name_of(slot, code): text for slot in found for code, text in slot.texts.items()}


def same(one: str, other: str) -> bool:
    """Say whether two texts have the same words: a form may send other ends of lines."""
    return plain(one) == plain(other)


def plain(text: str) -> str:
    """Give a text with the ends of lines and of itself that do not count."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip()


def digest(language: str, text: str) -> str:
    """Give what a text in a language is recognised by, later."""
    return hashlib.blake2b(f"{language}\0{plain(text)}".encode(), digest_size=_DIGEST).hexdigest()


def history(snapshots: Iterable[Snapshot]) -> dict[str, Written]:
    """Say since which revision each text says what it says, from the newest snapshot to the oldest one.

    A text that is as old as the oldest one is only told when that is the first revision.
    """
    since: dict[str, Written] = {}
    open_: dict[str, str] = {}
    first = False
    for rank, one in enumerate(snapshots):
        if rank == 0:
            open_ = dict(one.said)
        open_ = {name: text for name, text in open_.items() if same(one.said.get(name, ""), text)}
        since |= dict.fromkeys(open_, one.written)
        first = one.first
    return since if first else {name: one for name, one in since.items() if name not in open_}


def provenance(slot: Translation, language: str, source: str, known: Known) -> Provenance | None:
    """Say where a text comes from, compared with the text in the language `source`; nothing where it is none.

    A mark counts as long as the text has the words it was made for; without one, the history tells.
    """
    text = slot.texts.get(language)
    if not text:
        return None
    now = {digest(code, words) for code, words in slot.texts.items()}
    held = known.marks.get((slot.field.path, digest(language, text)), ())
    right = [mark for mark in held if not mark.source or mark.source in now]
    written = known.history.get(name_of(slot, language))
    if not held:
        return _told(written, known.history.get(name_of(slot, source)) if source != language else None)
    mark = max(right or held, key=lambda one: one.at)
    stale = not right
    if mark.hand is Hand.UNKNOWN and written:
        mark = replace(mark, hand=written.hand, at=written.at, who=written.who)
    return Provenance(mark.hand, mark.at, mark.who, mark.verified_at, mark.verified_by, stale)


def proper(field: Field) -> bool:
    """Say whether a field holds the name of somebody or of a place, which is seldom translated."""
    return field.path in PROPER or field.path.endswith(".copyright")


def need(slot: Translation, source: str, target: str, known: Known) -> Need | None:
    """Say whether a text is to be translated into a language, or to be reread there."""
    if not slot.texts.get(source) or source == target:
        return None
    found = provenance(slot, target, source, known)
    if found is None:
        return None if proper(slot.field) else Need.TRANSLATE
    machine = found.hand is Hand.MACHINE and not found.verified
    return Need.REREAD if found.stale or machine else None


def with_texts(document: Document, typed: Mapping[str, str]) -> dict[str, Any]:
    """Write texts into a document by their names; an empty one is taken away, and a block left empty goes."""
    result = deepcopy(dict(document))
    for name, text in typed.items():
        _write(result, name.split("."), plain(text))
    return result


@dataclass(frozen=True, slots=True)
class Merged:
    """What somebody typed, held against what others wrote since they read it."""

    mine: Mapping[str, str]
    """What can be written: name -> text."""
    contested: Mapping[str, str]
    """What somebody else wrote where one has typed: name -> their text."""
    lost: Mapping[str, str]
    """What was typed of a text that is no longer in the record: name -> what was typed."""


def merged(read: Document, latest: Document, kind: Kind, typed: Mapping[str, str]) -> Merged:
    """Hold what was typed against what one has read and what the record says now."""
    before, now = slots(read, kind), slots(latest, kind)
    places = {slot.path for slot in before} & {slot.path for slot in now}
    was, is_ = said_by(before), said_by(now)
    mine, contested, lost = dict[str, str](), dict[str, str](), dict[str, str]()
    for name, text in typed.items():
        slot, said = name.rpartition(".")[0], is_.get(name, "")
        if same(text, was.get(name, "")):
            continue
        if slot not in places or not stayed(read, latest, slot):
            if text:
                lost[name] = text
        elif same(said, was.get(name, "")) or same(said, text):
            mine[name] = text
        else:
            contested[name] = said
    return Merged(mine, contested, lost)


def known_names(read: Document, latest: Document, kind: Kind) -> frozenset[str]:
    """Give the names a form made of one of two documents may hold."""
    return frozenset(
        name_of(slot, code)
        for document in (read, latest)
        for slot in slots(document, kind)
        for code in texts.LANGUAGES
    )


def stayed(read: Document, latest: Document, slot: str) -> bool:
    """Say whether a text of a list stands in the same item as before: only texts of it may differ."""
    steps = slot.split(".")
    ranks = [rank for rank, step in enumerate(steps) if step.isdecimal()]
    return all(_bare(_at(read, steps[: rank + 1])) == _bare(_at(latest, steps[: rank + 1])) for rank in ranks)


def _bare(value: Any) -> Any:
    """Give a block without its texts."""
    if isinstance(value, Mapping):
        kept = {key: _bare(below) for key, below in value.items() if not key.startswith("libelle")}
        return {key: below for key, below in kept.items() if below not in ({}, [])}
    return [_bare(one) for one in value] if isinstance(value, list) else value


def _at(document: Document, steps: Sequence[str]) -> Any:
    value: Any = document
    for step in steps:
        if isinstance(value, list):
            value = value[int(step)] if step.isdecimal() and int(step) < len(value) else None
        else:
            value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _write(result: dict[str, Any], steps: Sequence[str], text: str) -> None:
    blocks: list[tuple[Any, Any]] = []
    block: Any = result
    for step in steps[:-1]:
        key: Any = int(step) if isinstance(block, list) else step
        if isinstance(block, dict) and not isinstance(block.get(key), dict | list):
            block[key] = {}
        blocks.append((block, key))
        block = block[key]
    if text:
        block[steps[-1]] = text
        return
    block.pop(steps[-1], None)
    for above, key in reversed(blocks):
        if not isinstance(above, dict) or above[key] != {}:
            break
        del above[key]


def _told(written: Written | None, source: Written | None) -> Provenance:
    if written is None:
        return Provenance()
    stale = source is not None and source.number > written.number
    return Provenance(written.hand, written.at, written.who, stale=stale)


def _typed(field: Field) -> bool:
    """Say whether a text is typed by people, for others to read."""
    return not (field.computed or field.deprecated) and field.reach is not Reach.PRIVATE


@cache
def _expected(kind: Kind) -> tuple[Field, ...]:
    return tuple(
        one
        for one in FIELDS
        if kind in one.kinds
        and isinstance(one.type, Localised)
        and one.weight
        and _typed(one)
        and not one.aspect_only
        and "[]" not in one.path
    )
