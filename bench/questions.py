"""The questions of the benchmark: ten shapes, drawn from the corpus with a seed, as v002 queries.

    PYTHONPATH=. .venv/bin/python bench/questions.py [SIZE]

prints a question of each shape. All are drawn from published records, so that most find something.
"""

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any
from urllib.parse import quote

import orjson

from bench.corpus import CHUNK, SIZES, TERRITORIES, Corpus, Made
from bench.ground import KEY, PROJECT, today
from bench.naming import pick
from sitra.catalog.rules.kinds import Kind

EACH = 200
"""Questions of a shape."""

CHUNKS = 30
"""Chunks of the corpus that questions are drawn from."""

SHAPES = ("q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9", "q10")
FULL = "q9 full"
"""The questions of q9 with whole records as answers: beside the shapes, not in the mix."""

WORDY = frozenset({"q2", "q7"})
"""Shapes by words: engines that stem or forgive differently cannot find the same."""

RADIUS = 10_000
DEEP = 1_000
PATHS = (
    "nom",
    "presentation.descriptifCourt",
    "localisation.adresse.commune.nom",
    "localisation.adresse.codePostal",
    "localisation.geolocalisation.geoJson",
    "illustrations.traductionFichiers.url",
    "informations.moyensCommunication",
    "ouverture.periodeEnClair",
    "descriptionTarif.tarifsEnClair",
    "prestations.equipements",
    "prestations.services",
    "gestion.membreProprietaire.nom",
)
LOCALES = ("fr", "en")

FRENCH = (
    "piscine", "randonnée", "vélo", "château", "musée", "restaurant", "terrasse", "montagne", "forêt",
    "marché", "festival", "musique", "concert", "gîte", "chambre", "animaux", "enfants", "famille",
    "rivière", "cascade", "exposition", "dégustation", "fromage", "vin", "nature", "patrimoine",
    "église", "village", "vue", "calme", "jardin", "spa", "sauna", "ski", "neige", "escalade", "canoë",
    "baignade", "visite", "atelier", "théâtre",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]{4,}")
