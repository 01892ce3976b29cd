"""Reading JSON that nobody vouches for: bounded before it is parsed, cleaned where it can be."""

import codecs
import json
import re
from typing import Any, NoReturn

import orjson

LARGEST = 32 << 20
"""Longest JSON that is parsed at once, in bytes."""
DEEPEST = 64
"""Lists and objects within one another; a record has a dozen."""
_BLOCKS, _VALUES = 1_000_000, 2_000_000
"""Most lists and objects, most values: what bounds the memory that the parsed JSON takes."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NO_BRACKET = bytes(set(range(256)) - set(b"[]{}"))
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_ACCENT = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe2-\xef][\x80-\xbf]{2}")


class Unsound(Exception):
    """JSON that is not read; its text is the reason, a French sentence."""


def parse(raw: bytes) -> tuple[Any, str]:
    """Read JSON; gives its value, and a French sentence when it had to be cleaned."""
    if len(raw) > LARGEST:
        raise Unsound(
            f"Plus de {LARGEST >> 20} Mo de JSON d'un seul tenant : coupez-le, ou demandez un export groupé."
        )
    text, note = _decoded(raw)
    _demand_bounded(text)
    try:
        return orjson.loads(text), note
    except orjson.JSONDecodeError:
        return _leniently(text), note


def _decoded(raw: bytes) -> tuple[bytes, str]:
    """Give the JSON in UTF-8 without its mark."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return raw[len(mark) :].decode(encoding).encode(), ""
            except UnicodeDecodeError:
                raise Unsound("Le texte est abîmé : redemandez le fichier en UTF-8.") from None
    try:
        raw.decode()
    except UnicodeDecodeError:
        return _from_windows(raw), "n'est pas en UTF-8 : il a été lu en Windows-1252."
    return raw, ""


def _from_windows(raw: bytes) -> bytes:
    """Read Windows-1252, unless accents in UTF-8 tell that the file is a damaged one."""
    if not _ACCENT.search(raw):
        try:
            return raw.decode("cp1252").encode()
        except UnicodeDecodeError:
            pass
    raise Unsound("Le texte n'est ni en UTF-8 ni en Windows-1252 : redemandez le fichier en UTF-8.")


def _demand_bounded(text: bytes) -> None:
    """Refuse JSON that would take too much memory or too deep a stack, without parsing it."""
    if text.count(b"[") + text.count(b"{") > _BLOCKS or text.count(b",") > _VALUES:
        raise Unsound("Trop de valeurs pour un seul fichier : coupez-le, ou demandez un export groupé.")
    if _is_deep(text) and _is_deep(_STRING.sub(b"", text)):
        raise Unsound(f"Plus de {DEEPEST} listes ou objets emboîtés : ce ne sont pas des fiches.")


def _is_deep(text: bytes) -> bool:
    """Close the innermost brackets again and again, and see whether many stay open.

    Brackets inside strings count too: the answer is sure only without strings.
    """
    brackets = text.translate(None, _NO_BRACKET)
    for _ in range(DEEPEST):
        closed = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if len(closed) == len(brackets):
            break
        brackets = closed
    return brackets.count(b"[") + brackets.count(b"{") > DEEPEST


def _leniently(text: bytes) -> Any:
    """Read what the strict reader refuses but most others take, such as half a character."""
    try:
        return json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except json.JSONDecodeError as error:
        torn = error.msg.startswith("Unterminated") or not text[error.pos :].strip()
        wrong = "le JSON est tronqué" if torn else "ce n'est pas du JSON lisible"
        raise Unsound(f"Ligne {error.lineno} : {wrong}. Redemandez-le à la source.") from None
    except (ValueError, RecursionError):
        raise Unsound("Un nombre n'est pas du JSON lisible : redemandez-le à la source.") from None


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(text)
    return number
