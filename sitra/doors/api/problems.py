"""What the API refuses, in words: what happened, where, and what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, gettext_lazy as _, ngettext

from sitra.delivery.rules.pace import Exceeded
from sitra.kit import problems
from sitra.kit.replies import Reply

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem by its name, which stays, with its status and its words."""

    name: str
    status: int
    title: "StrPromise"
    advice: "StrPromise"


PARAMETER = Problem(
    "invalid-parameter",
    400,
    _("Un paramètre est refusé"),
    _("Corrigez ce qui est indiqué ; chaque paramètre est décrit dans /api/docs/."),
)
CURSOR = Problem(
    "invalid-cursor",
    400,
    _("Ce curseur ne va pas avec cette question"),
    _("Reprenez la première page, sans « cursor », et suivez « next » sans changer le reste."),
)
TOO_WIDE = Problem(
    "too-wide",
    400,
    _("Cette question est trop large"),
    _("Resserrez-la : autour d’un point, dans une commune, pour un type de fiche."),
)
KEY = Problem(
    "unauthorized",
    401,
    _("Cette clé n’est pas reconnue"),
    _("Envoyez la clé d’un projet ouvert dans l’en-tête « Authorization: Bearer … », jamais dans l’adresse."),
)
SERVICE = Problem(
    "service-closed",
    403,
    _("Ce projet n’est pas ouvert à ce service"),
    _("Ouvrez-le sur la page du projet, ou demandez-le à qui s’en occupe."),
)
NOT_FOUND = Problem(
    "not-found",
    404,
    _("Rien ne se trouve à cette adresse"),
    _("Vérifiez l’adresse : les ressources sont décrites dans /api/docs/."),
)
GONE = Problem(
    "gone",
    410,
    _("Cette fiche a été supprimée"),
    _("Retirez-la de chez vous : son numéro ne servira à aucune autre."),
)
METHOD = Problem(
    "method-not-allowed",
    405,
    _("Cette adresse ne se lit que par GET"),
    _("Appelez-la par GET ou HEAD."),
)
FORM = Problem(
    "not-acceptable",
    406,
    _("Cette forme n’existe pas ici"),
    _("Demandez dans « Accept » l’une des formes indiquées."),
)
PACE = Problem(
    "too-many-requests",
    429,
    _("Ce projet appelle trop vite"),
    _("Attendez ce que dit « Retry-After », puis espacez vos appels."),
)
CLOSED = Problem(
    "service-unavailable",
    503,
    _("Le service est indisponible un instant"),
    _("Recommencez dans une minute."),
)
EVERY = (PARAMETER, CURSOR, TOO_WIDE, KEY, SERVICE, NOT_FOUND, GONE, METHOD, FORM, PACE, CLOSED)


class Refused(Exception):
    """A call that is refused: the problem, what happened, and in which parameters."""

    def __init__(
        self,
        problem: Problem,
        detail: str = "",
        *,
        faults: Iterable[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.problem, self.detail = problem, detail
        self.faults, self.headers = tuple(faults), headers or {}


def fault(parameter: str, detail: str, nearest: str | None = None) -> dict[str, Any]:
    """Say what is wrong with a parameter, and what may have been meant."""
    return {"parameter": parameter, "detail": detail, **({"nearest": nearest} if nearest else {})}


def of_parameter(parameter: str, detail: str, nearest: str | None = None) -> Refused:
    """Refuse a call for one of its parameters."""
    return Refused(PARAMETER, detail, faults=[fault(parameter, detail, nearest)])


def of_pace(error: Exceeded) -> Refused:
    """Refuse a call that comes too soon."""
    wait = error.standing.wait
    detail = ngettext(
        "Ce projet fait plus de %(limit)d appels par minute : attendez %(wait)d seconde.",
        "Ce projet fait plus de %(limit)d appels par minute : attendez %(wait)d secondes.",
        wait,
    ) % {"limit": error.standing.limit, "wait": wait}
    return Refused(PACE, detail)


def reply(path: str, error: Refused) -> Reply:
    """Answer a refusal in the language that is active."""
    problem = error.problem
    words = {
        "title": str(problem.title),
        "detail": error.detail or str(problem.title),
        "instance": path,
        "advice": str(problem.advice),
        **({"errors": list(error.faults)} if error.faults else {}),
    }
    return problems.reply(problem.status, problem.name, words, error.headers)


ARGUMENT = "asked"
"""The argument of operations that holds what is asked."""
_EXPECTED: Mapping[str, "StrPromise"] = {
    "int_parsing": _("un nombre entier est attendu"),
    "int_from_float": _("un nombre entier est attendu"),
    "int_parsing_size": _("ce nombre est trop grand"),
    "float_parsing": _("un nombre est attendu"),
    "finite_number": _("un nombre est attendu"),
    "bool_parsing": _("« true » ou « false » est attendu"),
    "greater_than_equal": _("au moins %(ge)s est attendu"),
    "less_than_equal": _("au plus %(le)s est attendu"),
    "string_too_long": _("au plus %(max_length)s signes sont attendus"),
    "too_long": _("au plus %(max_length)s valeurs sont attendues"),
    "too_short": _("au moins %(min_length)s valeurs sont attendues"),
    "literal_error": _("une valeur parmi %(expected)s est attendue"),
    "enum": _("une valeur parmi %(expected)s est attendue"),
}
"""What the reader of parameters found wrong -> what it expected, in our words."""


def of_validation(errors: Iterable[Mapping[str, Any]]) -> Refused:
    """Refuse a call whose parameters could not be read."""
    found = dict.fromkeys((_parameter(one), _words(one)) for one in errors)
    faults = [fault(name, words) for name, words in found]
    detail = " ".join(
        gettext("« %(name)s » : %(why)s.") % {"name": one["parameter"], "why": one["detail"]}
        for one in faults
    )
    return Refused(PARAMETER, detail, faults=faults)


def _parameter(error: Mapping[str, Any]) -> str:
    """Give the name of a parameter: ninja puts that of our argument before it, and a rank after it."""
    named = (one for one in error["loc"][1:] if isinstance(one, str) and one != ARGUMENT)
    return next(named, "")


def _words(error: Mapping[str, Any]) -> str:
    context = {name: _choices(value) for name, value in (error.get("ctx") or {}).items()}
    if error["type"] == "value_error":
        return context.get("error") or gettext("cette valeur ne se lit pas")
    expected = _EXPECTED.get(error["type"])
    return str(expected) % context if expected else gettext("cette valeur ne se lit pas")


def _choices(value: Any) -> str:
    return str(value).replace(" or ", ", ").replace("'", "")
