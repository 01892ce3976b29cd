"""What is held of somebody: given to them whole, and erased when they ask."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import orjson
from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sitra.accounts import actions, queries
from sitra.accounts.events import GRACE
from sitra.delivery import queries as delivery
from sitra.ledger import queries as ledger
from sitra.members import queries as members
from sitra.notices import queries as notices
from sitra.search import queries as searching

type View = Callable[..., HttpResponseBase]
confirmed: Callable[[View], View] = reauthentication_required
"""Lets those in who have just said again who they are."""


@login_required
@confirmed
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show what is held, the way to take it along, and the way to have it erased."""
    assert request.user.is_authenticated
    counts = ledger.counted_by(request.user.pk)
    context = {"acts": sum(counts.values()), "grace": GRACE.days}
    return render(request, "site/account/mine.html", context)


@login_required
@confirmed
@never_cache
@require_POST
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Give all that is held of somebody as JSON, however long."""
    assert request.user.is_authenticated
    actions.remember(actions.EXPORTED, request.user.pk)
    response = StreamingHttpResponse(_written(request.user), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="sitra-mes-donnees.json"'
    return response


@login_required
@confirmed
@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """Have one's account erased after a while."""
    assert request.user.is_authenticated
    day = date_format(actions.ask_erasure(request.user.pk), "j F Y")
    messages.warning(request, _("Votre compte sera effacé le %(day)s.") % {"day": day})
    return redirect("account")


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep one's account after all."""
    assert request.user.is_authenticated
    actions.drop_erasure(request.user.pk)
    messages.success(request, _("Votre compte est gardé."))
    return redirect("account")


def _written(person: Any) -> Iterator[bytes]:
    """Write what is held, acts last, a few at a time."""
    held = {
        "exported_at": timezone.now(),
        "account": queries.dossier(person),
        **members.dossier(person),
        "searches": searching.dossier(person),
        "told": notices.dossier(person),
        "sites": [asdict(one) for one in delivery.consents(person)],
        "acts_counted": ledger.counted_by(person.pk),
    }
    yield orjson.dumps(held, option=orjson.OPT_INDENT_2).removesuffix(b"\n}") + b',\n  "acts": ['
    before = b"\n"
    for told in ledger.caused_by(person.pk):
        fact = told.fact
        act = {
            "at": told.at,
            "name": fact.name,
            "subject": fact.subject,
            "number": fact.subject_id,
            "member": fact.member_id,
            "by_me": fact.person_id == person.pk,
            "details": dict(fact.details),
        }
        yield before + b"    " + orjson.dumps(act)
        before = b",\n"
    yield b"\n  ]\n}\n"
