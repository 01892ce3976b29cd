"""What every test may ask for."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings as hypothesis
from playwright.sync_api import Browser, Page
from pytest_django import Settings

from tests.demonstration import CHROMIUM_FLAGS, Demonstration, chromium, sign_in
from tests.ground import ROOT

SHARED = ROOT.parent / "shared"

# How long an example takes says more of what else the machine does than of the program.
hypothesis.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("patient")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of contract and open data; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("needs the shared folder beside the checkout (contract and open data)")
    return SHARED


QUICK_HASHES = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Empty the database of tests by rows; accounts that fixtures of modules write are quick too."""
    del django_db_setup
    from django.test import override_settings

    from tests import emptying

    emptying.install()
    with override_settings(PASSWORD_HASHERS=QUICK_HASHES):
        yield


@pytest.fixture(autouse=True)
def plain_settings(settings: Settings) -> None:
    """Serve static files by their plain names, keep sign-in quick, mail in memory, and no key known."""
    from sitra.delivery import queries as delivery

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = QUICK_HASHES
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    delivery.forget()


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


@pytest.fixture(scope="session")
def demonstration() -> Iterator[Demonstration]:
    """The real demonstration, started as its user starts it, on files and a port of its own."""
    running = Demonstration()
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def live(demonstration: Demonstration) -> str:
    """Address of the running demonstration."""
    return demonstration.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    from playwright.sync_api import sync_playwright

    # Its event loop stays that of this thread until it ends: the database is not asked from within it.
    unsafe = mock.patch.dict(os.environ, DJANGO_ALLOW_ASYNC_UNSAFE="1")
    with unsafe, sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def signed_in(browser: Browser, demonstration: Demonstration) -> Iterator[Page]:
    """A page of somebody of the staff of an office, signed in; the sign-in itself is done once."""
    if not demonstration.signed_in_state:
        demonstration.signed_in_state = sign_in(browser, demonstration)
    context = browser.new_context(
        base_url=demonstration.address,
        locale="fr-FR",
        storage_state=demonstration.signed_in_state,
    )
    yield context.new_page()
    context.close()
