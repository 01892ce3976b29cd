"""Trails, touristic contents and events of a Geotrek, as they were fetched from its API v2."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sitra.intake.rules import archives, manifests
from sitra.intake.rules.draft import Draft, Note, Refusal, Unreadable
from sitra.intake.rules.glance import Glance
from sitra.intake.rules.json_texts import Unsound
from sitra.intake.rules.sources.geotrek import treks, visits
from sitra.intake.rules.sources.geotrek.words import Json, Words

SOURCE = manifests.source(__name__)
_PAGE = re.compile(r"(?:^|/)geotrek/([a-z_]+)-\d+\.json$")
_ROWS = 50
_SHAPES = (AttributeError, KeyError, TypeError, ValueError)

_RECORDS: dict[str, Callable[[Json, Words, str], Draft | str]] = {
    "trek": treks.draft,
    "touristiccontent": visits.content,
    "touristicevent": visits.event,
}


def recognises(seen: Glance) -> bool:
    """Say whether an archive holds pages of a Geotrek."""
    return any(_PAGE.search(name) for name in seen.names)


def expected(path: Path) -> int:
    """Say about how many records the pages hold."""
    return _ROWS * sum(_list(name) in _RECORDS for name in archives.names(path))


def read(path: Path) -> Iterator[Draft | Refusal | Note]:
    """Read an archive: the pages of words first, then those of records."""
    with archives.opened(path) as archive:
        pages = [name for name in archive.names if _list(name)]
        if not any(_list(name) in _RECORDS for name in pages):
            raise Unreadable(
                f"L'archive « {path.name} » ne contient aucune page de fiches d'un Geotrek : "
                "recommencez la lecture."
            )
        words = Words()
        for name in (one for one in pages if _list(one) not in _RECORDS):
            try:
                words.learn(_list(name), archive.json(name))
            except (Unsound, *_SHAPES):
                archive.notes.append(f"« {name} » ne se lit pas : ses mots manquent aux fiches.")
        for name in (one for one in pages if _list(one) in _RECORDS):
            try:
                rows = archive.json(name)
            except Unsound as unsound:
                yield Refusal(name, str(unsound))
                continue
            for rank, row in enumerate(rows if isinstance(rows, list) else [rows], 1):
                yield _row(row, _list(name), f"{name}, n° {rank}", words)
        yield from map(Note, archive.notes)


def _list(name: str) -> str:
    """Give the list that a file is a page of; nothing when it is none."""
    found = _PAGE.search(name)
    return found[1] if found else ""


def _row(row: Any, name: str, place: str, words: Words) -> Draft | Refusal:
    known = row.get("id") if isinstance(row, Mapping) else None
    if type(known) is not int:
        return Refusal(place, "Ce n'est pas une fiche de Geotrek : elle n'a pas de numéro (champ « id »).")
    number = f"{name}-{known}"
    try:
        if not treks.named(row):
            return Refusal(place, "La fiche n'a pas de nom : donnez-lui-en un dans Geotrek.", number)
        written = _RECORDS[name](row, words, number)
    except _SHAPES:
        return Refusal(place, "Cette fiche n'a pas la forme attendue d'un Geotrek : signalez-la.", number)
    return Refusal(place, written, number) if isinstance(written, str) else written
