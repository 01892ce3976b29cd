"""Parts and languages of records as a shape, which cuts answers out of woven records (sections 2.5, 2.6)."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from sitra.catalog.rules.paths import INSIDE, Path, Paths
from sitra.catalog.rules.weaving import CONTACT, LABELS, OPENED, RECORD, Woven
from sitra.formats.rules.v002.fields import DEFAULT, DEFAULT_LOCALES, Selection
from sitra.kit.texts import SUFFIXES, VALUE_KEYS

_DROPPED, _KEPT, _PARSED, _UNJUDGED = range(4)
_ROW = 4
"""Bytes of a tag and a length."""


class NewerPaths(LookupError):
    """A record was woven with paths that are not known here yet: learn them, then cut again."""


class Shape:
    """What `fields.answer` keeps of records, judged once for each path that is met."""

    def __init__(self, paths: Paths, kept: Selection | None, locales: Iterable[str]) -> None:
        languages = list(locales)
        self._paths = paths
        self._kept = kept or {}
        self._unwanted = LABELS - {f"libelle{SUFFIXES[code]}" for code in languages}
        self._keys = {VALUE_KEYS[code] for code in languages}
        self._verdicts = np.full(len(paths), _UNJUDGED, np.uint8)

    def cut(self, records: Sequence[Woven]) -> list[bytes | None]:
        """Give the answer of each record; `None` where one has to be parsed.

        That is where the selection goes into a closed object. Raises `NewerPaths`.
        """
        rows = _rows(records)
        verdicts = self._judged(rows[:, 0])
        if (apart := verdicts == _PARSED).any():
            numbers = np.repeat(np.arange(len(records)), [len(record.table) // _ROW for record in records])
            parsed = set(numbers[apart].tolist())
            whole = [record for number, record in enumerate(records) if number not in parsed]
            answers = iter(self.cut(whole))
            return [None if number in parsed else next(answers) for number in range(len(records))]
        return [*_joined(records, rows[:, 1], verdicts == _KEPT).split(RECORD)[1:]]

    def _judged(self, tags: NDArray[np.uint16]) -> NDArray[np.uint8]:
        """Give the verdict on each tag."""
        known = len(self._paths)
        if tags.size and tags.max() >= known:
            raise NewerPaths
        verdicts = self._verdicts
        if len(verdicts) < known:
            new = np.full(known - len(verdicts), _UNJUDGED, np.uint8)
            self._verdicts = verdicts = np.concatenate((verdicts, new))
        given = verdicts[tags]
        if (unjudged := given == _UNJUDGED).any():
            for tag in set(tags[unjudged].tolist()):
                verdicts[tag] = self._judge(self._paths.path(tag))
            given = verdicts[tags]
        return given

    def _judge(self, path: Path) -> int:
        kept, contact = self._kept, False
        for step in path:
            if step is INSIDE:
                if kept:
                    return _PARSED
                contact = False
                continue
            if kept:
                if step not in kept:
                    return _DROPPED
                kept = kept[step]
            if step not in self._keys if contact else step in self._unwanted:
                return _DROPPED
            contact = step == CONTACT
        return _KEPT


def default_shape(paths: Paths) -> Shape:
    """Give what cuts the answer that most requests want."""
    return Shape(paths, DEFAULT, DEFAULT_LOCALES)


def _rows(records: Sequence[Woven]) -> NDArray[np.uint16]:
    return np.frombuffer(b"".join([record.table for record in records]), np.uint16).reshape(-1, 2)


def _joined(records: Sequence[Woven], lengths: NDArray[np.uint16], kept: NDArray[np.bool_]) -> bytes:
    """Join the pieces kept, each record after its mark."""
    content = b"".join([record.content for record in records])
    ends = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
    turns = ends[np.flatnonzero(np.diff(kept, prepend=False, append=False))].tolist()
    runs = zip(turns[::2], turns[1::2], strict=True)
    joined = b"".join([content[start:end] for start, end in runs])
    return joined.replace(OPENED + b",", b"").replace(OPENED, b"")
