"""Where the next page of a list begins, as an opaque word: no secret, and good for one question only."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import astuple, dataclass
from hashlib import blake2b
from typing import Any

import orjson

LONGEST = 300
"""Letters of a cursor."""
_MOST = 2**53
_VERSION = 1


class Misplaced(ValueError):
    """A cursor that cannot be read, or that is of another question."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: `skipped` records from the start or, where the order allows it, after one.

    `after` is the value by which the last record was ordered, `number` its number; `seed` that of chance.
    """

    skipped: int = 0
    after: int | None = None
    number: int | None = None
    seed: str = ""


def digest(question: Any) -> str:
    """Draw from a question, without its page, what its cursors are known by."""
    return blake2b(repr(question).encode(), digest_size=6).hexdigest()


def written(cursor: Cursor, asked: str) -> str:
    """Write a cursor for a question, given by its digest."""
    return urlsafe_b64encode(orjson.dumps([_VERSION, asked, *astuple(cursor)])).rstrip(b"=").decode()


def read(word: str, asked: str) -> Cursor:
    """Read a cursor of the same question; raises `Misplaced`."""
    try:
        held = orjson.loads(urlsafe_b64decode(word.encode() + b"=" * (-len(word) % 4)))
        version, of, skipped, after, number, seed = held
    except (binascii.Error, ValueError, TypeError) as error:
        raise Misplaced from error
    numbers = (skipped, after, number)
    whole = all(one is None or (type(one) is int and 0 <= one <= _MOST) for one in numbers)
    if (version, of) != (_VERSION, asked) or not whole or skipped is None or not isinstance(seed, str):
        raise Misplaced
    return Cursor(skipped, after, number, seed)
