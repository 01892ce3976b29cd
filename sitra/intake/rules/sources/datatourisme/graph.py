"""Reading the JSON-LD of DATAtourisme, where a value may be alone or in a list."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

type Json = Mapping[str, Any]


def texts(values: Any) -> dict[str, str]:
    """Read a text in several languages: code -> first words."""
    if not isinstance(values, Mapping):
        return {}
    return {
        "pt-br" if code in {"pt-br", "pt-BR"} else code: str(words[0] if isinstance(words, list) else words)
        for code, words in values.items()
        if words
    }


def many(value: Any) -> list[Any]:
    """Give a list, whether the source wrote one, a single value or nothing."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def first(value: Any) -> Any:
    """Give the first of a list, or the value itself, or an empty object."""
    return next(iter(many(value)), {})


def within(thing: Json, *steps: str) -> Iterator[Any]:
    """Give all that stands at the end of a path, through lists."""
    step, *rest = steps
    for one in many(thing.get(step)):
        if not rest:
            yield one
        elif isinstance(one, Mapping):
            yield from within(one, *rest)


def ids(things: Iterable[Json]) -> list[str]:
    """Give the names of things of the knowledge base: `kb:Wifi` is `Wifi`."""
    return [str(one.get("@id", "")).rpartition(":")[2] for one in things]
