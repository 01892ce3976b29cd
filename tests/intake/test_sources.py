"""Reading outside sources: shipped files, the contract, broken files, nasty strings."""

import gzip
import json
import random
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft3Validator

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import unknown_paths
from sitra.intake.rules import localities, parts, wording
from sitra.intake.rules.draft import Draft, Read, Refusal, Unreadable
from sitra.intake.rules.sources import SOURCES, guess
from sitra.places.actions.loading import SEED
from sitra.vocabulary.actions import seed_lines

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "demo" / "data"

SHIPPED = (
    ("datatourisme-ardeche-drome.zip", "datatourisme", 85, 0),
    ("datatourisme-paris.zip", "datatourisme", 756, 0),
    ("hebergements-classes.csv.gz", "atout-france", 3150, 0),
    ("festivals.csv.gz", "festivals", 947, 0),
    ("musees.csv.gz", "museofile", 134, 0),
    ("tourisme-handicap.csv.gz", "tourisme-handicap", 390, 5),
)
"""File, source, fewest drafts, most refusals."""

KINDS = {
    "ACTIVITE": 5,
    "COMMERCE_ET_SERVICE": 50,
    "EQUIPEMENT": 120,
    "FETE_ET_MANIFESTATION": 900,
    "HEBERGEMENT_COLLECTIF": 500,
    "HEBERGEMENT_LOCATIF": 200,
    "HOTELLERIE": 1800,
    "HOTELLERIE_PLEIN_AIR": 800,
    "PATRIMOINE_CULTUREL": 800,
    "PATRIMOINE_NATUREL": 11,
    "RESTAURATION": 25,
    "STRUCTURE": 30,
}
"""Kind -> fewest drafts over all shipped files."""

TABLES = ("atout-france", "festivals", "museofile", "tourisme-handicap")


@cache
def read(name: str, source: str) -> tuple[tuple[Draft, ...], tuple[Refusal, ...]]:
    """Read a shipped file once for all tests."""
    rows = list(SOURCES[source].read(FILES / name))
    drafts = tuple(row for row in rows if isinstance(row, Draft))
    return drafts, tuple(row for row in rows if isinstance(row, Refusal))


def everything() -> Iterator[Draft]:
    """Give every draft of every shipped file."""
    for name, source, _, _ in SHIPPED:
        yield from read(name, source)[0]


def leaves(part: Any) -> Iterator[Any]:
    """Give every container and value of a document."""
    yield part
    inner = part.values() if isinstance(part, Mapping) else part if isinstance(part, list) else ()
    for one in inner:
        yield from leaves(one)


@pytest.mark.parametrize(("name", "source", "fewest", "most"), SHIPPED)
def test_shipped_files_are_recognised_and_read(name: str, source: str, fewest: int, most: int) -> None:
    drafts, refusals = read(name, source)
    assert guess(FILES / name) == source
    assert len(drafts) >= fewest
    assert len(refusals) <= most
    assert len({draft.external_id for draft in drafts}) == len(drafts)


def test_kinds_are_many() -> None:
    counts = Counter(draft.kind for draft in everything())
    assert set(counts) == set(KINDS)
    assert not {kind: counts[kind] for kind, least in KINDS.items() if counts[kind] < least}
    assert counts.total() > 5000


def test_nothing_is_null_empty_or_untidy() -> None:
    for draft in everything():
        for value in leaves(draft.document):
            assert value is not None
            assert value not in ("", [], {}), draft.external_id
            if isinstance(value, str):
                assert value == value.strip()
                assert "\r" not in value
                assert "</" not in value, value


def test_references_are_terms_of_the_seed() -> None:
    known = {(line.type, line.id) for line in seed_lines()}
    used = {
        (value["elementReferenceType"], value["id"])
        for draft in everything()
        for value in leaves(draft.document)
        if isinstance(value, Mapping) and "elementReferenceType" in value
    }
    assert used <= known, sorted(used - known)


def test_no_field_is_unknown_to_the_catalogue() -> None:
    unknown = {path for draft in everything() for path in unknown_paths(draft.document, Kind(draft.kind))}
    assert not unknown


def test_every_draft_says_its_name_and_where_it_is() -> None:
    for draft in everything():
        assert draft.document["nom"]["libelleFr"]
        assert draft.commune.code or draft.commune.postal_code, draft.external_id
        assert "commune" not in draft.document["localisation"]["adresse"]


def test_points_are_in_france() -> None:
    placed = [
        draft.document["localisation"]["geolocalisation"]["geoJson"]["coordinates"]
        for draft in everything()
        if "geoJson" in draft.document["localisation"].get("geolocalisation", {})
    ]
    assert len(placed) > 2000
    assert all(1.9 < lon < 8 and 43.5 < lat < 49.4 for lon, lat in placed)


def test_communes_are_of_the_official_geography() -> None:
    geography = json.loads(gzip.decompress((SEED / "france.json.gz").read_bytes()))
    known = {row[0] for row in (*geography["communes"], *geography["former"])}
    coded = {draft.commune.code for draft in everything() if draft.commune.code}
    assert coded <= known, sorted(coded - known)
    assert set(localities.LOCALITIES.values()) <= known


