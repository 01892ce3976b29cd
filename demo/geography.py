"""Communes, départements and EPCI of the region, with outlines that share their borders."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from demo.writing import read_json

REGION = "84"
PARIS = "75056"
PARIS_DEPARTEMENT = "75"
LYON = "69123"
TOLERANCE = 0.0015
"""How far an outline may move when it is simplified, in degrees (about 120 m)."""
PRECISION = 0.0001
"""Step of the grid on which outlines are written, in degrees (about 10 m)."""

ABSORBED = {
    "01341": "01227",  # Saint-Champ: Magnieu
    "07252": "07103",  # Saint-Julien-Boutières: Saint-Julien-d'Intres
    "26371": "26289",  # Véronne: Saillans
    "38293": "38560",  # Panissage: Val-de-Virieu
    "42072": "42217",  # La Côte-en-Couzan: La Côte-Saint-Didier
    "63127": "63335",  # Creste: Saint-Diéry
    "74110": "74212",  # Entremont: Glières-Val-de-Borne
    "74274": "74289",  # Val-de-Fier: Vallières-sur-Fier
}
"""Communes of 2018 merged without leaving a delegated commune: INSEE code -> code in 2026."""

FORMER_KINDS = {
    "commune-deleguee": "deleguee",
    "commune-associee": "associee",
    "arrondissement-municipal": "arrondissement",
}

type Json = dict[str, Any]


def build(shared: Path) -> tuple[Json, list[str]]:
    """Build the geography of the demonstration; answers it and what a reader should know."""
    code = shared / "communes-decoupage-administratif-6.0.0"
    everything = read_json(code / "communes.json.gz")
    departements = [
        d
        for d in read_json(code / "departements.json.gz")
        if d["region"] == REGION or d["code"] == PARIS_DEPARTEMENT
    ]
    wanted = {d["code"] for d in departements}
    living = {
        c["code"]: c for c in everything if c["type"] == "commune-actuelle" and c["departement"] in wanted
    }
    heirs = _heirs(everything, living)
    shapes, names = _shapes_of_2018(shared, living, heirs)
    outlines = _simplify(shapes)
    paris = _paris(shared)
    outlines[PARIS] = paris
    epci = [e for e in read_json(code / "epci.json.gz") if any(m["code"] in living for m in e["membres"])]
    geography = {
        "region": _region(code, REGION),
        "regions": [_region(code, number) for number in (REGION, "11")],
        "departements": _departements(departements, living, outlines),
        "epci": [{"code": e["code"], "nom": e["nom"], "type": e["type"]} for e in epci],
        "communes": _communes(living, epci, outlines, {**shapes, PARIS: paris}),
        "former": _former(everything, heirs, names),
    }
    return geography, _remarks(living, outlines)


def _heirs(everything: list[Json], living: Mapping[str, Json]) -> dict[str, str]:
    """Give INSEE code of a former commune -> code of the one that took it in."""
    found = {code: now for code, now in ABSORBED.items() if now in living}
    for commune in everything:
        now = str(commune.get("chefLieu") or commune.get("commune"))
        if commune["type"] in FORMER_KINDS and now in living and commune["code"] not in living:
            found[commune["code"]] = now
    return found


def _shapes_of_2018(
    shared: Path, living: Mapping[str, Json], heirs: Mapping[str, str]
) -> tuple[dict[str, BaseGeometry], dict[str, str]]:
    """Read the outlines of 2018 and unite those of merged communes."""
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    names: dict[str, str] = {}
    folder = shared / "communes-geometrie-france-geojson-2018"
    for path in sorted(folder.glob("communes-*.geojson.gz")):
        for feature in read_json(path)["features"]:
            code, name = feature["properties"]["code"], feature["properties"]["nom"]
            names[code] = name
            now = code if code in living else heirs[code]
            parts[now].append(shapely.make_valid(shape(feature["geometry"])))
    return {code: shapely.union_all(parts[code]) for code in sorted(parts)}, names


def _simplify(shapes: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Simplify all outlines together, so that neighbours keep the same border."""
    coverage = shapely.coverage_simplify(list(shapes.values()), TOLERANCE)
    return dict(zip(shapes, coverage, strict=True))


def _paris(shared: Path) -> BaseGeometry:
    folder = shared / "communes-geometrie-france-geojson-2018"
    features = read_json(folder / "departements-version-simplifiee.geojson.gz")["features"]
    return next(shape(f["geometry"]) for f in features if f["properties"]["code"] == PARIS_DEPARTEMENT)


def _region(folder: Path, number: str) -> Json:
    found = next(r for r in read_json(folder / "regions.json.gz") if r["code"] == number)
    return {"code": number, "nom": found["nom"]}


def _departements(
    departements: list[Json], living: Mapping[str, Json], outlines: Mapping[str, BaseGeometry]
) -> list[Json]:
    rows = []
    for one in departements:
        parts = [outline for code, outline in outlines.items() if living[code]["departement"] == one["code"]]
        row = {"code": one["code"], "nom": one["nom"], "region": one["region"]}
        rows.append({**row, "outline": _geojson(shapely.union_all(parts))})
    return rows


def _communes(
    living: Mapping[str, Json],
    epci: list[Json],
    outlines: Mapping[str, BaseGeometry],
    shapes: Mapping[str, BaseGeometry],
) -> list[Json]:
    groups = {member["code"]: e["code"] for e in epci for member in e["membres"]}
    rows = []
    for code, commune in sorted(living.items()):
        row = {
            "id": int(code),
            "code": code,
            "nom": commune["nom"],
            "departement": commune["departement"],
            "epci": groups.get(code, ""),
            "postal_codes": sorted(commune.get("codesPostaux", [])),
            "population": commune.get("population", 0),
        }
        if code in outlines:
            point = _inside(shapes[code])
            row |= {"lat": point[1], "lon": point[0], "outline": _geojson(outlines[code])}
        rows.append(row)
    return rows


def _inside(area: BaseGeometry) -> tuple[float, float]:
    """Choose the point that stands for an area: its centre, or a point that is surely inside."""
    centre = area.centroid
    point = centre if area.contains(centre) else area.representative_point()
    return round(point.x, 5), round(point.y, 5)


def _geojson(area: BaseGeometry) -> Json:
    """Write an outline on the grid of four decimals."""
    placed = mapping(shapely.set_precision(area, PRECISION))
    return {"type": placed["type"], "coordinates": _rounded(placed["coordinates"])}


def _rounded(part: Any) -> Any:
    if isinstance(part, float):
        return round(part, 4)
    return [_rounded(inner) for inner in part]


def _former(everything: list[Json], heirs: Mapping[str, str], names: Mapping[str, str]) -> list[Json]:
    known = {c["code"]: c for c in everything if c["type"] in FORMER_KINDS}
    rows = []
    for code, now in sorted(heirs.items()):
        commune = known.get(code)
        name = commune["nom"] if commune else names[code]
        kind = FORMER_KINDS[commune["type"]] if commune else "deleguee"
        rows.append({"code": code, "nom": name, "kind": kind, "now": now})
    return rows


def _remarks(living: Mapping[str, Json], outlines: Mapping[str, BaseGeometry]) -> list[str]:
    bare = [f"{c['nom']} ({code})" for code, c in sorted(living.items()) if code not in outlines]
    if not bare:
        return []
    return [f"communes without outline: {', '.join(bare)}"]
