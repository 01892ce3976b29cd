"""The guide as it is served: whole, led through by its links, and as safe as what we write."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from sitra.doors.site.manual_views import written
from tests.screens.beginner import GUIDE, tasks

PAGES = sorted(path.stem for path in GUIDE.glob("*.md"))
ROLES = ("professionnel", "administrer", "animer")


def served(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_served_and_its_links_lead_somewhere(db: None, client: Client, name: str) -> None:
    del db
    page = served(client, "/guide" if name == "index" else f"/guide/{name}")
    assert page.count("<h1") == 1
    assert ".md" not in page
    pictures = re.findall(r'<img src="/static/(guide/[^"]+)" alt="[^"]{20,}"', page)
    assert page.count("<img") == len(pictures)
    assert all(finders.find(picture) for picture in pictures)
    for address in re.findall(r'href="(/guide[^"]*)"', page):
        path, _, anchor = address.partition("#")
        led = served(client, path)
        assert not anchor or f'id="{anchor}"' in led, address


def test_who_reads_english_is_told_that_the_guide_is_french(db: None, client: Client) -> None:
    del db
    said = client.get("/guide", headers={"accept-language": "en"}).content.decode()
    assert "The guide is in French only" in said
    assert '<h1 lang="fr">' in said


def test_every_page_is_in_the_index(db: None, client: Client) -> None:
    del db
    index = served(client, "/guide")
    assert [name for name in PAGES if name != "index" and f'"/guide/{name}"' not in index] == []


def test_the_screens_lead_to_parts_that_are_there(db: None, client: Client) -> None:
    del db
    assert 'id="repondre-a-une-proposition"' in served(client, "/guide/proposer")
    assert 'id="confier-des-fiches"' in served(client, "/guide/droits")


@pytest.mark.parametrize("name", ["nulle-part", "..", "index.md", "INDEX"])
def test_what_is_no_page_is_said_in_words(db: None, client: Client, name: str) -> None:
    del db
    answer = client.get(f"/guide/{name}")
    assert answer.status_code == 404
    assert "Traceback" not in answer.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_each_role_has_three_tasks(role: str) -> None:
    found = tasks(role)
    assert [title[:2] for title in found] == ["1.", "2.", "3."]
    assert all(found.values())


def test_html_in_a_page_shows_as_text() -> None:
    leaf = written("# Titre\n\n<script>alert(1)</script> [mal](javascript:alert)\n\n## Une part\n")
    assert leaf.title == "Titre"
    assert [(part.title, part.anchor) for part in leaf.parts] == [("Une part", "une-part")]
    assert "<script" not in leaf.html
    assert "href" not in leaf.html
