"""The form of a call, whatever its method: Django itself reads only that of POST."""

import logging
from dataclasses import dataclass, field
from typing import NoReturn

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.datastructures import MultiValueDict

from sitra.formats.rules.v002.errors import ErrorType, Refused

logger = logging.getLogger(__name__)

FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form holds: its texts, and its files where the service takes some."""

    texts: QueryDict
    files: "MultiValueDict[str, UploadedFile[bytes]]" = field(default_factory=MultiValueDict)


def sent(request: HttpRequest, *, files: bool = False) -> Sent:
    """Read the form of a PUT or a DELETE; where no files are taken, the whole is bounded as texts are."""
    try:
        return _read(request, files=files)
    except Refused as error:
        logger.warning("%s: form refused: %s", request.path, error)
        raise


def _read(request: HttpRequest, *, files: bool) -> Sent:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or not int(length):
        return Sent(QueryDict())
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if not files and most is not None and int(length) > most:
        message = "the form is larger than a form without files may be"
        raise RequestDataTooBig(message)
    if files and int(length) > settings.MEDIA_LARGEST_CALL:
        _too_large("L'appel", settings.MEDIA_LARGEST_CALL, "envoyez les fichiers en plusieurs appels")
    if request.content_type == PARTS:
        return _parts(request, files=files)
    if request.content_type in {"", FORM}:
        return Sent(QueryDict(request.body, encoding="utf-8"))
    message = f"Le corps de la demande doit être un formulaire, pas « {(request.content_type or '')[:80]} »."
    raise Refused(ErrorType.ECRITURE_BAD_REQUEST, message)


class _Bounded(TemporaryFileUploadHandler):
    """Keeps a file on the disk while it comes, and stops at the first that is too large."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece that begins at this place of its file."""
        if start + len(raw_data) > settings.MEDIA_LARGEST:
            part = f"Le fichier « {str(self.field_name)[:80]} »"
            _too_large(part, settings.MEDIA_LARGEST, "enregistrez-le plus petit")
        super().receive_data_chunk(raw_data, start)


def _parts(request: HttpRequest, *, files: bool) -> Sent:
    handlers = [_Bounded(request)] if files else []
    try:
        texts, uploaded = _parsed(request, handlers)
    except MultiPartParserError as error:
        message = (
            "Le formulaire (multipart) ne se lit pas : sa fin ou sa séparation manque, "
            "ou l'en-tête d'une partie est trop long."
        )
        raise Refused(ErrorType.ECRITURE_BAD_REQUEST, message) from error
    except TooManyFilesSent as error:
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        message = f"L'appel a plus de {most} fichiers : envoyez-les en plusieurs appels."
        raise Refused(ErrorType.ECRITURE_TOO_LARGE, message) from error
    except TooManyFieldsSent as error:
        message = f"Le formulaire a plus de {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} champs."
        raise Refused(ErrorType.ECRITURE_TOO_LARGE, message) from error
    except RequestDataTooBig:
        if not files:
            raise
        _too_large("L'ensemble des textes", settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0, "envoyez-en moins")
    return Sent(texts, uploaded)


def _parsed(
    request: HttpRequest, handlers: list[_Bounded]
) -> tuple[QueryDict, "MultiValueDict[str, UploadedFile[bytes]]"]:
    """Read a form in parts; of one that is given up, the file that was coming goes at once too."""
    try:
        return MultiPartParser(request.META, request, handlers, "utf-8").parse()
    except Exception:
        for one in handlers:
            if coming := getattr(one, "file", None):
                coming.close()
        raise


def _too_large(what: str, most: int, advice: str) -> NoReturn:
    message = f"{what} dépasse {most / 1e6:g} Mo : {advice}."
    raise Refused(ErrorType.ECRITURE_TOO_LARGE, message)
