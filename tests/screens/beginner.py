"""Somebody at work for the first time: they have a page of the guide, the screen, and nothing else."""

import re
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, expect

from tests.demonstration import NETWORK, Demonstration
from tests.ground import ROOT
from tests.screens.conftest import no_outside

GUIDE = ROOT / "docs/guide"
_AXE = Axe()
_LOOKED_AT: set[str] = set()
"""Pages that were looked at, each by what it is and how wide: once is enough."""
_SAID = """() => [...document.querySelectorAll(
    'a, button, label, legend, summary, h1, h2, h3, dt, th')]
    .filter(one => one.checkVisibility({visibilityProperty: true}))
    .map(one => one.innerText.replace(/\\s+/g, ' ').trim()).filter(Boolean)"""
_TABS = 120
_STATES: dict[str, Any] = {}
"""What the browser of each who signed in once holds."""


def tasks(page: str) -> dict[str, frozenset[str]]:
    """Read the tasks of a page of the guide: title -> what it says in bold, which names what is on screen."""
    text = (GUIDE / f"{page}.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return {
        title: frozenset(re.findall(r"\*\*(.+?)\*\*", body))
        for title, body in zip(parts[1::2], parts[2::2], strict=True)
    }


class Beginner:
    """Does a task of the guide: presses, fills and ticks only what the guide names, under that very name.

    `done` fails when the guide names something that was on no screen on the way: the two cannot part.
    """

    def __init__(self, context: BrowserContext, page: str, task: str, *, keyboard: bool = False) -> None:
        self.page = context.new_page()
        self.named = next(words for title, words in tasks(page).items() if title.startswith(task))
        self.seen: set[str] = set()
        self.keyboard = keyboard
        self.steps = 0

    def look(self) -> None:
        """Read the page, and have it looked at by axe where nobody did."""
        self.page.wait_for_load_state()
        self.seen.update(self.page.evaluate(_SAID))
        path = re.sub(r"[0-9]+|/invitation/.*", "", self.page.url.partition("?")[0])
        width = self.page.evaluate("innerWidth")
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width, path
        if (where := f"{path} {width}") not in _LOOKED_AT:
            _LOOKED_AT.add(where)
            wrong = _AXE.run(self.page).response["violations"]
            assert [(one["id"], one["nodes"][0]["target"]) for one in wrong] == [], self.page.url

    def press(self, word: str, at: int = 0) -> None:
        """Press a link, a button or a menu."""
        exact = re.compile(rf"^\s*{re.escape(word)}\s*$")
        pressed = self.page.get_by_role("link", name=word, exact=True)
        pressed = pressed.or_(self.page.get_by_role("button", name=word, exact=True))
        pressed = pressed.or_(self.page.locator("button, summary").filter(has_text=exact))
        self._named(word)
        self._unfold(pressed, exact)
        self._follow(pressed.locator("visible=true").nth(at))

    def _unfold(self, pressed: Locator, words: re.Pattern[str]) -> None:
        """Open the menu in which the guide says that a word stands on a telephone."""
        folded = self.page.locator("details.menu").filter(has=self.page.locator("a", has_text=words))
        if not pressed.locator("visible=true").count() and folded.count():
            self._reach(folded.first.locator("summary"), "Enter")

    def open(self, name: str | re.Pattern[str]) -> None:
        """Follow a link that bears the name of a thing, which no guide can know."""
        self.look()
        self._follow(self.page.get_by_role("link", name=name).first)

    def fill(self, word: str, text: str, at: int = 0) -> None:
        """Type over what a field says."""
        field = self._field(word, at)
        self._do(word, field, "ControlOrMeta+A")
        if self.keyboard:
            self.page.keyboard.type(text)
        else:
            field.fill(text)

    def tick(self, word: str, at: int = 0) -> None:
        """Tick a box, or one of several answers."""
        box = self._field(word, at)
        self._do(word, box, "Space")
        expect(box).to_be_checked()

    def choose(self, word: str, option: str) -> None:
        """Choose in a list."""
        self._named(word)
        self._field(word, 0).select_option(label=option)
        self.steps += 1

    def done(self) -> None:
        """End the task: all that the guide names was on a screen."""
        self.look()
        unseen = {word for word in self.named if not any(self._says(said, word) for said in self.seen)}
        assert not unseen, f"the guide names what no screen shows: {sorted(unseen)}"

    @staticmethod
    def _says(said: str, word: str) -> bool:
        return said == word or said.startswith(f"{word} ")

    def _field(self, word: str, at: int) -> Locator:
        return self.page.get_by_label(word, exact=True).locator("visible=true").nth(at)

    def _named(self, word: str) -> None:
        self.look()
        assert word in self.named, f"the guide does not say “{word}”"

    def _do(self, word: str, place: Locator, key: str) -> None:
        self._named(word)
        self._reach(place, key)

    def _follow(self, place: Locator) -> None:
        """Press what leads to another page, or opens a part of this one."""
        expect(place).to_be_visible()
        if place.evaluate("one => one.tagName === 'SUMMARY'"):
            self._reach(place, "Enter")
            return
        with self.page.expect_navigation():
            self._reach(place, "Enter")

    def _reach(self, place: Locator, key: str) -> None:
        self.steps += 1
        expect(place).to_be_visible()
        if not self.keyboard:
            place.click()
            return
        for _press in range(_TABS):
            self.page.keyboard.press("Tab")
            if place.evaluate("one => one === document.activeElement"):
                self.page.keyboard.press(key)
                return
        message = f"{place} cannot be reached by keyboard"
        raise AssertionError(message)


def at_work(
    browser: Browser, demonstration: Demonstration, who: str = "", width: int = 1280, *, script: bool = True
) -> BrowserContext:
    """Open a browser in French, in which one of the demonstration's people is signed in."""
    context = browser.new_context(
        base_url=demonstration.address,
        locale="fr-FR",
        viewport={"width": width, "height": 800},
        java_script_enabled=script,
    )
    no_outside(context)
    if who in _STATES:
        context.add_cookies(_STATES[who])
    elif who:
        one = next(person for person in NETWORK["persons"] if person["email"].startswith(f"{who}@"))
        page = context.new_page()
        page.goto("/compte/login/?next=/compte/")
        page.get_by_label("Adresse").fill(one["email"])
        page.get_by_label("Mot de passe").first.fill(one["password"])
        page.get_by_role("button", name="Se connecter", exact=True).click()
        page.wait_for_url("**/compte/")
        page.close()
        _STATES[who] = [{**one} for one in context.cookies()]
    return context


def mail_to(demonstration: Demonstration, somebody: str, about: str) -> str:
    """Give the last mail that left for somebody about something, as subject and text."""
    return [one for one in _mails(demonstration, somebody) if about in one][-1]


def _mails(demonstration: Demonstration, to: str) -> list[str]:
    found = []
    for path in sorted((Path(demonstration.var) / "mail").glob("*"), key=lambda one: one.stat().st_mtime_ns):
        for text in path.read_bytes().split(b"-" * 79):
            if text.strip():
                mail = message_from_bytes(text.strip(), policy=policy.default)
                if to in mail["To"]:
                    found.append(f"{' '.join(mail['Subject'].split())}\n\n{mail.get_content()}")
    return found
