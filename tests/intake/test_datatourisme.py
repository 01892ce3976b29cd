"""DATAtourisme of both generations: what of an object becomes which kind and which terms."""

import json
import zipfile
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import unknown_paths
from sitra.intake.rules.draft import Draft, Refusal, Unreadable
from sitra.intake.rules.sources import SOURCES, guess
from sitra.intake.rules.sources.datatourisme import offers, shapes
from sitra.vocabulary.actions import seed_lines
from tests.intake.test_sources import FILES, faults_of, leaves

CENTRE = "data/datatourisme-centre-2020/flux-centre-2020-dev.zip"

KINDS = {
    "ACTIVITE": 167,
    "COMMERCE_ET_SERVICE": 19,
    "DEGUSTATION": 166,
    "EQUIPEMENT": 193,
    "FETE_ET_MANIFESTATION": 374,
    "HEBERGEMENT_COLLECTIF": 35,
    "HEBERGEMENT_LOCATIF": 451,
    "HOTELLERIE": 158,
    "HOTELLERIE_PLEIN_AIR": 82,
    "PATRIMOINE_CULTUREL": 167,
    "PATRIMOINE_NATUREL": 16,
    "RESTAURATION": 183,
    "STRUCTURE": 21,
}
"""Kind -> drafts of the older generation."""

KEPT = {
    "nom.libelleEn": 500,
    "presentation.descriptifCourt": 1870,
    "informations.moyensCommunication": 2000,
    "reservation.organismes": 750,
    "localisation.geolocalisation.geoJson": 2032,
    "localisation.environnements": 300,
    "ouverture.periodesOuvertures": 800,
    "descriptionTarif.periodes": 950,
    "descriptionTarif.modesPaiement": 1350,
    "prestations.equipements": 880,
    "prestations.services": 850,
    "prestations.conforts": 85,
    "prestations.languesParlees": 1450,
    "prestations.animauxAcceptes": 1400,
    "prestations.tourismesAdaptes": 400,
    "illustrations": 1700,
    "multimedias": 6,
}
"""Field -> fewest records of the older generation that have it."""


@cache
def centre(path: Path) -> tuple[Draft, ...]:
    """Read the older generation once for all tests."""
    rows = list(SOURCES["datatourisme"].read(path))
    refused = [row for row in rows if isinstance(row, Refusal)]
    assert len(refused) < 0.03 * len(rows), refused[:5]
    return tuple(row for row in rows if isinstance(row, Draft))


def terms_of(draft: Draft) -> set[tuple[str, int]]:
    return {
        (value["elementReferenceType"], value["id"])
        for value in leaves(draft.document)
        if isinstance(value, Mapping) and "elementReferenceType" in value
    }


def has(document: Any, field: str) -> bool:
    for step in field.split("."):
        document = document.get(step, {})
    return bool(document)


def test_the_older_generation_is_read_whole(shared: Path) -> None:
    drafts = centre(shared / CENTRE)
    assert Counter(draft.kind for draft in drafts) == KINDS
    assert {term for draft in drafts for term in terms_of(draft)} <= {
        (line.type, line.id) for line in seed_lines()
    }
    assert not {path for draft in drafts for path in unknown_paths(draft.document, Kind(draft.kind))}


def test_the_older_generation_keeps_what_it_says(shared: Path) -> None:
    drafts = centre(shared / CENTRE)
    had = {field: sum(has(draft.document, field) for draft in drafts) for field in KEPT}
    assert not {field: had[field] for field, least in KEPT.items() if had[field] < least}
    assert sum("Classement" in kind for draft in drafts for kind, _ in terms_of(draft)) > 460
    shown = [one for draft in drafts for one in draft.document.get("illustrations", ())]
    assert sum("copyright" in one for one in shown) > 0.95 * len(shown)


def test_sections_of_the_older_generation_follow_the_contract(shared: Path) -> None:
    faults = faults_of(centre(shared / CENTRE), shared)
    assert not faults, faults[:10]


def test_an_unpacked_feed_says_what_its_zip_says(tmp_path: Path) -> None:
    zipped, folder = FILES / "datatourisme-ardeche-drome.zip", tmp_path / "flux"
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(folder)
    reader = SOURCES["datatourisme"]
    assert guess(folder) == "datatourisme"
    assert reader.expected(folder) == reader.expected(zipped) == 85
    assert list(reader.read(folder)) == list(reader.read(zipped))
    (folder / "index.json").write_text("[", encoding="utf-8")
    with pytest.raises(Unreadable, match=r"Le dossier « flux » a un index\.json abîmé"):
        list(reader.read(folder))


