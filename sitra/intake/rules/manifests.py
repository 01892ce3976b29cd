"""The folder of a source: what it is and under which licence (`source.toml`), and its tables."""

import tomllib
from importlib import resources

from sitra.intake.rules.draft import Source


def source(package: str) -> Source:
    """Read the `source.toml` of a source's package: name, licence, url, notes, whole; `code` is its key."""
    read = tomllib.loads(resources.files(package).joinpath("source.toml").read_text(encoding="utf-8"))
    return Source(**{**read, "notes": tuple(read.get("notes", ()))})
