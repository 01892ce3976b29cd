"""`sitra places` as its user types it, on a database of this test's own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sitra.places.models import Amendment, Commune
from tests.cast import Cast
from tests.ground import ROOT
from tests.places.test_amending import MERGER

pytestmark = pytest.mark.django_db(transaction=True)

Sitra = Callable[..., tuple[int, str]]


@pytest.fixture
def sitra(transactional_cast: Cast) -> Sitra:
    """Run a command: status, and all that is said."""
    from django.db import connection

    del transactional_cast
    address = os.environ["DATABASE_URL"].replace("/postgres?", f"/{connection.settings_dict['NAME']}?")

    def run(*words: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "sitra.doors.console", "places", *words],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": address, "COLUMNS": "200"},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        said = done.stdout + done.stderr
        assert "Traceback" not in said
        return done.returncode, " ".join(said.split())

    return run


def test_movements_are_tried_applied_and_undone(sitra: Sitra, tmp_path: Path) -> None:
    path = tmp_path / "v_mvt_commune.csv"
    path.write_bytes(MERGER)
    _, tried = sitra("amend", str(path), "--dry-run")
    for words in (
        "réunies à une autre commune : 1, changent de nom : 2.",
        "07186 Privas → 07019 Aubenas-Privas",
        "antérieurs au code chargé (01/01/2026), déjà connus : 1.",
        "Ligne 8 : la commune 26001 (Ailleurs) est inconnue.",
        "rien n'est écrit",
    ):
        assert words in tried
    assert Commune.objects.get(code="07186").now is None
    status, applied = sitra("amend", str(path))
    number = Amendment.objects.get().pk
    assert (status, f"sitra places undo {number}" in applied) == (0, True)
    assert "Aubenas-Privas (Privas)" in sitra("show", "privas")[1]
    assert sitra("undo", str(number)) == (0, "✓ v_mvt_commune.csv est annulée ; code à jour au 01/01/2026.")
    assert Commune.objects.get(code="07186").now is None


def test_numbers_of_a_network_are_tried_then_kept(sitra: Sitra, tmp_path: Path) -> None:
    path = tmp_path / "communes.csv"
    path.write_text("id,code,nom,pays_id,codePostal\n12,07019,Aubenas,532,07200\n13,ET1,Mons,376,7000\n")
    told = "numérotées : 1 ; inchangées : 0 ; ajoutées à l'étranger : 1 ; lieux ajoutés : 0 ; refusées : 0."
    _, tried = sitra("load", str(path), "--dry-run")
    assert told in tried
    assert not Commune.objects.exclude(network=None).exists()
    assert told in sitra("load", str(path))[1]
    assert Commune.objects.get(network=12).code == "07019"
    assert Commune.objects.get(network=13).country == 376


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("load", "--dry-run"), "demande un fichier"),
        (("load", "nulle-part.csv"), "nulle-part.csv n'existe pas"),
        (("load", "README.md"), "id n'est pas un numéro"),
        (("amend", "README.md"), "n'est pas une liste de mouvements"),
        (("undo", "999999"), "ne porte le numéro 999999"),
        (("show", "zzzz"), "Aucune commune ne s'appelle « zzzz »"),
    ],
)
def test_a_mistake_is_one_sentence(sitra: Sitra, words: tuple[str, ...], answer: str) -> None:
    status, said = sitra(*words)
    assert (status, answer in said) == (1, True), said
