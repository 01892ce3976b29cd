"""Searches and lists that are kept: finding them again, naming, sharing, dropping and taking them back."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sitra.access import queries as access
from sitra.access.rules.mandate import Mandate
from sitra.doors.workplace.address_words import number as number_of
from sitra.doors.workplace.asked import asked, counted
from sitra.doors.workplace.forms import Criteria
from sitra.doors.workplace.list_views import places_of
from sitra.doors.workplace.shown import total_sentence
from sitra.kit.errors import Forbidden, Impossible
from sitra.members import queries as members
from sitra.search import queries as searching
from sitra.search.actions import keeping
from sitra.search.queries import KeptLine

IN_MENU = 12
"""Lines of the menu beside a search; the page has them all."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What is kept, how many records it holds today, and where it shows them."""

    line: KeptLine
    count: int
    opens: str


@login_required
@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """Show all that one keeps or is shared with, each with its count of today, and what may be taken back."""
    assert request.user.is_authenticated
    who = access.mandate_of(request.user)
    lines = _counted(request, who, searching.shelf(request.user, who))
    dropped = searching.dropped(request.user, who)
    just = number_of(request.GET.get("retiree", ""))
    context = {
        "here": "search",
        "searches": [one for one in lines if not one.line.is_list],
        "lists": [one for one in lines if one.line.is_list],
        "dropped": dropped,
        "just": next((line for line in dropped if line.id == just), None),
    }
    return render(request, "workplace/kept/shelf.html", context)


@login_required
@require_safe
def menu(request: HttpRequest) -> HttpResponse:
    """Show the first of what is kept, for the menu beside a search."""
    assert request.user.is_authenticated
    who = access.mandate_of(request.user)
    lines = searching.shelf(request.user, who)
    context = {"lines": _counted(request, who, lines[:IN_MENU]), "more": len(lines) > IN_MENU}
    return render(request, "workplace/kept/menu.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the search of the address under a name, for oneself or for a member."""
    assert request.user.is_authenticated
    here = asked(request, Criteria.read(request.GET).at(1))
    address, wrong = here.criteria.address, ""
    if request.method == "POST":
        name, member = request.POST.get("nom", ""), number_of(request.POST.get("membre", "")) or None
        try:
            keeping.keep_search(name, address, here.question, by=request.user, member=member)
        except (Impossible, Forbidden) as error:
            wrong = str(error)
        else:
            messages.success(request, _("Recherche gardée : elle est sous « Recherches et listes »."))
            return redirect(search_address(address))
    context = {
        "here": "search",
        "address": address,
        "sentence": total_sentence(searching.count(here.question, here.who)),
        "members": sharing_places(here.who),
        "form": {"nom": request.POST.get("nom", ""), "membre": request.POST.get("membre", "")},
        "wrong": wrong,
    }
    return render(request, "workplace/kept/keep.html", context, status=422 if wrong else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show what is kept, to name it otherwise, share it, or put its records in order."""
    assert request.user.is_authenticated
    who = access.mandate_of(request.user)
    line, wrong = searching.kept_one(request.user, who, number), ""
    if request.method == "POST":
        try:
            _change(request, line)
        except (Impossible, Forbidden) as error:
            wrong = str(error)
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect("workplace:kept-one", number)
    context = {
        "here": "search",
        "line": line,
        "count": total_sentence(counted(request, who, line)),
        "opens": opens(line),
        "members": sharing_places(who),
        "name": request.POST.get("nom", line.name),
        "chosen": request.POST.get("membre", str(line.member_id or "")),
        "wrong": wrong,
        **(places_of(request, line) if line.is_list else {}),
    }
    return render(request, "workplace/kept/one.html", context, status=422 if wrong else 200)


def _change(request: HttpRequest, line: KeptLine) -> None:
    assert request.user.is_authenticated
    name, member = request.POST.get("nom", ""), number_of(request.POST.get("membre", "")) or None
    if name != line.name:
        keeping.rename(line.id, name, by=request.user)
    if member != line.member_id:
        keeping.share(line.id, member, by=request.user)


@login_required
@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Drop what was kept, and offer to take it back."""
    assert request.user.is_authenticated
    keeping.drop(number, by=request.user)
    return redirect(f"{reverse('workplace:kept')}?retiree={number}")


@login_required
@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take back what was dropped."""
    assert request.user.is_authenticated
    try:
        keeping.take_back(number, by=request.user)
    except Impossible as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Elle est de nouveau là."))
    return redirect("workplace:kept")


def opens(line: KeptLine) -> str:
    """Give the address of the search that shows what is kept."""
    return search_address(f"liste={line.id}" if line.is_list else line.address)


def search_address(address: str) -> str:
    """Give the address of a search."""
    return reverse("workplace:search") + (f"?{address}" if address else "")


def sharing_places(who: Mandate) -> list[tuple[str, str]]:
    """Name the members in which somebody may share, by number as forms write it."""
    return [(str(number), name) for number, name in sorted(members.named(who.seated).items())]


def _counted(request: HttpRequest, who: Mandate, lines: list[KeptLine]) -> list[Counted]:
    return [Counted(line, counted(request, who, line), opens(line)) for line in lines]
