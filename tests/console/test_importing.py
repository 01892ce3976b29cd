"""`sitra import`: what it says, what it asks for, and a folder in which something fails."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from sitra.doors.console import importing
from sitra.doors.console.importing import Wish
from sitra.intake.events import WhenGone
from sitra.kit.errors import Impossible
from sitra.tourism.events import State
from sitra.tourism.models import TouristObject
from tests.cast import Cast
from tests.intake.exports import export, record

PLAIN = Wish("", dry_run=False, gone=WhenGone.ASK, whole=None, owner=None, details=False)


def said(path: Path, wish: Wish = PLAIN, *, status: int = 0) -> str:
    out = Console(file=io.StringIO(), width=300)
    assert importing.run(path, wish, out, out) == status
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def test_a_dry_run_then_the_run_then_nothing(cast: Cast, tmp_path: Path) -> None:
    del cast
    path = export(tmp_path / "un.zip", [record(11), record(12, type="FUSEE", inconnu=1)])
    dry = said(path, replace(PLAIN, dry_run=True))
    assert "un.zip (à blanc) : 1 à créer, 0 à modifier, 0 inchangées, 1 refusées." in dry
    assert not TouristObject.objects.exists()
    done = said(path)
    assert "un.zip : 1 créées, 0 modifiées, 0 inchangées, 1 refusées." in done
    assert "objets_modifies/objets_modifies-12.json : refusée. Le type de la fiche manque" in done
    assert "Rien n'était à faire." in said(path)
    assert "Rien à faire." in said(path, replace(PLAIN, dry_run=True))


def test_what_is_gone_follows_the_option(cast: Cast, tmp_path: Path) -> None:
    del cast
    said(export(tmp_path / "un.zip", [record(11), record(12)]))
    later = export(tmp_path / "deux.zip", [record(11, "Autre nom")])
    wish = replace(PLAIN, gone=WhenGone.HIDE, whole=True)
    told = said(later, wish)
    assert "1 modifiées, 0 inchangées, 0 refusées, 1 disparues." in told
    assert "12 Hôtel 12 : disparue. N'est plus dans le fichier de la source. Masquée." in told
    assert TouristObject.objects.get(identifiers__value="12").state == State.HIDDEN


def test_a_long_report_is_shortened_unless_details_are_asked(cast: Cast, tmp_path: Path) -> None:
    del cast
    path = export(tmp_path / "un.zip", [record(number, nom={}) for number in range(1, 54)])
    assert "… et 3 autres : --details les nomme." in said(path)
    every = said(path, replace(PLAIN, details=True))
    assert every.count("refusée. Une fiche doit avoir un nom") == 53
    assert "autres" not in every


def test_in_a_folder_what_fails_does_not_stop_the_others(cast: Cast, tmp_path: Path) -> None:
    del cast
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 torn")
    (tmp_path / "b.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    (tmp_path / ".DS_Store").write_bytes(b"\0")
    export(tmp_path / "c.zip", [record(11)])
    told = said(tmp_path, status=1)
    assert "✗ a.zip : L'archive « a.zip » est absente, tronquée" in told
    assert "✗ b.csv : La source de b.csv n'est pas reconnue" in told
    assert "c.zip : 1 créées" in told
    assert "DS_Store" not in told


def test_names_of_files_and_fields_are_said_as_they_are(cast: Cast, tmp_path: Path) -> None:
    del cast
    export(tmp_path / "[bold]un[.zip", [record(11) | {"[b]gras[/i]": 1}])
    (tmp_path / "[b]deux[i].csv").write_text("a;b\n", encoding="utf-8")
    told = said(tmp_path, status=1)
    for name in ("[bold]un[.zip", "[b]gras[/i]", "[b]deux[i].csv"):
        assert name in told


def test_a_folder_that_is_an_export_is_imported_as_one(cast: Cast, tmp_path: Path) -> None:
    del cast
    zipped = export(tmp_path / "un.zip", [record(11), record(12)], removed=[13])
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(tmp_path / "flux")
    told = said(tmp_path / "flux")
    assert "flux : 2 créées, 0 modifiées, 0 inchangées, 0 refusées." in told
    assert "Rien n'était à faire." in said(tmp_path / "flux")
    assert "Rien n'était à faire." in said(zipped)


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(Impossible, match="aucun fichier"):
        said(tmp_path)
