"""Records as GeoJSON and as JSON-LD of schema.org."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from sitra.catalog.rules.kinds import Kind
from sitra.formats.rules.v1 import paths, schema_org, schema_org_values
from tests.api import world
from tests.api.world import World, get

pytestmark = pytest.mark.django_db
GEO, LD = "application/geo+json", "application/ld+json"


@pytest.fixture(scope="module")
def here(published: Callable[[Any], World]) -> World:
    return published(world.write)


def test_features_stand_where_records_do(here: World) -> None:
    answer = get("records", {"kind": "HOTELLERIE", "fields": "nom", "limit": 3}, accept=GEO)
    found = answer.json()
    assert (answer["Content-Type"], found["type"], found["numberMatched"]) == (GEO, "FeatureCollection", 26)
    assert found["numberReturned"] == len(found["features"]) == 3
    first = found["features"][0]
    assert first["geometry"] == {"type": "Point", "coordinates": [4.39, 44.62]}
    assert first["properties"] == {
        "type": "HOTELLERIE",
        "id": here.hotel,
        "nom": {"libelleFr": "Hôtel du Lac"},
    }
    again = get("records", {"kind": "HOTELLERIE", "fields": "nom", "cursor": found["next"]}, accept=GEO)
    assert again.json()["features"][0]["id"] == here.hotels[3]
    one = get(f"records/{here.territory}", accept=GEO).json()
    assert (one["type"], one["geometry"]) == ("Feature", None)
    plain = get(f"records/{here.hotel}").json()
    assert get(f"records/{here.hotel}", accept=GEO).json()["properties"] == plain
    packed = get("records", {"limit": 3}, accept=GEO, accept_encoding="gzip")
    assert packed["Content-Encoding"] == "gzip"
    assert packed["ETag"] == get("records", {"limit": 3}, accept=GEO)["ETag"]
    assert packed["ETag"] != get("records", {"limit": 3})["ETag"]


def test_a_hotel_in_the_words_of_schema_org(here: World) -> None:
    said = get(f"records/{here.hotel}", accept=LD).json()
    assert said["@context"] == "https://schema.org"
    assert (said["@type"], said["name"]) == ("Hotel", "Hôtel du Lac")
    assert said["@id"].endswith(f"/api/v1/records/{here.hotel}")
    assert said["telephone"] == "01 23 45 67 89"
    assert said["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "3 place du Château",
        "postalCode": "07200",
        "addressLocality": "Aubenas",
        "addressCountry": "France",
    }
    assert said["geo"] == {"@type": "GeoCoordinates", "latitude": 44.62, "longitude": 4.39}
    assert said["starRating"] == {"@type": "Rating", "ratingValue": 3, "bestRating": 5}
    (hours,) = said["openingHoursSpecification"]
    assert (hours["opens"], hours["closes"]) == ("08:00", "12:00")
    assert "location" not in said
    spoken = get(f"records/{here.hotel}", {"languages": "fr,en"}, accept=LD).json()
    assert {one["@language"] for one in spoken["description"]} == {"fr", "en"}


def test_an_event_says_when_where_and_for_how_much(here: World) -> None:
    said = get(f"records/{here.fair}", accept=LD).json()
    assert said["@type"] == "Event"
    assert said["startDate"] < said["endDate"]
    assert (said["location"]["@type"], said["location"]["name"]) == ("Place", "Champ de foire")
    assert said["offers"][0]["price"] == 4
    assert not said.keys() & {"geo", "address", "telephone", "priceRange"}, "an event has none of these"


def test_a_list_is_a_graph_of_what_was_asked(here: World) -> None:
    answer = get("records", {"limit": 2, "fields": "nom"}, accept=LD)
    graph = answer.json()
    assert list(graph) == ["@context", "@graph"]
    assert [set(one) for one in graph["@graph"]] == [{"@type", "@id", "name"}] * 2
    assert 'rel="next"' in answer["Link"]
    assert here.hotel


def test_the_form_is_chosen_by_weight(here: World) -> None:
    del here
    for accepted, form in (
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        (f"application/json;q=0.2,{LD}", LD),
        (f"{GEO};q=0,application/*", "application/json"),
    ):
        assert get("records", {"limit": 1}, accept=accepted)["Content-Type"] == form, accepted
    for path in ("records", "communes", "vocabulary"):
        refused = get(path, accept="text/csv")
        assert (refused.status_code, refused.json()["type"]) == (406, "urn:sitra:problem:not-acceptable")
        assert "application/json" in refused.json()["detail"]
    assert get("communes", accept=GEO).status_code == 406


def test_the_table_of_schema_org_follows_the_catalogue() -> None:
    assert set(schema_org.TYPES) == set(Kind)
    assert paths.unknown(schema_org.paths()) is None
    known = set(schema_org.TYPES.values())
    for line in schema_org.LINES:
        assert line.types is None or line.types <= known | schema_org.PLACE, line.name
    named = [line.name for line in schema_org.LINES]
    assert len(named) == len(set(named))


@pytest.mark.parametrize(
    ("kind", "days", "told"),
    [
        ("OUVERTURE_TOUS_LES_JOURS", [], None),
        ("OUVERTURE_SEMAINE", ["LUNDI", "MARDI"], ["Monday", "Tuesday"]),
        ("OUVERTURE_SEMAINE", ["TOUS"], [*schema_org_values._WEEK]),
        ("OUVERTURE_SAUF", ["LUNDI"], [*schema_org_values._WEEK[1:]]),
        ("OUVERTURE_MOIS", ["LUNDI"], "nothing"),
        ("OUVERTURE_SEMAINE", ["JAMAIS"], "nothing"),
    ],
)
def test_days_are_told_where_weekdays_say_them(kind: str, days: list[str], told: Any) -> None:
    listed = [{"jour": day} for day in days]
    period = {"type": kind, "dateDebut": "2026-01-01", "ouverturesJournalieres": listed}
    record = {"ouverture": {"periodesOuvertures": [period]}}
    found = schema_org_values.hours(record, schema_org_values.Speech(several=False))
    assert [one.get("dayOfWeek") for one in found] == ([] if told == "nothing" else [told])


def test_bad_documents_are_told_as_far_as_they_can_be() -> None:
    wild: dict[str, Any] = {
        "type": "HOTELLERIE", "id": 1, "nom": {}, "illustrations": [{}, {"traductionFichiers": None}],
        "ouverture": {"periodesOuvertures": [{"type": "OUVERTURE_MOIS"}, {"horaires": [{}]}, None]},
        "descriptionTarif": {"periodes": [{"tarifs": [{"minimum": None}]}]},
        "informations": {"moyensCommunication": [{}, {"type": {"id": 201}, "coordonnees": {}}]},
        "localisation": {"adresse": None},
    }  # fmt: skip
    said = json.loads(schema_org.whole(wild, "http://ici/", several=False))
    assert said == {"@context": "https://schema.org", "@type": "Hotel", "@id": "http://ici/1"}


def test_near_paths_are_named() -> None:
    for written, meant in (
        ("descriptifCourt", "presentation.descriptifCourt"),
        ("presentation.descriptifcourt", "presentation.descriptifCourt"),
        ("localisation.adresses", "localisation.adresse"),
        ("qqqqqq", None),
    ):
        assert paths.unknown([written]) == written
        assert paths.nearest(written) == meant
    known = [
        "nom.libelleFr",
        "@all",
        "aspects.presentation",
        "localisation.adresse.commune.pays.libelleFr",
        "id",
    ]
    assert paths.unknown(known) is None
