"""The forms of exports and webhooks: what is asked, and what is refused before anything is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext as _, gettext_lazy

from sitra.catalog.rules.fields import FIELDS
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.shelf_life import list_name
from sitra.delivery import queries
from sitra.delivery.actions.hooks import LONGEST_NAME, MOST_FIELDS, Aimed
from sitra.delivery.events import Verb
from sitra.delivery.queries.outgoing import HookRow
from sitra.delivery.rules.exports import Wanted
from sitra.formats.rules.v002.archive import Markup

NEVER = ""
_LONGEST_ADDRESS = 500
_DEEP = 2
"""Steps of the paths that are suggested: below them, changes come together."""
_FREE = 3
"""Empty lines for fields, at least."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A word of a form that may be ticked."""

    word: str
    label: str
    ticked: bool


class PlanForm(forms.Form):
    """How a project wants its archives, and when."""

    markup = forms.ChoiceField(
        label=gettext_lazy("Format des fiches"), choices=[(one.value, one.value.upper()) for one in Markup]
    )
    grouped = forms.BooleanField(
        label=gettext_lazy("Fiches par 50"),
        required=False,
        help_text=gettext_lazy("Sinon, chaque fiche est un fichier de l’archive."),
    )
    dates = forms.BooleanField(
        label=gettext_lazy("Jours d’ouverture"),
        required=False,
        help_text=gettext_lazy("Chaque fiche dit ses jours d’ouverture, un par un, pour l’année qui vient."),
    )
    references = forms.BooleanField(
        label=gettext_lazy("Fichiers de référence"),
        required=False,
        help_text=gettext_lazy("Critères, communes et territoires, pour lire les numéros des fiches."),
    )
    notified = forms.CharField(
        label=gettext_lazy("Adresse à prévenir"),
        max_length=_LONGEST_ADDRESS,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": ""}),
        help_text=gettext_lazy(
            "Votre site y reçoit un POST dès qu’une archive est prête. Vide : il vient voir de lui-même."
        ),
    )
    hour = forms.ChoiceField(
        label=gettext_lazy("Chaque jour"),
        required=False,
        help_text=gettext_lazy("Seul ce qui a changé depuis le dernier export confirmé est donné."),
    )
    whole_every = forms.IntegerField(
        label=gettext_lazy("Tout redonner, en jours"),
        min_value=1,
        max_value=365,
        required=False,
        help_text=gettext_lazy("Par exemple 30 : une fois par mois, tout est redonné. Vide : jamais."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        never = (NEVER, _("Jamais : seulement sur demande"))
        hours = [(str(one), _("À partir de %(hour)s h") % {"hour": one}) for one in range(24)]
        self.fields["hour"].choices = [never, *hours]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """Put it as the action wants it."""
        said = self.cleaned_data
        return Wanted(
            markup=Markup(said["markup"]),
            grouped=said["grouped"],
            dates=said["dates"],
            references=said["references"],
            notified=said["notified"],
            hour=int(said["hour"]) if said["hour"] else None,
            whole_every=said["whole_every"],
        )


def plan_initial(wanted: Wanted) -> dict[str, Any]:
    """Fill the form with how a project wants its archives."""
    return {
        "markup": wanted.markup.value,
        "grouped": wanted.grouped,
        "dates": wanted.dates,
        "references": wanted.references,
        "notified": wanted.notified,
        "hour": NEVER if wanted.hour is None else str(wanted.hour),
        "whole_every": wanted.whole_every,
    }


class HookForm(forms.Form):
    """Where changes are sent, and which ones."""

    address = forms.CharField(
        label=gettext_lazy("Adresse"),
        max_length=_LONGEST_ADDRESS,
        widget=forms.URLInput(attrs={"placeholder": ""}),
        help_text=gettext_lazy(
            "L’adresse de votre programme, en https ; il y reçoit un POST par changement."
        ),
    )
    name = forms.CharField(
        label=gettext_lazy("Nom, pour le reconnaître"), max_length=LONGEST_NAME, required=False
    )
    selection = forms.ChoiceField(
        label=gettext_lazy("Fiches suivies"),
        required=False,
        help_text=gettext_lazy("Tout ce que le projet peut lire, ou une de ses sélections."),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Types de fiches"),
        required=False,
        choices=[(one.value, one.value) for one in Kind],
    )
    verbs = forms.MultipleChoiceField(
        label=gettext_lazy("Ce qui arrive"), required=False, choices=[(one.value, one.value) for one in Verb]
    )

    def __init__(self, *args: Any, project: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self._language = "en" if get_language() == "en" else "fr"
        lines = [(str(one.id), one.name) for one in queries.selections_of(project)]
        self.fields["selection"].choices = [("", _("Toutes les siennes")), *lines]  # type: ignore[attr-defined]

    @property
    def offered_kinds(self) -> list[Offer]:
        """The kinds of records, by their words."""
        ticked = set(self["kinds"].value() or ())
        return [Offer(one.value, one.label(self._language), one.value in ticked) for one in Kind]

    @property
    def offered_verbs(self) -> list[Offer]:
        """What becomes of records, by its words."""
        ticked = set(self["verbs"].value() or ())
        return [Offer(one.value, one.label(self._language), one.value in ticked) for one in Verb]

    @property
    def typed_fields(self) -> list[str]:
        """The fields as they were typed, and free lines after them."""
        typed = self.data.getlist("fields") if self.is_bound else self.initial.get("fields", ())  # type: ignore[attr-defined]
        held = [one for one in typed if one.strip()]
        return [*held, *[""] * _FREE][: max(MOST_FIELDS, len(held))]

    @property
    def offered_fields(self) -> list[tuple[str, str]]:
        """Paths that are suggested, with their names."""
        return suggested(self._language)

    def clean(self) -> dict[str, Any]:
        """Refuse fields that no record has: nothing would ever be sent of them."""
        said: dict[str, Any] = super().clean() or {}
        typed = [one.strip() for one in self.data.getlist("fields") if one.strip()]  # type: ignore[attr-defined]
        for one in typed:
            if not is_known(one):
                self.add_error(None, _unknown(one))
        return {**said, "fields": tuple(dict.fromkeys(typed))}

    def aimed(self) -> Aimed:
        """Put it as the action wants it."""
        said = self.cleaned_data
        return Aimed(
            address=said["address"],
            name=said["name"],
            selection=int(said["selection"]) if said["selection"] else None,
            kinds=tuple(said["kinds"]),
            fields=said["fields"],
            verbs=tuple(said["verbs"]),
        )


def hook_initial(row: HookRow | None) -> dict[str, Any]:
    """Fill the form with what a webhook is."""
    if row is None:
        return {}
    return {
        "address": row.address,
        "name": row.name,
        "selection": str(row.selection_id or ""),
        "kinds": list(row.asked.kinds),
        "verbs": list(row.asked.verbs),
        "fields": list(row.asked.fields),
    }


@cache
def _paths() -> tuple[str, ...]:
    return tuple(dict.fromkeys(field.path.replace("[]", "") for field in FIELDS))


@cache
def suggested(language: str) -> list[tuple[str, str]]:
    """Give the paths of blocks and of their first fields, in the order of the catalogue, with their names."""
    labels = {field.path.replace("[]", ""): field.label(language) for field in FIELDS}
    found = dict.fromkeys(one for path in _paths() for one in _above(path))
    return [(one, labels.get(one) or list_name(one, language)) for one in found]


def _above(path: str) -> Iterator[str]:
    steps = path.split(".")
    for length in range(1, min(len(steps), _DEEP) + 1):
        yield ".".join(steps[:length])


def is_known(path: str) -> bool:
    """Say whether some record may have something at a path, below it, or above it."""
    return any(
        one == path or one.startswith(f"{path}.") or path.startswith((f"{one}.", f"{one}["))
        for one in _paths()
    )


def _unknown(path: str) -> str:
    near = get_close_matches(path, [one for one, _label in suggested("fr")], n=3, cutoff=0.5)
    said = _("Aucun champ ne s’appelle « %(path)s ».") % {"path": path[:80]}
    return f"{said} {_('Peut-être :')} {', '.join(near)}." if near else said
