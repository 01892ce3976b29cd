"""Who reads archives of v002 networks reads ours: what comes out is what is in the records."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from sitra.catalog.rules.forms import export_form, stored
from sitra.catalog.rules.kinds import Kind
from sitra.delivery.actions.readying import ready
from sitra.delivery.queries.references import reference_files
from sitra.delivery.rules.forms import Form
from sitra.formats.rules.v002 import archive as layout
from sitra.formats.rules.v002.archive import Markup
from sitra.intake.rules.draft import Draft, Gone
from sitra.intake.rules.sources import SOURCES, guess
from sitra.kit.archives import Archive
from sitra.tourism import queries as tourism
from sitra.tourism.events import Origin
from tests.cast import AUBENAS, Cast
from tests.catalog.making import document

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
EACH = 4
DELETED = [990_001, 990_002]


def written(path: Path, numbers: list[int], laid_out: Callable[..., Any]) -> None:
    with path.open("wb") as sink:
        archive = Archive(sink, AT)
        for name, parts in laid_out(ready(numbers, Form()), layout.MODIFIED, Markup.JSON):
            archive.splice(name, parts)
        archive.add(*layout.listed(layout.DELETED, DELETED, Markup.JSON))
        for name, content in reference_files(1, Markup.JSON):
            archive.add(name, content)
        archive.close()


@pytest.mark.parametrize("laid_out", [layout.one_each, layout.grouped])
def test_an_archive_is_read_by_the_import(
    cast: Cast, tmp_path: Path, settings: Settings, laid_out: Callable[..., Any]
) -> None:
    settings.READY_DIR = tmp_path / "ready"
    numbers = []
    for kind in Kind:
        for seed in range(EACH):
            made = document(kind, seed, 0.1 + seed / 5)
            made.setdefault("localisation", {}).setdefault("adresse", {})["commune"] = {"id": AUBENAS}
            numbers.append(cast.record(made, kind=kind, origin=Origin.IMPORTED).pk)
    path = tmp_path / f"{layout.stem(7, AT, 'a1B2c3')}.zip"
    written(path, numbers, laid_out)
    assert guess(path) == "v002"
    rows = list(SOURCES["v002"].read(path))
    drafts = {int(row.external_id): row for row in rows if isinstance(row, Draft)}
    gone = [int(row.external_id) for row in rows if isinstance(row, Gone)]
    assert list(drafts) == numbers
    assert gone == DELETED
    for whole in tourism.wholes(numbers):
        draft = drafts[whole.head.id]
        expected = stored(export_form(whole.head, whole.document), whole.head.kind)
        del expected["localisation"]["adresse"]["commune"]
        assert draft.kind == whole.head.kind
        assert draft.commune.number == AUBENAS
        assert _told(expected) == _told(draft.document)


def _told(value: Any) -> Any:
    """Leave out what is empty: the import does."""
    if isinstance(value, dict):
        told = {name: _told(below) for name, below in value.items()}
        return {name: below for name, below in told.items() if below not in ({}, [], None, "")}
    return [_told(one) for one in value] if isinstance(value, list) else value
