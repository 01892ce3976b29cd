"""What changed between two documents, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sitra.catalog.rules import aspects
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.path_names import path_name
from sitra.catalog.rules.speech import Speech
from sitra.catalog.rules.tree import Node, tree
from sitra.catalog.rules.types import (
    MONEY,
    Boolean,
    ContactValue,
    Day,
    Decimal,
    Field,
    Integer,
    Localised,
    Ref,
    Time,
)
from sitra.kit import texts

_SAYINGS = {
    "fr": {
        "added": "{what} : ajouté {new}",
        "removed": "{what} : retiré {old}",
        "colon": " : ",
        "own": "{what} : ne suit plus la fiche",
        "same": "{what} : comme la fiche",
    },
    "en": {
        "added": "{what}: added {new}",
        "removed": "{what}: removed {old}",
        "colon": ": ",
        "own": "{what}: no longer follows the record",
        "same": "{what}: as the record",
    },
}
_SUFFIX_LANGUAGE = {f"libelle{suffix}": code for code, suffix in texts.SUFFIXES.items()}
_KEY_LANGUAGE = {key: code for code, key in texts.VALUE_KEYS.items()}
_LONG = 80
_BARE = (Boolean, Day, Decimal, Integer, Time)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the document: words for the item of a list, the currency of its amounts."""

    words: str = ""
    currency: str = "EUR"

    def of(self, label: str) -> str:
        """Name a field there: `Prix minimum (Adulte)`."""
        return f"{label} ({self.words})" if self.words else label


def differences(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    kind: Kind,
    speech: Speech,
    root: Node | None = None,
) -> list[str]:
    """Say each change as one sentence: `Nom (français) : « A » → « B »`.

    What an aspect says otherwise begins with its name: `Hiver · Descriptif court (français) : « A » → « B »`.
    `root` stands in for the tree of the kind.
    """
    node = root or tree(kind)
    told = _compare(aspects.ground(before), aspects.ground(after), node, speech, _Place())
    return [*told, *_versions(before, after, kind, node, speech)]


def said_otherwise(
    document: Mapping[str, Any], aspect: str, kind: Kind, speech: Speech, places: Iterable[str] = ()
) -> list[str]:
    """Say what an aspect says otherwise than its record, at some places or at all; one sentence a value."""
    mine = tuple(places) or aspects.own(document, aspect, kind)
    sides = aspects.ground(document), aspects.laid(document, aspect, kind)
    return list(_parts(*sides, mine, tree(kind), speech))


def _versions(
    before: Mapping[str, Any], after: Mapping[str, Any], kind: Kind, node: Node, speech: Speech
) -> Iterator[str]:
    """Tell of each aspect what it says otherwise than it did."""
    old, new = aspects.layers(before), aspects.layers(after)
    for aspect in dict.fromkeys((*old, *new)):
        layers = old.get(aspect, {}), new.get(aspect, {})
        if layers[0] == layers[1]:
            continue
        was, now = aspects.own(before, aspect, kind), aspects.own(after, aspect, kind)
        places = [
            one
            for one in dict.fromkeys((*was, *now))
            if (one in was) != (one in now) or len({repr(aspects.value_at(side, one)) for side in layers}) > 1
        ]
        sides = aspects.laid(before, aspect, kind), aspects.laid(after, aspect, kind)
        lead = aspects.label(aspect, speech.language).capitalize()
        for place in places:
            told = list(_parts(*sides, (place,), node, speech))
            saying = _SAYINGS["en" if speech.language == "en" else "fr"]["own" if place in now else "same"]
            told = told or [saying.format(what=path_name(place, kind, speech.language))]
            yield from (f"{lead} · {one}" for one in told)
        was_left, is_left = aspects.rest(layers[0], kind), aspects.rest(layers[1], kind)
        yield from (f"{lead} · {one}" for one in _compare(was_left, is_left, node, speech, _Place()))


def _parts(
    before: Mapping[str, Any], after: Mapping[str, Any], places: Iterable[str], node: Node, speech: Speech
) -> Iterator[str]:
    """Compare two documents at some places only."""
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for place in places:
        old = aspects.put(old, place, aspects.value_at(before, place))
        new = aspects.put(new, place, aspects.value_at(after, place))
    yield from _compare(old, new, node, speech, _Place())


def _compare(old: Any, new: Any, node: Node, speech: Speech, place: _Place) -> Iterator[str]:
    if old == new:
        return
    if node.many:
        yield from _lists(old or [], new or [], node, speech, place)
    elif node.field is not None:
        yield from _field(old, new, node.field, speech, place)
    else:
        yield from _blocks(old or {}, new or {}, node, speech, place)


