"""The same file given, and let go, by several at the same time: it is there once, and whole."""

import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from sitra.media import actions
from sitra.media.models import Media
from tests.cast import Cast, hotel
from tests.media import pictures
from tests.media.storing import Store, keeping

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> None:
    """Do all of it in threads that begin together; what fails in one fails here."""
    start, failed = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        with closing(connection):
            start.wait()
            try:
                act()
            except Exception as error:  # noqa: BLE001 - told to the test
                failed.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []


def test_one_content_given_by_four(transactional_cast: Cast, store: Store, tmp_path: Path) -> None:
    cast, content = transactional_cast, pictures.jpeg(320, 200)

    def give(name: str) -> Callable[[], None]:
        def act() -> None:
            folder = tmp_path / name
            folder.mkdir()
            with keeping(cast, folder, front=content) as said:
                image = {"link": False, "type": "IMAGE", "traductionFichiers": [said["front"]]}
                cast.record(hotel(f"Hôtel {name}", illustrations=[image]))

        return act

    assert cast.clerk
    at_once(*(give(name) for name in "abcd"))
    assert Media.objects.count() == 1
    assert len(store.files()) == 5


def test_given_again_while_it_is_let_go(transactional_cast: Cast, store: Store, tmp_path: Path) -> None:
    cast, content = transactional_cast, pictures.jpeg(90, 60)
    assert cast.clerk

    def give() -> None:
        with keeping(cast, tmp_path, again=content) as said:
            image = {"link": False, "type": "IMAGE", "traductionFichiers": [said["again"]]}
            cast.record(hotel(illustrations=[image]))

    for _ in range(3):
        with keeping(cast, tmp_path, first=content):
            pass
        Media.objects.update(asked_at=timezone.now() - timedelta(days=40))
        at_once(give, actions.forget)
        assert Media.objects.count() == 1
        assert len(store.files()) == 5
        Media.objects.update(asked_at=timezone.now() - timedelta(days=40))
        assert actions.forget() == 0
