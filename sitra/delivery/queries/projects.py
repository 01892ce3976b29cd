"""Reads of projects."""

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import FETCH_RAISE, OuterRef
from django.db.models.functions import JSONObject

from sitra.access import queries as access
from sitra.access.rules.sharing import Rule, audience_of, narrowed, withheld
from sitra.catalog.rules.kinds import Kind
from sitra.delivery.events import Mode, ProjectKind, Scope, Service
from sitra.delivery.models import Project, ProjectKey, Subscription, Usage
from sitra.delivery.policy import OpenProject, demand_own, demand_secret
from sitra.delivery.rules.keys import opens_to
from sitra.delivery.rules.partners import Terms
from sitra.kit.sealing import marks

KEYS_LIFE = 10.0
"""Seconds after which the keys are read again: how long a key that was taken back may still open."""

MISSED_LIFE = 2.0
"""Seconds after which they are read again for a key that is not among them: how long a new one may wait."""


@dataclass(frozen=True, slots=True)
class DemoKey:
    """The key of the demonstration's project, shown on its pages and nowhere else."""

    project: int
    api_key: str


@dataclass(frozen=True, slots=True)
class UsageLine:
    """What a project asked of a service in a day."""

    service: str
    day: date
    calls: int
    refused: int
    records: int
    fields: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project by its number and its name, and whose it is."""

    id: int
    name: str
    member_id: int


@dataclass(frozen=True, slots=True)
class _Register:
    """The projects that are open, as they were read at a moment of the clock."""

    projects: Mapping[int, OpenProject]
    clients: Mapping[UUID, OpenProject]
    keys: Mapping[str, tuple[frozenset[str], OpenProject]]
    """Mark of a key -> the sites it is bound to, and what it opens."""
    read_at: float


def demo_key() -> DemoKey | None:
    """Give the first key of the demonstration; none outside it."""
    if not settings.DEMO:
        return None
    first = json.loads((settings.DEMO_DIR / "data" / "network.json").read_bytes())["projects"][0]
    return DemoKey(first["id"], first["api_key"])


def opened(number: int, api_key: str) -> OpenProject:
    """Recognise a project by its number and key, or refuse it; what opens them is in memory."""
    return demand_own(by_key(api_key), number)


def by_key(api_key: str, host: str = "") -> OpenProject | None:
    """Give the project that a key opens; one that pages show opens it to the sites it is bound to alone.

    `host` is where the page stands that shows the key.
    """
    written = marks(api_key)
    found = _held(written)
    if found is None and written and time.monotonic() - _register().read_at > MISSED_LIFE:
        # It may have been given since, by another process.
        forget()
        found = _held(written)
    return found[1] if found and opens_to(found[0], host) else None


def _held(written: Sequence[str]) -> tuple[frozenset[str], OpenProject] | None:
    """Give what the key of these marks is bound to and opens."""
    keys = _register().keys
    return next((keys[mark] for mark in written if mark in keys), None)


def open_data() -> OpenProject | None:
    """Give the project by which everybody reads, without a key; nothing where the network opens nothing."""
    projects = sorted(_register().projects.values(), key=lambda one: one.id)
    return next((one for one in projects if one.kind is ProjectKind.OPEN_DATA), None)


def by_number(number: int) -> OpenProject | None:
    """Give the project of a number, if it is open."""
    return _register().projects.get(number)


def client(written: str) -> OpenProject | None:
    """Give the open project of an OAuth client, by its UUID as it was written."""
    try:
        number = UUID(written)
    except ValueError:
        return None
    return _register().clients.get(number)


def authenticated(written: str, secret: str) -> OpenProject:
    """Recognise an OAuth client by its UUID and secret, or decline; never say which is wrong."""
    return demand_secret(client(written), secret)


def open_projects() -> list[OpenProject]:
    """Give the projects that are open as they read, by number."""
    return sorted(_register().projects.values(), key=lambda one: one.id)


def sandbox() -> OpenProject | None:
    """Give the sandbox of the network, on which people try out; nothing where its pilot opened none."""
    number = Project.objects.sandboxes().values_list("pk", flat=True).first()
    return by_number(number) if number else None


def trial(person: int) -> ProjectLine | None:
    """Give the project by which somebody tries out, be it closed."""
    row = Project.objects.trials().filter(author=person).order_by("pk").first()
    return ProjectLine(row.pk, row.name, row.member_id) if row else None


def active_projects() -> list[ProjectLine]:
    """Give the projects that are open, by number."""
    known = sorted(_register().projects.values(), key=lambda one: one.id)
    return [ProjectLine(one.id, one.name, one.member_id) for one in known]


def following() -> list[OpenProject]:
    """Give the open projects that may follow changes."""
    ways = {Service.CHANGES, Service.WEBHOOKS}
    return [one for one in _register().projects.values() if one.services & ways]


def usage(project: int, since: date) -> list[UsageLine]:
    """Give what a project asked since a day, by day and service; what is counted in memory is not there."""
    rows = Usage.objects.filter(project_id=project, day__gte=since).fetch_mode(FETCH_RAISE)
    return [
        UsageLine(row.service, row.day, row.calls, row.refused, row.records, row.fields)
        for row in rows.order_by("day", "service")
    ]


_reading = Lock()
"""Held while the keys are read: threads that ask at once read them once."""
_kept: dict[str, _Register] = {}


def forget() -> None:
    """Read the keys again at the next call."""
    _kept.clear()


def _register() -> _Register:
    if register := _fresh():
        return register
    with _reading:
        register = _fresh() or _read()
        _kept["register"] = register
    return register


def _fresh() -> _Register | None:
    register = _kept.get("register")
    return register if register and time.monotonic() - register.read_at < KEYS_LIFE else None


def _read() -> _Register:
    at = time.monotonic()
    # The projects of a member that left are closed with it.
    rows = (
        Project.objects.filter(active=True, member__left_at=None)
        .select_related("member")
        .fetch_mode(FETCH_RAISE)
    )
    held = ProjectKey.objects.filter(project=OuterRef("pk"), revoked_at=None).order_by("pk")
    taking_part = Subscription.objects.filter(project=OuterRef("pk")).order_by("pk")
    found: list[Any] = list(
        rows.annotate(
            keeping_back=access.anybody_keeps_back(),
            held=ArraySubquery(held.values(one=JSONObject(mark="mark", pk="pk", sites="domains"))),
            taking_part=ArraySubquery(taking_part.values("member")),
        )
    )
    kept = access.rules() if any(row.keeping_back for row in found) else []
    projects = {row.pk: _shared(_opened(row, row.taking_part), row.member.kind_id, kept) for row in found}
    clients = {one.terms.client: one for one in projects.values() if one.terms}
    keys = {
        one["mark"]: (
            frozenset(one["sites"]),
            replace(projects[row.pk], key=one["pk"], shown=bool(one["sites"])),
        )
        for row in found
        for one in row.held
    }
    return _Register(projects, clients, keys, at)


def _shared(project: OpenProject, kind: int, kept: Sequence[Rule]) -> OpenProject:
    """Say what others do not share with a project, by the type of its member."""
    if not kept:
        return project
    audience = audience_of(kind)
    return replace(
        project,
        withheld=withheld(kept, [audience], [project.member_id]),
        narrowed=narrowed(kept, audience, project.member_id),
    )


def _opened(row: Project, taking_part: Iterable[int]) -> OpenProject:
    terms = row.client_id and Terms(
        client=row.client_id,
        redirects=tuple(row.redirect_uris),
        kinds=frozenset(map(Kind, row.kinds)),
        modes=frozenset(map(Mode, row.modes)),
        author=row.author_id,
        may_validate=row.may_validate,
        nodes=frozenset(row.nodes),
    )
    return OpenProject(
        id=row.pk,
        name=row.name,
        member_id=row.member_id,
        scopes=frozenset(map(Scope, row.scopes)),
        services=frozenset(map(Service, row.services)),
        kind=ProjectKind(row.kind),
        bounded=row.bounded,
        calls_per_minute=row.calls_per_minute,
        subscribers=frozenset(taking_part),
        terms=terms or None,
        secret_mark=row.secret_mark,
    )
