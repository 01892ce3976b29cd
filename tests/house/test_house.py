"""The house: foreign keys go down, names are honest, no machine and no secret in a file."""

import re
import subprocess

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

from tests.ground import ROOT

FLOORS = ("ledger", "vocabulary", "places", "catalog", "accounts", "members", "access",
          "media", "tourism", "review", "search", "formats", "delivery", "intake",
          "notices")  # fmt: skip
SIBLINGS = {frozenset({"vocabulary", "places"}), frozenset({"search", "formats"}),
            frozenset({"delivery", "intake"})}  # fmt: skip
BANNED = {"utils", "helpers", "manager", "data", "info", "process", "handle"}


def goes_down(source: str, target: str) -> bool:
    if source == target:
        return True
    return FLOORS.index(target) < FLOORS.index(source) and frozenset({source, target}) not in SIBLINGS


def test_foreign_keys_go_down() -> None:
    checked = 0
    for model in apps.get_models():
        if model._meta.app_label not in FLOORS:
            continue
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey | ManyToManyField):
                target = field.related_model._meta.app_label
                assert goes_down(model._meta.app_label, target), f"{model.__name__}.{field.name}"
                checked += 1
    assert checked > 10


@pytest.mark.parametrize(
    ("source", "target", "down"),
    [("tourism", "members", True), ("ledger", "accounts", False), ("places", "vocabulary", False)],
)
def test_going_down_is_told_from_going_up(source: str, target: str, *, down: bool) -> None:
    assert goes_down(source, target) is down


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return listed.stdout.splitlines()


def test_no_module_has_an_empty_name() -> None:
    for name in tracked():
        stem = name.rsplit("/", 1)[-1].removesuffix(".py")
        assert not (name.startswith("sitra/") and name.endswith(".py") and stem in BANNED), name


def test_no_file_carries_the_path_of_a_machine() -> None:
    machine = re.compile(rb"/(?:home|root|Users|work)/[a-z]")
    for name in tracked():
        path = ROOT / name
        if path.is_file() and path.suffix in {
            ".py",
            ".md",
            ".toml",
            ".html",
            ".css",
            ".yml",
            ".po",
        }:
            assert not machine.search(path.read_bytes()) or name == "tests/house/test_house.py", name
