"""Communes of a region, drawn as visitors choose them, and points inside them."""

import gzip
import math
from bisect import bisect
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from random import Random

import numpy as np
import orjson
import shapely
from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).resolve().parents[1]
OFFICIAL = ROOT / "sitra" / "places" / "seed" / "france.json.gz"
OUTLINES = ROOT / "demo" / "data" / "outlines.json.gz"

OWN = 1_000_000
"""Our own number of a commune is its code beyond this."""

REGION = "84"
"""Auvergne-Rhône-Alpes: the only region whose outlines ship with the demonstration."""

DRAW = {"73": 3.0, "74": 3.0, "07": 2.0, "26": 1.5, "38": 1.8}
"""Département -> how much more visitors it draws than its inhabitants say."""

POINTS = 48
"""Points kept for a commune: records of one place share an address, as real ones do."""


@dataclass(slots=True)
class Place:
    """A commune: what a document says of it, and points inside its outline."""

    code: str
    name: str
    departement: str
    epci: str
    postal_code: str
    outline: BaseGeometry
    weight: float
    points: list[tuple[float, float]] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The number that a document holds."""
        return OWN + int(self.code)

    def point(self, chance: Random) -> tuple[float, float]:
        """Draw a point inside; longitude, latitude."""
        if not self.points:
            self.points = self._scatter()
        return self.points[int(chance.random() * len(self.points))]

    def _scatter(self) -> list[tuple[float, float]]:
        west, south, east, north = self.outline.bounds
        dice = np.random.default_rng(self.number)
        lon, lat = dice.uniform(west, east, POINTS * 4), dice.uniform(south, north, POINTS * 4)
        inside = shapely.contains_xy(self.outline, lon, lat)
        found = [
            (round(float(x), 6), round(float(y), 6)) for x, y in zip(lon[inside], lat[inside], strict=True)
        ]
        middle = self.outline.representative_point()
        return found[:POINTS] or [(round(middle.x, 6), round(middle.y, 6))]


class Country:
    """The communes of the region, drawn by inhabitants^0.5 times what they draw."""

    def __init__(self) -> None:
        official = orjson.loads(gzip.decompress(OFFICIAL.read_bytes()))
        drawn = orjson.loads(gzip.decompress(OUTLINES.read_bytes()))["communes"]
        self.departements = {
            code: name for code, name, region in official["departements"] if region == REGION
        }
        self.places = [
            _place(row, drawn[row[0]][2])
            for row in official["communes"]
            if row[2] in self.departements and row[0] in drawn
        ]
        self.by_code = {place.code: place for place in self.places}
        self._heap = list(accumulate(place.weight for place in self.places))
        self.epci: dict[str, list[Place]] = {}
        for place in self.places:
            self.epci.setdefault(place.epci, []).append(place)
        self._names = {code: name for code, name, _ in official["epci"]}

    def draw(self, chance: Random) -> Place:
        """Draw a commune."""
        return self.places[bisect(self._heap, chance.random() * self._heap[-1])]

    def departement(self, rank: int) -> tuple[str, list[Place]]:
        """Give a département, as a name and its communes."""
        code = sorted(self.departements)[rank]
        return self.departements[code], [one for one in self.places if one.departement == code]

    def territory(self, chance: Random) -> tuple[str, list[Place]]:
        """Draw a territory, as a name and its communes: an intercommunality."""
        code = chance.choice(sorted(self.epci))
        return self._names.get(code, "Pays").removeprefix("CC ").removeprefix("CA "), self.epci[code]


def _place(row: list[object], outline: dict[str, object]) -> Place:
    code, name, departement, epci, postal_codes, people = row
    taste = Random(f"taste of {code}")
    weight = math.sqrt(float(str(people)) + 50) * DRAW.get(str(departement), 1.0)
    return Place(
        code=str(code),
        name=str(name),
        departement=str(departement),
        epci=str(epci),
        postal_code=str(postal_codes[0]) if isinstance(postal_codes, list) and postal_codes else "",
        outline=shapely.from_geojson(orjson.dumps(outline)),
        weight=weight * taste.lognormvariate(0, 0.8),
    )
