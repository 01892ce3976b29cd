"""Pages that say what went wrong, in words; what broke by itself asks the database nothing."""

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext, gettext_lazy, override

from sitra.kit import problems
from sitra.kit.errors import Forbidden, Gone, Impossible, Stale, TooOften, TradeError, Unknown
from sitra.search.queries import ReadModelFull, ReadModelUnavailable

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

_ = gettext_lazy
PROGRAMS = ("/api/v002/", "/api/v1/", "/oauth/token")
"""Addresses that are called by programs: what they are told is no page."""
_MODERN = "/api/v1/"
"""Begins the addresses whose errors are problems (RFC 9457)."""
CLOSED = (OperationalError, InterfaceError, ReadModelFull, ReadModelUnavailable)
"""What is raised when the database or the read model does not answer."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What to say of a status: French is the msgid, English the translation."""

    name: str
    title: "StrPromise"
    happened: "StrPromise"
    advice: "StrPromise"


TROUBLES = {
    400: Trouble(
        "REQUEST_MALFORMED",
        _("Cette demande n’est pas lisible"),
        _("L’adresse ou le formulaire contient quelque chose que nous ne savons pas lire."),
        _("Revenez à la page précédente et vérifiez les valeurs de l’adresse."),
    ),
    403: Trouble(
        "ACCESS_FORBIDDEN",
        _("Cette page ne vous est pas ouverte"),
        _("Vos droits ne permettent pas de la voir, ou votre formulaire a expiré."),
        _("Rechargez la page précédente, connectez-vous, ou demandez ce droit à votre animateur."),
    ),
    404: Trouble(
        "NOT_FOUND",
        _("Cette page n’existe pas"),
        _("Rien ne se trouve à cette adresse, ou la fiche n’est plus diffusée."),
        _("Vérifiez l’adresse, ou cherchez la fiche par son nom ou son numéro."),
    ),
    405: Trouble(
        "METHOD_NOT_ALLOWED",
        _("Cette adresse ne s’utilise pas ainsi"),
        _("Elle répond, mais pas à cette sorte de demande."),
        _("Passez par le bouton ou le lien prévu à cet effet."),
    ),
    409: Trouble(
        "STALE",
        _("Cela a changé entre-temps"),
        _("Quelqu’un d’autre a modifié la même chose pendant que vous la lisiez."),
        _("Rechargez la page, puis recommencez à partir de la version d’aujourd’hui."),
    ),
    410: Trouble(
        "GONE",
        _("Cette fiche n’existe plus"),
        _("Son propriétaire l’a supprimée. Son numéro ne servira à aucune autre."),
        _("Cherchez une fiche voisine par son nom ou sa commune."),
    ),
    422: Trouble(
        "IMPOSSIBLE",
        _("Ce n’est pas possible"),
        _("Les règles du métier refusent cette demande."),
        _("Revenez en arrière et corrigez ce qui est indiqué."),
    ),
    429: Trouble(
        "TOO_MANY_REQUESTS",
        _("Trop de tentatives"),
        _("Cette demande a été faite trop de fois en peu de temps. Les comptes sont protégés ainsi."),
        _("Attendez cinq minutes, puis recommencez."),
    ),
    500: Trouble(
        "INTERNAL_ERROR",
        _("Une erreur est de notre fait"),
        _("Le programme a rencontré un cas qu’il ne connaît pas. Rien n’a été enregistré."),
        _("Recommencez dans un instant. Si cela dure, dites-nous l’heure et l’adresse de la page."),
    ),
    503: Trouble(
        "SERVICE_UNAVAILABLE",
        _("Sitra est indisponible un instant"),
        _("La base de données ou l’index ne répond pas. Vos données ne sont pas en cause."),
        _("Recommencez dans une minute."),
    ),
}
_TOO_LARGE = _(
    "Cette demande est trop longue pour être lue en une fois : coupez-la en plusieurs, ou envoyez-en moins."
)
_STATUS: dict[type[TradeError], int] = {
    Gone: 410,
    Unknown: 404,
    Forbidden: 403,
    Stale: 409,
    Impossible: 422,
    TooOften: 429,
}


def answer(
    request: HttpRequest, status: int, reason: "str | StrPromise" = "", *, known: bool = False
) -> HttpResponse:
    """Say a status as a page or, to a program, as `{errorType, message}`.

    `known` where a view was asked: the page then says who is signed in, as every other page does.
    """
    trouble = TROUBLES[status]
    if request.path.startswith(_MODERN):
        return _problem(request, status, reason)
    if request.path.startswith(PROGRAMS):
        # No page's language holds here, and the one that its thread spoke last is not to be heard.
        with override("fr"):
            message = str(reason) or f"{trouble.title}. {trouble.happened}"
        body = {"errorType": trouble.name, "message": message}
        return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response = HttpResponse(_page(trouble, status, reason, request if known else None), status=status)
    response["Cache-Control"] = "no-store"
    if status == 503:  # noqa: PLR2004 - the status itself
        response["Retry-After"] = "60"
    return response


def _problem(request: HttpRequest, status: int, reason: "str | StrPromise") -> HttpResponse:
    """Say a status to a program as a problem, in the language it reads."""
    trouble = TROUBLES[status]
    with override(problems.language_of(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))):
        words = {
            "title": str(trouble.title),
            "detail": str(reason or trouble.happened),
            "instance": request.path,
            "advice": str(trouble.advice),
        }
    headers = {"Access-Control-Allow-Origin": "*", "Vary": "Accept-Language"}
    return problems.reply(status, trouble.name.lower().replace("_", "-"), words, headers)


def trade_error(request: HttpRequest, error: TradeError) -> HttpResponse:
    """Say an error of the trade."""
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 422)
    return answer(request, status, str(error), known=True)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say 400, and what to do where a request is too large."""
    large = isinstance(exception, RequestDataTooBig)
    return answer(request, 400, _TOO_LARGE if large else "")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say 403."""
    del exception
    return answer(request, 403)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form came without its proof of origin."""
    del reason
    return answer(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say 404."""
    del exception
    return answer(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Say 429, when signing in and the like is tried too often."""
    return answer(request, 429)


def broken(request: HttpRequest) -> HttpResponse:
    """Say 500, or 503 when what broke is that nobody answers."""
    return answer(request, 503 if isinstance(sys.exception(), CLOSED) else 500)


def _page(trouble: Trouble, status: int, reason: "str | StrPromise", request: HttpRequest | None) -> str:
    other = "fr" if get_language() == "en" else "en"
    with override(other):
        translated = {
            "language": other,
            "title": str(trouble.title),
            "happened": str(trouble.happened),
            "advice": str(trouble.advice),
        }
    context = {
        "status": status,
        "title": trouble.title,
        "happened": trouble.happened,
        "advice": trouble.advice,
        "reason": reason,
        "other": translated,
        "home_label": gettext("Accueil"),
        "search_label": gettext("Chercher une fiche"),
    }
    return render_to_string("site/error.html", context, request)
