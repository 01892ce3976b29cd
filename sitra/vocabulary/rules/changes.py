"""What a full vocabulary changes in the one that is there."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from sitra.vocabulary.rules.book import TermLine

OWN = 900_000
"""Terms numbered above are our own: a file from elsewhere that does not name them says nothing of them."""


class Act(StrEnum):
    """What may happen to a term, in the order in which it is told."""

    ADDED = "added"
    RENAMED = "renamed"
    MOVED = "moved"
    REORDERED = "reordered"
    DESCRIBED = "described"
    DEPRECATED = "deprecated"
    REACTIVATED = "reactivated"
    DEACTIVATED = "deactivated"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happens to one term: as it was (nothing for a new one), and as it is now.

    `absent` tells a term that goes because the file does not name it any more.
    """

    act: Act
    before: TermLine | None
    after: TermLine
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What a load does, in order of type; `ignored` counts the keys of the file that are not kept."""

    read: int
    changes: tuple[Change, ...]
    ignored: Mapping[str, int] = field(default_factory=dict)
    dry_run: bool = False

    @property
    def counts(self) -> Counter[Act]:
        """Count the changes by act."""
        return Counter(change.act for change in self.changes)

    def by_type(self) -> dict[str, Counter[Act]]:
        """Count the changes by type, then act."""
        counted: dict[str, Counter[Act]] = {}
        for change in self.changes:
            counted.setdefault(change.after.type, Counter())[change.act] += 1
        return counted

    def of(self, act: Act) -> list[Change]:
        """List the changes of one act."""
        return [change for change in self.changes if change.act is act]

    @property
    def touched(self) -> dict[int, TermLine]:
        """Give the terms that change, as they are to be written."""
        return {change.after.id: change.after for change in self.changes}


def compare(
    before: Mapping[int, TermLine], file: Mapping[int, TermLine], kept: Container[int] = ()
) -> list[Change]:
    """Compare the terms that are there with those of a full file, both by number.

    A term that the file does not name is deactivated, never deleted, unless it is our own or one of
    the `kept`: those that the program ships because clients of the contract count on them, and that
    an old file cannot know. Answers the changes in order of type, then of the terms in it.
    """
    changes = [change for number, after in file.items() for change in _acts(before.get(number), after)]
    for number, term in before.items():
        if number not in file and term.active and number <= OWN and number not in kept:
            changes.append(Change(Act.DEACTIVATED, term, replace(term, active=False), absent=True))
    acts = list(Act)
    changes.sort(key=lambda one: (one.after.type, acts.index(one.act), one.after.order, one.after.id))
    return changes


def _acts(before: TermLine | None, after: TermLine) -> Iterator[Change]:
    if before is None:
        yield Change(Act.ADDED, None, after)
        return
    told = {
        Act.RENAMED: before.labels != after.labels,
        Act.MOVED: _where(before) != _where(after),
        Act.REORDERED: before.order != after.order,
        Act.DESCRIBED: before.extra != after.extra,
        Act.DEPRECATED: before.deprecated != after.deprecated,
        Act.REACTIVATED: after.active and not before.active,
        Act.DEACTIVATED: before.active and not after.active,
    }
    yield from (Change(act, before, after) for act, happened in told.items() if happened)


def _where(term: TermLine) -> tuple[str, int | None, int | None, int | None]:
    return term.type, term.family_id, term.parent_id, term.label_type_id
