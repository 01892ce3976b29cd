"""Links between records: both ends kept true, whoever says them."""

import time
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from django.utils import timezone

from sitra.kit.errors import Impossible
from sitra.ledger import queries as ledger
from sitra.search.actions import following, rendering
from sitra.search.models import current
from sitra.tourism import actions, queries
from sitra.tourism.events import Means, State
from sitra.tourism.models import Link, TouristObject
from sitra.tourism.policy import PUBLIC as ALL
from sitra.tourism.queries.linking import around, other_ends
from tests.cast import Cast, hotel


def links(*ends: tuple[str, int]) -> dict[str, Any]:
    return {
        "liens": {
            "liensObjetsTouristiquesTypes": [
                {"type": nature, "objetTouristique": {"type": "HOTELLERIE", "id": number}}
                for nature, number in ends
            ]
        }
    }


def shown(number: int) -> list[tuple[str, int]]:
    (whole,) = queries.wholes([number])
    found = whole.document.get("liens", {}).get("liensObjetsTouristiquesTypes", [])
    return [(one["type"], one["objetTouristique"]["id"]) for one in found]


def test_the_other_end_is_shown_while_the_link_is_said_and_published(cast: Cast) -> None:
    stage, tour = cast.record(hotel("Étape")), cast.record(hotel("Tour"))
    actions.revise(
        tour.pk, {**hotel("Tour"), **links(("PARCOURS_ETAPE", stage.pk))}, seen=1, by=cast.author()
    )
    assert shown(stage.pk) == [("ETAPE_PARCOURS", tour.pk)]
    assert shown(tour.pk) == [("PARCOURS_ETAPE", stage.pk)]
    (there,) = around(stage.pk, ALL, "fr")
    assert (there.number, there.words) == (tour.pk, "étape de")
    (here,) = around(tour.pk, ALL, "en")
    assert (here.number, here.words) == (stage.pk, "has as a stage")
    actions.change_state(tour.pk, "hide", seen=2, by=cast.author())
    assert shown(stage.pk) == []
    actions.change_state(tour.pk, "publish", seen=3, by=cast.author())
    assert shown(stage.pk) == [("ETAPE_PARCOURS", tour.pk)]
    actions.revise(tour.pk, hotel("Tour"), seen=4, by=cast.author())
    assert shown(stage.pk) == []
    assert not Link.objects.filter(object=tour).exists()


def test_the_other_record_is_not_written(cast: Cast) -> None:
    stage = cast.record(hotel("Étape"), owner="privas")
    cast.record({**hotel("Tour"), **links(("PARCOURS_ETAPE", stage.pk))})
    stage.refresh_from_db()
    assert stage.revision == 1


def test_a_link_said_at_both_ends_is_shown_once(cast: Cast) -> None:
    stage, tour = cast.record(hotel("Étape")), cast.record(hotel("Tour"))
    for here, there, nature in ((tour, stage, "PARCOURS_ETAPE"), (stage, tour, "ETAPE_PARCOURS")):
        actions.revise(here.pk, {**hotel("X"), **links((nature, there.pk))}, seen=1, by=cast.author())
    assert shown(stage.pk) == [("ETAPE_PARCOURS", tour.pk)]
    assert len(around(stage.pk, ALL, "fr")) == 1


def test_a_link_to_a_merged_record_is_one_to_its_heir(cast: Cast) -> None:
    old, heir, tour = (cast.record(hotel(name)) for name in ("Ancien", "Héritier", "Tour"))
    actions.revise(tour.pk, {**hotel("Tour"), **links(("VEND_ICI", old.pk))}, seen=1, by=cast.author())
    actions.merge(old.pk, into=heir.pk, document=hotel("Héritier"), seen=1, seen_into=1, by=cast.author())
    assert shown(heir.pk) == [("PROPOSE_PRODUIT_DE", tour.pk)]
    old.refresh_from_db()
    actions.unmerge(old.pk, seen=old.revision, by=cast.author())
    assert (shown(heir.pk), shown(old.pk)) == ([], [("PROPOSE_PRODUIT_DE", tour.pk)])


