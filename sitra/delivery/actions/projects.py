"""Opening projects, and letting them write or sign people on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from sitra.accounts.models import Person
from sitra.delivery import queries
from sitra.delivery.actions.signing import offer
from sitra.delivery.events import SUBJECT, ProjectFact, ProjectKind, ProjectState, Scope, Service
from sitra.delivery.models import Project, ProjectKey, Subscription, Token
from sitra.delivery.policy import MANAGE
from sitra.delivery.rules.keys import tail
from sitra.delivery.rules.partners import Terms, demand_long_secret, demand_redirect
from sitra.kit.errors import Forbidden, Impossible, Unknown
from sitra.kit.numbering import continue_after
from sitra.kit.sealing import mark, marks, recognised
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.members import queries as members
from sitra.members.policy import Offices

LONGEST_NAME = 150
OF_THE_NETWORK = frozenset({ProjectKind.OPEN_DATA, ProjectKind.SANDBOX})
DEFAULT_SERVICES = (Service.V002, Service.V1, Service.CHANGES)


@transaction.atomic
def open_project(
    *,
    number: int,
    name: str,
    member_id: int,
    api_key: str = "",
    scopes: Iterable[str] = (),
    services: Iterable[str] = DEFAULT_SERVICES,
    **more: Any,
) -> Project:
    """Open a project under a given number, or bring it up to date; `more` are other columns of its table.

    The key is added to those it has.
    """
    wanted = sorted(Scope(scope).value for scope in scopes)
    ways = sorted(Service(service).value for service in services)
    project, new = Project.objects.update_or_create(
        pk=number,
        defaults={"name": name, "member_id": member_id, "scopes": wanted, "services": ways, **more},
    )
    if api_key and not ProjectKey.objects.filter(mark__in=marks(api_key)).exists():
        hang(project, api_key)
    if new:
        continue_after("delivery_project")
        ledger.record(Fact(ProjectFact.OPENED.value, SUBJECT, project.pk, member_id=member_id))
    elif project.client_id and Scope.SIGN_ON not in wanted:
        offer(project, secret="")
    forget()
    return project


@dataclass(frozen=True, slots=True)
class Wanted:
    """A project as people describe it."""

    name: str
    kind: ProjectKind = ProjectKind.SITE
    state: ProjectState = ProjectState.DEVELOPMENT
    services: frozenset[Service] = frozenset(DEFAULT_SERVICES)
    contact: str = ""
    purpose: str = ""
    address: str = ""
    calls_per_minute: int | None = None


@transaction.atomic
def start_project(wanted: Wanted, member: int, *, by: Person) -> Project:
    """Open a project of a member; raises `Forbidden`, or `Impossible` for one without a name."""
    MANAGE.demand(members.offices(by), member)
    project = Project(member_id=member, licence_at=timezone.now())
    _describe(project, wanted, members.offices(by))
    project.save()
    tell(ProjectFact.OPENED, project, by)
    return project


@transaction.atomic
def change_project(number: int, wanted: Wanted, *, by: Person) -> Project:
    """Describe a project anew."""
    project = managed(number, by)
    before = _described(project)
    _describe(project, wanted, members.offices(by))
    project.save()
    changed = sorted(name for name, value in _described(project).items() if value != before[name])
    if changed:
        tell(ProjectFact.CHANGED, project, by, fields=changed)
    return project


@transaction.atomic
def close_project(number: int, *, by: Person) -> None:
    """Close a project: its keys open nothing until it is opened again."""
    _turn(managed(number, by), by, active=False)


@transaction.atomic
def reopen_project(number: int, *, by: Person) -> None:
    """Open a project again, with the keys and the selections it had."""
    _turn(managed(number, by), by, active=True)


@transaction.atomic
def subscribe(number: int, member: int, *, by: Person) -> None:
    """Let a member take part in a project; its own people say so."""
    MANAGE.demand(members.offices(by), member)
    project = known(number)
    if Subscription.objects.get_or_create(project=project, member_id=member)[1]:
        tell(ProjectFact.SUBSCRIBED, project, by, member=member)


@transaction.atomic
def unsubscribe(number: int, member: int, *, by: Person) -> None:
    """Let a member leave a project; its own people or those of the project say so."""
    offices, project = members.offices(by), known(number)
    if not MANAGE.allows(offices, member):
        MANAGE.demand(offices, project.member_id)
    if Subscription.objects.filter(project=project, member_id=member).delete()[0]:
        tell(ProjectFact.UNSUBSCRIBED, project, by, member=member)


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
    forget()
    return project


def managed(number: int, by: Person) -> Project:
    """Hold a project that somebody manages; raises `Unknown` or `Forbidden`."""
    project = known(number)
    MANAGE.demand(members.offices(by), project.member_id)
    return project


def known(number: int) -> Project:
    """Hold a project; raises `Unknown` when there is none of that number."""
    project = Project.objects.select_for_update().filter(pk=number).first()
    if project is None:
        message = f"Aucun projet ne porte le numéro {number}."
        raise Unknown(message)
    return project


def tell(fact: ProjectFact, project: Project, by: Person, **details: Any) -> None:
    """Tell a fact of a project, and have it read again."""
    ledger.record(
        Fact(fact.value, SUBJECT, project.pk, person_id=by.pk, member_id=project.member_id, details=details)
    )
    forget()


def hang(project: Project, key: str, **more: Any) -> ProjectKey:
    """Give a project a key, of which only the mark is kept."""
    return ProjectKey.objects.create(project=project, mark=mark(key), tail=tail(key), **more)


def forget() -> None:
    """Have projects read again, now and once the change is there for all."""
    queries.forget()
    transaction.on_commit(queries.forget)


def _turn(project: Project, by: Person, *, active: bool) -> None:
    if project.active == active:
        return
    project.active = active
    project.save(update_fields=["active"])
    tell(ProjectFact.REOPENED if active else ProjectFact.CLOSED, project, by)


def _describe(project: Project, wanted: Wanted, offices: Offices) -> None:
    name = " ".join(wanted.name.split())
    if not name or len(name) > LONGEST_NAME:
        message = f"Donnez au projet un nom de {LONGEST_NAME} signes au plus."
        raise Impossible(message)
    # Whoever would serve everybody, or be served faster, asks the pilot.
    network = wanted.kind in OF_THE_NETWORK or wanted.calls_per_minute is not None
    same = wanted.kind.value == project.kind and wanted.calls_per_minute == project.calls_per_minute
    if project.pk and ProjectKind(project.kind) is ProjectKind.SANDBOX:
        same = same and wanted.state.value == project.state
    if network and not same and not offices.pilots:
        message = "Les données ouvertes, le bac à sable et un autre rythme d'appels reviennent au pilote."
        raise Forbidden(message)
    project.name, project.kind, project.state = name, wanted.kind.value, wanted.state.value
    project.services = sorted(service.value for service in wanted.services)
    project.contact, project.purpose, project.address = wanted.contact, wanted.purpose, wanted.address
    project.calls_per_minute = wanted.calls_per_minute


def _described(project: Project) -> dict[str, Any]:
    names = ("name", "kind", "state", "services", "contact", "purpose", "address", "calls_per_minute")
    return {name: getattr(project, name) for name in names}


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
