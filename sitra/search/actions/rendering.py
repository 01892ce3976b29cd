"""Making what is kept of a batch of records: bytes, texts and facts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from sitra.catalog.rules.forms import api_form
from sitra.catalog.rules.types import RecordRef
from sitra.kit import splicing
from sitra.search import models
from sitra.search.actions.lookups import Lookups, named
from sitra.search.events import RENDITIONS
from sitra.search.rules import cards, schema
from sitra.search.rules.columns.facts import Facts
from sitra.tourism import queries as tourism
from sitra.tourism.queries import Whole
from sitra.tourism.rules import opening


class Rendered(NamedTuple):
    """What the index and the columns must know of a batch; facts are missing for what no longer lives."""

    texts: dict[int, dict[str, str]]
    facts: dict[int, Facts | None]


def render(generation: models.Generation, numbers: Sequence[int], lookups: Lookups) -> Rendered:
    """Write the bytes of a batch to the store, and give what is told once all else is safe."""
    wholes = {whole.head.id: whole for whole in tourism.wholes(numbers)}
    lookups.prepare(wholes.values())
    pages, made = list[models.Page](), Rendered({}, dict.fromkeys(numbers))
    for number, whole in wholes.items():
        record, beside = api_form(whole.head, whole.document, lookups), _beside(whole, generation)
        made.texts[number], made.facts[number] = schema.entry(record, beside)
        if beside.days:
            record["datesOuverture"] = beside.days.written()
        pages.append(models.Page(record, dict(_shelves(record, whole.commune_name))))
    generation.put(pages, set(numbers) - wholes.keys())
    return made


def _beside(whole: Whole, generation: models.Generation) -> schema.Beside:
    return schema.Beside(
        commune_code=whole.commune_code,
        commune_name=whole.commune_name,
        links=frozenset(named(whole, RecordRef)),
        days=opening.days(whole.document, *generation.horizon()).days,
        changed_at=whole.head.changed_at,
    )


def _shelves(record: Mapping[str, Any], commune: str) -> Iterator[tuple[str, bytes]]:
    yield models.CARD, orjson.dumps(cards.kept(record, commune))
    for name, rendition in RENDITIONS.items():
        content = rendition(record)
        yield name, content
        yield name + models.DEFLATED, splicing.block(content)
