"""Proposals of the base: neighbours of a record, pages of pairs, pairs told apart."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Impossible, Unknown
from sitra.ledger import queries as ledger
from sitra.ledger.models import Entry
from sitra.tourism import actions
from sitra.tourism.actions import reconsider, tell_apart
from sitra.tourism.events import State
from sitra.tourism.models import Distinct
from sitra.tourism.queries import likeness as queries
from sitra.tourism.rules import blocking
from tests.cast import ALBERTVILLE, AUBENAS, PRIVAS, Cast, hotel, refuge


def other_house(name: str) -> dict[str, Any]:
    """Another house of the same commune, with another address and another phone."""
    document = hotel(name, informations={})
    document["localisation"] = {
        "adresse": {"adresse1": "18 rue du Moulin", "codePostal": "07200", "commune": {"id": AUBENAS}}
    }
    return document


def elsewhere(name: str, siret: str = "") -> dict[str, Any]:
    document = hotel(name, commune=PRIVAS)
    document["localisation"]["adresse"]["codePostal"] = "07000"
    del document["localisation"]["geolocalisation"]
    del document["informations"]["moyensCommunication"]
    if siret:
        document["informations"]["informationsLegales"] = {"siret": siret}
    return document


def test_a_twin_is_proposed_to_its_record_with_words(cast: Cast) -> None:
    one, other = cast.record(hotel()), cast.record(hotel("LES TILLEULS"))
    cast.record(elsewhere("Hôtel des Tilleuls"))
    cast.record(other_house("Hôtel du Pont"))
    (twin,) = queries.alike(one.pk).found
    assert (twin.record.id, twin.record.name, twin.record.commune) == (other.pk, "LES TILLEULS", "Aubenas")
    assert twin.record.owner == "Office d'Aubenas"
    assert "La commune est la même." in twin.likeness.sentences()


def test_a_neighbour_across_the_border_of_a_commune_is_looked_at(cast: Cast) -> None:
    one, other = cast.record(hotel()), cast.record(hotel("Les Tilleuls", commune=PRIVAS))
    assert [twin.record.id for twin in queries.alike(one.pk).found] == [other.pk]


def test_nobody_is_alike_to_what_is_not_there(cast: Cast) -> None:
    gone = cast.record()
    actions.change_state(gone.pk, "delete", seen=1, by=cast.author())
    with pytest.raises(Unknown, match=f"numéro {gone.pk}"):
        queries.alike(gone.pk)


def test_where_neighbours_are_many_the_nearest_names_are_looked_at(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = cast.record()
    for name in ("Hôtel du Pont", "Hôtel de la Gare", "Les Tilleuls"):
        cast.record(hotel(name))
    monkeypatch.setattr(queries, "LOOKED", 1)
    twins = queries.alike(one.pk)
    assert [twin.record.name for twin in twins.found] == ["Les Tilleuls"]
    assert twins.left_out == 2


def test_pairs_of_the_whole_base_come_by_pages(cast: Cast) -> None:
    siret = "41046372300016"
    one, two, three = (
        cast.record(hotel(name)) for name in ("Hôtel des Tilleuls", "Les Tilleuls", "Tilleuls")
    )
    hut, cabin = (
        cast.record(refuge(name), kind=Kind.HEBERGEMENT_COLLECTIF) for name in ("Refuge du Lys", "Le Lys")
    )
    first, second = (cast.record(elsewhere(name, siret)) for name in ("Hôtel Bellevue", "Bellevue"))
    every = [
        (one.pk, two.pk),
        (one.pk, three.pk),
        (two.pk, three.pk),
        (hut.pk, cabin.pk),
        (first.pk, second.pk),
    ]
    whole = queries.pairs()
    assert [(pair.one.id, pair.other.id) for pair in whole.pairs] == every
    assert whole.following is None
    paged, first_of_page = [], 0
    while True:
        page = queries.pairs(first_of_page, 1)
        paged += [(pair.one.id, pair.other.id) for pair in page.pairs]
        if page.following is None:
            break
        first_of_page = page.following
    assert paged == every


def test_pairs_follow_what_changes(cast: Cast) -> None:
    one, other = cast.record(hotel()), cast.record(other_house("Hôtel du Pont"))
    assert queries.pairs().pairs == []
    actions.revise(other.pk, hotel("Les Tilleuls"), seen=1, by=cast.author())
    assert [pair.other.revision for pair in queries.pairs().pairs] == [2]
    actions.change_state(one.pk, "delete", seen=1, by=cast.author())
    assert queries.pairs().pairs == []


def test_what_many_share_is_left_out_and_counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        cast.record(hotel())
    monkeypatch.setattr(blocking, "BLOCK", 2)
    page = queries.pairs()
    assert page.pairs == []
    assert page.left_out > 0


def test_documents_are_fetched_in_batches(
    cast: Cast, django_assert_max_num_queries: Callable[[int], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        cast.record(hotel(f"Hôtel des Tilleuls {'IVX'[number % 3]}"))
    queries.pairs()
    with django_assert_max_num_queries(5):
        assert queries.pairs().pairs
    whole = queries.pairs()
    monkeypatch.setattr(queries, "BATCH", 2)
    assert queries.pairs() == whole


def test_pairs_told_apart_are_never_proposed_again(cast: Cast) -> None:
    one, other = cast.record(hotel()), cast.record(hotel("Les Tilleuls"))
    assert queries.pairs().pairs
    tell_apart(other.pk, one.pk, by=cast.author())
    assert queries.alike(one.pk).found == queries.alike(other.pk).found == []
    assert queries.pairs().pairs == []
    actions.revise(other.pk, hotel("Hôtel Les Tilleuls"), seen=1, by=cast.author())
    assert queries.pairs().pairs == []


def test_telling_apart_is_told_once(cast: Cast) -> None:
    one, other = cast.record(hotel()), cast.record(hotel("Les Tilleuls"))
    kept = tell_apart(other.pk, one.pk, by=cast.author())
    assert (kept.lower_id, kept.upper_id, kept.person) == (one.pk, other.pk, cast.clerk)
    assert tell_apart(one.pk, other.pk, by=cast.author("neighbour", "privas")).person == cast.clerk
    facts = Entry.objects.filter(name="object.told_apart")
    assert [(fact.subject_id, fact.person_id) for fact in facts] == [(one.pk, cast.clerk.pk)]
    assert ledger.last_details("object.told_apart")["other"] == other.pk


def test_telling_apart_is_taken_back_once_and_told(cast: Cast) -> None:
    one, other = cast.record(hotel()), cast.record(hotel("Les Tilleuls"))
    tell_apart(one.pk, other.pk, by=cast.author())
    reconsider(other.pk, one.pk, by=cast.author())
    assert [twin.record.id for twin in queries.alike(one.pk).found] == [other.pk]
    assert ledger.last_details("object.reconsidered")["other"] == other.pk
    with pytest.raises(Impossible, match="n'ont pas été distinguées"):
        reconsider(one.pk, other.pk, by=cast.author())
    assert Entry.objects.filter(name="object.reconsidered").count() == 1


def test_pairs_of_some_records_are_those_of_the_whole_base_they_are_in(cast: Cast) -> None:
    numbers = [cast.record(hotel(name)).pk for name in ("Hôtel des Tilleuls", "Les Tilleuls", "Tilleuls")]
    every = [(pair.one.id, pair.other.id) for pair in queries.proposals()]
    assert len(every) == 3
    for number in numbers:
        mine = [(pair.one.id, pair.other.id) for pair in queries.proposals([number])]
        assert mine == [couple for couple in every if number in couple]


def test_what_is_not_two_records_is_refused(cast: Cast) -> None:
    one = cast.record()
    with pytest.raises(Impossible, match="elle-même"):
        tell_apart(one.pk, one.pk, by=cast.author())
    with pytest.raises(Unknown, match=f"numéro {one.pk + 1}"):
        tell_apart(one.pk, one.pk + 1, by=cast.author())
    assert not Distinct.objects.exists()
    assert not Entry.objects.filter(name="object.told_apart").exists()


def test_a_person_who_leaves_leaves_the_decision(cast: Cast) -> None:
    one, other = cast.record(hotel()), cast.record(hotel("Les Tilleuls", commune=ALBERTVILLE))
    tell_apart(one.pk, other.pk, by=cast.author())
    Person.objects.filter(pk=cast.clerk.pk).delete()
    assert Distinct.objects.get().person is None


def test_the_page_names_what_one_may_consult_and_says_why(cast: Cast, client: Client) -> None:
    one, other = cast.record(hotel()), cast.record(hotel("Les Tilleuls"), owner="privas")
    cast.record(hotel("Hôtel Tilleuls"), owner="privas", state=State.DRAFT)
    client.force_login(cast.clerk)
    page = client.get(f"/objets/{one.pk}/semblables").content.decode()
    assert f'href="/objets/{other.pk}"' in page
    assert "La commune est la même." in page
    assert "Hôtel Tilleuls" not in page, "a draft of somebody else"
    alone = cast.record(hotel("Refuge du Col", commune=ALBERTVILLE))
    assert "Aucune fiche voisine" in client.get(f"/objets/{alone.pk}/semblables").content.decode()
    assert client.get("/objets/999999/semblables").status_code == 404
