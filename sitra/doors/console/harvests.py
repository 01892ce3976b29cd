"""`sitra harvest`: the commands."""

import os
from typing import Annotated

import typer
from rich.console import Console

from sitra.doors.console import ground
from sitra.intake.events import Whence, WhenGone

app = typer.Typer(help="Les moissonnages programmés : des sources lues d'elles-mêmes, à leurs heures.")
out = Console()
err = Console(stderr=True)

SECRET = "SITRA_HARVEST_SECRET"  # noqa: S105 - the name of a variable

Name = Annotated[str, typer.Argument(help="Nom du moissonnage.")]
NewName = Annotated[str, typer.Argument(help="Nom à donner (petites lettres, chiffres, tirets).")]
Address = Annotated[
    str, typer.Argument(help="Adresse de l'API ou du fichier, ou nom d'un fichier du dossier de dépôt.")
]
Kind = Annotated[Whence, typer.Option(help="Ce qui est lu.")]
Project = Annotated[int | None, typer.Option(help="Réseau v002 : numéro du projet.")]
Criteria = Annotated[
    str, typer.Option(help='Réseau v002 : critères de recherche, en JSON ({"selectionIds": [12]}).')
]
Lists = Annotated[
    list[str] | None,
    typer.Option("--list", help="Geotrek : liste à lire (trek, touristiccontent, touristicevent)."),
]
Portals = Annotated[list[int] | None, typer.Option("--portal", help="Geotrek : numéro de portail.")]
User = Annotated[str, typer.Option(help=f"Identifiant ; le mot de passe est demandé, ou lu dans {SECRET}.")]
Source = Annotated[str, typer.Option(help="Code de la source, si ce n'est pas « sorte:nom ».")]
Gone = Annotated[
    WhenGone, typer.Option(help="Que faire des fiches disparues de la source : ask = seulement les dire.")
]
Whole = Annotated[
    bool | None, typer.Option("--whole/--part", help="La source donne tout ce qu'elle a, ou une partie.")
]
Owner = Annotated[
    int | None, typer.Option(help="Numéro du membre qui répond des fiches sans autre répondant.")
]
Hour = Annotated[str, typer.Option(help="Heure du passage.")]
Days = Annotated[str, typer.Option(help="Jours du passage (lundi,jeudi) ; tous par défaut.")]
Every = Annotated[int | None, typer.Option(help="Plutôt qu'une heure : toutes les tant d'heures.")]


@app.command("add")
def add(  # noqa: PLR0913 - as many words as there are choices
    name: NewName,
    address: Address,
    *,
    kind: Kind,
    project: Project = None,
    criteria: Criteria = "",
    lists: Lists = None,
    portals: Portals = None,
    user: User = "",
    source: Source = "",
    gone: Gone = WhenGone.ASK,
    whole: Whole = None,
    owner: Owner = None,
    hour: Hour = "03:30",
    days: Days = "",
    every: Every = None,
) -> None:
    """Programme la lecture d'une source ; la clé ou le mot de passe sont demandés, jamais écrits ici."""
    secret = _secret(kind, user)
    with ground.database():
        from sitra.doors.console import harvesting  # noqa: PLC0415 - needs the database

        ground.demand_migrated()
        asked = harvesting.asked(kind, project, criteria, lists, portals)
        wish = harvesting.Wish(
            kind, address, asked, secret, source=source, gone=gone, whole=whole, owner=owner
        )
        harvesting.add(name, wish, harvesting.timetable(hour, days, every), out)


@app.command("list")
def list_() -> None:
    """Montre les moissonnages, leurs heures, et ce qu'il en est advenu."""
    with ground.database():
        from sitra.doors.console import harvesting  # noqa: PLC0415 - needs the database

        ground.demand_migrated()
        harvesting.show(out)


@app.command("run")
def run(
    name: Name,
    *,
    details: Annotated[bool, typer.Option("--details", help="Nomme chaque fiche du compte rendu.")] = False,
) -> None:
    """Lit la source tout de suite, et dit ce qui a changé ; coupé, reprend où il en était."""
    with ground.database():
        from sitra.doors.console import harvesting  # noqa: PLC0415 - needs the database

        ground.demand_migrated()
        harvesting.run(name, out, err, details=details)


@app.command("pause")
def pause(name: Name) -> None:
    """Suspend un moissonnage jusqu'à ce qu'on le reprenne."""
    with ground.database():
        from sitra.doors.console import harvesting  # noqa: PLC0415 - needs the database

        ground.demand_migrated()
        harvesting.pause(name, out)


@app.command("resume")
def resume(name: Name) -> None:
    """Reprend un moissonnage suspendu, dès sa prochaine heure."""
    with ground.database():
        from sitra.doors.console import harvesting  # noqa: PLC0415 - needs the database

        ground.demand_migrated()
        harvesting.resume(name, out)


@app.command("remove")
def remove(name: Name) -> None:
    """Supprime un moissonnage et ses identifiants ; les fiches et les comptes rendus restent."""
    with ground.database():
        from sitra.doors.console import harvesting  # noqa: PLC0415 - needs the database

        ground.demand_migrated()
        harvesting.remove(name, out)


def _secret(kind: Whence, user: str) -> dict[str, str]:
    """Take the key or the password from the environment or the keyboard: a command line is seen by others."""
    if kind is not Whence.V002 and not user:
        return {}
    asked = "Clé du projet (apiKey)" if kind is Whence.V002 else f"Mot de passe de {user}"
    given = os.environ.get(SECRET) or str(typer.prompt(asked, hide_input=True))
    return {"apiKey": given} if kind is Whence.V002 else {"user": user, "password": given}
