"""All terms in memory, and how one is written on the wire."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sitra.kit import texts
from sitra.kit.sharing import Shared


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term without its table; `labels` is `{libelleFr, libelleEn, …}`."""

    id: int
    type: str
    order: int
    labels: Mapping[str, str]
    family_id: int | None = None
    parent_id: int | None = None
    active: bool = True
    deprecated: Mapping[str, Any] | None = None
    label_type_id: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    """What else the contract says of a term: `description`, and how hours of a `HoraireType` show."""

    def label(self, language: str = "fr") -> str:
        """Give the label in a language, else in French, in English, in any."""
        return texts.label(self.labels, language)

    def said(self, language: str = "fr") -> tuple[str, str]:
        """Give that label, and the code of the language it is in."""
        return texts.said(self.labels, language)


class TermBook:
    """Terms by number."""

    def __init__(self, terms: Iterable[TermLine]) -> None:
        self._terms = {term.id: term for term in terms}
        self._written: dict[int, Shared] = {}

    def __len__(self) -> int:
        return len(self._terms)

    def __iter__(self) -> Iterator[TermLine]:
        return iter(self._terms.values())

    def get(self, number: int | None) -> TermLine | None:
        """Give a term, or nothing."""
        return self._terms.get(number) if number is not None else None

    def label(self, number: int, language: str = "fr") -> str:
        """Give the label of a term; an unknown number shows as itself."""
        term = self.get(number)
        return term.label(language) if term else f"n° {number}"

    def wire(self, number: int) -> dict[str, Any] | None:
        """Write a term as the reading API does (v002, section 4.3); it is shared, and never to be changed."""
        written = self._written.get(number)
        if written is None and (term := self.get(number)):
            written = self._written[number] = Shared(self._in_full(term))
        return written

    def _in_full(self, term: TermLine) -> dict[str, Any]:
        full = {**self._link(term), **term.extra}
        if family := self.get(term.family_id):
            full["familleCritere"] = self._link(family)
        if term.deprecated:
            full["critereDeprecie"] = dict(term.deprecated)
        if parent := self.get(term.parent_id):
            full["parent"] = self._link(parent)
        if label_type := self.get(term.label_type_id):
            full["typeLabel"] = self._link(label_type)
        return full

    @staticmethod
    def _link(term: TermLine) -> dict[str, Any]:
        return {
            "elementReferenceType": term.type,
            "id": term.id,
            **term.labels,
            "ordre": term.order,
        }