def test_an_heir_has_the_links_of_what_was_merged_whichever_is_asked(cast: Cast) -> None:
    old, heir, last, tour = (cast.record(hotel(name)) for name in ("Ancien", "Héritier", "Dernier", "Tour"))
    actions.revise(tour.pk, {**hotel("Tour"), **links(("VEND_ICI", old.pk))}, seen=1, by=cast.author())
    actions.merge(old.pk, into=heir.pk, document=hotel("Héritier"), seen=1, seen_into=1, by=cast.author())
    assert other_ends([old.pk, heir.pk]).keys() == {heir.pk}
    assert [one.number for one in around(tour.pk, ALL, "fr")] == [heir.pk]
    actions.merge(heir.pk, into=last.pk, document=hotel("Dernier"), seen=1, seen_into=1, by=cast.author())
    assert other_ends([old.pk, heir.pk, last.pk, tour.pk]).keys() == {last.pk}
    assert [one.number for one in around(tour.pk, ALL, "fr")] == [last.pk]
    actions.revise(tour.pk, hotel("Tour"), seen=2, by=cast.author())
    actions.revise(last.pk, {**hotel(), **links(("VEND_ICI", old.pk))}, seen=1, by=cast.author())
    assert other_ends([last.pk]) == {}
    assert around(last.pk, ALL, "fr") == []


def test_a_draft_may_give_a_link_any_nature(cast: Cast) -> None:
    other = cast.record()
    draft = cast.record({**hotel(), **links(("X" * 60, other.pk))}, state=State.DRAFT)
    assert Link.objects.get(object=draft).nature == "X" * 40
    actions.revise(draft.pk, {**hotel("B"), **links(("X" * 60, other.pk))}, seen=1, by=cast.author())
    assert Link.objects.count() == 1


def test_a_record_that_thousands_name_is_read_at_once(cast: Cast) -> None:
    whole, owner, now = cast.record(), cast.members["aubenas"], timezone.now()
    rows = TouristObject.objects.bulk_create(
        TouristObject(kind="HOTELLERIE", state="PUBLISHED", name="Partie", owner=owner, changed_at=now)
        for _ in range(20_000)
    )
    Link.objects.bulk_create(
        Link(object=row, target=whole, field="x", nature="EST_SITUE_DANS") for row in rows
    )
    start = time.monotonic()
    assert len(other_ends([whole.pk])[whole.pk]) == len(rows)
    assert time.monotonic() - start < 3


def test_naming_a_record_that_does_not_exist_is_refused(cast: Cast) -> None:
    with pytest.raises(Impossible, match="n° 999999 n'existe pas"):
        cast.record({**hotel(), **links(("DEFAUT", 999_999))})
    record = cast.record()
    with pytest.raises(Impossible, match="n° 999999 n'existe pas"):
        actions.revise(record.pk, {**hotel(), **links(("DEFAUT", 999_999))}, seen=1, by=cast.author())
    assert TouristObject.objects.get(pk=record.pk).revision == 1


def test_the_fact_names_the_records_whose_links_changed(cast: Cast) -> None:
    one, two, tour = (cast.record(hotel(name)) for name in ("Un", "Deux", "Tour"))
    for rank, target in enumerate((one, two), 1):
        document = {**hotel("Tour"), **links(("PARCOURS_ETAPE", target.pk))}
        actions.revise(tour.pk, document, seen=rank, by=cast.author())
    assert ledger.last_details("object.revised")["links"] == sorted([one.pk, two.pk])


@pytest.mark.django_db(transaction=True)
def test_what_is_served_shows_the_other_end_and_drops_it(
    transactional_cast: Cast, read_model: Callable[[], None]
) -> None:
    cast = transactional_cast
    stage, tour = cast.record(hotel("Étape")), cast.record(hotel("Tour"))
    read_model()
    document = {**hotel("Tour"), **links(("PARCOURS_ETAPE", stage.pk))}
    actions.revise(tour.pk, document, seen=1, by=cast.author())
    read_model()
    (end,) = served(stage.pk)["liens"]["liensObjetsTouristiquesTypes"]
    assert (end["type"], end["objetTouristique"]["nom"]) == ("ETAPE_PARCOURS", {"libelleFr": "Tour"})
    actions.revise(tour.pk, hotel("Tour"), seen=2, by=cast.author())
    read_model()
    assert "liens" not in served(stage.pk)


