"""The read model follows the ledger and loses nothing."""

import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from sitra.access.rules.mandate import Mandate
from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Impossible
from sitra.ledger import actions as ledger
from sitra.ledger.events import START, Fact
from sitra.ledger.tasks import catch_up
from sitra.search import actions as indexing, models, queries
from sitra.search.events import ReadModelFull, ReadModelUnavailable
from sitra.search.listeners import Indexing
from sitra.search.models import node
from sitra.search.models.following import Journal
from sitra.search.queries import Question
from sitra.tourism import actions
from sitra.tourism.events import State
from sitra.vocabulary.events import VocabularyFact
from tests.cast import PRIVAS, Cast, hotel, refuge
from tests.ground import ROOT

EVERYONE = Mandate(consults=frozenset({999}))

pytestmark = pytest.mark.django_db(transaction=True)


def names(words: str, who: Mandate = EVERYONE, **more: object) -> list[str]:
    question = Question(words=words, **more)  # type: ignore[arg-type]
    return [card.name for card in queries.cards(question, who, "fr").cards]


def test_a_record_is_found_by_its_new_name(transactional_cast: Cast, read_model: Callable[[], None]) -> None:
    record = transactional_cast.record()
    read_model()
    assert names("tilleuls") == ["Hôtel des Tilleuls"]
    actions.revise(record.pk, hotel("Auberge du Marronnier"), seen=1, by=transactional_cast.author())
    read_model()
    assert names("marronnier") == ["Auberge du Marronnier"]
    assert names("tilleuls") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("hotel tilleuls", True),
        ("HÔTEL", True),
        ("chateau", True),
        ("rivières", True),
        ("tileuls", True),
        ("aubenas", True),
        ("hôtel de la rivière", True),
        ("schloss", True),
        ("zanzibar", False),
        ("hotel zanzibar", False),
        ("3 étoiles", True),
    ],
)
def test_words_are_found(
    transactional_cast: Cast, read_model: Callable[[], None], words: str, *, found: bool
) -> None:
    transactional_cast.record()
    read_model()
    assert bool(names(words)) is found


def test_filters_counts_and_pages(transactional_cast: Cast, read_model: Callable[[], None]) -> None:
    for number in range(5):
        transactional_cast.record(hotel(f"Hôtel {number}"))
    transactional_cast.record(refuge("Refuge"), kind=Kind.HEBERGEMENT_COLLECTIF)
    read_model()
    page = queries.cards(Question(kinds=("HOTELLERIE",), first=2, count=2), EVERYONE, "fr")
    assert (page.total, [card.name for card in page.cards]) == (5, ["Hôtel 2", "Hôtel 3"])
    assert page.kinds == {"HOTELLERIE": 5, "HEBERGEMENT_COLLECTIF": 1}
    assert names("", communes=("73011",)) == ["Refuge"]
    assert len(names("", communes=("07999",))) == 5, "an old commune code still answers"
    assert len(queries.points(Question(), EVERYONE)) == 6
    assert names("", first=10_000) == []


STAR, STARS, PETS = 2748, 2750, 687
"""Terms: a hotel of one star, a hotel of three stars, pets are welcome."""


def test_criteria_and_communes_are_counted_as_they_would_narrow_or_widen(
    transactional_cast: Cast, read_model: Callable[[], None]
) -> None:
    pets: dict[str, Any] = {
        "prestations": {"services": [{"elementReferenceType": "PrestationService", "id": PETS}]}
    }
    for number in range(3):
        transactional_cast.record(hotel(f"Hôtel {number}", **(pets if number else {})))
    transactional_cast.record(hotel("Hôtel de Privas", commune=PRIVAS, **pets))
    plain = hotel("Hôtel simple", commune=PRIVAS)
    plain["informationsHotellerie"]["classement"]["id"] = STAR
    transactional_cast.record(plain)
    transactional_cast.record(refuge("Refuge"), kind=Kind.HEBERGEMENT_COLLECTIF)
    read_model()

    def page(**asked: Any) -> queries.Page:
        return queries.cards(Question(**asked), EVERYONE, "fr")

    hotels = page(kinds=("HOTELLERIE",))
    assert list(hotels.terms.items()) == [(STARS, 4), (PETS, 3), (STAR, 1)], (
        "neither phones nor what all have"
    )
    assert list(hotels.communes.items()) == [("07019", 3), ("07186", 2)]

    welcoming = page(terms=(PETS, STARS))
    assert (welcoming.total, welcoming.kinds) == (3, {"HOTELLERIE": 3})
    assert welcoming.terms == {PETS: 3, STARS: 3}
    assert welcoming.communes == {"07019": 2, "07186": 1}

    there = page(terms=(PETS,), communes=("73011", "07999"))
    assert there.total == 2
    assert list(there.communes.items()) == [("07999", 2), ("73011", 0), ("07186", 1)]

    assert page(terms=(PETS, STAR)).terms == {PETS: 0, STAR: 0}
    assert page(terms=(PETS,), words="Privas").total == 1
    assert len(queries.points(Question(terms=(PETS,)), EVERYONE)) == 3


