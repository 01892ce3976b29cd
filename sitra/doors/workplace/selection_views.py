"""Selections: the list, one of them, making one of a search, describing it anew."""

from dataclasses import dataclass
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sitra.access import queries as access
from sitra.access.rules.mandate import Mandate
from sitra.delivery import actions, queries
from sitra.delivery.actions import Drawn
from sitra.delivery.events import Turn
from sitra.delivery.queries import EVERYBODY, SelectionRow
from sitra.doors.workplace import member_hats, selection_words, shown
from sitra.doors.workplace.address_words import clean, number as number_of
from sitra.doors.workplace.asked import asked
from sitra.doors.workplace.duplicate_forms import page_of
from sitra.doors.workplace.forms import Criteria
from sitra.doors.workplace.project_forms import no_member
from sitra.kit.errors import Forbidden, Impossible, Unknown
from sitra.kit.texts import LANGUAGES, SUFFIXES, language_name
from sitra.search import queries as searching
from sitra.search.queries import Question
from sitra.search.rules import asking
from sitra.search.rules.conditions import Condition
from sitra.search.rules.written import read, written
from sitra.tourism import queries as tourism

PAGE = 20
MOST_WHY = 6
VIEWS = ("dedans", "ajoutees", "refusees")


@dataclass(frozen=True, slots=True)
class Answer:
    """A record that was asked for, whether it is in, and why, in sentences."""

    one: shown.CardShown
    inside: bool
    reasons: list[str]
    as_now: str


@login_required
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the selections one may read about, by pages, each with its count of today."""
    assert request.user.is_authenticated
    words, language = clean(request.GET.get("mots", "")), get_language() or "fr"
    found = Paginator(queries.seen_selections(request.user, words), PAGE)
    page = found.get_page(page_of(request.GET))
    dropped = queries.dropped_selections(request.user)
    just = number_of(request.GET.get("retiree", ""))
    context = {
        "here": "projects",
        "tab": "selections",
        "rows": [(row, queries.selection_size(row.line), row.line.label(language)) for row in page],
        "turned": {"number": page.number, "last": found.num_pages},
        "turn": f"?{urlencode({'mots': words})}",
        "words": words,
        "dropped": dropped,
        "just": next((row for row in dropped if row.line.id == just), None),
        "managing": queries.managing(request.user),
    }
    return render(request, "workplace/projects/selections.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a selection of the search of the address, or have one ask that instead."""
    assert request.user.is_authenticated
    managing = queries.managing(request.user)
    if not managing:
        raise Forbidden(no_member())
    here = asked(request, Criteria.read(request.GET).at(1))
    kept = _kept(here.question)
    by_hand = kept is not None and kept.numbers is not None and written(kept).keys() == {"numbers"}
    question, wrong = None if by_hand else kept, ""
    if request.method == "POST":
        try:
            number = _made(request, question)
            if by_hand and kept:
                actions.add(number, kept.numbers or (), by=request.user)
        except (Impossible, Forbidden, Unknown) as refused:
            wrong = str(refused)
        else:
            return redirect("workplace:selection", number)
    worn = member_hats.worn(request)
    context = {
        "here": "projects",
        "address": here.criteria.address,
        "parts": selection_words.parts(kept).values(),
        "kept": kept,
        "left_out": bool(kept) and (here.criteria.states or here.criteria.due),
        "managing": managing,
        "member": number_of(request.POST.get("membre", "")) or worn,
        "mine": queries.managed_selections(request.user) if question else [],
        "name": request.POST.get("nom", ""),
        "wrong": wrong,
    }
    return render(request, "workplace/projects/selection_new.html", context, status=422 if wrong else 200)


def _kept(question: Question) -> Question | None:
    """Give what a selection keeps of a question; nothing when that is nothing."""
    said = written(question)
    return read(said) if said else None


def _made(request: HttpRequest, question: Question | None) -> int:
    """Make a new selection, or have the one that was chosen ask this question."""
    assert request.user.is_authenticated
    number = number_of(request.POST.get("selection", ""))
    if not number:
        drawn = Drawn(request.POST.get("nom", ""), question)
        return actions.make_selection(drawn, number_of(request.POST.get("membre", "")), by=request.user)
    line = queries.selection_page(request.user, number).line
    drawn = Drawn(line.name, question, labels=line.labels, shown=line.shown, turn=line.turn)
    actions.change_selection(number, drawn, by=request.user)
    messages.success(request, _("La question de la sélection est changée ; ce qui fut fait à la main reste."))
    return number


