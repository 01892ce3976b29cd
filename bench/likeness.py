"""Measure how well records that describe the same thing are found, on a sample labelled from open data.

    PYTHONPATH=. .venv/bin/python bench/likeness.py [FOLDER]

Prints precision and recall on the half of the sample that set no weight and no threshold, the curve
of thresholds of the other half, what went wrong, and pairs a second. How truth is known is told by
`docs/adr/0010-likeness.md`.
"""

import gzip
import hashlib
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.intake.rules import parts
from sitra.intake.rules.draft import CommuneHint, Draft
from sitra.intake.rules.sources import Reader, atout_france, museums, tourisme_handicap
from sitra.kit.texts import fold, label
from sitra.places.events import Standing
from sitra.places.rules.atlas import Atlas, CommuneLine
from sitra.tourism.rules.blocking import Candidates, Keyring, keys
from sitra.tourism.rules.likeness import THRESHOLD, compare
from sitra.tourism.rules.traits import Place, Traits, draw

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
REGISTER = "atout-france-classement/hebergements_classes-2026-01.csv.gz"
GEOCODED = "atout-france-classement/campings-geocodes-vie-de-camping-2026-01.json.gz"
LABEL = "acceslibre/th-20200505.csv.gz"
MUSEUMS = "culture-museofile/musees-de-france-base-museofile-2019.csv.gz"
WALKERS = "apidae-randocantal"
WALKERS_KINDS = {
    "hotels": ("HOTELLERIE", "informationsHotellerie"),
    "campings": ("HOTELLERIE_PLEIN_AIR", "informationsHotelleriePleinAir"),
    "villages_vacances": ("HEBERGEMENT_COLLECTIF", "informationsHebergementCollectif"),
    "gites_etape": ("HEBERGEMENT_COLLECTIF", "informationsHebergementCollectif"),
}
LODGING = frozenset(
    {Kind.HOTELLERIE, Kind.HOTELLERIE_PLEIN_AIR, Kind.HEBERGEMENT_COLLECTIF, Kind.HEBERGEMENT_LOCATIF}
)
OPERATORS = frozenset({"semitour.com"})
"""Hosts that name one operator of several places, found by reading the pairs they make."""
SISTERS = "classified × itself"
"""The register against itself: only hard negatives, measured apart from pairs of lists."""
ONE_HOUSE = frozenset({Kind.HOTELLERIE, Kind.HOTELLERIE_PLEIN_AIR})
"""Kinds of which an establishment (SIRET) has but one; of its rentals it has several."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a list: its traits, and what only truth may look at."""

    traits: Traits
    title: str
    hosts: frozenset[str]
    siret: str
    blind: Traits
    """The traits without those that truth is known from, and without phones, which are fictitious."""
    keys: frozenset[int]
    """Keys of the blind traits."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Two rows, whether they are one thing, and the score they got."""

    source: str
    one: Listed
    other: Listed
    same: bool
    score: float
    held_out: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """How many proposals were right, wrong, missing."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the proposals that are right."""
        return self.right / (self.right + self.wrong or 1)

    @property
    def recall(self) -> float:
        """Share of the same things that are proposed."""
        return self.right / (self.right + self.missed or 1)


def atlas() -> Atlas:
    """Give the communes of the seed, without a database."""
    seed = ROOT / "sitra" / "places" / "seed" / "france.json.gz"
    geography = json.loads(gzip.decompress(seed.read_bytes()))
    lines = [
        CommuneLine(
            rank,
            code,
            name,
            departement_code=departement,
            postal_codes=tuple(postal_codes),
            population=people,
        )
        for rank, (code, name, departement, _, postal_codes, people) in enumerate(geography["communes"], 1)
    ]
    numbers = {line.code: line.id for line in lines}
    lines += [
        CommuneLine(
            rank,
            code,
            name,
            postal_codes=tuple(postal_codes),
            standing=Standing(standing),
            now=numbers[heir],
        )
        for rank, (code, name, standing, heir, postal_codes, _) in enumerate(
            geography["former"], len(lines) + 1
        )
    ]
    return Atlas(lines)


def listed(drafts: Iterable[Draft], communes: Atlas) -> list[Listed]:
    """Draw the traits of the drafts of a list."""
    found = []
    for draft in drafts:
        hint = draft.commune
        number = communes.recognise(code=hint.code, postal_code=hint.postal_code, name=hint.name)
        if number is None:
            continue
        line = communes.get(number)
        place = Place(line.id, line.name, line.population) if line else None
        traits = draw(draft.document, Kind(draft.kind), place)
        title = label(draft.document.get("nom"))
        blind = replace(traits, sites=frozenset(), mails=frozenset(), phones=frozenset(), siret="")
        hosts = _own_hosts(traits, hint.name)
        found.append(Listed(traits, title, hosts, traits.siret, blind, keys(blind)))
    return found


