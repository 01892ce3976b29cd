"""Projects that write, keep metadata or sign people on, and how they are called."""

import base64
from typing import Any
from uuid import UUID

from django.test import Client

from sitra.catalog.rules.kinds import Kind
from sitra.delivery import actions
from sitra.delivery.events import Mode, Scope
from sitra.delivery.rules.partners import Terms
from tests.cast import Cast

BACK = "https://partner.example/retour?site=1"
WRITER, NOTER, SIGNER, STRANGER = 11, 12, 13, 14
CLIENTS = {number: UUID(int=number) for number in (WRITER, NOTER, SIGNER, STRANGER)}
SECRETS = {number: f"secret-of-project-{number}" for number in CLIENTS}


def entrust(cast: Cast) -> None:
    """Open a project of each sort at the office of Aubenas, and one that signs on at another member's."""
    every = {
        "kinds": frozenset(Kind),
        "modes": frozenset(Mode),
        "author": cast.clerk.pk,
        "may_validate": True,
    }
    rows: tuple[tuple[int, str, Scope, dict[str, Any]], ...] = (
        (WRITER, "aubenas", Scope.WRITE, every),
        (NOTER, "hotel", Scope.METADATA, {"nodes": frozenset({"boussole"})}),
        (SIGNER, "aubenas", Scope.SIGN_ON, {"redirects": (BACK,)}),
        (STRANGER, "privas", Scope.SIGN_ON, {"redirects": (BACK,)}),
    )
    for number, member, scope, terms in rows:
        actions.open_project(
            number=number, name=f"Projet {number}", member_id=cast.members[member].pk,
            api_key=f"cle{number}", scopes=[scope.value],
        )  # fmt: skip
        actions.entrust(number, Terms(CLIENTS[number], **terms), secret=SECRETS[number])


def basic(number: int, secret: str = "") -> dict[str, str]:
    """Write the header with which a project asks for a token."""
    written = f"{CLIENTS[number]}:{secret or SECRETS[number]}".encode()
    return {"Authorization": f"Basic {base64.b64encode(written).decode()}"}


def ask(client: Client, number: int, **form: str) -> Any:
    """Ask for a token as a project."""
    return client.post("/oauth/token", form, headers=basic(number))


def lent(client: Client, number: int) -> dict[str, str]:
    """Write the header with which a project calls."""
    token = ask(client, number, grant_type="client_credentials").json()["access_token"]
    return {"Authorization": f"Bearer {token}"}


def signed_on(cast: Cast, name: str, number: int = SIGNER) -> str:
    """Give the token of somebody who signed in to a project."""
    from sitra.delivery import queries

    project = queries.by_number(number)
    assert project
    actions.consent(cast.people[name], project)
    code = actions.promise(cast.people[name], project, redirect_uri=BACK)
    return actions.redeem(project, code, redirect_uri=BACK).access
