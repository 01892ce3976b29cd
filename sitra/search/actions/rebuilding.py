"""Building the read model anew, with every processor of the machine."""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from django.utils import timezone

from sitra.kit import processes as kit
from sitra.ledger import queries as ledger
from sitra.search import models
from sitra.search.actions.rendering import render
from sitra.search.actions.writing import sole_writer
from sitra.search.events import ReadModelUnavailable
from sitra.search.queries.lookups import BATCH, Lookups
from sitra.search.rules import schema
from sitra.search.rules.columns.block import Block
from sitra.tourism import queries as tourism
from sitra.tourism.rules import opening

FEW = 5000
"""Records that one process builds sooner than others are started."""

_MOST_PROCESSES = 8
_AHEAD = 2
"""Batches in hand for each process: what they made waits in memory."""

_HEAP = 128_000_000


class Made(NamedTuple):
    """What was made of a batch besides the store: texts of the index, columns, ready bytes by shelf."""

    texts: dict[int, dict[str, str]]
    block: Block
    strips: dict[str, models.Strip]


def rebuild(tell: Callable[[int], None] = lambda _: None) -> int:
    """Build a new read model beside the current one and put it in its place.

    `tell` hears how many records are done. Readers go on with the old one until the end; what
    changes meanwhile is caught up from the position taken before the first record was read.
    Answers the number of records.
    """
    with sole_writer(), models.full_disk_named():
        upto = ledger.head()
        generation = models.fresh(f"g-{timezone.now():%Y%m%d%H%M%S%f}")
        generation.begin(timezone.localdate())
        done = _write_all(generation, tell)
        generation.remember(upto)
        models.enthrone(generation)
    return done


def outdated() -> bool:
    """Say whether the days of opening that are indexed are those of a month that is over."""
    return models.current().horizon() != opening.horizon(timezone.localdate())


def unmade() -> bool:
    """Say whether this node has no read model that this program can read, such as that of another version."""
    try:
        return models.current().make() != models.make()
    except ReadModelUnavailable:
        return True


def _write_all(generation: models.Generation, tell: Callable[[int], None]) -> int:
    done, writer = 0, generation.index.writer(_HEAP, 1)
    with generation.making() as making:
        for made in _made(generation):
            for number, held in made.texts.items():
                writer.add_document(schema.document(number, held))
            making.add(made.block, made.strips)
            done += len(made.texts)
            tell(done)
        writer.commit()
        writer.wait_merging_threads()
        making.keep(generation.width)
    return done


def _made(generation: models.Generation) -> Iterator[Made]:
    """Render every record, here when there are few, in a process for each processor when there are many."""
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES)
    if tourism.count_living() <= FEW or processes == 1:
        lookups = Lookups()
        yield from (_batch(generation, numbers, lookups) for numbers in _numbers())
        return
    pool = kit.pool(processes)
    try:
        yield from _in_order(pool, generation.path, processes * _AHEAD)
    finally:
        # Left by an error, it lets go of what it has not begun.
        pool.shutdown(cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, path: Path, ahead: int) -> Iterator[Made]:
    """Have batches rendered, a few ahead of those that are taken."""
    coming = (pool.submit(_render_there, path, numbers) for numbers in _numbers())
    waiting = deque[Future[Made]](islice(coming, ahead))
    while waiting:
        yield waiting.popleft().result()
        waiting.extend(islice(coming, 1))


def _numbers() -> Iterator[list[int]]:
    last = 0
    while numbers := tourism.numbers_after(last, BATCH):
        yield numbers
        last = numbers[-1]


def _batch(generation: models.Generation, numbers: list[int], lookups: Lookups) -> Made:
    made = render(generation, numbers, lookups)
    block = Block.of(sorted(filter(None, made.facts.values())), generation.width)
    shelves = [held for _, held in sorted(made.shelves.items())]
    strips = {name: models.Strip.of([held[name] for held in shelves]) for name in models.kept_ready()}
    return Made(made.texts, block, strips)


@cache
def _ground(path: Path) -> tuple[models.Generation, Lookups]:
    """Open the generation in a process that renders: there is one, as long as the process."""
    return models.Generation(path, building=True), Lookups()


def _render_there(path: Path, numbers: list[int]) -> Made:
    generation, lookups = _ground(path)
    return _batch(generation, numbers, lookups)
