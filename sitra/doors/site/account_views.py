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
from sitra.accounts.events import Pace, Subject
from sitra.delivery import queries as delivery


@login_required
@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show what guards one's account and what one chose."""
    assert request.user.is_authenticated
    context = {
        "guard": queries.guard(request.user),
        "languages": _languages(),
        "wishes": _wishes(request.user),
        "paces": pace_names(),
        "sites": delivery.consents(request.user),
    }
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


@login_required
@require_POST
def wishes(request: HttpRequest) -> HttpResponse:
    """Remember how soon somebody wants to be told of what; what makes no sense is left as it is."""
    assert request.user.is_authenticated
    chosen = dict(queries.wishes(request.user))
    for subject in Subject:
        pace = request.POST.get(subject.value, "")
        if pace in set(Pace):
            chosen[subject] = Pace(pace)
    actions.choose_wishes(request.user.pk, chosen)
    messages.success(request, gettext("Vos préférences sont enregistrées."))
    return redirect("account")


def subject_names() -> dict[Subject, str]:
    """Name what somebody may be told of."""
    return {
        Subject.PROPOSALS: gettext("Propositions reçues, et réponses aux miennes"),
        Subject.RECORDS: gettext("Mes fiches changées par d’autres"),
        Subject.EXPIRIES: gettext("Fiches qui expirent ou à confirmer"),
        Subject.RIGHTS: gettext("Fiches confiées, droits et permissions"),
        Subject.IMPORTS: gettext("Imports et moissons terminés"),
        Subject.DUPLICATES: gettext("Doublons à décider"),
        Subject.PROJECTS: gettext("Projets dont un envoi s’est arrêté"),
        Subject.MEMBERS: gettext("Demandes de compte et invitations"),
    }


def _wishes(person: Any) -> list[tuple[str, str, str]]:
    """Give what somebody may be told of: its word, its name and how soon they are told."""
    chosen = queries.wishes(person)
    return [(one.value, name, chosen[one].value) for one, name in subject_names().items()]


def pace_names() -> dict[str, str]:
    """Name how soon one may be told."""
    return {
        Pace.AT_ONCE.value: gettext("aussitôt"),
        Pace.DAILY.value: gettext("une fois par jour"),
        Pace.WEEKLY.value: gettext("une fois par semaine"),
        Pace.NEVER.value: gettext("jamais"),
    }


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
