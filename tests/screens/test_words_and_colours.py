"""Addresses of the search, contrasts of the tokens and translations: no browser needed."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.http import QueryDict

from sitra.doors.site import palette
from sitra.doors.workplace.forms import LAST_PAGE, Criteria

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("", ""),
        ("mots=mus%C3%A9e", "mots=mus%C3%A9e"),
        ("mots=++deux+++mots+", "mots=deux+mots"),
        ("type=HOTELLERIE&type=AUTRE", "type=HOTELLERIE"),
        ("commune=07010&commune=07010", "commune=07010"),
        ("commune=07010&commune=26362&sans=07010", "commune=26362"),
        ("commune=07010&choix=26362&lieu=cre", "commune=07010&commune=26362"),
        ("tri=nom&page=3", "tri=nom&page=3"),
        ("tri=PERTINENCE&page=0", ""),
        ("page=%E2%91%A0", ""),
        ("page=99999999999", ""),
        ("page=99999999", f"page={LAST_PAGE}"),
        ("mots=a%00b", "mots=a+b"),
    ],
)
def test_an_address_is_read_leniently_and_said_shortly(address: str, kept: str) -> None:
    assert Criteria.read(QueryDict(address)).address == kept


def test_every_colour_of_text_has_the_contrast_it_needs() -> None:
    written = [colour for colour in palette.colours() if colour.on]
    assert len(written) >= 8
    for colour in written:
        least = 3 if colour.name == "edge" else 4.5
        assert min(colour.contrast_light or 0, colour.contrast_dark or 0) >= least, colour.name


def test_every_french_text_has_its_english() -> None:
    script = ROOT / "scripts" / "translations.py"
    done = subprocess.run([sys.executable, str(script), "check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
