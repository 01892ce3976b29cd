"""Reading XML that nobody vouches for: bounded, without entities, and mended where only signs are wrong."""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from sitra.intake.rules import reading
from sitra.intake.rules.draft import Unreadable

_HEAD = 4096
_DEEPEST = 64
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*\?>")
_SKIPPED = re.compile(r"<\?.*?\?>|<!--.*?-->", re.DOTALL)


def _from_windows(error: UnicodeError) -> tuple[str, int]:
    """Read a byte that is not UTF-8 as Windows-1252 does: files are often of both."""
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", errors="replace"), error.end


codecs.register_error("sitra-windows", _from_windows)


@dataclass(frozen=True, slots=True)
class Begun:
    """An element whose children follow."""

    name: str
    attributes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Ended:
    """An element that is complete: its text, without blanks around it."""

    name: str
    text: str


def root(path: Path) -> str:
    """Give the name of the first element of an XML file; nothing when it is none."""
    try:
        head = reading.content(path)[:_HEAD]
    except Unreadable:
        return ""
    text = _SKIPPED.sub("", head.decode("utf-8-sig", errors="replace")).lstrip()
    found = _ROOT.match(text)
    return found.group(1).lower() if found else ""


def events(raw: bytes, name: str) -> Iterator[Begun | Ended]:
    """Walk through XML, keeping nothing of it; raises `Unreadable` when it is torn or made to harm."""
    try:
        yield from _walk(_sound(raw))
    except DefusedXmlException:
        raise Unreadable(
            f"Le fichier « {name} » est refusé : il définit des entités XML, comme un piège. "
            "Exportez-le de nouveau depuis votre logiciel."
        ) from None
    except (ParseError, LookupError, ValueError) as error:
        line = getattr(error, "position", (0, 0))[0]
        where = f" à partir de la ligne {line}" if line else ""
        raise Unreadable(
            f"Le fichier « {name} » ne se lit plus{where} : exportez-le de nouveau depuis votre logiciel."
        ) from None


def is_mended(raw: bytes) -> bool:
    """Say whether some signs of a file are not in the encoding that it declares."""
    return _declares_utf8(raw) and not _is_utf8(raw)


def _sound(raw: bytes) -> bytes:
    """Give XML whose signs are in the encoding it declares."""
    if not is_mended(raw):
        return raw
    mended = raw.decode("utf-8-sig", errors="sitra-windows").encode()
    return _DECLARED.sub(b"", mended, count=1)


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


def _walk(raw: bytes) -> Iterator[Begun | Ended]:
    open_elements: list[Element] = []
    for event, element in iterparse(io.BytesIO(raw), events=("start", "end"), forbid_dtd=True):
        name = element.tag.rpartition("}")[2]
        if event == "start":
            open_elements.append(element)
            if len(open_elements) > _DEEPEST:
                raise ValueError
            yield Begun(name, dict(element.attrib))
        else:
            yield Ended(name, (element.text or "").strip())
            open_elements.pop()
            if open_elements:
                open_elements[-1].remove(element)
