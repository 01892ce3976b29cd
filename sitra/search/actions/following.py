"""Bringing the read model up to date with records that changed."""

from collections.abc import Iterable
from itertools import batched

import orjson

from sitra.ledger.events import Position
from sitra.places import queries as places
from sitra.search import models
from sitra.search.actions.rebuilding import unmade
from sitra.search.actions.rendering import render
from sitra.search.queries.lookups import BATCH, Lookups, head
from sitra.search.rules import asking, schema
from sitra.search.rules.columns import postings
from sitra.search.rules.columns.facts import Facts
from sitra.search.rules.columns.keeping import keep
from sitra.tourism import queries as tourism

MOST_NAMING = 100_000
"""Records brought up to date because they name one that changed."""

_HEAP = 64_000_000


def prepare() -> None:
    """Have the columns of the current read model and what records name in memory: they take seconds to read.

    A read model that is missing or of another make is built anew, and nothing of it is read.
    """
    if not unmade():
        models.current().columns()
        places.atlas()
        Lookups()


def absorb(numbers: Iterable[int], upto: Position, *, beside: Iterable[int] = ()) -> None:
    """Bring records that changed up to date in the current read model, then note the position.

    `beside` are records that only show a link less or more. Those that name a changed record, or show the
    other end of a link of it, follow when what they show of it is another.
    """
    generation, changed = models.current(), set(numbers)
    with models.full_disk_named():
        wanted = changed | set(beside)
        # Before the changed ones: cut in between, it is seen again that they changed.
        if others := sorted(_showing(generation, changed) - wanted):
            _write(generation, others, Lookups())
        if wanted:
            _write(generation, sorted(wanted), Lookups())
        generation.remember(upto)


def _showing(generation: models.Generation, changed: set[int]) -> set[int]:
    """Give the records that show something of these which is not what it was."""
    moved = _moved(generation, changed)
    if not moved:
        return set()
    ends = set(tourism.heirs(tourism.ends_of(moved)).values())
    columns = generation.columns()
    naming = keep(columns, asking.one_of("links", tourism.merged_into(moved)))
    return ends | set(columns.numbers(postings.rows_of(naming)[:MOST_NAMING]))


def _moved(generation: models.Generation, changed: set[int]) -> set[int]:
    """Keep the records of which others show something else than the read model says."""
    numbers, lookups = sorted(changed), Lookups()
    kept = generation.wholes.plain(numbers)
    before = {number: head(orjson.loads(page)) for number, page in zip(numbers, kept, strict=True) if page}
    after = {number: orjson.loads(orjson.dumps(link)) for number, link in lookups.links(numbers).items()}
    return {number for number in numbers if before.get(number) != after.get(number)}


def _write(generation: models.Generation, numbers: list[int], lookups: Lookups) -> None:
    """Write records to the store, then to the index; what no longer lives leaves both; then tell."""
    writer, facts = generation.index.writer(_HEAP, 1), dict[int, Facts | None]()
    for batch in batched(numbers, BATCH):
        made = render(generation, batch, lookups)
        for number in batch:
            writer.delete_documents_by_term("id", number)
        for number, texts in made.texts.items():
            writer.add_document(schema.document(number, texts))
        facts |= made.facts
    writer.commit()
    writer.wait_merging_threads()
    generation.tell(facts)
