"""Many facts of one hand about one thing are one piece of news."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sitra.notices.events import News

FEW = 5
"""Pieces of news of one sort, by one hand, that are told one by one."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one person is told of one fact; `person`, `record`, `by` and `member` are numbers."""

    person: int
    key: str
    news: News
    at: datetime
    number: int | None = None
    record: int | None = None
    by: int | None = None
    member: int | None = None
    details: dict[str, Any] = field(default_factory=dict)
    times: int = 1


def folded(pieces: Iterable[Piece]) -> list[Piece]:
    """Fold what one person would be told many times over into its last piece, with how many there were."""
    alike: dict[tuple[int, News, int | None, int | None], list[Piece]] = defaultdict(list)
    for piece in pieces:
        alike[piece.person, piece.news, piece.by, piece.member].append(piece)
    kept = list[Piece]()
    for group in alike.values():
        if len(group) > FEW and group[0].record is not None:
            kept.append(replace(group[-1], record=None, number=None, times=len(group)))
        else:
            kept += group
    return kept
