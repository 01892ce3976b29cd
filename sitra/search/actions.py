"""Writing the read model of this node."""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import batched
from typing import Any

import orjson
import tantivy
from django.utils import timezone

from sitra.catalog.rules.forms import api_form
from sitra.catalog.rules.tree import tree
from sitra.catalog.rules.types import CommuneRef, RecordRef, Type
from sitra.catalog.rules.walk import references
from sitra.kit import splicing
from sitra.kit.errors import Impossible
from sitra.ledger import queries as ledger
from sitra.ledger.events import Position
from sitra.places import queries as places
from sitra.search import models
from sitra.search.events import RENDITIONS
from sitra.search.rules import asking, cards, schema
from sitra.search.rules.columns import postings
from sitra.search.rules.columns.block import Block, join
from sitra.search.rules.columns.facts import Facts
from sitra.search.rules.columns.keeping import keep
from sitra.tourism import queries as tourism
from sitra.tourism.events import State
from sitra.tourism.queries import Whole
from sitra.tourism.rules import opening
from sitra.vocabulary import queries as vocabulary

BATCH = 500
MOST_NAMING = 100_000
"""Records brought up to date because they name one that changed."""
_HEAP = 64_000_000


class Lookups:
    """References of records, looked up once for a whole batch."""

    def __init__(self) -> None:
        self._book = vocabulary.book()
        self._communes: dict[int, dict[str, Any]] = {}
        self._links: dict[int, dict[str, Any]] = {}

    def term(self, number: int) -> dict[str, Any] | None:
        """Write a term in full."""
        return self._book.wire(number)

    def commune(self, number: int) -> dict[str, Any] | None:
        """Write a commune in full, with its country."""
        return self._communes.get(number)

    def record(self, number: int) -> dict[str, Any] | None:
        """Write the link to a record."""
        return self._links.get(number)

    def criterion(self, number: int) -> dict[str, Any] | None:
        """Answer nothing: internal criteria have no table yet and are written as they are."""
        del number
        return None

    def prepare(self, wholes: Iterable[Whole]) -> None:
        """Bring the communes and the published records that these records name."""
        wholes = list(wholes)
        linked = {number for whole in wholes for number in _named(whole, RecordRef)}
        heirs = tourism.heirs(linked) if linked else {}
        self._bring_communes({number for whole in wholes for number in _named(whole, CommuneRef)})
        written = self.links(set(heirs.values()))
        shown = {number: link for number, link in written.items() if link["state"] == State.PUBLISHED}
        self._links = {asked: shown[heir] for asked, heir in heirs.items() if heir in shown}

    def links(self, numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
        """Write the links to records; thousands may be named, their documents are let go batch by batch."""
        written: dict[int, dict[str, Any]] = {}
        for batch in batched(sorted(numbers), BATCH):
            named = list(tourism.wholes(batch, linked=False))
            self._bring_communes({number for whole in named for number in _named(whole, CommuneRef)})
            written |= {whole.head.id: self._link(whole) for whole in named}
        return written

    def _bring_communes(self, wanted: set[int]) -> None:
        missing = wanted - self._communes.keys()
        for number, line in places.by_ids(missing).items() if missing else ():
            written = {"id": line.number, "code": line.code, "nom": line.name}
            if country := self._book.wire(line.country):
                written["pays"] = country
            if line.postal_codes:
                written["codePostal"] = line.postal_codes[0]
            self._communes[number] = written

    def _link(self, whole: Whole) -> dict[str, Any]:
        """Write what the contract says of a record where another one names it."""
        place = whole.document.get("localisation", {})
        kept = {key: place[key] for key in _PLACE if key in place}
        shown = {"nom": whole.document.get("nom", {}), "localisation": kept}
        return _head(api_form(whole.head, shown, self))


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
    before = {number: _head(orjson.loads(page)) for number, page in zip(numbers, kept, strict=True) if page}
    after = {number: orjson.loads(orjson.dumps(link)) for number, link in lookups.links(numbers).items()}
    return {number for number in numbers if before.get(number) != after.get(number)}


_HEAD = ("type", "id", "nom", "identifier", "state")
_PLACE = ("adresse", "geolocalisation")


def _head(record: Mapping[str, Any]) -> dict[str, Any]:
    """Give what others show of a record."""
    place = record.get("localisation", {})
    return {key: record[key] for key in _HEAD if key in record} | {
        key: place[key] for key in _PLACE if key in place
    }


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


def _write_all(generation: models.Generation, tell: Callable[[int], None]) -> int:
    done, last, lookups, blocks = 0, 0, Lookups(), list[Block]()
    writer = generation.index.writer(_HEAP, 1)
    while numbers := tourism.numbers_after(last, BATCH):
        facts = _pages(generation, writer, numbers, lookups)
        blocks.append(Block.of(sorted(one for one in facts.values() if one), generation.width))
        done, last = done + len(numbers), numbers[-1]
        tell(done)
    writer.commit()
    writer.wait_merging_threads()
    generation.keep(join(blocks or [Block.of([], generation.width)]))
    return done


def _write(generation: models.Generation, numbers: list[int], lookups: Lookups) -> None:
    writer, facts = generation.index.writer(_HEAP, 1), dict[int, Facts | None]()
    for batch in batched(numbers, BATCH):
        for number in batch:
            writer.delete_documents_by_term("id", number)
        facts |= _pages(generation, writer, batch, lookups)
    writer.commit()
    writer.wait_merging_threads()
    generation.tell(facts)


def _pages(
    generation: models.Generation,
    writer: tantivy.IndexWriter,
    numbers: Sequence[int],
    lookups: Lookups,
) -> dict[int, Facts | None]:
    """Write a batch to the store, then to the index; what no longer lives leaves both.

    Answers what the columns must know, which is told once the index is safe.
    """
    wholes = {whole.head.id: whole for whole in tourism.wholes(numbers)}
    lookups.prepare(wholes.values())
    pages, facts = [], dict[int, Facts | None].fromkeys(numbers)
    for number, whole in wholes.items():
        record = api_form(whole.head, whole.document, lookups)
        document, facts[number] = schema.entry(record, _beside(whole, generation))
        writer.add_document(document)
        pages.append(models.Page(record, dict(_shelves(record, whole.commune_name))))
    generation.put(pages, set(numbers) - wholes.keys())
    return facts


def _beside(whole: Whole, generation: models.Generation) -> schema.Beside:
    return schema.Beside(
        commune_code=whole.commune_code,
        commune_name=whole.commune_name,
        links=frozenset(_named(whole, RecordRef)),
        days=opening.days(whole.document, *generation.horizon()).days,
        changed_at=whole.head.changed_at,
    )


def _shelves(record: Mapping[str, Any], commune: str) -> Iterator[tuple[str, bytes]]:
    yield models.CARD, orjson.dumps(cards.kept(record, commune))
    for name, rendition in RENDITIONS.items():
        content = rendition(record)
        yield name, content
        yield name + models.DEFLATED, splicing.block(content)


def _named(whole: Whole, kind: type[Type]) -> Iterator[int]:
    return references(whole.document, tree(whole.head.kind), kind)


@contextmanager
def sole_writer() -> Iterator[None]:
    """Hold the right to write the read model of this node; refuse when another process has it."""
    models.root().mkdir(parents=True, exist_ok=True)
    descriptor = os.open(models.root() / "writer.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        message = "Un autre programme écrit déjà l'index de recherche sur cette machine."
        raise Impossible(message) from error
    try:
        yield
    finally:
        os.close(descriptor)
