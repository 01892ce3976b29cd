"""The search: words, kind, commune, pages, map, with and without scripts."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

TOTAL = re.compile(r"\d+")


def total(page: Page) -> int:
    """Read how many records the page says it found."""
    digits = TOTAL.findall(page.locator(".found-total h2").inner_text().replace("\u202f", ""))
    return int(digits[0]) if digits else 0


def asked(page: Page) -> dict[str, list[str]]:
    """Read the question in the address of the page."""
    return parse_qs(urlsplit(page.url).query)


def first_words(page: Page) -> str:
    """Give the longest word of the name of the first record."""
    return max(map(str, re.findall(r"\w+", page.locator(".record-card h3 a").first.inner_text())), key=len)


def test_words_find_records_without_a_button(counsellor: Page) -> None:
    everything = total(counsellor)
    word = first_words(counsellor)
    counsellor.locator("#words").press_sequentially(word)
    counsellor.wait_for_url(re.compile("mots="))
    assert 0 < total(counsellor) <= everything
    assert asked(counsellor) == {"mots": [word]}
    expect(counsellor.locator("#words")).to_be_focused()
    expect(counsellor.locator("#announcement")).to_have_text(
        counsellor.locator(".found-total h2").inner_text()
    )


def test_a_kind_holds_as_many_records_as_it_says(counsellor: Page) -> None:
    box = counsellor.locator("#kinds .form-check").first
    said = int("".join(TOTAL.findall(box.locator(".count").inner_text())))
    box.locator("input").check()
    counsellor.wait_for_url(re.compile("type="))
    assert total(counsellor) == said
    expect(counsellor.locator("#kinds input:focus")).to_be_checked()


def count_of(box: Locator) -> int:
    """Read how many records a box says it holds."""
    return int("".join(TOTAL.findall(box.locator(".count").inner_text())))


def test_a_criterion_holds_as_many_records_as_it_says_and_is_taken_away(counsellor: Page) -> None:
    everything = total(counsellor)
    box = counsellor.locator("#criteria .form-check").nth(1)
    said, number = count_of(box), box.locator("input").get_attribute("value")
    assert 0 < said < everything
    box.locator("input").press("Space")
    counsellor.wait_for_url(re.compile("critere="))
    expect(counsellor.locator("#chosen .chip")).to_have_count(1)
    assert total(counsellor) == said
    assert asked(counsellor) == {"critere": [number]}
    expect(counsellor.locator(f"#critere-{number}")).to_be_focused()
    expect(counsellor.locator("#criteria input").first).to_be_checked()
    counsellor.locator("#chosen .chip").press("Enter")
    expect(counsellor.locator("#chosen .chip")).to_have_count(0)
    assert total(counsellor) == everything
    assert asked(counsellor) == {}
    expect(counsellor.locator("#term")).to_be_focused()


def test_more_criteria_are_seen_on_the_same_page(counsellor: Page) -> None:
    more = counsellor.locator(".more:has(#criteria-more)")
    box = counsellor.locator("#criteria-more .form-check").first
    expect(box).to_be_hidden()
    more.locator("summary").press("Enter")
    expect(box).to_be_visible()
    said, number = count_of(box), box.locator("input").get_attribute("value")
    box.locator("input").press("Space")
    expect(counsellor.locator("#chosen .chip")).to_have_count(1)
    assert total(counsellor) == said
    expect(counsellor.locator(f"#criteria #critere-{number}")).to_be_focused()
    assert more.get_attribute("open") is not None


def test_communes_widen_and_narrow_what_is_found(counsellor: Page) -> None:
    boxes = [counsellor.locator("#communes .form-check").nth(place) for place in (0, 1)]
    counts = [count_of(box) for box in boxes]
    codes = [str(box.locator("input").get_attribute("value")) for box in boxes]
    for ticked, code in enumerate(codes, 1):
        counsellor.locator(f"#commune-{code}").check()
        expect(counsellor.locator("#chosen .chip")).to_have_count(ticked)
        assert total(counsellor) == sum(counts[:ticked])
    counsellor.locator(f"#commune-{codes[0]}").press("Space")
    expect(counsellor.locator("#chosen .chip")).to_have_count(1)
    assert total(counsellor) == counts[1]
    expect(counsellor.locator(f"#commune-{codes[0]}")).to_be_focused()


def test_the_focus_stays_in_the_list_that_a_cleared_box_leaves(counsellor: Page, live: str) -> None:
    boxes = counsellor.locator("#communes input, #communes-more input")
    offered = {box.get_attribute("value") for box in boxes.all()}
    rare = "01999"
    assert rare not in offered
    counsellor.goto(f"{live}/recherche?commune={rare}")
    expect(counsellor.locator(f"#commune-{rare}")).to_be_checked()
    counsellor.locator(f"#commune-{rare}").press("Space")
    expect(counsellor.locator("#chosen .chip")).to_have_count(0)
    expect(counsellor.locator("#communes input").first).to_be_focused()


def test_on_a_phone_the_lists_are_closed_and_say_what_is_ticked(counsellor: Page, live: str) -> None:
    counsellor.set_viewport_size({"width": 390, "height": 800})
    number = counsellor.locator("#criteria input").first.get_attribute("value")
    counsellor.goto(f"{live}/recherche?critere={number}")
    summary = counsellor.locator(".facet > summary:has(#criteria-ticked)")
    expect(summary).to_contain_text("(1)")
    expect(counsellor.locator("#criteria")).to_be_hidden()
    summary.press("Enter")
    counsellor.locator(f"#critere-{number}").uncheck()
    expect(counsellor.locator("#criteria-ticked")).to_have_text("")
    expect(counsellor.locator("#criteria input").first).to_be_visible()


def test_a_commune_is_chosen_and_taken_away_by_keyboard(counsellor: Page) -> None:
    everything = total(counsellor)
    name = counsellor.locator(".record-where span").nth(1).inner_text()
    counsellor.locator("#place").press_sequentially(name[:5])
    counsellor.locator("#place-offers button").first.wait_for()
    counsellor.keyboard.press("ArrowDown")
    expect(counsellor.locator("#place-offers button").first).to_be_focused()
    counsellor.keyboard.press("Enter")
    counsellor.locator("#chosen .chip").wait_for()
    assert len(asked(counsellor)["commune"][0]) == 5
    expect(counsellor.locator("#place")).to_have_value("")
    expect(counsellor.locator("#place-offers button")).to_have_count(0)
    counsellor.locator("#chosen .chip").press("Enter")
    expect(counsellor.locator("#chosen .chip")).to_have_count(0)
    assert total(counsellor) == everything
    assert asked(counsellor) == {}


def test_pages_turn_and_the_last_one_is_the_last(counsellor: Page, live: str) -> None:
    if counsellor.locator("a[rel=next]").count():
        before = counsellor.locator(".record-card h3").first.inner_text()
        counsellor.locator("a[rel=next]").click()
        counsellor.wait_for_url(re.compile("page=2"))
        assert counsellor.locator(".record-card h3").first.inner_text() != before
    counsellor.goto(f"{live}/recherche?page=4000")
    expect(counsellor.locator(".record-card").first).to_be_visible()
    expect(counsellor.locator("a[rel=next]")).to_have_count(0)


@pytest.mark.parametrize(
    "query",
    [
        "page=-3",
        "page=x",
        "type=NIMPORTE",
        "commune=%00",
        "critere=x&critere=99999999&critere=123456789012",
        "mots=%22(",
        "tri=z",
        "mots=" + "a" * 5000,
    ],
)
def test_a_nonsensical_address_is_answered(counsellor: Page, live: str, query: str) -> None:
    answer = counsellor.request.get(f"{live}/recherche?{query}")
    assert answer.status == 200
    assert "Traceback" not in answer.text()


def test_the_map_shows_all_that_was_found(counsellor: Page, live: str) -> None:
    counsellor.locator("#map[data-ready=yes]").wait_for()
    answer = counsellor.request.get(f"{live}/recherche/points.json")
    features = json.loads(answer.text())["features"]
    assert 0 < len(features) <= total(counsellor)
    assert set(features[0]["properties"]) == {"id", "kind", "name"}


def test_outlines_are_sent_once(counsellor: Page, live: str) -> None:
    for name in ("departements", "communes"):
        first = counsellor.request.get(f"{live}/carte/{name}.json")
        assert first.status == 200
        assert first.json()["type"] == "FeatureCollection"
        again = counsellor.request.get(
            f"{live}/carte/{name}.json", headers={"If-None-Match": first.headers["etag"]}
        )
        assert again.status == 304


def test_it_works_without_scripts(counsellor: Page, browser: Browser, live: str) -> None:
    word = first_words(counsellor)
    context = browser.new_context(
        java_script_enabled=False, locale="fr-FR", storage_state=counsellor.context.storage_state()
    )
    page = context.new_page()
    page.goto(f"{live}/recherche")
    page.locator("#words").fill(word)
    page.locator("#words").press("Enter")
    assert total(page) > 0
    assert asked(page)["mots"] == [word]
    place = page.locator(".record-where span").nth(1).inner_text()
    page.locator("#place").fill(place[:4])
    page.locator("#go").click()
    if page.locator("#place-offers button").count():
        page.locator("#place-offers button").first.click()
    expect(page.locator("#chosen .chip")).to_have_count(1)
    page.locator("#chosen .chip").click()
    expect(page.locator("#chosen .chip")).to_have_count(0)
    criterion = page.locator("#criteria input").last
    number = criterion.get_attribute("value")
    criterion.check()
    page.locator("#go").click()
    expect(page.locator(f"#critere-{number}")).to_be_checked()
    assert asked(page)["critere"] == [number]
    page.locator(f"#critere-{number}").uncheck()
    page.locator("#go").click()
    expect(page.locator("#chosen .chip")).to_have_count(0)
    page.locator(".record-card h3 a").first.click()
    expect(page.locator("h1")).to_be_visible()
    context.close()


def test_a_visitor_is_asked_to_sign_in_first(visitor: Page, live: str) -> None:
    visitor.goto(f"{live}/recherche?mots=ski")
    assert urlsplit(visitor.url).path == "/compte/login/"
    assert "mots" in visitor.url