def test_rights_hold_in_the_index(transactional_cast: Cast, read_model: Callable[[], None]) -> None:
    transactional_cast.record(hotel("Brouillon"), state=State.DRAFT)
    transactional_cast.record(hotel("Masquée"), state=State.HIDDEN)
    gone = transactional_cast.record(hotel("Supprimée"))
    actions.change_state(gone.pk, "delete", seen=1, by=transactional_cast.author())
    read_model()
    assert names("") == []
    own = Mandate(consults=frozenset({transactional_cast.members["aubenas"].pk}))
    assert names("", own) == ["Brouillon", "Masquée"]
    assert names("", Mandate()) == []


def test_an_indexer_killed_before_it_remembers_does_the_work_again(
    transactional_cast: Cast, read_model: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    record = transactional_cast.record()
    read_model()
    actions.revise(record.pk, hotel("Auberge du Marronnier"), seen=1, by=transactional_cast.author())
    with monkeypatch.context() as patch:
        patch.setattr(models.Generation, "remember", _die)
        with pytest.raises(SystemExit):
            catch_up(Indexing())
    assert queries.status().waiting == 1
    read_model()
    assert names("marronnier") == ["Auberge du Marronnier"]
    assert queries.status().waiting == 0
    assert queries.status().records == 1


def _die(*_: object) -> None:
    raise SystemExit(9)


def test_a_process_killed_between_change_and_indexing_loses_nothing(
    transactional_cast: Cast, read_model: Callable[[], None]
) -> None:
    """A real process is killed by the system after the change is committed."""
    record = transactional_cast.record()
    read_model()
    code = (
        "import django, os, signal; django.setup()\n"
        "from sitra.ledger import tasks; from sitra.search import models\n"
        "models.Generation.put = lambda *a: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from sitra.search.listeners import Indexing; tasks.catch_up(Indexing())\n"
    )
    actions.revise(record.pk, hotel("Auberge du Marronnier"), seen=1, by=transactional_cast.author())
    from django.conf import settings
    from django.db import connection

    address = os.environ["DATABASE_URL"].replace("/postgres?", f"/{connection.settings_dict['NAME']}?")
    killed = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": address,
            "SITRA_READ_MODEL": str(settings.READ_MODEL_DIR),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        },
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -9, killed.stderr.decode()
    assert names("marronnier") == []
    read_model()
    assert names("marronnier") == ["Auberge du Marronnier"]


def test_a_full_disk_is_named_and_nothing_is_lost(
    transactional_cast: Cast, read_model: Callable[[], None]
) -> None:
    record = transactional_cast.record()
    read_model()
    actions.revise(record.pk, hotel("Auberge du Marronnier"), seen=1, by=transactional_cast.author())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        with pytest.raises(ReadModelFull, match="libérez de l'espace"):
            catch_up(Indexing())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    read_model()
    assert names("marronnier") == ["Auberge du Marronnier"]


def test_a_missing_read_model_says_what_to_do(tmp_path: Path, settings: object) -> None:
    settings.READ_MODEL_DIR = tmp_path / "nowhere"  # type: ignore[attr-defined]
    with pytest.raises(ReadModelUnavailable, match="sitra index rebuild"):
        queries.status()


def test_a_new_month_brings_new_days_of_opening(
    transactional_cast: Cast, read_model: Callable[[], None]
) -> None:
    record = transactional_cast.record()
    read_model()
    models.current().begin(date(2020, 1, 31))
    assert indexing.outdated()
    assert models.current().horizon() == (date(2020, 1, 1), date(2022, 1, 31))
    actions.revise(record.pk, hotel("Auberge du Marronnier"), seen=1, by=transactional_cast.author())
    read_model()
    assert not indexing.outdated()
    assert models.current().horizon()[0] == timezone.localdate().replace(day=1)
    assert names("marronnier") == ["Auberge du Marronnier"]


