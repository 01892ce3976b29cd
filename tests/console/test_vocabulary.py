"""`sitra vocabulary` as its user types it."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from sitra.vocabulary.models import Term
from tests.cast import Cast, hotel
from tests.ground import ROOT

pytestmark = pytest.mark.django_db(transaction=True)

Sitra = Callable[..., tuple[int, str]]


@pytest.fixture
def sitra(settings: Settings) -> Sitra:
    """Run a command on the database and the read model of this test: status, and all that is said."""
    from django.db import connection

    address = os.environ["DATABASE_URL"].replace("/postgres?", f"/{connection.settings_dict['NAME']}?")

    def run(*words: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "sitra.doors.console", "vocabulary", *words],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": address,
                "SITRA_READ_MODEL": str(settings.READ_MODEL_DIR),
                "COLUMNS": "200",
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        said = done.stdout + done.stderr
        assert "Traceback" not in said
        return done.returncode, " ".join(said.split())

    return run


@pytest.fixture
def file(tmp_path: Path, transactional_cast: Cast) -> Path:
    """A full vocabulary: that of the seed, where what hotels are is inactive, and with a new term."""
    del transactional_cast
    rows = [
        {
            "elementReferenceType": term.type,
            "id": term.pk,
            "ordre": term.order,
            "familleCritere": {"id": term.family_id} if term.family_id else None,
            "parent": {"id": term.parent_id} if term.parent_id else None,
            "typeLabel": {"id": term.label_type_id} if term.label_type_id else None,
            "actif": term.pk != 2734,
            **term.labels,
        }
        for term in Term.objects.all()
    ]
    new = {"elementReferenceType": "PrestationService", "id": 6999, "libelleFr": "Garage à vélos", "note": 1}
    path = tmp_path / "elements_reference.json.gz"
    path.write_bytes(gzip.compress(json.dumps([*rows, new]).encode()))
    return path


def test_a_load_names_the_records_that_use_what_goes(
    transactional_cast: Cast, read_model: Callable[[], None], sitra: Sitra, file: Path
) -> None:
    records = [transactional_cast.record(hotel(f"Hôtel {rank}")).pk for rank in range(7)]
    read_model()
    status, said = sitra("load", str(file), "--dry-run")
    first = ", ".join(map(str, records[:5]))
    assert status == 0, said
    assert "1 ajouté, 1 désactivé." in said
    assert f"2734 « Hôtel » (Hôtellerie : types) : 7 ({first}…)" in said
    assert "Services : 6999 « Garage à vélos »" in said
    assert "Propriété qui n'est pas gardée : note (1)" in said
    assert "rien n'est écrit" in said
    assert Term.objects.get(pk=2734).active
    status, said = sitra("load", str(file))
    assert (status, "rien n'est écrit" in said) == (0, False)
    assert not Term.objects.get(pk=2734).active
    status, said = sitra("load", str(file))
    assert (status, "rien ne change" in said) == (0, True)
    status, said = sitra("show", "2734")
    assert status == 0
    for words in (
        "Hôtellerie : types (HotellerieType)",
        "inactif",
        "anglais Hotel",
        f"Fiches : 7 ({first}…)",
    ):
        assert words in said


def test_a_missing_read_model_is_said_and_stops_nothing(
    sitra: Sitra, file: Path, settings: Settings, tmp_path: Path
) -> None:
    settings.READ_MODEL_DIR = tmp_path / "nothing"
    status, said = sitra("load", str(file))
    assert (status, "ne sont pas comptées" in said, "sitra index rebuild" in said) == (0, True, True)
    assert not Term.objects.get(pk=2734).active


def test_details_name_each_change(sitra: Sitra, tmp_path: Path, transactional_cast: Cast) -> None:
    del transactional_cast
    france = {"elementReferenceType": "Pays", "id": 532, "libelleFr": "France", "ordre": 5}
    passing = [
        {"elementReferenceType": "PrestationService", "id": 7000 + rank, "libelleFr": f"Passager {rank}"}
        for rank in range(30)
    ]
    path = tmp_path / "elements_reference.json"
    path.write_text(json.dumps([france, *passing]), encoding="utf-8")
    sitra("load", str(path))
    path.write_text(json.dumps([france]), encoding="utf-8")
    _, short = sitra("load", str(path), "--dry-run")
    assert "… et 20 de plus" in short
    _, long = sitra("load", str(path), "--dry-run", "--details")
    assert "de plus" not in long
    assert long.count("absent du fichier") == 30


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("load", "nulle-part.json"), "nulle-part.json n'existe pas"),
        (("load", "README.md"), "n'est pas une liste d'éléments de référence"),
        (("load", "demo/data/network.json"), "il commence par « {"),
        (("show", "987654321"), "Aucun terme ne porte le numéro 987654321"),
    ],
)
def test_a_mistake_is_one_sentence(sitra: Sitra, words: tuple[str, ...], answer: str) -> None:
    status, said = sitra(*words)
    assert (status, said.count("✗")) == (1, 1)
    assert answer in said


def test_a_bar_shows_only_when_the_work_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    from rich.console import Console

    from sitra.doors.console import terms

    def shown(patience: float) -> str:
        monkeypatch.setattr(terms, "PATIENCE", patience)
        screen = io.StringIO()
        with terms._LateBar(Console(file=screen, force_terminal=True), "Vocabulaire") as bar:
            bar.tell(1)
        return screen.getvalue()

    assert shown(2.0) == ""
    assert "Vocabulaire" in shown(-1.0)
