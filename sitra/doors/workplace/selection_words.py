"""Selections in words: what their question asks, and why a record is in one or out of it."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext as _

from sitra.catalog.rules.kinds import Kind
from sitra.delivery.queries import Why
from sitra.doors.workplace.forms import Criteria
from sitra.members import queries as members
from sitra.places import queries as places
from sitra.search.queries import Question
from sitra.vocabulary import queries as vocabulary

MOST_NAMED = 12


def parts(question: Question | None) -> dict[str, tuple[str, str]]:
    """Say what a question asks, part by part, by the names that reads of selections give them."""
    if question is None:
        return {}
    said = {
        "": (_("Mots"), question.words),
        "kind": (_("Types"), _kinds(question.kinds)),
        "commune": (_("Communes"), _communes(question)),
        "terms": (_("Critères"), _terms(question.terms)),
        "owner": (_("Propriétaires"), _listed(members.named(question.owners).values())),
        "days": (_("Ouvert"), _days(question)),
        "beside": (_("Où et lesquelles"), _beside(question)),
    }
    return {name: (label, words) for name, (label, words) in said.items() if words}


def reasons(why: Why, question: Question | None) -> list[str]:
    """Say why a record is in a selection, or out of it, one sentence each."""
    said = []
    if not why.published:
        said.append(_("Elle n’est pas publiée : une sélection ne montre que des fiches publiées."))
    if why.refused:
        said.append(_("Quelqu’un l’a refusée à la main, et cela passe avant la question."))
    elif why.added:
        said.append(_("Quelqu’un l’a ajoutée à la main."))
    if question is None:
        if not (why.added or why.refused):
            said.append(_("Cette sélection se fait à la main, et personne ne l’y a mise."))
    elif why.answers:
        said.append(_("Elle répond à toute la question."))
    else:
        said += _lacking(why, parts(question))
    if why.resting:
        said.append(_("Elle attend son tour : d’autres fiches sont montrées aujourd’hui."))
    return said


def _lacking(why: Why, asked: dict[str, tuple[str, str]]) -> list[str]:
    """Say which parts of a question a record does not answer; an unpublished one answers no words."""
    said = []
    for name in why.unmet:
        if name in asked:
            label, words = asked[name]
            sentence = _("Elle ne répond pas à « %(part)s : %(words)s ».")
            said.append(sentence % {"part": label, "words": words})
    return said or [_("Elle ne répond pas à la question.")]


def address(question: Question) -> str:
    """Give the address of the search that asks the same."""
    criteria = Criteria(
        words=question.words,
        kinds=question.kinds,
        communes=question.communes,
        radius=question.radius // 1000,
        terms=question.terms,
        owners=question.owners,
        start=question.start,
        end=question.end,
        zone=question.box,
    )
    return criteria.address


def _kinds(kinds: Iterable[str]) -> str:
    language = get_language() or "fr"
    return _listed(Kind(kind).label(language) if kind in set(Kind) else kind for kind in kinds)


def _communes(question: Question) -> str:
    names = {line.code: line.name for line in places.by_codes(question.communes)}
    said = _listed(names.get(code, code) for code in question.communes)
    if said and question.radius:
        return _("%(places)s, et à %(distance)s km autour") % {
            "places": said,
            "distance": question.radius // 1000,
        }
    return said


def _terms(terms: Iterable[int]) -> str:
    language, book = get_language() or "fr", vocabulary.atlas().book
    lines = ((number, book.get(number)) for number in terms)
    return _listed(line.label(language) if line else f"n° {number}" for number, line in lines)


def _days(question: Question) -> str:
    start, end = question.start or question.end, question.end or question.start
    if not start or not end:
        return ""
    if start == end:
        return _("le %(day)s") % {"day": date_format(start, "j F Y")}
    return _("un jour au moins du %(start)s au %(end)s") % {
        "start": date_format(start, "j F Y"),
        "end": date_format(end, "j F Y"),
    }


def _beside(question: Question) -> str:
    said = []
    if question.box:
        said.append(_("dans une zone de la carte"))
    if question.numbers is not None:
        said.append(_("parmi les fiches d’une liste (%(count)s)") % {"count": len(question.numbers)})
    return _listed(said)


def _listed(words: Iterable[str]) -> str:
    every = list(words)
    more = len(every) - MOST_NAMED
    return ", ".join(every[:MOST_NAMED]) + (_(" et %(count)s autres") % {"count": more} if more > 0 else "")
