"""A site that is fed by exports and webhooks, who looks after it, who reads about it, and a receiver."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from sitra.accounts.models import Person
from sitra.delivery import actions
from sitra.delivery.actions import Wanted, hooks
from sitra.delivery.actions.hooks import Aimed
from sitra.delivery.listeners import Feeding
from sitra.ledger.tasks import catch_up
from sitra.members import actions as members
from tests.cast import Cast
from tests.delivery.feeds.asking import WAYS
from tests.outside import Outside, Told, outside


@pytest.fixture
def keeper(transactional_cast: Cast) -> Person:
    """Who looks after the projects of the office."""
    office = transactional_cast.members["aubenas"].pk
    members.seat(transactional_cast.clerk, office, ["consult", "write", "publish", "projects"])
    return transactional_cast.clerk


@pytest.fixture
def project(transactional_cast: Cast, keeper: Person) -> int:
    """A site that is fed by exports and webhooks."""
    return actions.start_project(
        Wanted("Site du lac", services=WAYS), transactional_cast.members["aubenas"].pk, by=keeper
    ).pk


@pytest.fixture
def office(client: Client, keeper: Person) -> Client:
    """The browser of who looks after it."""
    client.force_login(keeper)
    return client


@pytest.fixture
def reader(transactional_cast: Cast) -> Client:
    """The browser of a colleague who looks after no project."""
    person = transactional_cast.people["neighbour"]
    members.seat(person, transactional_cast.members["aubenas"].pk, ["consult"])
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.fixture
def status() -> list[int]:
    """What the receiver answers; the last one is."""
    return [200]


@pytest.fixture
def server(status: list[int], settings: Settings) -> Iterator[Outside]:
    """A receiver."""
    with outside(lambda _asked: Told(status=status[-1])) as running:
        settings.OUTBOUND_ALLOWED = [running.host]
        yield running


@pytest.fixture
def hook(project: int, server: Outside, keeper: Person, read_model: Callable[[], None]) -> tuple[int, str]:
    """A webhook toward the receiver, and its secret."""
    read_model()
    catch_up(Feeding())
    return hooks.make_hook(project, Aimed(f"{server.address}/crochet?jeton=abc", "Site"), by=keeper)
