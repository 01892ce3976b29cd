"""Who looks after the projects of an office, and one of them."""

import pytest
from django.core.cache import cache

from sitra.accounts.models import Person
from sitra.delivery import actions
from sitra.delivery.actions import Wanted
from sitra.delivery.models import Project
from sitra.members import actions as members
from tests.cast import Cast


@pytest.fixture
def clerk(cast: Cast) -> Person:
    """Who writes and looks after the projects of the office of Aubenas."""
    members.seat(cast.people["clerk"], cast.members["aubenas"].pk, ["consult", "write", "projects"])
    return cast.people["clerk"]


@pytest.fixture
def pilot(cast: Cast) -> Person:
    """Who pilots the network."""
    members.seat(cast.people["stranger"], cast.members["region"].pk, ["animate", "projects"])
    return cast.people["stranger"]


@pytest.fixture
def lake(cast: Cast, clerk: Person) -> Project:
    """A site of the office of Aubenas."""
    return actions.start_project(Wanted("Site du lac"), cast.members["aubenas"].pk, by=clerk)


@pytest.fixture(autouse=True)
def _rested() -> None:
    """Forget how often things were asked."""
    cache.clear()
