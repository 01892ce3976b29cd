"""The texts of a record side by side in two languages: written, proposed, translated, reread."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sitra.doors.workplace.proposal_forms import clean
from sitra.doors.workplace.text_forms import SAVE, SHOW, TRANSLATE, TextForm, Wish, texts_of, too_long
from sitra.doors.workplace.text_shown import (
    groups,
    languages,
    languages_elsewhere,
    shown_pairs,
    written_elsewhere,
)
from sitra.kit.errors import TradeError
from sitra.kit.translating import provider
from sitra.review import actions, queries
from sitra.review.actions import Proposer, TextsSaved
from sitra.review.queries import Texts


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: HttpRequest, number: int) -> HttpResponse:
    """Show texts in two languages; write what was typed, or propose it, or have it translated."""
    wish = Wish.read(request)
    page = _page(request, number, wish)
    if request.method != "POST":
        return _resumed(request, page, wish)
    form = TextForm.read(request, page)
    if form.act == TRANSLATE:
        return _translated(request, page, form, wish)
    if form.act != SAVE:
        return _form(request, page, form, wish)
    if form.merged.contested or form.merged.lost:
        return _form(request, page, form, wish, refused=_changed(), status=409)
    if too_long(form, page.pairs):
        return _form(request, page, form, wish, refused=_long(), status=422)
    return _saved(request, page, form, wish)


@login_required
@require_POST
def keep(request: HttpRequest, number: int) -> HttpResponse:
    """Keep the texts that were typed in one's draft of the record; answers in words."""
    assert request.user.is_authenticated
    wish = Wish.read(request)
    page = _page(request, number, wish)
    kept = actions.type_texts(page.id, texts_of(request, page), seen=wish.seen, by=request.user)
    if kept.left:
        words, status = _changed(), HTTPStatus.CONFLICT
    else:
        words = _("Saisie gardée à %(at)s, pas encore enregistrée.") % {
            "at": time_format(localtime(kept.at), "H:i")
        }
        status = HTTPStatus.OK
    return HttpResponse(words, content_type="text/plain; charset=utf-8", status=status)


def _page(request: HttpRequest, number: int, wish: Wish) -> Texts:
    assert request.user.is_authenticated
    return queries.texts_page(request.user, number, wish.languages, get_language() or "fr", wish.seen)


def _resumed(request: HttpRequest, page: Texts, wish: Wish) -> HttpResponse:
    """Show the texts with what one typed and did not save, be it here or in the editor."""
    assert request.user.is_authenticated
    drafted = queries.texts_drafted(request.user, page)
    return _form(request, page, TextForm.resumed(drafted), wish)


def _saved(request: HttpRequest, page: Texts, form: TextForm, wish: Wish) -> HttpResponse:
    assert request.user.is_authenticated
    comment, source = (clean(request.POST.get(name, "")) for name in ("commentaire", "source"))
    by = Proposer(request.user, comment=comment, source=source)
    try:
        done = actions.write_translations(page.id, form.to_save(page), seen=page.revision, by=by)
    except TradeError as refused:
        return _form(request, page, form, wish, refused=str(refused), status=422)
    _say(request, done)
    actions.end(page.id, by=request.user)
    asked = urlencode({"gauche": page.source, "droite": page.target, "montrer": wish.show})
    return redirect(f"{reverse('workplace:texts', args=(page.id,))}?{asked}")


def _say(request: HttpRequest, done: TextsSaved) -> None:
    """Say what was written, what was reread, and what waits for the owner."""
    if done.written:
        said = ngettext("%(count)s texte enregistré.", "%(count)s textes enregistrés.", done.written)
        messages.success(request, said % {"count": done.written})
    if done.reread:
        said = ngettext("%(count)s texte marqué relu.", "%(count)s textes marqués relus.", done.reread)
        messages.success(request, said % {"count": done.reread})
    if done.proposal:
        messages.success(request, _("Votre proposition est envoyée au propriétaire de la fiche."))
    if not (done.written or done.reread or done.proposal):
        messages.info(request, _("Vous n’avez rien changé : la fiche reste telle qu’elle est."))


def _translated(request: HttpRequest, page: Texts, form: TextForm, wish: Wish) -> HttpResponse:
    """Have a machine translate what lacks and what changed, into the form; nothing is written."""
    assert request.user.is_authenticated
    wanted = form.to_translate(shown_pairs(page, form, wish.show)) if page.writes else {}
    if not wanted:
        said = _("Rien n’est à traduire : aucun texte ne manque, aucun n’a changé depuis sa traduction.")
        return _form(request, page, form, wish, said=said)
    try:
        found, machine = actions.translated(list(wanted.values()), page.source, page.target, by=request.user)
    except TradeError as refused:
        return _form(request, page, form, wish, refused=str(refused), status=422)
    made = {name: text for name, text in zip(wanted, found, strict=False) if text.strip()}
    said = ngettext(
        "%(count)s texte traduit par %(machine)s. Rien n’est encore enregistré : relisez-le.",
        "%(count)s textes traduits par %(machine)s. Rien n’est encore enregistré : relisez-les.",
        len(made),
    ) % {"count": len(made), "machine": machine}
    if left := len(wanted) - len(found):
        more = ngettext("Il en reste %(count)s.", "Il en reste %(count)s.", left)
        said = f"{said} {more % {'count': left}}"
    return _form(request, page, form.with_machine(made), wish, said=said)


def _form(
    request: HttpRequest,
    page: Texts,
    form: TextForm,
    wish: Wish,
    *,
    refused: str = "",
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    assert request.user.is_authenticated
    machine, words = provider(), get_language() or "fr"
    pairs = shown_pairs(page, form, wish.show)
    context: dict[str, Any] = {
        "record": page,
        "writing": actions.begin(page.id, by=request.user) if page.writes else None,
        "groups": groups(page, form, pairs, words),
        "counts": _counts(page),
        "languages": languages(page, words),
        "wish": replace(wish, languages=(page.source, page.target)),
        "carried": written_elsewhere(form, pairs),
        "elsewhere": languages_elsewhere(form, pairs, words),
        "resumed": form.kept_at,
        "lost": form.merged.lost,
        "machine": machine.name if page.target in machine.languages else "",
        "machines": bool(machine.name),
        "comment": request.POST.get("commentaire", ""),
        "whence": request.POST.get("source", ""),
        "refused": refused or (_changed() if form.merged.contested or form.merged.lost else ""),
        "said": said,
    }
    return render(request, "workplace/texts/page.html", context, status=status)


def _counts(page: Texts) -> list[tuple[str, str, int]]:
    """Give each filter with its name and how many texts it keeps."""
    needs = [str(pair.need) for pair in page.pairs if pair.need]
    labels = (_("tous"), _("à traduire"), _("à revoir"))
    numbers = (len(page.pairs), needs.count("TRANSLATE"), needs.count("REREAD"))
    return list(zip(SHOW, labels, numbers, strict=True))


def _changed() -> str:
    return _(
        "Quelqu’un a modifié ces textes pendant que vous écriviez. Ce que vous avez tapé est gardé, à côté "
        "de ce que dit la fiche aujourd’hui : relisez, puis enregistrez."
    )


def _long() -> str:
    return _("Un texte est trop long : raccourcissez-le. Rien n’est perdu, rien n’est encore enregistré.")