def _own_hosts(traits: Traits, commune: str) -> frozenset[str]:
    """Give the hosts of its sites, but for those of its town hall, which name the commune."""
    town = fold(commune).replace(" ", "")
    flat = {host: fold(host).replace(" ", "") for host in traits.domains}
    return frozenset(
        host
        for host, plain in flat.items()
        if town not in plain and "mairie" not in plain and host not in OPERATORS
    )


def read(reader: Reader, path: Path) -> list[Draft]:
    """Read a list through the reader that brings it into the network."""
    return [row for row in reader.read(path) if isinstance(row, Draft)]


def register(folder: Path, communes: Atlas) -> list[Listed]:
    """Read the classified lodging, campsites with the points that another list gives them."""
    points = {
        (fold(one["nom"]), one["codePostal"]): (one["longitude"], one["latitude"])
        for one in json.loads(gzip.decompress((folder / GEOCODED).read_bytes()))
        if one.get("latitude")
    }
    rows = []
    for draft in read(atout_france, folder / REGISTER):
        key = (fold(label(draft.document.get("nom"))), draft.commune.postal_code)
        place = dict(draft.document["localisation"])
        if draft.kind == Kind.HOTELLERIE_PLEIN_AIR and key in points:
            lon, lat = points[key]
            place["geolocalisation"] = parts.point(str(lat), str(lon))
        rows.append(replace(draft, document={**draft.document, "localisation": place}))
    return listed(rows, communes)


def walkers(folder: Path, communes: Atlas) -> list[Listed]:
    """Read the lodging of a list for walkers."""
    drafts = []
    for name, (kind, block) in WALKERS_KINDS.items():
        content = json.loads((folder / WALKERS / f"{name}.geojson").read_bytes())
        drafts += [_walkers_draft(one, kind, block) for one in content["features"]]
    return listed(drafts, communes)


def _walkers_draft(feature: Mapping[str, Any], kind: str, block: str) -> Draft:
    told, (lon, lat) = feature["properties"], feature["geometry"]["coordinates"][:2]
    words = told["adresse"].split()
    rank = next((i for i, word in enumerate(words) if len(word) == 5 and word.isdigit()), len(words))
    postal_code, town = (words[rank] if rank < len(words) else ""), " ".join(words[rank + 1 :])
    document = {
        "nom": parts.label({"fr": told["nom"]}),
        "informations": {"moyensCommunication": parts.contacts((parts.SITE, told["site_web"] or ""))},
        "localisation": {
            "adresse": parts.address([" ".join(words[:rank])], postal_code),
            "geolocalisation": parts.point(str(lat), str(lon)),
        },
        block: {},
    }
    return Draft(told["nom"], kind, parts.filled(document), CommuneHint(postal_code=postal_code, name=town))


def sample(folder: Path, *, sisters_too: bool = True) -> Iterator[Labelled]:
    """Give the labelled pairs: those that are one thing, and all others that would be compared.

    Without `sisters_too`, the register is not compared with itself.
    """
    communes = atlas()
    classified = register(folder, communes)
    label_list = listed(read(tourisme_handicap, folder / LABEL), communes)
    lodging = [one for one in label_list if one.traits.kind in LODGING]
    rentals = [one for one in lodging if one.traits.kind is Kind.HEBERGEMENT_LOCATIF]
    heritage = [one for one in label_list if one.traits.kind is Kind.PATRIMOINE_CULTUREL]
    museum_list = listed(read(museums, folder / MUSEUMS), communes)
    houses = [one for one in lodging if one.traits.kind is not Kind.HEBERGEMENT_LOCATIF]
    yield from by_site("classified × label", classified, houses)
    yield from by_site("classified × walkers", classified, walkers(folder, communes))
    yield from by_site("museums × label", museum_list, heritage)
    yield from never("classified × rentals", classified, rentals)
    yield from by_siret("label × itself", lodging)
    if sisters_too:
        yield from sisters(SISTERS, classified)


def candidates(rows: list[Listed]) -> Candidates:
    """Pair the rows that would be compared, by rank."""
    return Keyring().with_all((rank, 1, one.keys) for rank, one in enumerate(rows)).candidates()


def by_site(source: str, left: list[Listed], right: list[Listed]) -> Iterator[Labelled]:
    """Pair two lists that each hold a thing once: truth is a site of its own, hidden when scoring.

    A site that one row of each list gives, both of one kind, makes them one. Such a row is then no
    other row of the other list: every other pair with it that would be compared is of two things.
    """
    partners = dict(_partners(left, right))
    backwards = {b: a for a, b in partners.items()}
    found = candidates([*left, *right])
    met = set()
    for a, b in found:
        if a >= len(left) or b < len(left):
            continue
        pair = (a, b - len(left))
        if pair[0] not in partners and pair[1] not in backwards:
            continue
        same = partners.get(pair[0]) == pair[1]
        met.add(pair)
        if same or not left[pair[0]].hosts & right[pair[1]].hosts:
            yield _labelled(source, left[pair[0]], right[pair[1]], same=same)
    for a, b in partners.items():
        if (a, b) not in met:
            yield replace(_labelled(source, left[a], right[b], same=True), score=0.0)


