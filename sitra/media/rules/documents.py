"""Documents: a PDF that can be read to its last object, and that does nothing by itself."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from sitra.media.events import WHOLE, Form
from sitra.media.rules.fitness import Bounds, Examined, Made, Unfit

MAGIC = b"%PDF-"
_ACTS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition"})
_KEYS = frozenset({"/JS", "/EF", "/EmbeddedFiles", "/JavaScript", "/XFA", "/RichMediaContent"})
_DEEPEST = 100


def examine(path: Path, folder: Path, bounds: Bounds) -> Examined:
    """Copy a PDF to a folder; raises `Unfit` when it is broken, locked, too long, or does something."""
    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted:
            message = "le PDF est protégé par un mot de passe : enregistrez-le sans."
            raise Unfit(message)
        _demand_plain(reader, bounds)
    except (PyPdfError, RecursionError, LookupError, ValueError, TypeError, AttributeError, OSError) as error:
        message = "le PDF ne se lit pas jusqu'au bout : il est abîmé ou incomplet, produisez-le de nouveau."
        raise Unfit(message) from error
    shutil.copyfile(path, folder / f"{WHOLE}.{Form.PDF.extension}")
    return Examined((Made(WHOLE, Form.PDF),))


def _demand_plain(reader: PdfReader, bounds: Bounds) -> None:
    pages = len(reader.pages)
    if not 0 < pages <= bounds.pages:
        message = f"le PDF a {pages} pages : il en faut de 1 à {bounds.pages}."
        raise Unfit(message)
    for one in _objects(reader, bounds):
        if _is_active(one):
            message = (
                "le PDF contient un programme, un formulaire actif ou un fichier joint : "
                "produisez-le de nouveau par « imprimer en PDF »."
            )
            raise Unfit(message)
    for page in reader.pages:
        page.mediabox  # noqa: B018 - read, so that a page that is none is seen


def _objects(reader: PdfReader, bounds: Bounds) -> Iterator[Any]:
    """Give every object of a document, also those that nothing leads to."""
    numbers = [(number, 0) for number in reader.xref_objStm]
    numbers += [(number, generation) for generation, held in reader.xref.items() for number in held if number]
    if len(numbers) > bounds.objects:
        message = "le PDF est fait de trop de morceaux : produisez-le de nouveau, plus simplement."
        raise Unfit(message)
    for number, generation in numbers:
        yield from _within(reader.get_object(IndirectObject(number, generation, reader)))


def _within(held: Any, depth: int = 0) -> Iterator[Any]:
    if depth > _DEEPEST:
        message = "le PDF est emboîté trop profondément : produisez-le de nouveau."
        raise Unfit(message)
    yield held
    below = held.values() if isinstance(held, DictionaryObject) else held
    if isinstance(held, DictionaryObject | ArrayObject):
        for one in below:
            if not isinstance(one, IndirectObject):
                yield from _within(one, depth + 1)


def _is_active(held: Any) -> bool:
    if not isinstance(held, DictionaryObject):
        return False
    act = held.raw_get("/S") if "/S" in held else None
    return bool(_KEYS & held.keys()) or (isinstance(act, str) and act in _ACTS)
