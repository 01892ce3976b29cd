"""Pictures of every screen, by day and night, on a phone and on a wide screen, and a page to look at them.

    PYTHONPATH=. python scripts/gallery.py [DIRECTORY]

The demonstration is started for it. Without a directory they go to `var/gallery`; open its `index.html`.
"""

import html
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.demonstration import CHROMIUM_FLAGS, Demonstration, chromium, sign_in
from tests.ground import ROOT, VAR
from tests.screens.conftest import no_outside
from tests.screens.test_accessibility import PUBLIC, WORKPLACE

PARTS = (
    "identity",
    "contact",
    "text",
    "place",
    "services",
    "opening",
    "prices",
    "media",
    "specific",
    "links",
)
OWN, TRAIL, EVENT = 2727, 5400, 3200
EDITOR = {
    "new-record": "/objets/nouveau",
    "editor-fields": f"/objets/{OWN}/champs?q=prix",
    **{f"editor-{part}": f"/objets/{OWN}/modifier?partie={part}" for part in PARTS},
    "editor-all": f"/objets/{OWN}/modifier?partie=specific&tout=1",
    "editor-two-languages": f"/objets/{OWN}/modifier?partie=text&langue=en",
    "editor-of-others": "/objets/1/modifier",
    "record": f"/objets/{OWN}",
    "record-rights": f"/objets/{OWN}/droits",
    "projects": "/projets",
    "project": "/projets/6",
    "selection": "/selections/1?pourquoi=auberge",
    "developers": "/developpeurs",
    "trial-key": "/developpeurs/cle",
    "duplicates": "/doublons",
    "imports": "/imports",
}
SIZES = {"phone": (360, 760), "tablet": (768, 1024), "wide": (1440, 900)}
SHOTS = (("phone", "light"), ("tablet", "light"), ("wide", "light"), ("wide", "dark"))
LONGEST = 4_000
"""Height in points above which a page is cut."""


def main() -> None:
    """Take them all."""
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var/gallery"
    directory.mkdir(parents=True, exist_ok=True)
    VAR.mkdir(parents=True, exist_ok=True)
    demonstration = Demonstration(VAR / "gallery")
    demonstration.start()
    try:
        demonstration.rest()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
            opened = {"base_url": demonstration.address, "locale": "fr-FR"}
            state = sign_in(browser, demonstration)
            taken = [*_taken(browser.new_context(**opened), PUBLIC, directory)]  # type: ignore[arg-type]
            inside = browser.new_context(**opened, storage_state=state)  # type: ignore[arg-type]
            taken += _taken(inside, WORKPLACE | EDITOR, directory)
            browser.close()
    finally:
        demonstration.stop()
    (directory / "index.html").write_text(_sheet(taken), "utf-8")
    print(f"{len(taken)} pages, {len(taken) * len(SHOTS)} pictures: {directory / 'index.html'}")


def _taken(context: BrowserContext, pages: dict[str, str], directory: Path) -> Iterator[tuple[str, str]]:
    no_outside(context)
    page = context.new_page()
    for name, address in pages.items():
        _take(page, name, address, directory)
        print(f"\r{name:40}", end="", flush=True)
        yield name, address
    context.close()
    print()


def _take(page: Page, name: str, address: str, directory: Path) -> None:
    """Take one page in each of its dresses, from its beginning, cut where it is very long."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    for size, scheme in SHOTS:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        page.wait_for_timeout(120)
        tall = min(int(page.evaluate("document.documentElement.scrollHeight")), LONGEST)
        page.set_viewport_size({"width": width, "height": max(tall, height)})
        page.screenshot(path=directory / f"{name}-{size}-{scheme}.png")


def _sheet(taken: list[tuple[str, str]]) -> str:
    """Write the page on which they are looked at."""
    rows = "".join(
        f"<h2>{html.escape(name)} <small>{html.escape(address)}</small></h2><p>"
        + "".join(
            f'<a href="{name}-{size}-{scheme}.png"><img loading="lazy" height="420" alt="{size}, {scheme}" '
            f'src="{name}-{size}-{scheme}.png"></a> '
            for size, scheme in SHOTS
        )
        + "</p>"
        for name, address in taken
    )
    style = "body{font-family:sans-serif;margin:2rem}img{border:1px solid #999;vertical-align:top}"
    head = f'<meta charset="utf-8"><title>Screens</title><style>{style}</style>'
    return f'<!doctype html><html lang="en">{head}{rows}'


if __name__ == "__main__":
    main()