CHOSEN = {
    "Accommodation Hotel HotelTrade PlaceOfInterest": ("HOT37", "Hôtel", "HOTELLERIE"),
    "Hotel HotelRestaurant Restaurant FoodEstablishment": ("HOT37", "Hôtel", "HOTELLERIE"),
    "Restaurant HotelRestaurant Hotel": ("RES37", "Table", "RESTAURATION"),
    "SportsAndLeisurePlace PlaceOfInterest": ("ASC37", "Poterie", "ACTIVITE"),
    "PlaceOfInterest SportsAndLeisurePlace": ("LOI37", "Poterie", "EQUIPEMENT"),
    "CulturalSite PlaceOfInterest": ("1", "Le lieu", "PATRIMOINE_CULTUREL"),
    "PlaceOfInterest CulturalSite": ("1", "La Galerie du Lac", "EQUIPEMENT"),
    "CulturalSite Castle RemarkableBuilding": ("1", "La Galerie du Lac", "PATRIMOINE_CULTUREL"),
    "NaturalHeritage Museum CulturalSite": ("1", "Grotte", "PATRIMOINE_CULTUREL"),
    "CulturalSite NaturalHeritage CaveSinkholeOrAven": ("1", "Grotte", "PATRIMOINE_NATUREL"),
    "Product Practice AccompaniedPractice Rental EquipmentRental": ("1", "Canoë", "ACTIVITE"),
    "Rental EquipmentRental Product": ("1", "Canoë", "COMMERCE_ET_SERVICE"),
    "SportsAndLeisurePlace DownhillSkiResort": ("1", "Domaine", "DOMAINE_SKIABLE"),
    "NaturalHeritage NaturalPark": ("1", "Parc", "TERRITOIRE"),
    "PlaceOfInterest PointOfInterest Product": ("1", "Chose", None),
}
"""Classes, in any order -> number and name of the object, kind."""


@pytest.mark.parametrize("classes", CHOSEN)
def test_the_closest_class_chooses_the_kind(classes: str) -> None:
    number, name, kind = CHOSEN[classes]
    for order in (classes.split(), classes.split()[::-1]):
        chosen = shapes.shape(["schema:Thing", *order, "NewClassOfTheOntology"], number, name)
        assert (chosen.kind if chosen else None) == kind


def read(tmp_path: Path, *classes: str, spot: Any = None, **more: Any) -> Draft:
    """Read one object."""
    thing = {
        "@id": "https://data.datatourisme.fr/13/x",
        "@type": ["PointOfInterest", *classes],
        "rdfs:label": {"fr": ["Chose"]},
        "isLocatedAt": [{"schema:address": [{"schema:postalCode": "07200"}], **(spot or {})}],
        **more,
    }
    path = tmp_path / "flux.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("objects/0/00/x.json", json.dumps(thing))
    (draft,) = SOURCES["datatourisme"].read(path)
    assert isinstance(draft, Draft)
    return draft


def numbers(found: Any) -> list[int]:
    return [one["id"] for one in found]


def test_every_class_adds_its_theme_and_the_wider_ones_stand_back(tmp_path: Path) -> None:
    block = read(
        tmp_path, "CulturalSite", "ReligiousSite", "Church", "RemarkableBuilding", "Castle", "Museum"
    ).document["informationsPatrimoineCulturel"]
    assert block["patrimoineCulturelType"]["id"] == 3203
    assert numbers(block["themes"]) == [3535, 3495]


def test_what_nothing_else_says_follows_from_the_class(tmp_path: Path) -> None:
    plain = read(tmp_path, "EntertainmentAndEvent").document["informationsFeteEtManifestation"]
    assert numbers(plain["typesManifestation"]) == [1974]
    closer = read(tmp_path, "EntertainmentAndEvent", "CulturalEvent", "Concert").document
    assert numbers(closer["informationsFeteEtManifestation"]["typesManifestation"]) == [1958]


def test_features_and_figures_go_where_the_kind_has_them(tmp_path: Path) -> None:
    features = [
        {"schema:value": "19", "features": [{"@id": "kb:Bedroom"}]},
        {"features": [{"@id": "kb:Dishwasher"}, {"@id": "kb:Wifi"}, {"@id": "kb:NeverHeardOf"}]},
    ]
    hotel = read(tmp_path, "Hotel", hasFeature=features, allowedPersons=38).document
    assert hotel["informationsHotellerie"]["capacite"] == {
        "nombreChambresDeclareesHotelier": 19,
        "nombreTotalPersonnesReel": 38,
    }
    assert numbers(hotel["prestations"]["conforts"]) == [922]
    museum = read(tmp_path, "Museum", hasFeature=features, allowedPersons=38).document
    assert museum["prestations"] == {"services": [{"elementReferenceType": "PrestationService", "id": 1115}]}


def test_an_organisation_has_no_opening(tmp_path: Path) -> None:
    hours = {
        "schema:openingHoursSpecification": [{"schema:validFrom": "2020-01-02", "schema:opens": "08:00:00"}]
    }
    assert "ouverture" not in read(tmp_path, "LocalTouristOffice", spot=hours).document
    assert "ouverture" in read(tmp_path, "Museum", spot=hours).document


def day(name: str, opens: str, closes: str) -> dict[str, Any]:
    return {
        "schema:dayOfWeek": [{"@id": f"schema:{name}"}],
        "schema:opens": f"{opens}:00",
        "schema:closes": f"{closes}:00",
        "schema:validFrom": "2020-01-06T00:00:00",
        "schema:validThrough": "2020-12-31T00:00:00",
    }


