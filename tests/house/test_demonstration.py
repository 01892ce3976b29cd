"""What the demonstration opens stands in its page, and nowhere else in the program."""

import json
from typing import Any

import pytest

from tests.ground import ROOT

NETWORK: dict[str, Any] = json.loads((ROOT / "demo/data/network.json").read_bytes())
SECRETS = [
    *(one["password"] for one in NETWORK["persons"]),
    *(one["api_key"] for one in NETWORK["projects"]),
    *(one["secret"] for one in NETWORK["projects"] if "secret" in one),
]


def test_every_account_key_and_number_is_documented() -> None:
    page = (ROOT / "docs/demo.md").read_text(encoding="utf-8")
    for secret in SECRETS:
        assert f"`{secret}`" in page
    for person in NETWORK["persons"]:
        assert f"`{person['email']}`" in page
    for member in NETWORK["members"]:
        assert f"| {member['id']} | {member['name']} |" in page


@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_of_the_demonstration_opens_the_program(secret: str) -> None:
    for path in (ROOT / "sitra").rglob("*.py"):
        assert secret not in path.read_text(encoding="utf-8"), path


def test_the_demonstration_is_small_and_owned() -> None:
    size = sum(path.stat().st_size for path in (ROOT / "demo").rglob("*") if path.is_file())
    assert size < 15_000_000
    attribution = (ROOT / "demo/ATTRIBUTION.md").read_text(encoding="utf-8")
    for path in (ROOT / "demo/data").iterdir():
        assert path.name in attribution


def test_one_office_per_commune_and_enough_of_them() -> None:
    offices = [one for one in NETWORK["members"] if one["name"].startswith("Office de tourisme")]
    assert len(offices) >= 20
    communes = [code for one in NETWORK["members"] for code in one.get("communes", ())]
    assert len(communes) == len(set(communes))
