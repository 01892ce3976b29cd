"""Trails, contents and events of a Geotrek, fetched over HTTP and kept."""

import json
from pathlib import Path
from typing import Any

import pytest

from sitra.intake import actions as intake, queries
from sitra.intake.actions import fetching
from sitra.intake.actions.fetching import fetch
from sitra.intake.actions.remotes import Geotrek as Remote
from sitra.intake.events import Outcome
from sitra.intake.rules.draft import Draft, Refusal
from sitra.intake.rules.sources import SOURCES, geotrek, guess
from sitra.intake.rules.sources.geotrek import words
from sitra.kit.outbound import Client
from sitra.tourism.models import Identifier
from sitra.vocabulary.actions import seed_lines
from tests.cast import Cast
from tests.intake.geotrek import Geotrek, running, trek
from tests.intake.test_sources import leaves

FOLDERS = {
    "trekking": (
        "trek", "trek_practice", "trek_difficulty", "trek_route", "trek_network",
    ),
    "tourism": ("touristiccontent", "touristiccontent_category", "touristicevent", "touristicevent_type"),
}  # fmt: skip


def real(shared: Path) -> dict[str, list[dict[str, Any]]]:
    """Give the lists that a real Geotrek gave, its places moved to our small geography."""
    folder = shared / "data" / "geotrek-admin-fixtures"
    found: dict[str, list[dict[str, Any]]] = {}
    for part, names in FOLDERS.items():
        for name in names:
            file = folder / part / "tests" / "data" / "geotrek_parser_v2" / f"{name}.json"
            found[name] = json.loads(file.read_bytes())["results"]
    files = folder / "trekking" / "tests" / "data" / "geotrek_parser_v2"
    for name, more in (("theme", ("trek_theme", "trek_theme_page_2")), ("label", ("trek_label",))):
        found[name] = [
            row for one in more for row in json.loads((files / f"{one}.json").read_bytes())["results"]
        ]
    desks = folder / "tourism" / "tests" / "data" / "geotrek_parser_v2" / "informationdesk.json"
    found["informationdesk"] = json.loads(desks.read_bytes())["results"]
    for row in (*found["trek"], *found["touristiccontent"], *found["touristicevent"]):
        row["departure_city"], row["cities"] = "07019", ["07019", "07186"]
    return found


def spooled(held: Geotrek, folder: Path) -> Path:
    return fetch(
        Remote(held.server.address), folder, Client(fetching.BOUNDS, allowed=[held.server.host])
    ).path


@pytest.fixture
def archive(shared: Path, tmp_path: Path) -> Path:
    with running(**real(shared)) as held:
        return spooled(held, tmp_path / "spool")


@pytest.fixture
def drafts(archive: Path) -> dict[str, Draft]:
    return {row.external_id: row for row in geotrek.read(archive) if isinstance(row, Draft)}


def test_a_spool_is_recognised_and_read(archive: Path, drafts: dict[str, Draft]) -> None:
    assert guess(archive) == "geotrek"
    assert geotrek.expected(archive) >= len(drafts)
    assert {name.partition("-")[0] for name in drafts} == {"trek", "touristiccontent", "touristicevent"}
    assert sum(name.startswith("trek-") for name in drafts) == 5
    assert not [row for row in geotrek.read(archive) if isinstance(row, Refusal)]


def test_a_trail_says_all_that_geotrek_does(drafts: dict[str, Draft]) -> None:
    draft = drafts["trek-2"]
    document = draft.document
    assert (draft.kind, draft.commune.code, draft.changed_on) == ("EQUIPEMENT", "07019", "2022-05-16")
    assert document["nom"] == {
        "libelleFr": "Boucle du Pic des Trois Seigneurs",
        "libelleEn": "Loop of the pic of 3 lords",
    }
    assert document["presentation"]["descriptifCourt"] == {
        "libelleFr": "Un très joli point de vue, en retrait de la chaîne des Pyrénées."
    }
    assert document["presentation"]["descriptifsThematises"][0]["theme"]["id"] == 6527
    assert document["informationsEquipement"] == {
        "rubrique": {"elementReferenceType": "EquipementRubrique", "id": 2988},
        "activites": [
            {"elementReferenceType": "EquipementActivite", "id": 3165},
            {"elementReferenceType": "EquipementActivite", "id": 3313},
        ],
        "itineraire": {
            "denivellationPositive": 666,
            "denivellationNegative": 777,
            "distance": 7.61,
            "passagesDelicats": {
                "libelleFr": "Attention en cas d'orage. Fortement déconseillé par mauvais temps!"
            },
            "altitudeMaximum": 2042,
            "altitudeMinimum": 1358,
            "itineraireType": "BOUCLE",
            "itineraireBalise": "BALISE",
            "precisionsBalisage": {
                "libelleFr": "Balisage PR (jaune)",
                "libelleEn": "PR waymarks (yellow)",
            },
        },
    }


