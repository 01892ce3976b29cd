"""A document in, a list of problems out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import Node, tree
from sitra.catalog.rules.types import Field, Ref
from sitra.catalog.rules.validation import blocks, values
from sitra.catalog.rules.validation.known import Forbids, Known, TermFacts
from sitra.catalog.rules.validation.problems import Code, Problem, Severity

__all__ = ["Code", "Forbids", "Known", "Problem", "Severity", "TermFacts", "validate"]


def validate(
    document: Mapping[str, Any], kind: Kind, known: Known, *, typed: bool = True, root: Node | None = None
) -> list[Problem]:
    """List what is wrong with a document, in the order of its keys, then what is missing.

    What is `typed` must be declared; what is imported may carry keys we do not know, and values we
    compute: they are kept and told. `root` stands in for the tree of the kind.
    """
    root = root or tree(kind)
    walk = _Walk(kind, known, typed, [], [])
    walk.block(document, root, "")
    walk.chosen_together()
    problems = walk.problems
    problems.extend(blocks.whole_document(document, root, known))
    problems.extend(_missing(document, root, ""))
    return problems


@dataclass(slots=True)
class _Walk:
    """One passage through a document."""

    kind: Kind
    known: Known
    typed: bool
    problems: list[Problem]
    chosen: list[tuple[str, Field, int]]
    """Terms met: place, field, number."""

    def block(self, block: Mapping[str, Any], node: Node, path: str) -> None:
        """Look at every key of a block, then at its values against each other."""
        children = node.children
        for key, value in block.items():
            here = f"{path}.{key}" if path else key
            child = children.get(key)
            if child is None:
                self._unknown(key, here)
            elif child.many:
                self._many(value, child, here)
            else:
                self._one(value, child, here)
        self.problems.extend(blocks.reversed_pairs(block, node, path))

    def _unknown(self, key: str, path: str) -> None:
        code = Code.UNKNOWN_KEY if self.typed else Code.KEPT_ASIDE
        kinds = (self.kind.label(), self.kind.label("en"))
        self.problems.append(Problem(path, code, None, {"key": key, "kind": kinds}))

    def _many(self, value: Any, node: Node, path: str) -> None:
        if not isinstance(value, list):
            self._wrong(node, path)
            return
        met: set[int] = set()
        for rank, item in enumerate(value):
            here = f"{path}[{rank}]"
            self._one(item, node, here)
            if node.field is not None and isinstance(item, Mapping) and isinstance(item.get("id"), int):
                if item["id"] in met:
                    self.problems.append(Problem(here, Code.TWICE, node.field, {"value": item["id"]}))
                met.add(item["id"])

    def _one(self, value: Any, node: Node, path: str) -> None:
        field = node.field
        if field is None:
            if isinstance(value, Mapping):
                self.block(value, node, path)
            else:
                self._wrong(node, path)
            return
        if field.computed and self.typed:
            self.problems.append(Problem(path, Code.COMPUTED, field))
        elif found := values.check(value, field, self.known):
            if self.typed or found[0] is not Code.FAR_DATE:  # an imported record may tell of past years
                self.problems.append(Problem(path, found[0], field, found[1]))
        elif isinstance(field.type, Ref) and not field.aspect_only:
            self.chosen.append((path, field, value["id"]))

    def _wrong(self, node: Node, path: str) -> None:
        field = node.field or next(node.leaves())
        self.problems.append(Problem(path, Code.WRONG_TYPE, field))

    def chosen_together(self) -> None:
        """Compare each term with those that do not go with it, or with this kind."""
        numbers = {number for _, _, number in self.chosen}
        for path, field, number in self.chosen:
            forbids = self.known.forbids(number)
            if forbids is None:
                continue
            if self.kind in forbids.kinds:
                kinds = (self.kind.label(), self.kind.label("en"))
                self.problems.append(
                    Problem(path, Code.FORBIDDEN_KIND, field, {"value": number, "kind": kinds})
                )
            for other in sorted(numbers & forbids.terms):
                self.problems.append(
                    Problem(path, Code.FORBIDDEN_TOGETHER, field, {"value": number, "other": other})
                )


def _missing(document: Mapping[str, Any], node: Node, path: str) -> Iterator[Problem]:
    """Find the mandatory fields that hold nothing; an aspect has none."""
    for name, child in node.mandatory.items():
        here = f"{path}.{name}" if path else name
        held = document.get(name) if isinstance(document, Mapping) else None
        if child.field is not None:
            if _empty(held):
                yield Problem(here, Code.MISSING, child.field)
        else:
            yield from _missing(held if isinstance(held, Mapping) else {}, child, here)


def _empty(held: Any) -> bool:
    if isinstance(held, Mapping):
        return not any(value not in ("", None) for value in held.values())
    return held in (None, "", [])
