"""What may stand in the ledger, and what of it may be told outside."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sitra.ledger.events import PUBLIC, Told

_PERSONAL_KEYS = frozenset({"email", "mail", "phone", "first_name", "last_name", "address", "ip", "password"})
_PERSONAL = re.compile(
    r"@|(?<![0-9A-Za-z])(?:(?:\+|00)\d[\d .-]{7,16}\d|0\d(?:[ .-]?\d\d){4})(?![0-9A-Za-z])"
)
"""An address, or a phone number that stands by itself: digests and codes hold figures too."""
_LONGEST = 300


class Personal(ValueError):
    """A fact would hold something of a person: the ledger is kept for ever, people are not in it."""


def demand_impersonal(details: Mapping[str, Any]) -> None:
    """Refuse details that hold an address, a phone number or a long text; raises `Personal`."""
    for key, value in _leaves(details, ""):
        if key in _PERSONAL_KEYS:
            message = f"a fact does not hold « {key} »"
            raise Personal(message)
        if isinstance(value, str) and (len(value) > _LONGEST or is_personal(value)):
            message = f"a fact does not hold what « {key} » says"
            raise Personal(message)


def is_personal(text: str) -> bool:
    """Say whether a text holds an address or a phone number."""
    return bool(_PERSONAL.search(text))


def _leaves(value: Any, key: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, below in value.items():
            yield from _leaves(below, str(name))
    elif isinstance(value, list | tuple):
        for below in value:
            yield from _leaves(below, key)
    else:
        yield key, value


def public_shape(told: Told) -> dict[str, Any] | None:
    """Write a fact for those outside, or nothing when it is not for them.

    `{cursor, at, type, subject, id, member?, details}`: who did it is never told, and of the details only
    what the package of the fact has opened.
    """
    fact = told.fact
    opened = PUBLIC.get(fact.name)
    if opened is None:
        return None
    return {
        "cursor": str(told.position),
        "at": told.at.isoformat(),
        "type": fact.name,
        "subject": fact.subject,
        "id": fact.subject_id,
        **({"member": fact.member_id} if fact.member_id else {}),
        "details": {key: value for key, value in fact.details.items() if key in opened},
    }
