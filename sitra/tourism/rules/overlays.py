"""A record that its source and people here both write: what came from where, and what is kept of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

_NOTHING: Any = object()


@dataclass(frozen=True, slots=True)
class Kept:
    """A document agreed between what the source says and what was written here.

    `theirs` tells what the source says of each value that was kept as it is here; nothing when it says none.
    """

    document: dict[str, Any]
    theirs: dict[str, Any] = field(default_factory=dict)


def agreed(
    base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any], locked: Iterable[str] = ()
) -> Kept:
    """Take what the source changed since it last wrote, and keep what was changed here.

    `base` is what the source said then. A value that both changed stays ours, unless it is `locked` to its
    source (the path of a field or of a block). A list is one value; so is a reference.
    """
    kept: dict[str, Any] = {}
    found = _agreed(base, ours, theirs, "", _Locks(tuple(locked), kept))
    return Kept(found if isinstance(found, dict) else {}, kept)


@dataclass(frozen=True, slots=True)
class _Locks:
    paths: tuple[str, ...]
    kept: dict[str, Any]

    def holds(self, path: str) -> bool:
        return any(covers(lock, path) for lock in self.paths)

    def holds_below(self, path: str) -> bool:
        return any(covers(path, lock) for lock in self.paths)


def covers(path: str, other: str) -> bool:
    """Say whether a path is that of a value, or of a block it is in; an empty path covers all."""
    return not path or other == path or other.startswith((f"{path}.", f"{path}["))


def _agreed(base: Any, ours: Any, theirs: Any, path: str, locks: _Locks) -> Any:
    if locks.holds(path) or ours in (base, theirs):
        return theirs
    block = _is_block(ours) or (ours is _NOTHING and locks.holds_below(path))
    if block and (_is_block(theirs) or theirs is _NOTHING):
        return _block(base, ours, theirs, path, locks)
    if locks.holds_below(path):
        return theirs
    locks.kept[path] = None if theirs is _NOTHING else theirs
    return ours


def _block(base: Any, ours: Any, theirs: Any, path: str, locks: _Locks) -> Any:
    was, here, said = (one if _is_block(one) else {} for one in (base, ours, theirs))
    found = {
        key: _agreed(
            was.get(key, _NOTHING),
            here.get(key, _NOTHING),
            said.get(key, _NOTHING),
            f"{path}.{key}" if path else key,
            locks,
        )
        for key in {**here, **said, **was}
    }
    return {key: value for key, value in found.items() if value is not _NOTHING} or _NOTHING


def _is_block(value: Any) -> bool:
    """Say whether a value is made of further ones: a reference is not."""
    return isinstance(value, Mapping) and "id" not in value


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """Give the paths of the values that differ; a list is one value, so is a reference."""
    found: set[str] = set()
    _differ(before, after, "", found)
    return found


def touched(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """Give the paths of the values that differ, `multimedias[0].nom.libelleDe`, within lists too.

    A list that is longer or shorter is one value: what moved in it cannot be told from what changed.
    """
    found: set[str] = set()
    _differ(before, after, "", found, into_lists=True)
    return found


def _differ(before: Any, after: Any, path: str, found: set[str], *, into_lists: bool = False) -> None:
    if before == after:
        return
    blocks = [one if _is_block(one) else {} for one in (before, after)]
    if any(blocks) and all(_is_block(one) or one is _NOTHING for one in (before, after)):
        for key in {**blocks[0], **blocks[1]}:
            here = f"{path}.{key}" if path else key
            pair = blocks[0].get(key, _NOTHING), blocks[1].get(key, _NOTHING)
            _differ(*pair, here, found, into_lists=into_lists)
        return
    lists = into_lists and isinstance(before, list) and isinstance(after, list)
    if lists and len(before) == len(after):
        for rank, pair in enumerate(zip(before, after, strict=True)):
            _differ(*pair, f"{path}[{rank}]", found, into_lists=True)
        return
    found.add(path)


def put(document: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Write one value at its path, or take it away when it is nothing."""
    key, _, below = path.partition(".")
    kept = dict(document)
    if below:
        held: Any = kept.get(key)
        value = put(held if _is_block(held) else {}, below, value) or None
    if value is None:
        kept.pop(key, None)
    else:
        kept[key] = value
    return kept
