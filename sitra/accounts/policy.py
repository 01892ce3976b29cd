"""Who may open an account, and what a second factor is made of."""

import logging
from io import BytesIO

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathImage

from sitra.kit.sealing import seal, unseal

log = logging.getLogger(__name__)


class ClosedAccounts(DefaultAccountAdapter):
    """Accounts are opened by a member's animator, never by the visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse sign-up."""
        del request
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Refuse to lead out of here, and write down that somebody tried."""
        safe = bool(super().is_safe_url(url))
        if url and not safe:
            log.warning("refused to lead to %r", url[:100])
        return safe


class Factors(DefaultMFAAdapter):
    """Secrets of codes are sealed in the database; the code to scan is drawn here."""

    def encrypt(self, text: str) -> str:
        """Seal the secret of an application or of recovery codes."""
        return seal({"secret": text})

    def decrypt(self, encrypted_text: str) -> str:
        """Read it back; raises `Impossible` when the key of the installation is another."""
        return unseal(encrypted_text)["secret"]

    def build_totp_svg(self, url: str) -> str:
        """Draw the code to scan as an `svg` element: no style, no script, no declaration."""
        drawing = qrcode.make(url, image_factory=SvgPathImage)
        written = BytesIO()
        drawing.save(written)
        return written.getvalue().decode().partition("?>")[2].strip()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002 - its name in the class above
        """Propose a name for a new key."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Clé d’accès %(number)s") % {"number": number}

    def _get_site_name(self) -> str:
        return "Sitra"
