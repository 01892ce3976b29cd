"""Lists of records picked by hand: putting records in, taking them out, ordering them."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sitra.access import queries as access
from sitra.doors.workplace import shown
from sitra.doors.workplace.address_words import number as number_of, numbers
from sitra.kit.errors import Impossible, Unknown
from sitra.search import queries as searching
from sitra.search.actions import keeping
from sitra.search.queries import KeptLine, Question
from sitra.tourism import queries as tourism


@login_required
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put the records that were ticked in a list, or in a new one."""
    assert request.user.is_authenticated
    ticked = numbers(request.POST.getlist("fiche"))
    address = request.POST.get("retour", "")
    back = reverse("workplace:many") + (f"?{address}" if address else "")
    if not ticked:
        messages.warning(request, _("Cochez au moins une fiche."))
        return redirect(back)
    try:
        number = _put_in(request, ticked)
    except Impossible as error:
        messages.warning(request, str(error))
        return redirect(back)
    return redirect("workplace:kept-one", number)


def _put_in(request: HttpRequest, records: Iterable[int]) -> int:
    """Put records in the list that was chosen, else in a new one of the name that was typed."""
    assert request.user.is_authenticated
    wanted = _readable(request, records)
    number, name = number_of(request.POST.get("liste", "")), request.POST.get("nom", "")
    if number and not name.strip():
        added = keeping.add(number, wanted, by=request.user)
    else:
        number, added = keeping.make_list(name, wanted, by=request.user), len(wanted)
    words = ngettext("%(count)d fiche ajoutée à la liste.", "%(count)d fiches ajoutées à la liste.", added)
    messages.success(request, words % {"count": added} if added else _("Elles y étaient déjà."))
    return number


def _readable(request: HttpRequest, records: Iterable[int]) -> list[int]:
    """Keep the records that somebody may consult, in the order they were given."""
    assert request.user.is_authenticated
    given = tuple(records)
    question = Question(numbers=given, count=len(given), order="LISTE")
    return searching.listed(question, access.mandate_of(request.user)).numbers


@login_required
@require_POST
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Take a record out of a list, move it, or put it back where it was."""
    assert request.user.is_authenticated
    back = reverse("workplace:kept-one", args=(number,))
    searching.kept_one(request.user, access.mandate_of(request.user), number)
    try:
        if out := number_of(request.POST.get("retirer", "")):
            was_at = keeping.take_out(number, out, by=request.user)
            return redirect(f"{back}?otee={out}&place={was_at}")
        record, _at, place = request.POST.get("placer", "").partition(":")
        for one in _readable(request, [number_of(record)]):
            keeping.put(number, one, number_of(place), by=request.user)
    except Impossible as error:
        messages.warning(request, str(error))
    return redirect(f"{back}#fiches")


def places_of(request: HttpRequest, line: KeptLine) -> dict[str, Any]:
    """Give the records of a list in their order, and the one that was just taken out."""
    assert request.user.is_authenticated
    out = number_of(request.GET.get("otee", ""))
    question = Question(
        numbers=(*line.records, *((out,) if out else ())), count=len(line.records) + 1, order="LISTE"
    )
    page = searching.cards(question, access.mandate_of(request.user), get_language() or "fr")
    cards = {card.id: shown.card(card, get_language() or "fr") for card in page.cards}
    places = {record: place for place, record in enumerate(line.records)}
    return {
        "places": [
            {"one": cards[record], "place": place, "up": place - 1, "down": place + 1}
            for record, place in places.items()
            if record in cards
        ],
        "last": len(line.records) - 1,
        "taken_out": cards.get(out) if out not in places else None,
        "was_at": number_of(request.GET.get("place", "")),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_record(request: HttpRequest, number: int) -> HttpResponse:
    """Show in which lists a record is; put it in others or take it out."""
    assert request.user.is_authenticated
    record, wrong = tourism.named(request.user, number), ""
    lists = searching.shelf(request.user, access.mandate_of(request.user), lists_only=True)
    if request.method == "POST":
        try:
            _settle(request, number, lists)
        except (Impossible, Unknown) as error:
            wrong = str(error)
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect("workplace:record", number)
    context = {
        "record": record,
        "lists": lists,
        "holding": searching.holding(lists, number),
        "name": request.POST.get("nom", ""),
        "wrong": wrong,
    }
    return render(request, "workplace/kept/of_record.html", context, status=422 if wrong else 200)


def _settle(request: HttpRequest, record: int, lists: list[KeptLine]) -> None:
    """Put a record in the lists that were ticked, and take it out of those that were cleared."""
    assert request.user.is_authenticated
    ticked, shown_then = numbers(request.POST.getlist("liste")), numbers(request.POST.getlist("vue"))
    within = searching.holding(lists, record)
    for line in lists:
        if line.id in ticked and line.id not in within:
            keeping.add(line.id, [record], by=request.user)
        elif line.id in shown_then and line.id in within and line.id not in ticked:
            keeping.take_out(line.id, record, by=request.user)
    if name := request.POST.get("nom", "").strip():
        keeping.make_list(name, [record], by=request.user)
