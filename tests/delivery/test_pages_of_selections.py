"""The list of selections is read by pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from sitra.accounts.models import Person
from sitra.delivery import actions
from sitra.delivery.actions import Drawn
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_many_selections_are_read_by_pages(
    client: Client, cast: Cast, clerk: Person, read_model: Callable[[], None]
) -> None:
    read_model()
    for number in range(23):
        actions.make_selection(Drawn(f"Sélection {number:02}"), cast.members["aubenas"].pk, by=clerk)
    client.force_login(clerk)
    first, second = (client.get("/selections", {"mots": "sélection", "page": page}) for page in (1, 2))
    said = [answer.content.decode() for answer in (first, second)]
    assert "Page 1 sur 2" in said[0]
    assert ("Sélection 19" in said[0], "Sélection 20" in said[0]) == (True, False)
    assert ("Sélection 19" in said[1], "Sélection 22" in said[1]) == (False, True)
    assert client.get("/selections", {"page": "x"}).status_code == 200
