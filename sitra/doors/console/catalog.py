"""`sitra catalog`: what a change of the catalogue would break."""

from datetime import timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sitra.doors.console import ground

app = typer.Typer(help="Le catalogue des champs.")
out = Console()

Path = Annotated[str, typer.Argument(help="Chemin d'un champ, tel que v002 le nomme.")]
Days = Annotated[int, typer.Option(min=1, max=3650, help="Sur combien de jours.")]


@app.callback()
def catalog() -> None:
    """Regarde le catalogue des champs."""


@app.command()
def impact(path: Path, days: Days = 90) -> None:
    """Nomme les projets qui ont demandé un champ, ce qui le contient ou ce qu'il contient."""
    with ground.database():
        from sitra.catalog.rules.fields import FIELDS  # noqa: PLC0415 - needs the settings
        from sitra.delivery import queries  # noqa: PLC0415 - needs the database
        from sitra.delivery.rules.asked import plain  # noqa: PLC0415 - the same
        from sitra.kit.days import today  # noqa: PLC0415 - the same
        from sitra.kit.errors import Unknown  # noqa: PLC0415 - the same

        ground.demand_migrated()
        wanted = plain(path)
        known = (plain(field.path) for field in FIELDS)
        if not any(one == wanted or one.startswith(f"{wanted}.") for one in known):
            message = f"Le catalogue n'a pas de champ « {path[:120]} »."
            raise Unknown(message)
        found = queries.askers(wanted, today() - timedelta(days=days))
        if not found:
            out.print(f"Aucun projet n'a demandé « {escape(wanted)} » en {days} jours.", highlight=False)
            return
        table = Table(title=f"Qui a demandé « {escape(wanted)} » en {days} jours", box=None)
        for heading in ("Projet", "Nom", "Membre", "A demandé", "Fois", "Dernier jour"):
            table.add_column(heading, overflow="fold", justify="right" if heading == "Fois" else "left")
        for one in found:
            table.add_row(
                str(one.id), escape(one.name), escape(one.member), escape(one.asked), str(one.times),
                one.last.isoformat(),
            )  # fmt: skip
        out.print(table)
        out.print(
            "Les projets qui ne nomment aucun champ reçoivent la réponse ordinaire : ils ne sont pas ici.",
            highlight=False,
        )
