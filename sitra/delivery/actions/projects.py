"""Opening projects, and letting them write or sign people on."""

from collections.abc import Iterable

from django.db import transaction

from sitra.delivery import queries
from sitra.delivery.actions.signing import offer
from sitra.delivery.events import SUBJECT, ProjectFact, Scope
from sitra.delivery.models import Project, Token
from sitra.delivery.rules.partners import Terms, demand_long_secret, demand_redirect
from sitra.kit.sealing import mark, recognised
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact


@transaction.atomic
def open_project(
    *, number: int, name: str, member_id: int, api_key: str, scopes: Iterable[str] = ()
) -> Project:
    """Open a project under a given number, or bring it up to date."""
    wanted = sorted(Scope(scope).value for scope in scopes)
    project, new = Project.objects.update_or_create(
        pk=number,
        defaults={"name": name, "member_id": member_id, "api_key": api_key, "scopes": wanted},
    )
    if new:
        ledger.record(Fact(ProjectFact.OPENED.value, SUBJECT, project.pk, member_id=member_id))
    elif project.client_id and Scope.SIGN_ON not in wanted:
        offer(project, secret="")
    _forget()
    return project


@transaction.atomic
def entrust(number: int, terms: Terms, *, secret: str, by: int | None = None) -> Project:
    """Let a project write or sign people on, on terms that replace those before; `by` is a person's number.

    Of the secret only a mark is kept. Another secret than before takes back every token that was given.
    """
    for address in terms.redirects:
        demand_redirect(address)
    demand_long_secret(secret)
    project = Project.objects.select_for_update().get(pk=number)
    before = _agreed(project)
    facts, fresh = [], not recognised(secret, project.secret_mark)
    if fresh:
        facts += [ProjectFact.SECRET_CHANGED] if project.secret_mark else []
        Token.objects.filter(project=project).delete()
        project.secret_mark = mark(secret)
    _write(project, terms)
    offer(project, secret=secret if fresh else "")
    facts += [ProjectFact.ENTRUSTED] if _agreed(project) != before else []
    for fact in facts:
        ledger.record(Fact(fact.value, SUBJECT, number, person_id=by, member_id=project.member_id))
    _forget()
    return project


def _write(project: Project, terms: Terms) -> None:
    project.client_id = terms.client
    project.redirect_uris = list(terms.redirects)
    project.kinds = sorted(kind.value for kind in terms.kinds)
    project.modes = sorted(mode.value for mode in terms.modes)
    project.author_id = terms.author
    project.may_validate = terms.may_validate
    project.nodes = sorted(terms.nodes)
    project.save()


def _agreed(project: Project) -> tuple[object, ...]:
    return (
        project.client_id, project.redirect_uris, project.kinds, project.modes, project.author_id,
        project.may_validate, project.nodes,
    )  # fmt: skip


def _forget() -> None:
    queries.forget()
    transaction.on_commit(queries.forget)
