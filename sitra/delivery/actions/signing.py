"""Telling projects who somebody is by the standard (OpenID Connect): their client, the key that signs."""

from datetime import datetime

from allauth.idp.oidc.models import Client, Token as Given
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import transaction
from django.utils import timezone

from sitra.accounts.models import Person
from sitra.delivery.events import SUBJECT, ProjectFact, Scope
from sitra.delivery.models import Project, SigningKey
from sitra.kit import locks
from sitra.kit.errors import Impossible
from sitra.kit.sealing import seal, unseal
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact

SCOPES = ("openid", "profile", "email")
_BITS, _EXPONENT = 2048, 65537


def offer(project: Project, *, secret: str) -> None:
    """Bring the client of a project up to date, where the library of OpenID Connect looks for it.

    A project that signs nobody on has none. `secret` is empty when it is the same as before.
    """
    known = Client.objects.filter(data__project=project.pk)
    if Scope.SIGN_ON.value not in project.scopes or project.client_id is None:
        known.delete()
        return
    known.exclude(pk=str(project.client_id)).delete()
    client = known.first() or Client(pk=str(project.client_id), data={"project": project.pk})
    client.name = project.name[:100]
    client.set_scopes(list(SCOPES))
    client.set_grant_types(["authorization_code", "refresh_token"])
    client.set_redirect_uris(project.redirect_uris)
    if secret:
        client.set_secret(secret)
        client.token_set.all().delete()
    client.save()


def forget_signed(person: Person, project: int) -> None:
    """Take back what the library gave a project for somebody."""
    Given.objects.filter(user=person, client__data__project=project).delete()


def signing_key() -> tuple[str, datetime]:
    """Give the key that signs, in PEM, and when it was made; made at its first use."""
    if known := _readable():
        return known
    with transaction.atomic():
        locks.hold("delivery.signing_key")
        if known := _readable():
            return known
        pem = _made()
        row = SigningKey.objects.create(sealed=seal({"pem": pem}), made_at=timezone.now())
        ledger.record(Fact(ProjectFact.KEY_MADE.value, SUBJECT, 0))
    return pem, row.made_at


def _readable() -> tuple[str, datetime] | None:
    row = SigningKey.objects.order_by("-pk").first()
    try:
        return (unseal(row.sealed)["pem"], row.made_at) if row else None
    except Impossible:
        return None


def _made() -> str:
    key = rsa.generate_private_key(public_exponent=_EXPONENT, key_size=_BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
