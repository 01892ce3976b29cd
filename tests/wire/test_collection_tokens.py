"""The official requests that write, keep metadata or speak of a person, sent by their own client.

They go to the running demonstration and its own projects; what each did is read back through the reading
interface, and what waits for its owner is answered on the owner's screen.
"""

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.demonstration import NETWORK, Demonstration, sign_in
from tests.media import pictures
from tests.wire import collection, official
from tests.wire.collection import Answered
from tests.wire.partner_site import A_COMMUNE, BACK, CHAMONIX, Site

COLLECTION = "wire/postman/Apidae.postman_collection.json"
OFFICE = next(one for one in NETWORK["persons"] if one["email"].startswith("office@"))
MAKING = {
    "Création d'un objet (simple)": "Nouvel équipement",
    "Création d'un objet (sans verification)": "Nouvel équipement bis",
    "Création d'un objet (avec aspect)": "Nouvel équipement ter",
}
WITH_FILE = "Création d'un objet (multimedia)"
PROFILE = "Récupération du profil de l'utilisateur"
PERMISSIONS = (
    "Consultation d'autorisation de modification d'un objet",
    "Autorisation modification (sans tokenSSO)",
    "Autorisation modification (avec tokenSSO)",
)
TAG, UNTAG = "Ajout de critères internes", "Suppression de critères internes"
WRITE_TEXT, ERASE_TEXT = "Ajout de descriptifs", "Suppression de descriptifs"
JOIN, PART = "Ajout de membres collaborateurs", "Suppression de membres collaborateurs"
KEEP, READ, DROP = "Insertion", "Lecture", "Suppression"
CHANGE = "Modification d'un objet (simple)"
CHANGE_AT_ONCE = "Modification d'un objet (sans vérification)"
CHANGE_ASPECT = "Modification d'un objet (avec aspect)"
DELETE = "Suppression d'un objet (simple)"
SENT = {
    *MAKING, WITH_FILE, PROFILE, *PERMISSIONS, TAG, UNTAG, WRITE_TEXT, ERASE_TEXT, JOIN, PART, KEEP, READ,
    DROP, CHANGE, CHANGE_AT_ONCE, CHANGE_ASPECT, DELETE,
}  # fmt: skip
_TAG = """
from sitra.doors.console import ground
from sitra.kit.environment import configure
configure()
with ground.database():
    from sitra.members.models import Member
    from sitra.tourism.actions import layers
    print(layers.internal_tag(Member.objects.get(pk=54), "Coup de cœur").pk)
"""
_DOCUMENT = """
import json, sys
from sitra.doors.console import ground
from sitra.kit.environment import configure
configure()
with ground.database():
    from sitra.tourism.models import Revision
    print(json.dumps(Revision.objects.filter(object=sys.argv[1]).latest("number").document))
"""
_TEXTS = """
import json
from sitra.doors.console import ground
from sitra.kit.environment import configure
configure()
with ground.database():
    from sitra.tourism.models import PrivateText
    rows = PrivateText.objects.filter(member=54).order_by("object", "name")
    print(json.dumps(list(rows.values_list("object", "name", "text"))))
"""


@pytest.fixture(scope="module")
def office(browser: Browser, demonstration: Demonstration) -> Iterator[BrowserContext]:
    """The browser of somebody of the office whose records are written."""
    state = sign_in(browser, demonstration, OFFICE)
    context = browser.new_context(base_url=demonstration.address, locale="fr-FR", storage_state=state)
    yield context
    context.close()


