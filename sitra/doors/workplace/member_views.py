"""Members: the list, one of them, what it says of itself, what the network says of it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sitra.doors.workplace import member_words
from sitra.doors.workplace.duplicate_forms import number_of, page_of
from sitra.doors.workplace.member_forms import ContactsForm, OutlineForm
from sitra.kit.errors import Forbidden, Impossible, Stale
from sitra.members import actions, queries
from sitra.members.events import CHARTER
from sitra.members.queries import MemberPage
from sitra.members.rules import MemberFilter
from sitra.places import queries as places
from sitra.tourism import queries as tourism

LONGEST = 80


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the members, narrowed by the address: `nom`, `type`, `departement`, `partis`."""
    assert request.user.is_authenticated
    types, departements = member_words.member_types(), member_words.departement_names()
    words = " ".join(request.GET.get("nom", "").replace("\0", " ").split())[:LONGEST]
    kind, departement = number_of(request.GET.get("type", "")), request.GET.get("departement", "")
    departement = departement if departement in departements else ""
    gone = "partis" in request.GET
    wanted = MemberFilter(
        words=words,
        kinds=frozenset({kind}) if kind in types else None,
        departement=departement,
        active=not gone,
    )
    found = queries.search(wanted, page_of(request.GET))
    offices = queries.offices(request.user)
    address = QueryDict(mutable=True)
    given = {"nom": words, "type": str(kind or ""), "departement": departement, "partis": "1" if gone else ""}
    address.update({name: value for name, value in given.items() if value})
    context = {
        "here": "members",
        "found": found,
        "rows": [_row(line, types, departements) for line in found.lines],
        "types": types,
        "departements": departements,
        "asked": {"words": words, "kind": kind, "departement": departement, "gone": gone},
        "address": address.urlencode(),
        "mine": queries.hats(request.user),
        "admits": offices.oversees,
    }
    return render(request, "workplace/members/index.html", context)


def _row(line: Any, types: dict[int, str], departements: dict[str, str]) -> dict[str, Any]:
    return {
        "line": line,
        "type": types.get(line.kind, ""),
        "departement": departements.get(line.departement, ""),
        "communes": len(line.communes),
    }


