"""What the tests of notices share: a listener that begins where the network stands."""

from collections.abc import Callable

import pytest

from sitra.ledger.tasks import catch_up
from sitra.notices.listeners import Telling
from sitra.notices.models import Notice
from tests.cast import Cast

type Told = Callable[[], list[tuple[str, str]]]


@pytest.fixture
def follow(transactional_cast: Cast) -> Told:
    """Follow the ledger; answers the notices that are new since, as person and news."""
    del transactional_cast
    listener = Telling()
    listener.prepare()
    seen = 0

    def told() -> list[tuple[str, str]]:
        nonlocal seen
        catch_up(listener)
        rows = Notice.objects.filter(pk__gt=seen).order_by("pk").select_related("person")
        new = [(row.person.email.partition("@")[0], row.news) for row in rows]
        seen = max((row.pk for row in rows), default=seen)
        return sorted(new)

    return told
