"""The official v002 schemas (JSON Schema draft 3), assembled from their compact pieces."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft3Validator


@cache
def validator(root: Path, flavour: str, kind: str) -> Draft3Validator:
    """Assemble the schema of a kind; `flavour` is `api` or `export`."""
    pieces = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in (root / flavour / "compact").rglob("*.schema")
    }
    return Draft3Validator(_whole(pieces[kind], pieces, ()))


def _whole(schema: Any, pieces: dict[str, Any], within: tuple[str, ...]) -> Any:
    """Put each named piece in the place of its name; `id` would else change the scope."""
    if isinstance(schema, list):
        return [_whole(one, pieces, within) for one in schema]
    if not isinstance(schema, dict):
        return schema
    name = schema.get("id")
    bare = "properties" not in schema and isinstance(name, str)
    if bare and name in pieces and name not in within:
        return _whole(pieces[name], pieces, (*within, name))
    return {
        key: _whole(value, pieces, within)
        for key, value in schema.items()
        if not (key == "id" and isinstance(value, str))
    }


def faults(root: Path, flavour: str, record: dict[str, Any]) -> list[str]:
    """List what a record has against the official schema of its kind."""
    found = validator(root, flavour, record["type"]).iter_errors(record)
    return [f"{'.'.join(map(str, fault.path))}: {fault.message[:200]}" for fault in found]
