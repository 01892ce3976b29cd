"""Forms of an account that differ from those of the library."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class NewPasskey(AddWebAuthnForm):
    """Adds a key that, as a rule, signs in by itself."""

    name = forms.CharField(
        label=_("Nom de la clé"),
        required=False,
        max_length=60,
        help_text=_("Pour la reconnaître parmi d’autres : « Téléphone », « Clé du bureau »…"),
    )
    passwordless = forms.BooleanField(
        label=_("Se connecter avec cette clé seule, sans mot de passe"),
        required=False,
        initial=True,
        help_text=_(
            "L’appareil vous reconnaît alors lui-même : empreinte, visage ou code. "
            "Décochez pour une clé qui ne sait pas le faire : elle s’ajoute à votre mot de passe."
        ),
    )
    field_order = ("name", "passwordless", "credential")
