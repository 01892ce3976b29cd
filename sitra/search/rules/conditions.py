"""What is asked of the records of a node, as values: the columns keep what satisfies them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from sitra.search.rules.around import Box, Circle


@dataclass(frozen=True, slots=True)
class Everything:
    """Every record."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """What has one of these values in a field; no value keeps nothing."""

    field: str
    values: frozenset[int] | frozenset[str]


@dataclass(frozen=True, slots=True)
class Numbered:
    """The records of these numbers."""

    numbers: frozenset[int]


@dataclass(frozen=True, slots=True)
class Between:
    """What has a number between two bounds, both included; without a number, it is left out."""

    field: str
    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class OpenBetween:
    """What is open on a day between two ordinals at least, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Within:
    """What stands in a circle."""

    circle: Circle


@dataclass(frozen=True, slots=True)
class Inside:
    """What stands in a box."""

    box: Box


@dataclass(frozen=True, slots=True)
class Words:
    """What holds every word in one of these fields, in a language or in any; see `wording`.

    `forgiving` lets a typing mistake pass in each word; when it is not, the words are forgiven all the same
    where no record of `among` holds them as they are written.
    """

    text: str
    fields: tuple[str, ...]
    language: str = ""
    forgiving: bool = False
    among: "Condition | None" = None


@dataclass(frozen=True, slots=True)
class AllOf:
    """What satisfies every part."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """What satisfies one part at least."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class But:
    """What satisfies a condition and not another."""

    kept: "Condition"
    gone: "Condition"


type Plain = Everything | Numbered | Between | OpenBetween | Within | Inside
"""What columns answer by themselves."""

type Condition = Plain | OneOf | Words | AllOf | AnyOf | But

NOTHING = AnyOf(())


def split(condition: Condition) -> tuple[Condition, Words | None]:
    """Part a condition into the words it asks for on top of all else, if any, and all else."""
    parts = _flat(condition)
    words = next((part for part in parts if isinstance(part, Words)), None)
    return AllOf(tuple(part for part in parts if part is not words)), words


def _flat(condition: Condition) -> list[Condition]:
    if not isinstance(condition, AllOf):
        return [condition]
    return reduce(list.__add__, map(_flat, condition.parts), [])


def words_of(condition: Condition) -> Iterable[Words]:
    """Give the words a condition asks for, wherever they stand."""
    match condition:
        case Words():
            yield condition
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from words_of(part)
        case But(kept, gone):
            yield from words_of(kept)
            yield from words_of(gone)


def forgiven(condition: Condition, misspelt: frozenset[Words]) -> Condition:
    """Let a mistake pass in some of the words a condition asks for."""
    match condition:
        case Words(text, fields, language) if condition in misspelt:
            return Words(text, fields, language, forgiving=True)
        case AllOf(parts):
            return AllOf(tuple(forgiven(part, misspelt) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(forgiven(part, misspelt) for part in parts))
        case But(kept, gone):
            return But(forgiven(kept, misspelt), forgiven(gone, misspelt))
    return condition
