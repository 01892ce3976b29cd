"""Build the files of the demonstration again from the open data; they come out byte-identical."""

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # it runs as a plain script

from demo import geography, network
from demo.writing import (
    Row,
    read_csv,
    read_json,
    rewrite_zip,
    write_csv,
    write_json,
    write_readable_json,
)

HERE = Path(__file__).resolve().parent
DATA = HERE / "data"
REGION_NAMES = {"Auvergne-Rhône-Alpes", "Auvergne Rhône-Alpes"}
DEPARTEMENTS = {
    "01": "Ain",
    "03": "Allier",
    "07": "Ardèche",
    "15": "Cantal",
    "26": "Drôme",
    "38": "Isère",
    "42": "Loire",
    "43": "Haute-Loire",
    "63": "Puy-de-Dôme",
    "69": "Rhône",
    "73": "Savoie",
    "74": "Haute-Savoie",
}
WEAKEST_MATCH = 0.4
"""Below this score a geocoded address is not trusted (score of the national address base, 0 to 1)."""
PERSON = re.compile(r"\s*\b(?:M\.|Mr\.?|Mme\.?|MME|Mlle)\s+[A-ZÀ-Ý].*$")
"""A private person named at the end of a name or an address."""
FIRST_NAMES = frozenset(
    [
        "Alain",
        "Anne",
        "Annie",
        "Bernard",
        "Catherine",
        "Christian",
        "Christine",
        "Claude",
        "Daniel",
        "Danielle",
        "Denise",
        "Didier",
        "Françoise",
        "Gérard",
        "Guy",
        "Isabelle",
        "Jacqueline",
        "Jacques",
        "Jean",
        "Joël",
        "Josette",
        "Laurent",
        "Marcel",
        "Marie",
        "Martine",
        "Michel",
        "Monique",
        "Nathalie",
        "Nicole",
        "Patrick",
        "Paul",
        "Philippe",
        "Pierre",
        "René",
        "Robert",
        "Roger",
        "Sandrine",
        "Serge",
        "Sophie",
        "Sylvie",
        "Thierry",
        "Valérie",
        "Véronique",
    ]
)
"""First names by which an establishment called after its owner is known."""
FULL_NAME = 2


def places(shared: Path) -> Iterator[str]:
    """Write the outlines of the communes and départements."""
    built, remarks = geography.build(shared)
    write_json(DATA / "outlines.json.gz", built)
    yield f"outlines.json.gz: {len(built['communes'])} communes"
    yield from remarks


def members(shared: Path) -> Iterator[str]:
    """Write the network."""
    built = network.build(shared, DEPARTEMENTS)
    write_readable_json(DATA / "network.json", built)
    yield f"network.json: {len(built['members'])} members, {len(built['persons'])} accounts"


def lodging(shared: Path) -> Iterator[str]:
    """Write the classified lodging of the region, with the places of the campsites."""
    folder = shared / "atout-france-classement"
    rows = read_csv(folder / "hebergements_classes-2026-01.csv.gz", ";")
    points = {
        (site["nom"], site["codePostal"], site["adresse"]): site
        for site in read_json(folder / "campings-geocodes-vie-de-camping-2026-01.json.gz")
        if (site.get("geocodeScore") or 0) >= WEAKEST_MATCH
    }
    kept = [
        _with_point(row, points)
        for row in map(_without_person, rows)
        if row["CODE POSTAL"][:2] in DEPARTEMENTS and row["NOM COMMERCIAL"]
    ]
    write_csv(DATA / "hebergements-classes.csv.gz", kept, ";")
    placed = sum(bool(row["LATITUDE"]) for row in kept)
    yield f"hebergements-classes.csv.gz: {len(kept)} rows, {placed} with a point"


def _without_person(row: Row) -> Row:
    """Drop the person named in a name or an address; an establishment keeps its activity."""
    named = ("NOM COMMERCIAL", "ADRESSE", "NOM ETABLISSEMENT")
    kept = {key: PERSON.sub("", text) if key in named else text for key, text in row.items()}
    words = kept.get("NOM ETABLISSEMENT", "").title().split()
    if len(words) == FULL_NAME and FIRST_NAMES & set(words):
        kept["NOM ETABLISSEMENT"] = kept["ACTIVITE"].partition(";")[0]
    return kept


def _with_point(row: Row, points: dict[tuple[str, str, str], dict[str, str | float]]) -> Row:
    site = points.get((row["NOM COMMERCIAL"], row["CODE POSTAL"], row["ADRESSE"]), {})
    return {
        **row,
        "LATITUDE": str(site.get("latitude") or ""),
        "LONGITUDE": str(site.get("longitude") or ""),
    }


def table(source: str, target: str, region: str, delimiter: str) -> Callable[[Path], Iterator[str]]:
    """Make the step that keeps the rows of the region out of a table."""

    def step(shared: Path) -> Iterator[str]:
        rows = read_csv(shared / source, delimiter)
        kept = [_without_person(row) for row in rows if row[region] in REGION_NAMES]
        write_csv(DATA / target, kept, delimiter)
        yield f"{target}: {len(kept)} rows"

    return step


def archive(source: str, target: str) -> Callable[[Path], Iterator[str]]:
    """Make the step that packs an archive again."""

    def step(shared: Path) -> Iterator[str]:
        count = rewrite_zip(shared / source, DATA / target)
        yield f"{target}: {count} files"

    return step


STEPS = (
    ("places", places),
    ("network", members),
    ("classified lodging", lodging),
    (
        "festivals",
        table(
            "culture-festivals/festivals-global-2024.csv.gz",
            "festivals.csv.gz",
            "Région principale de déroulement",
            ";",
        ),
    ),
    (
        "museums",
        table(
            "culture-museofile/musees-de-france-base-museofile-2019.csv.gz",
            "musees.csv.gz",
            "Région",
            ";",
        ),
    ),
    (
        "Tourisme & Handicap",
        table("acceslibre/th-20200505.csv.gz", "tourisme-handicap.csv.gz", "REGION", ","),
    ),
    (
        "DATAtourisme, Ardèche and Drôme",
        archive(
            "datatourisme-apidae-2023/flux-ardeche-drome-tours-2023-05-23.zip",
            "datatourisme-ardeche-drome.zip",
        ),
    ),
    (
        "DATAtourisme, Paris",
        archive(
            "datatourisme-apidae-2023/flux-paris-culture-2023-10-06.zip",
            "datatourisme-paris.zip",
        ),
    ),
)


def main() -> int:
    """Run every step and say what was written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    source = parser.parse_args().shared.resolve() / "data"
    out = Console()
    if not source.is_dir():
        out.print(f"[red]No open data in {source}: give its folder with --shared.[/red]")
        return 1
    DATA.mkdir(exist_ok=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=out, transient=True) as bar:
        for title, step in STEPS:
            task = bar.add_task(title, total=1)
            for line in step(source):
                out.print(line, highlight=False)
            bar.update(task, completed=1)
    total = sum(path.stat().st_size for path in DATA.iterdir())
    out.print(f"{total / 1e6:.1f} MB in {DATA.name}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