@cache
def _schema(folder: Path, name: str) -> dict[str, Any]:
    """Read a schema and put the schemas it names in their place."""
    paths = (folder / part / f"{name}.schema" for part in ("misc", "links"))
    path = next((one for one in paths if one.is_file()), None)
    return _expanded(folder, json.loads(path.read_bytes()), name) if path else {}


def _expanded(folder: Path, schema: Any, above: str) -> Any:
    if isinstance(schema, list):
        return [_expanded(folder, one, above) for one in schema]
    if not isinstance(schema, dict):
        return schema
    name = schema.get("id")
    if isinstance(name, str) and name != above and "properties" not in schema:
        return _schema(folder, name)
    return {
        key: _expanded(folder, one, above)
        for key, one in schema.items()
        if not (key == "id" and isinstance(one, str))
    }


def _faults(folder: Path, section: str, content: Any) -> list[str]:
    """Give what the contract has against a section; what the renderer adds may be absent."""
    items = content if isinstance(content, list) else [content]
    validator = Draft3Validator(_schema(folder, "multimedia" if section == "illustrations" else section))
    return [
        f"{section}{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for item in items
        for error in validator.iter_errors(item)
        if error.validator != "required"
    ]


def test_sections_follow_the_contract(shared: Path) -> None:
    faults = faults_of(everything(), shared)
    assert not faults, faults[:10]


def faults_of(drafts: Iterable[Draft], shared: Path) -> list[str]:
    """Give what the contract has against some drafts of each kind."""
    folder = shared / "wire" / "schemas" / "v002" / "export" / "compact"
    if not folder.is_dir():
        pytest.skip("the v002 schemas are not beside the checkout")
    by_kind: dict[str, list[Draft]] = {}
    for draft in drafts:
        by_kind.setdefault(draft.kind, []).append(draft)
    chance = random.Random(2013)
    return [
        fault
        for group in by_kind.values()
        for draft in chance.sample(group, min(40, len(group)))
        for section, content in draft.document.items()
        for fault in _faults(folder, "traductionLibelle" if section == "nom" else section, content)
    ]


