"""What every test may ask for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from tests.ground import ROOT

SHARED = ROOT.parent / "shared"


@pytest.fixture
def shared() -> Path:
    """The folder of contract and open data; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("needs the shared folder beside the checkout (contract and open data)")
    return SHARED


@pytest.fixture(autouse=True)
def plain_settings(settings: Settings) -> None:
    """Serve static files by their plain names, keep sign-in quick, and mail in memory."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def cast(db: None) -> Any:
    """The permanent small network."""
    del db
    from tests.cast import assemble

    return assemble()


@pytest.fixture
def transactional_cast(transactional_db: None) -> Any:
    """The same network, committed: for tests that need transactions to be visible."""
    del transactional_db
    from tests.cast import assemble

    return assemble()


@pytest.fixture
def read_model(tmp_path: Path, settings: Settings) -> Callable[[], None]:
    """An empty read model of this test's own; call it to bring it up to date."""
    from sitra.ledger.tasks import catch_up
    from sitra.search import actions
    from sitra.search.listeners import Indexing

    settings.READ_MODEL_DIR = tmp_path / "readmodel"
    built = False

    def up_to_date() -> None:
        nonlocal built
        if built:
            catch_up(Indexing())
        else:
            actions.rebuild()
            built = True

    return up_to_date
