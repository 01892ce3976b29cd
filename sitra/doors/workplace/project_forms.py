"""The form of a project: what is asked, and what is refused before anything is done."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext as _, gettext_lazy

from sitra.delivery.actions import Wanted
from sitra.delivery.events import ProjectKind, ProjectState, Service
from sitra.delivery.queries import ProjectPage
from sitra.doors.workplace.project_words import service_words

_OF_THE_PILOT = frozenset({ProjectKind.OPEN_DATA, ProjectKind.SANDBOX})


class ProjectForm(forms.Form):
    """What a project is; `pilot` may serve everybody and change its pace."""

    name = forms.CharField(label=gettext_lazy("Nom"), max_length=150)
    kind = forms.ChoiceField(label=gettext_lazy("Ce que c’est"))
    state = forms.ChoiceField(label=gettext_lazy("Où il en est"))
    purpose = forms.CharField(
        label=gettext_lazy("À quoi il sert"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Une phrase que liront les membres dont il montre les fiches."),
    )
    address = forms.URLField(
        label=gettext_lazy("Adresse du site"), max_length=300, required=False, assume_scheme="https"
    )
    contact = forms.EmailField(
        label=gettext_lazy("Adresse e-mail du contact technique"),
        required=False,
        help_text=gettext_lazy("Qui prévenir quand quelque chose change ou s’arrête."),
    )
    services = forms.MultipleChoiceField(label=gettext_lazy("Comment il est nourri"), required=False)
    calls_per_minute = forms.IntegerField(
        label=gettext_lazy("Appels par minute"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text=gettext_lazy("Vide : le rythme commun."),
    )

    def __init__(self, *args: Any, pilot: bool, kind: ProjectKind | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        language = get_language() or "fr"
        offered = [one for one in ProjectKind if pilot or one is kind or one not in _OF_THE_PILOT]
        choices: dict[str, list[tuple[str, str]]] = {
            "kind": [(one.value, one.label(language)) for one in offered],
            "state": [(one.value, one.label(language)) for one in ProjectState],
            "services": [(one.value, one.label(language)) for one in Service],
        }
        for name, offers in choices.items():
            self.fields[name].choices = offers  # type: ignore[attr-defined]
        if not pilot:
            del self.fields["calls_per_minute"]

    def wanted(self, pace: int | None) -> Wanted:
        """Put it as the action wants it; `pace` is the one it has, for those who may not change it."""
        said = self.cleaned_data
        return Wanted(
            name=said["name"],
            kind=ProjectKind(said["kind"]),
            state=ProjectState(said["state"]),
            services=frozenset(map(Service, said["services"])),
            contact=said["contact"],
            purpose=said["purpose"],
            address=said["address"],
            calls_per_minute=said.get("calls_per_minute") if "calls_per_minute" in self.fields else pace,
        )

    @property
    def offered(self) -> list[tuple[str, str, str, bool]]:
        """The ways of being fed: word, name, what it is good for, whether it is ticked."""
        ticked = set(self["services"].value() or ())
        language = get_language() or "fr"
        return [(one.value, one.label(language), service_words(one), one.value in ticked) for one in Service]


def initial(page: ProjectPage | None) -> dict[str, Any]:
    """Fill the form with what a project is, or with what most new ones are."""
    if page is None:
        plain = Wanted("")
        return {
            "kind": plain.kind.value,
            "state": plain.state.value,
            "services": [one.value for one in plain.services],
        }
    return {
        "name": page.row.name,
        "kind": page.row.kind.value,
        "state": page.row.state.value,
        "services": [one.value for one in page.services],
        "contact": page.contact,
        "purpose": page.purpose,
        "address": page.address,
        "calls_per_minute": page.calls_per_minute,
    }


def no_member() -> str:
    """Say to somebody without the duty why they open no project."""
    return _(
        "Pour ouvrir un projet, il faut la permission « projets » dans un membre : demandez-la à ses "
        "administrateurs."
    )
