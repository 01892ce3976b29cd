"""What changed between two documents, in words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.speech import Speech
from sitra.catalog.rules.tree import Node, tree
from sitra.catalog.rules.types import ContactValue, Field, Localised
from sitra.kit import texts

_SAYINGS = {
    "fr": {"added": "{what} : ajouté {new}", "removed": "{what} : retiré {old}", "colon": " : "},
    "en": {"added": "{what}: added {new}", "removed": "{what}: removed {old}", "colon": ": "},
}
_SUFFIX_LANGUAGE = {f"libelle{suffix}": code for code, suffix in texts.SUFFIXES.items()}
_KEY_LANGUAGE = {key: code for code, key in texts.VALUE_KEYS.items()}
_LONG = 80


def differences(before: Mapping[str, Any], after: Mapping[str, Any], kind: Kind, speech: Speech) -> list[str]:
    """Say each change as one sentence: `Nom (français) : « A » → « B »`."""
    return list(_compare(before, after, tree(kind), speech, ""))


def _compare(old: Any, new: Any, node: Node, speech: Speech, place: str) -> Iterator[str]:
    if old == new:
        return
    if node.many:
        yield from _lists(old or [], new or [], node, speech)
    elif node.field is not None:
        yield from _field(old, new, node.field, speech, place)
    else:
        yield from _blocks(old or {}, new or {}, node, speech, place)


def _blocks(old: Any, new: Any, node: Node, speech: Speech, place: str) -> Iterator[str]:
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        yield from _say(node.name, repr(old), repr(new), speech)
        return
    for name in dict.fromkeys((*node.children, *old, *new)):
        child = node.children.get(name)
        if child is not None:
            yield from _compare(old.get(name), new.get(name), child, speech, place)
        elif old.get(name) != new.get(name):
            yield from _say(name, _short(old.get(name)), _short(new.get(name)), speech)


def _lists(old: Sequence[Any], new: Sequence[Any], node: Node, speech: Speech) -> Iterator[str]:
    if node.field is not None:
        for value in new:
            if value not in old:
                yield from _field(None, value, node.field, speech, "")
        for value in old:
            if value not in new:
                yield from _field(value, None, node.field, speech, "")
        return
    before, after = _keyed(old), _keyed(new)
    keys = list(dict.fromkeys((*before, *after)))
    for rank, key in enumerate(keys, start=1):
        place = f"n° {rank}" if len(keys) > 1 else ""
        yield from _blocks(before.get(key, {}), after.get(key, {}), node, speech, place)


def _keyed(items: Sequence[Any]) -> dict[Any, Any]:
    """Know the blocks of a list by their number, else by their place."""
    keyed = {}
    for rank, item in enumerate(items):
        number = item.get("identifiant") if isinstance(item, Mapping) else None
        keyed[("id", number) if number is not None else ("rank", rank)] = item
    return keyed


def _field(old: Any, new: Any, field: Field, speech: Speech, place: str) -> Iterator[str]:
    what = " ".join(part for part in (field.label(speech.language), place) if part)
    if isinstance(field.type, Localised | ContactValue):
        languages = _SUFFIX_LANGUAGE if isinstance(field.type, Localised) else _KEY_LANGUAGE
        yield from _languages(old or {}, new or {}, what, languages, speech)
        return
    spoken_old = None if old is None else speech.say(field, old)
    spoken_new = None if new is None else speech.say(field, new)
    yield from _say(what, spoken_old, spoken_new, speech)


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
    quoted_old, quoted_new = _quoted(old), _quoted(new)
    if old is None:
        yield sayings["added"].format(what=what, new=quoted_new)
    elif new is None:
        yield sayings["removed"].format(what=what, old=quoted_old)
    else:
        yield f"{what}{sayings['colon']}{quoted_old} → {quoted_new}"


def _quoted(text: str | None) -> str:
    return f"«\u00a0{text}\u00a0»"


def _short(value: Any) -> str | None:
    return None if value is None else texts.shorten(str(value), _LONG)