def test_days_of_the_week_are_put_together(tmp_path: Path) -> None:
    specs = [
        day("Saturday", "16:30", "18:00"),
        day("Monday", "09:00", "12:00"),
        day("Saturday", "09:00", "12:00"),
    ]
    opening = read(tmp_path, "Museum", spot={"schema:openingHoursSpecification": specs}).document["ouverture"]
    assert [
        ([one["jour"] for one in period["ouverturesJournalieres"]], period["horaireOuverture"])
        for period in opening["periodesOuvertures"]
    ] == [(["SAMEDI"], "16:30:00"), (["LUNDI", "SAMEDI"], "09:00:00")]
    assert {period["type"] for period in opening["periodesOuvertures"]} == {"OUVERTURE_SEMAINE"}
    assert opening["periodeEnClair"] == {
        "libelleFr": "Du 06/01 au 31/12/2020, samedi 16h30-18h ; lundi, samedi 9h-12h.",
        "libelleEn": "From 06/01 to 31/12/2020, Saturday 16:30-18:00; Monday, Saturday 9:00-12:00.",
    }


def test_a_whole_week_is_every_day(tmp_path: Path) -> None:
    week = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
    specs = [day(one, "09:00", "12:00") for one in week]
    (period,) = read(tmp_path, "Museum", spot={"schema:openingHoursSpecification": specs}).document[
        "ouverture"
    ]["periodesOuvertures"]
    assert period["type"] == "OUVERTURE_TOUS_LES_JOURS"
    assert "ouverturesJournalieres" not in period


def test_dates_of_an_event_are_its_opening(tmp_path: Path) -> None:
    dates = [{"startDate": "2020-09-19", "endDate": "2020-09-19", "startTime": "14:00:00"}]
    opening = read(tmp_path, "EntertainmentAndEvent", takesPlaceAt=dates).document["ouverture"]
    assert opening["periodesOuvertures"][0]["dateDebut"] == "2020-09-19"
    assert opening["periodeEnClair"]["libelleFr"] == "Le 19/09/2020, dès 14h."


def price(amount: str, rate: str = "", words: str = "") -> dict[str, Any]:
    return {
        "schema:minPrice": [amount] if amount else [],
        "hasEligiblePolicy": {"@id": f"kb:{rate}"} if rate else [],
        "additionalInformation": {"fr": [words]} if words else {},
    }


def test_prices_have_their_rate_or_say_it(tmp_path: Path) -> None:
    specs = [price("8", "BaseRateFullRate"), price("4", "ChildRate"), price("1", "ExtraCharge", "Audioguide")]
    specs.append(price("", words="Visite libre"))
    prices = read(tmp_path, "Museum", offers=[{"schema:priceSpecification": specs}]).document[
        "descriptionTarif"
    ]
    (period,) = prices["periodes"]
    assert [one.get("type", {}).get("id") for one in period["tarifs"]] == [5239, 1718, None]
    assert period["tarifs"][2]["precisionTarif"]["libelleFr"] == "Supplément : Audioguide"
    assert prices["complement"] == {"libelleFr": "Visite libre"}
    free = read(tmp_path, "Museum", offers=[{"schema:priceSpecification": price("", "Free")}]).document
    assert free["descriptionTarif"]["indicationTarif"] == "GRATUIT"


@pytest.mark.parametrize(
    ("spot", "feature", "said"),
    [
        (True, None, "ACCEPTES"),
        (None, False, "NON_ACCEPTES"),
        (False, True, "NON_ACCEPTES"),
        (None, None, None),
    ],
)
def test_pets_are_as_the_place_says(
    tmp_path: Path, *, spot: bool | None, feature: bool | None, said: str | None
) -> None:
    document = read(
        tmp_path, "Museum", spot={"petsAllowed": spot}, hasFeature=[{"petsAllowed": feature}]
    ).document
    assert document.get("prestations", {}).get("animauxAcceptes") == said


def test_a_track_is_a_file_beside_the_pictures(tmp_path: Path) -> None:
    shown = [
        {
            "ebucore:hasAnnotation": [{"credits": ["Office"], "rightsEndDate": "2028-10-19"}],
            "ebucore:hasRelatedResource": [{"ebucore:locator": [f"https://example.org/{name}"]}],
        }
        for name in ("a.jpg", "b.gpx", "a.jpg")
    ]
    document = read(tmp_path, "Tour", "WalkingTour", hasRepresentation=shown).document
    (picture,) = document["illustrations"]
    (track,) = document["multimedias"]
    assert (picture["type"], picture["dateLimiteDePublication"]) == ("IMAGE", "2028-10-19")
    assert (track["type"], track["traductionFichiers"][0]["fileName"]) == ("DOCUMENT", "b.gpx")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("CC BY-SA 3.0 de", "CC BY-SA 3.0 DE"),
        ("cc-by-sa-4.0", "CC BY-SA 4.0"),
        ("Public domain", "Domaine public"),
    ],
)
def test_licences_are_said_alike(written: str, said: str) -> None:
    assert offers.licence(written)[0] == said
