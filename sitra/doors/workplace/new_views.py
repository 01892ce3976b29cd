"""A new record: its kind, its name, its commune; then the editor. Or a copy, or one begun with a template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sitra.access import queries as access
from sitra.catalog.rules.kinds import Kind
from sitra.doors.workplace import member_hats
from sitra.doors.workplace.proposal_forms import clean, number_of
from sitra.kit.errors import Impossible
from sitra.members import queries as members
from sitra.places.queries import CommuneLine
from sitra.review import actions, queries
from sitra.review.actions import Proposer
from sitra.review.queries import TemplateOffer
from sitra.review.rules.editing.templating import begun
from sitra.search import queries as searching
from sitra.search.events import ReadModelUnavailable
from sitra.search.queries import Question

LONGEST_NAME = 255
OFFERED = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a new record, as it was typed, and what each field lacks."""

    kind: Kind | None
    name: str
    place: str
    owner: int
    sure: bool
    comment: str
    template: int = 0

    @classmethod
    def read(cls, sent: QueryDict, owner: int) -> "Asked":
        """Read a form, or an address that names a kind."""
        kind = sent.get("type", "")
        return cls(
            kind=Kind(kind) if kind in set(Kind) else None,
            name=clean(sent.get("nom", ""), LONGEST_NAME),
            place=clean(sent.get("commune", "")),
            owner=number_of(sent.get("proprietaire", "")) or owner,
            sure="quand-meme" in sent,
            comment=clean(sent.get("commentaire", "")),
            template=number_of(sent.get("modele", "")),
        )

    def of(self, templates: Sequence[TemplateOffer]) -> "Asked":
        """Take the kind of the template where none was chosen."""
        chosen = next((one for one in templates if one.id == self.template), None)
        return replace(self, kind=chosen.kind) if chosen and self.kind is None else self

    def wrong(self, commune: CommuneLine | None, templates: Sequence[TemplateOffer]) -> dict[str, str]:
        """Say what is lacking, by field."""
        wrong = {}
        chosen = next((one for one in templates if one.id == self.template), None)
        if self.template and chosen is None:
            wrong["modele"] = _("Ce modèle n’est plus là : choisissez-en un autre, ou aucun.")
        elif chosen and self.kind not in {None, chosen.kind}:
            words = _("Ce modèle est pour un autre type : %(kind)s.")
            wrong["modele"] = words % {"kind": chosen.kind_label}
        if self.kind is None:
            wrong["type"] = _("Choisissez ce que décrit la fiche.")
        if not self.name:
            wrong["nom"] = _("Écrivez le nom sous lequel le visiteur le connaît.")
        if commune is None:
            wrong["commune"] = _("Choisissez une commune de la liste, ou donnez son code INSEE.")
        return wrong


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask what a new record is, show those that may be it already, then open the editor."""
    assert request.user.is_authenticated
    offices = _offices(request)
    asked = Asked.read(request.POST if request.method == "POST" else request.GET, next(iter(offices), 0))
    commune = queries.commune_named(asked.place)
    templates = queries.templates_offered(request.user, get_language() or "fr") if offices else []
    asked = asked.of(templates)
    context = {
        "here": "new",
        "asked": asked,
        "kinds": [(one.value, one.label(get_language() or "fr")) for one in Kind],
        "offices": offices,
        "templates": templates,
        "wrong": {},
        "alike": [],
    }
    if request.method != "POST":
        return render(request, "workplace/editor/new.html", context)
    context["wrong"] = asked.wrong(commune, templates)
    if context["wrong"] or commune is None or asked.kind is None:
        return render(request, "workplace/editor/new.html", context, status=422)
    context["alike"] = [] if asked.sure else _alike(request, asked, commune)
    if context["alike"]:
        return render(request, "workplace/editor/new.html", context)
    return _begun(request, asked, asked.kind, commune)


@login_required
@require_POST
def duplicate(request: HttpRequest, number: int) -> HttpResponse:
    """Begin a record that says what another one says."""
    assert request.user.is_authenticated
    owner = next(iter(_offices(request)), 0)
    row = actions.duplicate(number, owner=owner, by=request.user)
    messages.success(request, _("Voici la copie, en brouillon : changez ce qui diffère, puis publiez-la."))
    return redirect(f"{reverse('workplace:edit', args=[row.pk])}?partie=identity")


def _begun(request: HttpRequest, asked: Asked, kind: Kind, commune: CommuneLine) -> HttpResponse:
    """Write the draft and open the editor; or propose the record to the office of the commune."""
    assert request.user.is_authenticated
    address: dict[str, object] = {"commune": {"id": commune.number}}
    if len(commune.postal_codes) == 1:
        address["codePostal"] = commune.postal_codes[0]
    document: Mapping[str, Any] = {
        "nom": {"libelleFr": asked.name},
        "localisation": {"adresse": address},
    }
    if asked.template:
        document = begun(queries.template_content(request.user, asked.template)[1], document)
    if asked.owner:
        row = actions.begin_record(document, kind=kind, owner=asked.owner, by=request.user)
        return redirect(f"{reverse('workplace:edit', args=[row.pk])}?partie=identity")
    warden = queries.taker(members.wardens().get(commune.id, 0))
    if warden is None:
        message = _("Aucun office ne veille sur cette commune : écrivez à l’animateur du département.")
        raise Impossible(message)
    by = Proposer(request.user, comment=asked.comment)
    made = actions.propose_record(document, kind=kind, owner=warden, by=by)
    messages.success(request, _("Votre proposition est envoyée à l’office de la commune."))
    return redirect("workplace:proposal", made.pk)


def _offices(request: HttpRequest) -> dict[int, str]:
    """Give the members for which somebody may write a record, the one they act for first."""
    assert request.user.is_authenticated
    writes = access.mandate_of(request.user).writes
    worn = member_hats.worn(request)
    ordered = sorted(members.named(writes).items(), key=lambda one: (one[0] != worn, one[1]))
    return dict(ordered)


def _alike(request: HttpRequest, asked: Asked, commune: CommuneLine) -> list[object]:
    """Give the records of the commune whose name says the same; none while the read model is away."""
    assert request.user.is_authenticated
    question = Question(words=asked.name, communes=(commune.code,), count=OFFERED)
    try:
        page = searching.cards(question, access.mandate_of(request.user), get_language() or "fr")
    except ReadModelUnavailable:
        return []
    return list(page.cards)