@login_required
@never_cache
@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show a member: all of it to its own people, what is public to others."""
    page = _page(request, number)
    known = places.by_ids(page.line.communes)
    signed = queries.signed(number) if page.whole else []
    entities = queries.entities([number]).get(number, []) if page.whole else []
    named = tourism.structures(one.record for one in entities)
    context = {
        **_frame(page, "what"),
        "row": _row(page.line, member_words.member_types(), member_words.departement_names()),
        "communes": sorted(set(known.values()), key=lambda line: line.name),
        "kinds": [member_words.kind_names()[kind] for kind in page.line.kinds],
        "sponsored": queries.sponsored([number]).get(number, []),
        "records": tourism.count_owned(number),
        "zone": member_words.zones()[page.line.zone],
        "currency": member_words.currencies()[page.line.currency],
        "entities": [(one.record, named[one.record].name) for one in entities if one.record in named],
        "signed": signed,
        "to_sign": CHARTER if page.belongs and page.administers and not _has(signed) else "",
    }
    return render(request, "workplace/members/one.html", context)


def _has(signed: list[tuple[str, datetime, str]]) -> bool:
    return any(version == CHARTER for version, _at, _who in signed)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest, number: int) -> HttpResponse:
    """Change what a member says of itself."""
    assert request.user.is_authenticated
    page = _page(request, number)
    if not page.administers:
        raise Forbidden("Seuls les administrateurs de ce membre le modifient.")
    line, entities = page.line, queries.entities([number]).get(number, [])
    initial = {
        "site": line.site,
        "kinds": line.kinds,
        "mails_of_exports": ", ".join(line.mails_of_exports),
        "mails_of_records": ", ".join(line.mails_of_records),
        "entities": ", ".join(str(one.record) for one in entities),
        "currency": line.currency,
        "zone": line.zone,
    }
    form = ContactsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        records = form.cleaned_data["entities"]
        if strange := sorted(set(records) - tourism.structures(records).keys()):
            form.add_error(
                "entities", _("La fiche %(number)s n’est pas une structure.") % {"number": strange[0]}
            )
        elif _saved(request, form, lambda: actions.change(
            number, form.contacts(), seen=_seen(request), by=request.user
        )):  # fmt: skip
            main = records[0] if records else None
            actions.name_entities(number, records, main=main, by=request.user)
            return redirect("workplace:member", number)
    context = {**_frame(page, "contacts"), "form": form}
    return render(request, "workplace/members/contacts.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def outline(request: HttpRequest, number: int) -> HttpResponse:
    """Change what the network says of a member."""
    assert request.user.is_authenticated
    page = _page(request, number)
    _demand_overseen(page)
    form = OutlineForm(request.POST if request.method == "POST" else None, initial=_drawn(page))
    if request.method == "POST" and form.is_valid() and _saved(request, form, lambda: actions.redraw(
        number, form.outline(), seen=_seen(request), by=request.user
    )):  # fmt: skip
        return redirect("workplace:member", number)
    return _outline(request, page, form)


def _drawn(page: MemberPage) -> dict[str, Any]:
    codes = sorted(line.code for line in places.by_ids(page.line.communes).values())
    return {
        "name": page.line.name,
        "kind": page.line.kind,
        "departement": page.line.departement,
        "communes": " ".join(codes),
    }


def _outline(
    request: HttpRequest, page: MemberPage, form: OutlineForm, status: int = 200, **left: Any
) -> HttpResponse:
    """Show what the network says of a member; `left` is how its leaving was filled in, when refused."""
    number = page.line.id
    others = {key: name for key, name in queries.all_named().items() if key != number}
    context = {
        **_frame(page, "network"),
        **left,
        "form": form,
        "others": others,
        "records": tourism.count_owned(number),
    }
    status = 422 if form.errors else status
    return render(request, "workplace/members/network.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def admit(request: HttpRequest) -> HttpResponse:
    """Admit a member."""
    assert request.user.is_authenticated
    if not queries.offices(request.user).oversees:
        raise Forbidden("Seuls un animateur ou le pilote admettent un membre.")
    form = OutlineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.outline()
        try:
            member = actions.admit(
                name=said.name,
                kind=said.kind,
                departement=said.departement,
                communes=said.communes,
                by=request.user,
            )
        except (Impossible, Forbidden) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Le membre est admis. Invitez maintenant son administrateur."))
            return redirect("workplace:member-people", member.pk)
    context = {"here": "members", "form": form}
    return render(request, "workplace/members/admit.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def sponsor(request: HttpRequest, number: int) -> HttpResponse:
    """Say who sponsors a member."""
    assert request.user.is_authenticated
    actions.sponsor(number, number_of(request.POST.get("parrain", "")), by=request.user)
    messages.success(request, _("Le parrain est enregistré."))
    return redirect("workplace:member", number)


@login_required
@require_POST
def sign(request: HttpRequest, number: int) -> HttpResponse:
    """Sign the charter for a member."""
    assert request.user.is_authenticated
    actions.sign_charter(number, request.POST.get("version", ""), by=request.user)
    messages.success(request, _("La charte est signée."))
    return redirect("workplace:member", number)


@login_required
@require_POST
def leave(request: HttpRequest, number: int) -> HttpResponse:
    """Let a member leave; its name is typed, for it is not undone."""
    assert request.user.is_authenticated
    page = _page(request, number)
    _demand_overseen(page)
    typed, heir = request.POST.get("nom", "").strip()[:150], number_of(request.POST.get("heritier", ""))
    try:
        _demand_meant(page, typed, heir)
        actions.leave(number, heir=heir, by=request.user)
    except (Impossible, Stale) as refused:
        form = OutlineForm(initial=_drawn(page))
        return _outline(request, page, form, 422, not_left=str(refused), typed=typed, heir=heir)
    messages.success(request, _("Le départ est enregistré : ses fiches passent à qui les reprend."))
    return redirect("workplace:member", number)


def _page(request: HttpRequest, number: int) -> MemberPage:
    assert request.user.is_authenticated
    return queries.page(request.user, number)


def _frame(page: MemberPage, tab: str) -> dict[str, Any]:
    return {"here": "members", "page": page, "tab": tab}


def _demand_overseen(page: MemberPage) -> None:
    if not page.oversees:
        raise Forbidden("Seuls l'animateur de ce département et le pilote du réseau le peuvent.")


def _demand_meant(page: MemberPage, typed: str, heir: int | None) -> None:
    """Refuse a leaving that nobody inherits from, or that was not confirmed by name."""
    if not heir:
        raise Impossible(_("Choisissez qui reprend ses fiches."))
    if typed != page.line.name:
        raise Impossible(_("Pour confirmer le départ, écrivez le nom du membre tel qu’il est affiché."))


def _seen(request: HttpRequest) -> datetime:
    seen = parse_datetime(request.POST.get("vu", ""))
    if seen is None or seen.tzinfo is None:
        raise Stale("Cette page ne dit plus quelle version elle montrait : rechargez-la.")
    return seen


def _saved(request: HttpRequest, form: Any, change: Any) -> bool:
    """Do a change, and say on the form what the trade refuses."""
    try:
        change()
    except (Impossible, Stale) as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("C’est enregistré."))
    return True