def _partners(left: list[Listed], right: list[Listed]) -> Iterator[tuple[int, int]]:
    mine, theirs = _by_host(left), _by_host(right)
    taken: set[int] = set()
    for host in sorted(mine.keys() & theirs.keys()):
        if len(mine[host]) == len(theirs[host]) == 1:
            a, b = mine[host][0], theirs[host][0]
            one, other = left[a].traits, right[b].traits
            near = one.postal_code[:2] == other.postal_code[:2]
            if one.kind is other.kind and near and a not in taken:
                taken.add(a)
                yield a, b


def _by_host(rows: list[Listed]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for rank, one in enumerate(rows):
        for host in one.hosts:
            found[host].append(rank)
    return found


def never(source: str, left: list[Listed], right: list[Listed]) -> Iterator[Labelled]:
    """Pair two lists that hold no thing in common, by what they are lists of.

    What shares a site with the other list may be there by mistake: such pairs are left out.
    """
    found = candidates([*left, *right])
    for a, b in found:
        if a < len(left) <= b and not left[a].hosts & right[b - len(left)].hosts:
            yield _labelled(source, left[a], right[b - len(left)], same=False)


def by_siret(source: str, rows: list[Listed]) -> Iterator[Labelled]:
    """Pair a list with itself: truth is the SIRET, hidden when scoring.

    Two hotels or campsites of one SIRET are one; two enterprises (SIREN) have two things. Several
    rentals of one SIRET, or two houses of one enterprise, tell nothing and are left out.
    """
    found = candidates(rows)
    for a, b in found:
        one, other = rows[a], rows[b]
        if not one.siret or not other.siret:
            continue
        single = one.traits.kind is other.traits.kind and one.traits.kind in ONE_HOUSE
        if one.siret == other.siret and single:
            yield _labelled(source, one, other, same=True)
        elif one.siret[:9] != other.siret[:9] and one.hosts and other.hosts and not one.hosts & other.hosts:
            yield _labelled(source, one, other, same=False)


def sisters(source: str, rows: list[Listed]) -> Iterator[Labelled]:
    """Pair a register with itself: two rows with sites of their own are two things."""
    found = candidates(rows)
    for a, b in found:
        one, other = rows[a], rows[b]
        if one.hosts and other.hosts and not one.hosts & other.hosts:
            yield _labelled(source, one, other, same=False)


def _labelled(source: str, one: Listed, other: Listed, *, same: bool) -> Labelled:
    """Score a pair; the half it falls in follows from its second row, so that a row is in one half."""
    drawn = hashlib.sha256(f"{other.title}|{other.traits.postal_code}".encode()).digest()[1]
    return Labelled(source, one, other, same, compare(one.blind, other.blind).score, drawn % 2 == 1)


def measure(pairs: Iterable[Labelled], threshold: float = THRESHOLD) -> Measure:
    """Count what is right, wrong and missing at a threshold."""
    right = wrong = missed = 0
    for pair in pairs:
        proposed = pair.score >= threshold
        right += proposed and pair.same
        wrong += proposed and not pair.same
        missed += pair.same and not proposed
    return Measure(right, wrong, missed)


def main(words: list[str]) -> int:
    """Print the measures."""
    folder = Path(words[0]) if words else SHARED
    begun = time.perf_counter()
    pairs = list(sample(folder))
    taken = time.perf_counter() - begun
    held = [pair for pair in pairs if pair.held_out]
    seen = [pair for pair in pairs if not pair.held_out]
    print(
        f"{len(pairs)} labelled pairs, {sum(pair.same for pair in pairs)} of them one thing, in {taken:.1f} s"
    )
    lists = [pair for pair in seen if pair.source != SISTERS]
    print("\nThreshold, on the half it was chosen on:")
    for threshold in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 0.9):
        print(f"  {threshold:.2f}  {_line(measure(lists, threshold))}")
    print(f"\nAt {THRESHOLD}, on the other half:")
    for source in dict.fromkeys(pair.source for pair in pairs):
        print(f"  {source:22}{_line(measure([pair for pair in held if pair.source == source]))}")
    print(f"  {'two lists, all':22}{_line(measure(pair for pair in held if pair.source != SISTERS))}")
    _wrong(seen if "--seen" in words else held)
    begun = time.perf_counter()
    for pair in pairs:
        compare(pair.one.blind, pair.other.blind)
    print(f"\n{len(pairs) / (time.perf_counter() - begun):,.0f} pairs a second")
    return 0


def _line(found: Measure) -> str:
    return (
        f"precision {found.precision:.3f}  recall {found.recall:.3f}  "
        f"({found.right} right, {found.wrong} wrong, {found.missed} missed)"
    )


def _wrong(pairs: Iterable[Labelled]) -> None:
    """Show what was proposed wrongly or missed."""
    for pair in sorted(pairs, key=lambda one: -one.score):
        if pair.same != (pair.score >= THRESHOLD):
            sign = "missed" if pair.same else "wrong "
            print(f"  {sign} {pair.score:.2f}  {pair.one.title}  /  {pair.other.title}  ({pair.source})")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
