"""The track of a trail typed over through its pages: attached, told, taken over when asked, put back."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from sitra.catalog.rules.kinds import Kind
from sitra.media.models import Media
from sitra.media.rules.tracks.measuring import Heights, Measures, Shape, Spot
from sitra.media.rules.tracks.traces import Trace
from sitra.review.models import Draft
from sitra.review.queries.trails import minutes_said, trail
from sitra.review.rules.editing import trails
from sitra.tourism.events import State
from sitra.tourism.models import Revision, Use
from tests.cast import AUBENAS, Cast
from tests.media.storing import Store
from tests.media.tracks import BOMB, circle, gpx

ROUTE = "informationsEquipement.itineraire"
TRACE = Trace(
    lines=[[(6.0, 45.0), (6.1, 45.1)]],
    profile=[(0, 1_000), (12_400, 1_400)],
    measures=Measures(12_400, Shape.LOOP, 245, Heights(500, 480, 990, 1_410)),
    start=Spot(6.0, 45.0, 1_000.4),
    points=2,
    tracks=1,
)


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Settings) -> Store:
    """A storage of this test's own."""
    return Store(tmp_path / "media", settings)


@pytest.fixture
def clerk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.clerk)
    return client


def facility(**more: Any) -> dict[str, Any]:
    return {
        "nom": {"libelleFr": "Balcon"},
        "localisation": {"adresse": {"commune": {"id": AUBENAS}}},
        "informationsEquipement": {"itineraire": more},
    }


def begun(cast: Cast, document: dict[str, Any] | None = None) -> int:
    """Begin a record of a trail; answers its number."""
    return cast.record(document or facility(), kind=Kind.EQUIPEMENT, state=State.DRAFT).pk


