"""What is written on a record beside its document: told apart from it when it comes with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sitra.tourism.events import Target

BLOCKS = ("criteresInternes", "donneesPrivees", "metadonnees")
"""Blocks of the contract that are layers of their own here."""


def apart(document: Mapping[str, Any]) -> tuple[Mapping[str, Any], dict[str, Any]]:
    """Give a document without its layers, and the layers."""
    layers = {name: document[name] for name in BLOCKS if name in document}
    if not layers:
        return document, layers
    return {name: value for name, value in document.items() if name not in layers}, layers


def tags(layers: Mapping[str, Any]) -> list[int]:
    """Give the numbers of the internal criteria, each once."""
    found = (one.get("id") for one in _blocks(layers, "criteresInternes"))
    return list(dict.fromkeys(number for number in found if isinstance(number, int)))


@dataclass(frozen=True, slots=True)
class Private:
    """A private text that came with a record."""

    name: str
    title: str
    rank: int
    text: dict[str, str]


def texts(layers: Mapping[str, Any]) -> Iterator[Private]:
    """Give the private texts."""
    for one in _blocks(layers, "donneesPrivees"):
        name, text = one.get("nomTechnique"), one.get("descriptif")
        if isinstance(name, str) and name and isinstance(text, Mapping):
            rank = one.get("ordre")
            yield Private(
                name[:80],
                str(one.get("libelleFr") or "")[:255],
                rank if isinstance(rank, int) and 0 <= rank < 1 << 15 else 0,
                {str(key): str(value) for key, value in text.items() if value is not None},
            )


@dataclass(frozen=True, slots=True)
class Note:
    """What a partner keeps under its node, for all or for one member or project."""

    node: str
    target: Target
    number: int
    content: Any


def notes(layers: Mapping[str, Any]) -> Iterator[Note]:
    """Give the metadata of partners; a target that cannot be read is kept for all, with its name."""
    for node in _blocks(layers, "metadonnees"):
        for one in _blocks(node, "contenus"):
            content = {key: value for key, value in one.items() if key != "cible"}
            word, _, number = str(one.get("cible", "")).partition("_")
            named = next((target for target in Target if target.value == word), None)
            if named in {Target.MEMBER, Target.PROJECT} and number.isdecimal() and int(number) < 1 << 63:
                yield Note(str(node.get("noeudId", ""))[:100], named, int(number), content)
            else:
                kept = content if named is Target.GENERAL else dict(one)
                yield Note(str(node.get("noeudId", ""))[:100], Target.GENERAL, 0, kept)


def _blocks(holder: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    held = holder.get(name)
    yield from (one for one in (held if isinstance(held, list) else ()) if isinstance(one, Mapping))
