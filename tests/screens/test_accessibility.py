"""Every page: no axe violation, on a phone and on a desk, by day and by night."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PUBLIC = {
    "home": "/",
    "style": "/style",
    "sign-in": "/compte/login/",
    "forgotten": "/compte/password/reset/",
    "sent": "/compte/password/reset/done/",
    "registration": "/inscription",
    "not-found": "/nulle-part",
    "guide": "/guide",
    "guide-of-a-role": "/guide/professionnel",
    "guide-with-a-wide-table": "/guide/droits",
    "fields": "/documentation/champs",
    "fields-of-a-kind": "/documentation/champs?partie=prices&type=HOTELLERIE",
    "no-field": "/documentation/champs?mots=zzzzzz",
    "vocabularies": "/documentation/vocabulaire",
    "vocabulary": "/documentation/vocabulaire/PrestationService",
    "terms": "/documentation/vocabulaire?mots=service",
    "no-term": "/documentation/vocabulaire?mots=zzzzzz",
    "no-vocabulary": "/documentation/vocabulaire/DistinctionNom",
    "api": "/api/docs/",
}
WORKPLACE = {
    "home": "/accueil",
    "records-due": "/accueil/fiches?liste=a-confirmer",
    "records-past": "/accueil/fiches?liste=ouvertures-passees",
    "found": "/accueil/trouver?mots=ch",
    "notices": "/notifications",
    "no-notice": "/notifications?non-lues=oui&sujet=duplicates",
    "search": "/recherche",
    "words": "/recherche?mots=mus%C3%A9e&tri=nom",
    "nothing": "/recherche?mots=zzzzzz&type=HOTELLERIE",
    "place": "/recherche?lieu=saint",
    "narrowed": "/recherche?critere=1225&critere=2352&commune=69123&commune=01999",
    "unknown-record": "/objets/999999999",
    "proposals": "/propositions",
    "several": "/recherche/ensemble?type=HOTELLERIE",
    "grants": "/droits",
    "account": "/compte/",
    "members": "/membres",
    "member": "/membres/54",
    "people": "/membres/54/personnes",
    "settings": "/membres/54/modifier",
    "another-member": "/membres/4",
    "journal": "/journal",
    "no-act": "/journal?qui=zzzzzz",
    "devices": "/compte/sessions/",
    "confirm": "/compte/reauthenticate/",
    "mail": "/compte/email/",
    "password": "/compte/password/change/",
    "sign-out": "/compte/logout/",
}
WIDTHS = (360, 1440)
THEMES = ("light", "dark")
AXE = Axe()


def looks(page: Page, address: str) -> Iterator[tuple[str, list[str]]]:
    """Look at one page in each size and theme, and give what is wrong in each."""
    page.goto(address)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for theme in THEMES:
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
            page.wait_for_selector(f"html[data-bs-theme={theme}]")
            found = [
                f"{wrong['id']}: {[node['target'] for node in wrong['nodes']][:3]}"
                for wrong in AXE.run(page).response["violations"]
            ]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append("the page is wider than the screen")
            yield f"{width} px, {theme}", found


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_has_no_violation(visitor: Page, live: str, name: str) -> None:
    assert dict(looks(visitor, live + PUBLIC[name])) == nothing_wrong()


@pytest.mark.parametrize("name", WORKPLACE)
def test_a_page_of_the_workplace_has_no_violation(counsellor: Page, live: str, name: str) -> None:
    assert dict(looks(counsellor, live + WORKPLACE[name])) == nothing_wrong()


def test_a_record_has_no_violation(counsellor: Page, record: str) -> None:
    assert dict(looks(counsellor, record)) == nothing_wrong()


@pytest.mark.parametrize("more", ["/semblables", "/revisions/1", "/corriger", "/droits"])
def test_what_goes_with_a_record_has_no_violation(counsellor: Page, record: str, more: str) -> None:
    assert dict(looks(counsellor, record + more)) == nothing_wrong()


def nothing_wrong() -> dict[str, list[str]]:
    """What a clean page gives."""
    return {f"{width} px, {theme}": [] for width in WIDTHS for theme in THEMES}
