"""What the library of OpenID Connect asks of us: who somebody is, and which key signs it."""

from collections.abc import Iterable
from typing import Any, Literal

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client, PrivateKey
from django.core.exceptions import PermissionDenied

from sitra.accounts.models import Person
from sitra.delivery import queries
from sitra.delivery.actions.signing import SCOPES, signing_key
from sitra.delivery.events import Scope

_UNSAID = ("device_authorization_endpoint", "end_session_endpoint")
"""Ways of the library that are not open here."""


class Identity(DefaultOIDCAdapter):
    """Tells a project who somebody is, as long as both are open."""

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],
        user: Person,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Say who somebody is: their number, and what the scopes open."""
        del purpose, email, kwargs
        project = queries.client(client.id)
        if project is None or Scope.SIGN_ON not in project.scopes:
            message = "the project is closed"
            raise PermissionDenied(message)
        said: dict[str, Any] = {"sub": str(user.pk)}
        if "email" in scopes:
            said["email"] = user.email
        if "profile" in scopes:
            said |= {"given_name": user.first_name, "family_name": user.last_name}
            said |= {"name": user.full_name, "locale": user.language}
        return said

    def list_private_keys(
        self, *, did_activate: Literal[True] | None = None, is_active: Literal[True] | None = None
    ) -> list[PrivateKey]:
        """Give the key that signs: it is in the database, sealed, so that every node has the same."""
        del did_activate, is_active
        pem, made_at = signing_key()
        return [PrivateKey(pem=pem, issued_at=made_at)]

    def populate_server_metadata(self, data: dict[str, Any]) -> None:
        """Tell of the ways that are open, and of no other."""
        for name in _UNSAID:
            data.pop(name, None)
        data["scopes_supported"] = list(SCOPES)
        data["grant_types_supported"] = ["authorization_code", "refresh_token"]
        data["response_types_supported"] = ["code"]