def test_two_writers_are_kept_apart(transactional_cast: Cast, read_model: Callable[[], None]) -> None:
    del transactional_cast
    read_model()
    with indexing.sole_writer(), pytest.raises(Exception, match="Un autre programme"):
        indexing.rebuild()


@pytest.mark.parametrize("gone", ["make", "index", "all"])
def test_a_read_model_of_another_version_is_built_by_who_follows(
    gone: str, transactional_cast: Cast, read_model: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    transactional_cast.record()
    read_model()
    before = models.current()
    if gone == "make":
        with monkeypatch.context() as older:
            older.setattr("sitra.search.rules.schema.VERSION", "0")
            before.remember(before.position())
    else:
        node._served.clear()
        before.close()
        place = before.path / "index" if gone == "index" else before.path.parent
        shutil.rmtree(place)
        if gone == "index":
            place.mkdir()
            (place / "meta.json").write_text("{}", "ascii")
    assert Indexing().position() == START
    catch_up(Indexing())
    assert models.current().path != before.path
    assert models.current().make() == models.make()
    assert names("tilleuls") == ["Hôtel des Tilleuls"]


@pytest.mark.parametrize("rebuilt", [False, True])
def test_who_follows_has_read_the_columns_before_the_first_change(
    transactional_cast: Cast,
    read_model: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    *,
    rebuilt: bool,
) -> None:
    record = transactional_cast.record()
    read_model()
    node._served.clear()
    if rebuilt:
        with transaction.atomic():
            ledger.record(Fact(VocabularyFact.LOADED.value, "vocabulary", 1))
        catch_up(Indexing())
    else:
        Indexing().prepare()
    monkeypatch.setattr(Journal, "load", None)
    actions.revise(record.pk, hotel("Auberge du Marronnier"), seen=1, by=transactional_cast.author())
    catch_up(Indexing())
    assert names("marronnier") == ["Auberge du Marronnier"]


def test_a_process_goes_on_with_what_it_has_until_the_new_one_is_in_memory(
    transactional_cast: Cast, read_model: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    record = transactional_cast.record()
    read_model()
    assert names("tilleuls") == ["Hôtel des Tilleuls"]
    before, loading = models.current(), threading.Event()
    served = dict(node._served)
    actions.revise(record.pk, hotel("Auberge du Marronnier"), seen=1, by=transactional_cast.author())
    indexing.rebuild()
    # As in a process that did not build: it finds another name in the place of the one it reads.
    node._served.clear()
    node._served.update(served)
    loaded = models.Generation.columns

    def slowly(self: models.Generation) -> object:
        if self is not before:
            loading.wait(10)
        return loaded(self)

    monkeypatch.setattr(models.Generation, "columns", slowly)
    assert names("tilleuls") == ["Hôtel des Tilleuls"]
    assert models.current() is before
    loading.set()
    until = time.monotonic() + 10
    while models.current() is before and time.monotonic() < until:
        time.sleep(0.01)
    assert names("marronnier") == ["Auberge du Marronnier"]


def test_another_node_starts_from_a_copy_and_follows(
    transactional_cast: Cast, read_model: Callable[[], None], tmp_path: Path, settings: object
) -> None:
    record = transactional_cast.record()
    read_model()
    indexing.copy(tmp_path / "there")
    with pytest.raises(Impossible, match="n'est pas vide"):
        indexing.copy(tmp_path / "there")
    actions.revise(record.pk, hotel("Auberge du Marronnier"), seen=1, by=transactional_cast.author())
    settings.READ_MODEL_DIR = tmp_path / "there"  # type: ignore[attr-defined]
    assert (names("tilleuls"), names("marronnier")) == (["Hôtel des Tilleuls"], [])
    assert queries.status().waiting == 1
    catch_up(Indexing())
    assert (names("tilleuls"), names("marronnier")) == ([], ["Auberge du Marronnier"])
    assert queries.wholes([record.pk]) != []


def test_many_records_are_rebuilt_by_several_processes_as_by_one(
    transactional_cast: Cast, read_model: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sitra.search.actions import rebuilding

    numbers = [transactional_cast.record(hotel(f"Hôtel {number}")).pk for number in range(7)]
    read_model()
    alone = [queries.wholes(numbers), names(""), queries.status().records]
    monkeypatch.setattr(rebuilding, "FEW", 0)
    monkeypatch.setattr(rebuilding, "BATCH", 2)
    told = list[int]()
    assert indexing.rebuild(told.append) == 7
    assert told == [2, 4, 6, 7]
    assert [queries.wholes(numbers), names(""), queries.status().records] == alone