def test_a_trail_says_how_long_where_and_how_hard(drafts: dict[str, Draft]) -> None:
    document = drafts["trek-2"].document
    assert document["ouverture"] == {"nombreJours": 1}
    assert drafts["trek-2849"].document["ouverture"] == {"dureeSeance": 240}
    assert document["localisation"]["geolocalisation"]["geoJson"]["coordinates"] == [1.411681, 42.806416]
    assert document["localisation"]["geolocalisation"]["altitude"] == 1516
    assert document["localisation"]["geolocalisation"]["complement"]["libelleFr"].splitlines() == [
        "Départ : Port de Lers",
        "Arrivée : Sur la route",
        "Stationnement : Avant le Port de Lers",
        "Transports en commun : Test",
    ]
    welcome = document["prestations"]["complementAccueil"]["libelleFr"].splitlines()
    assert welcome[0] == "Difficulté : Très facile"
    assert welcome[-2:] == ["Équipement : Il faut de la corde", "Accessibilité : Accessibilité aménagement"]
    assert [one["id"] for one in document["prestations"]["typesClientele"]] == [587]
    contacts = document["informations"]["moyensCommunication"]
    assert contacts[0]["coordonnees"]["fr"] == "01 99 00 00 65"


def test_pictures_and_files_are_links_with_their_credit(drafts: dict[str, Draft]) -> None:
    document = drafts["trek-2"].document
    (picture,) = document["illustrations"]
    assert picture["copyright"]["libelleFr"].endswith(" – License")
    assert picture["link"] is True
    kinds = [(one["type"], one["traductionFichiers"][0].get("extension")) for one in document["multimedias"]]
    assert kinds == [
        ("VIDEO", None),
        ("DOCUMENT", "mp3"),
        ("PLAN", "gpx"),
        ("PLAN", "kml"),
        ("DOCUMENT", "pdf"),
    ]
    assert [one["locale"] for one in document["multimedias"][-1]["traductionFichiers"]] == ["fr", "en"]


def test_languages_that_are_not_published_stay_at_home() -> None:
    row = trek(1, published={"fr": False, "en": True}, name={"fr": "Brouillon", "en": "Trail"})
    draft = geotrek.treks.draft(row, words.Words(), "trek-1")
    assert draft.document["nom"] == {"libelleFr": "Trail", "libelleEn": "Trail"}
    assert "descriptifCourt" not in draft.document.get("presentation", {})


def test_contents_and_events_find_their_kind(drafts: dict[str, Draft]) -> None:
    donkey = drafts["touristiccontent-10"]
    assert donkey.kind == "ACTIVITE"
    assert donkey.document["informationsActivite"]["activitesSportives"][0]["id"] == 2025
    assert donkey.document["informations"]["moyensCommunication"][0]["coordonnees"] == {
        "fr": "http://www.baladane.com/fr/"
    }
    assert drafts["touristiccontent-22"].kind == "RESTAURATION"
    event = drafts["touristicevent-3"]
    assert event.kind == "FETE_ET_MANIFESTATION"
    assert event.document["ouverture"]["periodesOuvertures"] == [
        {
            "identifiant": 1,
            "dateDebut": "2025-07-31",
            "dateFin": "2025-08-02",
            "type": "OUVERTURE_TOUS_LES_JOURS",
            "tousLesAns": False,
        }
    ]
    assert event.document["informationsFeteEtManifestation"]["categories"][0]["id"] == 2091
    assert event.document["informationsFeteEtManifestation"]["nomLieu"] == "Centre ville de Saint Girons"


