"""A proposal answered from a mail: a signed link opens it for one person; only a button decides."""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, override
from django.views.decorators.http import require_http_methods

from sitra.doors.workplace.proposal_forms import clean
from sitra.kit.errors import Forbidden, Impossible, Stale, Unknown
from sitra.review import actions, queries

LIFE = 30 * 24 * 3600
"""Seconds for which a link of a mail holds."""


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show a proposal to whom the mail was for, and take their answer; opening it decides nothing."""
    try:
        number, who = signing.loads(token, salt=actions.SALT, max_age=LIFE)
    except signing.BadSignature as error:
        message = "Ce lien n'est plus valable : connectez-vous, la proposition est dans « Propositions »."
        raise Unknown(message) from error
    person = queries.answerer(who)
    with override(person.language):
        refused = _answered(request, number, person) if request.method == "POST" else ""
        page = queries.proposal_page(person, number, person.language)
        context = {"proposal": page, "values": [{"said": one} for one in page.values], "refused": refused}
        response = render(
            request, "workplace/proposals/by_mail.html", context, status=422 if refused else 200
        )
    response["Cache-Control"] = "no-store"
    return response


def _answered(request: HttpRequest, number: int, person: queries.Answerer) -> str:
    """Do what the button says; answers what was refused, in words."""
    try:
        if "accepter" in request.POST:
            actions.accept(number, by=person)
        else:
            actions.refuse(number, reason=clean(request.POST.get("motif", "")), by=person)
    except (Impossible, Stale, Forbidden) as refused:
        return str(refused) or _("Cela n’a pas pu être fait.")
    return ""