_COORDINATES = ("localisation", "geolocalisation", "geoJson", "coordinates")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, whoever is asked; what is empty narrows nothing. `order` is a word of v002."""

    shape: str
    kind: str = ""
    communes: tuple[str, ...] = ()
    territory: int = 0
    owner: int = 0
    words: str = ""
    language: str = ""
    point: tuple[float, float] | None = None
    start: str = ""
    end: str = ""
    criteria: tuple[tuple[str, int], ...] = ()
    ids: tuple[int, ...] = ()
    paths: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    order: str = "IDENTIFIANT"
    first: int = 0
    count: int = 20

    @property
    def agenda(self) -> bool:
        """Say whether events are asked by their days."""
        return self.shape in {"q4", "q10"}

    def v002(self) -> dict[str, Any]:
        """Write it as the `query` of v002."""
        wanted = [f"+type:{self.kind}"] if self.kind else []
        wanted += [f"+critere:{type_}_{number}" for type_, number in self.criteria]
        asked: dict[str, Any] = {
            "apiKey": KEY,
            "projetId": PROJECT,
            "criteresQuery": " ".join(wanted),
            "communeCodesInsee": self.communes,
            "territoireIds": [self.territory] if self.territory else [],
            "membreProprietaireIds": [self.owner] if self.owner else [],
            "searchQuery": self.words,
            "searchLocale": self.language,
            "dateDebut": self.start,
            "dateFin": self.end,
            "identifiants": self.ids,
            "responseFields": self.paths,
            "locales": self.locales,
            "first": self.first,
            "count": self.count,
        }
        if self.order != "IDENTIFIANT" and not self.agenda:
            asked["order"] = self.order
        if self.point:
            asked |= {"center": {"type": "Point", "coordinates": self.point}, "radius": RADIUS}
        return {name: value for name, value in asked.items() if value or value == 0}

    def path(self, *, facets: bool = False) -> str:
        """Write the address by which v002 is asked; `facets` where the bench has its own for q5."""
        query = quote(orjson.dumps(self.v002()).decode())
        service = {"q4": "agenda/simple", "q10": "agenda/detaille"}.get(self.shape, "recherche")
        if self.shape == "q5":
            where = "/api/v002/bench/facets" if facets else "/api/v002/recherche/list-identifiants"
        else:
            where = f"/api/v002/{service}/list-objets-touristiques"
        return f"{where}?query={query}"


@dataclass(slots=True)
class Draws:
    """What questions are drawn from."""

    size: int
    day: date
    chance: Random
    published: list[Made]
    by_kind: dict[Kind, list[Made]] = field(default_factory=dict)
    territories: list[int] = field(default_factory=list)
    german: list[str] = field(default_factory=list)
    carried: Counter[tuple[str, int]] = field(default_factory=Counter)

    @classmethod
    def of(cls, corpus: Corpus) -> "Draws":
        """Draw some chunks of a corpus, spread over all of it."""
        chunks = -(-corpus.size // CHUNK)
        step = max(1, chunks // CHUNKS)
        records = [one for rank in range(0, chunks, step) for one in corpus.chunk(rank)]
        published = [one for one in records if one.state == "PUBLISHED"]
        draws = cls(corpus.size, corpus.day, Random(f"{corpus.seed}/questions"), published)
        for one in published:
            draws.by_kind.setdefault(one.kind, []).append(one)
        draws.territories = [one.number for one in draws.by_kind[Kind.TERRITOIRE]]
        draws.carried = Counter(one for made in published for one in criteria_of(made.document))
        draws.german = sorted({word for one in published for word in _words(one, "libelleDe")})
        return draws

    def record(self, *, located: bool = False) -> Made:
        """Draw a record, in a commune; `located` at a point."""
        while True:
            one = pick(self.published, self.chance)
            if one.commune and (not located or _point(one)):
                return one

    def interval(self, least: int, most: int) -> tuple[str, str]:
        """Draw an interval of some days, in the coming months."""
        first = self.day + timedelta(days=int(self.chance.expovariate(1 / 60)))
        last = first + timedelta(days=least + int(self.chance.random() * (most - least + 1)) - 1)
        return first.isoformat(), last.isoformat()


def _near(draws: Draws) -> Question:
    one = draws.record()
    more = [draws.record().commune for _ in range(int(draws.chance.random() * 5))]
    communes = tuple(dict.fromkeys([one.commune, *more]))
    return Question("q1", kind=one.kind.value, communes=communes, order="NOM")


def _worded(draws: Draws) -> Question:
    words = [_french(draws), _french(draws)]
    if draws.chance.random() < 0.1:
        words[0] = _mistaken(words[0], draws.chance)
    return Question("q2", words=" ".join(words), order="PERTINENCE")


def _french(draws: Draws) -> str:
    if draws.chance.random() < 0.7:
        word = pick(FRENCH, draws.chance)
    else:
        said: list[str] = []
        while not said:
            said = _words(draws.record(), "libelleFr")
        word = pick(said, draws.chance).lower()
    return _plain(word) if draws.chance.random() < 1 / 3 else word


def _plain(word: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


def _mistaken(word: str, chance: Random) -> str:
    """Swap two neighbours."""
    rank = 1 + int(chance.random() * (len(word) - 2))
    return word[: rank - 1] + word[rank] + word[rank - 1] + word[rank + 1 :]


def _around(draws: Draws) -> Question:
    one = draws.record(located=True)
    return Question("q3", kind=one.kind.value, point=_point(one), order="DISTANCE")


def _open(draws: Draws) -> Question:
    start, end = draws.interval(2, 31)
    territory = 1 + int(draws.chance.random() * TERRITORIES) if draws.chance.random() < 0.6 else 0
    return Question("q4", start=start, end=end, territory=territory, order="DATE_OUVERTURE")


def _criteria(draws: Draws) -> Question:
    """Ask for three criteria that a record carries: in every second question, its most common ones."""
    carried: list[tuple[str, int]] = []
    while len(carried) < 3:
        carried = list(dict.fromkeys(criteria_of(draws.record().document)))
    draws.chance.shuffle(carried)
    if draws.chance.random() < 0.5:
        carried.sort(key=lambda one: -draws.carried[one])
    return Question("q5", criteria=tuple(carried[:3]))


def _deep(draws: Draws) -> Question:
    """Ask far down a list by name: as far as the kinds of a small corpus go."""
    kinds = sorted(draws.by_kind, key=lambda kind: -len(draws.by_kind[kind]))[:6]
    return Question(
        "q6", kind=pick(kinds, draws.chance).value, first=min(DEEP, draws.size // 50), count=100, order="NOM"
    )


def _foreign(draws: Draws) -> Question:
    words = [pick(draws.german, draws.chance) for _ in range(1 + (draws.chance.random() < 0.5))]
    return Question("q7", words=" ".join(words), language="de", order="PERTINENCE")


def _listed(draws: Draws) -> Question:
    numbers = [one.number for one in draws.published]
    return Question("q8", ids=tuple(draws.chance.sample(numbers, min(200, len(numbers)))), count=200)


def _site(draws: Draws) -> Question:
    """Ask what a site does: until there are selections, an owner or a territory stands for one."""
    one, of_owner = draws.record(), draws.chance.random() < 0.5
    return Question(
        "q9",
        kind=one.kind.value,
        owner=one.owner if of_owner else 0,
        territory=0 if of_owner else pick(draws.territories, draws.chance),
        paths=PATHS,
        locales=LOCALES,
    )


def _diary(draws: Draws) -> Question:
    months = draws.day.month - 1 + int(draws.chance.random() * 12)
    start = date(draws.day.year + months // 12, months % 12 + 1, 1)
    end = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    territory = pick(draws.territories, draws.chance)
    return Question("q10", territory=territory, start=start.isoformat(), end=end.isoformat(), count=100)


MAKERS: dict[str, Callable[[Draws], Question]] = {
    "q1": _near, "q2": _worded, "q3": _around, "q4": _open, "q5": _criteria, "q6": _deep, "q7": _foreign,
    "q8": _listed, "q9": _site, "q10": _diary,
}  # fmt: skip


def questions(corpus: Corpus, each: int = EACH) -> dict[str, list[Question]]:
    """Draw the questions of every shape, and those of q9 with whole records."""
    draws = Draws.of(corpus)
    drawn = {shape: [MAKERS[shape](draws) for _ in range(each)] for shape in SHAPES}
    whole = [
        Question(
            FULL, kind=one.kind, owner=one.owner, territory=one.territory, paths=("@all",), locales=LOCALES
        )
        for one in drawn["q9"]
    ]
    return {**drawn, FULL: whole}


def _point(one: Made) -> tuple[float, float] | None:
    value: Any = one.document
    for key in _COORDINATES:
        value = value.get(key, {}) if isinstance(value, dict) else {}
    return (value[0], value[1]) if value else None


def _words(one: Made, key: str) -> list[str]:
    texts = one.document.get("presentation", {})
    return [
        word for text in texts.values() if isinstance(text, dict) for word in _WORD.findall(text.get(key, ""))
    ]


def criteria_of(value: Any) -> Iterator[tuple[str, int]]:
    """Find the criteria of a record: the terms of its lists."""
    if isinstance(value, dict):
        for below in value.values():
            yield from criteria_of(below)
    elif isinstance(value, list):
        for one in value:
            if isinstance(one, dict) and "elementReferenceType" in one:
                yield one["elementReferenceType"], one["id"]


def main(words: list[str]) -> None:
    """Show a question of each shape."""
    size = SIZES[words[0]] if words else SIZES["1k"]
    for shape, drawn in questions(Corpus(size, today()), 1).items():
        print(shape, orjson.dumps(drawn[0].v002()).decode()[:400])


if __name__ == "__main__":
    main(sys.argv[1:])
