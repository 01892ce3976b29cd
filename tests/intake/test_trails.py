"""Trails: what is measured along them, and files of all makes, whole, torn and made to harm."""

import itertools
import json
import math
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sitra.intake import actions as intake, queries
from sitra.intake.events import Outcome
from sitra.intake.rules.draft import Draft, Note, Refusal, Unreadable
from sitra.intake.rules.sources import SOURCES, guess
from sitra.intake.rules.trails.telling import activity
from sitra.media.rules.tracks import measuring
from sitra.media.rules.tracks.measuring import Shape, Spot
from sitra.tourism.models import Revision, TouristObject
from tests.cast import Cast

GPX = '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">{}</gpx>'


def point(lon: float, lat: float, height: float | None = None) -> str:
    inner = "" if height is None else f"<ele>{height}</ele>"
    return f'<trkpt lat="{lat}" lon="{lon}">{inner}</trkpt>'


def track(*points: str, name: str = "Tour du lac", more: str = "") -> str:
    return f"<trk><name>{name}</name>{more}<trkseg>{''.join(points)}</trkseg></trk>"


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def drafts(path: Path) -> list[Draft]:
    source = guess(path)
    assert source
    return [row for row in SOURCES[source].read(path) if isinstance(row, Draft)]


def route(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = drafts(path)[0].document["informationsEquipement"]["itineraire"]
    return found


def straight(*heights: float) -> list[Spot]:
    """A line to the north, a point every 100 metres."""
    return [Spot(6.0, 45.0 + rank * 0.0009, height) for rank, height in enumerate(heights)]


def test_a_degree_of_latitude_is_111_kilometres_and_the_antimeridian_no_border() -> None:
    assert measuring.metres(Spot(0, 45), Spot(0, 46)) == pytest.approx(111_195, abs=5)
    assert measuring.metres(Spot(179.99, 0), Spot(-179.99, 0)) == pytest.approx(2_224, abs=2)
    east = measuring.spot(180.5, -16.0)
    assert east
    assert east.lon == pytest.approx(-179.5)
    assert measuring.spot(0, 91) is None


def test_noise_does_not_climb_and_a_slope_does() -> None:
    trembling = measuring.heights([straight(*(500 + (2 if rank % 2 else -2) for rank in range(200)))])
    assert trembling
    assert (trembling.climb, trembling.descent) == (0, 0)
    hill = measuring.heights([straight(*range(500, 800, 10), *range(800, 600, -10))])
    assert hill
    assert hill.climb == pytest.approx(300, abs=5)
    assert hill.descent == pytest.approx(190, abs=10)
    assert (hill.lowest, hill.highest) == (500, 800)


def test_heights_that_are_all_zero_are_not_known() -> None:
    assert measuring.heights([straight(0, 0, 0)]) is None
    assert measuring.heights([[Spot(6, 45), Spot(6, 46)]]) is None


@given(st.lists(st.floats(-400, 8000), min_size=2, max_size=60))
def test_what_is_climbed_and_descended_comes_to_the_difference(heights: list[float]) -> None:
    found = measuring.heights([straight(*heights)])
    if found:
        assert found.climb >= 0 <= found.descent
        assert abs((found.climb - found.descent) - (heights[-1] - heights[0])) <= 2 * measuring.STEP + 1
        assert found.climb <= sum(abs(b - a) for a, b in itertools.pairwise(heights)) + 1


def test_shapes_are_told_apart() -> None:
    out = straight(*[0] * 30)
    circle = [
        Spot(6 + 0.01 * math.cos(turn / 20 * math.tau), 45 + 0.007 * math.sin(turn / 20 * math.tau))
        for turn in range(21)
    ]
    assert measuring.shape([out]) is Shape.ONE_WAY
    assert measuring.shape([out, out[::-1]]) is Shape.THERE_AND_BACK
    assert measuring.shape([circle]) is Shape.LOOP


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Randonnée pédestre", 3333), ("VTT", 3284), ("hiking", 3333), ("mountain bike", 3284),
        ("Trail", 4201), ("Équestre", 3313), ("raquettes", 3302), ("pêche", None), ("Portail", None),
    ],
)  # fmt: skip
def test_practices_are_recognised(words: str, number: int | None) -> None:
    assert activity(words) == number


def test_a_gpx_says_all_it_knows(tmp_path: Path) -> None:
    points = [point(4.39 + rank * 0.001, 44.62, 300 + 10 * rank) for rank in range(11)]
    more = '<desc>Le long &amp; tranquille.</desc><link href="https://tour.example"/><type>VTT</type>'
    path = write(tmp_path / "lac.gpx", GPX.format(track(*points, more=more) + '<wpt lat="1" lon="2"/>'))
    one = drafts(path)[0]
    assert (one.external_id, one.kind) == ("tour-du-lac", "EQUIPEMENT")
    assert one.document["presentation"]["descriptifCourt"]["libelleFr"] == "Le long & tranquille."
    assert one.document["informations"]["moyensCommunication"][0]["coordonnees"] == {
        "fr": "https://tour.example"
    }
    assert one.document["localisation"]["geolocalisation"]["geoJson"]["coordinates"] == [4.39, 44.62]
    facility = one.document["informationsEquipement"]
    assert facility["activites"][0]["id"] == 3284
    assert 85 <= facility["itineraire"].pop("denivellationPositive") <= 100
    assert facility["itineraire"] == {
        "distance": 0.79,
        "denivellationNegative": 0,
        "altitudeMaximum": 400,
        "altitudeMinimum": 300,
        "itineraireType": "ALLER_ITINERANCE",
    }
    notes = [row.words for row in SOURCES["gpx"].read(path) if isinstance(row, Note)]
    assert any("trace elle-même" in words for words in notes)
    assert any("points remarquables laissés de côté : 1" in words for words in notes)


