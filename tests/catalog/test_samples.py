"""Every real record at hand, in either form, comes in and goes out again whole."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sitra.catalog.rules.forms import Head, Owner, export_form, stored
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import tree, unknown_paths
from sitra.catalog.rules.walk import values
from tests.catalog.test_forms import contained

FOLDERS = ("wire/samples", "data")

NOT_MODELLED = {
    ("reservation", Kind.STRUCTURE): "left the contract for this kind before 2025",
    ("descriptionTarif", Kind.STRUCTURE): "left the contract for this kind before 2025",
    ("descriptionTarif.gratuit", Kind.HOTELLERIE): "left the contract for this kind before 2025",
    ("descriptionTarif.periodes.type", Kind.HOTELLERIE): "left the contract in 2022 (section 4.6)",
    ("descriptionTarif.periodes.type", Kind.FETE_ET_MANIFESTATION): "left the contract in 2022 (section 4.6)",
    ("informationsHebergementCollectif", Kind.COMMERCE_ET_SERVICE): "written by hand in a test of Geotrek",
}


def records(shared: Path) -> Iterator[dict[str, Any]]:
    for folder in FOLDERS:
        for path in sorted((shared / folder).rglob("*.json")):
            yield from _records(json.loads(path.read_text(encoding="utf-8-sig")))


def _records(read: Any) -> Iterator[dict[str, Any]]:
    if isinstance(read, list):
        for one in read:
            yield from _records(one)
    elif isinstance(read, dict):
        if isinstance(read.get("type"), str) and read["type"] in Kind and "id" in read and len(read) > 2:
            yield read
        listed = read.get("objetsTouristiques", [])
        yield from _records(list(listed.values()) if isinstance(listed, dict) else listed)


def in_export_form(record: dict[str, Any]) -> bool:
    """Tell the forms apart: only an export leaves the type of its owner bare."""
    kind = record.get("gestion", {}).get("membreProprietaire", {}).get("type", {})
    return bool(kind) and "libelleFr" not in kind


@pytest.fixture(scope="module")
def real(shared: Path) -> list[dict[str, Any]]:
    found = list(records(shared))
    assert len(found) >= 30
    assert len({record["type"] for record in found}) >= 6
    return found


def test_what_the_catalogue_does_not_model_is_a_short_list_with_reasons(real: list[dict[str, Any]]) -> None:
    unknown: Counter[tuple[str, Kind]] = Counter()
    for record in real:
        kind = Kind(record["type"])
        unknown.update((path, kind) for path in unknown_paths(stored(record, kind), kind))
    assert unknown.keys() == NOT_MODELLED.keys()


def test_an_exported_record_goes_out_as_it_came_in(real: list[dict[str, Any]]) -> None:
    exported = [record for record in real if in_export_form(record)]
    assert len(exported) >= 12
    for record in exported:
        kind = Kind(record["type"])
        written = export_form(head_of(record), stored(record, kind))
        assert contained(_without_empty_mails(record), written), record["id"]
        assert stored(written, kind) == stored(export_form(head_of(written), stored(written, kind)), kind)


def _without_empty_mails(record: dict[str, Any]) -> dict[str, Any]:
    """Leave out the empty list that exports of 2017 carried (section 0.2)."""
    management = {key: value for key, value in record["gestion"].items() if value != []}
    return {**record, "gestion": management}


def test_a_record_of_the_reading_api_keeps_every_value_and_reference(real: list[dict[str, Any]]) -> None:
    for record in real:
        kind = Kind(record["type"])
        document = stored(record, kind)
        assert _bare(record, kind) == _bare(document, kind), record["id"]
        assert stored(document, kind) == document


def _bare(record: dict[str, Any], kind: Kind) -> dict[str, Any]:
    """Every value by its place, a reference by its number."""
    return {
        one.path: one.value.get("id", one.value) if isinstance(one.value, dict) else one.value
        for one in values(record, tree(kind))
        if not one.path.startswith("gestion.")
    }


def head_of(record: dict[str, Any]) -> Head:
    management = record["gestion"]
    owner = management["membreProprietaire"]
    return Head(
        id=record["id"],
        kind=Kind(record["type"]),
        identifier=record["identifier"],
        state=record["state"],
        owner=Owner(
            id=owner["id"],
            name=owner["nom"],
            kind=owner["type"]["id"],
            site=owner.get("siteWeb", ""),
            created_at=_moment(owner["dateCreation"]),
            changed_at=_moment(owner["dateModification"]),
            departement=owner.get("departement", ""),
        ),
        created_at=_moment(management["dateCreation"]),
        changed_at=_moment(management["dateModification"]),
        exported_at=_moment(management.get("dateExportModification")),
        mails=tuple(management.get("signalerUnProblemeMails", ())),
    )


def _moment(written: str | None) -> Any:
    return datetime.strptime(written, "%Y-%m-%dT%H:%M:%S.%f%z") if written else None
