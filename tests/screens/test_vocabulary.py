"""The pages of the vocabulary, as they are asked for and as they are used."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from sitra.vocabulary import actions

INDEX = "/documentation/vocabulaire"


def service(number: int, french: str, **more: Any) -> dict[str, Any]:
    return {
        "elementReferenceType": "PrestationService",
        "id": number,
        "libelleFr": french,
        "ordre": number,
        **more,
    }


@pytest.fixture
def pages(db: None, client: Client) -> Client:
    del db
    family = {
        "elementReferenceType": "FamilleCritere",
        "id": 1,
        "libelleFr": "Accueil",
        "libelleEn": "Welcome",
    }
    removal = {
        "critereSubstitutionId": 12,
        "dateDesactivation": "2027-01-01",
        "message": "Trop large <b>",
        "url": "javascript:alert(1)",
    }
    rows = [
        family,
        service(
            10, "Animaux acceptés", libelleEn="Pets welcome", libelleZh="可带宠物", familleCritere=family
        ),
        service(11, "Animaux", critereDeprecie=removal),
        service(12, "Chiens", parent={"id": 10}),
        service(13, "Fax", actif=False),
        *(service(100 + rank, f"Service {rank}") for rank in range(250)),
    ]
    actions.load_full(rows)
    return client


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    main = answer.content.decode().partition("<main")[2]
    return " ".join(main.partition("</main>")[0].split())


def test_the_list_names_and_counts_each_vocabulary(pages: Client) -> None:
    page = text(pages, INDEX)
    assert "254 termes actifs dans 2 vocabulaires." in page
    for words in ("Prestations et accueil", "Services", "PrestationService", "Familles de critères"):
        assert words in page


def test_the_list_speaks_english(pages: Client) -> None:
    pages.cookies["django_language"] = "en"
    page = text(pages, INDEX)
    assert "254 active terms in 2 vocabularies." in page
    assert "Families of criteria" in page
    one = text(pages, f"{INDEX}/PrestationService")
    assert '<span class="term-label">Pets welcome</span>' in one
    assert '<span class="term-label" lang="fr">Chiens</span>' in one, "a label in another language says which"
    assert "Leaves on Jan. 1, 2027" in one


def test_a_term_is_found_in_any_language(pages: Client) -> None:
    for words in ("chien", "PETS", "可带", "12"):
        assert 'href="/documentation/vocabulaire/terme/' in text(pages, f"{INDEX}?mots={words}")
    assert "Aucun libellé ne contient" in text(pages, f"{INDEX}?mots=zzz")
    assert "&lt;script&gt;" in text(pages, f"{INDEX}?mots=<script>")
    assert '<h2 id="found-title"> 250 termes </h2>' in text(pages, f"{INDEX}?mots=service&page=2")


def test_a_vocabulary_is_a_tree_with_an_anchor_for_each_term(pages: Client) -> None:
    page = text(pages, f"{INDEX}/PrestationService")
    assert '<nav class="families" tabindex="0"' in page, "a long list of families scrolls by keyboard"
    assert page.index('id="f-1"') < page.index('id="t-10"') < page.index('id="t-12"') < page.index('id="f-0"')
    assert '<abbr title="chinois">zh</abbr> <span lang="zh">可带宠物</span>' in page
    assert '{"elementReferenceType": "PrestationService", "id": 10}' in page


def test_what_is_inactive_or_leaves_is_marked(pages: Client) -> None:
    page = text(pages, f"{INDEX}/PrestationService")
    leaving = page[page.index('id="t-11"') : page.index('id="t-100"')]
    for words in (
        "Retrait annoncé",
        "Retiré le 1 janvier 2027.",
        "terme/12",
        "Chiens",
        "Trop large &lt;b&gt;",
    ):
        assert words in leaving
    assert "javascript:" not in page
    last = text(pages, f"{INDEX}/PrestationService?page=2")
    assert "Inactif" in last[last.index('id="t-13"') :]


def test_a_long_vocabulary_is_paged_and_a_term_leads_to_its_page(pages: Client) -> None:
    first, second = (text(pages, f"{INDEX}/PrestationService?page={page}") for page in (1, 2))
    assert first.count('<li class="term') == 200
    assert second.count('<li class="term') == 54
    assert "Page 2 sur 2" in second
    assert text(pages, f"{INDEX}/PrestationService?page=99") == second
    assert text(pages, f"{INDEX}/PrestationService?page=²") == first
    assert pages.get(f"{INDEX}/terme/349")["Location"] == f"{INDEX}/PrestationService?page=2#t-349"
    assert pages.get(f"{INDEX}/terme/12")["Location"] == f"{INDEX}/PrestationService#t-12"


def test_what_does_not_exist_is_said(pages: Client) -> None:
    assert "Aucun vocabulaire ne porte le nom « Nulle »." in text(pages, f"{INDEX}/Nulle", 404)
    assert "Aucun terme ne porte le numéro 987." in text(pages, f"{INDEX}/terme/987", 404)
    assert "n’a pas encore de terme" in text(pages, f"{INDEX}/DistinctionNom")


def test_an_empty_vocabulary_says_how_to_fill_it(db: None, client: Client) -> None:
    del db
    assert "sitra vocabulary load" in text(client, INDEX)


def test_a_page_costs_one_question_to_the_database(pages: Client, django_assert_num_queries: Any) -> None:
    pages.get(INDEX)
    for address in (INDEX, f"{INDEX}?mots=chien", f"{INDEX}/PrestationService", f"{INDEX}/terme/12"):
        with django_assert_num_queries(1):
            pages.get(address)


def test_the_keyboard_goes_from_the_search_to_a_term(visitor: Page, live: str) -> None:
    visitor.set_viewport_size({"width": 1440, "height": 900})
    visitor.goto(live)
    visitor.locator("footer").get_by_role("link", name="Vocabulaire").press("Enter")
    visitor.locator("#words").fill("animaux")
    visitor.locator("#words").press("Enter")
    visitor.locator(".terms a.term-label").first.press("Enter")
    expect(visitor.locator(".term:target > .term-line")).to_be_in_viewport()
    header = visitor.locator(".site-header").bounding_box()
    term = visitor.locator(".term:target").bounding_box()
    assert header
    assert term
    assert term["y"] >= header["y"] + header["height"], "the header does not cover it"
