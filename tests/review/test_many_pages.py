"""Asking the same of many records of a search."""

from collections.abc import Callable

import pytest
from django.test import Client

from sitra.members import actions as members
from sitra.review.models import Proposal
from sitra.tourism.events import State
from sitra.tourism.models import TouristObject
from tests.cast import Cast, hotel

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/recherche/ensemble"


@pytest.fixture
def many(transactional_cast: Cast, read_model: Callable[[], None]) -> dict[str, int]:
    """Two records of one's own office and one of another, all published; one may publish at one's own."""
    cast = transactional_cast
    members.seat(cast.clerk, cast.members["aubenas"].pk, ["consult", "write", "publish", "members"])
    made = {
        "one": cast.record(hotel("Hôtel du Pont")).pk,
        "two": cast.record(hotel("Hôtel du Lac")).pk,
        "theirs": cast.record(hotel("Hôtel du Col"), owner="albertville").pk,
    }
    TouristObject.objects.update(state=State.PUBLISHED.value)
    read_model()
    return made


def words(client: Client, sent: dict[str, object], address: str = PAGE) -> str:
    return client.post(address, sent).content.decode()


def test_what_would_be_done_is_said_before_it_is(
    many: dict[str, int], transactional_cast: Cast, client: Client
) -> None:
    client.force_login(transactional_cast.clerk)
    assert f'{PAGE}?mots=hotel"' in client.get("/recherche?mots=hotel").content.decode()
    page = client.get(f"{PAGE}?mots=hotel").content.decode()
    assert page.count('name="fiche"') == page.count(" checked") == 3
    sent: dict[str, object] = {"fiche": list(many.values()), "demande": "masquer"}
    page = words(client, sent)
    assert "Ce serait fait aussitôt pour 2 fiches." in page
    assert "Ce serait demandé au propriétaire pour 1 fiche." in page
    assert not TouristObject.objects.exclude(state=State.PUBLISHED.value).exists()
    told = client.post(f"{PAGE}?mots=hotel", {**sent, "faire": "1"}, follow=True)
    assert told.redirect_chain == [("/recherche?mots=hotel", 302)]
    assert "C’est fait pour 2 fiches." in told.content.decode()
    assert "1 demande est partie à qui décide." in told.content.decode()
    hidden = TouristObject.objects.filter(state=State.HIDDEN.value)
    assert set(hidden.values_list("pk", flat=True)) == {many["one"], many["two"]}
    assert [one.object_id for one in Proposal.objects.waiting()] == [many["theirs"]]
    again = client.post(PAGE, {**sent, "faire": "1"}, follow=True).content.decode()
    assert "a déjà proposé" in again
    page = words(client, {"fiche": [many["one"], many["two"]], "demande": "publier"})
    assert "Ce serait fait aussitôt pour 2 fiches." in page


def test_what_is_missing_is_said_and_nothing_is_lost(
    many: dict[str, int], transactional_cast: Cast, client: Client
) -> None:
    client.force_login(transactional_cast.clerk)
    for sent, said in (
        ({"demande": "masquer"}, "Cochez au moins une fiche."),
        ({"fiche": [many["one"]]}, "Choisissez ce que vous demandez."),
        ({"fiche": [many["one"], "x\0", 10**30], "demande": "transmettre"}, "qui les reprend"),
        ({"fiche": [many["one"]], "demande": "transmettre", "a": "999", "faire": "1"}, "qui les reprend"),
    ):
        answer = client.post(PAGE, {**sent, "commentaire": "Fermé pour travaux"})
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert "Fermé pour travaux" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_records_that_one_may_not_see_are_beside_it(
    many: dict[str, int], transactional_cast: Cast, client: Client
) -> None:
    TouristObject.objects.filter(pk=many["theirs"]).update(state=State.DRAFT.value)
    client.force_login(transactional_cast.clerk)
    sent: dict[str, object] = {"fiche": [many["theirs"], 999_999], "demande": "supprimer"}
    page = words(client, sent)
    assert "Rien ne changerait pour 2 fiches." in page
    assert 'name="faire"' not in page
    client.post(PAGE, {**sent, "faire": "1"})
    assert TouristObject.objects.get(pk=many["theirs"]).state == State.DRAFT
    assert not Proposal.objects.exists()
