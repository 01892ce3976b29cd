"""Thousands of questions: the index answers what a slow reading of the documents answers."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from sitra.catalog.rules.kinds import Kind
from sitra.places import queries as places
from sitra.vocabulary import queries as vocabulary
from tests.wire import corpus
from tests.wire.engine import TERRITORIES, Engine

KEY = {"apiKey": "demo2013", "projetId": 1}
SEARCH, SIMPLE, DETAILED = (
    f"/api/v002/{name}/list-identifiants" for name in ("recherche", "agenda/simple", "agenda/detaille")
)
ROUNDS, EACH = 9, 200

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def engine(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """The corpus, written and indexed once."""
    del django_db_setup
    from sitra.search import actions

    folder = tmp_path_factory.mktemp("readmodel")
    with django_db_blocker.unblock(), override_settings(READ_MODEL_DIR=folder):
        _forget()
        built = corpus.build()
        actions.rebuild()
        TERRITORIES.update((one.number, one) for one in built.records if one.kind == Kind.TERRITOIRE)
        yield built
        TERRITORIES.clear()
        call_command("flush", interactive=False, verbosity=0, reset_sequences=False)
        _forget()


def _forget() -> None:
    """Forget what is kept in memory under the number of a fact: a flush counts facts from one again."""
    for kept in (places._atlas, places._drawn, places._departement_outlines, places._commune_outlines):
        kept.cache_clear()
    vocabulary._atlas.cache_clear()


class Asking:
    """Makes questions out of what the corpus holds."""

    def __init__(self, random: Random, engine: Engine) -> None:
        self.random, self.engine = random, engine
        self.numbers = [one.number for one in engine.records]
        self.identifiers = [one.identifier for one in engine.records if one.identifier]
        self.codes = sorted({one.commune for one in engine.records})
        self.owners = sorted({one.owner for one in engine.records})
        self.points = [list(one.point) for one in engine.records if one.point]
        said = [word for one in engine.shown for word in sorted(engine.cut(one.number)[0][0])]
        self.said = said + [word for words in corpus.SAID.values() for text in words for word in text.split()]

    def question(self) -> dict[str, Any]:
        """Make a question of a few criteria, an order and a direction."""
        makers = self.random.sample(self.MAKERS, self.random.choice([0, 1, 1, 1, 2, 2, 3]))
        asked: dict[str, Any] = {}
        for make in dict.fromkeys(makers):
            asked |= make(self)
        orders = ["NOM", "IDENTIFIANT", "PERTINENCE", "RANDOM", "DATE_OUVERTURE"]
        if "center" in asked:
            orders += ["DISTANCE"] * 5
        if self.random.random() < 0.8:
            asked["order"] = self.random.choice(orders)
            asked["asc"] = self.random.random() < 0.6
            asked["randomSeed"] = self.random.choice(["a", "b", "été"])
        return asked

    def numbered(self) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "identifiants": self.random.choices(self.numbers, k=self.random.randint(1, 30))
        }
        if self.random.random() < 0.5 and self.identifiers:
            asked["identifiers"] = self.random.choices(self.identifiers, k=3)
        return asked

    def ignored(self) -> dict[str, Any]:
        return {"identifiantsIgnores": self.random.choices(self.numbers, k=self.random.randint(1, 200))}

    def owned(self) -> dict[str, Any]:
        return {"membreProprietaireIds": self.random.choices([*self.owners, 9999], k=2)}

    def placed(self) -> dict[str, Any]:
        return {
            "communeCodesInsee": self.random.choices([*self.codes, "99999"], k=self.random.randint(1, 40))
        }

    def territory(self) -> dict[str, Any]:
        return {"territoireIds": self.random.choices([*TERRITORIES, 3, self.numbers[0]], k=2)}

    def circle(self) -> dict[str, Any]:
        point = self.random.choice([*self.points, [180.0, 89.9], [-179.99, 0.0]])
        radius = self.random.choice([0, 1, 500, 5_000, 30_000, 200_000, 3_000_000, 19_000_000])
        return {"center": {"type": "Point", "coordinates": point}, "radius": radius}

    def changed(self) -> dict[str, Any]:
        return {"modifieApres": f"2026-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"}

    def lasting(self) -> dict[str, Any]:
        least = self.random.choice([0, 30, 45, 60, 91])
        return self.random.choice(
            [{"dureeMin": least}, {"dureeMax": least}, {"dureeMin": least, "dureeMax": least + 45}]
        )

    def dated(self) -> dict[str, Any]:
        start = timezone.localdate().toordinal() + self.random.randint(-60, 800)
        end = start + self.random.choice([0, 1, 6, 30, 45, 400])
        days = [timezone.localdate().fromordinal(day).isoformat() for day in (start, end)]
        return self.random.choice(
            [{"dateDebut": days[0]}, {"dateFin": days[1]}, {"dateDebut": days[0], "dateFin": days[1]}]
        )

    def worded(self) -> dict[str, Any]:
        chosen = self.random.choices(self.said, k=self.random.choice([1, 1, 1, 2, 3]))
        word = chosen[-1]
        if len(word) > 3 and self.random.random() < 0.4:
            at = self.random.randrange(1, len(word))
            chosen[-1] = self.random.choice(
                [word[:at], word[:at] + "x" + word[at:], word[:at] + word[at + 1 :]]
            )
        asked: dict[str, Any] = {"searchQuery": " ".join(chosen)}
        if self.random.random() < 0.6:
            asked["searchFields"] = self.random.choice(["NOM", "NOM_DESCRIPTION", "NOM_DESCRIPTION_CRITERES"])
        if self.random.random() < 0.3:
            asked["searchLocale"] = self.random.choice(
                ["fr", "en", "de", "ru", "zh", "ja", "ko", "it", "pt-br"]
            )
        return asked

    def criteria(self) -> dict[str, Any]:
        tree = self._tree(2)
        return {"tree": tree, "criteresQuery": _spelt(tree)}

    def _tree(self, depth: int) -> list[Any]:
        leaves = [*(f"type:{kind}" for kind in Kind), *(f"critere:Essai_{number}" for number in corpus.POOL)]
        leaves += [f"critereInterne:CritereInterne_{number}" for number in (*self.engine.tags, 999)]
        return [
            (
                self.random.choice(["+", "-", " ", " ", " "]),
                self._tree(depth - 1)
                if depth and self.random.random() < 0.25
                else self.random.choice(leaves),
            )
            for _ in range(self.random.randint(1, 4))
        ]

    MAKERS = (numbered, ignored, owned, placed, territory, circle, circle, changed, lasting, dated, dated,
              worded, worded, worded, criteria, criteria)  # fmt: skip


def _spelt(tree: Any) -> str:
    if isinstance(tree, str):
        return tree
    return " ".join(
        sign.strip() + (node if isinstance(node, str) else f"({_spelt(node)})") for sign, node in tree
    )


def _answer(client: Client, address: str, asked: dict[str, Any], first: int, count: int) -> Any:
    sent = {name: value for name, value in asked.items() if name != "tree"}
    written = json.dumps({**KEY, **sent, "first": first, "count": count})
    answer = client.post(address, {"query": written})
    assert answer.status_code == 200, (written, answer.content)
    return answer.json()


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_search_agrees(engine: Engine, client: Client, seed: int) -> None:
    random, today = Random(seed), timezone.localdate()
    asking = Asking(random, engine)
    for _ in range(EACH):
        asked = asking.question()
        expected = engine.search(asked, 1, today)
        first, count = _page(random, len(expected))
        answer = _answer(client, SEARCH, asked, first, count)
        given = answer.get("objetTouristiqueIds", [])
        assert answer["numFound"] == len(expected), asked
        if answer["query"]["order"] == "PERTINENCE":
            assert set(given) <= set(expected), asked
            assert len(set(given)) == len(expected[first : first + count]), asked
        else:
            assert given == expected[first : first + count], (asked, first, count)


@pytest.mark.parametrize("seed", range(100, 100 + ROUNDS // 3))
def test_agendas_agree(engine: Engine, client: Client, seed: int) -> None:
    random, today = Random(seed), timezone.localdate()
    asking = Asking(random, engine)
    for _ in range(EACH):
        asked = asking.question()
        simple = engine.agenda(asked, 1, today)
        first, count = _page(random, len(simple))
        answer = _answer(client, SIMPLE, asked, first, count)
        assert answer["numFound"] == len(simple), asked
        assert answer.get("objetTouristiqueIds", []) == simple[first : first + count], (asked, first)
        pairs = engine.diary(asked, 1, today)
        first, count = _page(random, len(pairs))
        answer = _answer(client, DETAILED, asked, first, count)
        assert answer["numFound"] == len(pairs), asked
        days = answer.get("objetTouristiqueIds", {})
        given = [(day, number) for day, numbers in days.items() for number in numbers]
        assert given == pairs[first : first + count], (asked, first)


def _page(random: Random, total: int) -> tuple[int, int]:
    first = random.choice([0, 0, random.randint(0, max(total, 1)), max(total - 3, 0), total + 5])
    return first, random.choice([1, 7, 20, 200])
