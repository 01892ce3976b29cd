"""Lists too long for one page of the editor: seen by pages, and nothing of the other pages is lost."""

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import Section
from sitra.review.models import Draft
from sitra.review.rules.editing import Rows, View, form_of, read
from sitra.review.rules.editing.windows import PAGE, outside, window, windows
from sitra.tourism.events import State
from sitra.tourism.models import Revision, TouristObject
from tests.cast import Cast, hotel
from tests.review.test_editing_rules import RESOLVER, sent

MANY = 2 * PAGE + 5
LIST = "illustrations"


def pictured(count: int = MANY) -> dict[str, Any]:
    """A hotel with many pictures."""
    pictures = [
        {
            "type": "IMAGE",
            "nom": {"libelleFr": f"Photo {rank}"},
            "traductionFichiers": [{"locale": "fr", "url": f"https://photos.example/{rank}.jpg"}],
        }
        for rank in range(count)
    ]
    return hotel() | {LIST: pictures}


def page_of(document: dict[str, Any], row: int) -> dict[str, list[str]]:
    """Send back the page of the pictures on which one of them stands."""
    view = View(everything=True, first={LIST: row})
    form = form_of(document, Kind.HOTELLERIE, Section.MEDIA, view, lambda _name: ())
    given = sent(form.parts)
    parts = [one.window.said for one in form.parts if isinstance(one, Rows) and one.window]
    return given | {"tranche": parts}


def named(document: dict[str, Any]) -> list[str]:
    return [one["nom"]["libelleFr"] for one in document[LIST]]


@pytest.mark.parametrize("row", [0, PAGE - 1, PAGE, MANY - 1, 10**6])
def test_a_page_sent_back_untouched_changes_nothing(row: int) -> None:
    document = pictured()
    given = page_of(document, row)
    assert sum(name.endswith(".~") for name in given) == (PAGE if row < 2 * PAGE else 5)
    assert read(document, Kind.HOTELLERIE, given, RESOLVER).document == document


def test_a_short_list_is_whole() -> None:
    assert "tranche" not in {name for name, value in page_of(pictured(PAGE), 0).items() if value}


def test_a_row_taken_away_leaves_the_other_pages_and_comes_back() -> None:
    document = pictured()
    whole = page_of(document, PAGE)
    without = {name: one for name, one in whole.items() if not name.startswith(f"{LIST}.22.")}
    less = read(document, Kind.HOTELLERIE, without, RESOLVER).document
    assert named(less) == [name for name in named(document) if name != "Photo 22"]
    assert read(less, Kind.HOTELLERIE, without, RESOLVER).document == less
    assert read(less, Kind.HOTELLERIE, whole, RESOLVER).document == document


def test_a_page_whose_surroundings_changed_is_not_written() -> None:
    document = pictured()
    given = page_of(document, PAGE) | {f"{LIST}.22.nom.libelleFr": ["La cour"]}
    other = deepcopy(document)
    del other[LIST][3]
    reading = read(other, Kind.HOTELLERIE, given, RESOLVER)
    assert reading.document == other
    assert "autre fenêtre" in reading.wrong[LIST]
    other = deepcopy(document)
    other[LIST][PAGE + 3]["nom"]["libelleFr"] = "La rue"
    written = read(other, Kind.HOTELLERIE, given, RESOLVER).document
    assert named(written)[22] == "La cour"


@pytest.mark.parametrize("said", ["", "x", ":::", "a:b:c:d", "illustrations:1:-1:x", "illustrations:9:9"])
def test_a_window_that_is_none_is_left(said: str) -> None:
    assert windows({"tranche": [said]}) == {}


def test_words_that_no_page_holds_keep_their_place() -> None:
    part = window("liste", list(range(50)), PAGE)
    assert part is not None
    assert (part.first, part.rest) == (20, 10)
    assert outside("liste.3.prix", part, 50, 49) == "liste.3.prix"
    assert outside("liste.22.prix", part, 50, 49) == ""
    assert outside("liste.45.prix", part, 50, 49) == "liste.44.prix"
    assert outside("autre.45.prix", part, 50, 49) == ""


