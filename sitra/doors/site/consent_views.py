"""`/oauth/authorize`: somebody lets a project know who they are, and is sent back to it (section 7)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.utils.csp import CSP
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST

from sitra.delivery import actions, queries
from sitra.delivery.events import Scope
from sitra.delivery.policy import OpenProject
from sitra.delivery.rules.partners import Declined, demand_challenge

SCOPE = "sso"
ENTERED = "entree"
"""Says, in the address one comes back to, that one has just signed in here."""
_ASKED = (
    "response_type", "client_id", "redirect_uri", "scope", "state",
    "code_challenge", "code_challenge_method",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What a project asks of somebody, once it is known where it may send them back."""

    project: OpenProject
    back: str
    values: QueryDict

    def address(self, **answer: str) -> str:
        """Give the address of return with an answer and the `state` that came."""
        state = self.values.get("state", "")
        said = urlencode({**answer, **({"state": state} if state else {})})
        return f"{self.back}{'&' if '?' in self.back else '?'}{said}"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """Ask somebody who is signed in whether they agree, unless they did before; send them back."""
    values = request.POST if request.method == "POST" else request.GET
    asked = Asked(*known(values), values)
    if fault := _fault(values):
        return HttpResponseRedirect(asked.address(error=fault))
    if not request.user.is_authenticated:
        return redirect_to_login(f"{request.path}?{_kept(values)}&{ENTERED}=1")
    if request.method == "POST":
        if "agree" not in request.POST:
            return HttpResponseRedirect(asked.address(error="access_denied"))
        actions.consent(request.user, asked.project)
    elif not queries.consented(request.user, asked.project.id):
        return _page(request, asked)
    code = actions.promise(
        request.user, asked.project, redirect_uri=asked.back, challenge=values.get("code_challenge", "")
    )
    address = asked.address(code=code)
    # A browser that has just sent the form of sign-in refuses to be led away by it: a page leads on.
    if ENTERED in request.GET:
        return render(request, "site/account/onward.html", {"address": address, "project": asked.project})
    return HttpResponseRedirect(address)


@login_required
@require_POST
def withdraw(request: HttpRequest, project: int) -> HttpResponse:
    """Take back that a project may know who one is."""
    assert request.user.is_authenticated
    actions.withdraw(request.user, project)
    messages.success(request, gettext("Ce site ne vous connaît plus : il vous le redemandera."))
    return redirect("account")


def known(values: QueryDict) -> tuple[OpenProject, str]:
    """Give the project and its address of return; one that was not agreed upon is no page of ours."""
    project = queries.client(values.get("client_id", ""))
    back = values.get("redirect_uri", "")
    known = project is not None and Scope.SIGN_ON in project.scopes and back in project.agreed.redirects
    alone = len(values.getlist("redirect_uri")) == 1
    if project is None or not known or not alone:
        message = "no project that signs people on has this address of return"
        raise Http404(message)
    return project, back


def _fault(values: QueryDict) -> str:
    """Say what is wrong in what is asked, in the words of the standard (RFC 6749, section 4.1.2.1)."""
    if any(len(values.getlist(name)) > 1 for name in _ASKED):
        return "invalid_request"
    if values.get("response_type") != "code":
        return "unsupported_response_type"
    if values.get("scope", SCOPE) != SCOPE:
        return "invalid_scope"
    try:
        demand_challenge(values.get("code_challenge", ""), values.get("code_challenge_method", ""))
    except Declined as error:
        return error.fault.value
    return ""


def _kept(values: QueryDict) -> str:
    return urlencode({name: values[name] for name in _ASKED if name in values})


def told(scopes: Collection[str]) -> list[str]:
    """Say what a project learns of somebody by what it asks."""
    words = {
        "openid": (gettext("votre numéro dans le réseau"),),
        "profile": (gettext("votre nom et votre prénom"), gettext("la langue de vos écrans")),
        "email": (gettext("votre adresse électronique"),),
        SCOPE: (
            gettext("votre nom et votre prénom"),
            gettext("votre adresse électronique"),
            gettext("la langue de vos écrans"),
            gettext("le membre auquel vous appartenez"),
            gettext("les fiches que vous pouvez modifier"),
        ),
    }
    return [word for scope in words if scope in scopes for word in words[scope]]


def leading_to(back: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let the form of a page, and of it alone, lead the browser to where a project is."""
    there = urlsplit(back)
    policy = {**settings.SECURE_CSP, "form-action": [CSP.SELF, f"{there.scheme}://{there.netloc}"]}
    return cast("Callable[..., Callable[..., HttpResponse]]", csp_override(cast("Any", policy)))


def _page(request: HttpRequest, asked: Asked) -> HttpResponse:
    context = {
        "project": asked.project,
        "host": urlsplit(asked.back).netloc,
        "fields": [(name, asked.values[name]) for name in _ASKED if name in asked.values],
        "told": told({SCOPE}),
    }
    return leading_to(asked.back)(render)(request, "site/account/consent.html", context)
