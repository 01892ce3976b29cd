"""One run of the benchmark: engines are started, compared, measured and stopped."""

import json
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from rich.console import Console

from bench import agreement, engines, geoapi, measuring, showing, visible
from bench.agreement import Agreement
from bench.client import Client
from bench.engines import Bare, Engine, Ours
from bench.ground import Ground
from bench.measuring import MIX, Effort, Questions
from bench.questions import SHAPES, questions

GZIP = "sitra gzip"
AT_ONCE = 4


class Session:
    """The engines of a run; all are stopped when it is left."""

    def __init__(self, ground: Ground, wanted: Collection[str], out: Console) -> None:
        self._ground, self._wanted, self._out = ground, frozenset(wanted), out
        self._ends = ExitStack()
        self.ours = Ours(ground)
        self.engines: list[Engine] = []

    def __enter__(self) -> Self:
        self._start(self.ours)
        self._client = Client()
        self._ends.callback(self._client.close)
        return self

    def __exit__(self, *error: object) -> None:
        self._ends.close()

    def _start(self, engine: Engine) -> None:
        self._ends.callback(engine.stop)
        engine.start()
        self.engines.append(engine)

    def measure(self, shapes: Sequence[str], effort: Effort) -> dict[str, Any]:
        """Do it all; answers the figures."""
        drawn = questions(self._ground.corpus())
        asked = {shape: ones for shape, ones in drawn.items() if not shapes or shape in shapes}
        agreed = self._others(drawn, asked)
        for engine in self.engines:
            _warm(engine, asked)
        table = measuring.measure(
            self.engines, drawn, self._client, effort, self._tell, [*asked, *([] if shapes else [MIX])]
        )
        if not shapes:
            table |= self._zipped(drawn, effort)
        self._out.print()
        showing.show(table, agreed, self.ours.name, self._out)
        self._differences(agreed)
        return {
            "figures": {
                shape: {name: asdict(one) for name, one in row.items()} for shape, row in table.items()
            },
            "agreement": {
                name: {shape: asdict(one) for shape, one in found.items()} for name, found in agreed.items()
            },
            "memory": {engine.name: engine.memory() for engine in self.engines},
            "delays": self._delays(drawn),
        }

    def _others(self, drawn: Questions, asked: Questions) -> dict[str, dict[str, Agreement]]:
        """Start the other engines, and see whether they answer the same."""
        if "bare" in self._wanted:
            replies = self._ground.directory / "replies"
            _write_replies(self.ours, drawn, replies)
            self._start(Bare(replies, self.ours))
        if self._wanted & {"drf", "pygeoapi"}:
            baseline = engines.prepare_baseline(self._ground)
            if "drf" in self._wanted:
                self._start(baseline)
            if "pygeoapi" in self._wanted:
                self._start(geoapi.prepare(self._ground, baseline))
        return {
            other.name: agreement.compare(self.ours, other, asked)
            for other in self.engines
            if not isinstance(other, Ours | Bare)
        }

    def _zipped(self, drawn: Questions, effort: Effort) -> dict[str, dict[str, Any]]:
        """Measure the mix once more with compressed replies: the same server, asked otherwise."""
        zipped = Ours(self._ground)
        zipped.name, zipped.gzip = GZIP, True
        zipped.port, zipped.processes = self.ours.port, self.ours.processes
        found = measuring.measure([zipped], drawn, self._client, effort, self._tell, [MIX])
        return {f"{MIX} gzip": found[MIX]}

    def _delays(self, drawn: Questions) -> dict[str, float]:
        paths = [self.ours.path(drawn[shape][rank], rank) for rank in range(50) for shape in SHAPES]
        waited = visible.delays(self.ours, paths, self._client)
        if not waited:
            return {}
        found = {f"p{share}": measuring.percentile(waited, share) for share in (50, 95)}
        words = f"{found['p50']:.2f} s at the median, {found['p95']:.2f} s at p95"
        memory = f"{self.ours.memory() / 1e6:,.0f} MB in all its processes"
        showing.say(
            (
                ("seen after a commit", f"{words}, with {visible.PACE:.0f} requests a second"),
                ("memory of the server", memory),
            ),
            self._out,
        )
        return found

    def _differences(self, agreed: Mapping[str, Mapping[str, Agreement]]) -> None:
        for name, shapes in agreed.items():
            for shape, one in shapes.items():
                if not one.holds(shape):
                    self._out.print(f"{name} {shape} differs first on {one.first}", highlight=False)

    def _tell(self, words: str) -> None:
        if self._out.is_terminal:
            self._out.print(words + " " * 20, end="\r", highlight=False)


def _warm(engine: Engine, asked: Questions, each: int = 10) -> None:
    for ones in asked.values():
        for rank, one in enumerate(ones[:each]):
            if engine.can(one):
                engine.ask(one, rank)


def _write_replies(ours: Engine, drawn: Questions, path: Path) -> None:
    """Keep what ours answers, for the bare server to hand out."""
    places: dict[str, tuple[int, int]] = {}
    with path.open("wb") as file, ThreadPoolExecutor(AT_ONCE) as pool:
        for shape, ones in drawn.items():
            for rank, reply in enumerate(pool.map(ours.ask, ones, range(len(ones)))):
                start = file.tell()
                file.write(reply)
                places[f"/{shape.replace(' ', '-')}/{rank}"] = (start, file.tell())
    path.with_suffix(".json").write_text(json.dumps(places), "utf-8")
