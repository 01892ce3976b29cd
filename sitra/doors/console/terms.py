"""`sitra vocabulary`: loading a full vocabulary, and showing a term."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from sitra.doors.console import ground
from sitra.kit.errors import Impossible, Unknown
from sitra.kit.texts import LANGUAGES, language_name, said
from sitra.search import queries as search
from sitra.vocabulary import actions, queries
from sitra.vocabulary.rules import names, wording
from sitra.vocabulary.rules.book import TermBook, TermLine
from sitra.vocabulary.rules.changes import Act, Report

LISTED = 10
"""Changes named for each act, unless all are asked for."""
FIRST = 5
"""Record numbers named for a term in use."""
PATIENCE = 2.0
"""Seconds before a progress bar is worth showing."""


def load(path: Path, out: Console, err: Console, *, dry_run: bool, details: bool) -> None:
    """Load a file and say what it changes, first of all to the records."""
    if not path.is_file():
        message = f"Le fichier {path} n'existe pas."
        raise Impossible(message)
    with _LateBar(out, "Vocabulaire") as bar:
        report = actions.load_full(path, dry_run=dry_run, tell=bar.tell)
    mark = "[yellow]•[/yellow]" if dry_run else "[green]✓[/green]"
    out.print(f"{mark} {escape(path.name)} : {wording.summary(report)}", highlight=False)
    if dry_run:
        out.print("Essai à blanc : rien n'est écrit.")
    for key, count in sorted(report.ignored.items()):
        err.print(f"  Propriété qui n'est pas gardée : {key} ({count})", highlight=False, markup=False)
    if not report.changes:
        return
    book = TermBook({**{term.id: term for term in queries.book()}, **report.touched}.values())
    _show_counts(report, out)
    _show_uses(report, out, err)
    _show_changes(report, book, out, details=details)


def show(number: int, out: Console, err: Console) -> None:
    """Show one term."""
    book = queries.book()
    term = book.get(number)
    if term is None:
        message = f"Aucun terme ne porte le numéro {number}."
        raise Unknown(message)
    table = Table(
        title=escape(f"{term.id} {wording.quoted(term.label(), 'fr')}"),
        box=None,
        show_header=False,
        title_justify="left",
    )
    for name, value in _rows(term, book):
        table.add_row(name, escape(value))
    out.print(table, highlight=False)
    try:
        out.print(f"Fiches : {_users(search.users_of(number, count=FIRST))}", highlight=False)
    except search.ReadModelUnavailable as closed:
        err.print(str(closed))


def _rows(term: TermLine, book: TermBook) -> Iterator[tuple[str, str]]:
    yield "vocabulaire", f"{names.name(term.type)} ({term.type})"
    yield "état", "actif" if term.active else "inactif"
    if announced := wording.deprecation(term, book):
        yield "retrait annoncé", announced
    for code in LANGUAGES:
        words, spoken = said(term.labels, code)
        if spoken == code:
            yield language_name(code, "fr"), words
    for name, number in (("famille", term.family_id), ("parent", term.parent_id)):
        if number:
            yield name, f"{number} {wording.quoted(book.label(number), 'fr')}"
    below = sorted((one for one in book if one.parent_id == term.id), key=lambda one: one.order)
    if below:
        yield "enfants", ", ".join(f"{one.id} {wording.quoted(one.label(), 'fr')}" for one in below)


def _show_counts(report: Report, out: Console) -> None:
    shown = [act for act in Act if report.counts[act]]
    table = Table("Vocabulaire", *(wording.heading(act) for act in shown))
    for column in table.columns[1:]:
        column.justify = "right"
    for kind, counts in report.by_type().items():
        table.add_row(names.name(kind), *(str(counts[act] or "") for act in shown))
    out.print(table)


def _show_uses(report: Report, out: Console, err: Console) -> None:
    """Name the terms that go while records use them."""
    gone = report.of(Act.DEACTIVATED)
    try:
        with _LateBar(out, "Fiches concernées") as bar:
            uses = []
            for done, change in enumerate(gone, 1):
                uses.append((change.after, search.users_of(change.after.id, count=FIRST)))
                bar.tell(done)
    except search.ReadModelUnavailable as closed:
        err.print(f"Les fiches qui emploient les termes désactivés ne sont pas comptées. {closed}")
        return
    used = [(term, found) for term, found in uses if found.total]
    if used:
        out.print("[bold]Désactivés, mais des fiches les emploient[/bold]")
    elif gone:
        out.print("Aucune fiche n'emploie les termes désactivés.")
    for term, found in used:
        line = f"  {term.id} {wording.quoted(term.label(), 'fr')} ({names.name(term.type)}) : {_users(found)}"
        out.print(line, highlight=False, markup=False)


def _show_changes(report: Report, book: TermBook, out: Console, *, details: bool) -> None:
    for act in Act:
        changes = report.of(act)
        # A new order is worth a count; hundreds of them follow from one term put in between.
        kept = changes if details else changes[: 0 if act is Act.REORDERED else LISTED]
        if not kept:
            continue
        out.print(f"[bold]{wording.heading(act).capitalize()}[/bold]")
        for change in kept:
            line = f"  {names.name(change.after.type)} : {wording.sentence(change, book)}"
            out.print(line, highlight=False, markup=False)
        if len(changes) > len(kept):
            out.print(f"  … et {len(changes) - len(kept)} de plus (--details les nomme).", highlight=False)


def _users(found: search.Found) -> str:
    if not found.total:
        return "aucune"
    first = ", ".join(map(str, found.numbers))
    more = "…" if found.total > len(found.numbers) else ""
    return f"{found.total} ({first}{more})"


class _LateBar:
    """A progress bar that shows only when the work lasts."""

    def __init__(self, out: Console, name: str) -> None:
        self._bar: Progress = ground.progress(out)
        self._task = self._bar.add_task(name, total=None)
        self._begun = time.monotonic()
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def tell(self, done: int) -> None:
        """Hear how many are done."""
        if not self._shown and time.monotonic() - self._begun > PATIENCE:
            self._bar.start()
            self._shown = True
        self._bar.update(self._task, completed=done)

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._bar.stop()
