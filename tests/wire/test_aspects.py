"""Aspects that programs write, people write over on screen, and other programs read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from sitra.catalog.rules.aspects import laid
from sitra.catalog.rules.kinds import Kind
from tests.cast import Cast, hotel
from tests.catalog.test_aspects import client_rule, without_marks
from tests.wire import partners
from tests.wire.test_entering import enter, said

pytestmark = pytest.mark.django_db(transaction=True)

SHORT, LONG = "presentation.descriptifCourt", "presentation.descriptifDetaille"
FACILITIES = "prestations.equipements"
WINTER = {"_aspect": "HIVER"}


def facility(number: int) -> dict[str, Any]:
    return {"elementReferenceType": "PrestationEquipement", "id": number}


@pytest.fixture
def entered(transactional_cast: Cast, client: Client) -> int:
    """Bring a record of which a program wrote the winter: a text, and facilities taken away."""
    cast = transactional_cast
    partners.entrust(cast)
    cache.clear()
    record = cast.record(hotel(prestations={"equipements": [facility(5394), facility(792)]}))
    winter = {
        "presentation": {"descriptifCourt": {"libelleFr": "Sous la neige."}},
        "prestations": {"equipementsRemove": [facility(792)]},
    }
    enter(
        client, mode="MODIFICATION", id=str(record.pk), skipValidation="true",
        fields=["aspect.HIVER.root"], aspect__HIVER__root=winter,
        aspect__HIVER__root__fieldList=[SHORT, f"{FACILITIES}Remove"],
    )  # fmt: skip
    client.force_login(cast.clerk)
    return record.pk


def test_what_a_program_wrote_is_shown_and_kept(entered: int, client: Client) -> None:
    page = client.get(f"/objets/{entered}/modifier?partie=text&aspect=HIVER").content.decode()
    assert "Sous la neige." in page
    assert 'data-mark="presentation.descriptifCourt.libelleFr" data-standing="propre"' in page
    page = client.get(f"/objets/{entered}/modifier?partie=services&aspect=HIVER").content.decode()
    assert f'data-mark="{FACILITIES}" data-standing="propre"' in page
    before = said(entered)["aspects"]
    client.post(f"/objets/{entered}/modifier?partie=place", {"localisation.adresse.adresse1": "5 quai"})
    assert said(entered)["localisation"]["adresse"]["adresse1"] == "5 quai"
    assert said(entered)["aspects"] == before
    client.post(f"/objets/{entered}/modifier", {f"{LONG}.libelleFr": "Poudreuse.", **WINTER})
    (layer,) = said(entered)["aspects"]
    assert layer["champsAspect"] == [SHORT, f"{FACILITIES}Remove", LONG]
    assert layer["presentation"]["descriptifCourt"] == before[0]["presentation"]["descriptifCourt"]


def test_sites_read_of_a_version_what_the_editor_shows(
    entered: int, client: Client, read_model: Callable[[], None]
) -> None:
    client.post(
        f"/objets/{entered}/modifier?partie=services",
        {"present": [FACILITIES], FACILITIES: ["5394", "795"], **WINTER},
    )
    client.post(
        f"/objets/{entered}/modifier",
        {"localisation.adresse.adresse1": "", f"{SHORT}.libelleFr": "Au chaud.", **WINTER},
    )
    read_model()
    asked = {"apiKey": "demo2013", "projetId": "1", "responseFields": "@all", "locales": "fr,en,de"}
    record = client.get(f"/api/v002/objet-touristique/get-by-id/{entered}", asked).json()
    read = client_rule(record, "HIVER")
    document = said(entered)
    seen = laid(document, "HIVER", Kind.HOTELLERIE)
    assert read["presentation"]["descriptifCourt"] == seen["presentation"]["descriptifCourt"]
    assert read["presentation"]["descriptifCourt"]["libelleFr"] == "Au chaud."
    assert [one["id"] for one in read["prestations"]["equipements"]] == [5394, 795]
    assert "adresse1" not in read["localisation"]["adresse"]
    assert read["localisation"]["adresse"]["codePostal"] == seen["localisation"]["adresse"]["codePostal"]
    assert without_marks(client_rule(document, "HIVER")) == without_marks(seen)
    assert record["presentation"]["descriptifCourt"]["libelleFr"].startswith("Au calme")
