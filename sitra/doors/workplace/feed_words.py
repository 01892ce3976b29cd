"""What the pages of exports and webhooks show, in the words of the screen."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from sitra.catalog.rules.kinds import Kind
from sitra.delivery.events import Standing, Verb
from sitra.delivery.queries.outgoing import TRIAL, AttemptRow, ExportRow, HookRow
from sitra.delivery.rules.exports import Wanted

_STANDINGS: dict[Standing, tuple[Promise | str, str]] = {
    Standing.WAITING: (gettext_lazy("En attente"), "badge-warn"),
    Standing.RUNNING: (gettext_lazy("En cours"), "badge-accent"),
    Standing.DONE: (gettext_lazy("Prêt"), "badge-good"),
    Standing.FAILED: (gettext_lazy("Échoué"), "badge-bad"),
}


@dataclass(frozen=True, slots=True)
class ShownExport:
    """An archive in words."""

    row: ExportRow
    state: str
    dress: str
    notice: str
    """Whether the site was told, and what it answered."""
    may_tell: bool


@dataclass(frozen=True, slots=True)
class ShownHook:
    """A webhook in words: what it follows, and how it fares."""

    row: HookRow
    name: str
    state: str
    dress: str
    follows: list[tuple[str, str]]
    waiting: str
    trouble: str
    """What is wrong, and what to do; nothing when all is well."""


@dataclass(frozen=True, slots=True)
class ShownAttempt:
    """What was sent, and what was answered, in words."""

    row: AttemptRow
    what: str
    record: int | None
    said: str


def shown_export(row: ExportRow, *, told: bool) -> ShownExport:
    """Put an archive in words; `told` says whether the project has an address to tell."""
    state, dress = _STANDINGS[row.standing]
    if row.confirmed_at:
        state, dress = _("Confirmé"), "badge-good"
    elif row.removed and row.standing is Standing.DONE:
        state, dress = _("Plus gardé"), ""
    ready = row.standing is Standing.DONE and not row.removed
    return ShownExport(
        row=row,
        state=str(state),
        dress=dress,
        notice=_notice(row, told=told),
        may_tell=told and ready and row.latest and row.confirmed_at is None,
    )


def _notice(row: ExportRow, *, told: bool) -> str:
    if row.is_open or not (told or row.notices):
        return ""
    if row.notified_at:
        at = _at(row.notified_at)
        return _("Site prévenu le %(at)s ; il a répondu %(said)s.") % {"at": at, "said": row.told or "200"}
    if row.notices:
        tries = ngettext("%(count)s essai", "%(count)s essais", row.notices) % {"count": row.notices}
        again = _("Prochain essai le %(at)s.") % {"at": _at(row.next_notice)} if row.next_notice else ""
        said = _("Le site n’a pas pu être prévenu (%(tries)s) : %(said)s") % {
            "tries": tries,
            "said": row.told,
        }
        return f"{said.rstrip('.')}. {again}".strip()
    return _("Le site va être prévenu.") if row.next_notice else ""


def plan_words(wanted: Wanted) -> list[str]:
    """Say how a project wants its archives, for those who do not choose it."""
    said = [
        wanted.markup.value.upper(),
        _("fiches par 50") if wanted.grouped else _("un fichier par fiche"),
    ]
    said += [_("jours d’ouverture")] if wanted.dates else []
    said += [_("fichiers de référence")] if wanted.references else []
    if wanted.hour is None:
        said.append(_("seulement sur demande"))
    else:
        said.append(_("chaque jour à partir de %(hour)s h") % {"hour": wanted.hour})
    if wanted.whole_every:
        days = ngettext(
            "tout redonné chaque jour", "tout redonné tous les %(days)s jours", wanted.whole_every
        )
        said.append(days % {"days": wanted.whole_every})
    return said


def shown_hook(row: HookRow, language: str) -> ShownHook:
    """Put a webhook in words."""
    state, dress, trouble = _health(row)
    return ShownHook(
        row=row,
        name=row.name or _("Webhook n° %(number)s") % {"number": row.id},
        state=state,
        dress=dress,
        follows=_follows(row, language),
        waiting=_waiting(row),
        trouble=trouble,
    )


def _health(row: HookRow) -> tuple[str, str, str]:
    if row.disabled_at and row.failing_since:
        at = _at(row.disabled_at)
        words = _(
            "L’adresse ne répondait plus : l’envoi est arrêté depuis le %(at)s. Rétablissez-la, faites un "
            "essai, puis relancez l’envoi."
        )
        return _("Arrêté"), "badge-bad", words % {"at": at}
    if row.disabled_at:
        words = _("Arrêté à la main le %(at)s. Ce qui change l’attend.")
        return _("Arrêté"), "badge-warn", words % {"at": _at(row.disabled_at)}
    if row.failing_since:
        words = _(
            "L’adresse ne reçoit plus depuis le %(at)s. Chaque essai est refait, de plus en plus tard, "
            "pendant trois jours ; rien n’est perdu."
        )
        return _("En échec"), "badge-bad", words % {"at": _at(row.failing_since)}
    return _("En marche"), "badge-good", ""


def _waiting(row: HookRow) -> str:
    if row.more:
        return _("plus de %(count)s changements attendent") % {"count": row.waiting}
    if not row.waiting:
        return _("rien n’attend")
    words = ngettext("%(count)s changement attend", "%(count)s changements attendent", row.waiting)
    return words % {"count": row.waiting}


def _follows(row: HookRow, language: str) -> list[tuple[str, str]]:
    asked = row.asked
    kinds = [Kind(one).label(language) for one in asked.kinds]
    verbs = [Verb(one).label(language) for one in asked.verbs]
    return [
        (_("Fiches"), row.selection or _("toutes celles du projet")),
        (_("Types"), ", ".join(kinds) or _("tous")),
        (_("Ce qui arrive"), ", ".join(verbs) or _("tout")),
        (_("Champs"), ", ".join(asked.fields) or _("tous")),
    ]


def shown_attempt(row: AttemptRow, language: str) -> ShownAttempt:
    """Put in words what was sent, and what was answered."""
    if row.change == TRIAL:
        what = _("Essai")
    elif row.line:
        what = f"{row.line.verb.label(language).capitalize()} · {row.line.record}"
    else:
        what = _("Changement n° %(number)s") % {"number": row.change}
    return ShownAttempt(row, what, row.line.record if row.line else None, said(row.said))


def trial_words(answer: str, milliseconds: int, *, received: bool) -> str:
    """Say what was answered to a trial."""
    given = {"said": said(answer).rstrip("."), "ms": milliseconds}
    if received:
        return _("Essai reçu : %(said)s, en %(ms)s ms.") % given
    return _("Essai non reçu, en %(ms)s ms : %(said)s.") % given


def said(answer: str) -> str:
    """Say what a server answered: a status by its number, or the sentence why there was none."""
    return _("réponse %(status)s") % {"status": answer} if answer.isdigit() else answer


def _at(moment: datetime) -> str:
    return date_format(localtime(moment), "j F Y, H:i")
