"""What is in an export archive, and under which names (section 5.2), in JSON and in XML."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from itertools import batched
from typing import Any, NamedTuple

import orjson

from sitra.formats.rules.v002 import markup
from sitra.kit.splicing import COMMA, Block, Plain
from sitra.places.rules.atlas import CommuneLine
from sitra.vocabulary.rules.book import TermBook, TermLine

Json = dict[str, Any]

GROUP = 50
"""Most records of a file, in archives that group them."""


class Markup(StrEnum):
    """How the files of an archive are written; also what their names end with."""

    JSON = "json"
    XML = "xml"


class Folder(NamedTuple):
    """Where the files of records stand in an archive, and how their names begin."""

    name: str
    stem: str


MODIFIED = Folder("objets_modifies", "objets_modifies")
LINKED = Folder("objets_lies", "objets_lies_modifies")


class File(NamedTuple):
    """A file that holds one list: its name, and the elements of its XML."""

    name: str
    root: str
    item: str


ELEMENTS = File("elements_reference", "elementsReference", "elementReference")
COMMUNES = File("communes", "communes", "commune")
TERRITORIES = File("territoires", "territoires", "territoire")
TAGS = File("criteres_internes", "criteresInternes", "critereInterne")
SELECTIONS = File("selections", "selections", "selection")
DELETED = File("objets_supprimes", "objetsSupprimes", "id")
LINKED_DELETED = File("objets_lies_supprimes", "objetsLiesSupprimes", "id")

_OPEN, _CLOSE = Plain(b"["), Plain(b"]")
_DECLARATION = Plain(markup.DECLARATION)
_XML_OPEN = Plain(markup.DECLARATION + b"<objetsTouristiques>")
_XML_CLOSE = Plain(b"</objetsTouristiques>")

Entry = tuple[str, list[Block | Plain]]
"""The name of a file and what it is spliced from."""


def stem(project: int, at: datetime, letters: str) -> str:
    """Name an archive, without its ending: `672_20150106-1344_V4BjvT`; also what confirms it."""
    return f"{project}_{at:%Y%m%d-%H%M}_{letters}"


def written(record: Mapping[str, Any], form: Markup) -> bytes:
    """Write one record (export form) as it stands in every file that holds it."""
    return orjson.dumps(record) if form is Markup.JSON else markup.element(markup.RECORD, record)


def one_each(blocks: Iterable[tuple[int, Block]], folder: Folder, form: Markup) -> Iterator[Entry]:
    """Give a file for each record (number, what `written` made, deflated), named by its number."""
    begins: list[Block | Plain] = [] if form is Markup.JSON else [_DECLARATION]
    before, after = f"{folder.name}/{folder.stem}-", f".{form.value}"
    for number, block in blocks:
        yield f"{before}{number}{after}", [*begins, block]


def grouped(blocks: Iterable[tuple[int, Block]], folder: Folder, form: Markup) -> Iterator[Entry]:
    """Give a file for every fifty records, an array, named by its rank from 1."""
    for rank, some in enumerate(batched(blocks, GROUP), 1):
        yield f"{folder.name}/{folder.stem}-{rank}.{form.value}", _array(some, form)


def _array(some: Iterable[tuple[int, Block]], form: Markup) -> list[Block | Plain]:
    if form is Markup.XML:
        return [_XML_OPEN, *(block for _, block in some), _XML_CLOSE]
    parts: list[Block | Plain] = [_OPEN]
    for _, block in some:
        parts += (block, COMMA)
    parts[-1] = _CLOSE
    return parts


def listed(file: File, values: Iterable[Any], form: Markup) -> tuple[str, bytes]:
    """Give the name and the content of a file that holds a list: what is made below, or numbers."""
    if form is Markup.JSON:
        content = orjson.dumps(list(values))
    else:
        content = markup.document(file.root, file.item, values)
    return f"{file.name}.{form.value}", content


def element(term: TermLine, book: TermBook) -> Json:
    """Write a term, its family, parent and type of label as bare references, and whether it is in use."""
    made: Json = {
        "elementReferenceType": term.type,
        "id": term.id,
        **term.labels,
        "ordre": term.order,
        **term.extra,
    }
    named = {"familleCritere": term.family_id, "parent": term.parent_id, "typeLabel": term.label_type_id}
    for key, number in named.items():
        if other := book.get(number):
            made[key] = {"elementReferenceType": other.type, "id": other.id}
    if term.deprecated:
        made["critereDeprecie"] = dict(term.deprecated)
    return {**made, "actif": term.active}


def commune(line: CommuneLine) -> Json:
    """Write a commune, its country as a bare reference."""
    return line.wire({"elementReferenceType": "Pays", "id": line.country})


def territory(record: Mapping[str, Any]) -> Json:
    """Write a territory from its record (export form): its communes by their numbers, and what it is."""
    communes = record.get("localisation", {}).get("perimetreGeographique", ())
    sort = record.get("informationsTerritoire", {}).get("territoireType")
    return {
        "id": record["id"],
        "type": record["type"],
        "nom": record["nom"],
        **({"perimetreGeographique": [{"id": one["id"]} for one in communes]} if communes else {}),
        **({"territoireType": sort} if sort else {}),
    }


def tag(number: int, name: str, comment: str = "") -> Json:
    """Write an internal criterion."""
    return {"id": number, "libelle": name, **({"commentaire": comment} if comment else {})}


def selection(number: int, name: str, labels: Mapping[str, str], records: Iterable[tuple[int, str]]) -> Json:
    """Write a selection with its records (number, kind), in its order.

    `labels` are its names by language (`libelleFr`…); without any, its plain name is the French one.
    """
    return {
        "id": number,
        "libelle": dict(labels) or {"libelleFr": name},
        "nom": name,
        "objetsTouristiques": [{"type": kind, "id": one} for one, kind in records],
    }
