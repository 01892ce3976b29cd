"""Reading the JSON that forms hold: each refusal says which field, and what was expected."""

from typing import Any, NoReturn

import orjson

from sitra.formats.rules.v002.errors import ErrorType, Refused

HIGHEST = (1 << 53) - 1


def bad(message: str) -> NoReturn:
    """Refuse a form."""
    raise Refused(ErrorType.ECRITURE_BAD_REQUEST, message)


def parsed(text: str, name: str) -> Any:
    """Read the JSON of a field; a null sign within, which nothing keeps, is refused."""
    try:
        held = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        message = f"« {name} » n'est pas du JSON correct : l'erreur est au caractère {error.pos + 1}."
        raise Refused(ErrorType.ECRITURE_INVALID_JSON_DATA, message) from error
    if "\\u0000" in text:
        message = f"« {name} » contient un signe nul."
        raise Refused(ErrorType.ECRITURE_INVALID_JSON_DATA, message)
    return held


def shaped(held: Any, name: str, known: frozenset[str]) -> dict[str, Any]:
    """Give an object all of whose properties are known."""
    if not isinstance(held, dict):
        bad(f"« {name} » attend un objet JSON.")
    if unknown := next((one for one in held if one not in known), None):
        bad(f"La propriété « {unknown[:60]} » n'existe pas dans « {name} ».")
    return held


def listed(held: Any, name: str) -> list[Any]:
    """Give a list that is not empty."""
    if not isinstance(held, list) or not held:
        bad(f"« {name} » attend une liste qui n'est pas vide.")
    return held


def number(held: Any, name: str) -> int:
    """Give a number above zero, also when it was written as text."""
    if isinstance(held, str) and held.isascii() and held.isdecimal():
        held = int(held[:19])
    if not isinstance(held, int) or isinstance(held, bool) or not 0 < held <= HIGHEST:
        bad(f"« {name} » attend un numéro.")
    return held


def numbers(held: Any, name: str, most: int) -> list[int]:
    """Give a list of numbers, each once."""
    found = list(dict.fromkeys(number(one, name) for one in listed(held, name)))
    if len(found) > most:
        bad(f"« {name} » a {most} numéros au plus.")
    return found
