"""Time each part of rendering and indexing a record, beside reading its JSON.

    PYTHONPATH=. .venv/bin/python bench/rendering.py [RECORDS]

Records of the sixteen kinds are made from the catalogue with the terms of the seed and sentences of the
demonstration in up to six languages: about 13 kB as the reading API writes them, with some 20 criteria.
Each figure is the best of several rounds, in microseconds of this process for a record, with the ratio to
`orjson.loads` of the same records; what PostgreSQL spends on its side is not in it.
"""

import os
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import batched
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import orjson

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import Node, tree
from sitra.catalog.rules.types import CommuneRef, RecordRef, Ref
from sitra.kit import embedded_postgres
from sitra.kit.environment import configure
from tests.catalog.making import value

ROOT = Path(__file__).resolve().parents[1]
ARCHIVE = ROOT / "demo" / "data" / "datatourisme-ardeche-drome.zip"
RECORDS, ROUNDS, BATCH = 1000, 5, 500
TODAY = date(2026, 6, 5)
LEAST_TERMS, MOST_TERMS = 10, 20
SHARES = {
    Kind.HEBERGEMENT_LOCATIF: 28, Kind.FETE_ET_MANIFESTATION: 15, Kind.COMMERCE_ET_SERVICE: 11,
    Kind.EQUIPEMENT: 10, Kind.RESTAURATION: 9, Kind.ACTIVITE: 7, Kind.HEBERGEMENT_COLLECTIF: 4,
    Kind.HOTELLERIE: 4, Kind.PATRIMOINE_CULTUREL: 4, Kind.DEGUSTATION: 2, Kind.STRUCTURE: 2,
    Kind.HOTELLERIE_PLEIN_AIR: 1, Kind.PATRIMOINE_NATUREL: 1, Kind.SEJOUR_PACKAGE: 1,
    Kind.TERRITOIRE: 1, Kind.DOMAINE_SKIABLE: 1,
}  # fmt: skip
"""Kind -> how many records of a hundred."""

SPOKEN = {"Fr": 1.0, "En": 0.6, "De": 0.2, "Nl": 0.2, "It": 0.15, "Es": 0.15}
"""Language -> share of the records that are written in it."""

_LEFT_OUT = {"aspects", "metadonnees", "donneesPrivees", "criteresInternes", "gestion", "liens"}
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]")


