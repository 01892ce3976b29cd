"""Who confirmed a value last, when and how, apart from its last change; what is due."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from sitra.catalog.rules.fields import FIELDS
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.shelf_life import DAYS, EXCEPTIONS, kept, shelf_life, value_path
from sitra.catalog.rules.types import Section
from sitra.kit.errors import Impossible
from sitra.ledger import queries as ledger
from sitra.tourism import actions
from sitra.tourism.actions import Arrival, OutsideSource
from sitra.tourism.events import Means, Origin
from sitra.tourism.models import Confirmation, TouristObject
from sitra.tourism.queries.freshness import Standing, due, standings
from sitra.tourism.rules.freshness import last_day
from tests.cast import Cast, hotel

ESSAY = OutsideSource("essai", "Essai", "CC0", "https://essai.example")
BY = actions.Author(origin=Origin.IMPORTED)
TEXT, WAYS = "presentation.descriptifCourt", "informations.moyensCommunication"


def standing(number: int, path: str) -> Standing:
    return next(one for one in standings(number, "fr") if one.path == path)


def test_every_exception_is_a_value_of_the_catalogue() -> None:
    paths = {value_path(field.path) for field in FIELDS}
    assert EXCEPTIONS.keys() <= paths
    assert {Section.OPENING, Section.PRICES} <= DAYS.keys()


def test_prices_go_stale_sooner_than_texts_and_a_name_never() -> None:
    days = {field.path: shelf_life(field) for field in FIELDS}
    price = days["descriptionTarif.periodes[].tarifs[].minimum"]
    text = days["presentation.descriptifDetaille"]
    assert price
    assert text
    assert price < text
    assert days["nom"] is None
    assert [one.path for one in kept(hotel(), Kind.HOTELLERIE)][:2] == [TEXT, WAYS]


def test_whoever_types_a_value_confirms_it_and_no_other(cast: Cast) -> None:
    record = cast.record()
    Confirmation.objects.update(at=timezone.now() - timedelta(days=100))
    document = {**hotel(), "presentation": {"descriptifCourt": {"libelleFr": "Tout neuf."}}}
    actions.revise(record.pk, document, seen=1, by=cast.author())
    text, ways = standing(record.pk, TEXT), standing(record.pk, WAYS)
    assert text.at
    assert ways.at
    assert (text.at - ways.at).days >= 99
    assert (text.who, text.means) == ("Clerk Essai, Office d'Aubenas", "saisie")


def test_a_call_confirms_without_changing_anything(cast: Cast) -> None:
    record = cast.record()
    born = timezone.now() - timedelta(days=800)
    Confirmation.objects.update(at=born)
    before = standing(record.pk, WAYS)
    assert before.due
    assert before.due_on < timezone.localdate()
    actions.confirm(record.pk, [WAYS], means=Means.CALL, by=cast.author())
    after = standing(record.pk, WAYS)
    assert (after.means, after.due) == ("appel", False)
    assert after.changed_at == before.changed_at
    assert standing(record.pk, TEXT).at == born
    record.refresh_from_db()
    assert record.revision == 1
    assert ledger.last_details("object.confirmed")["paths"] == [WAYS]


def test_all_can_be_confirmed_at_once_and_what_it_covers_is_dropped(cast: Cast) -> None:
    record = cast.record()
    for _ in range(3):
        actions.confirm(record.pk, [WAYS], means=Means.CALL, by=cast.author())
    assert Confirmation.objects.count() == 2
    actions.confirm(record.pk, [], means=Means.VISIT, by=cast.author())
    assert Confirmation.objects.get().means == Means.VISIT
    assert {one.means for one in standings(record.pk, "en")} == {"visit"}


def test_what_is_not_there_or_not_yet_is_not_confirmed(cast: Cast) -> None:
    record = cast.record()
    for path in ("nom", "descriptionTarif.periodes", "rien"):
        with pytest.raises(Impossible, match=f"rien à confirmer sous « {path} »"):
            actions.confirm(record.pk, [path], means=Means.CALL, by=cast.author())
    with pytest.raises(Impossible, match="d'avance"):
        actions.confirm(
            record.pk, [], means=Means.CALL, by=cast.author(), at=timezone.now() + timedelta(days=1)
        )
    actions.change_state(record.pk, "delete", seen=1, by=cast.author())
    with pytest.raises(Impossible, match="supprimée"):
        actions.confirm(record.pk, [], means=Means.CALL, by=cast.author())


def receive(cast: Cast, document: dict[str, Any], changed_on: str) -> TouristObject:
    arrival = Arrival("x", Kind.HOTELLERIE, document, cast.members["aubenas"].pk, changed_on)
    tally = actions.take_in([arrival], source=ESSAY, by=BY)
    return TouristObject.objects.get(pk=tally.numbers["x"])


def test_an_import_confirms_as_of_the_day_its_source_says(cast: Cast) -> None:
    row = receive(cast, hotel(), "2023-05-04")
    text = standing(row.pk, TEXT)
    assert text.at
    assert (text.at.date(), text.means, text.who) == (date(2023, 5, 4), "import", "Essai")
    assert row.due_on == date(2023, 5, 4) + timedelta(days=DAYS[Section.CONTACT])
    row = receive(cast, hotel(), "2026-01-15")
    assert standing(row.pk, TEXT).at == datetime(2026, 1, 15, 12, tzinfo=UTC)
    assert row.revision == 1
    assert row.due_on == date(2026, 1, 15) + timedelta(days=DAYS[Section.CONTACT])


def test_an_import_does_not_confirm_what_was_written_over_it(cast: Cast) -> None:
    row = receive(cast, hotel(), "2026-01-15")
    document = {**hotel(), "presentation": {"descriptifCourt": {"libelleFr": "Écrit ici."}}}
    actions.revise(row.pk, document, seen=1, by=cast.author())
    receive(cast, hotel("Hôtel du Pont"), "2026-10-01")
    assert standing(row.pk, TEXT).means == "saisie"
    assert standing(row.pk, WAYS).means == "import"


def test_an_import_that_says_the_same_does_not_confirm_what_no_run_has_met(cast: Cast) -> None:
    row = receive(cast, hotel(), "2026-01-15")
    document = {**hotel(), "presentation": {"descriptifCourt": {"libelleFr": "Écrit ici."}}}
    actions.revise(row.pk, document, seen=1, by=cast.author())
    receive(cast, hotel(), timezone.localdate().isoformat())
    assert standing(row.pk, TEXT).means == "saisie"
    assert standing(row.pk, WAYS).means == "import"


def test_an_office_is_told_what_is_due_the_longest_due_first(cast: Cast) -> None:
    late, later, fine = (cast.record(hotel(name)) for name in ("Un", "Deux", "Trois"))
    for record, days in ((late, 900), (later, 1000), (fine, 1)):
        record.refresh_from_db()
        Confirmation.objects.filter(object=record).delete()
        actions.confirm(
            record.pk, [], means=Means.CALL, by=cast.author(), at=timezone.now() - timedelta(days=days)
        )
    owners = [cast.members["aubenas"].pk]
    found = due(owners)
    assert [one.id for one in found] == [later.pk, late.pk]
    assert [one.id for one in due(owners, after=(found[0].due_on, found[0].id))] == [late.pk]
    assert due([cast.members["privas"].pk]) == []


def test_periods_that_are_over_are_due_the_day_after() -> None:
    def ends(*periods: dict[str, Any]) -> date | None:
        return last_day({"ouverture": {"periodesOuvertures": list(periods)}}, "ouverture.periodesOuvertures")

    assert ends({"dateFin": "2026-03-01"}, {"dateFin": "2026-09-30"}) == date(2026, 9, 30)
    assert ends({"dateFin": "2026-03-01", "tousLesAns": True}) is None
    assert ends({"dateFin": "2026-03-01"}, {"dateDebut": "2026-04-01"}) is None
    assert ends() is None


def test_a_past_season_makes_the_opening_due(cast: Cast) -> None:
    season = {"dateDebut": "2025-06-01", "dateFin": "2025-09-30", "tousLesAns": False}
    record = cast.record({**hotel(), "ouverture": {"periodesOuvertures": [season]}}, origin=Origin.IMPORTED)
    opening = standing(record.pk, "ouverture.periodesOuvertures")
    assert (opening.due, opening.ends) == (True, date(2025, 9, 30))
    record.refresh_from_db()
    assert record.due_on == date(2025, 10, 1)


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_both_count(transactional_cast: Cast) -> None:
    cast = transactional_cast
    record, both = cast.record(), threading.Barrier(2, timeout=0.5)
    Confirmation.objects.update(at=timezone.now() - timedelta(days=2000))
    others = [one.path for one in standings(record.pk, "fr") if one.path not in {TEXT, WAYS}]
    actions.confirm(record.pk, others, means=Means.CALL, by=cast.author())

    def call(path: str) -> None:
        with closing(connection), transaction.atomic():
            actions.confirm(record.pk, [path], means=Means.CALL, by=cast.author())
            with suppress(threading.BrokenBarrierError):
                both.wait()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(call, (TEXT, WAYS)))
    record.refresh_from_db()
    assert record.due_on == min(one.due_on for one in standings(record.pk, "fr"))
    assert not any(one.due for one in standings(record.pk, "fr"))
