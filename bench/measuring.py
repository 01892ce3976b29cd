"""Rounds of measures, one engine after the other for each shape, so that what disturbs one disturbs all."""

import statistics
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench.client import Client, Load
from bench.engines import Engine
from bench.questions import SHAPES, Question

ALONE, TOGETHER = 1, 8
"""Clients at a time."""

MIX = "mix"

type Questions = Mapping[str, Sequence[Question]]


@dataclass(frozen=True, slots=True)
class Effort:
    """How long is measured: rounds, and seconds of each run."""

    rounds: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What one engine did on one shape: milliseconds, replies a second, bytes."""

    p50: float
    p95: float
    alone: float
    """Replies a second to one client."""
    together: float
    """Replies a second to eight clients."""
    p95_together: float
    processor: float
    """Milliseconds of processor a reply, database included, with eight clients."""
    size: float
    """Bytes a reply."""


type Table = dict[str, dict[str, Figures]]
"""Shape -> engine -> figures."""


def measure(
    engines: Sequence[Engine],
    questions: Questions,
    client: Client,
    effort: Effort,
    tell: Callable[[str], None],
    shapes: Sequence[str],
) -> Table:
    """Measure some shapes on every engine, the mix being one; medians of the rounds."""
    runs: dict[tuple[str, str], list[Figures]] = defaultdict(list)
    for rank in range(1, effort.rounds + 1):
        for shape in shapes:
            tell(f"round {rank}/{effort.rounds} {shape}")
            for engine in engines:
                if paths := _paths(engine, questions, shape):
                    runs[shape, engine.name].append(_run(engine, paths, client, effort.seconds))
    table: Table = defaultdict(dict)
    for (shape, name), rounds in runs.items():
        table[shape][name] = _median(rounds)
    return table


def _paths(engine: Engine, questions: Questions, shape: str) -> list[str]:
    """Give the addresses of a shape, or those of all shapes in turn; none where the engine cannot answer."""
    if shape != MIX:
        return [engine.path(one, rank) for rank, one in enumerate(questions[shape]) if engine.can(one)]
    if not all(engine.can(questions[shape][0]) for shape in SHAPES):
        return []
    each = min(len(questions[shape]) for shape in SHAPES)
    return [engine.path(questions[shape][rank], rank) for rank in range(each) for shape in SHAPES]


def _run(engine: Engine, paths: Sequence[str], client: Client, seconds: float) -> Figures:
    alone = client.run(Load(engine.port, paths, ALONE, seconds, gzip=engine.gzip))
    before = engine.worked()
    together = client.run(Load(engine.port, paths, TOGETHER, seconds, gzip=engine.gzip))
    worked = engine.worked() - before
    return Figures(
        p50=1000 * percentile(alone.taken, 50),
        p95=1000 * percentile(alone.taken, 95),
        alone=len(alone.taken) / alone.seconds,
        together=len(together.taken) / together.seconds,
        p95_together=1000 * percentile(together.taken, 95),
        processor=1000 * worked / len(together.taken),
        size=(alone.size + together.size) / (len(alone.taken) + len(together.taken)),
    )


def percentile(values: Sequence[float], share: int) -> float:
    """Give the value below which a share of all lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def _median(rounds: Sequence[Figures]) -> Figures:
    names = Figures.__dataclass_fields__
    return Figures(**{name: statistics.median(getattr(one, name) for one in rounds) for name in names})
