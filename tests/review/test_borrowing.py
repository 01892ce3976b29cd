"""Blocks of one record copied into what one types over another: seen first, never saved, taken back."""

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, strategies as st

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import unknown_paths
from sitra.review import actions
from sitra.review.models import Draft
from sitra.review.rules.editing import borrowing
from sitra.review.rules.editing.borrowing import Block, borrowed, given_back
from sitra.tourism.models import Revision
from sitra.tourism.rules.overlays import changed, covers
from tests.cast import Cast, hotel
from tests.catalog.making import document

OPENING = {"periodesOuvertures": [{"identifiant": 9, "dateDebut": "2027-05-01", "dateFin": "2027-09-30"}]}
BLOCKS = st.sets(st.sampled_from(Block))
KINDS = st.sampled_from(Kind)


@given(kind=KINDS, other=KINDS, blocks=BLOCKS, seed=st.integers(0, 1 << 32), fullness=st.floats(0, 1))
def test_only_the_blocks_that_were_asked_for_change(
    kind: Kind, other: Kind, blocks: set[Block], seed: int, fullness: float
) -> None:
    mine, theirs = document(kind, seed, fullness), document(other, seed + 1, fullness)
    kept = deepcopy((mine, theirs))
    after = borrowed(mine, theirs, kind, blocks)
    allowed = [path for block in blocks for path in borrowing.PATHS[block]]
    assert all(any(covers(path, one) for path in allowed) for one in changed(mine, after))
    assert (mine, theirs) == kept
    assert unknown_paths(after, kind) <= unknown_paths(mine, kind)
    assert borrowed(after, theirs, kind, blocks) == after
    assert not changed(mine, given_back(after, mine, after))


def test_numbers_of_items_and_what_the_kind_has_not_stay_behind() -> None:
    after = borrowed({}, {"ouverture": OPENING, "prestations": {"zut": 1}}, Kind.HOTELLERIE, set(Block))
    assert after["ouverture"]["periodesOuvertures"] == [{"dateDebut": "2027-05-01", "dateFin": "2027-09-30"}]
    assert "prestations" not in after


def test_what_was_typed_since_a_copy_stays_when_it_is_taken_back() -> None:
    before: dict[str, Any] = {"nom": {"libelleFr": "A"}}
    after = borrowed(before, {"ouverture": OPENING}, Kind.HOTELLERIE, {Block.OPENING})
    now = {**after, "nom": {"libelleFr": "B"}}
    assert given_back(now, before, after) == {"nom": {"libelleFr": "B"}}


@pytest.fixture
def two(cast: Cast) -> tuple[int, int]:
    """A record of one's own, and one of a neighbour that tells when it opens."""
    lender = cast.record(hotel("Hôtel du Lac", ouverture=OPENING), owner="privas")
    return cast.record(hotel()).pk, lender.pk


@pytest.mark.django_db
def test_what_would_come_is_seen_then_typed_over_and_taken_back(
    cast: Cast, client: Client, two: tuple[int, int]
) -> None:
    number, lender = two
    client.force_login(cast.clerk)
    address = f"/objets/{number}/copier"
    assert "Hôtel du Lac" in client.get(f"{address}?de=hôtel").content.decode()
    page = client.get(f"{address}?de=Hôtel du Lac (n° {lender})").content.decode()
    assert 'value="ouverture"' in page
    assert 'value="tarifs"' not in page
    page = client.get(f"{address}?de={lender}&bloc=ouverture").content.decode()
    assert "Ce qui viendrait dans votre saisie" in page
    assert "01/05/2027" in page
    assert not Draft.objects.exists()
    answer = client.post(address, {"de": lender, "bloc": "ouverture"}, follow=True)
    assert answer.redirect_chain == [(f"/objets/{number}/modifier?partie=opening", 302)]
    assert "Copié dans votre saisie" in answer.content.decode()
    assert 'value="2027-05-01"' in answer.content.decode()
    assert "Annuler la dernière copie" in client.get(address).content.decode()
    again = client.post(address, {"de": lender, "bloc": "ouverture"}, follow=True).content.decode()
    assert "Rien à copier" in again
    told = client.post(f"{address}/annuler", follow=True).content.decode()
    assert "La copie est annulée" in told
    assert "ouverture" not in Draft.objects.get().document
    assert "pas de copie à annuler" in client.post(f"{address}/annuler", follow=True).content.decode()
    assert Revision.objects.filter(object_id=number).count() == 1


@pytest.mark.django_db
def test_words_that_could_not_be_read_go_with_the_block_they_were_in(
    cast: Cast, two: tuple[int, int]
) -> None:
    number, lender = two
    name = "ouverture.periodesOuvertures.0.dateDebut"
    sent = {"present": ["ouverture.periodesOuvertures"], name: ["zut"], "localisation.altitude": ["haut"]}
    actions.type_over(number, sent, by=cast.clerk)
    draft = actions.borrow(number, [Block.OPENING], lender=lender, by=cast.clerk)
    assert name not in draft.typed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        ("?de=zzzzzz", 422),
        ("?de=999999", 422),
        ("?de=99999999999999999999", 422),
        ("?de=%00&bloc=zut", 200),
        ("?de={number}", 422),
        ("?de={lender}&bloc=zut", 200),
        ("?de={lender}&bloc=prestations", 200),
    ],
)
def test_questions_that_make_no_sense_are_answered(
    cast: Cast, client: Client, two: tuple[int, int], query: str, status: int
) -> None:
    number, lender = two
    client.force_login(cast.clerk)
    address = f"/objets/{number}/copier" + query.format(number=number, lender=lender)
    assert client.get(address).status_code == status


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{}, {"de": "zut"}, {"de": "1"}, {"de": "999999", "bloc": "ouverture"}])
def test_forms_that_make_no_sense_change_nothing(
    cast: Cast, client: Client, two: tuple[int, int], sent: dict[str, str]
) -> None:
    client.force_login(cast.clerk)
    assert client.post(f"/objets/{two[0]}/copier", sent).status_code in {302, 404}
    assert client.post(f"/objets/{two[0]}/copier", {"de": str(two[0]), "bloc": "lieu"}).status_code == 302
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_nobody_copies_without_signing_in(client: Client, two: tuple[int, int]) -> None:
    for more in ("", "/annuler"):
        answer = client.post(f"/objets/{two[0]}/copier{more}")
        assert answer["Location"].startswith("/compte/login/")
