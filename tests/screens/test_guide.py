"""The field guide, as it is asked for and as it is used."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django import DjangoAssertNumQueries

from sitra.catalog.rules.fields import FIELDS
from sitra.catalog.rules.guide import anchor
from sitra.catalog.rules.kinds import Kind
from sitra.doors.site.guide_views import PAGE
from sitra.vocabulary import actions as vocabulary

INDEX = "/documentation/champs"


def main(client: Client, address: str, status: int = 200, language: str = "fr") -> str:
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == status
    return " ".join(answer.content.decode().partition("<main")[2].partition("</main>")[0].split())


def test_what_may_be_written_is_said_in_one_look(db: None, client: Client) -> None:
    del db
    said = main(client, f"{INDEX}?mots=indicationtarif")
    assert '<h2 id="found-title">1 champ</h2>' in said
    for part in (
        "Tarif",
        "recommandé",
        "descriptionTarif.indicationTarif",
        "Gratuit, libre ou payant",
        "PARTICIPATION_LIBRE",
    ):
        assert part in said
    assert "tous sauf Structure, Territoire" in said
    assert "all but Organisation, Territory" in main(client, f"{INDEX}?mots=indicationtarif", language="en")


def test_a_term_leads_to_its_vocabulary(db: None, client: Client) -> None:
    del db
    assert 'href="/documentation/vocabulaire/PrestationEquipement"' in main(
        client, f"{INDEX}?mots=equipements facilities"
    )


def test_words_are_found_without_accents_and_in_both_languages(db: None, client: Client) -> None:
    del db
    for words in ("DENIVELE positif", "climb", "itineraire.denivellationPositive"):
        assert 'id="informationsEquipement.itineraire.denivellationPositive"' in main(
            client, f"{INDEX}?mots={words}"
        )


def test_a_kind_shows_its_fields_only_and_gives_its_schema(db: None, client: Client) -> None:
    del db
    said = main(client, f"{INDEX}?type=STRUCTURE&mots=sigle")
    assert "informationsStructure.sigle" in said
    assert "Aucun champ" in main(client, f"{INDEX}?type=HOTELLERIE&mots=sigle")
    assert f"{INDEX}/schema/STRUCTURE.json" in said
    for kind in Kind:
        assert client.get(f"{INDEX}/schema/{kind}.json").json()["title"] == kind.label()
    assert client.get(f"{INDEX}/schema/CHATEAU.json").status_code == 404


def test_every_field_has_an_address_that_leads_to_it(db: None, client: Client) -> None:
    del db
    for field in FIELDS[::25]:
        name = anchor(field.path)
        led = client.get(f"{INDEX}/{name}")
        assert led.status_code == 302
        page, _, fragment = led["Location"].partition("#")
        assert fragment == name
        assert f'id="{name}"' in main(client, page)
    assert "aucun.champ" in main(client, f"{INDEX}/aucun.champ", status=404)


@pytest.mark.parametrize(
    "query", ["page=0", "page=9999", "page=-3", "page=x", "type=X&partie=Y", "mots=%00%00"]
)
def test_odd_questions_get_a_page(db: None, client: Client, query: str) -> None:
    del db
    said = main(client, f"{INDEX}?{query}")
    assert 0 < len(re.findall('<article class="field"', said)) <= PAGE


def test_one_finds_a_field_by_keyboard_and_shares_its_address(visitor: Page, live: str) -> None:
    visitor.goto(f"{live}{INDEX}")
    visitor.get_by_label("Chercher un champ").fill("altitude maximale du parcours")
    visitor.keyboard.press("Enter")
    field = visitor.locator("article.field")
    expect(field).to_have_count(1)
    field.get_by_role("link").first.click()
    expect(visitor).to_have_url(re.compile("#informationsEquipement.itineraire.altitudeMaximum$"))


def test_a_field_that_takes_a_term_names_some_and_the_page_asks_little(
    db: None, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    del db
    vocabulary.load_seed()
    main(client, INDEX)
    with django_assert_max_num_queries(3):
        said = main(client, f"{INDEX}?mots=informationshotellerie.hotellerietype")
    assert "Hôtel · Hôtel - Restaurant" in said
    assert "&quot;id&quot;: 2734" in said
    assert "de plus" in main(client, f"{INDEX}?mots=prestations.services")
