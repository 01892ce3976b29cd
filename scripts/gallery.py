"""Pictures of every screen, by day and night, on a phone and on a wide screen, and a page to look at them.

    PYTHONPATH=. python scripts/gallery.py [DIRECTORY]

The demonstration is started for it. Without a directory they go to `var/gallery`; open its `index.html`.
At the end two people write one record, each in their browser; what each is told is among the pictures.
"""

import html
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.demonstration import CHROMIUM_FLAGS, Demonstration, chromium
from tests.ground import ROOT, VAR
from tests.screens.beginner import at_work
from tests.screens.meeting import colleague, meeting
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
    "editor-preview": f"/objets/{OWN}/apercu",
    "editor-borrow": f"/objets/{OWN}/copier",
    "texts": f"/objets/{OWN}/textes",
    "record": f"/objets/{OWN}",
    "record-of-others": f"/objets/{TRAIL}",
    "record-event": f"/objets/{EVENT}",
    "record-before": f"/objets/{OWN}/revisions/1",
    "record-alike": f"/objets/{OWN}/semblables",
    "record-lists": f"/objets/{OWN}/listes",
    "record-rights": f"/objets/{OWN}/droits",
    "correct": f"/objets/{EVENT}/corriger",
    "campings": "/recherche?type=HOTELLERIE_PLEIN_AIR&critere=1093&commune=07019&rayon=50&du=2027-05-01",
    "table": "/recherche/tableau?type=HOTELLERIE",
    "keep": "/recherche/garder?type=HOTELLERIE",
    "kept": "/recherche/gardees",
    "sharing": "/membres/54/partage",
    "projects": "/projets",
    "project": "/projets/6",
    "selection": "/selections/1?pourquoi=auberge",
    "developers": "/developpeurs",
    "trial-key": "/developpeurs/cle",
    "duplicates": "/doublons",
    "duplicates-decided": "/doublons/decidees",
    "imports": "/imports",
}
HOMES = ("professionnel", "animation", "pilote", "accueil")
"""Who else has a home of their own."""
SIZES = {"phone": (360, 760), "tablet": (768, 1024), "wide": (1440, 900)}
SHOTS = (("phone", "light"), ("tablet", "light"), ("wide", "light"), ("wide", "dark"))
LONGEST = 4_000
"""Height in points above which a page is cut."""
type Taken = tuple[str, str]
"""The name of a picture, and the address of its page."""


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
            taken = [*_of_everybody(browser, demonstration, directory)]
            browser.close()
    finally:
        demonstration.stop()
    (directory / "index.html").write_text(_sheet(taken), "utf-8")
    print(f"\n{len(taken)} pages, {len(taken) * len(SHOTS)} pictures: {directory / 'index.html'}")


def _of_everybody(browser: Browser, demonstration: Demonstration, directory: Path) -> Iterator[Taken]:
    """Take what everybody sees, what an office sees, the homes of the others, and two who meet."""
    public = {f"public-{name}": address for name, address in PUBLIC.items()}
    yield from _taken(at_work(browser, demonstration), public, directory)
    yield from _taken(at_work(browser, demonstration, "office"), WORKPLACE | EDITOR, directory)
    for who in HOMES:
        yield from _taken(at_work(browser, demonstration, who), {f"home-{who}": "/accueil"}, directory)
    first, second = at_work(browser, demonstration, "office"), colleague(browser, demonstration)
    for name, page in meeting(first.new_page(), second.new_page()):
        _shoot(page, f"two-people-{name}", directory)
        yield f"two-people-{name}", page.url.removeprefix(demonstration.address)


def _taken(context: BrowserContext, pages: dict[str, str], directory: Path) -> Iterator[Taken]:
    page = context.new_page()
    for name, address in pages.items():
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.goto(address)
        _shoot(page, name, directory)
        yield name, address
    context.close()


def _shoot(page: Page, name: str, directory: Path) -> None:
    """Take one page in each of its dresses, from its beginning, cut where it is very long."""
    print(f"\r{name:40}", end="", flush=True)
    page.wait_for_load_state("networkidle")
    for size, scheme in SHOTS:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        page.wait_for_timeout(120)
        tall = min(int(page.evaluate("document.documentElement.scrollHeight")), LONGEST)
        page.set_viewport_size({"width": width, "height": max(tall, height)})
        page.screenshot(path=directory / f"{name}-{size}-{scheme}.png")


def _sheet(taken: list[Taken]) -> str:
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