@pytest.fixture
def long_record(cast: Cast, client: Client) -> TouristObject:
    """A record with many pictures, and its clerk signed in."""
    client.force_login(cast.clerk)
    return cast.record(pictured())


def shown_names(page: str) -> list[str]:
    return [f"Photo {rank}" for rank in range(MANY) if f'value="Photo {rank}"' in page]


def test_pages_are_turned_with_what_was_typed_kept(client: Client, long_record: TouristObject) -> None:
    address = f"/objets/{long_record.pk}/modifier?partie=media"
    first = client.get(address).content.decode()
    assert shown_names(first) == [f"Photo {rank}" for rank in range(PAGE)]
    assert "41 à 45" in first
    given = page_of(pictured(), 0) | {f"{LIST}.2.nom.libelleFr": "La cour", "rang": f"{LIST}.40"}
    turned = client.post(address, given)
    assert turned.headers["Location"].endswith(f"?partie=media&rang={LIST}.40#f-{LIST}")
    assert Draft.objects.get().document[LIST][2]["nom"]["libelleFr"] == "La cour"
    last = client.get(turned.headers["Location"]).content.decode()
    assert shown_names(last) == [f"Photo {rank}" for rank in range(40, MANY)]
    given = page_of(Draft.objects.get().document, 40) | {f"{LIST}.44.nom.libelleFr": "Le jardin"}
    client.post(f"{address}&rang={LIST}.40", given)
    document = Revision.objects.filter(object=long_record).latest("number").document
    assert named(document)[2::42] == ["La cour", "Le jardin"]
    assert len(document[LIST]) == MANY


def test_what_is_added_or_moved_is_seen(client: Client, long_record: TouristObject) -> None:
    address = f"/objets/{long_record.pk}"
    moved = client.post(
        f"{address}/fichiers?partie=media&rang={LIST}.19",
        page_of(pictured(), 0) | {"descendre": f"{LIST}.19"},
    )
    assert moved.headers["Location"].endswith(f"rang={LIST}.20")
    assert named(Draft.objects.get().document)[19:21] == ["Photo 20", "Photo 19"]
    added = client.post(
        f"{address}/modifier?partie=media", page_of(Draft.objects.get().document, 0) | {"ajouter": LIST}
    ).content.decode()
    assert f'name="tranche" value="{LIST}:40:0:' in added


@pytest.mark.parametrize(
    "row", ["x", "illustrations", "illustrations.-1", "illustrations.99999999999", "1.2"]
)
def test_an_odd_row_is_no_error(client: Client, long_record: TouristObject, row: str) -> None:
    address = f"/objets/{long_record.pk}/modifier"
    assert client.get(address, {"partie": "media", "rang": row}).status_code == 200
    assert client.post(f"{address}?partie=media", {"rang": row}).status_code in {200, 302}


def test_what_is_wrong_leads_to_its_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.clerk)
    document = pictured()
    document[LIST][33]["nom"]["libelleFr"] = "x" * 300
    record = cast.record(document, state=State.DRAFT)
    page = client.get(f"/objets/{record.pk}/modifier?partie=media").content.decode()
    assert f"rang={LIST}.33#f-{LIST}.33.nom" in page


def test_the_page_of_a_record_shows_its_first_pictures_and_all_when_asked(
    client: Client, long_record: TouristObject
) -> None:
    address = f"/objets/{long_record.pk}"
    first = client.get(address).content.decode()
    assert "photos.example/23.jpg" in first
    assert "photos.example/24.jpg" not in first
    assert f"Voir les {MANY} photos" in first
    every = client.get(address, {"photos": "toutes"}).content.decode()
    assert f"photos.example/{MANY - 1}.jpg" in every
    assert "Voir les" not in every
