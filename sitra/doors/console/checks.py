"""`sitra doctor` and `sitra index status`: what is wrong, and how to mend it."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table

from sitra.doors.console import ground
from sitra.kit import embedded_postgres

_LEAST_PYTHON = (3, 12)
_LEAST_DISK = 500_000_000
_LEAST_POSTGRES = 150_000


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `mend` is empty when all is well."""

    name: str
    state: str
    mend: str = ""


def run(out: Console) -> int:
    """Run every check and show a table; answers 1 when something needs mending."""
    findings = [finding for check in _CHECKS for finding in _guarded(check)]
    table = Table("", "Vérification", "Constat", "Réparer")
    for finding in findings:
        mark = "[red]✗[/red]" if finding.mend else "[green]✓[/green]"
        table.add_row(mark, finding.name, finding.state, finding.mend)
    out.print(table)
    return 1 if any(finding.mend for finding in findings) else 0


def show_index(out: Console) -> None:
    """Show how the read model of this node stands."""
    from sitra.search import queries  # noqa: PLC0415 - needs settings

    status = queries.status()
    table = Table("Index", "")
    table.add_row("Génération", status.generation)
    table.add_row("Fiches", str(status.records))
    table.add_row("Faits en attente", str(status.waiting))
    table.add_row("Taille", f"{status.size / 1e6:.1f} Mo")
    table.add_row("Fabrication à jour", "oui" if status.up_to_date_make else "non")
    out.print(table)


def _guarded(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from check()
    except Exception as error:  # noqa: BLE001 - a check that fails is a finding
        sentence = ground.explain(error)
        yield Finding(check.__name__.strip("_").replace("_", " "), "échec", sentence)


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    wrong = sys.version_info[:2] < _LEAST_PYTHON
    yield Finding("Python", version, "Installez Python 3.12 ou plus récent." if wrong else "")


def _disk() -> Iterator[Finding]:
    ground.var().mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(ground.var()).free
    mend = f"Libérez de la place dans {ground.var()}." if free < _LEAST_DISK else ""
    yield Finding("Disque", f"{free / 1e9:.1f} Go libres", mend)


def _database() -> Iterator[Finding]:
    own = not os.environ.get("DATABASE_URL")
    running = own and embedded_postgres.is_running(ground.var() / "postgres")
    with ground.database():
        from django.db import connection  # noqa: PLC0415 - needs settings

        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            number = int(cursor.fetchone()[0])
        where = "embarquée" if own else "DATABASE_URL"
        state = f"PostgreSQL {number // 10000} ({where}{', en marche' if running else ''})"
        old = number < _LEAST_POSTGRES
        yield Finding("Base de données", state, "PostgreSQL 15 au moins." if old else "")
        pending = ground.pending_migrations()
        mend = "Lancez « make demo » ou « python -m django migrate »." if pending else ""
        yield Finding("Tables", f"{pending} migration(s) en attente" if pending else "à jour", mend)


def _index() -> Iterator[Finding]:
    from sitra.search import queries  # noqa: PLC0415 - needs settings

    status = queries.status()
    mend = "" if status.up_to_date_make else "Lancez « sitra index rebuild »."
    state = f"{status.records} fiches, {status.waiting} fait(s) en attente"
    yield Finding("Index", state, mend)


def _configuration() -> Iterator[Finding]:
    from django.conf import settings  # noqa: PLC0415 - needs settings

    manifest = settings.STATIC_ROOT / "staticfiles.json"
    mend = "" if manifest.exists() else "Lancez « python -m django collectstatic »."
    yield Finding("Fichiers statiques", "rassemblés" if manifest.exists() else "absents", mend)
    compiled = any((ground.ROOT / "sitra" / "locale").rglob("*.mo"))
    mend = "" if compiled else "Lancez « make install »."
    yield Finding("Traductions", "compilées" if compiled else "absentes", mend)
    secret = "SITRA_SECRET_KEY" if os.environ.get("SITRA_SECRET_KEY") else "gardée sous var/"
    yield Finding("Clé de signature", secret)
    yield Finding("Hôtes servis", ", ".join(settings.ALLOWED_HOSTS))


def _translation() -> Iterator[Finding]:
    from django.conf import settings  # noqa: PLC0415 - needs settings

    given = (settings.TRANSLATION_URL, settings.TRANSLATION_KEY)
    half = any(given) and not all(given)
    mend = "Réglez SITRA_TRANSLATION_URL et SITRA_TRANSLATION_KEY ensemble." if half else ""
    state = "réglée à moitié" if half else urlsplit(given[0]).netloc if all(given) else "aucune"
    yield Finding("Traduction automatique", state, mend)


_CHECKS = (_python, _disk, _database, _index, _configuration, _translation)