class Maker:
    """Makes documents, from a seed."""

    def __init__(self, terms: Mapping[str, list[int]], communes: list[int], seed: int) -> None:
        from sitra.intake.rules.draft import Draft  # noqa: PLC0415 - settings first
        from sitra.intake.rules.sources import datatourisme  # noqa: PLC0415

        self.random, self.terms, self.communes = Random(seed), terms, communes
        self.sentences: dict[str, list[str]] = defaultdict(list)
        for draft in datatourisme.read(ARCHIVE):
            if isinstance(draft, Draft):
                for text in draft.document.get("presentation", {}).values():
                    for suffix in SPOKEN:
                        self.sentences[suffix] += _SENTENCE.findall(text.get(f"libelle{suffix}", ""))

    def document(self, kind: Kind) -> dict[str, Any]:
        """Make a document of a kind."""
        random, root = self.random, tree(kind)
        spoken = [suffix for suffix, share in SPOKEN.items() if random.random() < share]
        made: dict[str, Any] = {
            name: self._block(root.children[name], 0.12)
            for name in (kind.block, "informations", "contacts", "reservation", "descriptionTarif")
            if name in root.children and not root.children[name].many
        }
        made["nom"] = {f"libelle{suffix}": self._text(suffix, 1)[:60] for suffix in spoken[:2]}
        made["informations"] = {"moyensCommunication": [self._contact(number) for number in (201, 204, 205)]}
        made["presentation"] = {
            name: {f"libelle{suffix}": self._text(suffix, length) for suffix in spoken}
            for name, length in (("descriptifCourt", 2), ("descriptifDetaille", 9))
        }
        made["localisation"] = self._place()
        made["prestations"] = self._terms(root.children["prestations"])
        if "ouverture" in root.children:
            periods = 1 + random.randrange(4) if kind is not Kind.FETE_ET_MANIFESTATION else 12
            made["ouverture"] = {"periodesOuvertures": [self._period(spoken) for _ in range(periods)]}
        made["illustrations"] = [self._picture(rank, spoken) for rank in range(random.randint(1, 4))]
        return made

    def _block(self, node: Node, fullness: float) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, child in node.children.items():
            if self.random.random() >= fullness or name in _LEFT_OUT:
                continue
            held = self._field(child) if child.field else self._block(child, fullness)
            if held is not None:
                made[name] = [held] if child.many else held
        return made

    def _field(self, node: Node) -> Any:
        kind = node.field.type if node.field else None
        if isinstance(kind, Ref):
            return self._term(kind.vocabulary)
        if isinstance(kind, CommuneRef):
            return {"id": self.random.choice(self.communes)}
        return None if isinstance(kind, RecordRef) or not node.field else value(node.field, self.random)

    def _term(self, vocabulary: str) -> dict[str, Any] | None:
        known = self.terms.get(vocabulary)
        if not known:
            return None
        rank = min(int(self.random.paretovariate(0.6)) - 1, len(known) - 1)
        return {"elementReferenceType": vocabulary, "id": known[rank]}

    def _terms(self, node: Node) -> dict[str, Any]:
        """Share some criteria out between the lists of a block, as people tick them."""
        lists = {
            name: child.field.type.vocabulary
            for name, child in node.children.items()
            if child.field and isinstance(child.field.type, Ref) and not name.endswith(("Add", "Remove"))
        }
        made: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
        for _ in range(self.random.randint(LEAST_TERMS, MOST_TERMS)):
            name = self.random.choice(list(lists))
            if term := self._term(lists[name]):
                made[name][term["id"]] = term
        return {name: list(terms.values()) for name, terms in made.items()}

    def _text(self, suffix: str, sentences: int) -> str:
        return " ".join(self.random.choices(self.sentences[suffix], k=sentences)).strip()

    def _contact(self, number: int) -> dict[str, Any]:
        said = "https://www.example.org/" + str(self.random.randrange(10**6))
        kind = {"elementReferenceType": "MoyenCommunicationType", "id": number}
        return {"identifiant": self.random.randrange(10**7), "type": kind, "coordonnees": {"fr": said}}

    def _place(self) -> dict[str, Any]:
        point = [round(self.random.uniform(4, 6), 6), round(self.random.uniform(44, 46), 6)]
        commune = {"id": self.random.choice(self.communes)}
        address = {"adresse1": "3 place du Château", "codePostal": "07200", "commune": commune}
        located = {"valide": True, "geoJson": {"type": "Point", "coordinates": point}}
        return {"adresse": address, "geolocalisation": located}

    def _period(self, spoken: Iterable[str]) -> dict[str, Any]:
        month = self.random.randint(1, 11)
        kind = self.random.choice(["OUVERTURE_TOUS_LES_JOURS", "OUVERTURE_SAUF", "OUVERTURE_SEMAINE"])
        days = [{"jour": day} for day in self.random.sample(("LUNDI", "MARDI", "JEUDI", "SAMEDI"), 2)]
        return {
            "identifiant": self.random.randrange(10**7),
            "dateDebut": f"2026-{month:02}-02",
            "dateFin": f"2026-{self.random.randint(month, 12):02}-28",
            "horaireOuverture": "09:00:00",
            "horaireFermeture": "18:00:00",
            "complementHoraire": {f"libelle{suffix}": self._text(suffix, 1) for suffix in spoken},
            "tousLesAns": self.random.random() < 0.5,
            "type": kind,
            **({} if kind == "OUVERTURE_TOUS_LES_JOURS" else {"ouverturesJournalieres": days}),
        }

    def _picture(self, rank: int, spoken: list[str]) -> dict[str, Any]:
        address = f"https://static.example.org/filestore/objets-touristiques/images/{rank}/{rank}.jpg"
        return {
            "identifiant": self.random.randrange(10**7),
            "link": False,
            "type": "IMAGE",
            "nom": {f"libelle{suffix}": self._text(suffix, 1)[:60] for suffix in spoken[:1]},
            "copyright": {"libelleFr": "Office de tourisme"},
            "traductionFichiers": [
                {"locale": "fr", "url": address, "urlListe": address, "urlFiche": address, "extension": "jpg"}
            ],
        }


