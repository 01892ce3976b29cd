"""Answers cut out of woven records, and remembered by the shape that projects ask for."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple

import orjson

from sitra.catalog.rules.paths import Paths
from sitra.catalog.rules.weaving import Woven, unwoven
from sitra.kit import splicing
from sitra.kit.splicing import Block
from sitra.search import models
from sitra.search.events import Cutter
from sitra.search.rules.columns.remembering import Remembered

_MOST_CUTTERS = 256
"""Shapes whose verdicts on paths are kept, some kilobytes each."""


class Tailor(NamedTuple):
    """What makes the answers of a shape: cut out of pieces, or out of a record that was parsed."""

    shape: Hashable
    cutter: Callable[[Paths], Cutter]
    parsed: Callable[[dict[str, object]], bytes]


class Cut:
    """An answer, and its block when somebody asked for it."""

    __slots__ = ("_block", "content")

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._block: Block | None = None

    def __len__(self) -> int:
        return 2 * len(self.content)

    @property
    def block(self) -> Block:
        """Give it deflated, once."""
        if self._block is None:
            self._block = splicing.block(self.content)
        return self._block


def cut(numbers: Sequence[int], tailor: Tailor) -> dict[int, Cut]:
    """Give the answers of records in a shape, by number; one that left in the meantime is left out."""
    generation = models.current()
    columns = generation.columns()
    known: Remembered[Cut] = columns.renditions
    rows = dict(zip(numbers, columns.each_row(numbers), strict=True))
    made = {number: known.get(tailor.shape, row) for number, row in rows.items()}
    if missing := [number for number, one in made.items() if one is None]:
        for number, content in _made(generation, missing, tailor):
            made[number] = fresh = Cut(content)
            known.keep(tailor.shape, rows[number], fresh)
    return {number: one for number, one in made.items() if one}


def _made(
    generation: models.Generation, numbers: Sequence[int], tailor: Tailor
) -> Iterable[tuple[int, bytes]]:
    kept = zip(numbers, generation.wholes.woven(numbers), strict=True)
    held = [(number, woven) for number, woven in kept if woven]
    tabled = [woven for _, woven in held if woven.table]
    pieces = iter(_pieces(generation, tabled, tailor))
    for number, woven in held:
        content = next(pieces) if woven.table else None
        if content is None:
            plain = unwoven(woven.content) if woven.table else woven.content
            content = tailor.parsed(orjson.loads(plain))
        yield number, content


def _pieces(generation: models.Generation, woven: Sequence[Woven], tailor: Tailor) -> list[bytes | None]:
    try:
        return _cutter(generation.wholes.known, tailor).cut(woven)
    except LookupError:
        # Another process noted paths since.
        return _cutter(generation.wholes.paths(), tailor).cut(woven)


_cutters: dict[Hashable, Cutter] = {}


def _cutter(paths: Paths, tailor: Tailor) -> Cutter:
    """Give what cuts a shape: what it found out of each path is kept."""
    key = (tailor.shape, paths)
    if key not in _cutters:
        if len(_cutters) >= _MOST_CUTTERS:
            _cutters.clear()
        _cutters[key] = tailor.cutter(paths)
    return _cutters[key]
