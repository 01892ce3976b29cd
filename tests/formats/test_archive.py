"""The files of an export archive, in JSON and in XML, against the official schemas and the samples."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from defusedxml import ElementTree

from sitra.formats.rules.v002 import archive
from sitra.formats.rules.v002.archive import GROUP, LINKED, MODIFIED, File, Markup
from sitra.kit.archives import Archive
from sitra.kit.splicing import Block, block
from sitra.places.rules.atlas import CommuneLine
from sitra.vocabulary.rules.book import TermBook, TermLine
from tests.wire import in_xml, official

SCHEMAS = "wire/schemas/v002"
SAMPLES = "wire/samples"
AT = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)

LINES = [
    TermLine(1, "FamilleCritere", 152, {"libelleFr": "Familles", "libelleEn": "Families"}),
    TermLine(2, "HotellerieTypeLabel", 3, {"libelleFr": "Labels"}),
    TermLine(10, "HotellerieLabel", 1, {"libelleFr": "Logis"}, 1, None, label_type_id=2),
    TermLine(
        11, "HotellerieLabel", 2, {"libelleFr": "Cheminée"}, 1, 10, active=False,
        deprecated={"code": "X", "dateAlerte": "2026-01-01"}, extra={"description": "un & deux"},
    ),
    TermLine(12, "HoraireType", 1, {"libelleFr": "Visite"}, extra={"startTimeVisibility": True}),
]  # fmt: skip
TERRITORY = {
    "type": "TERRITOIRE",
    "id": 7,
    "nom": {"libelleFr": "Le Pays"},
    "localisation": {"perimetreGeographique": [{"id": 1}, {"id": 2}]},
    "informationsTerritoire": {
        "destination": False,
        "territoireType": {"elementReferenceType": "TerritoireType", "id": 3236},
    },
}
BARE = {"type": "TERRITOIRE", "id": 8, "nom": {"libelleFr": "Le Val"}}


def values(shared: Path) -> Iterator[tuple[File, list[Any], Callable[[Any], Any]]]:
    """Give each file with what is in it and the schema of each value."""
    book = TermBook(LINES)

    def output(name: str) -> Any:
        schema = json.loads((shared / SCHEMAS / f"export/output/{name}.schema").read_bytes())
        return lambda _: schema["items"][0]

    def term(value: Any) -> Any:
        return official.validator(shared / SCHEMAS, "export", value["elementReferenceType"]).schema

    yield archive.ELEMENTS, [archive.element(line, book) for line in LINES], term
    line = CommuneLine(1_007_019, "07019", "Aubenas", postal_codes=("07200",), network=2519)
    yield archive.COMMUNES, [archive.commune(line)], output("exportCommunes")
    yield (
        archive.TERRITORIES,
        [archive.territory(TERRITORY), archive.territory(BARE)],
        output("exportTerritoire"),
    )
    yield (
        archive.TAGS,
        [archive.tag(5, "Cœur"), archive.tag(6, "Vert", "rien")],
        output("exportCriteresInternes"),
    )
    selections = [
        archive.selection(3, "Hôtels", {}, [(12, "HOTELLERIE")]),
        archive.selection(4, "Rien", {"libelleFr": "Rien", "libelleEn": "Nothing"}, []),
    ]
    yield archive.SELECTIONS, selections, output("exportSelections")
    yield archive.DELETED, [12, 13], lambda _: {"type": "integer"}
    yield archive.LINKED_DELETED, [], lambda _: {"type": "integer"}


@pytest.mark.parametrize("form", Markup)
def test_reference_files_are_as_the_official_schemas_say(shared: Path, form: Markup) -> None:
    for file, held, schema in values(shared):
        name, content = archive.listed(file, held, form)
        assert name == f"{file.name}.{form}"
        if form is Markup.JSON:
            read = orjson.loads(content)
        else:
            root = ElementTree.fromstring(content)
            assert (root.tag, {below.tag for below in root} - {file.item}) == (file.root, set())
            pairs = zip(root, held, strict=True)
            read = [in_xml.read(below, schema(value)) for below, value in pairs]
        for value in read:
            assert official.unfit(schema(value), value) == []
        empty = [{key: one[key] for key in one if one[key] != []} for one in held if isinstance(one, dict)]
        assert read == (held if form is Markup.JSON else empty or held)


def test_a_term_is_written_with_bare_references() -> None:
    assert archive.element(LINES[3], TermBook(LINES)) == {
        "elementReferenceType": "HotellerieLabel",
        "id": 11,
        "libelleFr": "Cheminée",
        "ordre": 2,
        "description": "un & deux",
        "familleCritere": {"elementReferenceType": "FamilleCritere", "id": 1},
        "parent": {"elementReferenceType": "HotellerieLabel", "id": 10},
        "critereDeprecie": {"code": "X", "dateAlerte": "2026-01-01"},
        "actif": False,
    }


def test_a_commune_goes_by_the_number_of_the_network() -> None:
    line = CommuneLine(1_007_019, "07019", "Aubenas", postal_codes=("07200", "07201"), network=2519)
    assert archive.commune(line) == {
        "id": 2519,
        "code": "07019",
        "nom": "Aubenas",
        "pays": {"elementReferenceType": "Pays", "id": 532},
        "codePostal": "07200",
    }


@pytest.mark.parametrize("sample", ["elements_reference", "communes", "selections", "criteres_internes"])
def test_values_have_the_keys_of_a_real_archive(shared: Path, sample: str) -> None:
    real = json.loads((shared / SAMPLES / f"export-zip__{sample}.json").read_bytes())
    known = {key for value in real for key in value}
    written = {file.name: held for file, held, _ in values(shared)}[sample]
    for value in written[:2]:
        assert value.keys() <= known | {"typeLabel"}


def test_an_archive_is_named_as_the_contract_says() -> None:
    at = datetime(2015, 1, 6, 13, 44, tzinfo=UTC)
    assert archive.stem(672, at, "V4BjvT") == "672_20150106-1344_V4BjvT"


def blocks(many: int, form: Markup) -> Iterator[tuple[int, Block]]:
    for number in range(100, 100 + many):
        record = {"type": "HOTELLERIE", "id": number, "nom": {"libelleFr": f"Été & n° {number}"}}
        yield number, block(archive.written(record, form))


def zipped(entries: Iterator[archive.Entry]) -> zipfile.ZipFile:
    sink = io.BytesIO()
    writing = Archive(sink, AT)
    for name, parts in entries:
        writing.splice(name, parts)
    writing.close()
    return zipfile.ZipFile(sink)


def numbers(content: bytes, form: Markup) -> list[int]:
    if form is Markup.JSON:
        read = orjson.loads(content)
        return [one["id"] for one in (read if isinstance(read, list) else [read])]
    root = ElementTree.fromstring(content)
    found = root.findall("objetTouristique") if root.tag == "objetsTouristiques" else [root]
    assert all(one.tag == "objetTouristique" for one in found)
    return [int(one.findtext("id") or 0) for one in found]


@pytest.mark.parametrize("form", Markup)
@pytest.mark.parametrize("folder", [MODIFIED, LINKED])
def test_one_record_a_file_is_named_by_its_number(form: Markup, folder: archive.Folder) -> None:
    with zipped(archive.one_each(blocks(7, form), folder, form)) as made:
        assert made.testzip() is None
        assert len(made.namelist()) == 7
        for name in made.namelist():
            found = re.fullmatch(rf"{folder.name}/{folder.stem}-(\d+)\.{form}", name)
            assert found
            assert numbers(made.read(name), form) == [int(found[1])]


@pytest.mark.parametrize("form", Markup)
@pytest.mark.parametrize("many", [0, 1, GROUP, GROUP + 1, 3 * GROUP])
def test_records_are_grouped_by_fifty(form: Markup, many: int) -> None:
    with zipped(archive.grouped(blocks(many, form), MODIFIED, form)) as made:
        assert made.testzip() is None
        files = [numbers(made.read(name), form) for name in made.namelist()]
        ranks = range(1, len(files) + 1)
        assert made.namelist() == [f"objets_modifies/objets_modifies-{rank}.{form}" for rank in ranks]
        assert [number for some in files for number in some] == list(range(100, 100 + many))
        assert all(len(some) == GROUP for some in files[:-1])
        assert all(0 < len(some) <= GROUP for some in files)


def test_grouped_json_is_one_array_as_in_a_real_archive(shared: Path) -> None:
    real = json.loads((shared / SAMPLES / "export-zip__objets_modifies__objets_modifies-1.json").read_bytes())
    with zipped(archive.grouped(blocks(3, Markup.JSON), MODIFIED, Markup.JSON)) as made:
        (name,) = made.namelist()
        assert type(orjson.loads(made.read(name))) is type(real)