def main(words: list[str]) -> None:
    """Measure in a database that is thrown away."""
    count = int(words[0]) if words else RECORDS
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SITRA_VAR"] = folder
        os.environ["DATABASE_URL"] = embedded_postgres.ensure(Path(folder) / "postgres", volatile=True)
        try:
            configure()
            import django  # noqa: PLC0415 - settings first

            django.setup()
            measure(write(count))
        finally:
            embedded_postgres.leave(Path(folder) / "postgres")


def write(count: int) -> list[int]:
    """Write records as people do; answers their numbers."""
    from django.core.management import call_command  # noqa: PLC0415

    from sitra.places.models import Commune  # noqa: PLC0415
    from sitra.tourism import actions as tourism  # noqa: PLC0415
    from sitra.tourism.events import Origin, State  # noqa: PLC0415
    from sitra.vocabulary import queries as vocabulary  # noqa: PLC0415
    from tests.cast import assemble  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    cast = assemble()
    terms: dict[str, list[int]] = defaultdict(list)
    for term in vocabulary.book():
        terms[term.type].append(term.id)
    maker = Maker(terms, sorted(Commune.objects.values_list("pk", flat=True)), count)
    kinds = maker.random.choices(list(SHARES), list(SHARES.values()), k=count)
    by = tourism.Author(person=None, member=cast.members["region"], origin=Origin.IMPORTED)
    owner = cast.members["aubenas"]
    return [
        tourism.create(maker.document(kind), kind=kind, owner=owner, by=by, state=State.PUBLISHED).pk
        for kind in kinds
    ]


def measure(numbers: list[int]) -> None:
    """Print a line for each part."""
    jobs, sizes = parts(numbers)
    print(f"{len(sizes)} records, {median(sizes) / 1000:.1f} kB (median), {len(SPOKEN)} languages at most")
    base = total = 0.0
    for name, job in jobs.items():
        taken = spent(job) / len(sizes)
        base = base or taken
        total += taken
        print(f"{name:<16}{taken:9.1f} µs {taken / base:7.2f} × orjson.loads", flush=True)
    print(f"{'all parts':<16}{total - base:9.1f} µs {(total - base) / base:7.2f} × orjson.loads")


def parts(numbers: list[int]) -> tuple[dict[str, Callable[[], object]], list[int]]:
    """Give what is done to records, by name, and the size of each in bytes."""
    from sitra.catalog.rules.forms import api_form  # noqa: PLC0415
    from sitra.catalog.rules.walk import references  # noqa: PLC0415
    from sitra.formats.rules.v002 import fields  # noqa: PLC0415
    from sitra.search.queries.lookups import Lookups  # noqa: PLC0415
    from sitra.search.rules import cards, schema  # noqa: PLC0415
    from sitra.tourism import queries as tourism  # noqa: PLC0415
    from sitra.tourism.rules import opening  # noqa: PLC0415

    def read() -> list[tourism.Whole]:
        return [one for some in batched(numbers, BATCH) for one in tourism.wholes(some)]

    wholes, ahead, lookups = read(), opening.horizon(TODAY), Lookups()
    lookups.prepare(wholes)
    records = [api_form(one.head, one.document, lookups) for one in wholes]
    written = [orjson.dumps(one) for one in records]
    entries = [
        (
            record,
            schema.Beside(one.commune_code, one.commune_name, days=opening.days(one.document, *ahead).days),
        )
        for record, one in zip(records, wholes, strict=True)
    ]
    walks = [(one.document, tree(one.head.kind), of) for one in wholes for of in (RecordRef, CommuneRef)]
    jobs: dict[str, Callable[[], object]] = {
        "orjson.loads": lambda: [orjson.loads(one) for one in written],
        "reading": read,
        "its references": lambda: [set(references(*walk)) for walk in walks],
        "API form": lambda: [api_form(one.head, one.document, lookups) for one in wholes],
        "its bytes": lambda: [orjson.dumps(one) for one in records],
        "opening days": lambda: [opening.days(one.document, *ahead) for one in wholes],
        "index entry": lambda: [schema.entry(*one) for one in entries],
        "card": lambda: [orjson.dumps(cards.kept(one, "Aubenas")) for one in records],
        "default answer": lambda: [fields.default_answer(one) for one in records],
    }
    return jobs, [len(one) for one in written]


def spent(job: Callable[[], object]) -> float:
    """Give the microseconds this process spends on a job, the best of several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        job()
        best = min(best, time.process_time() - begun)
    return best * 1e6


if __name__ == "__main__":
    main(sys.argv[1:])
