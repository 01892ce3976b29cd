"""Records as archives hold them, deflated once when they change, and spliced ever after.

What is ready is kept on this node (`READY_DIR`), a shelf for each form, and found by what a record says now
(`tourism.queries.marks`). So an archive that was cut off begins again with what is ready, any number of nodes
and processes make archives at once, and losing what is kept loses time.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import batched

from django.conf import settings

from sitra.catalog.rules.fields import FIELDS
from sitra.delivery.rules.forms import Form, Names, written
from sitra.kit import shelving, splicing
from sitra.kit.splicing import Block
from sitra.places import queries as places
from sitra.places.rules.atlas import Atlas
from sitra.tourism import queries as tourism

_VERSION = 1
"""Another one, when something else is written of a record that did not change."""

MARKED_AT_ONCE = 10_000
READ_AT_ONCE = 1000
MADE_AT_ONCE = 250

Tell = Callable[[int, int], None]
"""Hears how many records were given so far, and how many of them had to be made."""


def _nobody(given: int, made: int) -> None:
    del given, made


def ready(numbers: Iterable[int], form: Form, tell: Tell | None = None) -> Iterator[tuple[int, Block]]:
    """Give the blocks of records (number, block) as they are now, in the order asked, making what is missing.

    The deleted are left out; what else may be read is the choice of who asks. Memory holds one batch.
    """
    shelves, atlas = shelving.shelves(settings.READY_DIR), places.atlas()
    epoch, given, made, say = _epoch(form, atlas), 0, 0, tell or _nobody
    for wanted, heirs in _marked(numbers, epoch):
        blocks = shelves.read(form.shelf, wanted)
        missing = [number for number in wanted if number not in blocks]
        for some in batched(missing, MADE_AT_ONCE):
            fresh = dict(_made(some, form, Names(atlas, heirs)))
            shelves.put(form.shelf, {number: (wanted[number], block) for number, block in fresh.items()})
            blocks |= fresh
            made += len(fresh)
            say(given + len(blocks), made)
        for number in wanted:
            if number in blocks:
                yield number, Block(blocks[number])
        given += len(blocks)
        say(given, made)


def marks(numbers: Iterable[int], form: Form) -> dict[int, int]:
    """Give number -> 64 bits that are others as soon as a record is written otherwise in a form."""
    epoch, found = _epoch(form, places.atlas()) ^ _said(form), dict[int, int]()
    for some, _ in _marked(numbers, epoch):
        found |= some
    return found


def _marked(numbers: Iterable[int], epoch: int) -> Iterator[tuple[dict[int, int], Mapping[int, int]]]:
    """Give batches of number -> mark, in the order asked, each with the heirs that its records name."""
    for batch in batched(numbers, MARKED_AT_ONCE):
        marks = tourism.marks(batch)
        living = [number for number in batch if number in marks.bits]
        for some in batched(living, READ_AT_ONCE):
            yield {number: marks.bits[number] ^ epoch for number in some}, marks.heirs


def sweep() -> int:
    """Forget the blocks of records that are no more; answers how many records were forgotten."""
    shelves, gone = shelving.shelves(settings.READY_DIR), set[int]()
    for numbers in shelves.numbers():
        gone |= set(numbers) - tourism.marks(numbers).bits.keys()
    shelves.drop(gone)
    return len(gone)


def _made(numbers: Iterable[int], form: Form, names: Names) -> Iterator[tuple[int, bytes]]:
    for whole in tourism.wholes(numbers):
        yield whole.head.id, splicing.block(written(whole.head, whole.document, form, names))


def _epoch(form: Form, atlas: Atlas) -> int:
    """Give 64 bits that are others when all blocks of a form have to be made again."""
    said = repr((_VERSION, form.horizon, _catalogue(), _communes(atlas))).encode()
    return zlib.crc32(said) << 32 | zlib.crc32(said, 1)


def _said(form: Form) -> int:
    """Give bits for the shelf of a form: on it, the marks of records are enough."""
    return zlib.crc32(form.shelf.encode()) << 16


@cache
def _catalogue() -> int:
    return zlib.crc32("\n".join(field.path for field in FIELDS).encode())


@lru_cache(maxsize=1)
def _communes(atlas: Atlas) -> int:
    """Mark by which numbers clients know the communes that records name."""
    pairs = ((line.id, living.number) for line in atlas if (living := atlas.living(line.id)))
    return zlib.crc32(repr([pair for pair in pairs if pair[0] != pair[1]]).encode())
