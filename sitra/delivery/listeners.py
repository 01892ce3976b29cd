"""What diffusion does when records change, and what the library of OpenID Connect asks of us."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client, PrivateKey
from django.core.exceptions import PermissionDenied

from sitra.access.events import SharingFact
from sitra.accounts.models import Person
from sitra.delivery import queries
from sitra.delivery.actions import feeding
from sitra.delivery.actions.signing import SCOPES, signing_key
from sitra.delivery.events import ProjectFact, Scope, SelectionFact
from sitra.delivery.queries import feed
from sitra.delivery.rules.feeding import FACTS
from sitra.ledger.events import LISTENERS, Listener, Position, Told
from sitra.ledger.tasks import catch_up
from sitra.members.events import MemberFact
from sitra.search.listeners import WHOLESALE

_UNSAID = ("device_authorization_endpoint", "end_session_endpoint")
"""Ways of the library that are not open here."""


_OF_PROJECTS = frozenset(
    fact.value
    for fact in (
        ProjectFact.OPENED, ProjectFact.CHANGED, ProjectFact.CLOSED, ProjectFact.REOPENED,
        ProjectFact.SELECTIONS_CHOSEN,
    )
)  # fmt: skip
_OF_SELECTIONS = frozenset(fact.value for fact in SelectionFact)
_OF_ALL = WHOLESALE | {SharingFact.CHANGED.value, MemberFact.LEFT.value}
"""Facts after which any project may read other records."""


class Feeding(Listener):
    """Follows the facts of records, of projects and of selections, and writes the change feed."""

    name = feeding.NAME
    facts = FACTS | _OF_PROJECTS | _OF_SELECTIONS | _OF_ALL

    def position(self) -> Position:
        """Say how far it has read."""
        return feed.position(self.name)

    def absorb(self, told: Sequence[Told], upto: Position) -> None:
        """Say what these facts mean for each stream, once the read model of this node has heard them."""
        reading = LISTENERS.get("search")
        if reading and reading.position() < upto:
            catch_up(reading)
        feeding.follow(told, upto, again=_moved(told))

    def rewind(self, position: Position) -> None:
        """Stay: a change is told once, and those who follow go back by themselves."""
        del position


def _moved(told: Sequence[Told]) -> frozenset[int] | None:
    """Give the projects that may read other records since these facts; nothing for all of them."""
    if any(one.fact.name in _OF_ALL for one in told):
        return None
    projects = {one.fact.subject_id for one in told if one.fact.name in _OF_PROJECTS}
    selections = {one.fact.subject_id for one in told if one.fact.name in _OF_SELECTIONS}
    return frozenset(projects | queries.showing(selections)) if projects or selections else frozenset()


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
