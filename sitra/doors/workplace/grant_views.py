"""Records entrusted to others: which rights are in force, giving one, and taking it back."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sitra.access import actions, queries
from sitra.access.rules.terms import Terms
from sitra.catalog.rules import sections
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import Section
from sitra.doors.workplace.proposal_forms import clean, number_of
from sitra.kit import texts
from sitra.kit.errors import Forbidden, Impossible, Unknown
from sitra.members import queries as members
from sitra.members.events import Duty
from sitra.places import queries as places
from sitra.tourism.queries.reaching import Opened, opened_by

MOST_RECORDS = 1000
NETWORK = "reseau"


@dataclass(frozen=True, slots=True)
class GrantForm:
    """The form of a grant as it was filled in, and in words what could not be read."""

    giver: str = ""
    taker: int = 0
    duty: Duty = Duty.WRITE
    kinds: tuple[str, ...] = ()
    departement: str = ""
    commune: str = ""
    records: str = ""
    sections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    until: str = ""
    reason: str = ""
    wrong: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, sent: QueryDict) -> "GrantForm":
        """Read a form."""
        duty = sent.get("permission", "")
        return cls(
            giver=sent.get("de", "")[:12],
            taker=number_of(sent.get("a", "")),
            duty=Duty(duty) if duty in set(Duty) else Duty.WRITE,
            kinds=tuple(kind for kind in sent.getlist("type") if kind in set(Kind)),
            departement=clean(sent.get("departement", ""), 3),
            commune=clean(sent.get("commune", ""), 80),
            records=clean(sent.get("fiches", ""), 10_000),
            sections=tuple(one for one in sent.getlist("partie") if one in sections.ENTRUSTED),
            languages=tuple(code for code in sent.getlist("langue") if code in texts.SUFFIXES),
            until=sent.get("fin", "")[:10],
            reason=clean(sent.get("motif", ""), 250),
        )

    @property
    def owner(self) -> int | None:
        """The member whose records these are; nothing for those of everybody."""
        return None if self.giver == NETWORK else number_of(self.giver)

    def terms(self) -> Terms:
        """Put it as the action wants it; what cannot be read is noted in `wrong`."""
        return Terms(
            duty=self.duty,
            kinds=self.kinds,
            communes=self._communes(),
            departements=(self.departement,) if self.departement else (),
            records=self._numbers(),
            fields=tuple(path for one in self.sections for path in sections.paths_of(Section(one))),
            languages=self.languages,
            until=self._day(),
            reason=self.reason,
        )

    def _communes(self) -> tuple[str, ...]:
        if not self.commune:
            return ()
        offered = places.suggest(self.commune)
        if len(offered) == 1:
            return (offered[0].commune.code,)
        words = _("« %(words)s » ne désigne pas une seule commune : donnez son nom entier ou son code INSEE.")
        self.wrong.append(words % {"words": self.commune})
        return ()

    def _numbers(self) -> tuple[int, ...]:
        parts = self.records.replace(",", " ").replace(";", " ").split()
        numbers = [number_of(part) for part in parts]
        if 0 in numbers:
            self.wrong.append(_("Les fiches se donnent par leur numéro, séparés par des espaces."))
        return tuple(number for number in numbers if number)

    def _day(self) -> date | None:
        try:
            return date.fromisoformat(self.until) if self.until else None
        except ValueError:
            self.wrong.append(_("La date de fin s’écrit ainsi : 2027-06-30."))
            return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def grants(request: HttpRequest) -> HttpResponse:
    """Show the grants one gave or received; give one, or only say what it would open."""
    assert request.user.is_authenticated
    if request.method != "POST":
        return _page(request, GrantForm())
    form = GrantForm.read(request.POST)
    terms = form.terms()
    if not form.taker and "voir" not in request.POST:
        form.wrong.append(_("Choisissez à qui vous confiez ces fiches."))
    if form.wrong:
        return _page(request, form, status=422)
    try:
        if "voir" in request.POST:
            area = queries.area_to_give(request.user, terms, form.owner)
            return _page(request, form, opened=opened_by(area, get_language() or "fr"))
        actions.give(form.taker, terms, giver=form.owner, by=request.user)
    except (Impossible, Unknown, Forbidden) as refused:
        form.wrong.append(str(refused))
        return _page(request, form, status=403 if isinstance(refused, Forbidden) else 422)
    messages.success(request, _("C’est confié : le droit vaut dès maintenant."))
    # A redirect keeps the fragment of the form: the message would be out of sight, above it.
    return redirect(f"{reverse('workplace:grants')}#contenu")


@login_required
@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Take a grant back."""
    assert request.user.is_authenticated
    actions.revoke(number, by=request.user)
    messages.success(request, _("Le droit est retiré."))
    return redirect("workplace:grants")


def _page(
    request: HttpRequest, form: GrantForm, *, opened: Opened | None = None, status: int = 200
) -> HttpResponse:
    assert request.user.is_authenticated
    language = get_language() or "fr"
    who = queries.mandate_of(request.user)
    lines = queries.grants(request.user, language, after=number_of(request.GET.get("apres", "")) or None)
    context = {
        "here": "grants",
        "form": form,
        "lines": lines,
        "older": lines[-1].id if len(lines) == queries.PAGE else None,
        "today": timezone.localdate(),
        "opened": opened,
        "gives": bool(who.administers or who.pilots or who.animated),
        "network": who.pilots or bool(who.animated),
        "givers": members.named(who.administers).items(),
        "takers": members.all_named().items(),
        "duties": duties(),
        "kinds": [(kind.value, kind.label(language)) for kind in Kind],
        "departements": places.departements(),
        "sections": [(one.value, one.label(language)) for one in sections.ENTRUSTED],
        "languages": [(code, texts.language_name(code, language)) for code in texts.LANGUAGES],
    }
    return render(request, "workplace/grants.html", context, status=status)


def duties() -> list[tuple[str, str]]:
    """Name what can be entrusted."""
    return [
        (Duty.WRITE.value, _("modifier")),
        (Duty.CONSULT.value, _("consulter, brouillons compris")),
        (Duty.REVIEW.value, _("décider des propositions")),
        (Duty.PUBLISH.value, _("publier et masquer")),
    ]
