"""Writing an aspect: what comes of a record when somebody writes over it as it reads in one of its aspects.

A value that is the record's own again is no longer the aspect's. What an aspect says of a list is written
whole, as sites read it, and as what it adds and takes away, for those who read that.
"""

from collections.abc import Mapping
from typing import Any

from sitra.catalog.rules.aspects import (
    ADDED,
    FLAGS,
    LAYERS,
    NAME,
    PATHS,
    REMOVED,
    Document,
    covers,
    differing,
    ground,
    laid,
    layer_tree,
    layers,
    listed_paths,
    of_delta,
    own,
    put,
    unit,
    value_at,
)
from sitra.catalog.rules.kinds import Kind

_EMPTY: tuple[Any, ...] = (None, "", [], {})


def written_over(document: Document, aspect: str, kind: Kind, seen: Document) -> dict[str, Any]:
    """Write into an aspect what differs between the record as it reads in it and `seen`.

    Without an aspect `seen` is what the record says, whose aspects stay.
    """
    if not aspect:
        kept = document.get(LAYERS)
        return {**seen, **({LAYERS: kept} if kept else {})}
    layer, root = _Layer(document, aspect, kind), layer_tree(kind)
    for place in differing(laid(document, aspect, kind), seen, root):
        node = root.at(place)
        if not (node and node.field and node.field.aspect_only):  # written here, never typed
            layer.say(place, value_at(seen, place))
    return layer.document()


def taken_back(document: Document, aspect: str, kind: Kind, name: str) -> dict[str, Any]:
    """Let an aspect say what the record says at a path: a field, one language of it, a list, a block.

    A text of which no language says anything else any more is the record's, with the languages it lacked.
    """
    base = ground(document)
    seen = put(laid(document, aspect, kind), name, value_at(base, name))
    layer = _Layer(written_over(document, aspect, kind, seen), aspect, kind)
    for place in own(layer.document(), aspect, kind):
        said, kept = value_at(seen, place), value_at(base, place)
        if covers(name, place) or (covers(place, name) and (_same(said, kept) or _within(said, kept))):
            layer.leave(place)
    return layer.document()


def following(before: Document, after: Document, kind: Kind) -> dict[str, Any]:
    """Let aspects follow what a record says otherwise than before, in what they only took along from it.

    These are the languages of a text that are those of the record, and the terms of a list that an aspect
    neither adds nor takes away. A value that was the record's as a whole was pinned: it stays.
    """
    result, root = dict(after), layer_tree(kind)
    old, new = ground(before), ground(after)
    for aspect, held in layers(after).items():
        layer = _Layer(result, aspect, kind)
        for place in own(after, aspect, kind):
            said, was, now = (value_at(one, place) for one in (held, old, new))
            if was in (said, now):
                continue
            value = _followed(said, was, now, terms=root.at(f"{place}{REMOVED}") is not None)
            if value != said:
                layer.say(place, value)
        result = layer.document()
    return result


def _followed(said: Any, was: Any, now: Any, *, terms: bool) -> Any:
    """Bring a text or a list of terms up to what it was taken from; anything else stays."""
    if all(isinstance(one, list) for one in (said, was, now)) and terms:
        kept = [one for one in said if one not in was or one in now]
        return [*kept, *(one for one in now if one not in was and one not in kept)]
    if all(isinstance(one, Mapping) and _is_text(one) for one in (said, was, now)):
        return {key: now.get(key, one) if was.get(key) == one else one for key, one in said.items()}
    return said


def _is_text(value: Document) -> bool:
    return bool(value) and all(isinstance(one, str) for one in value.values())


def without(document: Document, aspect: str) -> dict[str, Any]:
    """Take a whole aspect away."""
    held = document.get(LAYERS)
    left = [one for one in held if one.get(NAME) != aspect] if isinstance(held, list) else []
    return {**ground(document), **({LAYERS: left} if left else {})}


def _same(one: Any, other: Any) -> bool:
    return one == other or (one in _EMPTY and other in _EMPTY)


def _within(said: Any, kept: Any) -> bool:
    """Say whether a text says only what another says."""
    texts = isinstance(said, Mapping) and isinstance(kept, Mapping)
    return texts and all(isinstance(one, str) and kept.get(key) == one for key, one in said.items())


class _Layer:
    """One aspect in the writing."""

    def __init__(self, document: Document, aspect: str, kind: Kind) -> None:
        self.whole, self.aspect, self.kind = document, aspect, kind
        self.base = ground(document)
        held = layers(document).get(aspect, {})
        self.paths = listed_paths(held)
        self.values = {name: one for name, one in held.items() if name not in (NAME, PATHS)}

    def say(self, place: str, value: Any) -> None:
        """Let the aspect say a value, or nothing; what the record says too is the record's."""
        kept = value_at(self.base, place)
        if _same(value, kept):
            self.leave(place)
            return
        self.values = put(self.values, place, value)
        if not any(covers(unit(one, self.kind), place) for one in self.paths if unit(one, self.kind)):
            self.paths = [one for one in self.paths if not covers(place, one)]
            self.paths.append(place)
        self._mark(place, value, kept)

    def leave(self, place: str) -> None:
        """Let the aspect say nothing of its own at a place."""
        beside = self._beside(place)
        for path in self.paths:
            if path != place and covers(path, place) and unit(path, self.kind) != place:
                self._split(path)
        gone = {place, *beside}
        self.paths = [
            one for one in self.paths if not any(covers(way, unit(one, self.kind) or one) for way in gone)
        ]
        for path in gone:
            self.values = put(self.values, path, None)

    def document(self) -> dict[str, Any]:
        """Give the record with the aspect as it is now; an aspect that says nothing goes."""
        layer = {NAME: self.aspect, **({PATHS: self.paths} if self.paths else {}), **self.values}
        held = self.whole.get(LAYERS)
        items = list(held) if isinstance(held, list) else []
        here = layers(self.whole).get(self.aspect)
        place = next((rank for rank, one in enumerate(items) if one is here), len(items))
        items[place : place + 1] = [layer] if len(layer) > 1 else []
        return {**self.base, **({LAYERS: items} if items else {})}

    def _split(self, path: str) -> None:
        """List the parts of a block in place of the block, those that it or the record holds."""
        node = layer_tree(self.kind).at(path)
        assert node
        sides = value_at(self.values, path), value_at(self.base, path)
        parts = dict.fromkeys(part for side in sides for part in differing({}, side or {}, node, path))
        rank = self.paths.index(path)
        self.paths[rank : rank + 1] = [one for one in parts if one not in self.paths]

    def _beside(self, place: str) -> list[str]:
        """Give the paths that go with a list or a field: what it adds and takes away, its flag."""
        below = [one for one in self.paths if covers(place, of_delta(unit(one, self.kind), self.kind) or one)]
        flags = [flag for way, flag in FLAGS.items() if covers(place, way)]
        return [*(unit(one, self.kind) or one for one in below), *flags]

    def _mark(self, place: str, value: Any, kept: Any) -> None:
        """Say beside a value that it is the aspect's: the terms taken away and added, the flag."""
        mine, theirs = (one if isinstance(one, list) else [] for one in (value, kept))
        marks: dict[str, Any] = {
            f"{place}{REMOVED}": [one for one in theirs if one not in mine],
            f"{place}{ADDED}": [one for one in mine if one not in theirs],
        }
        if place in FLAGS:
            marks[FLAGS[place]] = True
        for path, said in marks.items():
            if layer_tree(self.kind).at(path) is None:
                continue
            self.values = put(self.values, path, said or None)
            self.paths = [one for one in self.paths if one != path]
            if said:
                self.paths.append(path)
