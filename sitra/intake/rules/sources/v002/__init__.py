"""Records of a network that speaks v002: export archives, and JSON files of records (v002, section 5)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sitra.catalog.rules.forms import stored
from sitra.catalog.rules.kinds import Kind
from sitra.intake.rules import archives, json_texts, manifests, reading
from sitra.intake.rules.archives import Archive
from sitra.intake.rules.draft import CommuneHint, Draft, Gone, Note, Read, Refusal, Unreadable
from sitra.intake.rules.glance import Glance
from sitra.intake.rules.json_texts import Unsound

SOURCE = manifests.source(__name__)
GROUP = 50
"""Most records in a file of a grouped export."""

CHANGED = re.compile(r"(?:^|/)objets_modifies/[^/]+\.json$")
LINKED = re.compile(r"(?:^|/)objets_lies/[^/]+\.json$")
REMOVED = re.compile(r"(?:^|/)objets_supprimes\.json$")
UNLINKED = re.compile(r"(?:^|/)objets_lies_supprimes\.json$")
COMMUNES = re.compile(r"(?:^|/)communes\.json$")
_XML = re.compile(r"(?:^|/)objets_(?:modifies/[^/]+|supprimes)\.xml$")
_OURS = (CHANGED, LINKED, REMOVED, _XML)
_LISTED = "objetsTouristiques"
_PUBLISHED = "PUBLISHED"
_BLOCKS = {kind.block: kind for kind in Kind}
_SHAPES = (AttributeError, KeyError, TypeError, ValueError)


def recognises(seen: Glance) -> bool:
    """Say whether a file is JSON, or an archive with the files of an export."""
    return seen.is_json or _is_export(seen.marks)


def _is_export(names: Iterable[str]) -> bool:
    return any(pattern.search(name) for name in names for pattern in _OURS)


def expected(path: Path) -> int | None:
    """Say about how many records an archive holds."""
    if not archives.is_archive(path):
        return None
    with archives.opened(path) as archive:
        files = [name for name in archive.names if CHANGED.search(name) or LINKED.search(name)]
        grouped = bool(files) and isinstance(_first(archive, files[0]), list)
    return len(files) * (GROUP if grouped else 1)


def read(path: Path) -> Iterator[Read]:
    """Read an archive, or a JSON file: a list of records, one record, or an answer to a search."""
    yield from _archive(path) if archives.is_archive(path) else _file(path)


def _first(archive: Archive, name: str) -> Any:
    try:
        return archive.json(name)
    except Unsound:
        return None


@dataclass
class _Export:
    """An archive being read: what was met in it so far."""

    archive: Archive
    codes: Mapping[int, str] = field(default_factory=dict)
    """Number of a commune in the network -> INSEE code."""
    met: set[str] = field(default_factory=set)

    def named(self, pattern: re.Pattern[str]) -> Iterator[str]:
        """Give the files of one sort."""
        return (name for name in self.archive.names if pattern.search(name))

    def records(self, pattern: re.Pattern[str]) -> Iterator[Read]:
        """Read the records of one sort of file; a bad file is refused, the others are read."""
        for name in self.named(pattern):
            try:
                found = self.archive.json(name)
            except Unsound as unsound:
                yield Refusal(name, str(unsound))
                continue
            for rank, record in enumerate(found if isinstance(found, list) else [found], 1):
                yield _row(record, f"{name}, n° {rank}" if isinstance(found, list) else name, self.codes)

    def numbers(self, pattern: re.Pattern[str]) -> Iterator[tuple[str, str] | Refusal]:
        """Read the numbers of one sort of file, each with its place."""
        for name in self.named(pattern):
            try:
                found = self.archive.json(name)
            except Unsound as unsound:
                yield Refusal(name, str(unsound))
                continue
            for one in found if isinstance(found, list) else [found]:
                if number := _number(one):
                    yield number, name
                else:
                    yield Refusal(name, "Ce fichier doit être une liste de numéros de fiches.")


def _archive(path: Path) -> Iterator[Read]:
    with archives.opened(path) as archive:
        if not any(True for name in archive.names if not _XML.search(name) and _is_export([name])):
            raise Unreadable(
                f"{archive.called} n'est pas un export v002 en JSON : il y manque "
                "« objets_modifies » et « objets_supprimes.json ». Demandez un export au format JSON."
            )
        export = _Export(archive)
        export.codes = dict(_codes(export))
        for row in export.records(CHANGED):
            if isinstance(row, Draft):
                export.met.add(row.external_id)
            yield row
        for row in export.records(LINKED):
            if isinstance(row, Refusal) or row.external_id not in export.met:  # type: ignore[union-attr]
                yield row
        yield from _removed(export)
        yield from map(Note, archive.notes)


def _removed(export: _Export) -> Iterator[Read]:
    for one in export.numbers(REMOVED):
        if isinstance(one, Refusal):
            yield one
        else:
            yield Gone(*one, "Supprimée de la sélection du réseau.")
    for one in export.numbers(UNLINKED):
        if isinstance(one, Refusal):
            yield one
        else:
            yield Gone(*one, "N'est plus liée à une fiche de l'export.", sure=False)


def _codes(export: _Export) -> Iterator[tuple[int, str]]:
    """Read the communes that come with an archive; a bad file only makes it go without."""
    for name in export.named(COMMUNES):
        try:
            for row in export.archive.json(name):
                yield int(row["id"]), str(row["code"])
        except (Unsound, *_SHAPES):
            export.archive.notes.append(f"« {name} » ne se lit pas : les communes sont cherchées sans lui.")


def _file(path: Path) -> Iterator[Read]:
    try:
        found, note = json_texts.parse(reading.content(path))
    except Unsound as unsound:
        raise Unreadable(f"Le fichier « {path.name} » n'est pas lu. {unsound}") from None
    if note:
        yield Note(f"« {path.name} » {note}")
    answered = isinstance(found, Mapping) and ("numFound" in found or _LISTED in found)
    records = found.get(_LISTED, []) if answered else found if isinstance(found, list) else [found]
    if not isinstance(records, list) or not (answered or any(map(_resembles, records))):
        raise Unreadable(
            f"Le fichier « {path.name} » ne contient aucune fiche v002 : il faut une fiche, "
            "une liste de fiches ou la réponse d'une recherche."
        )
    for rank, record in enumerate(records, 1):
        yield _row(record, f"{path.name}, n° {rank}", {})


def _resembles(record: Any) -> bool:
    """Say whether this is a record rather than a term, a commune or a selection."""
    return isinstance(record, Mapping) and (
        _kind(record) is not None or isinstance(record.get("nom"), Mapping)
    )


def _row(record: Any, place: str, codes: Mapping[int, str]) -> Draft | Refusal | Gone:
    number = _number(record.get("id")) if isinstance(record, Mapping) else ""
    if not number:
        return Refusal(place, "Ce n'est pas une fiche : elle n'a pas de numéro (champ « id »).")
    kind = _kind(record)
    if kind is None:
        return Refusal(
            place, f"Le type de la fiche manque ou est inconnu : « {record.get('type')} ».", number
        )
    state = record.get("state", _PUBLISHED)
    if state != _PUBLISHED:
        words = f"À l'état « {state} » dans le réseau."
        return Gone(number, place, words, unknown=f"{words} Elle n'est pas reprise.")
    try:
        return _draft(_present(record), number, kind, codes)
    except _SHAPES:
        return Refusal(place, "Cette fiche n'a pas la forme du contrat v002 : redemandez-la.", number)


def _draft(record: Mapping[str, Any], number: str, kind: Kind, codes: Mapping[int, str]) -> Draft:
    address = record.get("localisation", {}).get("adresse", {})
    commune = address.get("commune", {})
    known = int(commune.get("id", 0))
    document = stored(record, kind)
    if commune:
        del document["localisation"]["adresse"]["commune"]
    return Draft(
        external_id=number,
        kind=kind.value,
        document=document,
        commune=CommuneHint(
            code=str(commune.get("code") or codes.get(known, "")),
            postal_code=str(address.get("codePostal", "")),
            name=str(commune.get("nom", "")),
            number=known,
        ),
        changed_on=str(record.get("gestion", {}).get("dateModification", ""))[:10],
    )


def _present(part: Any) -> Any:
    """Leave out the keys that say nothing, at every depth."""
    if isinstance(part, dict):
        return {key: _present(value) for key, value in part.items() if value is not None}
    if isinstance(part, list):
        return [_present(value) for value in part]
    return part


def _kind(record: Mapping[str, Any]) -> Kind | None:
    """Tell the kind from `type`, else from the section that only one kind has."""
    if "type" in record:
        return next((kind for kind in Kind if kind.value == record["type"]), None)
    found = {kind for block, kind in _BLOCKS.items() if block in record}
    return found.pop() if len(found) == 1 else None


def _number(value: Any) -> str:
    """Write the number of a record, or nothing when it is not one."""
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        value = int(value)
    return str(value) if type(value) is int and 0 < value < 1 << 63 else ""
