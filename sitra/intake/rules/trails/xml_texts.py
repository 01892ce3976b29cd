"""XML files of outside sources, and what is said of those that cannot be read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sitra.intake.rules import reading
from sitra.intake.rules.draft import Unreadable
from sitra.media.rules.tracks import xml_texts
from sitra.media.rules.tracks.xml_texts import Begun, Ended, Torn, Trap


def root(path: Path) -> str:
    """Give the name of the first element of an XML file; nothing when it is none."""
    try:
        return xml_texts.root(reading.content(path)[: xml_texts.HEAD])
    except Unreadable:
        return ""


def events(raw: bytes, name: str) -> Iterator[Begun | Ended]:
    """Walk through XML, keeping nothing of it; raises `Unreadable` when it is torn or made to harm."""
    with readable(name):
        yield from xml_texts.events(raw)


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Say of a file that cannot be read why, as `Unreadable`."""
    try:
        yield
    except Trap:
        raise Unreadable(
            f"Le fichier « {name} » est refusé : il définit des entités XML, comme un piège. "
            "Exportez-le de nouveau depuis votre logiciel."
        ) from None
    except Torn as torn:
        where = f" à partir de la ligne {torn.line}" if torn.line else ""
        raise Unreadable(
            f"Le fichier « {name} » ne se lit plus{where} : exportez-le de nouveau depuis votre logiciel."
        ) from None
