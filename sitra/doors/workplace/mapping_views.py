"""A file that was brought: what its columns become, what its words mean, its first records."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sitra.catalog.rules.kinds import Kind
from sitra.doors.workplace import import_shown, mapping_forms
from sitra.intake import actions as intake
from sitra.intake.events import WhenGone
from sitra.intake.queries import importing, preparing
from sitra.intake.queries.importing import DepositLine
from sitra.intake.rules.tabular import targets
from sitra.kit import texts
from sitra.kit.errors import Impossible


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, number: int) -> HttpResponse:
    """Show a file: its columns to map when it is a table, else what it was recognised as."""
    assert request.user.is_authenticated
    found = importing.deposit(request.user, number)
    if found.removed_at:
        return render(request, "workplace/imports/removed.html", {"here": "imports", "file": found})
    if found.form is None:
        context = {"here": "imports", "file": found, **_choices(whole=found.whole)}
        return render(request, "workplace/imports/known.html", context)
    return _columns(request, found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, number: int) -> HttpResponse:
    """Settle the words of a file that are no term of the vocabulary."""
    assert request.user.is_authenticated
    found = importing.deposit(request.user, number)
    if found.mapping is None:
        return redirect("workplace:import-file", number)
    asked = preparing.unsettled(request.user, number, _language())
    wrong: list[str] = []
    if request.method == "POST":
        settled, wrong = mapping_forms.words_read(request.POST, asked)
        if not wrong:
            intake.settle(found.mapping, settled, by=request.user)
            return redirect("workplace:import-preview", number)
    context = {
        "here": "imports",
        "file": found,
        "asked": asked,
        "wrong": wrong,
        "surveyed": preparing.SURVEYED,
    }
    return render(request, "workplace/imports/words.html", context, status=422 if wrong else 200)


@login_required
@require_GET
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """Show the first records as they would be written, and ask for all of them."""
    assert request.user.is_authenticated
    found = importing.deposit(request.user, number)
    if found.mapping is None:
        return redirect("workplace:import-file", number)
    asked = preparing.unsettled(request.user, number, _language())
    context = {
        "here": "imports",
        "file": found,
        "rows": intake.preview(request.user, number, _language()),
        "words": sum(not word.settled for one in asked for word in one.words),
        "has_words": bool(asked),
        **_choices(whole=False),
    }
    return render(request, "workplace/imports/preview.html", context)


def _columns(request: HttpRequest, found: DepositLine) -> HttpResponse:
    assert request.user.is_authenticated
    person = request.user
    language = _language()
    asked = request.POST.get("type", "") or request.GET.get("type", "")
    look = preparing.look(person, found.number, Kind(asked) if asked in Kind else None)
    form = None
    if look.plan:
        form = mapping_forms.shown(look, look.plan, found.mapping_name or _stem(found.name), language)
        if request.method == "POST":
            form, plan = mapping_forms.read(request.POST, look, look.plan.kind, language)
            if not form.errors:
                try:
                    intake.draw_up(found.number, plan, form.name, by=person)
                    messages.success(
                        request, _("Correspondances « %(name)s » enregistrées.") % {"name": form.name}
                    )
                    asked_words = preparing.unsettled(person, found.number, language)
                    settled = preparing.is_settled(asked_words)
                    step = "workplace:import-preview" if settled else "workplace:import-words"
                    return redirect(step, found.number)
                except Impossible as impossible:
                    form.errors.append(str(impossible))
    context = {
        "here": "imports",
        "file": found,
        "look": look,
        "form": form,
        **_offers(look.plan.kind if look.plan else None),
    }
    wrong = bool(form and form.errors)
    return render(request, "workplace/imports/columns.html", context, status=422 if wrong else 200)


def _offers(kind: Kind | None) -> dict[str, Any]:
    """Give what the form offers to choose from."""
    language = _language()
    return {
        "kind": kind,
        "kinds": sorted(
            ((one.value, one.label(language)) for one in Kind), key=lambda one: texts.fold(one[1])
        ),
        "fields": list(targets.by_label(kind, language)) if kind else [],
        "languages": [(code, texts.language_name(code, language)) for code in texts.LANGUAGES],
        "separators": list(mapping_forms.SEPARATORS.items()),
    }


def _choices(*, whole: bool) -> dict[str, Any]:
    return {"choices": import_shown.choices(WhenGone.ASK.value), "whole": whole}


def _stem(name: str) -> str:
    return name.split(".", maxsplit=1)[0].replace("_", " ").strip().capitalize()[:100]


def _language() -> str:
    return "en" if get_language() == "en" else "fr"
