"""The official v002 schemas (JSON Schema draft 3), assembled from their compact pieces."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
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


@cache
def quick_validator(root: Path, flavour: str, kind: str) -> jsonschema_rs.Validator:
    """Assemble the same schema for a fast validator, in a draft that it knows.

    Draft 3 says `required` inside a property and names the type `any`; nothing else that the
    official schemas use differs. The slow validator judges the same records in a test.
    """
    return jsonschema_rs.validator_for(_newer(validator(root, flavour, kind).schema), validate_formats=False)


def _newer(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_newer(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: value for key, value in schema.items() if key not in {"required", "description"}}
    if kept.get("type") == "any":
        del kept["type"]
    properties = kept.get("properties")
    if not isinstance(properties, dict):
        return {key: _newer(value) for key, value in kept.items()}
    rest = {key: _newer(value) for key, value in kept.items() if key != "properties"}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **rest,
        "properties": {name: _newer(one) for name, one in properties.items()},
        "required": [name for name, one in properties.items() if one.get("required") is True],
    }


@cache
def output(root: Path, name: str) -> Draft3Validator:
    """Assemble the official schema of a whole answer that is no record."""
    path = root / "api" / "output" / f"{name}.schema"
    return Draft3Validator(_whole(json.loads(path.read_text(encoding="utf-8")), {}, ()))


def output_faults(root: Path, name: str, answered: Any) -> list[str]:
    """List what an answer has against the official schema of its service."""
    return unfit(output(root, name).schema, answered)


def unfit(schema: Any, answered: Any) -> list[str]:
    """List what an answer has against a schema that was assembled."""
    found = Draft3Validator(schema).iter_errors(answered)
    return [f"{'.'.join(map(str, fault.path))}: {fault.message[:200]}" for fault in found]