def test_references_are_terms_of_the_seed_and_nothing_is_untidy(drafts: dict[str, Draft]) -> None:
    known = {(line.type, line.id) for line in seed_lines()}
    for draft in drafts.values():
        for value in leaves(draft.document):
            assert value not in (None, "", [], {})
            if isinstance(value, str):
                assert value == value.strip()
                assert "</" not in value
            if isinstance(value, dict) and "elementReferenceType" in value:
                assert (value["elementReferenceType"], value["id"]) in known


def test_every_line_of_the_tables_leads_to_a_term_of_the_seed() -> None:
    known = {(line.type, line.id) for line in seed_lines()}
    led = [
        *(("EquipementActivite", one) for some in words.PRACTICES.values() for one in some),
        *(("TypeClientele", one) for some in words.DIFFICULTIES.values() for one in some),
        *(("Environnement", one) for some in words.THEMES.values() for one in some),
        *((row["vocabulary"], int(row["term"])) for row in words.CONTENTS.values() if row["term"]),
        *((row["family"], int(row["further"])) for row in words.CONTENTS.values() if row["further"]),
        *(("FeteEtManifestationType", int(row["manifestation"])) for row in words.EVENTS.values()),
        *(
            ("FeteEtManifestationCategorie", int(row["category"]))
            for row in words.EVENTS.values()
            if row["category"]
        ),
    ]
    assert len(led) > 100
    assert [one for one in led if one not in known] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "x"}, "n'a pas de numéro"),
        ({"name": {"fr": "", "en": ""}}, "n'a pas de nom"),
        ({"name": None}, "n'a pas de nom"),
        ({"geometry": [1, 2]}, "n'a pas la forme attendue"),
        ({"attachments": "x", "cities": "y", "themes": 3, "duration": "x", "published": 1}, ""),
        ({"duration": 1e400, "ascent": 1e400, "departure_geom": ["a", None], "geometry": None}, ""),
    ],
)
def test_a_row_of_another_shape_is_refused_alone(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    with running(trek=[trek(1), trek(2, **change), trek(3)], touristiccontent=[], touristicevent=[]) as held:
        text = json.dumps(held.lists["trek"]).replace("Infinity", "1e300")
        held.lists["trek"] = json.loads(text)
        rows = list(geotrek.read(spooled(held, tmp_path / "spool")))
    assert len(rows) == 3
    refused = [row.reason for row in rows if isinstance(row, Refusal)]
    assert len(refused) == bool(said)
    assert all(said in reason for reason in refused)


def test_a_content_of_no_known_category_says_what_to_do(tmp_path: Path) -> None:
    strange = trek(1, category=9)
    category = {"id": 9, "label": {"fr": "Aérostation"}, "types": []}
    with running(
        trek=[], touristiccontent=[strange], touristicevent=[], touristiccontent_category=[category]
    ) as held:
        (row,) = geotrek.read(spooled(held, tmp_path / "spool"))
    assert isinstance(row, Refusal)
    assert "« aerostation »" in row.reason


def test_records_are_kept_and_a_second_run_has_nothing_to_do(
    cast: Cast, shared: Path, tmp_path: Path
) -> None:
    del cast
    with running(**real(shared)) as held:
        first = queries.report(intake.apply(spooled(held, tmp_path / "one"), "geotrek"))
        assert first.counts[Outcome.REFUSED] == 0
        assert first.counts[Outcome.NEW] == 5 + 2 + 2
        assert (first.unknown, first.notes, first.whole) == ({}, [], True)
        again = queries.report(intake.apply(spooled(held, tmp_path / "two"), "geotrek"))
        assert not again.moves
        held.lists["trek"].pop()
        gone = queries.report(intake.plan(spooled(held, tmp_path / "three"), "geotrek"))
        assert gone.counts[Outcome.GONE] == 1
    assert Identifier.objects.filter(source_id="geotrek").count() == 9
    assert SOURCES["geotrek"].SOURCE.whole
