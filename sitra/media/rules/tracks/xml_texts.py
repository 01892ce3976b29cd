"""Reading XML that nobody vouches for: bounded, without entities, and mended where only signs are wrong."""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

HEAD = 4096
"""Bytes in which the first element of a file stands."""
_DEEPEST = 64
_ROOT = re.compile(r"<(?:!DOCTYPE\s+)?(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*\?>")
_SKIPPED = re.compile(r"<\?.*?\?>|<!--.*?-->", re.DOTALL)


def _from_windows(error: UnicodeError) -> tuple[str, int]:
    """Read a byte that is not UTF-8 as Windows-1252 does: files are often of both."""
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", errors="replace"), error.end


codecs.register_error("sitra-windows", _from_windows)


class Torn(Exception):
    """XML that does not read to its end, from a `line` on where that is known; else 0."""

    def __init__(self, line: int = 0) -> None:
        super().__init__(f"torn from line {line} on")
        self.line = line


class Trap(Exception):
    """XML that defines entities of its own: no program writes such files, who wants to harm does."""


@dataclass(frozen=True, slots=True)
class Begun:
    """An element whose children follow; `space` is its namespace."""

    name: str
    attributes: dict[str, str]
    space: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """An element that is complete: its text, without blanks around it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """An instruction to programs, `<?xml-stylesheet …?>`: the first word of it."""

    name: str


def root(head: bytes) -> str:
    """Give the name of the first element of an XML file from its beginning; nothing when it is none."""
    text = _SKIPPED.sub("", _begun(head)).lstrip()
    found = _ROOT.match(text)
    return found.group(1).lower() if found else ""


def events(raw: bytes) -> Iterator[Begun | Ended]:
    """Walk through XML, keeping nothing of it; raises `Torn` or `Trap` when it is torn or made to harm."""
    return (one for one in everything(raw) if not isinstance(one, Told))


def everything(raw: bytes) -> Iterator[Begun | Ended | Told]:
    """Walk through XML as `events` does, instructions included."""
    try:
        yield from _walk(_sound(raw))
    except DefusedXmlException:
        raise Trap from None
    except (ParseError, LookupError, ValueError) as error:
        raise Torn(getattr(error, "position", (0, 0))[0]) from None


def is_mended(raw: bytes) -> bool:
    """Say whether some signs of a file are not in the encoding that it declares."""
    return _declares_utf8(raw) and not _is_utf8(raw)


def _sound(raw: bytes) -> bytes:
    """Give XML whose signs are in the encoding it declares."""
    if not is_mended(raw):
        return raw
    mended = raw.decode("utf-8-sig", errors="sitra-windows").encode()
    return _DECLARED.sub(b"", mended, count=1)


def _begun(head: bytes) -> str:
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return head.decode("utf-16" if wide else "utf-8-sig", errors="replace")


def _declares_utf8(raw: bytes) -> bool:
    declared = _DECLARED.match(raw.removeprefix(codecs.BOM_UTF8))
    words = declared.group(0).lower() if declared else b""
    return not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and (
        b"encoding" not in words or b"utf-8" in words
    )


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _walk(raw: bytes) -> Iterator[Begun | Ended | Told]:
    open_elements: list[Element] = []
    for event, element in iterparse(io.BytesIO(raw), events=("start", "end", "pi"), forbid_dtd=True):
        if event == "pi":
            yield Told((element.text or "").partition(" ")[0])
            continue
        space, _, name = element.tag.rpartition("}")
        if event == "start":
            open_elements.append(element)
            if len(open_elements) > _DEEPEST:
                raise ValueError
            yield Begun(name, dict(element.attrib), space.removeprefix("{"))
        else:
            yield Ended(name, (element.text or "").strip())
            open_elements.pop()
            if open_elements:
                open_elements[-1].remove(element)
