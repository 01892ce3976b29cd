"""Every attack of `docs/attacks.md` is refused as it says, written down, and harmless."""

from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from pytest_django import Settings

from tests.attacks.replays import PREPARED, REPLAYS
from tests.cast import Cast
from tests.ground import ROOT
from tests.wire import partners

pytestmark = pytest.mark.django_db

ASIDE = {"ledger.entry", "delivery.token", "delivery.usage"}
"""What is written of an attack: facts, tokens that are taken back, counts of calls."""


def table() -> dict[str, str]:
    """Read, by attack, where it is written down."""
    lines = (ROOT / "docs/attacks.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return {row[0]: row[2] for row in rows[2:]}


def everything() -> dict[str, list[Any]]:
    """Photograph every table of the network."""
    models = [one for one in apps.get_models() if one.__module__.startswith("sitra.")]
    return {
        one._meta.label_lower: list(one._default_manager.order_by("pk").values())
        for one in models
        if one._meta.label_lower not in ASIDE
    }


@pytest.mark.parametrize("name", sorted(REPLAYS))
def test_it_is_refused_written_down_and_harmless(
    cast: Cast, settings: Settings, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    settings.PASSWORD_HASHERS = [*settings.PASSWORD_HASHERS]
    partners.entrust(cast)
    cache.clear()
    replay = REPLAYS[name](cast)
    assert next(replay) is PREPARED
    before = everything()
    assert len(before) > 20
    caplog.clear()
    written = 0
    for words in replay:
        lines = [one.getMessage() for one in caplog.records if one.levelname == "WARNING"]
        assert any(words in line for line in lines), (words, lines)
        caplog.clear()
        written += 1
    after = everything()
    for one in (before, after):
        for person in one["accounts.person"]:
            person.pop("last_login")
    assert after == before
    assert bool(written) == table()[name].startswith("log") or "as a wrong" in table()[name]


def test_the_table_names_each_of_them() -> None:
    assert table().keys() == REPLAYS.keys()
