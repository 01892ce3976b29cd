"""`sitra ledger`."""

from datetime import datetime, timedelta

from django.utils import timezone
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sitra.ledger import actions, queries
from sitra.ledger.events import START


def show(since: datetime | None, out: Console, *, limit: int, outside: bool) -> None:
    """Show a page of facts, or of what is told of them outside."""
    position = queries.position_before(_moment(since)) if since else START
    if outside:
        shapes, reached = queries.public_after(position, limit)
        for shape in shapes:
            out.print_json(data=shape, indent=None)
        out.print(f"Suite après {reached}.", highlight=False)
        return
    table = Table("Position", "Instant", "Fait", "Sujet", "Détails")
    for told in queries.after(position, limit):
        fact = told.fact
        details = ", ".join(f"{key} {value}" for key, value in fact.details.items())
        when = f"{timezone.localtime(told.at):%d/%m/%Y %H:%M:%S}"
        table.add_row(
            str(told.position), when, fact.name, f"{fact.subject} {fact.subject_id}", escape(details)
        )
    out.print(table)


def replay(listener: str, since: datetime, out: Console) -> None:
    """Let a listener read again what happened since a moment."""
    position = actions.replay(listener, _moment(since))
    waiting = queries.waiting(position)
    out.print(f"[green]✓[/green] {listener} relit depuis {position} : {waiting} faits.", highlight=False)


def compact(days: int, out: Console) -> None:
    """Drop old facts that later ones make useless."""
    before = timezone.now() - timedelta(days=days)
    gone = actions.compact(before, tell=lambda count: out.print(f"{count} faits retirés…", highlight=False))
    out.print(f"[green]✓[/green] {gone} faits d'avant le {before:%d/%m/%Y} retirés.", highlight=False)


def _moment(said: datetime) -> datetime:
    return timezone.make_aware(said) if timezone.is_naive(said) else said
