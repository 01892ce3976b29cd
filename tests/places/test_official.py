"""The real official code, the real numbers of a network, territories drawn on them."""

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import orjson
import pytest

from sitra.kit.errors import Impossible, Unknown
from sitra.ledger import queries as ledger
from sitra.places import actions, queries
from sitra.places.actions.loading import SEED, number_of
from sitra.places.events import Standing
from sitra.places.models import Commune
from sitra.places.rules import numbers
from sitra.places.rules.atlas import Atlas
from sitra.places.rules.numbers import BadNumbers, Numbered
from tests.cast import ALBERTVILLE, AUBENAS, PRIVAS, Cast

LIVING = 34_969
"""Communes of France on 1 January 2026 (Insee)."""


@pytest.fixture
def france(db: None) -> Atlas:
    del db
    actions.load_seed()
    return queries.atlas()


@pytest.mark.django_db
def test_france_is_there_and_loading_it_again_changes_nothing(france: Atlas) -> None:
    assert sum(line.standing is Standing.COMMUNE for line in france) == LIVING
    assert sum(line.standing is Standing.CANTON for line in france) == 26
    told = ledger.latest("places")
    assert actions.load_seed() == len(france)
    assert ledger.latest("places") == told
    assert france.living(number_of("2A004")) == france.by_code("2A004")
    assert [offer.commune.name for offer in france.suggest("Bellegarde-sur-Valserine", 1)] == ["Valserhône"]


@pytest.mark.django_db
def test_every_code_and_every_number_of_a_network_answers(france: Atlas, shared: Path) -> None:
    _every_code(france, shared)
    _every_number(france, shared)


def _every_code(france: Atlas, shared: Path) -> None:
    (folder,) = (shared / "data").glob("communes-decoupage-administratif-*")
    official = json.loads(gzip.decompress((folder / "communes.json.gz").read_bytes()))
    codes = {one["code"] for one in official} | {
        old for one in official for old in one.get("anciensCodes", ())
    }
    assert len(codes) > 39_000
    assert {
        code for code in codes if not (line := france.by_code(code)) or not _lives(france, line.id)
    } == set()


def _lives(france: Atlas, number: int) -> bool:
    living = france.living(number)
    return living is not None and living.now is None


def _every_number(france: Atlas, shared: Path) -> None:
    """A network brings its numbers, its resorts and its communes abroad."""
    (file,) = (shared / "data").glob("*/apidae_communes-2017.csv.gz")
    rows = numbers.read(file)
    dry = actions.number(rows, dry_run=True)
    assert not Commune.objects.exclude(network=None).exists()
    told = actions.number(rows)
    assert (told.numbered, told.refused) == (dry.numbered, dry.refused)
    assert told.numbered > 36_000
    assert told.abroad > 700
    assert 80 < told.localities < 100, "resorts that the network calls communes"
    again = actions.number(rows)
    assert (again.numbered, again.abroad, again.localities) == (0, 0, 0)
    assert again.unchanged == told.numbered + told.abroad + told.localities
    known = queries.atlas()
    with gzip.open(file, "rt", encoding="utf-8") as table:
        lost = [row["id"] for row in csv.DictReader(table) if known.living(int(row["id"])) is None]
    assert lost == [], "each number of the network answers"
    assert queries.by_ids([1])[1].code == "01001"
    assert len(known) == len(france) + told.abroad + told.localities


