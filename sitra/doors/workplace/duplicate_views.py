"""The queue of duplicates, two records side by side, and what was decided."""

from math import ceil
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_POST, require_safe

from sitra.doors.workplace.duplicate_forms import (
    MergeForm,
    QueueCriteria,
    couple_of,
    day_of,
    number_of,
    page_of,
)
from sitra.kit.errors import Impossible, Stale
from sitra.review import actions, queries
from sitra.review.events import Band, Standing

OUTCOME = 15
"""Sentences of the result that are shown."""

type Couple = tuple[int, int]


def bands() -> dict[str, str]:
    """Name how likely it is that two records are one."""
    return {
        Band.SURE.value: _("Presque sûrement la même chose"),
        Band.LIKELY.value: _("Probablement la même chose"),
        Band.POSSIBLE.value: _("Peut-être la même chose"),
    }


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show the pairs to decide, narrowed by the address."""
    assert request.user.is_authenticated
    language = get_language() or "fr"
    criteria = QueueCriteria.read(request.GET)
    offers = criteria.offers
    found = queries.queue(request.user, criteria.asked(offers), language)
    last = max(1, ceil(found.total / queries.PAGE))
    if criteria.page > last:
        return redirect(f"{reverse('workplace:duplicates')}?{criteria.at(last).address}")
    named = bands()
    context = {
        "here": "duplicates",
        "criteria": criteria,
        "found": found,
        "cards": [_card(pair, language, named) for pair in found.pairs],
        "kinds": [(kind.value, kind.label(language)) for kind in found.kinds],
        "bands": named.items(),
        "last": last,
        "before": criteria.at(criteria.page - 1).address if criteria.page > 1 else "",
        "after": criteria.at(criteria.page + 1).address if criteria.page < last else "",
        "decision": just_decided(request),
    }
    return render(request, "workplace/duplicates/queue.html", context)


@login_required
@require_safe
def decided(request: HttpRequest) -> HttpResponse:
    """Show what was decided of one's records, each with its way back."""
    assert request.user.is_authenticated
    page = page_of(request.GET)
    decisions, total = queries.decided(request.user, page)
    last = max(1, ceil(total / queries.PAGE))
    if page > last:
        return redirect(f"{reverse('workplace:duplicates-decided')}?page={last}")
    context = {"here": "duplicates", "decisions": decisions, "total": total, "page": page, "last": last}
    return render(request, "workplace/duplicates/decided.html", context)


@login_required
@require_safe
def pair(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """Show two records side by side, or what was decided about them."""
    assert request.user.is_authenticated
    if decision := queries.undoable(request.user, (one, other)):
        context = {"here": "duplicates", "decision": decision}
        return render(request, "workplace/duplicates/settled.html", context)
    keep = number_of(request.GET.get("garder", ""))
    return _compared(request, (one, other), MergeForm(keep, {}, {}, looks=False))


@login_required
@require_POST
def merge(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """Merge two records as the form says, or only show what would come of it."""
    assert request.user.is_authenticated
    couple, form = (one, other), MergeForm.read(request.POST)
    if form.looks or form.keep is None:
        return _compared(request, couple, form)
    try:
        kept = actions.settle_as_one(
            couple, keep=form.keep, choices=form.choices, seen=form.seen, by=request.user
        )
    except Stale as refused:
        if queries.undoable(request.user, couple):
            messages.warning(request, str(refused))
            return redirect("workplace:duplicate", *sorted(couple))
        return _compared(request, couple, form, refused=str(refused), status=409)
    except Impossible as refused:
        return _compared(request, couple, form, refused=str(refused), status=422)
    return redirect(f"{reverse('workplace:record', args=(kept.pk,))}?decidee={_key(couple)}")


@login_required
@require_POST
def tell_apart(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """Say that two records are two."""
    assert request.user.is_authenticated
    couple = (one, other)
    try:
        actions.settle_as_two(couple, by=request.user)
    except Stale as refused:
        return _late(request, couple, refused)
    return redirect(_back(request, decidee=_key(couple)))


@login_required
@require_POST
def later(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """Put the decision off."""
    assert request.user.is_authenticated
    couple, until = (one, other), day_of(request.POST, timezone.localdate())
    try:
        actions.later(couple, until=until, by=request.user)
    except Stale as refused:
        return _late(request, couple, refused)
    day = date_format(until, "j F Y")
    messages.info(
        request, _("La paire reviendra le %(day)s ; d’ici là, elle est sous « Plus tard ».") % {"day": day}
    )
    return redirect(_back(request))


@login_required
@require_POST
def undo(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """Take a decision back, and show the pair, which is to be decided again."""
    assert request.user.is_authenticated
    couple = (one, other)
    try:
        done = actions.undo(couple, by=request.user)
    except Stale as refused:
        return _late(request, couple, refused)
    if done.standing is Standing.DISTINCT:
        said = _("Décision annulée : ces deux fiches sont de nouveau à décider.")
    elif done.given_back:
        said = _("Réunion annulée : les deux fiches disent de nouveau ce qu’elles disaient.")
    else:
        said = _(
            "Réunion annulée : les deux fiches sont là. Celle qui avait été gardée a été modifiée depuis : "
            "son contenu est resté tel quel."
        )
    messages.success(request, said)
    return redirect("workplace:duplicate", *sorted(couple))


def _compared(
    request: HttpRequest, couple: Couple, form: MergeForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    assert request.user.is_authenticated
    language = get_language() or "fr"
    found = queries.comparison(request.user, couple, language, keep=form.keep, choices=form.choices)
    fields = found.fields
    outcome = fields.outcome if fields else []
    context = {
        "here": "duplicates",
        "pair": found,
        "couple": sorted(couple),
        "band": bands()[Band.of(found.score)],
        "percent": int(100 * found.score),
        "outcome": outcome[:OUTCOME],
        "outcome_more": max(0, len(outcome) - OUTCOME),
        "looked": form.looks,
        "refused": refused or (fields.trouble if fields else ""),
    }
    return render(request, "workplace/duplicates/pair.html", context, status=status)


def _card(one: queries.Queued, language: str, named: dict[str, str]) -> dict[str, Any]:
    sides = (one.one, one.other)
    return {
        "pair": one,
        "sides": [{"record": side, "kind": side.kind.label(language)} for side in sides],
        "key": _key((one.one.id, one.other.id)),
        "band": named[one.band],
        "percent": int(100 * one.score),
    }


def just_decided(request: HttpRequest) -> queries.Decision | None:
    """Give the decision that was just taken, to offer its way back; `decidee` names the pair."""
    assert request.user.is_authenticated
    couple = couple_of(request.GET.get("decidee", ""))
    return queries.undoable(request.user, couple) if couple else None


def _late(request: HttpRequest, couple: Couple, refused: Stale) -> HttpResponse:
    """Say that somebody else was first, on the page that tells what they decided."""
    assert request.user.is_authenticated
    messages.warning(request, str(refused))
    if queries.undoable(request.user, couple):
        return redirect("workplace:duplicate", *sorted(couple))
    return redirect("workplace:duplicates")


def _back(request: HttpRequest, **more: str) -> str:
    """Give where the form was sent from, when it is a page of the queue."""
    given, queue_address = request.POST.get("retour", ""), reverse("workplace:duplicates")
    safe = url_has_allowed_host_and_scheme(given, allowed_hosts=None) and given.startswith(queue_address)
    address = given if safe else queue_address
    added = "&".join(f"{name}={value}" for name, value in more.items())
    return f"{address}{'&' if '?' in address else '?'}{added}" if added else address


def _key(couple: Couple) -> str:
    return f"{min(couple)}-{max(couple)}"
