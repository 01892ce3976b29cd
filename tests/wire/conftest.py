"""Records that are written once for a module, and served from a read model of its own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.cast import Cast, assemble

Write = Callable[[Cast], Any]


@pytest.fixture(scope="module")
def published(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Write], Any]]:
    """Write records, build the read model, and give back what was written."""
    del django_db_setup
    from sitra.search import actions

    def publish(write: Write) -> Any:
        written = write(assemble())
        actions.rebuild()
        return written

    folder = tmp_path_factory.mktemp("readmodel")
    with django_db_blocker.unblock(), override_settings(READ_MODEL_DIR=folder):
        yield publish
        call_command("flush", interactive=False, verbosity=0, reset_sequences=False)