@pytest.mark.django_db
def test_a_number_once_given_stays(cast: Cast) -> None:
    del cast
    actions.number([Numbered(12, "07019", "Aubenas"), Numbered(13, "ET001", "Mouscron", 376, "7700")])
    told = actions.number([Numbered(14, "07019", "Aubenas"), Numbered(12, "07186", "Privas")])
    assert told.refused == [
        "07019 Aubenas : déjà numérotée 12, et non 14",
        "07186 Privas : le numéro 12 est celui de 07019",
    ]
    assert queries.by_ids([12])[12].id == AUBENAS
    assert queries.by_ids([12, AUBENAS, 13])[13].country == 376
    assert queries.by_ids([14]) == {}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[1]", "n° 1 : ce n'est pas une commune"),
        ('{"a": 1}', "n'est pas une liste"),
        ("[{]", "n'est pas du JSON"),
        ("[]", "aucune commune"),
        ('[{"id": 0, "code": "07019", "nom": "A"}]', "id n'est pas un numéro"),
        ('[{"id": 1e999, "code": "07019", "nom": "A"}]', "id n'est pas un numéro"),
        ('[{"id": 1.9, "code": "07019", "nom": "A"}]', "id n'est pas un numéro"),
        ('[{"id": 1, "code": "07019", "nom": "A", "pays": "France"}]', "pays n'est pas un numéro"),
        ('[{"id": 1007019, "code": "07019", "nom": "A"}]', "id n'est pas un numéro de 1 à 999999"),
        ('[{"id": 1, "code": "07019", "nom": "A"}, {"id": 1, "code": "07020", "nom": "B"}]', "déjà pris"),
        ("id,code,nom\n1,,A\n", "le code"),
    ],
)
def test_a_file_of_numbers_that_cannot_be_trusted_is_refused(
    tmp_path: Path, content: str, words: str
) -> None:
    path = tmp_path / "communes.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadNumbers, match=words):
        numbers.read(path)


def test_an_export_archive_is_read_too(shared: Path) -> None:
    (file,) = (shared / "data").glob("*/json_export/communes.json")
    assert [one.code for one in numbers.read(file)] == ["01001", "01002", "01004"]


@pytest.mark.django_db
class TestTerritories:
    def test_a_territory_is_all_that_its_parts_are(self, cast: Cast) -> None:
        del cast
        town = actions.draw_territory("Bassin d'Aubenas", epci=["200073245"])
        county = actions.draw_territory("Ardèche des villes", communes=["07186"], parts=[town.pk])
        whole = actions.draw_territory("Deux vallées", departements=["73"], parts=[county.pk])
        assert self.numbers(town.pk) == {AUBENAS}
        assert self.numbers(county.pk) == {AUBENAS, PRIVAS}
        assert self.numbers(whole.pk) == {AUBENAS, PRIVAS, ALBERTVILLE, number_of("73015")}
        actions.draw_territory("Bassin", number=town.pk, communes=["07999"])
        assert self.numbers(town.pk) == {AUBENAS}, "a former commune stands for its heir"

    @staticmethod
    def numbers(territory: int) -> set[int]:
        return {line.id for line in queries.territory(territory).communes}

    def test_it_is_refused_with_the_reason(self, cast: Cast) -> None:
        del cast
        inner = actions.draw_territory("Intérieur", communes=["07019"])
        outer = actions.draw_territory("Extérieur", parts=[inner.pk])
        wrong: list[tuple[dict[str, Any], str]] = [
            ({"name": "Intérieur", "number": inner.pk, "parts": [outer.pk]}, "contenu dans lui-même"),
            ({"name": "Extérieur", "communes": ["07019"]}, "s'appelle déjà"),
            ({"name": "Vide"}, "contient au moins"),
            ({"name": " ", "communes": ["07019"]}, "avoir un nom"),
            ({"name": "x" * 151, "communes": ["07019"]}, "150 caractères au plus"),
            ({"name": "Inconnu", "communes": ["00000"]}, "commune inconnu : 00000"),
            ({"name": "Inconnu", "parts": [999]}, "territoire inconnu : 999"),
        ]
        for asked, words in wrong:
            with pytest.raises(Impossible, match=words):
                actions.draw_territory(asked.pop("name"), **asked)
        with pytest.raises(Unknown):
            queries.territory(999)


def test_the_centre_of_each_outline_of_the_demonstration_is_in_its_commune() -> None:
    from sitra.places.rules.shapes import Shapes, united
    from tests.ground import ROOT

    drawn = orjson.loads(gzip.decompress((ROOT / "demo/data/outlines.json.gz").read_bytes()))["communes"]
    official = {
        row[0] for row in orjson.loads(gzip.decompress((SEED / "france.json.gz").read_bytes()))["communes"]
    }
    assert drawn.keys() <= official
    codes = dict(enumerate(drawn))
    shapes = Shapes(united((rank, drawn[code][2]) for rank, code in codes.items()), {})
    elsewhere = [code for rank, code in codes.items() if shapes.at(*drawn[code][:2]) != rank]
    assert len(codes) > 4_000
    assert elsewhere == []
