"""`sitra account`: what is done for somebody who can no longer enter."""

from typing import Annotated

import typer
from rich.console import Console

from sitra.doors.console import ground

app = typer.Typer(help="Les comptes : ce qui s'y fait pour qui ne peut plus entrer.")
out = Console()


@app.command("unguard")
def unguard(address: Annotated[str, typer.Argument(help="Adresse électronique du compte.")]) -> None:
    """Enlève clés d'accès, application et codes de secours de qui les a perdus ; le mot de passe reste."""
    with ground.database():
        from sitra.accounts import actions  # noqa: PLC0415 - needs the database

        ground.demand_migrated()
        gone = actions.unguard(address)
    out.print(
        f"{gone} moyens enlevés, toutes les connexions sont terminées : le mot de passe seul ouvre ce compte."
    )


@app.callback()
def people() -> None:
    """Keep `unguard` a command of its own, though it is the only one."""
