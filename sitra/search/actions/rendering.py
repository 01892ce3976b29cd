"""Making what is kept of a batch of records: bytes, texts and facts."""

from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any, NamedTuple

import orjson

from sitra.catalog.rules.forms import api_form
from sitra.catalog.rules.types import RecordRef
from sitra.kit import splicing
from sitra.search import models
from sitra.search.events import RENDITIONS, Rendition
from sitra.search.queries.lookups import Lookups, named
from sitra.search.rules import schema
from sitra.search.rules.cards import kept
from sitra.search.rules.columns.facts import Facts
from sitra.tourism import queries as tourism
from sitra.tourism.queries import Whole
from sitra.tourism.rules import opening

type _Record = dict[str, Any]

_CUT_AT_ONCE = 100
"""Records whose pieces are cut together: more leave the caches of the processor."""


class Rendered(NamedTuple):
    """What the index and the columns must know of a batch, and the bytes that are in the store by now.

    Facts are missing for what no longer lives.
    """

    texts: dict[int, dict[str, str]]
    facts: dict[int, Facts | None]
    shelves: dict[int, dict[str, bytes]]


def render(generation: models.Generation, numbers: Sequence[int], lookups: Lookups) -> Rendered:
    """Write the bytes of a batch to the store, and give what is told once all else is safe."""
    wholes = {whole.head.id: whole for whole in tourism.wholes(numbers)}
    lookups.prepare(wholes.values())
    records = [api_form(whole.head, whole.document, lookups) for whole in wholes.values()]
    schema.learn(records)
    cards, made = list[bytes](), Rendered({}, dict.fromkeys(numbers), {})
    for record, (number, whole) in zip(records, wholes.items(), strict=True):
        beside = _beside(whole, generation)
        made.texts[number], made.facts[number] = schema.entry(record, beside)
        if beside.days:
            record["datesOuverture"] = beside.days.written()
        cards.append(orjson.dumps(kept(record, whole.commune_name)))
    weft = generation.wholes.weave(records)
    shelves: list[dict[str, bytes]] = [{models.CARD: card} for card in cards]
    for name, rendition in RENDITIONS.items():
        for shelf, content in zip(shelves, _answers(rendition, records, weft), strict=True):
            shelf[name], shelf[name + models.DEFLATED] = content, splicing.block(content)
    pages = [models.Page(record, shelf) for record, shelf in zip(records, shelves, strict=True)]
    generation.put(pages, weft, set(numbers) - wholes.keys())
    made.shelves.update(zip(wholes, shelves, strict=True))
    return made


def _answers(rendition: Rendition, records: list[_Record], weft: models.Weft) -> Iterator[bytes]:
    """Cut the answers of records; those that cannot be cut are made of the whole."""
    cutter, tabled = rendition.cutter(weft.paths), [woven for woven in weft.woven if woven]
    cut = iter([content for some in batched(tabled, _CUT_AT_ONCE) for content in cutter.cut(some)])
    for record, woven in zip(records, weft.woven, strict=True):
        content = next(cut) if woven else None
        yield rendition.parsed(record) if content is None else content


def _beside(whole: Whole, generation: models.Generation) -> schema.Beside:
    return schema.Beside(
        commune_code=whole.commune_code,
        commune_name=whole.commune_name,
        links=frozenset(named(whole, RecordRef)),
        days=opening.days(whole.document, *generation.horizon()).days,
        changed_at=whole.head.changed_at,
    )
