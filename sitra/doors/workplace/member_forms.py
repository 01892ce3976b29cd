"""Forms about members: what is asked, and what is refused before anything is done."""

import re
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _, gettext_lazy

from sitra.catalog.rules.kinds import Kind
from sitra.doors.workplace import member_words as words
from sitra.kit.texts import fold
from sitra.members.actions import Contacts, Newcomer, Outline
from sitra.members.events import Currency, Duty, Zone
from sitra.places import queries as places

_SEPARATORS = re.compile(r"[\s,;]+")
_NUMBER = re.compile(r"(?:^|[_/])([0-9]{1,15})$", re.ASCII)
MOST_MAILS = 10
LARGEST_NUMBER = 10**15


def record_number(typed: str) -> int:
    """Read the number of a record, also from its identifier or its address, which end with it; 0 is none."""
    found = _NUMBER.search(typed.strip())
    return int(found[1]) if found and int(found[1]) < LARGEST_NUMBER else 0


class DutiesForm(forms.Form):
    """What a seat allows; only what one may give is offered."""

    duties = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, givable: frozenset[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["duties"].choices = [(word, word) for word in givable]  # type: ignore[attr-defined]

    def duties_given(self) -> frozenset[Duty]:
        """Give what was ticked."""
        return frozenset(Duty(word) for word in self.cleaned_data["duties"])


class InvitationForm(DutiesForm):
    """Whom to invite, and to what."""

    email = forms.EmailField(label=gettext_lazy("Adresse e-mail"), max_length=254)

    def clean_duties(self) -> list[str]:
        """Refuse an invitation to nothing."""
        given: list[str] = self.cleaned_data["duties"]
        if not given:
            raise ValidationError(_("Cochez au moins une permission."))
        return given


class NewcomerForm(forms.Form):
    """Who accepts an invitation, and the password they choose."""

    first_name = forms.CharField(label=gettext_lazy("Prénom"), max_length=80)
    last_name = forms.CharField(label=gettext_lazy("Nom"), max_length=80)
    password = forms.CharField(
        label=gettext_lazy("Mot de passe"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html(),
    )

    def clean_password(self) -> str:
        """Refuse a password that is easily guessed."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def newcomer(self, language: str) -> Newcomer:
        """Put it as the action wants it."""
        said = self.cleaned_data
        return Newcomer(said["first_name"], said["last_name"], said["password"], language)


class AccountForm(forms.Form):
    """What a professional says who asks for an account."""

    first_name = forms.CharField(label=gettext_lazy("Prénom"), max_length=80)
    last_name = forms.CharField(label=gettext_lazy("Nom"), max_length=80)
    email = forms.EmailField(label=gettext_lazy("Adresse e-mail"), max_length=254)
    commune = forms.CharField(
        label=gettext_lazy("Commune de votre établissement"),
        max_length=80,
        help_text=gettext_lazy("Son nom ou son code postal : l’office qui y répond lira votre demande."),
    )
    record = forms.CharField(
        label=gettext_lazy("Numéro de votre fiche"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Laissez vide si vous ne le connaissez pas : l’office le retrouvera."),
    )
    words = forms.CharField(
        label=gettext_lazy("Message à l’office"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_record(self) -> int | None:
        """Read a number, or an identifier, whose end it is."""
        typed: str = self.cleaned_data["record"]
        number = record_number(typed)
        if typed and not number:
            raise ValidationError(_("Donnez le numéro de la fiche, en chiffres."))
        return number or None

    offers: list[places.Offer]
    chosen: places.CommuneLine | None = None

    def clean_commune(self) -> str:
        """Find the commune that is meant; several give a choice."""
        typed: str = self.cleaned_data["commune"]
        self.offers = places.suggest(typed.replace("\0", ""))
        picked = [one for one in self.offers if one.commune.code == self.data.get("choix")]
        exact = [one for one in self.offers if fold(one.commune.name) == fold(typed)]
        found = picked or (exact if len(exact) == 1 else self.offers)
        if not found:
            raise ValidationError(_("Aucune commune ne commence ainsi."))
        if len(found) > 1:
            raise ValidationError(_("Plusieurs communes répondent : choisissez la vôtre."))
        self.chosen = found[0].commune
        return typed


class MailsField(forms.CharField):
    """Several addresses in one box."""

    def clean(self, value: Any) -> Any:
        """Part them and look at each."""
        mails = [one for one in _SEPARATORS.split(super().clean(value)) if one]
        if len(mails) > MOST_MAILS:
            raise ValidationError(_("Dix adresses au plus."))
        for one in mails:
            validate_email(one)
        return mails


class ContactsForm(forms.Form):
    """What a member says of itself."""

    site = forms.URLField(label=gettext_lazy("Site web"), required=False, assume_scheme="https")
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Types de fiches gérés"), required=False, widget=forms.CheckboxSelectMultiple
    )
    mails_of_exports = MailsField(
        label=gettext_lazy("Adresses prévenues des exports"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Dix au plus, séparées par des virgules."),
    )
    mails_of_records = MailsField(
        label=gettext_lazy("Adresses prévenues de la gestion des fiches"), required=False, max_length=1000
    )
    entities = forms.CharField(
        label=gettext_lazy("Entités juridiques"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "Numéros de fiches de type Structure, séparés par des virgules ; la première est la principale."
        ),
    )
    currency = forms.ChoiceField(label=gettext_lazy("Devise"))
    zone = forms.ChoiceField(label=gettext_lazy("Jours fériés"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, offered in (
            ("kinds", words.kind_names()),
            ("currency", words.currencies()),
            ("zone", words.zones()),
        ):
            self.fields[name].choices = list(offered.items())  # type: ignore[attr-defined]

    def clean_entities(self) -> list[int]:
        """Read the numbers."""
        written = [one for one in _SEPARATORS.split(self.cleaned_data["entities"]) if one]
        if not all(one.isascii() and one.isdigit() and int(one) < LARGEST_NUMBER for one in written):
            raise ValidationError(_("Donnez des numéros de fiches, en chiffres."))
        return list(dict.fromkeys(int(one) for one in written))

    def contacts(self) -> Contacts:
        """Put it as the action wants it."""
        said = self.cleaned_data
        return Contacts(
            site=said["site"],
            kinds=[Kind(one) for one in said["kinds"]],
            mails_of_exports=said["mails_of_exports"],
            mails_of_records=said["mails_of_records"],
            currency=Currency(said["currency"]),
            zone=Zone(said["zone"]),
        )


class OutlineForm(forms.Form):
    """What the network says of a member."""

    name = forms.CharField(label=gettext_lazy("Nom du membre"), max_length=150)
    kind = forms.TypedChoiceField(label=gettext_lazy("Type de membre"), coerce=int)
    departement = forms.ChoiceField(label=gettext_lazy("Département"), required=False)
    communes = forms.CharField(
        label=gettext_lazy("Communes du territoire"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Codes INSEE, séparés par des espaces ou des virgules."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        named = [(code, f"{name} ({code})") for code, name in words.departement_names().items()]
        self.fields["kind"].choices = list(words.member_types().items())  # type: ignore[attr-defined]
        self.fields["departement"].choices = [("", _("aucun")), *named]  # type: ignore[attr-defined]

    def clean_communes(self) -> list[str]:
        """Name the codes that nobody knows."""
        codes = [one.upper() for one in _SEPARATORS.split(self.cleaned_data["communes"]) if one]
        known = {line.code for line in places.by_codes(codes)}
        if strange := sorted(set(codes) - known):
            raise ValidationError(_("Codes inconnus : %(codes)s.") % {"codes": ", ".join(strange[:5])})
        return codes

    def outline(self) -> Outline:
        """Put it as the action wants it."""
        said = self.cleaned_data
        return Outline(said["name"], said["kind"], said["departement"] or None, said["communes"])
