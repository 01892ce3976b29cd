"""Build the geography that ships with the program out of the official code (Insee) and the EPCI (DGCL)."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # it runs as a plain script

from demo.writing import read_json, write_json

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "sitra" / "places" / "seed" / "france.json.gz"
EDITION = "2026-01-01"
"""Day on which the official code says this."""

FORMER = {
    "commune-deleguee": "DELEGATED",
    "commune-associee": "ASSOCIATED",
    "arrondissement-municipal": "DISTRICT",
}

type Json = dict[str, Any]


def build(folder: Path) -> Json:
    """Give regions, départements, EPCI, communes and what has become of the former ones."""
    everything = read_json(folder / "communes.json.gz")
    epci = read_json(folder / "epci.json.gz")
    living = {one["code"]: one for one in everything if one["type"] == "commune-actuelle"}
    groups = {member["code"]: one["code"] for one in epci for member in one["membres"]}
    return {
        "edition": EDITION,
        "regions": [[one["code"], one["nom"]] for one in _sorted(read_json(folder / "regions.json.gz"))],
        "departements": [
            [one["code"], one["nom"], one["region"]]
            for one in _sorted(read_json(folder / "departements.json.gz"))
        ],
        "epci": [[one["code"], one["nom"], one["type"]] for one in _sorted(epci)],
        "communes": [_living(one, groups) for one in _sorted(living.values())],
        "former": sorted(_former(everything, living)),
        "within": sorted(_within(everything, living)),
    }


def _sorted(rows: Any) -> list[Json]:
    return sorted(rows, key=lambda one: one["code"])


def _living(one: Json, groups: Mapping[str, str]) -> list[Any]:
    """Write a commune: code, name, département, EPCI, postal codes, population."""
    return [
        one["code"],
        one["nom"],
        one["departement"],
        groups.get(one["code"], ""),
        sorted(one.get("codesPostaux", [])),
        one.get("population", 0),
    ]


def _former(everything: list[Json], living: Mapping[str, Json]) -> Iterator[list[Any]]:
    """Write a code that is no commune's any more: code, name, standing, the commune that took it in.

    A commune that went without leaving a name of its own answers by its code under that of its heir.
    """
    told = set()
    for one in everything:
        heir = str(one.get("chefLieu") or one.get("commune"))
        if one["type"] in FORMER and one["code"] not in living:
            told.add(one["code"])
            districts = [sorted(one.get("codesPostaux", [])), one.get("population", 0)]
            yield [one["code"], one["nom"], FORMER[one["type"]], heir, *districts]
    for heir, one in living.items():
        for code in one.get("anciensCodes", []):
            if code not in told and code not in living:
                told.add(code)
                yield [code, one["nom"], "MERGED", heir, [], 0]


def _within(everything: list[Json], living: Mapping[str, Json]) -> Iterator[list[str]]:
    """Write the other names of a commune: those of its parts that share its code."""
    for one in everything:
        if one["type"] in FORMER and one["code"] in living and one["nom"] != living[one["code"]]["nom"]:
            yield [one["code"], one["nom"]]


def main() -> int:
    """Build the file from the folder of the package `@etalab/decoupage-administratif`."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = ROOT.parent / "shared" / "data" / "communes-decoupage-administratif-6.0.0"
    parser.add_argument("--source", type=Path, default=default)
    source = parser.parse_args().source.resolve()
    if not source.is_dir():
        print(f"No official code in {source}: give its folder with --source.", file=sys.stderr)
        return 1
    TARGET.parent.mkdir(exist_ok=True)
    built = build(source)
    write_json(TARGET, built)
    print(f"{TARGET.name}: {len(built['communes'])} communes, {len(built['former'])} former codes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
