"""The form of one section of a record, grown from the catalogue: groups, lists, inputs with what they say.

An input is named by its path with ranks, `descriptionTarif.periodes.0.tarifs.1.minimum`. The items of a list
carry what the form does not show of them (`~`), so that a form sent back holds the whole item; a list that is
in the form says so (`present`), so that a list without items means an emptied one.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field as dataclass_field
from typing import Any, ClassVar

import orjson

from sitra.catalog.rules.aspects import covers
from sitra.catalog.rules.expected import expected
from sitra.catalog.rules.fields.help import HELP
from sitra.catalog.rules.guide import anchor
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.shelf_life import list_name
from sitra.catalog.rules.tree import Node
from sitra.catalog.rules.types import Choice, ContactValue, Field, Localised, Ref, Section
from sitra.kit import texts
from sitra.review.rules.editing import saying
from sitra.review.rules.editing.shown import bare, blocks, holds, written

REST = "~"
"""Name of what the form keeps of an item without showing it."""
MANY, MOST_USUAL = 12, 10
"""Choices above which the usual ones stand first, and how many of them."""
EXTRA = 1
"""Items with nothing in them that a list of the essentials shows."""


@dataclass(frozen=True, slots=True)
class Option:
    """A choice: what is sent, what is read, and under which heading it stands."""

    value: str
    label: str
    family: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """One value as the form shows it."""

    sort: ClassVar[str] = "input"
    name: str
    path: str
    label: str
    shape: str
    said: str = ""
    options: tuple[Option, ...] = ()
    help: str = ""
    expected: str = ""
    unit: str = ""
    longest: int = 0
    language: str = ""
    mandatory: bool = False
    weight: int = 0
    wrong: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"f-{self.name}"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list: its rank in names, its parts, and what else it holds, as JSON."""

    name: str
    rank: int
    title: str
    rest: str
    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of items; `block` is its path without ranks, by which a template of its own is found."""

    sort: ClassVar[str] = "rows"
    name: str
    block: str
    label: str
    one: str
    """What one item is called, with its article."""
    items: tuple[Item, ...]
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Inputs that belong together under a heading."""

    sort: ClassVar[str] = "group"
    name: str
    block: str
    label: str
    parts: tuple["Part", ...]


type Part = Input | Rows | Group


