"""From a trail to the record it becomes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sitra.intake.rules import parts, wording
from sitra.intake.rules.draft import CommuneHint, Draft, Note, Read, Refusal
from sitra.kit.texts import fold
from sitra.media.rules.tracks import gpx, measuring
from sitra.media.rules.tracks.measuring import Spot

KIND = "EQUIPEMENT"
MOST_POINTS = gpx.MOST_POINTS
MOST_TRAILS = 5_000
_SPORTS = 2988
"""The rubric of outdoor sports (EquipementRubrique)."""
_LONGEST_ID = 150

ACTIVITIES: tuple[tuple[tuple[str, ...], int], ...] = (
    (("vtt a assistance", "e mtb", "vttae"), 6225),
    (("vae", "velo electrique", "velo a assistance"), 5447),
    (("vtt", "mountain bike", "mtb"), 3284),
    (("cyclo", "velo", "gravel", "cycl", "bike", "bicycle", "road"), 3283),
    (("equestre", "cheval", "horse"), 3313),
    (("raquette", "snowshoe"), 3302),
    (("ski de fond", "nordique", "cross country ski"), 3276),
    (("trail running", "course a pied", "running", "trail"), 4201),
    (("thematique", "interpretation"), 3331),
    (("pedestre", "randonnee", "marche", "hik", "walk", "foot"), 3333),
)
"""Folded beginnings of words for a practice -> term of EquipementActivite; the first that is met counts."""


@dataclass(frozen=True, slots=True)
class Trail:
    """A trail as its file describes it; `minutes` only when the file says how long it takes."""

    place: str
    lines: Sequence[Sequence[Spot]]
    name: str = ""
    text: str = ""
    practice: str = ""
    number: str = ""
    """What names it at its source; else its name does."""
    link: str = ""
    minutes: int = 0
    waymarks: str = ""


def told(trails: Iterable[Trail | Refusal], path: Path) -> Iterator[Read]:
    """Turn the trails of a file into drafts, and say what is not kept of them."""
    names: set[str] = set()
    count = 0
    for rank, trail in enumerate(trails, start=1):
        draft = trail if isinstance(trail, Refusal) else _draft(trail, path, rank, names)
        count += isinstance(draft, Draft)
        yield draft
    if count:
        yield Note(
            f"« {path.name} » : la trace elle-même n'est pas gardée dans la fiche ; la distance, les "
            "dénivelés et le départ en sont tirés. Joignez-la en GPX dans l'éditeur de la fiche."
        )


def _draft(trail: Trail, path: Path, rank: int, names: set[str]) -> Draft | Refusal:
    lines = [line for line in map(measuring.without_stops, trail.lines) if len(line) > 1]
    if not lines:
        return Refusal(trail.place, "Aucune ligne d'au moins deux points : ce n'est pas un itinéraire.")
    named = wording.begin(wording.name(trail.name)) or _from_file(path, rank)
    start = lines[0][0]
    document = {
        "nom": parts.label({"fr": named}),
        "informations": {"moyensCommunication": parts.contacts((parts.SITE, trail.link))},
        "presentation": _texts(trail.text),
        "localisation": {
            "geolocalisation": {
                "valide": True,
                "geoJson": {
                    "type": "Point",
                    "coordinates": [round(start.lon, 6), round(start.lat, 6)],
                },
                "altitude": round(start.height)
                if measuring.heights(lines) and start.height is not None
                else None,
            }
        },
        "informationsEquipement": {
            "rubrique": parts.ref("EquipementRubrique", _SPORTS),
            "activites": parts.refs("EquipementActivite", [activity(trail.practice or named)]),
            "itineraire": _measured(trail, lines),
        },
    }
    number = _number(trail, named, names)
    return Draft(number, KIND, parts.filled(document), CommuneHint(), place=trail.place)


def activity(words: str) -> int | None:
    """Recognise what one does on a trail."""
    folded = f" {fold(words)}"
    return next((number for starts, number in ACTIVITIES if any(f" {one}" in folded for one in starts)), None)


def _measured(trail: Trail, lines: Sequence[Sequence[Spot]]) -> dict[str, Any]:
    known = measuring.heights(lines)
    return {
        "distance": round(measuring.length(lines) / 1000, 2),
        "denivellationPositive": known.climb if known else None,
        "denivellationNegative": known.descent if known else None,
        "altitudeMaximum": known.highest if known else None,
        "altitudeMinimum": known.lowest if known else None,
        "dureeJournaliere": trail.minutes or None,
        "itineraireType": measuring.shape(lines).value,
        "itineraireBalise": "BALISE" if trail.waymarks else None,
        "precisionsBalisage": parts.label({"fr": trail.waymarks}),
    }


def _texts(text: str) -> dict[str, Any]:
    plain = wording.clean(text)
    return {
        "descriptifCourt": parts.label({"fr": parts.short(plain)}),
        "descriptifDetaille": parts.label({"fr": plain if parts.short(plain) != plain else ""}),
    }


def _number(trail: Trail, name: str, names: set[str]) -> str:
    """Name a trail: as its source does, else by its name, its rank added when two share it."""
    wanted = (trail.number or fold(name).replace(" ", "-"))[:_LONGEST_ID]
    found, rank = wanted, 1
    while found in names:
        rank += 1
        found = f"{wanted}-{rank}"
    names.add(found)
    return found


def _from_file(path: Path, rank: int) -> str:
    words = re.sub(r"[_\s]+", " ", path.name.split(".")[0]).strip() or "Itinéraire"
    return wording.begin(words) + (f" {rank}" if rank > 1 else "")
