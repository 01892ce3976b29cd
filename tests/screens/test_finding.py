"""Finding, keeping and taking away, as pages answer: no browser needed."""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from openpyxl import load_workbook

from sitra.catalog.rules.kinds import Kind
from sitra.doors.workplace import spreadsheet, table, table_views
from sitra.doors.workplace.columns import COLUMNS
from sitra.doors.workplace.forms import Criteria
from sitra.ledger.models import Entry
from sitra.places.models import Commune
from sitra.search import queries
from sitra.search.models import Kept, Layout
from sitra.tourism.events import State
from tests.cast import AUBENAS, Cast, hotel
from tests.search.campings import camping

pytestmark = pytest.mark.django_db(transaction=True)

POOL = 1093


@pytest.fixture
def world(transactional_cast: Cast, read_model: Callable[[], None], client: Client) -> dict[str, int]:
    """A camping with a pool, a hotel whose name a spreadsheet would reckon with, another office’s draft."""
    cast = transactional_cast
    Commune.objects.filter(pk=AUBENAS).update(lon=4.39, lat=44.62)
    document = camping("Les Galets", 4.39, 44.62, POOL, ("04-01", "10-15"))
    made = {
        "camping": cast.record(document, kind=Kind.HOTELLERIE_PLEIN_AIR).pk,
        "formula": cast.record(hotel("=1+1")).pk,
        "secret": cast.record(hotel("Projet secret"), owner="albertville", state=State.DRAFT).pk,
    }
    read_model()
    client.force_login(cast.clerk)
    return made


def words(client: Client, address: str, **more: Any) -> str:
    answer = client.get(address, more)
    assert answer.status_code == 200
    return answer.content.decode()


def taken(answer: Any) -> bytes:
    """Read a file to its end, and let it go."""
    try:
        return b"".join(answer.streaming_content)
    finally:
        answer.close()


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("commune=07019&rayon=20", "commune=07019&rayon=20"),
        ("rayon=20", ""),
        ("commune=07019&rayon=9999", "commune=07019&rayon=100"),
        ("critere=5&ajout=7&sans-critere=5", "critere=7"),
        ("etat=masquees&etat=publiees&etat=x", "etat=publiees&etat=masquees"),
        ("proprietaire=4&proprietaire=x&proprietaire=4", "proprietaire=4"),
        ("du=2027-05-01", "du=2027-05-01"),
        ("au=2027-05-01", "du=2027-05-01"),
        ("du=2027-05-03&au=2027-05-01", "du=2027-05-01&au=2027-05-03"),
        ("du=2027-05-01&au=2027-05-01", "du=2027-05-01"),
        ("du=0002-05-01&au=demain", ""),
        ("du=2027-05-01&sans-dates=1", ""),
        ("inchangees=2026-01-01&verifier=oui", "inchangees=2026-01-01&verifier=oui"),
        ("verifier=non", ""),
        ("zone=4,44,5,45", "zone=4.0000%2C44.0000%2C5.0000%2C45.0000"),
        ("zone=4,44,5,45&sans-zone=1", ""),
        ("zone=4,46,5,45", ""),
        ("zone=nan,44,5,45&liste=x", ""),
        ("zone=4,44,5", ""),
        ("liste=3&tri=nom", "liste=3&tri=nom"),
        ("tri=pertinence&trier=recentes", "tri=recentes"),
    ],
)
def test_an_address_is_read_leniently_and_said_shortly(address: str, kept: str) -> None:
    criteria = Criteria.read(QueryDict(address))
    assert criteria.address == kept
    assert Criteria.read(QueryDict(kept)) == criteria or address == "rayon=20"


def test_campings_with_a_pool_are_found_step_by_step(world: dict[str, int], client: Client) -> None:
    asked = {"type": "HOTELLERIE_PLEIN_AIR", "commune": "07019", "rayon": "20", "du": "2027-05-01"}
    offers = words(client, "/recherche/criteres", quoi="pisc", **asked)
    assert f'name="ajout" value="{POOL}"' in offers
    page = words(client, "/recherche", ajout=str(POOL), quoi="pisc", **asked)
    assert f'href="/objets/{world["camping"]}"' in page
    assert f'name="sans-critere" value="{POOL}"' in page
    assert 'id="open-from" name="du" value="2027-05-01"' in page
    assert "1 fiche" in page
    winter = {**asked, "du": "2027-01-10"}
    assert "Aucune fiche" in words(client, "/recherche", critere=str(POOL), **winter)
    assert "Aucun critère ne porte ces mots" in words(client, "/recherche", quoi="zzzzzz")


