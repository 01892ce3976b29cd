"""The aspects of a record in its editor: which one a form writes, what each value is, how two people meet."""

from collections.abc import Mapping, Sequence
from typing import Any

from sitra.catalog.rules import aspects
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.path_names import path_name
from sitra.catalog.rules.types import Aspect
from sitra.kit.errors import Unknown

LAYER = "_aspect"
"""Name under which a form says which aspect it writes over; nothing for the record itself."""

_FOLLOWING = "GenerationMode"
_UNIT = 3
"""Steps of a keyed path that lead to what an aspect says as one."""
_OWN, _VALUE, _REST = "own", "v", "~"

_PHRASES = {
    Aspect.STANDARD: ("propre à la version standard", "standard only"),
    Aspect.HIVER: ("propre à l’hiver", "winter only"),
    Aspect.ETE: ("propre à l’été", "summer only"),
    Aspect.HANDICAP: ("propre à la version handicap", "disability only"),
    Aspect.GROUPES: ("propre aux groupes", "groups only"),
    Aspect.TOURISME_AFFAIRES: ("propre au tourisme d’affaires", "business only"),
    Aspect.PRESTATAIRE_ACTIVITES: ("propre au prestataire d’activités", "activity provider only"),
}

type Document = Mapping[str, Any]


def phrase(aspect: str, language: str) -> str:
    """Say that a value is an aspect's own: `propre à l’hiver`."""
    return _PHRASES[Aspect(aspect)][language == "en"]


def aspect_named(words: str) -> str:
    """Understand an aspect as forms and addresses name it, `HIVER` or `hiver`; nothing where it is none."""
    wanted = words.strip().upper().replace("-", "_")
    return next((one.value for one in Aspect if one.value == wanted), "")


def layer_of(sent: Mapping[str, Sequence[str]]) -> str:
    """Read which aspect a form writes over; raises `Unknown` for one that the contract has not.

    Such a form is refused: its values are not the record's.
    """
    words = next(iter(sent.get(LAYER, ())), "")
    aspect = aspect_named(words)
    if words and not aspect:
        message = f"La version « {words[:40]} » n'existe pas : rien n'est écrit."
        raise Unknown(message)
    return aspect


def count(document: Document, aspect: str, kind: Kind) -> int:
    """Count the values that an aspect has of its own; who words a sentence goes with the sentence."""
    return sum(not one.endswith(_FOLLOWING) for one in aspects.own(document, aspect, kind))


def typed_of(typed: Mapping[str, str], aspect: str) -> dict[str, str]:
    """Give the words that could not be read in one aspect, or in the record, by their name in its form."""
    parted = ((*name.rpartition(":"), words) for name, words in typed.items())
    return {name: words for layer, _colon, name, words in parted if layer == aspect}


def typed_as(typed: Mapping[str, str], aspect: str) -> dict[str, str]:
    """Name the words of a form that could not be read so that they are known to be an aspect's."""
    return {f"{aspect}:{name}" if aspect else name: words for name, words in typed.items()}


def keyed(*documents: Document) -> tuple[dict[str, Any], ...]:
    """Give documents whose aspects can be met value by value: by name, then by path, not in a list.

    `listed` gives each back. Dots of paths become colons, since paths are cut at dots. Where one of them
    cannot be taken apart so (aspects twice, paths that are none), all keep their lists.
    """
    found = tuple(_taken_apart(one) for one in documents)
    exact = all(listed(one) == document for one, document in zip(found, documents, strict=True))
    return found if exact else tuple(dict(one) for one in documents)


def _taken_apart(document: Document) -> dict[str, Any]:
    known = aspects.layers(document)
    parted = {name: _keyed(layer) for name, layer in known.items()}
    return {**document, aspects.LAYERS: parted} if known else dict(document)


def _keyed(layer: Document) -> dict[str, Any]:
    found: dict[str, Any] = {}
    left = {name: one for name, one in layer.items() if name not in (aspects.NAME, aspects.PATHS)}
    for path in aspects.listed_paths(layer):
        value = aspects.value_at(layer, path)
        found[path.replace(".", ":")] = {_OWN: True} | ({} if value is None else {_VALUE: value})
        left = aspects.put(left, path, None)
    return found | ({_REST: left} if left else {})


def listed(document: Document) -> dict[str, Any]:
    """Give the document that `keyed` took apart."""
    held = document.get(aspects.LAYERS)
    if not isinstance(held, Mapping):
        return dict(document)
    items = [_listed(name, one) for name, one in held.items() if isinstance(one, Mapping) and one]
    return {**aspects.ground(document), **({aspects.LAYERS: items} if items else {})}


def _listed(name: str, held: Document) -> dict[str, Any]:
    paths = [one.replace(":", ".") for one in held if one != _REST]
    rest = held.get(_REST)
    values = dict(rest) if isinstance(rest, Mapping) else {}
    for path in sorted(paths, key=lambda one: one.count(".")):
        values = aspects.put(values, path, aspects.value_at(held, f"{path.replace('.', ':')}.{_VALUE}"))
    return {aspects.NAME: name, **({aspects.PATHS: paths} if paths else {}), **values}


def place_of(path: str) -> tuple[str, str]:
    """Give the aspect and the path that a path of a keyed document tells; no aspect for the record's own."""
    if not path.startswith(f"{aspects.LAYERS}."):
        return "", path
    _layers, aspect, *steps = path.split(".")
    place, *below = steps or [""]
    return aspect, ".".join([place.replace(":", "."), *below[1:]])


def place_name(path: str, kind: Kind, language: str, *, whole: bool = False) -> str:
    """Name a place of a keyed document: `Hiver · Descriptif court (français)`.

    `whole` names what an aspect says as one, whatever of it: `Hiver · Descriptif court`.
    """
    aspect, place = place_of(path)
    if aspect and whole:
        aspect, place = place_of(".".join(path.split(".")[:_UNIT]))
    if not aspect:
        return path_name(place, kind, language)
    named = aspects.label(aspect, language).capitalize()
    return f"{named} · {path_name(place, kind, language)}" if place else named
