"""`sitra places`: the official code, the numbers of a network, amendments."""

import re
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sitra.kit.errors import Impossible, Unknown
from sitra.places import actions, queries
from sitra.places.queries import CommuneLine
from sitra.places.rules import numbers, wording
from sitra.places.rules.movements import Act

LISTED = 20
"""Lines shown of each list."""

_POINT = re.compile(r"(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)")


def load(path: Path | None, out: Console, err: Console, *, dry_run: bool) -> None:
    """Load the official code that ships with the program, or the numbers of a network."""
    if path is None and dry_run:
        message = "« --dry-run » demande un fichier : le code officiel livré se charge tel quel."
        raise Impossible(message)
    if path is None:
        with out.status("Code officiel géographique…"):
            total = actions.load_seed()
        out.print(f"[green]✓[/green] {total} communes, à jour au {_day()}.", highlight=False)
        return
    _demand_file(path)
    with out.status("Numéros du réseau…"):
        told = actions.number(numbers.read(path), dry_run=dry_run)
    out.print(
        f"{_mark(dry_run)} {escape(path.name)} : communes numérotées : {told.numbered} ; inchangées : "
        f"{told.unchanged} ; ajoutées à l'étranger : {told.abroad} ; lieux ajoutés : {told.localities} ; "
        f"refusées : {len(told.refused)}.",
        highlight=False,
    )
    _list(told.refused, err)
    _say_dry(out, dry_run=dry_run)


def amend(path: Path, out: Console, err: Console, *, dry_run: bool) -> None:
    """Apply a file of movements and say what it comes to."""
    _demand_file(path)
    known = _day()
    with out.status("Mouvements de communes…"):
        amended = actions.amend(path.read_bytes(), path.name, dry_run=dry_run)
    plan = amended.plan
    out.print(f"{_mark(dry_run)} {escape(path.name)} : {wording.summary(plan)}", highlight=False)
    for act in Act:
        lines = [wording.sentence(one, amended.names) for one in plan.changes if one.act is act]
        if lines:
            out.print(f"[bold]{wording.heading(act)}[/bold]")
            _list(lines, out)
    if plan.earlier:
        out.print(f"Mouvements antérieurs au code chargé ({known}), déjà connus : {plan.earlier}.")
    _list([f"Ligne {line} : {reason}." for line, reason in plan.left], err)
    if amended.number:
        out.print(f"Pour revenir en arrière : sitra places undo {amended.number}", highlight=False)
    _say_dry(out, dry_run=dry_run)


def undo(number: int, out: Console) -> None:
    """Undo an amendment."""
    row = actions.undo(number)
    out.print(f"[green]✓[/green] {escape(row.file)} est annulée ; code à jour au {_day()}.", highlight=False)


def show(words: str, out: Console) -> None:
    """Show the communes of a name or a code, or those around a point."""
    table = Table("Numéro", "Code", "Nom", "Département", "Codes postaux", "Habitants", box=None)
    if point := _POINT.fullmatch(words.strip()):
        lon, lat = float(point[1]), float(point[2])
        here = queries.at(lon, lat)
        out.print(f"Commune du point : {here.name} ({here.code})" if here else "Aucun contour connu ici.")
        for near in queries.nearest(lon, lat):
            _row(table, near.commune, f"{near.metres / 1000:.1f} km")
    else:
        offers = queries.suggest(words, LISTED)
        if not offers:
            message = f"Aucune commune ne s'appelle « {words} »."
            raise Unknown(message)
        for offer in offers:
            _row(table, offer.commune, offer.once)
    out.print(table, highlight=False)


def _row(table: Table, line: CommuneLine, aside: str) -> None:
    name = f"{line.name} ({aside})" if aside else line.name
    postal_codes = " ".join(line.postal_codes)
    table.add_row(str(line.number), line.code, name, line.departement, postal_codes, str(line.population))


def _demand_file(path: Path) -> None:
    if not path.is_file():
        message = f"Le fichier {path} n'existe pas."
        raise Impossible(message)


def _list(lines: list[str], out: Console) -> None:
    for line in lines[:LISTED]:
        out.print(f"  {line}", highlight=False, markup=False)
    if len(lines) > LISTED:
        out.print(f"  … et {len(lines) - LISTED} de plus.", highlight=False)


def _mark(dry_run: bool) -> str:
    return "[yellow]•[/yellow]" if dry_run else "[green]✓[/green]"


def _say_dry(out: Console, *, dry_run: bool) -> None:
    if dry_run:
        out.print("Essai à blanc : rien n'est écrit.")


def _day() -> str:
    return f"{actions.edition():%d/%m/%Y}"
