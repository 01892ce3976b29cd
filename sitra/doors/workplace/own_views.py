"""What a member keeps on a record for itself: texts and criteria, saved at once, taken back in one click."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sitra.access import queries as access
from sitra.doors.workplace import member_hats
from sitra.doors.workplace.editor_forms import sent_of
from sitra.doors.workplace.own_forms import OwnForm, blocks, new_block
from sitra.doors.workplace.proposal_forms import clean, number_of
from sitra.kit.errors import Impossible, Stale
from sitra.review import actions, queries
from sitra.review.actions import Changed, TagChange, TextChange
from sitra.tourism.queries.owning import OwnTag, OwnText

_UNDO = "own-undo"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, number: int) -> HttpResponse:
    """Show what one's member keeps on a record for itself; write what was typed, at once.

    The form of the editor may be sent here: what it holds is kept first.
    """
    assert request.user.is_authenticated
    if request.method != "POST":
        return _page(request, number, words=clean(request.GET.get("q", "")))
    if "ici" in request.POST:
        actions.type_over(number, sent_of(request.POST), by=request.user)
        return redirect("workplace:own", number)
    form = OwnForm.read(request.POST)
    if form.looks:
        return _page(request, number, form, words=form.words)
    member = _member(request)
    try:
        changed = actions.write_own(number, form.wish, member=member, by=request.user)
    except (Impossible, Stale) as refused:
        status = HTTPStatus.CONFLICT if isinstance(refused, Stale) else HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, number, form, words=form.words, refused=str(refused), status=status)
    if changed.labels:
        _remember(request, number, member, changed)
    elif not form.words:
        messages.info(request, _("Vous n’avez rien changé."))
    return redirect(_address(number, member, "" if form.adds_tag else form.words))


@login_required
@require_POST
def put_back(request: HttpRequest, number: int) -> HttpResponse:
    """Put back what was written last."""
    assert request.user.is_authenticated
    member = _member(request)
    changed = _remembered(request, number, member)
    request.session.pop(_UNDO, None)
    if changed is None:
        messages.warning(request, _("Il n’y a plus rien à annuler ici."))
        return redirect(_address(number, member))
    left = actions.put_back(number, changed, member=member, by=request.user)
    if left:
        names = ", ".join(left)
        words = _("Un collègue a changé ceci depuis, qui reste comme il est : %(names)s.")
        messages.warning(request, words % {"names": names})
    if len(left) < len(changed.labels):
        messages.success(request, _("C’est annulé."))
    return redirect(_address(number, member))


def _page(
    request: HttpRequest,
    number: int,
    form: OwnForm | None = None,
    *,
    words: str = "",
    refused: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    assert request.user.is_authenticated
    language = "en" if get_language() == "en" else "fr"
    member = _member(request)
    page = queries.own_page(request.user, number, member, words)
    comments = {one: typed for one, (_read, typed) in form.wish.comments.items()} if form else {}
    done = _remembered(request, number, member)
    context: dict[str, Any] = {
        "record": page,
        "words": words,
        "tags": [(tag, comments.get(tag.id, tag.comment)) for tag in page.kept.tags.values()],
        "blocks": blocks(page.kept, form, language),
        "new": new_block(form, language),
        "refused": refused,
        "done": ", ".join(done.labels) if done else "",
        "done_at": _at(request),
        "partial": bool(request.headers.get("HX-Request")),
    }
    template = "workplace/own/found.html" if context["partial"] else "workplace/own/page.html"
    return render(request, template, context, status=status)


def _member(request: HttpRequest) -> int:
    """Say for which member: the one that was chosen, else the one somebody acts for, else one of theirs."""
    assert request.user.is_authenticated
    asked = number_of((request.POST if request.method == "POST" else request.GET).get("membre", ""))
    if asked:
        return asked
    seated = access.mandate_of(request.user).seated
    worn = member_hats.worn(request) or 0
    return worn if worn in seated else min(seated, default=0)


def _address(number: int, member: int, words: str = "") -> str:
    asked = {"membre": str(member)} | ({"q": words} if words else {})
    return f"{reverse('workplace:own', args=[number])}?{urlencode(asked)}"


def _remember(request: HttpRequest, number: int, member: int, changed: Changed) -> None:
    """Keep what was written last, as it was and as it is, for as long as somebody is signed in."""
    kept = {"object": number, "member": member, "at": timezone.now().isoformat(), **asdict(changed)}
    request.session[_UNDO] = kept


def _remembered(request: HttpRequest, number: int, member: int) -> Changed | None:
    kept = request.session.get(_UNDO)
    if not kept or (kept["object"], kept["member"]) != (number, member):
        return None
    texts = (TextChange(one["name"], *_both(OwnText, one)) for one in kept["texts"])
    tags = (TagChange(one["id"], one["label"], *_both(OwnTag, one)) for one in kept["tags"])
    return Changed(tuple(texts), tuple(tags))


def _both[Kept: (OwnText, OwnTag)](of: type[Kept], one: Mapping[str, Any]) -> tuple[Kept | None, Kept | None]:
    before, after = one["before"], one["after"]
    return (of(**before) if before else None), (of(**after) if after else None)


def _at(request: HttpRequest) -> datetime | None:
    kept = request.session.get(_UNDO)
    return datetime.fromisoformat(kept["at"]) if kept else None