def _complaint(source: str, path: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        list(SOURCES[source].read(path))
    words = str(caught.value)
    assert words[0].isupper()
    assert words.endswith(".")
    assert path.name in words
    with suppress(Unreadable):
        assert guess(path) in {None, source}
    return words


@pytest.mark.parametrize("source", [*TABLES, "datatourisme"])
def test_an_empty_or_absent_file_is_told(source: str, tmp_path: Path) -> None:
    empty = tmp_path / "vide.csv"
    empty.touch()
    assert _complaint(source, empty)
    assert _complaint(source, tmp_path / "absent.csv")


@pytest.mark.parametrize("source", TABLES)
def test_a_truncated_gzip_is_told(source: str, tmp_path: Path) -> None:
    name = next(name for name, code, _, _ in SHIPPED if code == source)
    path = tmp_path / name
    path.write_bytes((FILES / name).read_bytes()[:5000])
    assert "tronqué" in _complaint(source, path)


@pytest.mark.parametrize("source", TABLES)
def test_a_wrong_header_names_the_missing_columns(source: str, tmp_path: Path) -> None:
    path = tmp_path / "autre.csv"
    path.write_text("nom;prix\nPain;1\n", encoding="utf-8")
    assert "il manque" in _complaint(source, path)


def test_a_file_that_is_no_zip_or_cut_short_is_told(tmp_path: Path) -> None:
    path = tmp_path / "flux.zip"
    whole = (FILES / "datatourisme-ardeche-drome.zip").read_bytes()
    for content in (b"PK\x03\x04 nothing else", whole[:100_000]):
        path.write_bytes(content)
        assert "archive" in _complaint("datatourisme", path)


def test_a_zip_without_objects_is_told(tmp_path: Path) -> None:
    path = tmp_path / "flux.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("lisezmoi.txt", "rien")
    assert "aucun fichier" in _complaint("datatourisme", path)


@pytest.mark.parametrize("content", ["{pas du json", "[]", '"un mot"', '{"@id": 3, "@type": {}}', "{}"])
def test_a_bad_object_is_refused_and_the_others_are_read(content: str, tmp_path: Path) -> None:
    path = tmp_path / "flux.zip"
    with zipfile.ZipFile(FILES / "datatourisme-ardeche-drome.zip") as whole:
        good = next(name for name in whole.namelist() if name.startswith("objects/"))
        kept = whole.read(good)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("objects/0/00/bad.json", content)
        archive.writestr(good, kept)
    bad, fine = list(SOURCES["datatourisme"].read(path))
    assert isinstance(bad, Refusal)
    assert "bad.json" in bad.place
    assert bad.reason.endswith(".")
    assert isinstance(fine, Draft)


def test_a_bad_index_is_told(tmp_path: Path) -> None:
    path = tmp_path / "flux.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("index.json", "[")
        archive.writestr("objects/0/00/x.json", "{}")
    assert "index.json" in _complaint("datatourisme", path)


def _lodging(tmp_path: Path, *lines: str, encoding: str = "utf-8") -> list[Read]:
    header = (
        "DATE DE CLASSEMENT;TYPOLOGIE ÉTABLISSEMENT;CLASSEMENT;NOM COMMERCIAL;ADRESSE;"
        "CODE POSTAL;COMMUNE;SITE INTERNET;CAPACITÉ D'ACCUEIL (PERSONNES);NOMBRE DE CHAMBRES"
    )
    path = tmp_path / "classes.csv"
    path.write_text("\r\n".join((header, *lines)) + "\r\n", encoding=encoding, newline="")
    return list(SOURCES["atout-france"].read(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings_and_dates_vary(encoding: str, tmp_path: Path) -> None:
    (draft,) = _lodging(
        tmp_path,
        "2023-06-19;HÔTEL DE TOURISME;3 étoiles;HÔTEL LE CHAMOIS;2 RUE DE L'ÉGLISE;1200;NANTUA;-;62;37",
        encoding=encoding,
    )
    assert isinstance(draft, Draft)
    assert draft.document["nom"] == {"libelleFr": "Hôtel le Chamois"}
    assert draft.document["informationsHotellerie"] == {
        "hotellerieType": {"elementReferenceType": "HotellerieType", "id": 2734},
        "classement": {"elementReferenceType": "HotellerieClassement", "id": 2750},
        "dateClassement": "2023-06-19",
        "capacite": {"nombreChambresClassees": 37, "nombreTotalPersonnes": 62},
    }
    assert draft.document["localisation"]["adresse"] == {
        "adresse1": "2 rue de l'Église",
        "codePostal": "01200",
    }
    assert "informations" not in draft.document


def test_bad_rows_are_refused_one_by_one(tmp_path: Path) -> None:
    good = "19/06/2023;CAMPING;2 étoiles;CAMPING DU LAC;Rive;01200;NANTUA;-;62;-"
    rows = _lodging(
        tmp_path,
        "19/06/2023;CAMPING;2 étoiles",
        "19/06/2023;YOURTE;2 étoiles;LA YOURTE;Pré;01200;NANTUA;-;4;-",
        "19/06/2023;CAMPING;2 étoiles;-;Rive;01200;NANTUA;-;62;-",
        good,
        good,
    )
    assert [isinstance(row, Draft) for row in rows] == [False, False, False, True, False]
    assert all(row.reason.endswith(".") for row in rows if isinstance(row, Refusal))


@pytest.mark.parametrize(
    ("shouted", "said"),
    [
        ("HÔTEL LE CHAMOIS", "Hôtel le Chamois"),
        ("HÔTEL & SPA DE L'ÉTOILE", "Hôtel & SPA de l'Étoile"),
        ("LE P'TIT CHAM", "Le P'tit Cham"),
        ("L'ENVIE DES METS", "L'Envie des Mets"),
        ("HÔTEL DE GRIGNAN-VAL-D'ISÈRE", "Hôtel de Grignan-Val-d'Isère"),
        ("HÔTEL HENRI IV", "Hôtel Henri IV"),
        ("LYON 2E ARRONDISSEMENT", "Lyon 2e Arrondissement"),
        ("Camping La Rivière", "Camping La Rivière"),
    ],
)
def test_capitals_are_put_in_order(shouted: str, said: str) -> None:
    assert wording.name(shouted) == said


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("<p>Un <b>lac</b></p>\r\n<p>bleu</p>", "Un lac\n\nbleu"),
        ("A&nbsp;&amp; B &lt;b&gt;gras&lt;/b&gt;", "A & B gras"),
        ("une<br/>deux", "une\ndeux"),
        ("e\u0301te\u0301 \u200b ", "été"),
        ("<script>alert('x')</script>Bonjour", "Bonjour"),
        ("température < 5 et > 2", "température < 5 et > 2"),
        ("  \r\n\r\n\r\n a \t b \r\n", "a b"),
    ],
)
def test_texts_are_cleaned(written: str, clean: str) -> None:
    assert wording.clean(written) == clean


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://", ""),
        ("contact@example.org", ""),
        ("https://contact@example.org", ""),
        ("www.Hotel.fr/Page", "https://www.hotel.fr/Page"),
        ("HTTP://hotel.fr", "http://hotel.fr"),
        ("javascript:alert(1)", ""),
    ],
)
def test_sites_are_addresses(written: str, kept: str) -> None:
    assert wording.site(written) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("+33 4 75 01 02 03", "04 75 01 02 03"),
        ("04.75.01.02.03", "04 75 01 02 03"),
        ("0033 (0)475010203", "04 75 01 02 03"),
        ("+41 22 909 70 70", "+41 22 909 70 70"),
        ("HOTCEN0370000009", ""),
    ],
)
def test_phones_are_numbers(written: str, kept: str) -> None:
    assert wording.phone(written) == kept


def test_zero_and_false_are_not_empty() -> None:
    filled = parts.filled({"a": 0, "b": False, "c": None, "d": [{}], "e": {"f": ""}})
    assert filled == {"a": 0, "b": False}