def test_a_search_is_kept_found_again_and_taken_back(
    world: dict[str, int], transactional_cast: Cast, client: Client
) -> None:
    member = transactional_cast.members["aubenas"].pk
    page = words(client, "/recherche/garder?type=HOTELLERIE&page=4")
    assert "1 fiche aujourd’hui" in page
    assert client.post("/recherche/garder?type=HOTELLERIE", {"nom": " "}).status_code == 422
    refused = client.post("/recherche/garder", {"nom": "x", "membre": str(member + 1)})
    assert refused.status_code == 422
    done = client.post("/recherche/garder?type=HOTELLERIE&page=4", {"nom": "Hôtels", "membre": str(member)})
    assert (done.status_code, done["Location"]) == (302, "/recherche?type=HOTELLERIE")
    number = Kept.objects.get().pk
    for address in ("/recherche/gardees", "/recherche/gardees/menu"):
        assert 'href="/recherche?type=HOTELLERIE">Hôtels</a>' in words(client, address)
    client.post(f"/recherche/gardees/{number}", {"nom": "Nos hôtels", "membre": ""})
    row = Kept.objects.get()
    assert (row.name, row.member_id) == ("Nos hôtels", None)
    dropped = client.post(f"/recherche/gardees/{number}/retirer", follow=True)
    assert "« Nos hôtels » est retirée." in dropped.content.decode()
    assert client.get(f"/recherche/gardees/{number}").status_code == 404
    back = client.post(f"/recherche/gardees/{number}/reprendre", follow=True)
    assert "Elle est de nouveau là." in back.content.decode()
    client.force_login(transactional_cast.people["neighbour"])
    for address in ("", "/retirer", "/reprendre"):
        answer = client.post(f"/recherche/gardees/{number}{address}", {"nom": "x"})
        assert answer.status_code == 404
    assert "Nos hôtels" not in words(client, "/recherche/gardees")
    assert world


def test_a_list_is_picked_from_results_and_from_a_record(world: dict[str, int], client: Client) -> None:
    sent = {"fiche": [world["formula"], world["camping"], world["secret"], "x"], "nom": "Coups de cœur"}
    done = client.post("/recherche/listes/ajouter", sent, follow=True)
    assert "2 fiches ajoutées à la liste." in done.content.decode()
    row = Kept.objects.get()
    assert row.records == [world["formula"], world["camping"]]
    page = words(client, f"/recherche?liste={row.pk}")
    assert page.index("=1+1") < page.index("Les Galets")
    assert "Coups de cœur" in page
    assert "2 fiches" in page
    client.post(f"/recherche/listes/{row.pk}/fiches", {"placer": f"{world['camping']}:0"})
    out = client.post(f"/recherche/listes/{row.pk}/fiches", {"retirer": str(world["formula"])}, follow=True)
    assert f'name="placer" value="{world["formula"]}:1"' in out.content.decode()
    row.refresh_from_db()
    assert row.records == [world["camping"]]
    for wrong in ("x", "1:", ":", f"{world['secret']}:0", "9" * 30):
        assert client.post(f"/recherche/listes/{row.pk}/fiches", {"placer": wrong}).status_code == 302
    address = f"/objets/{world['formula']}/listes"
    assert f'name="liste" value="{row.pk}"' in words(client, address)
    client.post(address, {"vue": [row.pk], "liste": [row.pk], "nom": "Autre"})
    row.refresh_from_db()
    assert row.records == [world["camping"], world["formula"]]
    assert Kept.objects.get(name="Autre").records == [world["formula"]]
    client.post(address, {"vue": [row.pk]})
    row.refresh_from_db()
    assert row.records == [world["camping"]]
    assert client.post("/recherche/listes/ajouter", {"nom": "x"})["Location"] == "/recherche/ensemble"
    assert client.get(f"/objets/{world['secret']}/listes").status_code == 403


def test_somebody_else_s_list_shows_nothing(
    world: dict[str, int], transactional_cast: Cast, client: Client
) -> None:
    client.post("/recherche/listes/ajouter", {"fiche": [world["camping"]], "nom": "À moi"})
    number = Kept.objects.get().pk
    client.force_login(transactional_cast.people["neighbour"])
    page = words(client, f"/recherche?liste={number}")
    assert "Aucune fiche" in page
    assert "liste qui n’est pas à vous" in page
    assert "À moi" not in page
    assert client.post(f"/recherche/listes/{number}/fiches", {"retirer": "1"}).status_code == 404


