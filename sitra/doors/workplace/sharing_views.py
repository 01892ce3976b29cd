"""Whom a member shares its records with: reading it, trying it out, changing it."""

from collections.abc import Iterable, Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _, ngettext
from django.views.decorators.http import require_http_methods

from sitra.access import actions, queries as access
from sitra.access.rules.sharing import Audience, Rule, Share, share_of
from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Forbidden, Impossible, Stale
from sitra.kit.texts import fold
from sitra.members import queries as members
from sitra.tourism import queries as tourism


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sharing(request: HttpRequest, number: int) -> HttpResponse:
    """Show what of a member's records goes to whom; change it, or only count what would change."""
    assert request.user.is_authenticated
    page = members.page(request.user, number)
    if not page.administers:
        raise Forbidden("Le partage des fiches se règle par les administrateurs de ce membre.")
    kept = access.rules(number)
    wanted, status, refused = kept, 200, ""
    if request.method == "POST":
        try:
            wanted = _read(number, request.POST)
            if "voir" not in request.POST:
                changed = actions.share(number, wanted, seen=request.POST.get("vu", ""), by=request.user)
                words = ngettext("%(count)d règle changée.", "%(count)d règles changées.", changed)
                messages.success(request, words % {"count": changed} if changed else _("Rien n’a changé."))
                return redirect("workplace:member-sharing", number)
        except (Impossible, Stale) as error:
            refused, status = str(error), 409 if isinstance(error, Stale) else 422
    language = get_language() or "fr"
    counts = tourism.count_published(number)
    context = {
        "here": "members",
        "page": page,
        "tab": "sharing",
        "audiences": [(one.value, one.label(language)) for one in Audience],
        "shares": [(one.value, one.label(language)) for one in reversed(Share)],
        "rows": _rows(number, wanted, counts, language),
        "seen": access.mark(kept),
        "effects": _effects(number, kept, wanted, counts, language) if "voir" in request.POST else None,
        "refused": refused,
    }
    return render(request, "workplace/members/sharing.html", context, status=status)


def _read(member: int, sent: QueryDict) -> list[Rule]:
    """Read the choices of a form; what it does not hold goes whole, what it invents is refused."""
    rules = []
    for audience in Audience:
        for kind in Kind:
            word = sent.get(f"{audience.value}:{kind.value}", Share.ALL.value)
            if word not in set(Share):
                message = "Ce choix n'existe pas : reprenez l'un de ceux de la liste."
                raise Impossible(message)
            rules.append(Rule(member, audience, kind.value, Share(word)))
    return [one for one in rules if one.share is not Share.ALL]


def _rows(
    member: int, kept: Iterable[Rule], counts: Mapping[str, int], language: str
) -> list[dict[str, object]]:
    """Give the kinds with what goes to each audience, those it has most of first."""
    known = list(kept)
    kinds = sorted(Kind, key=lambda kind: (-counts.get(kind.value, 0), fold(kind.label(language))))
    return [
        {
            "label": kind.label(language),
            "count": counts.get(kind.value, 0),
            "choices": [
                (
                    f"{audience.value}:{kind.value}",
                    audience.label(language),
                    share_of(known, member, kind.value, audience).value,
                )
                for audience in Audience
            ],
        }
        for kind in kinds
    ]


def _effects(
    member: int, before: Iterable[Rule], after: Iterable[Rule], counts: Mapping[str, int], language: str
) -> list[dict[str, object]]:
    """Count, for each audience, the published records that go there today and would afterwards."""
    both = list(before), list(after)
    return [
        {
            "audience": audience.label(language),
            "before": _going(member, both[0], audience, counts),
            "after": _going(member, both[1], audience, counts),
        }
        for audience in Audience
    ]


def _going(
    member: int, rules: Iterable[Rule], audience: Audience, counts: Mapping[str, int]
) -> tuple[int, int]:
    """Count the records that go to an audience, and those of them that go in part only."""
    known = list(rules)
    shares = {kind: share_of(known, member, kind, audience) for kind in counts}
    gone = sum(count for kind, count in counts.items() if shares[kind] is not Share.NOTHING)
    part = sum(count for kind, count in counts.items() if shares[kind] in {Share.NETWORK, Share.PUBLIC})
    return gone, part
