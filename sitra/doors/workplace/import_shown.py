"""What the pages of imports show, in the words of the screen."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from sitra.intake.events import Outcome, Standing, WhenGone
from sitra.intake.queries import Report, ReportLine

STANDINGS: dict[Standing, tuple[Promise | str, str]] = {
    Standing.WAITING: (gettext_lazy("En attente"), "badge-warn"),
    Standing.RUNNING: (gettext_lazy("En cours"), "badge-accent"),
    Standing.DONE: (gettext_lazy("Terminé"), "badge-good"),
    Standing.FAILED: (gettext_lazy("Échoué"), "badge-bad"),
    Standing.ABANDONED: (gettext_lazy("Abandonné"), "badge-bad"),
}
"""Standing -> its words and the dress of its badge."""

_SAID: dict[Outcome, tuple[Promise | str, Promise | str]] = {
    Outcome.NEW: (gettext_lazy("à créer"), gettext_lazy("créées")),
    Outcome.CHANGED: (gettext_lazy("à modifier"), gettext_lazy("modifiées")),
    Outcome.BACK: (gettext_lazy("de retour"), gettext_lazy("de retour")),
    Outcome.GONE: (gettext_lazy("disparues"), gettext_lazy("disparues")),
    Outcome.REFUSED: (gettext_lazy("refusées"), gettext_lazy("refusées")),
    Outcome.UNCHANGED: (gettext_lazy("inchangées"), gettext_lazy("inchangées")),
}
"""Outcome -> how it is counted before, and after it was done."""

_ONE: dict[Outcome, tuple[Promise | str, str]] = {
    Outcome.NEW: (gettext_lazy("Nouvelle"), "badge-good"),
    Outcome.CHANGED: (gettext_lazy("Modifiée"), "badge-accent"),
    Outcome.BACK: (gettext_lazy("De retour"), "badge-accent"),
    Outcome.GONE: (gettext_lazy("Disparue"), "badge-warn"),
    Outcome.REFUSED: (gettext_lazy("Refusée"), "badge-bad"),
    Outcome.UNCHANGED: (gettext_lazy("Inchangée"), ""),
}

GONE: dict[WhenGone, tuple[Promise | str, Promise | str]] = {
    WhenGone.ASK: (
        gettext_lazy("Me demander"),
        gettext_lazy("Les fiches disparues du fichier sont listées ; rien ne leur arrive."),
    ),
    WhenGone.HIDE: (
        gettext_lazy("Les masquer"),
        gettext_lazy("Elles ne sont plus diffusées, et reviennent si le fichier les reprend."),
    ),
    WhenGone.DELETE: (
        gettext_lazy("Les supprimer"),
        gettext_lazy("Elles quittent le réseau ; leur historique reste."),
    ),
}
"""What may be done about what is gone: its words and what follows."""


@dataclass(frozen=True, slots=True)
class Tab:
    """An outcome to filter by."""

    label: str
    count: int
    href: str
    current: bool


def counted(counts: Mapping[Outcome, int], *, dry: bool) -> list[tuple[int, str]]:
    """Put counts into words, without those that are zero."""
    return [(counts[one], str(said[0 if dry else 1])) for one, said in _SAID.items() if counts[one]]


def standing(one: Standing) -> dict[str, str]:
    """Say how a run stands."""
    words, dress = STANDINGS[one]
    return {"label": str(words), "dress": dress}


def outcome(one: Outcome) -> dict[str, str]:
    """Say what becomes of a record."""
    words, dress = _ONE[one]
    return {"label": str(words), "dress": dress}


def line(one: ReportLine) -> dict[str, object]:
    """Show a line of a report; an identifier that was made of name and place says nothing more."""
    named = "" if " | " in one.external_id else one.external_id
    return {"line": one, "number": named, "outcome": outcome(one.outcome)}


def tabs(report: Report, wanted: Outcome | None) -> list[Tab]:
    """List the outcomes that have lines, all of them first."""
    listed = [one for one in _SAID if one is not Outcome.UNCHANGED and report.counts[one]]
    address = reverse("workplace:import-run", args=[report.number])
    every = Tab(_("toutes"), sum(report.counts[one] for one in listed), f"{address}#lignes", wanted is None)
    found = [
        Tab(
            str(_SAID[one][0 if report.dry else 1]),
            report.counts[one],
            f"{address}?sort={one.value}#lignes",
            wanted is one,
        )
        for one in listed
    ]
    return [every, *found] if len(found) > 1 else found


def choices(gone: str) -> list[dict[str, object]]:
    """Offer what may be done about what is gone."""
    return [
        {"value": one.value, "label": label, "help": helped, "checked": one.value == gone}
        for one, (label, helped) in GONE.items()
    ]