def test_results_show_as_a_table_of_chosen_columns(
    world: dict[str, int], transactional_cast: Cast, client: Client
) -> None:
    page = words(client, "/recherche?vue=tableau&colonnes=telephone&colonnes=numero&colonnes=x&tri=nom")
    assert 'aria-sort="ascending"' in page
    assert "<td>01 23 45 67 89</td>" in page
    assert f"<td>{world['camping']}</td>" in page
    assert "<article" not in page
    assert "<article" in words(client, "/recherche")
    done = client.post("/recherche/tableau?mots=galets", {
        "vue": "tableau", "colonnes": ["telephone", "commune"], "rang:telephone": "2", "rang:commune": "1",
    })  # fmt: skip
    assert done["Location"] == "/recherche?mots=galets"
    assert Layout.objects.get(person=transactional_cast.clerk).columns == ["nom", "commune", "telephone"]
    for again in (client, Client()):
        again.force_login(transactional_cast.clerk)
        page = words(again, "/recherche")
        assert page.index('<th scope="col">Commune') < page.index('<th scope="col">Téléphone')
    assert "<article" in words(client, "/recherche?vue=cartes")
    assert client.post("/recherche/tableau", {"colonnes": ["x"]}).status_code == 422


def test_drafts_say_so(world: dict[str, int], transactional_cast: Cast, client: Client) -> None:
    client.force_login(transactional_cast.people["counsellor"])
    page = words(client, "/recherche?etat=brouillons")
    assert f'href="/objets/{world["secret"]}"' in page
    assert "Brouillon</span>" in page
    assert "Brouillon</td>" in words(client, "/recherche?etat=brouillons&vue=tableau")


EVERY = list(COLUMNS)


def test_what_is_seen_is_taken_away_as_csv(world: dict[str, int], client: Client) -> None:
    answer = client.post("/recherche/tableau?tri=nom", {"faire": "csv", "colonnes": EVERY})
    content = taken(answer).decode()
    assert content.startswith("\ufeffNom;Type;Commune;")
    lines = list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff")), delimiter=";"))
    assert [line["Nom"] for line in lines] == ["'=1+1", "Les Galets"]
    assert [line["Longitude"] for line in lines] == ["4,39", "4,39"]
    assert lines[1]["Numéro"] == str(world["camping"])
    assert "secret" not in content
    told = Entry.objects.filter(name="search.downloaded").get()
    assert told.details == {"records": 2, "format": "csv"}


def test_what_is_seen_is_taken_away_as_a_workbook(
    world: dict[str, int], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = client.post("/recherche/tableau?tri=nom", {"faire": "xlsx", "colonnes": EVERY})
    assert answer["Content-Disposition"].endswith('.xlsx"')
    sheet = load_workbook(io.BytesIO(taken(answer))).active
    assert sheet is not None
    assert [cell.value for cell in sheet["A"]] == ["Nom", "=1+1", "Les Galets"]
    assert sheet["A2"].data_type == "s"
    assert sheet.max_column == len(EVERY)
    monkeypatch.setattr(table_views, "MOST_TAKEN", 1)
    answer = client.post("/recherche/tableau", {"faire": "csv", "colonnes": ["type"]})
    assert taken(answer).count(b"\r\n") == 2
    assert "Un fichier en emporte 1 au plus" in words(client, "/recherche/tableau")
    assert world


@pytest.mark.parametrize("risky", ["=1", "+33 4 75", "-2", "@x", "\t=1", "\r=1", "\n=1"])
def test_no_text_is_a_formula(risky: str) -> None:
    assert spreadsheet.harmless(risky) == f"'{risky}"
    assert spreadsheet.harmless(f"a{risky}") == f"a{risky}"
    with spreadsheet.xlsx_file("Fiches", ["\x00Nom"], [[f"{risky}\x07"]]) as file:
        book = load_workbook(io.BytesIO(file.read()))
    assert book.active is not None
    assert book.active["A2"].data_type == "s"


def test_the_files_of_a_table_are_written_a_few_records_at_a_time(
    world: dict[str, int], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def noting(numbers: Sequence[int]) -> list[bytes]:
        asked.append(len(numbers))
        return wholes(numbers)

    wholes = queries.wholes
    monkeypatch.setattr(table, "BATCH", 1)
    monkeypatch.setattr(queries, "wholes", noting)
    answer = client.post("/recherche/tableau", {"faire": "csv", "colonnes": ["ouverture", "verifier"]})
    assert asked == []
    assert len(list(answer.streaming_content)) == 3  # type: ignore[attr-defined]
    assert asked == [1, 1]
    assert world
