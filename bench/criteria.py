"""The criteria of records: which terms a kind may carry, drawn by Zipf's law."""

import gzip
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import orjson

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import Node, tree
from sitra.catalog.rules.types import Ref

TERMS = 2_000
"""Terms in use."""

DECK = 40_000
"""Draws prepared for a kind: a record takes some that follow each other."""

FULL = Path("data/apidae-referentiel-pierregranger-apidaeevent/elements_reference-2021-10-29.json.gz")
"""The full vocabulary, where the shared data is."""

FEWEST, MOST = 5, 40
SINGLE = 0.12
"""Share of the records of a kind that carry a term which is not mandatory, where only one may stand."""


class Term(NamedTuple):
    """A term as it is drawn."""

    number: int
    type: str
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Single:
    """A place of one term."""

    block: str
    key: str
    terms: list[dict[str, Any]]
    mandatory: bool


@dataclass(frozen=True, slots=True)
class Hand:
    """What a kind may carry: prepared draws of (block, key, reference), and places of one term."""

    deck: list[tuple[str, str, dict[str, Any]]]
    singles: list[Single]


def vocabulary(shared: Path) -> list[Term]:
    """Give the terms in force of the full vocabulary, else those of the seed."""
    full = shared / FULL
    if not full.exists():
        from sitra.vocabulary.actions import seed_lines  # noqa: PLC0415 - needs settings

        return [Term(line.id, line.type, dict(line.labels)) for line in seed_lines()]
    return [
        Term(
            one["id"],
            one["elementReferenceType"],
            {key: text for key, text in one.items() if key.startswith("libelle")},
        )
        for one in orjson.loads(gzip.decompress(full.read_bytes()))
        if one.get("actif", True)
    ]


class Criteria:
    """Draws the criteria of records."""

    def __init__(self, terms: list[Term], seed: int) -> None:
        chance = Random(f"{seed}/criteria")
        self._by_type: dict[str, list[Term]] = defaultdict(list)
        for term in terms:
            self._by_type[term.type].append(term)
        listed = sorted({place[2] for kind in Kind for place in _lists(kind)})
        every = [term for type_ in listed for term in self._by_type[type_]]
        chance.shuffle(every)
        self._weights = {term.number: 1 / (rank + 2.7) for rank, term in enumerate(every[:TERMS], 1)}
        self._hands = {kind: self._hand(kind, chance) for kind in Kind}

    def _hand(self, kind: Kind, chance: Random) -> Hand:
        cards = [
            (block, key, _bare(term), self._weights[term.number])
            for block, key, type_ in _lists(kind)
            for term in self._by_type[type_]
            if term.number in self._weights
        ]
        weights = list(accumulate(card[3] for card in cards))
        singles = [
            Single(block, key, [_bare(term) for term in self._by_type[type_]][:12], mandatory)
            for block, key, type_, mandatory in _singles(kind)
            if self._by_type[type_]
        ]
        drawn = chance.choices([card[:3] for card in cards], cum_weights=weights, k=DECK)
        return Hand(drawn, singles)

    def deal(self, document: dict[str, Any], kind: Kind, chance: Random) -> None:
        """Put criteria into a document."""
        hand = self._hands[kind]
        wanted = min(MOST, max(FEWEST, int(chance.lognormvariate(2.05, 0.42))))
        start, met = int(chance.random() * (DECK - 4 * MOST)), set[int]()
        for block, key, reference in hand.deck[start : start + 4 * MOST]:
            if reference["id"] not in met:
                met.add(reference["id"])
                document.setdefault(block, {}).setdefault(key, []).append(reference)
                if len(met) == wanted:
                    break
        for single in hand.singles:
            if single.mandatory or chance.random() < SINGLE:
                terms = single.terms
                document.setdefault(single.block, {})[single.key] = terms[
                    int(chance.random() ** 2 * len(terms))
                ]

    def some(self, type_: str) -> list[dict[str, Any]]:
        """Give references to the terms of a type."""
        return [_bare(term) for term in self._by_type[type_]]


def _bare(term: Term) -> dict[str, Any]:
    return {"elementReferenceType": term.type, "id": term.number}


def _lists(kind: Kind) -> Iterator[tuple[str, str, str]]:
    """Give block, key and vocabulary of every list of terms of a kind."""
    for block, key, node in _leaves(kind):
        plain = not key.endswith(("Remove", "Add")) and block not in {"aspects", "gestion"}
        if node.many and plain and node.field and isinstance(node.field.type, Ref):
            yield block, key, node.field.type.vocabulary


def _singles(kind: Kind) -> Iterator[tuple[str, str, str, bool]]:
    for block, key, node in _leaves(kind):
        if block == kind.block and not node.many and node.field and isinstance(node.field.type, Ref):
            yield block, key, node.field.type.vocabulary, node.field.mandatory


def _leaves(kind: Kind) -> Iterator[tuple[str, str, Node]]:
    for block, node in tree(kind).children.items():
        if not node.many:
            for key, leaf in node.children.items():
                if leaf.field:
                    yield block, key, leaf
