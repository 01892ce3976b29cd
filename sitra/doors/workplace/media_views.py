"""The media of a record in its editor: files that come, links, their order."""

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sitra.catalog.rules.types import Section
from sitra.doors.workplace.editor_forms import Asked, sent_of
from sitra.doors.workplace.proposal_forms import clean
from sitra.doors.workplace.templatetags.media import LINKED
from sitra.kit.errors import Impossible, Unknown
from sitra.media.actions import Given, UnfitFile
from sitra.media.events import PICTURES, TAKEN, Form
from sitra.review import actions, queries
from sitra.review.rules.editing import Option, form_of
from sitra.review.rules.editing.pictures import OWN_TYPE, item_of, link_to, moved, replaced

FORMS = {"illustrations": PICTURES, "multimedias": TAKEN}
_STEPS = {"monter": -1, "descendre": 1}

type Change = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]


@login_required
@require_POST
def media(request: HttpRequest, number: int) -> HttpResponse:
    """Take files, a link or another order; a script is answered with the fields of what came."""
    asked = Asked.read(request.GET, request.POST).toward(Section.MEDIA)
    by_script = "fetch" in request.headers.get("X-Requested-With", "")
    try:
        if by_script:
            return _fields(request, number, asked)
        name, change = _wanted(request, number)
        actions.rearrange(number, name, sent_of(request.POST), change, by=request.user)  # type: ignore[arg-type]
    except (Impossible, Unknown) as refused:
        if by_script:
            return HttpResponse(
                str(refused), status=HTTPStatus.UNPROCESSABLE_ENTITY, content_type="text/plain"
            )
        assert request.user.is_authenticated
        actions.type_over(number, sent_of(request.POST), by=request.user)
        messages.error(request, str(refused))
    return redirect(asked.address(number))


def _fields(request: HttpRequest, number: int, asked: Asked) -> HttpResponse:
    """Show the files that came as the form shows them, for the page to take in."""
    assert request.user.is_authenticated
    name = _listed(request.POST.get("envoyer", ""))
    page = queries.editing_page(request.user, number, *asked.question())
    items = [item_of(one, name) for one in _brought(request, number, name)]
    form = form_of({name: items}, page.kind, Section.MEDIA, asked.question()[1], _nothing)
    rows = next(one for one in form.parts if one.name == name)
    return render(
        request, "workplace/editor/blocks/media_items.html", {"rows": rows, "record": page, "asked": asked}
    )


def _nothing(vocabulary: str) -> tuple[Option, ...]:
    """Offer no terms: the fields of media have none."""
    del vocabulary
    return ()


def _wanted(request: HttpRequest, number: int) -> tuple[str, Change]:
    """Read which button was pressed; files are kept at once."""
    sent = request.POST
    if step := next((one for one in _STEPS if one in sent), None):
        name, rank = _place(sent[step])
        return name, lambda items: moved(items, rank, _STEPS[step])
    if "lier" in sent:
        link = _link(sent.get("lien", ""), sent.get("nature", ""))
        return "multimedias", lambda items: [*items, link]
    if "remplacer" in sent:
        name, rank = _place(sent["remplacer"])
        said = _brought(request, number, name, key=f"fichier.{sent['remplacer']}")[0]
        return name, lambda items: replaced(items, rank, said)
    name = _listed(sent.get("envoyer", ""))
    added = [item_of(one, name) for one in _brought(request, number, name)]
    return name, lambda items: [*items, *added]


def _brought(request: HttpRequest, number: int, name: str, key: str = "") -> list[dict[str, Any]]:
    return brought(request, number, key or f"fichiers.{name}", FORMS[name])


def brought(request: HttpRequest, number: int, key: str, forms: frozenset[Form]) -> list[dict[str, Any]]:
    """Keep the files of a field; raises `Impossible` when there are none, or one is not taken."""
    assert request.user.is_authenticated
    files = request.FILES.getlist(key)
    if not files:
        raise Impossible(_("Choisissez d’abord un fichier sur votre appareil."))
    with TemporaryDirectory(prefix="sitra-editor-") as scratch:
        given = {
            str(rank): _given(file, Path(scratch) / str(rank), forms)
            for rank, file in enumerate(files, start=1)
        }
        try:
            return list(actions.bring(number, given, by=request.user).values())
        except UnfitFile as unfit:
            # Who chose files knows them by their names, not by parts of a form.
            raise Impossible(str(unfit).replace(f" (partie « {unfit.key} »)", "")) from None


def _given(file: "UploadedFile[bytes]", at: Path, forms: frozenset[Form]) -> Given:
    if (file.size or 0) > settings.MEDIA_LARGEST:
        most = f"{settings.MEDIA_LARGEST / 1e6:g}"
        raise Impossible(
            _("« %(name)s » dépasse %(most)s Mo : enregistrez-le plus petit.")
            % {"name": file.name, "most": most}
        )
    with at.open("wb") as kept:
        kept.writelines(file.chunks())
    return Given(at, file.name or "", forms)


def _link(address: str, nature: str) -> dict[str, Any]:
    address = clean(address)
    try:
        URLValidator(schemes=["https", "http"])(address)
    except ValidationError:
        raise Impossible(_("Donnez l’adresse entière du média, qui commence par https://.")) from None
    if nature not in LINKED:
        raise Impossible(_("Choisissez la nature du lien."))
    return link_to(address, nature)


def _listed(name: str) -> str:
    if name not in OWN_TYPE:
        raise Unknown(_("Cette liste n’est pas une liste de médias."))
    return name


def _place(words: str) -> tuple[str, int]:
    name, _dot, rank = words.partition(".")
    return _listed(name), int(rank) if rank.isdecimal() and len(rank) < 5 else -1  # noqa: PLR2004 - figures
