"""The vocabulary laid out to be browsed: shelves, trees, and a search over all labels."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sitra.vocabulary.rules import names
from sitra.vocabulary.rules.book import TermBook, TermLine
from sitra.vocabulary.rules.offering import NOT_OFFERED

PAGE = 200
"""Terms on a page of a vocabulary, give or take the children of its last term."""

_NOT_A_WORD = re.compile(r"[\W_]+")
_MARKS = str.maketrans({"œ": "oe", "æ": "ae"})


@dataclass(frozen=True, slots=True)
class Shelf:
    """A vocabulary and how many terms it holds."""

    kind: str
    active: int
    inactive: int


@dataclass(frozen=True, slots=True)
class Node:
    """A term and those below it."""

    term: TermLine
    children: tuple["Node", ...] = ()

    def __len__(self) -> int:
        return 1 + sum(map(len, self.children))


@dataclass(frozen=True, slots=True)
class Branch:
    """A family (or none) and the terms under it."""

    family: TermLine | None
    nodes: tuple[Node, ...]


def loosen(text: str) -> str:
    """Strip accents, case and punctuation in any script, so that words can be compared."""
    caseless = unicodedata.normalize("NFKD", text).casefold().translate(_MARKS)
    decomposed = unicodedata.normalize("NFKD", caseless)
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _NOT_A_WORD.sub(" ", letters).strip()


class Atlas:
    """A book of terms, ready to be browsed; what is inactive comes after its active siblings."""

    def __init__(self, book: TermBook) -> None:
        self.book = book
        self._by_kind: dict[str, list[TermLine]] = {}
        self._below: dict[int, list[TermLine]] = {}
        for term in sorted(book, key=lambda one: (not one.active, one.order, one.id)):
            self._by_kind.setdefault(term.type, []).append(term)
            parent = book.get(term.parent_id)
            if parent and parent.type == term.type:
                self._below.setdefault(parent.id, []).append(term)

    @cached_property
    def _words(self) -> dict[int, tuple[str, ...]]:
        """The labels of each term as they are searched; made when the first word is asked for."""
        return {term.id: _searched(term) for term in self.book}

    @cached_property
    def not_offered(self) -> frozenset[int]:
        """The terms that no search offers as criteria."""
        return frozenset(term.id for kind in NOT_OFFERED for term in self._by_kind.get(kind, ()))

    def shelves(self) -> dict[names.Theme, list[Shelf]]:
        """Give the vocabularies by theme, in the order of the table, those without terms left out."""
        shelves: dict[names.Theme, list[Shelf]] = {}
        known = [*names.VOCABULARIES, *sorted(self._by_kind.keys() - names.VOCABULARIES.keys())]
        for kind in known:
            if kind in self._by_kind:
                shelves.setdefault(names.theme(kind), []).append(self.count(kind))
        return {theme: shelves[theme] for theme in names.Theme if theme in shelves}

    def count(self, kind: str) -> Shelf:
        """Count the terms of a vocabulary."""
        counted = Counter(term.active for term in self._by_kind.get(kind, ()))
        return Shelf(kind, counted[True], counted[False])

    def knows(self, kind: str) -> bool:
        """Say whether there is a vocabulary of this name, be it empty."""
        return kind in names.VOCABULARIES or kind in self._by_kind

    def first(self, kind: str, count: int) -> list[TermLine]:
        """Give the first active terms of a vocabulary, in its order."""
        return [term for term in self._by_kind.get(kind, ()) if term.active][:count]

    def pages(self, kind: str) -> list[list[Branch]]:
        """Give a vocabulary as a tree, cut in pages; no term is parted from those below it."""
        pages: list[list[tuple[int | None, Node]]] = [[]]
        filled = 0
        for family, node in self._roots(kind):
            if filled and filled + len(node) > PAGE:
                pages.append([])
                filled = 0
            pages[-1].append((family, node))
            filled += len(node)
        return [self._branches(page) for page in pages]

    def page_of(self, term: TermLine) -> int:
        """Give the page, from 1, on which a term stands in its vocabulary."""
        for number, branches in enumerate(self.pages(term.type), 1):
            nodes = [node for branch in branches for node in branch.nodes]
            if any(term.id in _numbers(node) for node in nodes):
                return number
        return 1

    def kinds_named(self, words: str) -> list[str]:
        """Find the vocabularies whose name, French, English or on the wire, holds all these words."""
        asked = loosen(words).split()
        if not asked:
            return []
        named = {
            kind: loosen(f"{kind} {known.french} {known.english}") for kind, known in _known(self._by_kind)
        }
        return [kind for kind, name in named.items() if all(word in name for word in asked)]

    def search(self, words: str) -> list[TermLine]:
        """Find the terms one of whose labels, in any language, holds all these words; or of this number.

        Best first: the whole label, then its beginning, then the beginning of a word; active first.
        """
        wanted = loosen(words)
        if not wanted:
            return []
        asked = wanted.split()
        ranked = []
        for number, labels in self._words.items():
            rank = (
                0
                if wanted == str(number)
                else min((_rank(label, wanted, asked) for label in labels), default=9)
            )
            if rank < _NOWHERE:
                term = self.book.get(number)
                assert term
                ranked.append((not term.active, rank, term.type, term.order, number, term))
        return [one[-1] for one in sorted(ranked, key=lambda one: one[:-1])]

    def with_below(self, number: int) -> set[int]:
        """Give a term and all that stand under it: who looks for a pool takes a heated one."""
        found, waiting = set[int](), [number]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting.extend(term.id for term in self._below.get(one, ()))
        return found

    def _roots(self, kind: str) -> list[tuple[int | None, Node]]:
        """Give the terms that stand under no other of their vocabulary, by family; no family comes last."""
        below = {term.id for terms in self._below.values() for term in terms}
        roots = [term for term in self._by_kind.get(kind, ()) if term.id not in below]

        def shelf(term: TermLine) -> tuple[bool, int, int]:
            family = self.book.get(term.family_id)
            return (family is None, family.order if family else 0, term.family_id or 0)

        return [(term.family_id, self._node(term)) for term in sorted(roots, key=shelf)]

    def _node(self, term: TermLine) -> Node:
        return Node(term, tuple(self._node(below) for below in self._below.get(term.id, ())))

    def _branches(self, page: Sequence[tuple[int | None, Node]]) -> list[Branch]:
        families: dict[int | None, list[Node]] = {}
        for family, node in page:
            families.setdefault(family, []).append(node)
        return [Branch(self.book.get(family), tuple(nodes)) for family, nodes in families.items()]


_NOWHERE = 9


def _rank(label: str, wanted: str, asked: Sequence[str]) -> int:
    """Say how well a loosened label answers: 0 is the label itself, 9 is not at all."""
    if not all(word in label for word in asked):
        return _NOWHERE
    if label == wanted:
        return 0
    if label.startswith(wanted):
        return 1
    return 2 if all(f" {word}" in f" {label}" for word in asked) else 3


def _known(kinds: Iterable[str]) -> Iterator[tuple[str, names.Vocabulary]]:
    return ((kind, known) for kind, known in names.VOCABULARIES.items() if kind in kinds)


def _searched(term: TermLine) -> tuple[str, ...]:
    return tuple({loosen(str(label)) for label in term.labels.values()})


def _numbers(node: Node) -> set[int]:
    return {node.term.id}.union(*map(_numbers, node.children))
