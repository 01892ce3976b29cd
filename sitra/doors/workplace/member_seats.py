"""People of a member: their seats, those who are invited, those who ask; and whose hat one wears."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sitra.doors.workplace import member_words
from sitra.doors.workplace.member_forms import DutiesForm, InvitationForm, record_number
from sitra.doors.workplace.member_hats import choose
from sitra.kit.errors import Forbidden, Impossible
from sitra.members import actions, queries
from sitra.members.actions import Offer
from sitra.tourism import queries as tourism

_UNDO, _LIFE = "sitra.members.undo", 3600


@login_required
@never_cache
@require_safe
def people(request: HttpRequest, number: int) -> HttpResponse:
    """Show who has a seat in a member, who is invited and who asks for an account."""
    return _people(request, number)


def _people(request: HttpRequest, number: int, form: InvitationForm | None = None) -> HttpResponse:
    assert request.user.is_authenticated
    page = queries.page(request.user, number)
    if not page.whole:
        raise Forbidden("Les personnes d'un membre ne se montrent qu'à ce membre et à son animateur.")
    named = member_words.duties()
    give = [(word, *said) for word, said in named.items() if word in page.givable]
    context = {
        "here": "members",
        "page": page,
        "tab": "people",
        "people": [_line(one, number) for one in queries.seated(members=[number], active=None)],
        "give": give,
        "form": form,
        "offers": _offers(number) if page.givable else [],
        "demands": queries.demands(request.user, number) if page.administers else [],
        "undo": _readable(request),
    }
    status = 422 if form and form.errors else 200
    return render(request, "workplace/members/people.html", context, status=status)


def _line(one: Any, number: int) -> dict[str, Any]:
    seat = next(seat for seat in one.seats if seat.member == number)
    return {
        "person": one,
        "name": f"{one.first_name} {one.last_name}".strip(),
        "duties": seat.duties,
        "named": member_words.named_duties(seat.duties),
        "record": seat.record,
    }


def _offers(number: int) -> list[dict[str, Any]]:
    return [{"offer": one, "named": member_words.named_duties(one.duties)} for one in queries.offers(number)]


@login_required
@require_POST
def change(request: HttpRequest, number: int, person: int) -> HttpResponse:
    """Change what a seat allows."""
    assert request.user.is_authenticated
    page = queries.page(request.user, number)
    form = DutiesForm(request.POST, givable=page.givable)
    if not form.is_valid():
        raise Forbidden("Vous ne donnez que les permissions que vous avez.")
    before = actions.change_duties(person, number, form.duties_given(), by=request.user)
    return _done(request, number, person, before, None)


@login_required
@require_POST
def take(request: HttpRequest, number: int, person: int) -> HttpResponse:
    """Take a seat away; the page that follows gives it back with one click."""
    assert request.user.is_authenticated
    before, record = actions.unseat(person, number, by=request.user)
    if person == request.user.pk:  # who got up no longer sees who sits, nor may sit down again alone
        messages.success(request, _("Vous ne travaillez plus pour ce membre."))
        return redirect("workplace:members")
    return _done(request, number, person, before, record)


@login_required
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Give back what a seat allowed before the last change."""
    assert request.user.is_authenticated
    try:
        done = signing.loads(request.POST.get("jeton", ""), salt=_UNDO, max_age=_LIFE)
    except signing.BadSignature:
        raise Impossible("Il est trop tard pour annuler : donnez ces permissions de nouveau.") from None
    if done["by"] != request.user.pk:
        raise Forbidden("Seule la personne qui l'a fait peut l'annuler ainsi.")
    actions.seat_again(done["person"], done["member"], done["duties"], record=done["record"], by=request.user)
    messages.success(request, _("C’est annulé : le siège est comme avant."))
    return redirect("workplace:member-people", done["member"])


@login_required
@require_POST
def invite(request: HttpRequest, number: int) -> HttpResponse:
    """Invite an address; whether it is known is not told."""
    assert request.user.is_authenticated
    page = queries.page(request.user, number)
    if not page.givable:
        raise Forbidden("Inviter revient aux administrateurs de ce membre et à son animateur.")
    form = InvitationForm(request.POST, givable=page.givable)
    if not form.is_valid():
        return _people(request, number, form)
    offer = Offer(form.cleaned_data["email"], form.duties_given())
    try:
        actions.invite(number, offer, by=request.user, link=_link(request))
    except Impossible as refused:
        form.add_error("email", str(refused))
        return _people(request, number, form)
    messages.success(request, _("L’invitation est partie. Elle vaut quatorze jours."))
    return redirect("workplace:member-people", number)


@login_required
@require_POST
def invite_again(request: HttpRequest, offer: int) -> HttpResponse:
    """Send an invitation again."""
    assert request.user.is_authenticated
    row = actions.invite_again(offer, by=request.user, link=_link(request))
    messages.success(request, _("L’invitation est repartie ; l’ancien lien ne sert plus."))
    return redirect("workplace:member-people", row.member_id)


@login_required
@require_POST
def withdraw(request: HttpRequest, offer: int) -> HttpResponse:
    """Take an invitation back."""
    assert request.user.is_authenticated
    member = actions.withdraw_invitation(offer, by=request.user)
    messages.success(request, _("L’invitation est retirée : son lien ne sert plus."))
    return redirect("workplace:member-people", member)


@login_required
@require_POST
def grant(request: HttpRequest, demand: int) -> HttpResponse:
    """Give an account to who asks."""
    assert request.user.is_authenticated
    typed = request.POST.get("fiche", "").strip()
    record = record_number(typed)
    if typed and record not in tourism.names_for(request.user, {record}):
        raise Impossible(f"Aucune fiche que vous puissiez lire ne porte le numéro « {typed[:60]} ».")
    row = actions.grant_account(demand, by=request.user, link=_link(request), record=record or None)
    messages.success(request, _("C’est accordé : une invitation est partie à cette adresse."))
    return redirect("workplace:member-people", row.member_id)


@login_required
@require_POST
def refuse(request: HttpRequest, demand: int) -> HttpResponse:
    """Refuse an account, with a reason."""
    assert request.user.is_authenticated
    member = actions.refuse_account(demand, request.POST.get("motif", "")[:500], by=request.user)
    messages.success(request, _("La réponse est partie ; la demande n’est pas gardée."))
    return redirect("workplace:member-people", member)


@login_required
@require_POST
def wear(request: HttpRequest) -> HttpResponse:
    """Say for whom one acts by default, until the end of the visit."""
    assert request.user.is_authenticated
    name = choose(request, request.POST.get("membre", ""))
    messages.success(request, _("Vous agissez maintenant pour « %(member)s ».") % {"member": name})
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return redirect(back if safe else reverse("workplace:search"))


def _link(request: HttpRequest) -> Callable[[str], str]:
    return lambda token: request.build_absolute_uri(reverse("workplace:invitation", args=(token,)))


def _done(
    request: HttpRequest, number: int, person: int, duties: list[str], record: int | None
) -> HttpResponse:
    done = {
        "by": request.user.pk, "person": person, "member": number, "duties": duties, "record": record
    }  # fmt: skip
    address = reverse("workplace:member-people", args=(number,))
    return redirect(f"{address}?fait={signing.dumps(done, salt=_UNDO)}")


def _readable(request: HttpRequest) -> str:
    """Give the token of what was just done, when it can still be undone."""
    token = request.GET.get("fait", "")
    try:
        signing.loads(token, salt=_UNDO, max_age=_LIFE)
    except signing.BadSignature:
        return ""
    return token