@dataclass(frozen=True, slots=True)
class View:
    """How a form is asked for: which languages it shows, whether all fields, what was typed and is wrong."""

    language: str = "fr"
    """Of the reader."""
    languages: tuple[str, ...] = ("fr",)
    """Of the texts."""
    everything: bool = False
    added: Mapping[str, int] = dataclass_field(default_factory=dict)
    """List -> items with nothing in them to show after its own."""
    typed: Mapping[str, str] = dataclass_field(default_factory=dict)
    """Name -> words that could not be read."""
    wrong: Mapping[str, tuple[str, ...]] = dataclass_field(default_factory=dict)
    """Name -> what is wrong there, in words."""
    names: saying.Names = dataclass_field(default_factory=saying.Names)
    usual: Mapping[str, int] = dataclass_field(default_factory=dict)
    """Number of a term that records of the kind often carry -> its rank: these are offered first."""
    aspect: str = ""
    """The aspect that is written over; nothing for the record itself."""
    own: tuple[str, ...] = ()
    """Paths that the aspect says itself: they are shown, be they empty."""


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a section, and how many fields it leaves out."""

    section: Section
    parts: tuple[Part, ...]
    left_out: int


type Offers = Callable[[str], tuple[Option, ...]]
"""Name of a vocabulary -> its terms."""


def form_of(document: Mapping[str, Any], kind: Kind, section: Section, view: View, offers: Offers) -> Form:
    """Grow the form of a section for a document."""
    grown = _Growing(section, view, offers)
    parts = [
        part
        for name, node in blocks(kind, layered=bool(view.aspect))
        for part in grown.parts(node, name, document.get(name), deep=0)
    ]
    return Form(section, tuple(parts), grown.left_out)


class _Growing:
    """One form in the making."""

    def __init__(self, section: Section, view: View, offers: Offers) -> None:
        self.section, self.view, self.offers = section, view, offers
        self.left_out = 0
        self._helped: set[str] = set()

    def parts(self, node: Node, name: str, held: Any, *, deep: int) -> Iterator[Part]:
        """Give what the form shows of one place."""
        if not self._shown(node):
            return
        if node.field is None and node.many:
            if self._wanted(node, name, held, deep):
                yield self._rows(node, name, held if isinstance(held, list) else [], deep)
        elif node.field is None:
            yield from self._group(node, name, held if isinstance(held, Mapping) else {}, deep)
        elif self._wanted(node, name, held, deep):
            yield from self._inputs(node, node.field, name, held)

    def _wanted(self, node: Node, name: str, held: Any, deep: int) -> bool:
        """Say whether a place matters first: it counts, says something, or stands in an item."""
        if self.view.everything or deep or held not in (None, "", [], {}) or name in self.view.added:
            return True
        fields = [one for one in node.leaves() if one.section is self.section]
        shown = (*self.view.typed, *self.view.own)
        if any(one.weight or one.mandatory for one in fields) or any(covers(name, one) for one in shown):
            return True
        self.left_out += 1
        return False

    def _group(self, node: Node, name: str, held: Mapping[str, Any], deep: int) -> Iterator[Part]:
        found = [
            part
            for step, child in node.children.items()
            for part in self.parts(child, f"{name}.{step}", held.get(step), deep=deep)
        ]
        label = saying.block_label(bare(name), self.view.language)
        if found and label:
            yield Group(name, bare(name), label, tuple(found))
        else:
            yield from found

    def _rows(self, node: Node, name: str, held: list[Any], deep: int) -> Rows:
        block = bare(name)
        added = self.view.added.get(name, 0)
        if not held and not added and any(one.weight for one in node.leaves()):
            added = EXTRA
        given = [*held, *({} for _ in range(added))]
        items = [self._item(node, name, rank, one, deep) for rank, one in enumerate(given)]
        label = list_name(block, self.view.language) or saying.block_label(block, self.view.language)
        first = next((one for one in node.leaves() if one.section is self.section), None)
        return Rows(
            name,
            block,
            label or (first.label(self.view.language) if first else block),
            saying.item_name(block, self.view.language),
            tuple(items),
            self.view.wrong.get(name, ()),
        )

    def _item(self, node: Node, name: str, rank: int, held: Any, deep: int) -> Item:
        block = held if isinstance(held, Mapping) else {}
        here = f"{name}.{rank}"
        parts = [
            part
            for step, child in node.children.items()
            if written(child)
            for part in self.parts(child, f"{here}.{step}", block.get(step), deep=deep + 1)
        ]
        rest = self._rest(node, block)
        title = self.view.names.title(node, block, self.view.language)
        return Item(here, rank, title, orjson.dumps(rest).decode() if rest else "", tuple(parts))

    def _rest(self, node: Node, block: Mapping[str, Any]) -> dict[str, Any]:
        """Give what a form does not show of a block: keys nobody types, languages not asked for."""
        rest = {}
        for key, value in block.items():
            child = node.children.get(key)
            if child is None or not self._shown(child):
                rest[key] = value
            elif child.field is not None and isinstance(child.field.type, Localised | ContactValue):
                rest[key] = self._other_languages(child.field, value)
            elif child.field is None and not child.many and isinstance(value, Mapping):
                rest[key] = self._rest(child, value)
        return {key: value for key, value in rest.items() if value not in ({}, None)}

    def _other_languages(self, field: Field, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        shown = {self._key(field, code) for code in self.view.languages}
        if isinstance(field.type, ContactValue):
            return {key: one for key, one in value.items() if key not in shown or (key != "fr" and not one)}
        return {key: one for key, one in value.items() if key not in shown}

    def _shown(self, child: Node) -> bool:
        if child.name.startswith("libelle") and child.field is not None:
            return child.name in {f"libelle{texts.SUFFIXES[code]}" for code in self.view.languages}
        return holds(child, self.section)

    @staticmethod
    def _key(field: Field, code: str) -> str:
        return (
            f"libelle{texts.SUFFIXES[code]}" if isinstance(field.type, Localised) else texts.VALUE_KEYS[code]
        )

    def _inputs(self, node: Node, field: Field, name: str, held: Any) -> Iterator[Input]:
        if isinstance(field.type, Localised | ContactValue):
            for code in self.view.languages:
                key = self._key(field, code)
                if code == "fr" or _at(held, key) or isinstance(field.type, Localised):
                    yield self._input(node, field, f"{name}.{key}", _at(held, key), code)
        else:
            yield self._input(node, field, name, held)

    def _input(self, node: Node, field: Field, name: str, held: Any, language: str = "") -> Input:
        view, kind = self.view, field.type
        shape = saying.shape(field, many=node.many)
        label = field.label(view.language)
        if language and (language != "fr" or len(view.languages) > 1):
            label = f"{label} ({texts.language_name(language, view.language)})"
        return Input(
            name=name,
            path=anchor(field.path),
            label=label,
            shape=shape,
            said=view.typed.get(name) or saying.said(kind, held, view.names, many=node.many),
            options=self._options(field, held),
            help=self._help(field),
            expected=expected(kind, view.language) if shape in saying.TOLD else "",
            unit=saying.unit(kind),
            longest=saying.longest(kind),
            language=language,
            mandatory=field.mandatory and not view.aspect,
            weight=field.weight,
            wrong=self._wrong(field, name, language),
        )

    def _help(self, field: Field) -> str:
        """Say once what a field is for, not again with every item of its list."""
        if field.path in self._helped:
            return ""
        self._helped.add(field.path)
        return HELP.get(field.path, ("", ""))[self.view.language == "en"]

    def _wrong(self, field: Field, name: str, language: str) -> tuple[str, ...]:
        """Say what is wrong there; what is wrong with a text as a whole is said with its French."""
        view = self.view
        told = view.wrong.get(name) or (view.wrong.get(name.rpartition(".")[0]) if language == "fr" else None)
        if told or name not in view.typed:
            return told or ()
        return (unread(field, view.language),)

    def _options(self, field: Field, held: Any) -> tuple[Option, ...]:
        if isinstance(field.type, Choice):
            chosen = {str(one) for one in (held if isinstance(held, list) else [held])}
            side = 2 if self.view.language == "en" else 1
            return tuple(Option(word[0], word[side], chosen=word[0] in chosen) for word in field.type.words)
        if isinstance(field.type, Ref):
            numbers = saying.numbers(held)
            offered = self.offers(field.type.vocabulary)
            known = {one.value for one in offered}
            gone = [
                Option(one, self.view.names.term(int(one), self.view.language))
                for one in numbers
                if one not in known
            ]
            terms = [
                Option(one.value, one.label, one.family, one.value in numbers) for one in (*gone, *offered)
            ]
            return self._usual_first(terms) if field.path.endswith("[]") else tuple(terms)
        return ()

    def _usual_first(self, terms: list[Option]) -> tuple[Option, ...]:
        """Offer first what records of the kind often carry, where there is much to choose from."""
        if len(terms) <= MANY:
            return tuple(terms)
        ranked = sorted(
            (one for one in terms if one.value in self.view.usual), key=lambda one: self.view.usual[one.value]
        )
        first = {one.value for one in ranked[:MOST_USUAL]}
        heading = saying.usual_heading(self.view.language)
        usual = (Option(one.value, one.label, heading, one.chosen) for one in ranked[:MOST_USUAL])
        return (*usual, *(one for one in terms if one.value not in first))


def unread(field: Field, language: str = "fr") -> str:
    """Say what a field expects, to somebody whose words could not be read."""
    told = expected(field.type, language)
    return (
        f"“{field.label('en')}” expects {told}."
        if language == "en"
        else f"« {field.label()} » attend {told}."
    )


def _at(held: Any, key: str) -> Any:
    return held.get(key) if isinstance(held, Mapping) else None