def test_two_trails_of_one_name_keep_apart(tmp_path: Path) -> None:
    line = track(point(4, 44), point(4.1, 44))
    path = write(tmp_path / "deux.gpx", GPX.format(line + line))
    assert [one.external_id for one in drafts(path)] == ["tour-du-lac", "tour-du-lac-2"]


def test_signs_in_another_encoding_are_read(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="UTF-8"?>' + GPX.format(
        track(point(4, 44), point(4.1, 44), name="Chemin d'été")
    )
    path = write(tmp_path / "ancien.gpx", text.encode("cp1252"))
    assert drafts(path)[0].document["nom"]["libelleFr"] == "Chemin d'été"
    assert any("UTF-8" in row.words for row in SOURCES["gpx"].read(path) if isinstance(row, Note))
    latin = text.replace("UTF-8", "ISO-8859-1").encode("latin-1")
    assert drafts(write(tmp_path / "latin.gpx", latin))[0].document["nom"]["libelleFr"] == "Chemin d'été"


BOMB = (
    '<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<gpx><trk><name>&b;</name><trkseg><trkpt/></trkseg></trk></gpx>"
)
OUTSIDE = '<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><trkpt/><name>&x;</name></gpx>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "entités"),
        (OUTSIDE, "entités"),
        (GPX.format("<trk><trkseg><trkpt lat='1'"), "ne se lit plus"),
        ("<gpx>" + "<a>" * 5000 + "<trkpt/>", "ne se lit plus"),
        (GPX.format("<metadata/>"), "aucun itinéraire"),
    ],
)  # fmt: skip
def test_xml_made_to_harm_or_torn_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path / "piege.gpx", text)
    with pytest.raises(Unreadable, match=said):
        list(SOURCES["gpx"].read(path))


def test_a_file_with_too_many_points_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sitra.intake.rules.trails import telling

    monkeypatch.setattr(telling, "MOST_POINTS", 3)
    path = write(tmp_path / "long.gpx", GPX.format(track(*(point(4, 44 + n / 100) for n in range(4)))))
    with pytest.raises(Unreadable, match="plus de 3 points"):
        list(SOURCES["gpx"].read(path))


def test_a_kmz_holds_a_kml(tmp_path: Path) -> None:
    kml = (
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Voie</name><LineString>'
        "<coordinates>6.1,45.1,500 6.2,45.1,900 n,o 6.3,45.1,700</coordinates></LineString></Placemark>"
        "<Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></Document></kml>"
    )
    path = tmp_path / "voie.kmz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", kml)
    assert route(path)["altitudeMaximum"] == 900
    assert guess(write(tmp_path / "voie.kml", kml)) == "kml"
    gx = kml.replace(
        kml[kml.index("<LineString>") : kml.index("</LineString>") + 13],
        "<gx:Track xmlns:gx='g'><gx:coord>6.1 45.1 500</gx:coord>"
        "<gx:coord>6.2 45.1 600</gx:coord></gx:Track>",
    )
    assert route(write(tmp_path / "gx.kml", gx))["distance"] == pytest.approx(7.85, abs=0.05)


def test_geojson_follows_the_national_schema(tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "properties": {
            "id_local": "T-12", "nom_itineraire": "Tour des crêtes", "pratique": "pédestre",
            "duree": 2.5, "balisage": "Traits jaunes", "url": "https://cretes.example",
        },
        "geometry": {"type": "LineString", "coordinates": [[6.0, 45.0, 900], [6.1, 45.0, 1200]]},
    }  # fmt: skip
    whole = {"type": "FeatureCollection", "features": [feature]}
    path = write(tmp_path / "cretes.geojson", json.dumps(whole))
    assert guess(path) == "geojson"
    assert drafts(path)[0].external_id == "T-12"
    assert route(path)["dureeJournaliere"] == 150
    assert route(path)["precisionsBalisage"] == {"libelleFr": "Traits jaunes"}
    projected = {**whole, "crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}}
    with pytest.raises(Unreadable, match="projection"):
        list(SOURCES["geojson"].read(write(tmp_path / "lambert.geojson", json.dumps(projected))))


def test_real_files_are_read(shared: Path) -> None:
    folder = shared / "data/geotrek-admin-fixtures/trekking/tests/data"
    loop = route(folder / "apidae_trek_parser/trace.kml")
    assert loop["itineraireType"] == "BOUCLE"
    assert loop["distance"] == pytest.approx(4.3, abs=0.1)
    torn = list(SOURCES["geojson"].read(folder / "schema_randonnee_parser/incorrect_geoms.geojson"))
    assert [type(row) for row in torn] == [Draft, Refusal, Refusal, Note]
    assert guess(shared / "data/opendatahub-southtyrol/Sample2.gpx.gz") is None


def test_a_trail_becomes_a_record_of_the_commune_where_it_starts(cast: Cast, tmp_path: Path) -> None:
    from sitra.places import actions as places

    ring = [[4.3, 44.5], [4.5, 44.5], [4.5, 44.7], [4.3, 44.7], [4.3, 44.5]]
    outline = {"type": "Polygon", "coordinates": [ring]}
    places.draw({"departements": {}, "communes": {"07019": (4.4, 44.6, outline)}})
    path = write(tmp_path / "lac.gpx", GPX.format(track(point(4.39, 44.62), point(4.41, 44.62))))
    report = queries.report(intake.apply(path, "gpx"))
    assert report.counts[Outcome.NEW] == 1
    row = TouristObject.objects.get()
    assert (row.kind, row.owner, row.lon) == ("EQUIPEMENT", cast.members["aubenas"], 4.39)
    assert not queries.report(intake.apply(path, "gpx")).moves
    assert Revision.objects.count() == 1
