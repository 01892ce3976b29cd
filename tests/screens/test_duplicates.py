"""Duplicates in a real browser: found by the worker, decided by keyboard alone, undone, without script."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.demonstration import Demonstration
from tests.ground import ROOT
from tests.screens.conftest import Listener, no_outside
from tests.screens.test_accessibility import looks, nothing_wrong
from tests.screens.test_conduct import tab_to


def office() -> tuple[str, str]:
    """Address and password of the office that lends a hand to its département."""
    people = json.loads((ROOT / "demo/data/network.json").read_bytes())["persons"]
    one = next(person for person in people if len(person["seats"]) > 1)
    return one["email"], one["password"]


@pytest.fixture(scope="module")
def state(browser: Browser, demonstration: Demonstration) -> Any:
    """What a browser holds once the office has signed in and the queue is filled."""
    email, password = office()
    context = browser.new_context(base_url=demonstration.address, locale="fr-FR")
    page = context.new_page()
    page.goto("/compte/login/")
    page.get_by_label("Adresse").fill(email)
    page.get_by_label("Mot de passe", exact=False).first.fill(password)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url("**/accueil")
    demonstration.rest()
    page.goto("/doublons")
    expect(page.locator(".pair")).not_to_have_count(0)
    held = context.storage_state()
    context.close()
    return held


def opened(browser: Browser, live: str, state: Any, **more: Any) -> BrowserContext:
    context = browser.new_context(
        base_url=live, locale="fr-FR", storage_state=state, viewport={"width": 1440, "height": 900}, **more
    )
    no_outside(context)
    return context


@pytest.fixture
def clerk(browser: Browser, live: str, state: Any) -> Iterator[Page]:
    """A page of somebody who may decide, at the queue."""
    context = opened(browser, live, state)
    page = context.new_page()
    page.goto("/doublons")
    yield page
    context.close()


@pytest.fixture
def couple(clerk: Page) -> str:
    """The address of the first pair that leaves something to choose, as the two lists of hotels give.

    Other tests of the same demonstration enter records twice that say exactly the same.
    """
    links = clerk.get_by_role("link", name="Comparer").all()
    for address in [str(link.get_attribute("href")) for link in links]:
        clerk.goto(address)
        if clerk.locator("input[type=radio]").count():
            clerk.goto("/doublons")
            return address
    pytest.fail("no pair of the queue leaves anything to choose")


def test_the_demonstration_has_pairs_to_decide(clerk: Page) -> None:
    assert clerk.locator(".pair").count() >= 5
    expect(clerk.locator(".pair").first).to_contain_text("Presque sûrement la même chose")
    expect(clerk.locator(".pair").first).to_contain_text("La commune est la même.")


@pytest.mark.parametrize(
    "address",
    ["/doublons", "/doublons?qui=tous", "/doublons?commune=nulle-part", "/doublons?file=plus-tard",
     "/doublons/decidees"],
)  # fmt: skip
def test_lists_have_no_violation(clerk: Page, live: str, address: str) -> None:
    assert dict(looks(clerk, live + address)) == nothing_wrong()


def test_a_pair_has_no_violation(clerk: Page, live: str, couple: str) -> None:
    assert dict(looks(clerk, live + couple)) == nothing_wrong()


def test_a_pair_of_others_has_no_violation(clerk: Page, live: str) -> None:
    clerk.goto("/doublons?qui=tous")
    asked = clerk.locator(".pair", has_text="À décider avec").first.get_by_role("link", name="Comparer")
    address = str(asked.get_attribute("href"))
    assert dict(looks(clerk, live + address)) == nothing_wrong()
    expect(clerk.locator("input[type=radio]")).to_have_count(0)


def test_the_keyboard_alone_merges_and_undoes(clerk: Page, live: str, couple: str) -> None:
    heard = Listener(clerk)
    tab_to(clerk, f"a[href='{couple}']", most=300)
    clerk.keyboard.press("Enter")
    clerk.wait_for_url(f"**{couple}")
    tab_to(clerk, "input[type=radio]")
    chosen = clerk.evaluate("document.activeElement.value")
    clerk.keyboard.press("ArrowDown")
    assert clerk.evaluate("document.activeElement.value") != chosen
    tab_to(clerk, "#go-merge")
    clerk.keyboard.press("Enter")
    clerk.wait_for_url("**/objets/*?decidee=*")
    expect(clerk.locator(".alert")).to_contain_text("est réunie à la fiche")
    assert dict(looks(clerk, clerk.url)) == nothing_wrong()
    assert dict(looks(clerk, live + couple)) == nothing_wrong()
    assert dict(looks(clerk, live + "/doublons/decidees")) == nothing_wrong()
    clerk.set_viewport_size({"width": 1440, "height": 900})
    tab_to(clerk, ".decision button")
    clerk.keyboard.press("Enter")
    clerk.wait_for_url(f"**{couple}")
    expect(clerk.locator(".alert")).to_contain_text("les deux fiches disent de nouveau ce qu’elles disaient")
    expect(clerk.locator("#go-merge")).to_be_visible()
    clerk.goto("/doublons")
    expect(clerk.locator(f"a[href='{couple}']")).to_be_visible()
    assert heard.complaints == []


def test_everything_works_without_script(browser: Browser, live: str, state: Any, couple: str) -> None:
    context = opened(browser, live, state, java_script_enabled=False)
    page = context.new_page()
    page.goto("/doublons")
    first = page.locator(".pair", has=page.locator(f"a[href='{couple}']"))
    address = str(first.get_by_role("link", name="Comparer").get_attribute("href"))
    # How many there are in all: a page shows twenty of them.
    total = page.locator(".queue-total")
    before = int(re.sub(r"\D", "", total.inner_text()))
    first.get_by_role("button", name="Ce sont deux fiches").click()
    expect(page.locator(".alert")).to_contain_text("sont deux choses")
    expect(total).to_have_text(re.compile(rf"^{before - 1} "))
    page.locator("#undo").click()
    expect(page).to_have_url(re.compile(re.escape(address)))
    page.get_by_role("link", name="Garder plutôt celle-ci").click()
    page.get_by_role("button", name="Voir le résultat de mes choix").click()
    expect(page.locator("#outcome-title")).to_have_text("Le résultat de vos choix")
    page.goto("/doublons")
    expect(total).to_have_text(re.compile(rf"^{before} "))
    context.close()
