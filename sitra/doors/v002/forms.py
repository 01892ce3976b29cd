"""The form of a call, whatever its method: Django itself reads only that of POST."""

from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.datastructures import MultiValueDict

from sitra.formats.rules.v002.errors import ErrorType, Refused

FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form holds: its texts, and its files where the service takes some."""

    texts: QueryDict
    files: "MultiValueDict[str, UploadedFile[bytes]]" = field(default_factory=MultiValueDict)


def sent(request: HttpRequest, *, files: bool = False) -> Sent:
    """Read the form of a PUT or a DELETE; where no files are taken, the whole is bounded as texts are."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or not int(length):
        return Sent(QueryDict())
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if not files and most is not None and int(length) > most:
        message = "the form is larger than a form without files may be"
        raise RequestDataTooBig(message)
    if request.content_type == PARTS:
        return _parts(request, files=files)
    if request.content_type in {"", FORM}:
        return Sent(QueryDict(request.body, encoding="utf-8"))
    message = f"Le corps de la demande doit être un formulaire, pas « {(request.content_type or '')[:80]} »."
    raise Refused(ErrorType.ECRITURE_BAD_REQUEST, message)


def _parts(request: HttpRequest, *, files: bool) -> Sent:
    handlers = list(request.upload_handlers) if files else []
    try:
        texts, uploaded = MultiPartParser(request.META, request, handlers, "utf-8").parse()
    except MultiPartParserError as error:
        message = "Le formulaire (multipart) ne se lit pas : sa fin ou sa séparation manque."
        raise Refused(ErrorType.ECRITURE_BAD_REQUEST, message) from error
    return Sent(texts, uploaded)
