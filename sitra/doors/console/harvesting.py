"""`sitra harvest`: planning, running and showing harvests."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sitra.doors.console import ground, importing
from sitra.intake import actions as intake, queries
from sitra.intake.events import Whence, WhenGone
from sitra.intake.rules import timetable as hours
from sitra.intake.rules.timetable import Timetable
from sitra.kit.errors import Impossible


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for on the command line."""

    kind: Whence
    address: str
    asked: Mapping[str, Any]
    secrets: Mapping[str, str] = field(repr=False)
    source: str = ""
    gone: WhenGone = WhenGone.ASK
    whole: bool | None = None
    owner: int | None = None


def asked(
    kind: Whence,
    project: int | None,
    criteria: str,
    lists: Sequence[str] | None,
    portals: Sequence[int] | None,
) -> dict[str, Any]:
    """Put together what is asked of a source."""
    try:
        found = json.loads(criteria or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Impossible('Les critères sont un objet JSON, par exemple {"selectionIds": [12]}.')
    given = {"projetId": project, "lists": lists or None, "portals": portals or None}
    kept = {name: value for name, value in given.items() if value is not None}
    if kind is Whence.V002 and kept.keys() - {"projetId"}:
        raise Impossible("--list et --portal sont pour un Geotrek.")
    if kind is not Whence.V002 and (criteria or project is not None):
        raise Impossible("--project et --criteria sont pour un réseau v002.")
    return {**found, **kept}


def timetable(hour: str, days: str, every: int | None) -> Timetable:
    """Read when a source is to be read."""
    try:
        at = time.fromisoformat(hour)
    except ValueError:
        raise Impossible(f"« {hour} » n'est pas une heure : écrivez-la comme 03:30.") from None
    return Timetable(at, hours.days(days), every)


def add(name: str, wish: Wish, when: Timetable, out: Console) -> None:
    """Plan a harvest and say when it will run."""
    intake.add_harvest(
        name,
        intake.Wanted(
            whence=wish.kind,
            address=wish.address,
            asked=wish.asked,
            secrets=wish.secrets,
            source=wish.source,
            gone=wish.gone,
            whole=wish.whole,
            owner=wish.owner,
            timetable=when,
        ),
    )
    _say(name, "programmé", out)


def run(name: str, out: Console, err: Console, *, details: bool) -> None:
    """Run a harvest now, and tell its report."""
    known = queries.harvest(name)
    with ground.progress(out) as bar:
        task = bar.add_task(name, total=None)

        def tell(words: str, done: int, total: int | None) -> None:
            bar.update(
                task, description=f"{name} : {words}", completed=done, total=total and max(total, done)
            )

        number = intake.harvest(known.number, tell=tell)
    if number is None:
        out.print(f"[green]✓[/green] {escape(name)} : rien de nouveau à la source.", highlight=False)
    else:
        importing.tell(queries.report(number), out, err, details=details)


def pause(name: str, out: Console) -> None:
    """Let a harvest rest."""
    intake.pause_harvest(queries.harvest(name).number)
    out.print(f"[green]✓[/green] {escape(name)} : en pause.", highlight=False)


def resume(name: str, out: Console) -> None:
    """Let a harvest run again."""
    intake.resume_harvest(queries.harvest(name).number)
    _say(name, "repris", out)


def remove(name: str, out: Console) -> None:
    """Forget a harvest."""
    intake.remove_harvest(queries.harvest(name).number)
    out.print(f"[green]✓[/green] {escape(name)} : supprimé. Ses fiches restent.", highlight=False)


def show(out: Console) -> None:
    """Show all harvests."""
    table = Table(box=None)
    for heading in ("Nom", "Lit", "Quand", "Prochain passage", "Dernier passage"):
        table.add_column(heading, overflow="fold")
    after, count = "", 0
    while page := queries.harvests(after=after):
        for one in page:
            where = f"{one.whence.label()} {one.address}"
            due = _moment(one.due_at) if one.active else "en pause"
            table.add_row(*map(escape, (one.name, where, one.timetable.words(), due, _last(one))))
        after, count = page[-1].name, count + len(page)
    if count:
        out.print(table)
    else:
        out.print("Aucun moissonnage programmé : « sitra harvest add » en programme un.", highlight=False)


def _say(name: str, done: str, out: Console) -> None:
    one = queries.harvest(name)
    when = f"{one.timetable.words()}, la prochaine fois le {_moment(one.due_at)}"
    out.print(f"[green]✓[/green] {escape(name)} : {done}, {when}.", highlight=False)


def _last(one: queries.HarvestLine) -> str:
    if one.tried_at is None:
        return "jamais lu"
    if one.failure:
        return f"{_moment(one.tried_at)} : {one.failure}"
    report = f", compte rendu {one.last_run}" if one.last_run else ""
    return f"{_moment(one.tried_at)}{report}"


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y à %H:%M}"
