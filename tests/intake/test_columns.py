"""What columns and cells are taken for, and the record that a line comes to."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from sitra.catalog.rules.kinds import Kind
from sitra.intake.rules.draft import Draft, Note, Refusal, Source
from sitra.intake.rules.tabular import (
    cells,
    guessing,
    plans,
    targets,
)
from sitra.intake.rules.tabular.cells import Bad
from sitra.intake.rules.tabular.plans import Column, Constant, Plan
from sitra.intake.rules.tabular.reader import TableReader
from sitra.intake.rules.tabular.terms import TermWords
from sitra.vocabulary.actions import seed_lines
from sitra.vocabulary.rules.book import TermBook

LEXICON = TermWords(TermBook(seed_lines()))


def write(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def guessed(kind: Kind, **columns: str | list[str]) -> dict[str, tuple[str, str]]:
    held = {name: [one] if isinstance(one, str) else one for name, one in columns.items()}
    seen = [guessing.Seen(name.replace("_", " "), tuple(held[name]), len(held[name])) for name in held]
    plan = guessing.plan_for(seen, kind, LEXICON)
    return {one.name: (one.target, one.language) for one in plan.columns}


def test_columns_are_guessed_by_name_language_and_content() -> None:
    found = guessed(
        Kind.HOTELLERIE,
        **{
            "Nom_de_l'établissement": "Hôtel du Lac", "Descriptif_EN": "Quiet", "Descriptif": "Calme",
            "Coord._GPS": "45.18, 5.72", "A": "accueil@exemple.fr", "B": "https://x.fr/p.jpg",
            "C": "https://x.fr", "D": "04 75 00 00 00", "E": "3 rue, 07200 Aubenas", "Nb_étoiles": "3",
            "Étoiles": "***", "latitude": "oui", "Date_début": "14/07/2026", "SIRET": "35600000000048",
        },
    )  # fmt: skip
    assert found == {
        "Nom de l'établissement": ("nom", "fr"),
        "Descriptif EN": ("presentation.descriptifDetaille", "en"),
        "Descriptif": ("presentation.descriptifDetaille", "fr"),
        "Coord. GPS": ("point.both", "fr"),
        "A": ("contact.204", "fr"),
        "B": ("picture.url", "fr"),
        "C": ("contact.205", "fr"),
        "D": ("contact.201", "fr"),
        "E": ("address.whole", "fr"),
        "Nb étoiles": ("informationsHotellerie.classement", "fr"),
        "Date début": ("opening.from", "fr"),
        "SIRET": ("informations.informationsLegales.siret", "fr"),
    }


def test_a_column_that_identifies_has_a_value_of_its_own_on_each_line() -> None:
    twice = guessing.Seen("Code", ("a", "a"), 2)
    once = guessing.Seen("Réf", ("1", "2"), 2)
    partly = guessing.Seen("ID", ("1",), 2)
    assert guessing.identifying([twice, once, partly]) == "Réf"
    assert guessing.identifying([twice, partly]) == ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14/07/2026", "2026-07-14"), ("2026-07-14T10:00", "2026-07-14"), ("14.7.26", "2026-07-14"),
        ("14 juillet 2026", "2026-07-14"), ("2026/07/14", "2026-07-14"),
        ("mardi 1er août 2026", "2026-08-01"), ("31/02/2026", ""), ("demain", ""), ("2026", ""),
    ],
)  # fmt: skip
def test_dates_are_read_as_people_write_them(text: str, day: str) -> None:
    if day:
        assert cells.day(text) == day
    else:
        with pytest.raises(Bad, match="date"):
            cells.day(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1 234,5", 1234.5), ("12 €", 12), ("-3", -3), ("1'000", 1000), ("85.00", 85), ("4,5 km", 4.5)],
)
def test_numbers_are_read_as_people_write_them(text: str, number: float) -> None:
    assert cells.number(text) == number


@pytest.mark.parametrize("text", ["beaucoup", "12-15", "", "1e400", "½"])
def test_what_is_no_number_is_not_read(text: str) -> None:
    with pytest.raises(Bad, match="nombre"):
        cells.number(text)


@given(st.text(max_size=40), st.sampled_from(sorted(targets.targets(Kind.HOTELLERIE))))
def test_any_text_is_a_value_or_bad(text: str, key: str) -> None:
    target = targets.targets(Kind.HOTELLERIE)[key]
    if target.field and not target.vocabulary and text.strip():
        with contextlib.suppress(Bad):
            assert cells.value(target, text) is not None


@pytest.mark.parametrize(
    ("vocabulary", "words", "number"),
    [
        ("HotellerieClassement", "3 étoiles", 2750), ("HotellerieClassement", "***", 2750),
        ("HotellerieClassement", "3*", 2750), ("HotellerieClassement", "2750", 2750),
        ("HotellerieClassement", "3 stars", 2750), ("HotellerieClassement", "1525", None),
        ("Langue", "anglais", LEXICON.find("Langue", "English")), ("HotellerieClassement", "palace", None),
    ],
)  # fmt: skip
def test_words_become_terms(vocabulary: str, words: str, number: int | None) -> None:
    assert LEXICON.find(vocabulary, words) == number


def reader(*columns: Column, key: str = "", **more: tuple[Constant, ...]) -> TableReader:
    plan = Plan(Kind.HOTELLERIE, columns, key, more.get("constants", ()))
    return TableReader(plan, Source("tableau-1", "Essai", "", ""), LEXICON)


def test_columns_join_into_one_document(tmp_path: Path) -> None:
    path = write(
        tmp_path / "t.csv",
        "Nom;Name;Tel;Tel2;CP;Ville;Lat;Lon;Du;Au;Services;Prix\n"
        "HÔTEL DU LAC;Lake Hotel;04 75 00 00 00;04 75 00 00 01;1480;Fareins;46,01;4,75;1/5/26;30/9/26;"
        "Wifi, Wifi;85 €\n",
    )
    made = reader(
        Column("Nom", "nom"), Column("Name", "nom", "en"), Column("Tel", "contact.201"),
        Column("Tel2", "contact.201"), Column("CP", targets.POSTAL_CODE), Column("Ville", targets.COMMUNE),
        Column("Lat", targets.LAT), Column("Lon", targets.LON), Column("Du", targets.FROM),
        Column("Au", targets.UNTIL), Column("Services", "prestations.services[]"),
        Column("Prix", targets.LEAST),
        constants=(Constant("prestations.animauxAcceptes", "acceptés"), Constant("nom", "Autre")),
    )  # fmt: skip
    (draft,) = [row for row in made.read(path) if isinstance(row, Draft)]
    document = draft.document
    assert document["nom"] == {"libelleFr": "Hôtel du Lac", "libelleEn": "Lake Hotel"}
    numbers = [one["coordonnees"]["fr"] for one in document["informations"]["moyensCommunication"]]
    assert numbers == ["04 75 00 00 00", "04 75 00 00 01"]
    assert document["localisation"]["adresse"]["codePostal"] == "01480"
    assert document["localisation"]["geolocalisation"]["geoJson"]["coordinates"] == [4.75, 46.01]
    assert document["ouverture"]["periodesOuvertures"][0]["dateFin"] == "2026-09-30"
    assert len(document["prestations"]["services"]) == 1
    assert document["prestations"]["animauxAcceptes"] == "ACCEPTES"
    assert document["descriptionTarif"]["periodes"][0]["tarifs"][0]["minimum"] == 85
    assert (draft.commune.postal_code, draft.commune.name) == ("01480", "Fareins")
    assert draft.external_id == "hotel du lac | 01480 fareins"


def test_a_whole_address_is_taken_apart(tmp_path: Path) -> None:
    path = write(
        tmp_path / "t.csv", "Nom;Adresse\nA;, 1 route de Saint-Étienne 15150 Laroquebrou\nB;Le Bourg\n"
    )
    made = reader(Column("Nom", "nom"), Column("Adresse", targets.WHOLE_ADDRESS))
    first, second = [row for row in made.read(path) if isinstance(row, Draft)]
    assert first.document["localisation"]["adresse"] == {
        "adresse1": "1 route de Saint-Étienne",
        "codePostal": "15150",
    }
    assert first.commune.name == "Laroquebrou"
    assert second.document["localisation"]["adresse"] == {"adresse1": "Le Bourg"}


def test_what_could_not_be_read_is_told_once_at_the_end(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "Nom;Prix\nA;cher\nB;cher\nC;très\n;1\n")
    rows = list(reader(Column("Nom", "nom"), Column("Prix", targets.LEAST)).read(path))
    assert [type(row) for row in rows] == [Draft, Draft, Draft, Refusal, Note]
    assert isinstance(rows[-1], Note)
    assert "« cher » (2), « très » (1)" in rows[-1].words


def test_a_key_that_is_empty_refuses_the_line(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "Réf;Nom\n1;A\n;B\n")
    first, second = reader(Column("Nom", "nom"), key="Réf").read(path)
    assert isinstance(first, Draft)
    assert first.external_id == "1"
    assert isinstance(second, Refusal)
    assert "Réf" in second.reason


def test_a_plan_is_read_back_as_it_was_kept_and_leniently() -> None:
    plan = Plan(
        Kind.HOTELLERIE,
        (Column("Nom", "nom", "en", ";"),),
        "Réf",
        (Constant("nom", "x"),),
        {"prestations.services[]": {"wifi": 0}},
    )
    kept = json.loads(json.dumps(plan.json()))
    assert plans.plan(kept) == plan
    assert plans.plan(kept).digest == plan.digest
    kept["columns"].append({"name": "B", "target": "ancien.champ", "language": "xx"})
    assert plans.plan(kept) == plan
    assert plans.suits(plan, ["NOM", "ref", "autre"])
    assert not plans.suits(plan, ["nom"])


def test_every_label_leads_to_one_field_in_both_languages() -> None:
    for kind in Kind:
        for language in ("fr", "en"):
            assert set(targets.by_label(kind, language).values()) == set(targets.targets(kind))
