"""The exports of the whole demonstration against the official schemas, in JSON and in XML."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from defusedxml import ElementTree

from tests.catalog.test_forms import NEWER
from tests.demonstration import Demonstration
from tests.formats.test_markup import as_xml_says
from tests.wire import in_xml, official

SCHEMAS = "wire/schemas/v002"
WRITE = "from tests.delivery import exporting; exporting.main()"
LEAST, DATED = 5_000, 200
OLDER = {"RestaurationClassement", "TarifTypePeriode"}
"""Types of terms that archives of 2021 have and the schemas of 2025 no more."""

FILES = {
    "communes": ("exportCommunes", 30_000),
    "territoires": ("exportTerritoire", 0),
    "criteres_internes": ("exportCriteresInternes", 0),
}
"""Name -> its official schema, and how many values there are at least."""


@pytest.fixture(scope="module")
def written(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A folder with `json.zip` and `xml.zip`, and how many records there are."""
    folder = tmp_path_factory.mktemp("archives")
    demonstration.rest()
    return folder, int(demonstration.run(WRITE, str(folder)))


@pytest.fixture
def in_json(written: tuple[Path, int]) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(written[0] / "json.zip") as archive:
        yield archive


@pytest.fixture
def in_markup(written: tuple[Path, int]) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(written[0] / "xml.zip") as archive:
        yield archive


def records(archive: zipfile.ZipFile, folder: str = "objets_modifies/") -> Iterator[bytes]:
    for name in archive.namelist():
        if name.startswith(folder):
            yield archive.read(name)


def official_part(record: dict[str, Any]) -> dict[str, Any]:
    return {name: block for name, block in record.items() if name not in NEWER}


def faults(shared: Path, record: dict[str, Any]) -> list[str]:
    quick = official.quick_validator(shared / SCHEMAS, "export", record["type"])
    return [] if quick.is_valid(record) else official.faults(shared / SCHEMAS, "export", record)


def test_every_record_in_json_is_official(
    shared: Path, written: tuple[Path, int], in_json: zipfile.ZipFile
) -> None:
    read = [orjson.loads(content) for content in records(in_json)]
    assert len({one["id"] for one in read}) == len(read) == written[1] > LEAST
    assert [fault for one in read for fault in faults(shared, official_part(one))] == []
    assert sum("datesOuverture" in one for one in read) > DATED
    linked = [orjson.loads(content) for content in records(in_json, "objets_lies/")]
    assert [fault for one in linked for fault in faults(shared, official_part(one))] == []


def test_every_record_in_xml_is_official_and_says_the_same(
    shared: Path, written: tuple[Path, int], in_json: zipfile.ZipFile, in_markup: zipfile.ZipFile
) -> None:
    plain = {one["id"]: official_part(one) for one in map(orjson.loads, records(in_json))}
    seen = 0
    for content in records(in_markup):
        for element in ElementTree.fromstring(content):
            for newer in [one for one in element if one.tag in NEWER]:
                element.remove(newer)
            schema = official.validator(shared / SCHEMAS, "export", element.findtext("type") or "").schema
            record = in_xml.read(element, schema)
            assert faults(shared, record) == []
            assert record == as_xml_says(plain[record["id"]])
            seen += 1
    assert seen == written[1]


@pytest.mark.parametrize("name", FILES)
def test_reference_files_are_official(
    shared: Path, in_json: zipfile.ZipFile, in_markup: zipfile.ZipFile, name: str
) -> None:
    schema_name, least = FILES[name]
    whole = json.loads((shared / SCHEMAS / f"export/output/{schema_name}.schema").read_bytes())
    schema = {**whole, "items": whole["items"][0]}
    read = orjson.loads(in_json.read(f"{name}.json"))
    assert len(read) >= least
    assert official.unfit(schema, read) == []
    again = [
        in_xml.read(one, schema["items"]) for one in ElementTree.fromstring(in_markup.read(f"{name}.xml"))
    ]
    assert again == read


def test_every_term_is_official(shared: Path, in_json: zipfile.ZipFile, in_markup: zipfile.ZipFile) -> None:
    read = orjson.loads(in_json.read("elements_reference.json"))
    root = ElementTree.fromstring(in_markup.read("elements_reference.xml"))
    assert len(read) > 2_000
    for term, element in zip(read, root, strict=True):
        kind = term["elementReferenceType"]
        schema = official.validator(shared / SCHEMAS, "export", "Langue" if kind in OLDER else kind).schema
        assert kind in OLDER or official.unfit(schema, term) == []
        assert in_xml.read(element, schema) == term


def test_no_archive_is_spoiled(written: tuple[Path, int]) -> None:
    for path in written[0].glob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            assert len(set(archive.namelist())) == len(archive.namelist())