@pytest.fixture(scope="module")
def site(demonstration: Demonstration, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("newman")
    made = Site(demonstration, collection.newman(folder), shared / COLLECTION, folder)
    for use, scope in (("write", "api_ecriture"), ("metadata", "api_metadonnees")):
        answer = made.ask_token(use, grant_type="client_credentials", scope=scope)
        said = json.loads(answer.content)
        assert answer.status == 200
        assert said.keys() == {"access_token", "token_type", "expires_in", "scope"}
        assert (said["token_type"], said["scope"]) == ("bearer", scope)
        assert 0 < said["expires_in"] <= 43_200
    return made


def said(answers: dict[str, Answered]) -> dict[str, Any]:
    """Give what each said; all of them were answered."""
    refused = {name: (one.status, one.content) for name, one in answers.items() if one.status != 200}
    assert refused == {}
    return {name: json.loads(one.content) for name, one in answers.items()}


def accept(office: BrowserContext, name: str) -> None:
    """Answer on screen, for the owner, what waits for a record."""
    page = office.new_page()
    page.goto("/propositions")
    page.get_by_role("link", name=re.compile(re.escape(f"« {name} »"))).first.click()
    page.get_by_role("button", name="Tout accepter").click()
    expect(page.get_by_text("acceptée").first).to_be_visible()
    page.close()


def test_every_one_is_sent_by_a_test_of_this_page(site: Site) -> None:
    assert site.items.keys() == SENT


def test_creations_wait_for_their_owner(site: Site, office: BrowserContext) -> None:
    there = {A_COMMUNE: str(CHAMONIX), "14707": str(CHAMONIX), "37278": "74400"}
    answers = said(site.send(*MAKING, there=there))
    page = office.new_page()
    for request, name in MAKING.items():
        answer = answers[request]
        # The collection names no heading of equipment: what lacks a mandatory field is not published.
        assert answer == {"id": answer["id"], "status": "CREATION_VALIDATION_ASKED"}
        assert site.record(answer["id"]) is None
        page.goto(f"/objets/{answer['id']}")
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.close()
    number = answers["Création d'un objet (avec aspect)"]["id"]
    (winter,) = json.loads(site.demonstration.run(_DOCUMENT, str(number)))["aspects"]
    assert winter["presentation"] == {"descriptifCourt": {"libelleFr": "Descriptif court HIVER"}}


def test_a_creation_with_a_file(site: Site, tmp_path: Path) -> None:
    image = tmp_path / "image.jpg"
    image.write_bytes(pictures.jpeg(640, 480))
    (answer,) = said(site.send(WITH_FILE, there={A_COMMUNE: str(CHAMONIX)}, file=image)).values()
    assert answer == {"id": answer["id"], "status": "CREATION_VALIDATION_ASKED"}
    (shown,) = json.loads(site.demonstration.run(_DOCUMENT, str(answer["id"])))["illustrations"]
    (kept,) = shown["traductionFichiers"]
    assert (kept["extension"], kept["largeur"], kept["hauteur"]) == ("jpg", 640, 480)
    for key in ("url", "urlListe", "urlFiche", "urlDiaporama"):
        with urllib.request.urlopen(kept[key], timeout=20) as served:
            assert served.headers["content-type"] == "image/jpeg"


def test_modifications_are_read_once_they_are_accepted(site: Site, office: BrowserContext) -> None:
    waits, at_once = site.equipment("Piste de luge d'essai"), site.equipment("Patinoire d'essai")
    aspect = site.lodging("Chalet d'essai")
    there = {"4659645": str(waits), "4687800": str(at_once), "866919": str(aspect)}
    answers = said(site.send(CHANGE, CHANGE_AT_ONCE, CHANGE_ASPECT, there=there))
    assert answers == {
        CHANGE: {"id": waits, "status": "MODIFICATION_VALIDATION_ASKED"},
        CHANGE_AT_ONCE: {"id": at_once, "status": "MODIFICATION_VALIDATION_SKIPPED"},
        CHANGE_ASPECT: {"id": aspect, "status": "MODIFICATION_VALIDATION_ASKED"},
    }
    named = {"libelleFr": "Nouvel équipement", "libelleEn": "New equipment"}
    assert site.record(at_once)["nom"] == named
    assert site.record(waits)["nom"] == {"libelleFr": "Piste de luge d'essai"}
    locked = site.send(CHANGE, there=there)[CHANGE]
    assert (locked.status, json.loads(locked.content)["errorType"]) == (403, "ECRITURE_FORBIDDEN")
    for name in ("Piste de luge d'essai", "Chalet d'essai"):
        accept(office, name)
    assert site.record(waits)["nom"] == named
    changed = site.record(aspect)
    assert changed["nom"] == named
    (winter,) = changed["aspects"]
    assert winter["aspect"] == "HIVER"
    assert winter["presentation"]["descriptifCourt"] == {"libelleFr": "Descriptif court HIVER"}


def test_a_deletion_waits_for_its_owner(site: Site, office: BrowserContext) -> None:
    number = site.equipment("Tremplin d'essai")
    answers = said(site.send(DELETE, there={"4659645": str(number)}))
    assert answers == {DELETE: {"id": number, "status": "DEMANDE_SUPPRESSION_SENT"}}
    assert site.record(number)
    accept(office, "Tremplin d'essai")
    assert site.record(number) is None


def test_internal_criteria_are_found_while_they_are_there(site: Site) -> None:
    first, second = site.equipment("Mur d'escalade d'essai"), site.equipment("Vélodrome d'essai")
    tag = int(site.demonstration.run(_TAG))
    there = {"4659645": str(first), "4687800": str(second), "11576": str(tag)}
    expression = f"critereInterne:CritereInterne_{tag}"

    def found() -> list[int]:
        answer = site.read("recherche/list-identifiants", criteresQuery=expression)
        return list(answer.get("objetTouristiqueIds", []))

    assert said(site.send(TAG, there=there)) == {TAG: {"id": [first, second], "status": "AJOUT_CRITERES"}}
    assert found() == [first, second]
    gone = {UNTAG: {"id": [first, second], "status": "SUPPRESSION_CRITERES"}}
    assert said(site.send(UNTAG, there=there)) == gone
    assert found() == []


def test_private_texts_are_written_and_erased(site: Site) -> None:
    first, second = site.equipment("Golf d'essai"), site.equipment("Aquaparc d'essai")
    there = {"4659645": str(first), "4687800": str(second)}
    name, favourite = "1157_Vg_testDescriptifPrive-1", "1157_TitreCoupDeCoeur"
    written = [
        [number, title, {"libelleFr": f"Descriptif_{rank}", "libelleEn": f"Content_{rank}"}]
        for number, title, rank in ((first, favourite, 2), (first, name, 1), (second, name, 3))
    ]
    answer = {"status": "MODIFICATION_DONNEES_PRIVEES"}
    assert said(site.send(WRITE_TEXT, there=there)) == {WRITE_TEXT: answer}
    assert json.loads(site.demonstration.run(_TEXTS)) == written
    # The reading interface never tells what a member notes for itself.
    assert "donneesPrivees" not in site.record(first)
    assert said(site.send(ERASE_TEXT, there=there)) == {ERASE_TEXT: {"status": "SUPPRESSION_DONNEES_PRIVEES"}}
    assert json.loads(site.demonstration.run(_TEXTS)) == [written[0], written[2]]


def test_collaborators_are_told_while_they_are(site: Site) -> None:
    number = site.equipment("Via ferrata d'essai")
    there = {"5163353": str(number), "171": "2"}

    def told() -> Any:
        (line,) = site.read("collaborateurs", referenceIds=[number])
        assert (line["referenceId"], line["membreProprietaire"]) == (number, 54)
        return sorted(line.get("membresCollaborateurs", ()))

    assert said(site.send(JOIN, there=there)) == {JOIN: {"id": number, "status": "AJOUT_COLLABORATEURS"}}
    assert told() == [1, 2]
    answer = {"id": number, "status": "SUPPRESSION_COLLABORATEURS"}
    assert said(site.send(PART, there=there)) == {PART: answer}
    assert told() == []


def test_metadata_is_kept_read_and_dropped(site: Site) -> None:
    number = site.equipment("Tyrolienne d'essai")
    there = {"4640947": str(number), "apidae-interne": "boussole"}
    answers = said(site.send(KEEP, READ, there=there))
    assert answers[KEEP] == {"status": "MODIFICATION_METADONNEES"}
    assert json.loads(answers[READ]["general"]) == site.said(KEEP, "general")
    assert said(site.send(DROP, READ, there=there)) == {DROP: {"status": "SUPPRESSION_METADONNEES"}, READ: {}}
    other = site.send(READ, there={**there, "apidae-interne": "open-system"})[READ]
    assert (other.status, json.loads(other.content)["errorType"]) == (403, "ECRITURE_FORBIDDEN")


def test_somebody_signs_in_and_the_project_acts_for_them(
    site: Site, office: BrowserContext, shared: Path
) -> None:
    page: Page = office.new_page()
    code = site.code(page)
    page.close()
    given = site.ask_token("sign-on", grant_type="authorization_code", code=code, redirect_uri=BACK)
    tokens = json.loads(given.content)
    assert given.status == 200
    assert tokens.keys() == {"access_token", "token_type", "expires_in", "scope", "refresh_token"}
    number, other = site.equipment("Bowling d'essai"), 1
    there = dict.fromkeys(("5045803", "5295065"), str(number))
    answers = said(site.send(PROFILE, *PERMISSIONS, there=there))
    profile = answers.pop(PROFILE)
    assert official.output_faults(shared / "wire/schemas/v002", "utilisateur", profile) == []
    assert profile["email"] == OFFICE["email"]
    assert profile["membre"]["id"] in {seat["member"] for seat in OFFICE["seats"]}
    assert answers == dict.fromkeys(PERMISSIONS, "MODIFICATION_POSSIBLE")
    beyond = said(site.send(*PERMISSIONS, there=dict.fromkeys(there, str(other))))
    assert beyond == dict.fromkeys(PERMISSIONS, "NON_DISPONIBLE")
    renewed = site.ask_token(
        "sign-on", grant_type="refresh_token", refresh_token=tokens["refresh_token"], redirect_uri=BACK
    )
    assert json.loads(renewed.content)["access_token"] != tokens["access_token"]
    again = said(site.send(PROFILE, there={}))[PROFILE]
    assert again == profile
