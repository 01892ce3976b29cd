"""What it costs to deflate a record once, and to splice an answer of ready blocks.

    PYTHONPATH=. .venv/bin/python bench/splicing.py

Records are made from the catalogue, with words of several languages. Each figure is the best of
several rounds on one core.
"""

import gzip
import time
import zlib
from collections.abc import Callable, Iterable
from functools import partial
from random import Random
from typing import Any

import orjson
from isal import isal_zlib

from sitra.catalog.rules.forms import api_form
from sitra.catalog.rules.kinds import Kind
from sitra.kit import splicing
from tests.catalog.making import document
from tests.catalog.test_forms import Everything, head, vocabularies_of

ROUNDS = 7
SIZES = (3_000, 13_000)
PAGES = ((200, 3_000), (20, 13_000))
SYLLABLES = ("la", "mon", "ta", "gne", "vil", "le", "pis", "ci", "ne", "cha", "let", "au", "du", "lac", "é")


def words(random: Random, least: int, most: int) -> str:
    """Make a sentence that no compressor has met before."""
    said = ("".join(random.choices(SYLLABLES, k=random.randint(1, 4))) for _ in range(most))
    return " ".join(list(said)[: random.randint(least, most)])


def records(size: int, count: int) -> list[bytes]:
    """Write records in the form of the API whose length is about `size` bytes."""
    made = []
    for seed in range(400):
        whole = _record(seed, fullness=0.01 + (seed % 40) / 100)
        made.append(orjson.dumps(whole))
    return sorted(made, key=lambda one: abs(len(one) - size))[:count]


def _record(seed: int, fullness: float) -> dict[str, Any]:
    content, random = document(Kind.HOTELLERIE, seed, fullness), Random(seed)
    known = Everything()
    known.vocabularies = dict(vocabularies_of(content)) | {233: "MembreSitraType"}
    whole: dict[str, Any] = _worded(api_form(head(Kind.HOTELLERIE), content, known), random)
    return whole


def _worded(value: Any, random: Random) -> Any:
    """Say something in each language instead of a bare word."""
    if isinstance(value, list):
        return [_worded(one, random) for one in value]
    if not isinstance(value, dict):
        return value
    long = "elementReferenceType" not in value
    return {
        name: words(random, 2, 20 if long else 3) if name.startswith("libelle") else _worded(one, random)
        for name, one in value.items()
    }


def microseconds(job: Callable[[], object]) -> float:
    """Time a job, best of several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        job()
        best = min(best, time.perf_counter() - begun)
    return best * 1e6


def every(deflate: Callable[[bytes], bytes], sample: list[bytes]) -> list[bytes]:
    """Deflate all of a sample."""
    return [deflate(one) for one in sample]


def deflaters() -> Iterable[tuple[str, Callable[[bytes], bytes]]]:
    """Give each way of deflating a block."""
    for library, levels in ((zlib, (1, 6)), (isal_zlib, (0, 1, 2, 3))):
        for level in levels:

            def deflate(content: bytes, library: Any = library, level: int = level) -> bytes:
                deflater = library.compressobj(level, 8, -15)
                return bytes(deflater.compress(content) + deflater.flush(library.Z_FULL_FLUSH))

            yield f"{library.__name__} {level}", deflate
    yield "splicing.block", splicing.block


def main() -> None:
    for size in SIZES:
        sample = records(size, 20)
        total = sum(map(len, sample))
        print(f"deflating records of {total / len(sample):.0f} bytes")
        for name, deflate in deflaters():
            took = microseconds(partial(every, deflate, sample))
            left = sum(map(len, every(deflate, sample)))
            print(f"  {name:<18}{took / len(sample):8.1f} µs a record   {left / total:.3f} of the size")
    for count, size in PAGES:
        page = records(size, count)
        ready = [splicing.block(one) for one in page]
        print(f"an answer of {count} records, {sum(map(len, page))} bytes")
        answer(page, ready)


def answer(page: list[bytes], ready: list[splicing.Block]) -> None:
    """Print what each way of answering costs."""

    def splice() -> bytes:
        parts: list[splicing.Block | splicing.Plain] = [splicing.Plain(b'{"objetsTouristiques":[')]
        for block in ready:
            parts += (block, splicing.COMMA)
        parts[-1] = splicing.Plain(b"]}")
        return splicing.gzipped(parts)

    def plain() -> bytes:
        return b'{"objetsTouristiques":[' + b",".join(page) + b"]}"

    assert gzip.decompress(splice()) == plain()
    ways: dict[str, Callable[[], bytes]] = {
        "joined, plain": plain,
        "spliced": splice,
        "isal, whole": lambda: isal_zlib.compress(plain(), 1, 31),
        "gzip 6, whole": lambda: gzip.compress(plain(), 6),
    }
    for name, way in ways.items():
        print(f"  {name:<18}{microseconds(way):8.1f} µs   {len(way()):8} bytes")


if __name__ == "__main__":
    main()