@login_required
@never_cache
@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show a selection: what it asks, what is in it, and why a record is or is not."""
    assert request.user.is_authenticated
    row = queries.selection_page(request.user, number)
    who, language = access.mandate_of(request.user), get_language() or "fr"
    opened = asking.all_of([EVERYBODY, searching.opened_to(who)])
    question = row.line.question
    context = {
        "here": "projects",
        "row": row,
        "line": row.line,
        "size": queries.selection_size(row.line),
        "turn": row.line.turn.label(language),
        "parts": selection_words.parts(question).values(),
        "address": selection_words.address(question) if question else "",
        "names": [
            (language_name(code, language), code, row.line.labels[f"libelle{suffix}"])
            for code, suffix in SUFFIXES.items()
            if row.line.labels.get(f"libelle{suffix}")
        ],
        "words": clean(request.GET.get("pourquoi", "")),
        "answers": _answers(request, row, who),
        "just": _just(request),
        **_records(request, row, who, opened),
    }
    return render(request, "workplace/projects/selection.html", context)


def _records(request: HttpRequest, row: SelectionRow, who: Mandate, opened: Condition) -> dict[str, Any]:
    """Give a page of what is in a selection, or of what was added or refused by hand."""
    line, view = row.line, request.GET.get("voir", "")
    view = view if view in VIEWS else VIEWS[0]
    page = page_of(request.GET)
    if view == "dedans":
        found = queries.selected(line, opened, first=(page - 1) * PAGE, count=PAGE)
        total, numbers = found.total, found.numbers
    else:
        by_hand = line.added if view == "ajoutees" else line.refused
        total, numbers = len(by_hand), list(by_hand[(page - 1) * PAGE : page * PAGE])
    cards = cards_of(numbers, who)
    front = [number for number in line.ordered if number in cards]
    return {
        "view": view,
        "views": (
            ("dedans", _("Dedans"), None),
            ("ajoutees", _("Ajoutées à la main"), len(line.added)),
            ("refusees", _("Refusées à la main"), len(line.refused)),
        ),
        "total": total,
        "number": page,
        "last": max(1, ceil(total / PAGE)),
        "lines": [
            {"one": cards[number], "front": number in front, "as_now": as_now(row, number)}
            for number in numbers
            if number in cards
        ],
    }


def cards_of(numbers: list[int], who: Mandate) -> dict[int, shown.CardShown]:
    """Give the cards of records that somebody may consult, by number."""
    if not numbers:
        return {}
    language = get_language() or "fr"
    question = Question(numbers=tuple(numbers), count=len(numbers), order="LISTE")
    page = searching.cards(question, who, language)
    return {card.id: shown.card(card, language) for card in page.cards}


def as_now(row: SelectionRow, number: int) -> str:
    """Say how a record stands in a selection: added, refused, or left to its question."""
    if number in row.line.refused:
        return "refusee"
    return "ajoutee" if number in row.line.added else "question"


def _answers(request: HttpRequest, row: SelectionRow, who: Mandate) -> list[Answer]:
    """Find records by what was typed, and say of each why it is in or out."""
    words, line = clean(request.GET.get("pourquoi", "")), row.line
    if not words:
        return []
    language, number = get_language() or "fr", number_of(words)
    asked_for = Question(numbers=(number,)) if number else Question(words=words, count=MOST_WHY)
    page = searching.cards(asked_for, who, language)
    return [
        Answer(
            shown.card(card, language), why.inside, selection_words.reasons(why, line.question),
            as_now(row, card.id),
        )
        for card in page.cards
        for why in [queries.why(line, card.id, EVERYBODY)]
    ]  # fmt: skip


def _just(request: HttpRequest) -> dict[str, Any] | None:
    """Read what was just done by hand, to offer to take it back."""
    assert request.user.is_authenticated
    record, _comma, before = request.GET.get("fait", "").partition(",")
    number = number_of(record)
    if not number or before not in {"ajoutee", "refusee", "question"}:
        return None
    name = tourism.names_for(request.user, [number]).get(number, f"n° {number}")
    return {"record": number, "before": before, "name": name}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Name a selection otherwise, in eleven languages, and say how its records take turns."""
    assert request.user.is_authenticated
    row, wrong = queries.selection_page(request.user, number), ""
    if not row.mine:
        raise Forbidden(no_member())
    sent = request.POST if request.method == "POST" else _said(row)
    if request.method == "POST":
        try:
            actions.change_selection(number, _drawn(sent, row), by=request.user)
        except Impossible as refused:
            wrong = str(refused)
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect("workplace:selection", number)
    language = get_language() or "fr"
    context = {
        "here": "projects",
        "row": row,
        "sent": {name: sent.get(name, "") for name in ("nom", "montrees", "tour")},
        "labels": [
            (name, code, language_name(code, language), sent.get(name, ""))
            for code, name in ((code, f"libelle{SUFFIXES[code]}") for code in LANGUAGES)
        ],
        "turns": [(one.value, one.label(language)) for one in Turn],
        "wrong": wrong,
    }  # fmt: skip
    return render(request, "workplace/projects/selection_edit.html", context, status=422 if wrong else 200)


def _said(row: SelectionRow) -> dict[str, str]:
    line = row.line
    plain = {"nom": line.name, "montrees": str(line.shown or ""), "tour": line.turn.value}
    return plain | dict(line.labels)


def _drawn(sent: QueryDict | dict[str, str], row: SelectionRow) -> Drawn:
    """Read the form; the question stays."""
    turn, typed = sent.get("tour", ""), sent.get("montrees", "").strip()
    if typed and not number_of(typed):
        message = _("Écrivez combien de fiches sont montrées à la fois, en chiffres, ou rien.")
        raise Impossible(message)
    return Drawn(
        name=sent.get("nom", ""),
        question=row.line.question,
        labels={f"libelle{suffix}": sent.get(f"libelle{suffix}", "") for suffix in SUFFIXES.values()},
        shown=number_of(typed) or None,
        turn=Turn(turn) if turn in set(Turn) else Turn.DAY,
    )
