"""Outlines of the communes and départements of the region, sharing their borders."""

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
TOLERANCE = 0.0015
"""How far an outline may move when it is simplified, in degrees (about 120 m)."""
PRECISION = 0.0001
"""Step of the grid on which outlines are written, in degrees (about 10 m)."""

type Json = dict[str, Any]


def build(shared: Path) -> tuple[Json, list[str]]:
    """Build the outlines of the demonstration; answers them and what a reader should know."""
    everything = read_json(shared / "communes-decoupage-administratif-6.0.0" / "communes.json.gz")
    living = {
        one["code"]: one
        for one in everything
        if one["type"] == "commune-actuelle" and (one["region"] == REGION or one["code"] == PARIS)
    }
    outlines = _simplify(_shapes_of_2018(shared, living, _heirs(living)))
    outlines[PARIS] = _paris(shared)
    communes = {code: [*_inside(outline), _geojson(outline)] for code, outline in sorted(outlines.items())}
    return {"departements": _departements(living, outlines), "communes": communes}, _remarks(living, outlines)


def _heirs(living: Mapping[str, Json]) -> dict[str, str]:
    """Give INSEE code of a former commune -> code of the one that took it in."""
    return {old: code for code, one in living.items() for old in one.get("anciensCodes", ())}


def _shapes_of_2018(
    shared: Path, living: Mapping[str, Json], heirs: Mapping[str, str]
) -> dict[str, BaseGeometry]:
    """Read the outlines of 2018 and unite those of merged communes."""
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    folder = shared / "communes-geometrie-france-geojson-2018"
    for path in sorted(folder.glob("communes-*.geojson.gz")):
        for feature in read_json(path)["features"]:
            code = feature["properties"]["code"]
            now = code if code in living else heirs[code]
            parts[now].append(shapely.make_valid(shape(feature["geometry"])))
    return {code: shapely.union_all(parts[code]) for code in sorted(parts)}


def _simplify(shapes: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Simplify all outlines together, so that neighbours keep the same border."""
    coverage = shapely.coverage_simplify(list(shapes.values()), TOLERANCE)
    return dict(zip(shapes, coverage, strict=True))


def _paris(shared: Path) -> BaseGeometry:
    folder = shared / "communes-geometrie-france-geojson-2018"
    features = read_json(folder / "departements-version-simplifiee.geojson.gz")["features"]
    return next(shape(f["geometry"]) for f in features if f["properties"]["code"] == PARIS_DEPARTEMENT)


def _departements(living: Mapping[str, Json], outlines: Mapping[str, BaseGeometry]) -> Json:
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for code, outline in outlines.items():
        parts[living[code]["departement"]].append(outline)
    return {code: _geojson(shapely.union_all(areas)) for code, areas in sorted(parts.items())}


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


def _remarks(living: Mapping[str, Json], outlines: Mapping[str, BaseGeometry]) -> list[str]:
    bare = [f"{c['nom']} ({code})" for code, c in sorted(living.items()) if code not in outlines]
    if not bare:
        return []
    return [f"communes without outline: {', '.join(bare)}"]