def sent(content: bytes = b"", name: str = "balcon.gpx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or gpx(circle()), "application/gpx+xml")


def post(client: Client, number: int, given: Mapping[str, Any]) -> str:
    return client.post(f"/objets/{number}/trace", given, follow=True).content.decode()


def drafted(number: int) -> dict[str, Any]:
    found: dict[str, Any] = Draft.objects.get(object_id=number).document
    return found


def test_what_the_file_says_otherwise_is_offered_and_nothing_else() -> None:
    said = facility(distance=12, denivellationPositive=504, denivellationNegative=-480, altitudeMaximum=1_300)
    found = {one.path: one for one in trails.offers(said, TRACE)}
    assert set(found) == {
        "informationsEquipement.rubrique", f"{ROUTE}.distance", f"{ROUTE}.altitudeMaximum",
        f"{ROUTE}.altitudeMinimum", f"{ROUTE}.itineraireType", "ouverture.dureeSeance",
        "localisation.geolocalisation",
    }  # fmt: skip
    assert (found[f"{ROUTE}.distance"].value, found[f"{ROUTE}.distance"].held) == (12.4, 12)
    assert not found[f"{ROUTE}.distance"].is_new
    filled = trails.taken(said, TRACE, None)
    assert filled["informationsEquipement"]["itineraire"] == {
        "distance": 12, "denivellationPositive": 504, "denivellationNegative": -480,
        "altitudeMaximum": 1_300, "altitudeMinimum": 990, "itineraireType": "BOUCLE",
    }  # fmt: skip
    assert filled["ouverture"] == {"dureeSeance": 245}
    assert filled["localisation"]["geolocalisation"]["altitude"] == 1_000
    other = trails.taken(filled, TRACE, [f"{ROUTE}.distance", f"{ROUTE}.altitudeMaximum"])
    assert not trails.offers(other, TRACE)
    assert said == facility(
        distance=12, denivellationPositive=504, denivellationNegative=-480, altitudeMaximum=1_300
    )


def test_a_time_written_where_it_was_before_is_not_doubled() -> None:
    offered = [one.path for one in trails.offers(facility(dureeJournaliere=240), TRACE)]
    assert "ouverture.dureeSeance" not in offered
    long = Trace(TRACE.lines, [], Measures(90_000, Shape.ONE_WAY, 1_350), TRACE.start, 2, 1)
    assert "ouverture.dureeSeance" not in [one.path for one in trails.offers(facility(), long)]


def test_lengths_of_time_are_said_as_one_says_them() -> None:
    assert [minutes_said(one) for one in (45, 60, 125)] == ["45 min", "1 h", "2 h 05"]


def test_a_track_is_attached_and_the_record_says_what_it_said(cast: Cast, clerk: Client) -> None:
    number = begun(cast, facility(distance=6))
    text = post(clerk, number, {"trace": sent(), f"{ROUTE}.distance": "12"})
    document = drafted(number)
    assert document["informationsEquipement"]["itineraire"] == {"distance": 12}, "what was typed is kept"
    medium = document["multimedias"][0]
    assert (medium["type"], medium["link"]) == ("PLAN", False)
    assert medium["traductionFichiers"][0]["extension"] == "gpx"
    assert "Distance : le fichier dit 6,3 km ; la fiche dit 12 km." in text
    assert "Profil d’altitude" in text
    assert "entre 1050 et 1350 m" in text
    post(clerk, number, {"suivre": f"{ROUTE}.distance"})
    assert drafted(number)["informationsEquipement"]["itineraire"] == {"distance": 6.3}
    assert "valeurs reprises de la trace" in post(clerk, number, {"suivre": ""})
    assert drafted(number)["informationsEquipement"]["itineraire"]["itineraireType"] == "BOUCLE"
    assert not trail(drafted(number)).other


def test_words_that_could_not_be_read_give_way_to_what_is_taken_over(cast: Cast, clerk: Client) -> None:
    number = begun(cast)
    post(clerk, number, {"trace": sent()})
    clerk.post(f"/objets/{number}/brouillon?partie=specific", {f"{ROUTE}.distance": "douze"})
    assert Draft.objects.get().typed == {f"{ROUTE}.distance": "douze"}
    post(clerk, number, {"suivre": ""})
    assert not Draft.objects.get().typed


def test_a_track_is_replaced_taken_away_and_put_back(cast: Cast, clerk: Client) -> None:
    number = begun(cast)
    post(clerk, number, {"trace": sent()})
    first = drafted(number)["multimedias"]
    document = drafted(number)
    document["multimedias"][0]["legende"] = {"libelleFr": "Sens des aiguilles"}
    Draft.objects.update(document=document)
    text = post(clerk, number, {"trace": sent(gpx(circle(90, high=False)), "plat.gpx")})
    assert "Remettre la trace d’avant" in text
    assert "ne dit pas les altitudes" in text
    now = drafted(number)["multimedias"]
    assert len(now) == 1
    assert now[0]["legende"] == {"libelleFr": "Sens des aiguilles"}
    assert now[0]["traductionFichiers"] != first[0]["traductionFichiers"]
    assert "Remettre la trace retirée" in post(clerk, number, {"detacher": "1"})
    assert "multimedias" not in drafted(number)
    assert "Joindre la trace" not in post(clerk, number, {"remettre": "1"})
    assert drafted(number)["multimedias"] == now
    assert "pas de trace à remettre" in post(clerk, number, {"remettre": "1"})


def test_a_saved_track_is_held_and_shown_on_the_page_of_the_record(cast: Cast, clerk: Client) -> None:
    number = begun(cast)
    post(clerk, number, {"trace": sent()})
    post(clerk, number, {"suivre": ""})
    clerk.post(f"/objets/{number}/modifier?partie=specific", {})
    document = Revision.objects.filter(object_id=number).latest("number").document
    assert document["ouverture"]["dureeSeance"] == 140
    assert Use.objects.get(object_id=number).media == Media.objects.get()
    page = clerk.get(f"/objets/{number}").content.decode()
    digest = Media.objects.get().digest
    assert f'data-tracks="/media/{digest}/trace.json"' in page
    assert f'href="/media/{digest}/fichier.gpx" download' in page
    assert "Télécharger la trace « balcon » (GPX)" in page


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (BOMB.encode(), "piege.gpx", "entités XML"),
        (gpx(circle())[:900], "torn.gpx", "ne se lit plus"),
        (b"<kml/>", "voie.kml", "n’est pas un fichier GPX"),
        (b"\x89PNG\r\n", "vue.png", "n’est pas un fichier GPX"),
        (gpx(), "vide.gpx", "aucune trace"),
    ],
)
def test_what_is_no_track_is_refused_and_what_was_typed_stays(
    cast: Cast, clerk: Client, store: Store, content: bytes, name: str, said: str
) -> None:
    number = begun(cast)
    text = post(clerk, number, {"trace": sent(content, name), f"{ROUTE}.distance": "8,5"})
    assert said in text
    assert name in text
    assert drafted(number)["informationsEquipement"]["itineraire"] == {"distance": 8.5}
    assert store.is_untouched()


def test_without_a_file_or_a_track_one_is_told(cast: Cast, clerk: Client) -> None:
    number = begun(cast)
    assert "Choisissez d’abord un fichier" in post(clerk, number, {})
    assert "n&#x27;a plus de trace" in post(clerk, number, {"suivre": ""})
    assert clerk.get(f"/objets/{number}/trace").status_code == 405


def test_who_may_not_consult_a_record_brings_nothing(cast: Cast, client: Client, store: Store) -> None:
    number = begun(cast)
    client.force_login(cast.people["stranger"])
    assert client.post(f"/objets/{number}/trace", {"trace": sent()}).status_code in {403, 404}
    assert store.is_untouched()


def test_a_track_sent_among_the_media_is_a_plan(cast: Cast, clerk: Client) -> None:
    number = begun(cast)
    given = {"envoyer": "multimedias", "fichiers.multimedias": [sent()]}
    clerk.post(f"/objets/{number}/fichiers?partie=media", given)
    assert drafted(number)["multimedias"][0]["type"] == "PLAN"


def test_a_track_kept_elsewhere_is_named_and_not_measured(cast: Cast, clerk: Client) -> None:
    file = {"url": "https://example.net/t.gpx", "extension": "gpx"}
    elsewhere = {"type": "PLAN", "traductionFichiers": [file]}
    number = begun(cast, {**facility(), "multimedias": [elsewhere]})
    assert "gardée ailleurs" in clerk.get(f"/objets/{number}/modifier?partie=specific").content.decode()
    assert "https://example.net/t.gpx" in clerk.get(f"/objets/{number}").content.decode()
