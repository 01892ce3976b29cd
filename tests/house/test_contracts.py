"""Each contract of the house is broken once on purpose, and must be seen to fail."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ground import ROOT

SABOTAGE = {
    "Floors: imports": ("sitra/media/queries.py", "from sitra.tourism import queries as up\n"),
    "Floors": ("sitra/places/queries.py", "from sitra.tourism import queries as up\n"),
    "Rooms": ("sitra/tourism/models/records.py", "from sitra.tourism import queries as up\n"),
    "Doors ignore": ("sitra/doors/site/views.py", "from sitra.doors.v002 import views as other\n"),
    "Doors never": ("sitra/doors/v002/views.py", "from sitra.tourism import models\n"),
    "Protected heart": ("sitra/doors/v002/views.py", "from sitra.tourism import actions\n"),
    "Rules are pure": ("sitra/catalog/rules/kinds.py", "import time\n"),
    "The program does not know": ("sitra/kit/texts.py", "import config.settings\n"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("house")
    for name in ("sitra", "config"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("static", "seed"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def test_the_house_stands(house: Path) -> None:
    answer = lint(house)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize("contract", SABOTAGE)
def test_a_broken_contract_is_seen(house: Path, contract: str) -> None:
    name, line = SABOTAGE[contract]
    module = house / name
    sound = module.read_text(encoding="utf-8")
    module.write_text(sound + "\n" + line, encoding="utf-8")
    try:
        answer = lint(house)
    finally:
        module.write_text(sound, encoding="utf-8")
    broken = [row for row in answer.stdout.splitlines() if row.endswith("BROKEN")]
    assert any(row.startswith(contract) for row in broken), answer.stdout
