"""The command line: bad input is one clear sentence, never a traceback."""

import gzip
import json
import os
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tests.demonstration import NETWORK, Demonstration
from tests.ground import ROOT


def sitra(*words: str, var: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SITRA_", "DATABASE"))}
    return subprocess.run(
        [sys.executable, "-m", "sitra.doors.console", *words],
        cwd=ROOT,
        env={**kept, "SITRA_VAR": str(var), "COLUMNS": "200", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def said(done: subprocess.CompletedProcess[str]) -> str:
    assert "Traceback" not in done.stdout + done.stderr
    return " ".join((done.stdout + done.stderr).split())


def test_help_names_every_command(tmp_path: Path) -> None:
    done = sitra("--help", var=tmp_path)
    for command in (
        "serve",
        "worker",
        "demo",
        "import",
        "harvest",
        "index",
        "vocabulary",
        "places",
        "doctor",
    ):
        assert command in said(done)


def test_doctor_finds_all_well(demonstration: Demonstration) -> None:
    done = sitra("doctor", var=demonstration.var)
    assert done.returncode == 0, said(done)
    assert "PostgreSQL 18" in said(done)


def test_the_projects_that_a_change_of_a_field_would_break(demonstration: Demonstration) -> None:
    project = NETWORK["projects"][1]
    query = {"projetId": project["id"], "apiKey": project["api_key"], "responseFields": ["nom"]}
    asked = urllib.parse.urlencode({"query": json.dumps(query)}).encode()
    address = f"{demonstration.address}/api/v002/recherche/list-objets-touristiques"
    with urllib.request.urlopen(address, asked) as answer:
        assert answer.status == 200
    until = time.monotonic() + 90
    while project["name"] not in (told := said(sitra("catalog", "impact", "nom", var=demonstration.var))):
        assert time.monotonic() < until, told
        time.sleep(5)
    elsewhere = sitra("catalog", "impact", "ouverture.periodesOuvertures[].dateDebut", var=demonstration.var)
    assert project["name"] not in said(elsewhere)
    unknown = sitra("catalog", "impact", "rien.du.tout", var=demonstration.var)
    assert (unknown.returncode, "n'a pas de champ" in said(unknown)) == (1, True)


def test_index_status(demonstration: Demonstration) -> None:
    done = sitra("index", "status", var=demonstration.var)
    assert "Faits en attente" in said(done)


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("nothing.csv", b"", "vide"),
        ("torn.csv.gz", gzip.compress(b"a;b;c\n" * 500, mtime=0)[:-30], "tronqué"),
        ("other.csv", b"a;b;c\n1;2;3\n", "reconnue"),
        ("letter.zip", b"Bonjour", "reconnue"),
    ],
)
def test_a_broken_file_is_named(
    demonstration: Demonstration, tmp_path: Path, name: str, content: bytes, word: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    done = sitra("import", str(path), var=demonstration.var)
    assert done.returncode == 1
    assert word in said(done), said(done)
    assert name in said(done)


def test_a_missing_file_is_named(demonstration: Demonstration) -> None:
    done = sitra("import", "nulle-part.csv", var=demonstration.var)
    assert (done.returncode, "n'existe pas" in said(done)) == (1, True)


def test_an_import_can_be_repeated(demonstration: Demonstration) -> None:
    done = sitra("import", "demo/data/musees.csv.gz", var=demonstration.var)
    assert done.returncode == 0, said(done)
    assert "0 créées, 0 modifiées, 134 inchangées" in said(done)


def test_a_closed_database_is_named(tmp_path: Path) -> None:
    closed = "postgresql://nobody@127.0.0.1:1/nothing"
    done = sitra("index", "status", var=tmp_path, DATABASE_URL=closed)
    assert (done.returncode, "sitra doctor" in said(done)) == (1, True)
    checked = sitra("doctor", var=tmp_path, DATABASE_URL=closed)
    assert (checked.returncode, "ne répond pas" in said(checked)) == (1, True)


def test_a_taken_port_is_named(demonstration: Demonstration) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = sitra("serve", "--port", str(port), var=demonstration.var)
    assert (done.returncode, "déjà pris" in said(done)) == (1, True)


def test_a_second_demonstration_on_the_same_files_is_refused(demonstration: Demonstration) -> None:
    done = sitra("demo", "--port", "8999", var=demonstration.var)
    assert (done.returncode, "tourne déjà" in said(done)) == (1, True)
