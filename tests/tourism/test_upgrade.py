"""A base that is older than links, overlays and freshness: what they need is filled in."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import connection

from sitra.catalog.rules.kinds import Kind
from sitra.tourism import actions
from sitra.tourism.actions import Arrival, OutsideSource
from sitra.tourism.actions.identifying import identify
from sitra.tourism.events import Origin
from sitra.tourism.models import Confirmation, Identifier, Link, Revision, TouristObject
from tests.cast import Cast, hotel
from tests.tourism.test_links import links, shown

ESSAY = OutsideSource("essai", "Essai", "CC0", "https://essai.example")
BY = actions.Author(origin=Origin.IMPORTED)


def upgrade() -> None:
    step = import_module("sitra.tourism.migrations.0005_what_older_records_lack")
    with connection.schema_editor(atomic=False) as editor:
        step.remember_sources(apps, editor)
        step.reckon(apps, editor)


def receive(cast: Cast, document: dict[str, Any], key: str = "x") -> TouristObject:
    arrival = Arrival(key, Kind.HOTELLERIE, document, cast.members["aubenas"].pk, "2026-01-15")
    tally = actions.take_in([arrival], source=ESSAY, by=BY)
    return TouristObject.objects.get(pk=tally.numbers[key])


def says(row: TouristObject) -> dict[str, Any]:
    document = Revision.objects.filter(object=row).order_by("-number").values_list("document", flat=True)[0]
    return dict(document)


def test_an_older_base_knows_what_each_source_said_and_keeps_what_was_written_here(cast: Cast) -> None:
    row = receive(cast, hotel("Un"))
    receive(cast, hotel("Deux"))
    actions.change_state(row.pk, "hide", seen=2, by=BY)
    ours = {**hotel("Deux"), "presentation": {"descriptifCourt": {"libelleFr": "Écrit ici."}}}
    actions.revise(row.pk, ours, seen=3, by=cast.author())
    actions.change_state(row.pk, "publish", seen=4, by=BY)
    identify(row.pk, "wikidata", "Q42", by=cast.author())
    Identifier.objects.update(revision=None)
    upgrade()
    assert Identifier.objects.get(source_id="essai").revision == 2
    assert Identifier.objects.get(source_id="wikidata").revision is None
    receive(cast, hotel("Trois"))
    assert says(row) == {**ours, "nom": {"libelleFr": "Trois"}}


def test_links_of_an_older_import_are_brought_under_our_numbers(cast: Cast) -> None:
    stage, tour = receive(cast, hotel("Étape"), "777"), receive(cast, hotel("Tour"), "1")
    theirs = {**hotel("Tour"), **links(("PARCOURS_ETAPE", 777))}
    old = Arrival("1", Kind.HOTELLERIE, theirs, cast.members["aubenas"].pk, "2026-01-15")
    Revision.objects.filter(object=tour).update(document=theirs)
    Identifier.objects.filter(object=tour).update(revision=None, digest=old.digest)
    upgrade()
    receive(cast, theirs, "1")
    assert shown(tour.pk) == [("PARCOURS_ETAPE", stage.pk)]


def test_an_older_base_says_what_is_due_and_who_names_whom(cast: Cast) -> None:
    stage = cast.record(hotel("Étape"))
    tour = cast.record({**hotel("Tour"), **links(("PARCOURS_ETAPE", stage.pk))})
    taken = receive(cast, hotel("Pris"))
    due = dict(TouristObject.objects.values_list("pk", "due_on"))
    Link.objects.all().delete()
    Confirmation.objects.all().delete()
    TouristObject.objects.update(due_on=None)
    upgrade()
    upgrade()
    assert dict(TouristObject.objects.values_list("pk", "due_on")) == due
    assert due[taken.pk] != due[tour.pk]
    assert shown(stage.pk) == [("ETAPE_PARCOURS", tour.pk)]
    assert Link.objects.count() == 1