def _blocks(old: Any, new: Any, node: Node, speech: Speech, place: _Place) -> Iterator[str]:
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        yield from _say(node.name, _quoted(repr(old)), _quoted(repr(new)), speech)
        return
    currency = new.get("devise") or old.get("devise") or place.currency
    here = _Place(place.words, str(currency))
    for name in dict.fromkeys((*node.children, *old, *new)):
        child = node.children.get(name)
        if child is not None:
            yield from _compare(old.get(name), new.get(name), child, speech, here)
        elif old.get(name) != new.get(name):
            yield from _say(name, _short(old.get(name)), _short(new.get(name)), speech)


def _lists(old: Any, new: Any, node: Node, speech: Speech, place: _Place) -> Iterator[str]:
    if not isinstance(old, list) or not isinstance(new, list):
        yield from _say(node.name, _quoted(repr(old)), _quoted(repr(new)), speech)
        return
    if node.field is not None:
        for value in new:
            if value not in old:
                yield from _field(None, value, node.field, speech, place)
        for value in old:
            if value not in new:
                yield from _field(value, None, node.field, speech, place)
        return
    before, after = _keyed(old), _keyed(new)
    keys = list(dict.fromkeys((*before, *after)))
    for rank, key in enumerate(keys, start=1):
        item = after.get(key) or before.get(key)
        words = _naming(item, node, speech) or (f"n° {rank}" if len(keys) > 1 else "")
        there = _Place(", ".join(part for part in (place.words, words) if part), place.currency)
        yield from _blocks(before.get(key, {}), after.get(key, {}), node, speech, there)


def _naming(item: Any, node: Node, speech: Speech) -> str:
    """Name an item of a list by its term: the type of a rate, of a contact, the theme of a text."""
    for name, child in node.children.items():
        term = item.get(name) if isinstance(item, Mapping) else None
        if term and child.field and not child.many and isinstance(child.field.type, Ref):
            return speech.say(child.field, term)
    return ""


def _keyed(items: Sequence[Any]) -> dict[Any, Any]:
    """Know the blocks of a list by their number, else by their place."""
    keyed = {}
    for rank, item in enumerate(items):
        number = item.get("identifiant") if isinstance(item, Mapping) else None
        keyed[("id", number) if number is not None else ("rank", rank)] = item
    return keyed


def _field(old: Any, new: Any, field: Field, speech: Speech, place: _Place) -> Iterator[str]:
    what = place.of(field.label(speech.language))
    if isinstance(field.type, Localised | ContactValue) and _texts(old) and _texts(new):
        languages = _SUFFIX_LANGUAGE if isinstance(field.type, Localised) else _KEY_LANGUAGE
        yield from _languages(old or {}, new or {}, what, languages, speech)
        return
    spoken_old, spoken_new = (_spoken(value, field, speech, place) for value in (old, new))
    yield from _say(what, spoken_old, spoken_new, speech)


def _texts(value: Any) -> bool:
    return value is None or isinstance(value, Mapping)


def _spoken(value: Any, field: Field, speech: Speech, place: _Place) -> str | None:
    """Put a value into words; figures and dates stand without quotation marks."""
    if value is None:
        return None
    if isinstance(field.type, Decimal) and field.type.unit == MONEY and isinstance(value, int | float):
        return speech.money(value, place.currency)
    words = speech.say(field, value)
    return words if isinstance(field.type, _BARE) else _quoted(words)


def _languages(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    what: str,
    languages: Mapping[str, str],
    speech: Speech,
) -> Iterator[str]:
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) == new.get(key):
            continue
        code = languages.get(key)
        name = texts.language_name(code, speech.language) if code else key
        yield from _say(f"{what} ({name})", _short(old.get(key)), _short(new.get(key)), speech)


def _say(what: str, old: str | None, new: str | None, speech: Speech) -> Iterator[str]:
    sayings = _SAYINGS["en" if speech.language == "en" else "fr"]
    if old is None:
        yield sayings["added"].format(what=what, new=new)
    elif new is None:
        yield sayings["removed"].format(what=what, old=old)
    else:
        yield f"{what}{sayings['colon']}{old} → {new}"


def _quoted(text: str | None) -> str:
    return f"«\u00a0{text}\u00a0»"


def _short(value: Any) -> str | None:
    """Quote the beginning of a value, or nothing where there is none."""
    return None if value is None else _quoted(texts.shorten(str(value), _LONG))
