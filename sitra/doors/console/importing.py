"""`sitra import`."""

from pathlib import Path

from rich.console import Console

from sitra.doors.console import ground
from sitra.intake import actions as intake
from sitra.intake.rules.sources import SOURCES, guess
from sitra.kit.errors import Impossible


def run(path: Path, source: str, out: Console, err: Console) -> int:
    """Import one file and say what became of it; answers the exit status."""
    source = _recognise(path, source)
    with ground.progress(out) as bar:
        task = bar.add_task(SOURCES[source].SOURCE.name, total=None)
        report = intake.bring_in(path, source, tell=lambda read: bar.update(task, completed=read))
    tally = report.tally
    out.print(
        f"[green]✓[/green] {path.name} : {tally.created} créées, {tally.revised} modifiées, "
        f"{tally.unchanged} inchangées, {report.refused} refusées.",
        highlight=False,
    )
    for refusal in report.refusals:
        err.print(f"  {refusal.place} : {refusal.reason}", highlight=False, markup=False)
    if report.refused > len(report.refusals):
        err.print(f"  … et {report.refused - len(report.refusals)} autres.")
    for unknown, count in report.unknown_paths.most_common():
        err.print(f"  Champ gardé mais inconnu du catalogue : {unknown} ({count} fiches)")
    return 0


def _recognise(path: Path, source: str) -> str:
    if not path.is_file():
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
