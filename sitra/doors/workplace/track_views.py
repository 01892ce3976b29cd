"""The track of a trail in its editor: sent, replaced, taken away, put back, and what it says taken over."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from sitra.catalog.rules.types import Section
from sitra.doors.workplace.editor_forms import Asked, sent_of
from sitra.doors.workplace.media_views import brought
from sitra.kit.errors import Impossible, Unknown
from sitra.media.events import Form
from sitra.media.rules.tracks import taking
from sitra.media.rules.tracks.xml_texts import HEAD
from sitra.review import actions

FILE = "trace"
ANCHOR = "#track"
_GONE = "track-gone"
"""Where a session keeps the track that was last taken away, and of which record."""
_TOLD = "track-told"
"""Where it keeps what was just done, to be said once beside the track: the page opens there."""


@login_required
@require_POST
def track(request: HttpRequest, number: int) -> HttpResponse:
    """Do what was pressed beside the track; what the form holds is kept first."""
    assert request.user.is_authenticated
    asked = Asked.read(request.GET).toward(Section.SPECIFIC)
    try:
        _act(request, number)
    except (Impossible, Unknown) as refused:
        actions.type_over(number, sent_of(request.POST), by=request.user)
        _tell(request, number, str(refused), wrong=True)
    return redirect(asked.address(number) + ANCHOR)


def gone(request: HttpRequest, number: int) -> Mapping[str, Any] | None:
    """Give the track that was last taken away from a record, to be put back."""
    kept = request.session.get(_GONE) or {}
    return kept.get("item") if kept.get("record") == number else None


def told(request: HttpRequest, number: int) -> Mapping[str, Any] | None:
    """Give what was just done with the track of a record, or why it was not: `words`, `wrong`; once."""
    kept = request.session.get(_TOLD) or {}
    return request.session.pop(_TOLD) if kept.get("record") == number else None


def _tell(request: HttpRequest, number: int, words: str, *, wrong: bool = False) -> None:
    request.session[_TOLD] = {"record": number, "words": words, "wrong": wrong}


def _act(request: HttpRequest, number: int) -> None:
    assert request.user.is_authenticated
    sent, who = sent_of(request.POST), request.user
    if "detacher" in request.POST:
        _keep(request, number, actions.detach_track(number, sent, by=who))
        _tell(request, number, _("La trace est retirée de votre saisie."))
    elif "remettre" in request.POST:
        item = gone(request, number)
        if item is None:
            raise Impossible(_("Il n’y a pas de trace à remettre."))
        actions.restore_track(number, sent, item, by=who)
        _keep(request, number, None)
        _tell(request, number, _("La trace est remise."))
    elif "suivre" in request.POST:
        path = request.POST["suivre"]
        count = actions.follow_track(number, sent, [path] if path else None, by=who)
        words = ngettext(
            "%(count)d valeur reprise de la trace.", "%(count)d valeurs reprises de la trace.", count
        )
        _tell(request, number, words % {"count": count})
    else:
        said = _brought(request, number)
        _keep(request, number, actions.attach_track(number, sent, said, by=who))
        _tell(request, number, _("La trace est jointe. Voici ce qu’elle dit."))


def _brought(request: HttpRequest, number: int) -> dict[str, Any]:
    file = request.FILES.get(FILE)
    if isinstance(file, UploadedFile) and not taking.is_one(file.read(HEAD)):
        raise Impossible(
            _(
                "« %(name)s » n’est pas un fichier GPX : dans votre montre ou votre logiciel, exportez la "
                "trace en GPX (et non en KML, FIT, TCX ou archive)."
            )
            % {"name": file.name}
        )
    return brought(request, number, FILE, frozenset({Form.GPX}))[0]


def _keep(request: HttpRequest, number: int, item: Mapping[str, Any] | None) -> None:
    if item is None:
        request.session.pop(_GONE, None)
    else:
        request.session[_GONE] = {"record": number, "item": item}
