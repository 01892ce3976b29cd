"""Entering the network: the page of an invitation, and asking for an account. Both are open to all."""

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sitra.doors.workplace import member_words
from sitra.doors.workplace.member_forms import AccountForm, NewcomerForm
from sitra.kit.pacing import demand_pace
from sitra.members import actions, queries
from sitra.places import queries as places
from sitra.tourism import queries as tourism

_HOUR = 3600


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what an invitation offers; only a form that is sent accepts it, so that reading it is safe."""
    offer = queries.offered(token)
    user = request.user
    theirs = user.is_authenticated and user.email.lower() == offer.email
    given = {"first_name": offer.first_name, "last_name": offer.last_name}
    newcomer = not offer.known and not user.is_authenticated
    form = (
        NewcomerForm(request.POST) if request.method == "POST" and newcomer else NewcomerForm(initial=given)
    )
    if request.method == "POST":
        demand_pace("accept", _whence(request), most=30, seconds=_HOUR)
        if user.is_authenticated:
            actions.accept(token, by=user)
            return _welcome(request, offer)
        if newcomer and form.is_valid():
            person = actions.accept(token, newcomer=form.newcomer(get_language() or "fr"))
            perform_login(request, person)
            return _welcome(request, offer)
    context = {
        "offer": offer,
        "duties": member_words.named_duties(offer.duties),
        "form": form,
        "theirs": theirs,
        "stranger": user.is_authenticated and not theirs,
    }
    status = 422 if form.errors else 200
    return render(request, "workplace/members/invitation.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest) -> HttpResponse:
    """Ask for an account: the answer is the same whether the address is known or not."""
    form = AccountForm(request.POST) if request.method == "POST" else AccountForm()
    if request.method == "POST" and form.is_valid():
        assert form.chosen is not None
        member = _office(form.chosen)
        if member is None:
            form.add_error("commune", _("Aucun membre ne répond pour cette commune."))
        else:
            return _asked(request, form, member)
    context = {"form": form, "offers": getattr(form, "offers", []), "chosen": form.chosen}
    status = 422 if form.errors else 200
    return render(request, "workplace/members/registration.html", context, status=status)


def _asked(request: HttpRequest, form: AccountForm, member: int) -> HttpResponse:
    said = form.cleaned_data
    applicant = actions.Applicant(
        email=said["email"],
        first_name=said["first_name"],
        last_name=said["last_name"],
        language=get_language() or "fr",
        record=said["record"],
        words=said["words"],
    )
    page = request.build_absolute_uri(reverse("workplace:member-people", args=(member,)))
    actions.ask_account(member, applicant, whence=_whence(request), page=page)
    named = queries.named([member])[member]
    return render(request, "workplace/members/registered.html", {"member": named})


def _office(commune: places.CommuneLine) -> int | None:
    """Say which member answers for a commune: its office, else the one that animates its département."""
    return queries.wardens().get(commune.id) or queries.departement_members().get(commune.departement_code)


def _welcome(request: HttpRequest, offer: queries.Offered) -> HttpResponse:
    """Lead who just entered to the record that is theirs, where they have one, else to the search."""
    assert request.user.is_authenticated
    mine = tourism.names_for(request.user, {offer.record} if offer.record else ())
    if mine:
        words = _("Bienvenue : voici votre fiche. Vous la retrouverez par « Ma fiche », sous « Mon compte ».")
        messages.success(request, words)
        return redirect("workplace:record", next(iter(mine)))
    words = _("Bienvenue : vous travaillez désormais pour « %(member)s ».")
    messages.success(request, words % {"member": offer.member})
    return redirect("workplace:search")


def _whence(request: HttpRequest) -> str:
    """Give the address of the machine that asks."""
    return str(get_adapter(request).get_client_ip(request))
