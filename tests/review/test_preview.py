"""What one typed as others would read it: marks, languages, dresses; nothing is written."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given, strategies as st

from sitra.review import actions, queries
from sitra.review.models import Draft
from sitra.review.rules.editing.marking import lines, pieces
from sitra.tourism.models import Revision
from tests.cast import Cast, hotel

WORDS = st.text(st.sampled_from("ab \n"), max_size=24)


@given(before=WORDS, after=WORDS)
def test_the_pieces_of_a_text_are_the_text_and_what_is_old_was_there(before: str, after: str) -> None:
    cut = pieces(before, after)
    assert "".join(one.text for one in cut) == after
    assert any(one.new for one in cut) or not after or len(after) <= len(before)
    rest = before
    for one in cut:
        if not one.new:
            assert one.text in rest
            rest = rest[rest.index(one.text) + len(one.text) :]


@given(text=WORDS)
def test_nothing_is_marked_in_a_text_that_did_not_change(text: str) -> None:
    assert not any(one.new for one in pieces(text, text))
    assert not any(one.new for one in lines([text], [text, text]))


def test_a_new_word_is_marked_alone_and_a_very_long_text_whole() -> None:
    assert [one.text for one in pieces("un vieux pont", "un grand vieux pont") if one.new] == [" grand"]
    assert [one.new for one in pieces("mot " * 3_000, "mot " * 3_001)] == [True]


def typed(cast: Cast, **more: Any) -> int:
    row = cast.record(hotel())
    document = hotel("Hôtel du Pont", **more)
    actions.write_over(row.pk, document, by=cast.clerk)
    return row.pk


@pytest.mark.django_db
def test_one_reads_what_one_typed_with_what_is_new_marked(cast: Cast, client: Client) -> None:
    number = typed(cast)
    client.force_login(cast.clerk)
    page = client.get(f"/objets/{number}/apercu").content.decode()
    assert "<ins>Pont</ins>" in page
    assert "Ce que votre saisie change : 1 valeur" in page
    assert "<ins>Au calme" not in page
    plain = client.get(f"/objets/{number}/apercu?marques=non").content.decode()
    assert "pv-marked" not in plain
    assert Revision.objects.filter(object_id=number).count() == 1


@pytest.mark.django_db
def test_others_see_what_is_saved(cast: Cast, client: Client) -> None:
    number = typed(cast)
    client.force_login(cast.people["counsellor"])
    page = client.get(f"/objets/{number}/apercu").content.decode()
    assert "Hôtel du Pont" not in page
    assert "voici ce qui est enregistré" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "Ruhig gelegen"), ("en", "Quiet, close"), ("ja", "Au calme"), ("zut", "Au calme")],
)
@pytest.mark.parametrize("dress", ["site", "app", "papier", "zut"])
def test_every_dress_speaks_every_language_that_is_there(
    cast: Cast, client: Client, dress: str, language: str, words: str
) -> None:
    number = typed(cast)
    client.force_login(cast.clerk)
    page = client.get(f"/objets/{number}/apercu?habit={dress}&langue={language}").content.decode()
    assert words in page
    assert f"pv-{'site' if dress == 'zut' else dress}" in page


@pytest.mark.django_db
def test_a_language_without_texts_shows_those_that_sites_show(cast: Cast, client: Client) -> None:
    document = hotel()
    document["nom"]["libelleKo"] = "호텔"
    row = cast.record(document)
    assert queries.preview(cast.clerk, row.pk, "fr", "ko").title == "호텔"
    client.force_login(cast.clerk)
    page = client.get(f"/objets/{row.pk}/apercu?langue=ko").content.decode()
    assert "un site montre celui-ci, en français" in page


@pytest.mark.django_db
def test_the_form_of_the_editor_is_kept_before_it_is_looked_at(cast: Cast, client: Client) -> None:
    row = cast.record(hotel())
    client.force_login(cast.clerk)
    sent = {"ici": "identity", "nom.libelleFr": "Hôtel du Lac"}
    answer = client.post(f"/objets/{row.pk}/apercu", sent, follow=True)
    assert answer.redirect_chain == [(f"/objets/{row.pk}/apercu", 302)]
    assert "<ins>Lac</ins>" in answer.content.decode()
    assert Draft.objects.get(object=row).document["nom"] == {"libelleFr": "Hôtel du Lac"}


@pytest.mark.django_db
def test_who_may_not_consult_may_not_look(cast: Cast, client: Client) -> None:
    row = cast.record(hotel())
    assert client.get(f"/objets/{row.pk}/apercu")["Location"].startswith("/compte/login/")
    client.force_login(cast.clerk)
    assert client.get("/objets/999999/apercu").status_code == 404
    assert client.post("/objets/999999/apercu").status_code == 404
