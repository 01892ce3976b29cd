"""The nine tasks that the guide puts first, tried by somebody who has never done them."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.demonstration import Demonstration
from tests.screens.beginner import Beginner, at_work, mail_to

OWN = 2727
"""The record of the professional of the demonstration: an hotel of Chamonix, owned by its office."""
CHAMONIX, OISANS, BOURG = 1737, 2223, 3134
"""Three other hotels: one of the same office, two of the Isère."""
TELEPHONE = 360

LATE = """
import sys
from datetime import timedelta
from sitra.doors.console import ground
from sitra.kit.environment import configure
configure()
with ground.database():
    from sitra.review import actions
    from sitra.review.models import Proposal
    row = Proposal.objects.get(pk=int(sys.argv[1]))
    Proposal.objects.filter(pk=row.pk).update(made_at=row.made_at - timedelta(days=21))
    actions.remind()
"""

OWNED = """
import sys
from sitra.doors.console import ground
from sitra.kit.environment import configure
configure()
with ground.database():
    from sitra.tourism.models import TouristObject
    office = TouristObject.objects.get(pk=int(sys.argv[1])).owner_id
    rows = TouristObject.objects.filter(owner_id=office, kind="HOTELLERIE")
    print(rows.exclude(state="DELETED").count())
"""
"""How many hotels the office of a record has by now: other tests of the same demonstration enter some."""

type Opening = Callable[..., BrowserContext]


@pytest.fixture
def opened(browser: Browser, demonstration: Demonstration) -> Iterator[Opening]:
    """Opens browsers, and closes them at the end."""
    kept: list[BrowserContext] = []

    def opening(who: str = "", width: int = 1280) -> BrowserContext:
        kept.append(at_work(browser, demonstration, who, width))
        return kept[-1]

    yield opening
    for one in kept:
        with suppress(Exception):
            one.close()


def propose(page: Page, record: int, words: dict[str, str]) -> int:
    """Propose a correction, without ceremony; answers the number of the proposal."""
    page.goto(f"/objets/{record}/corriger")
    for label, text in words.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Proposer la correction").click()
    page.wait_for_url(re.compile(r"/propositions/\d+$"))
    return int(page.url.rpartition("/")[2])


def ask_for_an_account(page: Page, address: str) -> None:
    """Ask the office of Chamonix for an account, without ceremony."""
    page.goto("/inscription")
    words = {"Prénom": "Alex", "Nom": "Essai", "Adresse e-mail": address}
    for label, text in {**words, "Commune de votre établissement": "Chamonix-Mont-Blanc"}.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre demande est envoyée")


def name_of(page: Page, record: int) -> str:
    """Read the name of a record."""
    page.goto(f"/objets/{record}")
    return page.get_by_role("heading", level=1).inner_text()


def link_in(mail: str) -> str:
    """Give the first link of a mail."""
    return str(re.findall(r"http\S+", mail)[0])


def code_of(key: str) -> str:
    """Give the code that an application shows for a key now."""
    from allauth.mfa.totp.internal import auth

    return str(auth.format_hotp_value(auth.hotp_value(key, int(time.time()) // 30)))


def test_a_professional_enters_for_the_first_time(opened: Opening, demonstration: Demonstration) -> None:
    address = "premiere.fois@hotel.example"
    one = Beginner(opened(width=TELEPHONE), "professionnel", "1.")
    one.page.goto("/")
    one.press("Se connecter")
    one.press("Professionnel du tourisme : demandez un compte à votre office.")
    for field, text in {
        "Prénom": "Camille",
        "Nom": "Essai",
        "Adresse e-mail": address,
        "Commune de votre établissement": "Chamonix-Mont-Blanc",
        "Message à l’office": "Je tiens l’hôtel Le Chamonix.",
    }.items():
        one.fill(field, text)
    one.press("Envoyer la demande")
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Votre demande est envoyée")

    office = opened("office").new_page()
    office.goto(link_in(mail_to(demonstration, "office@", "Une demande de compte vous attend")))
    asked = office.locator("li", has_text=address)
    asked.get_by_label("Numéro de sa fiche").fill(f"SITRA2_HOT_{OWN}")
    asked.get_by_role("button", name="Accepter").click()
    expect(office.get_by_text("C’est accordé")).to_be_visible()

    one.page.goto(link_in(mail_to(demonstration, address, "Invitation")))
    one.fill("Mot de passe", "edelweiss-blanc-33")
    one.press("Accepter et ouvrir mon compte")
    expect(one.page).to_have_url(re.compile(f"/objets/{OWN}$"))
    one.press("Mon compte")
    one.press("Mon compte", at=1)
    one.press("Activer l’application")
    one.fill("Mot de passe", "edelweiss-blanc-33")
    one.press("Confirmer")
    one.page.get_by_text("Écrire la clé à la main").click()
    key = one.page.locator("details code").inner_text().replace(" ", "")
    one.fill("Code de l’application", code_of(key))
    one.press("Activer")
    expect(one.page.locator(".code-list code")).to_have_count(10)
    one.done()


def test_a_professional_corrects_their_record(opened: Opening) -> None:
    one = Beginner(opened("professionnel", TELEPHONE), "professionnel", "2.")
    one.page.goto("/")
    one.press("Mon compte")
    one.press("Ma fiche")
    one.press("Corriger")
    one.fill("Un mot pour le propriétaire", "Les chambres viennent d’être refaites.")
    one.press("Proposer la correction")
    expect(one.page.get_by_role("alert")).to_contain_text("changez au moins une valeur")
    expect(one.page.get_by_label("Un mot pour le propriétaire")).to_have_value(re.compile("refaites"))
    one.fill("Période en clair (français)", "Du 15 décembre au 20 avril.")
    one.fill("Téléphone", "04 50 00 00 00")
    one.choose("Corriger autre chose", "Adresse (suite)")
    one.press("Ajouter ce champ")
    expect(one.page.get_by_label("Téléphone")).to_have_value("04 50 00 00 00")
    one.fill("D’où vous le tenez", "C’est mon établissement.")
    one.press("Proposer la correction")
    expect(one.page.get_by_text("Votre proposition est envoyée")).to_be_visible()
    for said in ("Du 15 décembre au 20 avril.", "04 50 00 00 00", "C’est mon établissement."):
        expect(one.page.locator("main")).to_contain_text(said)
    one.done()


def test_a_professional_follows_a_proposal_by_keyboard(opened: Opening, demonstration: Demonstration) -> None:
    work = opened("professionnel", TELEPHONE)
    number = propose(work.new_page(), OWN, {"Tarifs en clair (français)": "Chambre double : 90 euros."})
    one = Beginner(work, "professionnel", "3.", keyboard=True)
    one.page.goto("/")
    one.press("Propositions")
    one.press("Les miennes")
    one.open(re.compile("^Corriger « "))
    assert one.page.url.endswith(f"/{number}")
    one.fill("Votre message", "Petit-déjeuner compris.")
    one.press("Envoyer")
    expect(one.page.locator("main")).to_contain_text("Petit-déjeuner compris.")
    told = mail_to(demonstration, "office@", "Petit-déjeuner compris.")
    assert f"{demonstration.address}/propositions/{number}" in told
    one.press("Retirer cette proposition")
    expect(one.page.get_by_text("Proposition retirée.")).to_be_visible()

    one.page.goto(f"/objets/{OWN}")
    one.press("Masquer ou supprimer")
    one.look()
    expect(one.page.get_by_label("Cette fiche devrait être")).to_have_value("masquer")
    one.fill("Pourquoi", "Fermé pour travaux jusqu’en juin.")
    one.press("Demander")
    expect(one.page.get_by_role("heading", level=1)).to_contain_text("Masquer")
    one.done()


def test_an_administrator_invites_a_colleague_by_keyboard(
    opened: Opening, demonstration: Demonstration
) -> None:
    address = "nouvelle@office.example"
    one = Beginner(opened("office"), "administrer", "1.", keyboard=True)
    one.page.goto("/")
    one.press("Mon compte")
    one.press("Mon membre")
    one.press("Personnes")
    one.fill("Adresse e-mail", address)
    one.press("Envoyer l’invitation")
    expect(one.page.get_by_text("Cochez au moins une permission.")).to_be_visible()
    for duty in ("Consulter", "Saisir", "Publier", "Relire", "Photos"):
        one.tick(duty)
    one.press("Envoyer l’invitation")
    expect(one.page.get_by_text("L’invitation est partie.")).to_be_visible()
    one.look()
    colleague = opened().new_page()
    colleague.goto(link_in(mail_to(demonstration, address, "Invitation")))
    for label, text in {"Prénom": "Dominique", "Nom": "Essai", "Mot de passe": "gentiane-bleue-41"}.items():
        colleague.get_by_label(label, exact=True).fill(text)
    colleague.get_by_role("button", name="Accepter et ouvrir mon compte").click()
    expect(colleague.get_by_text("vous travaillez désormais pour")).to_be_visible()

    ask_for_an_account(opened().new_page(), "refus@hotel.example")
    one.page.reload()
    line = one.page.locator("li", has_text=address)
    expect(line).to_contain_text("Dominique Essai")
    line.locator("summary").click()
    line.get_by_label("Photos").uncheck()
    one.look()
    line.get_by_role("button", name="Enregistrer").click()
    expect(one.page.get_by_role("button", name="Annuler ce changement")).to_be_visible()
    one.done()


def test_an_administrator_entrusts_records_and_takes_them_back(
    opened: Opening, demonstration: Demonstration
) -> None:
    one = Beginner(opened("office"), "administrer", "2.")
    one.page.goto("/")
    owned = int(demonstration.run(OWNED, str(OWN)))
    one.press("Plus")
    one.press("Droits confiés")
    one.press("Confier")
    expect(one.page.get_by_role("alert")).to_contain_text("Choisissez à qui")
    one.choose("À qui", "Hôtel du Belvédère (démonstration)")
    one.press("Seulement certains types")
    one.page.get_by_label("Hôtellerie", exact=True).check()
    one.fill("Jusqu’au", "2027-06-30")
    one.press("Voir ce que cela ouvre")
    expect(one.page.locator("#ce-que-cela-ouvre")).to_contain_text(f"Ce droit ouvrirait {owned} fiches.")
    expect(one.page.locator("#ce-que-cela-ouvre")).to_be_in_viewport()
    expect(one.page.get_by_role("button", name="Retirer le droit")).to_have_count(0)
    one.press("Confier")
    expect(one.page.get_by_text("C’est confié")).to_be_in_viewport(ratio=1)
    expect(one.page.locator("main")).to_contain_text("jusqu’au 30 juin 2027")
    one.press("Retirer")
    expect(one.page.get_by_text("Le droit est retiré.")).to_be_visible()
    one.done()


def test_an_administrator_answers_value_by_value(opened: Opening, demonstration: Demonstration) -> None:
    asking = opened("professionnel").new_page()
    number, name = CHAMONIX, name_of(asking, CHAMONIX)
    words = {
        "Descriptif court (français)": "Hôtel de montagne, au calme.",
        "Période en clair (français)": "Ouvert tout l’hiver.",
        "Tarifs en clair (français)": "À partir de 90 euros.",
    }
    proposed = propose(asking, number, words)
    one = Beginner(opened("office", TELEPHONE), "administrer", "3.")
    one.page.goto("/")
    one.press("Propositions")
    one.open(f"Corriger « {name} »")
    one.tick("Accepter", 0)
    one.tick("Accepter autrement", 1)
    one.fill("La valeur que vous retenez", "Ouvert de décembre à avril.")
    one.tick("Refuser", 2)
    one.press("Enregistrer mes réponses")
    expect(one.page.get_by_label("Pourquoi vous refusez").locator("visible=true")).to_have_attribute(
        "aria-invalid", "true"
    )
    one.fill("Pourquoi vous refusez", "Dites si le petit-déjeuner est compris.")
    one.press("Enregistrer mes réponses")
    expect(one.page.get_by_text("Votre réponse est enregistrée")).to_be_visible()
    one.page.get_by_role("link", name=name).click()
    expect(one.page.locator("main")).to_contain_text("Ouvert de décembre à avril.")
    told = mail_to(demonstration, "professionnel@", f"{demonstration.address}/propositions/{proposed}")
    for said in ("acceptée", "Retenu : Ouvert de décembre à avril.", "Motif : Dites si le petit-déjeuner"):
        assert said in told
    one.done()


def test_an_animator_answers_what_waits_by_keyboard(opened: Opening, demonstration: Demonstration) -> None:
    asking = opened("accueil").new_page()
    number, name = OISANS, name_of(asking, OISANS)
    words = {
        "Descriptif court (français)": "Au pied des pistes.",
        "D’où vous le tenez": "Un appel, à l’accueil",
    }
    demonstration.run(LATE, str(propose(asking, number, words)))
    told = mail_to(demonstration, "animation@", "Des propositions attendent depuis plus de 10 jours ouvrés")
    by_mail = opened().new_page()
    by_mail.goto(link_in(told))
    expect(by_mail.get_by_role("button", name="Tout accepter")).to_be_visible()

    one = Beginner(opened("animation"), "animer", "1.", keyboard=True)
    one.page.goto("/")
    one.press("Propositions")
    expect(one.page.get_by_text(re.compile("attend depuis 1[0-9] jours ouvrés"))).to_be_visible()
    one.open(f"Corriger « {name} »")
    expect(one.page.get_by_text("Un appel, à l’accueil")).to_be_visible()
    one.press("Tout refuser")
    expect(one.page.get_by_role("alert")).to_contain_text("Dites pourquoi vous refusez")
    one.press("Tout accepter")
    expect(one.page.locator("main")).to_contain_text("acceptée")
    one.page.goto(f"/objets/{number}")
    expect(one.page.locator("main")).to_contain_text("Au pied des pistes.")
    one.done()


def test_an_animator_seats_an_administrator_and_lets_a_member_leave(
    opened: Opening, demonstration: Demonstration
) -> None:
    work = opened("animation")
    page = work.new_page()
    page.goto("/membres/nouveau")
    page.get_by_label("Nom du membre").fill("Office d’un été")
    page.get_by_label("Type de membre").select_option(label="Contributeur Généraliste")
    page.get_by_label("Département").select_option(label="Isère (38)")
    page.get_by_role("button", name="Admettre").click()
    one = Beginner(work, "animer", "2.")
    one.page.goto("/")
    one.press("Plus")
    one.press("Membres du réseau")
    one.choose("Département", "Isère (38)")
    one.press("Filtrer")
    one.open("Office d’un été")
    one.press("Personnes")
    one.fill("Adresse e-mail", "direction@ete.example")
    one.tick("Administrer")
    one.press("Envoyer l’invitation")
    assert mail_to(demonstration, "direction@ete.example", "Office d’un été")
    one.press("Place dans le réseau")
    one.choose("Qui reprend ses fiches", "Isère Tourisme (démonstration)")
    name = one.page.get_by_label("Pour confirmer, écrivez « Office d’un été »")
    name.fill("Office de l’été")
    one.press("Enregistrer le départ")
    expect(one.page.get_by_role("alert")).to_contain_text("écrivez le nom du membre")
    expect(one.page.get_by_role("link", name="Propositions")).to_be_visible()
    name.fill("Office d’un été")
    one.press("Enregistrer le départ")
    expect(one.page.get_by_text("Ce membre a quitté le réseau")).to_be_visible()
    one.done()


def test_an_animator_finds_who_did_what_and_why(opened: Opening) -> None:
    asking = opened("accueil").new_page()
    number, name = BOURG, name_of(asking, BOURG)
    proposed = propose(asking, number, {"Descriptif court (français)": "Face aux Grandes Rousses."})
    one = Beginner(opened("animation"), "animer", "3.")
    one.page.goto("/")
    one.press("Plus")
    one.press("Journal des actes")
    one.fill("Personne", "Accueil")
    one.choose("Actes", "Fiches")
    one.press("Filtrer")
    act = one.page.locator(".act-list li", has_text=f"n° {proposed}, « {name} »")
    expect(act).to_contain_text("Proposition faite")
    expect(act).to_contain_text("par Accueil Démonstration")
    act.get_by_role("link").first.click()
    expect(one.page).to_have_url(re.compile(f"/propositions/{proposed}$"))
    one.page.get_by_role("button", name="Tout accepter").click()
    one.page.get_by_role("link", name=name).click()
    one.look()
    one.press("Cette fiche au journal des actes")
    expect(one.page.locator(".act-list li").first).to_contain_text("Fiche modifiée")
    expect(one.page.locator(".act-list li").first).to_contain_text("par Animation Démonstration")
    one.page.go_back()
    one.press("Mes droits")
    expect(one.page.locator("main")).to_contain_text("Vous animez le département de sa commune.")
    one.done()
