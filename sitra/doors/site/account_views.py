"""Somebody's own account: what guards it, and the language of their screens."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sitra.accounts import actions, queries
from sitra.delivery import queries as delivery


@login_required
@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show what guards one's account and what one chose."""
    assert request.user.is_authenticated
    sites = delivery.consents(request.user)
    context = {"guard": queries.guard(request.user), "languages": _languages(), "sites": sites}
    return render(request, "site/account/index.html", context)


@login_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language of one's screens, and speak it from now on."""
    assert request.user.is_authenticated
    chosen = request.POST.get("language", "")
    actions.choose_language(request.user.pk, chosen)
    with override(chosen):
        messages.success(request, gettext("Vos écrans sont désormais dans cette langue."))
    response = redirect("account")
    speak(response, chosen)
    return response


def speak(response: HttpResponse, language: str) -> None:
    """Have this browser see the screens in a language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


def speak_theirs(user: Any, response: HttpResponse, **_rest: Any) -> None:
    """Greet somebody who signs in with the language that they chose."""
    speak(response, user.language)


def _languages() -> Mapping[str, str]:
    return {"fr": "Français", "en": "English"}
