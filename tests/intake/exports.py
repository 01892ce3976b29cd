"""Export archives of a network, written for tests."""

import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.cast import hotel

NUMBERS = [{"id": 501, "code": "07019", "nom": "Aubenas"}, {"id": 502, "code": "07186", "nom": "Privas"}]
"""Communes of the small geography, numbered as by a network."""


def record(number: int, name: str = "", *, commune: int = 501, **more: Any) -> dict[str, Any]:
    """Write a hotel as an export does."""
    return {
        "type": "HOTELLERIE",
        "id": number,
        "identifier": f"SITRA2_HOT_{number}",
        "state": "PUBLISHED",
        "gestion": {"dateModification": "2026-10-01T08:00:00.000+0000"},
        **hotel(name or f"Hôtel {number}", commune=commune),
        **more,
    }


def export(
    path: Path,
    records: Iterable[Mapping[str, Any]] = (),
    *,
    linked: Iterable[Mapping[str, Any]] = (),
    removed: Iterable[int] = (),
    group: int = 0,
    **files: str | bytes,
) -> Path:
    """Write an archive, one record a file or by groups; `files` are further entries, `a__b` for `a/b`."""
    rows = list(records)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("communes.json", json.dumps(NUMBERS))
        archive.writestr("objets_supprimes.json", json.dumps(list(removed)))
        for one in linked:
            archive.writestr(f"objets_lies/objets_lies_modifies-{one['id']}.json", json.dumps(one))
        for rank, start in enumerate(range(0, len(rows), group or 1), 1):
            name = f"objets_modifies/objets_modifies-{rank if group else rows[start]['id']}.json"
            archive.writestr(name, json.dumps(rows[start : start + group] if group else rows[start]))
        for name, content in files.items():
            archive.writestr(name.replace("__", "/") + ".json", content)
    return path
