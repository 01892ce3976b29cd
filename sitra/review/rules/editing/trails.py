"""A trail and its track: what the file says beside what the record says, and the media it comes to.

Nothing is taken over unasked: what the file says is offered, value by value.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sitra.media.rules.tracks import naming
from sitra.media.rules.tracks.measuring import Heights
from sitra.media.rules.tracks.traces import Trace
from sitra.review.rules.editing.pictures import item_of, replaced
from sitra.tourism.rules.overlays import put

BLOCK = "informationsEquipement.itineraire"
RUBRIC, MINUTES, POINT = (
    "informationsEquipement.rubrique",
    "ouverture.dureeSeance",
    "localisation.geolocalisation",
)
DISTANCE, SHAPE = f"{BLOCK}.distance", f"{BLOCK}.itineraireType"
CLIMB, DESCENT = f"{BLOCK}.denivellationPositive", f"{BLOCK}.denivellationNegative"
HIGHEST, LOWEST = f"{BLOCK}.altitudeMaximum", f"{BLOCK}.altitudeMinimum"
_OLD_MINUTES = f"{BLOCK}.dureeJournaliere"
_SPORTS = 2988
"""The rubric of outdoor sports (EquipementRubrique)."""
_LONGEST = 12 * 60
"""Minutes of a walk beyond which nobody does it in a day: no time is offered."""
_NEAR = {DISTANCE: 0.1, CLIMB: 10, DESCENT: 10, HIGHEST: 10, LOWEST: 10, MINUTES: 15}
"""How far two measures of one trail may lie apart: within that, the record is right."""

type Items = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Offer:
    """A value that the file gives, and what the record says; `held` is nothing where it says nothing."""

    path: str
    value: Any
    held: Any = None

    @property
    def is_new(self) -> bool:
        """Say whether the record says nothing there."""
        return self.held is None


def offers(document: Mapping[str, Any], trace: Trace) -> list[Offer]:
    """Give what a track says otherwise than a record does, or where that says nothing."""
    found = [Offer(path, value, _at(document, path)) for path, value in _measured(trace)]
    said = [one if one.path != MINUTES else _timed(document, one) for one in found]
    if _at(document, RUBRIC) is None:
        said.insert(0, Offer(RUBRIC, {"elementReferenceType": "EquipementRubrique", "id": _SPORTS}))
    if not _at(document, f"{POINT}.geoJson.coordinates"):
        said.append(Offer(POINT, _point(trace)))
    return [one for one in said if not _agree(one)]


def taken(document: Mapping[str, Any], trace: Trace, paths: Collection[str] | None) -> dict[str, Any]:
    """Write what a track says at some places; without any, wherever the record says nothing."""
    result = dict(document)
    for one in offers(document, trace):
        if one.is_new if paths is None else one.path in paths:
            result = put(result, one.path, one.value)
    return result


def changed(document: Mapping[str, Any], trace: Trace, paths: Collection[str] | None) -> list[str]:
    """Name the places that `taken` writes."""
    return [
        one.path for one in offers(document, trace) if (one.is_new if paths is None else one.path in paths)
    ]


def first(items: Items) -> int | None:
    """Give the rank of the first track among media."""
    return next((rank for rank, one in enumerate(items) if naming.file_of(one) is not None), None)


def attached(items: Items, said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Put a track among media: in the place of the first one, which keeps its words, or at the end."""
    rank = first(items)
    if rank is None:
        return [*map(dict, items), item_of(said, naming.LIST)]
    return replaced(items, rank, said)


def detached(items: Items) -> list[dict[str, Any]]:
    """Take the first track away."""
    gone = first(items)
    return [dict(one) for rank, one in enumerate(items) if rank != gone]


def restored(items: Items, item: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Put a track back that was replaced or taken away: in the place of the one there is, or at the end."""
    rank = first(items)
    found = [dict(one) for one in items]
    if rank is None:
        return [*found, dict(item)]
    found[rank] = dict(item)
    return found


def _measured(trace: Trace) -> list[tuple[str, Any]]:
    measures = trace.measures
    found: list[tuple[str, Any]] = [(DISTANCE, max(0.1, round(measures.metres / 1000, 1)))]
    found += _heights(measures.heights) if measures.heights else []
    found.append((SHAPE, measures.shape.value))
    if measures.minutes <= _LONGEST:
        found.append((MINUTES, measures.minutes))
    return found


def _heights(known: Heights) -> list[tuple[str, Any]]:
    return [(CLIMB, known.climb), (DESCENT, known.descent), (HIGHEST, known.highest), (LOWEST, known.lowest)]


def _point(trace: Trace) -> dict[str, Any]:
    start = trace.start
    point = {"type": "Point", "coordinates": [round(start.lon, 6), round(start.lat, 6)]}
    known = trace.measures.heights and start.height is not None
    return {
        "valide": True,
        "geoJson": point,
        **({"altitude": round(start.height or 0)} if known else {}),
    }


def _timed(document: Mapping[str, Any], one: Offer) -> Offer:
    """Compare the time of a walk with where it was written before, too."""
    return Offer(one.path, one.value, one.held if one.held is not None else _at(document, _OLD_MINUTES))


def _agree(one: Offer) -> bool:
    if one.held is None:
        return False
    near = _NEAR.get(one.path)
    if near is None or not isinstance(one.held, int | float):
        return bool(one.held == one.value)
    # A descent is written with or without its sign.
    return bool(abs(abs(one.held) - abs(one.value)) < near)


def _at(document: Mapping[str, Any], path: str) -> Any:
    value: Any = document
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value
