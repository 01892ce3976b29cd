"""A question as it is kept in a table, and read back."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from sitra.search.rules.around import Box
from sitra.search.rules.asking import Question

_PLAIN = Question()
_OF_A_PAGE = frozenset({"first", "count", "order"})
"""What says how a question is answered, not what it keeps."""
_OF_PEOPLE = frozenset({"states", "due", "unchanged_since"})
"""What is asked by those who see more than what is published, about how a record is kept."""
_DAYS = frozenset({"start", "end"})
_NUMBERS = frozenset({"terms", "owners", "numbers"})


def written(question: Question) -> dict[str, Any]:
    """Write what a question keeps of the published records, without what goes without saying."""
    said: dict[str, Any] = {}
    for name in _names():
        value = getattr(question, name)
        if value != getattr(_PLAIN, name):
            said[name] = _plain(value)
    return said


def read(said: Mapping[str, Any]) -> Question:
    """Read back what `written` wrote; what is not known any more is left out."""
    known = {name: _value(name, said[name]) for name in _names() if name in said}
    return Question(**known)


def _names() -> list[str]:
    return [one.name for one in fields(Question) if one.name not in _OF_A_PAGE | _OF_PEOPLE]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Box):
        return asdict(value)
    return list(value) if isinstance(value, tuple) else value


def _value(name: str, value: Any) -> Any:
    if name in _DAYS:
        return date.fromisoformat(value)
    if name == "box":
        return Box(**value)
    if name in _NUMBERS:
        return tuple(map(int, value))
    return tuple(value) if isinstance(value, list) else value
