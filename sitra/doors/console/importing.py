"""`sitra import`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from sitra.doors.console import ground
from sitra.intake import actions as intake, queries
from sitra.intake.events import Outcome, WhenGone
from sitra.intake.rules.sources import SOURCES, guess
from sitra.kit.errors import Impossible

_TOLD = tuple(one for one in Outcome if one not in {Outcome.NEW, Outcome.UNCHANGED})
_SHOWN = 50
"""Lines shown without `--details`."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for on the command line."""

    source: str
    dry_run: bool
    gone: WhenGone
    whole: bool | None
    owner: int | None
    details: bool


def run(path: Path, wish: Wish, out: Console, err: Console) -> int:
    """Import a file, or each file of a folder, and say what became of them; answers the exit status.

    A folder that is itself an export, unpacked, is imported as one. Else a file that fails does not stop
    the others.
    """
    if not path.is_dir() or guess(path):
        _import(path, wish, out, err)
        return 0
    failed = 0
    for one in _files(path):
        try:
            _import(one, wish, out, err)
        except Exception as error:  # noqa: BLE001 - the mistakes of one source never stop the others
            failed += 1
            err.print(f"[red]✗[/red] {escape(f'{one.name} : {ground.explain(error)}')}", highlight=False)
    return 1 if failed else 0


def _files(folder: Path) -> list[Path]:
    found = sorted(one for one in folder.iterdir() if one.is_file() and not one.name.startswith("."))
    if not found:
        message = f"Le dossier {folder} ne contient aucun fichier."
        raise Impossible(message)
    return found


def _import(path: Path, wish: Wish, out: Console, err: Console) -> None:
    source = _recognise(path, wish.source)
    act = intake.plan if wish.dry_run else intake.apply
    choices = intake.Choices(gone=wish.gone, whole=wish.whole, owner=wish.owner)
    with ground.progress(out) as bar:
        task = bar.add_task(SOURCES[source].SOURCE.name, total=None)

        def show(how_far: intake.Progress) -> None:
            bar.update(task, completed=how_far.read, total=how_far.total and max(how_far.total, how_far.read))

        number = act(path, source, choices, tell=show)
    tell(queries.report(number), out, err, details=wish.details)


def tell(report: queries.Report, out: Console, err: Console, *, details: bool) -> None:
    """Say what became of the records of a run."""
    counts = report.counts
    told = [
        f"{counts[Outcome.NEW]} {'à créer' if report.dry else 'créées'}",
        f"{counts[Outcome.CHANGED]} {'à modifier' if report.dry else 'modifiées'}",
        f"{counts[Outcome.UNCHANGED]} inchangées",
        f"{counts[Outcome.REFUSED]} refusées",
        *([f"{counts[Outcome.BACK]} de retour"] if counts[Outcome.BACK] else []),
        *([f"{counts[Outcome.GONE]} disparues"] if counts[Outcome.GONE] else []),
    ]
    mode = " (à blanc)" if report.dry else ""
    nothing = "" if report.moves else " Rien à faire." if report.dry else " Rien n'était à faire."
    out.print(f"[green]✓[/green] {escape(report.file)}{mode} : {', '.join(told)}.{nothing}", highlight=False)
    wanted, most = (tuple(Outcome), None) if details else (_TOLD, _SHOWN)
    for line in _lines(report.number, wanted, most):
        err.print(f"  {_said(line)}", highlight=False, markup=False)
    more = sum(counts[one] for one in wanted if one is not Outcome.UNCHANGED) - (most or 0)
    if most and more > 0:
        err.print(f"  … et {more} autres : --details les nomme.", highlight=False)
    for note in report.notes:
        err.print(f"  {note}", highlight=False, markup=False)
    for unknown, count in report.unknown.items():
        words = f"  Champ gardé mais inconnu du catalogue : {unknown} ({count} fiches)"
        err.print(words, highlight=False, markup=False)


def _lines(number: int, outcomes: Iterable[Outcome], most: int | None) -> Iterator[queries.ReportLine]:
    """Give the lines of a report, page by page, up to a count."""
    after, left = 0, most
    while page := queries.lines(number, outcomes, after=after, limit=min(left or 1000, 1000)):
        yield from page
        after = page[-1].number
        if left is not None:
            left -= len(page)
            if left <= 0:
                return


def _said(line: queries.ReportLine) -> str:
    named = line.place if line.outcome is Outcome.REFUSED else ""
    named = named or " ".join(part for part in (line.external_id, line.name) if part)
    return f"{named} : {line.outcome.label()}. {' '.join(line.words)}".rstrip()


def _recognise(path: Path, source: str) -> str:
    if not path.exists():
        message = f"Le fichier {path} n'existe pas."
        raise Impossible(message)
    found = source or guess(path)
    if found not in SOURCES:
        message = (
            f"La source de {path.name} n'est pas reconnue : "
            f"précisez --source parmi {', '.join(sorted(SOURCES))}."
        )
        raise Impossible(message)
    return found
