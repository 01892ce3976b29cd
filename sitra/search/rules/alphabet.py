"""The alphabetical order of names, as text and as numbers that sort the same way."""

from sitra.kit.texts import fold

PARTS = 5
"""Numbers that a key is packed into."""

_EACH = 12
LENGTH = PARTS * _EACH
"""Signs of a name that count; records whose names begin alike are ordered by number."""

_RANK = {sign: rank for rank, sign in enumerate(" 0123456789abcdefghijklmnopqrstuvwxyz", start=1)}
_BASE = len(_RANK) + 1


def key(name: str) -> str:
    """Give the letters by which a name is ordered: no case, accents nor punctuation."""
    return fold(name)[:LENGTH]


def packed(letters: str) -> list[int]:
    """Pack a key into numbers, most telling first; each fits in 63 bits."""
    parts = []
    for start in range(0, LENGTH, _EACH):
        number = 0
        for rank in range(start, start + _EACH):
            number = number * _BASE + (_RANK[letters[rank]] if rank < len(letters) else 0)
        parts.append(number)
    return parts
