"""What stands after the question mark of an address, read as Django reads it, but sooner."""

from urllib.parse import unquote

_OFTEN = tuple((f"%{ord(sign):02X}", sign) for sign in '",:[]{} ')
"""Signs of JSON that may not stand in an address. None of them is a digit: no new escape comes to be."""

_MANY = 50
"""Parameters that are read here; whoever sends more is left to Django, which bounds them."""


def parameters(query: str) -> dict[str, str] | None:
    """Give each parameter, the last where a name comes twice; nothing where Django has to read them.

    `query` is that of WSGI: bytes, each of them a sign.
    """
    if not query.isascii() or query.count("&") >= _MANY:
        return None
    found = {}
    for part in query.split("&"):
        if part:
            name, _, value = part.partition("=")
            found[_plain(name)] = _plain(value)
    return found


def _plain(written: str) -> str:
    if "+" in written:
        written = written.replace("+", " ")
    if "%" not in written:
        return written
    for escape, sign in _OFTEN:
        written = written.replace(escape, sign)
    return unquote(written, errors="replace") if "%" in written else written
