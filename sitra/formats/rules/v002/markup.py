"""The XML flavour of an export, written straight from records, without a tree of elements (section 5.2).

The contract says no more of it than that files have the same names, and the official schemas name properties.
So each property is an element of its name; a list is its element again for each item, none where it is empty;
a list in a list stands in one element of that name. A block that is empty is an empty element; a null is left
out. Numbers and booleans are written as JSON writes them.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson

DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
RECORD = "objetTouristique"

TEXTS: Mapping[str, str] = {"metadonnee": "xmlMetadonnee"}
"""Properties of free JSON -> those that say it as a text in XML, unless they do already (section 4.2)."""

_NAMES_AT_MOST = 10_000
_UNFIT = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BANNED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML 1.0 document may hold, even escaped."""

_NAME = re.compile(r"[A-Za-z_][\w.\-]*", re.ASCII)
_NO_NAME = re.compile(r"[^\w.\-]|^[\d.\-]", re.ASCII)
"""Signs that a name may not hold, or not begin with; all of those beyond ASCII, few of which may not."""

_LISTS = (list, tuple)
_tags: dict[str, tuple[str, str, str]] = {}


def element(name: str, value: Any) -> bytes:
    """Write one value as an element, UTF-8, without the declaration of a document."""
    written: list[str] = []
    _write(name, value, written.append)
    return "".join(written).encode()


def document(root: str, name: str, values: Iterable[Any]) -> bytes:
    """Write a whole document: a root that holds an element for each value."""
    written: list[str] = [f"<{root}>"]
    for value in values:
        _write(name, value, written.append)
    written.append(f"</{root}>")
    return DECLARATION + "".join(written).encode()


def _write(name: str, value: Any, add: Callable[[str], None]) -> None:
    if name in TEXTS and value is not None:
        text = value if isinstance(value, str) else orjson.dumps(value).decode()
        name, value = TEXTS[name], text
    kind = type(value)
    begin, end, empty = _tags.get(name) or _tagged(name)
    if kind is str:
        text = _escaped(value) if _UNFIT.search(value) else value
        add(f"{begin}{text}{end}" if text else empty)
    elif kind is dict or isinstance(value, Mapping):
        if not value:
            add(empty)
            return
        add(begin)
        for key, below in value.items():
            if key not in TEXTS or TEXTS[key] not in value:
                _write(key, below, add)
        add(end)
    elif kind is list or isinstance(value, _LISTS):
        _listed(name, value, add)
    elif value is not None:
        add(f"{begin}{orjson.dumps(value).decode()}{end}")


def _listed(name: str, values: Iterable[Any], add: Callable[[str], None]) -> None:
    begin, end, _ = _tags.get(name) or _tagged(name)
    for value in values:
        if isinstance(value, _LISTS):
            add(begin)
            _listed(name, value, add)
            add(end)
        else:
            _write(name, value, add)


def _escaped(text: str) -> str:
    text = _BANNED.sub("", text).replace("&", "&amp;").replace("<", "&lt;")
    return text.replace(">", "&gt;").replace("\r", "&#13;")


def _tagged(name: str) -> tuple[str, str, str]:
    """Give how an element of a name begins, ends, and is written when it is empty."""
    if len(_tags) >= _NAMES_AT_MOST:
        _tags.clear()
    fit = name if _NAME.fullmatch(name) else named(name)
    tags = _tags[name] = f"<{fit}>", f"</{fit}>", f"<{fit}/>"
    return tags


def named(name: str) -> str:
    """Write any text as a name of XML: signs that cannot be in one as `_x0020_` (ISO/IEC 9075-14)."""
    safe = re.sub(r"_(?=x[0-9A-Fa-f]{4,6}_)", "_x005F_", name)
    return _NO_NAME.sub(lambda sign: f"_x{ord(sign[0]):04X}_", safe) or "_"