@pytest.mark.django_db(transaction=True)
def test_only_what_shows_something_else_is_written_again(
    transactional_cast: Cast, read_model: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, written = transactional_cast, list[int]()
    whole, part, other = (cast.record(hotel(name)) for name in ("Tout", "Partie", "Autre"))
    within = links(("EST_SITUE_DANS", whole.pk))
    for row in (part, other):
        actions.revise(row.pk, {**hotel(row.name), **within}, seen=1, by=cast.author())
    read_model()
    render = rendering.render

    def told(generation: Any, numbers: list[int], lookups: Any) -> Any:
        written.extend(numbers)
        return render(generation, numbers, lookups)

    monkeypatch.setattr(following, "render", told)
    text = {"presentation": {"descriptifCourt": {"libelleFr": "Un autre texte."}}}
    actions.revise(part.pk, {**hotel("Partie"), **within, **text}, seen=2, by=cast.author())
    actions.confirm(whole.pk, [], means=Means.CALL, by=cast.author())
    read_model()
    assert written == [part.pk]
    written.clear()
    actions.revise(part.pk, {**hotel("Morceau"), **within, **text}, seen=3, by=cast.author())
    read_model()
    assert sorted(written) == [whole.pk, part.pk]
    ends = served(whole.pk)["liens"]["liensObjetsTouristiquesTypes"]
    assert [end["objetTouristique"]["nom"]["libelleFr"] for end in ends] == ["Morceau", "Autre"]
    actions.change_state(part.pk, "hide", seen=4, by=cast.author())
    read_model()
    assert len(served(whole.pk)["liens"]["liensObjetsTouristiquesTypes"]) == 1


@pytest.mark.django_db(transaction=True)
def test_naming_a_draft_does_not_show_it(transactional_cast: Cast, read_model: Callable[[], None]) -> None:
    cast = transactional_cast
    draft = cast.record(hotel("Projet secret"), owner="privas", state=State.DRAFT)
    tour = cast.record({**hotel("Tour"), **links(("VEND_ICI", draft.pk))})
    read_model()
    (end,) = served(tour.pk)["liens"]["liensObjetsTouristiquesTypes"]
    assert end["objetTouristique"] == {"type": "HOTELLERIE", "id": draft.pk}
    actions.change_state(draft.pk, "publish", seen=1, by=cast.author())
    read_model()
    (end,) = served(tour.pk)["liens"]["liensObjetsTouristiquesTypes"]
    assert end["objetTouristique"]["nom"] == {"libelleFr": "Projet secret"}
    actions.change_state(draft.pk, "hide", seen=2, by=cast.author())
    read_model()
    assert "Projet secret" not in repr(served(tour.pk))


@pytest.mark.django_db(transaction=True)
def test_who_names_a_merged_record_follows_the_name_of_its_heir(
    transactional_cast: Cast, read_model: Callable[[], None]
) -> None:
    cast = transactional_cast
    old, heir, tour = (cast.record(hotel(name)) for name in ("Ancien", "Héritier", "Tour"))
    actions.revise(tour.pk, {**hotel("Tour"), **links(("VEND_ICI", old.pk))}, seen=1, by=cast.author())
    actions.merge(old.pk, into=heir.pk, document=hotel("Héritier"), seen=1, seen_into=1, by=cast.author())
    read_model()
    (end,) = served(heir.pk)["liens"]["liensObjetsTouristiquesTypes"]
    assert end["objetTouristique"]["id"] == tour.pk
    actions.revise(heir.pk, hotel("Nouveau nom"), seen=1, by=cast.author())
    read_model()
    (end,) = served(tour.pk)["liens"]["liensObjetsTouristiquesTypes"]
    assert end["objetTouristique"]["nom"] == {"libelleFr": "Nouveau nom"}


def served(number: int) -> Any:
    (found,) = current().wholes.plain([number])
    return orjson.loads(found or b"{}")
