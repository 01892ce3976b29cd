"""Texts side by side, as their page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sitra.doors.workplace.text_forms import TextForm, language_of, too_long
from sitra.kit import texts
from sitra.kit.translating import provider
from sitra.review.events import Hand, Need
from sitra.review.queries import Pair, Side, Texts
from sitra.review.rules.translating import Provenance

_NEEDS = {"a-traduire": Need.TRANSLATE, "a-revoir": Need.REREAD}


@dataclass(frozen=True, slots=True)
class Column:
    """One language of a text as it is typed."""

    name: str
    language: str
    language_name: str
    value: str
    length: int
    open: bool
    """Whether it may be typed over here."""
    proposed: bool
    """Whether it would be proposed, beside others that are written."""
    origin: str
    stale: bool
    machine: str
    """Digest of what a machine put there."""
    stored: str
    """What the record says, where the form says something else."""
    theirs: str | None
    """What somebody else wrote meanwhile where one has typed; empty when they took it away."""
    verify: bool
    """Whether one may say that it is reread."""
    ticked: bool
    wrong: bool
    unsaved: bool
    """Whether the form says something else than the record."""


@dataclass(frozen=True, slots=True)
class Row:
    """A text in two languages."""

    label: str
    longest: int
    recommended: int
    need: str
    columns: tuple[Column, Column]


def shown_pairs(page: Texts, form: TextForm, show: str) -> list[Pair]:
    """Keep the texts that are looked at, and those one has typed something in."""
    wanted = _NEEDS.get(show)
    return [
        pair
        for pair in page.pairs
        if wanted is None or pair.need is wanted or form.typed.keys() & {pair.source.name, pair.target.name}
    ]


def groups(page: Texts, form: TextForm, pairs: list[Pair], words: str) -> list[tuple[str, list[Row]]]:
    """Give the texts by section."""
    found: dict[str, list[Row]] = {}
    wrong = too_long(form, page.pairs)
    for pair in pairs:
        sides = (pair.source, pair.target)
        one, other = (_column(page, form, side, words, side.name in wrong) for side in sides)
        need = pair.need.label(words) if pair.need else ""
        row = Row(pair.label, pair.longest, pair.recommended, need, (one, other))
        found.setdefault(pair.section, []).append(row)
    return list(found.items())


def written_elsewhere(form: TextForm, pairs: list[Pair]) -> list[tuple[str, str, str]]:
    """Give what was typed in texts or languages that are not looked at now: it goes on with the form."""
    seen = {side.name for pair in pairs for side in (pair.source, pair.target)}
    return [(name, text, form.machine.get(name, "")) for name, text in form.typed.items() if name not in seen]


def languages_elsewhere(form: TextForm, pairs: list[Pair], words: str) -> list[str]:
    """Name the languages of what was typed and is not looked at now."""
    codes = {language_of(name) for name, _text, _machine in written_elsewhere(form, pairs)}
    return [texts.language_name(code, words) for code in texts.LANGUAGES if code in codes]


def languages(page: Texts, words: str) -> list[tuple[str, str, int]]:
    """Give every language with its name, and how many texts it lacks."""
    return [(code, texts.language_name(code, words), page.missing[code]) for code in texts.LANGUAGES]


def _column(page: Texts, form: TextForm, side: Side, words: str, wrong: bool) -> Column:
    value = form.said(side.name, side.text)
    theirs: Mapping[str, str] = form.merged.contested
    machine = form.machine.get(side.name, "")
    mine, target = value == side.text, side.language == page.target
    known = side.provenance if mine else None
    reread = bool(known and not known.verified) or bool(machine)
    return Column(
        name=side.name,
        language=side.language,
        language_name=texts.language_name(side.language, words),
        value=value,
        length=len(value),
        open=target or side.entrusted or not page.writes,
        proposed=page.writes and not side.entrusted,
        origin=_unsaved(machine) if not mine else _origin(known),
        stale=bool(known and known.stale and not machine),
        machine=machine,
        stored="" if mine or side.name in theirs else side.text,
        theirs=theirs.get(side.name),
        verify=target and side.entrusted and bool(value) and reread,
        ticked=side.name in form.reread,
        wrong=wrong,
        unsaved=not mine,
    )


def _unsaved(machine: str) -> str:
    if machine:
        return _("traduit par %(machine)s, pas encore enregistré") % {"machine": provider().name}
    return _("pas encore enregistré")


def _origin(known: Provenance | None) -> str:
    """Say where a text comes from, in a few words."""
    if known is None:
        return ""
    if known.verified_at:
        day = date_format(known.verified_at, "DATE_FORMAT")
        who = known.verified_by or _("quelqu’un")
        return _("relu par %(who)s, %(day)s") % {"who": who, "day": day}
    day = date_format(known.at, "DATE_FORMAT") if known.at else ""
    said = {"who": known.who or _("quelqu’un"), "day": day}
    match known.hand:
        case Hand.MACHINE:
            return _("traduit par %(who)s, %(day)s, pas encore relu") % said
        case Hand.PERSON:
            return _("écrit par %(who)s, %(day)s") % said
        case Hand.SOURCE:
            return _("venu d’une source, %(day)s") % said
        case _:
            return _("d’origine inconnue")
