"""`sitra`: the command line."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from sitra.doors.console import catalog, front, ground, harvests, people, supervisor
from sitra.intake.events import WhenGone
from sitra.kit.embedded_postgres import DatabaseUnavailable
from sitra.kit.environment import configure

app = typer.Typer(
    help="Sitra, le système d'information touristique d'une région.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
index = typer.Typer(help="L'index de recherche et les réponses toutes prêtes de cette machine.")
app.add_typer(index, name="index", no_args_is_help=True)
vocabulary = typer.Typer(help="Le vocabulaire partagé : les termes que les fiches emploient.")
app.add_typer(vocabulary, name="vocabulary", no_args_is_help=True)
places = typer.Typer(help="Les communes : code officiel, numéros d'un réseau, fusions.")
app.add_typer(places, name="places", no_args_is_help=True)
app.add_typer(harvests.app, name="harvest", no_args_is_help=True)
app.add_typer(people.app, name="account", no_args_is_help=True)
app.add_typer(catalog.app, name="catalog", no_args_is_help=True)

facts = typer.Typer(help="Le journal : tout ce qui s'est passé, dans l'ordre.")
app.add_typer(facts, name="ledger", no_args_is_help=True)

out = Console()
err = Console(stderr=True)

Port = Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="Port d'écoute.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Dit ce qui changerait, sans rien écrire.")]
Host = Annotated[str, typer.Option(envvar="HOST", help="Adresse d'écoute.")]


@app.command()
def demo(port: Port = 8000) -> None:
    """Prépare et sert le réseau de démonstration (http://127.0.0.1:8000)."""
    supervisor.single_demo(port)
    with ground.database():
        from sitra.doors.console import demonstration  # noqa: PLC0415 - needs the database

        ground.prepare()
        demonstration.load(out)
        ground.bring_read_model_up_to_date(out)
        supervisor.run(port, lambda: demonstration.welcome(out, port))


@app.command()
def serve(port: Port = 8000, host: Host = "127.0.0.1") -> None:
    """Sert les pages et les interfaces."""
    with ground.database(setup=False):
        supervisor.serve(host, port)


@app.command("front")
def front_(
    behind: Annotated[int, typer.Option("--to", min=1, max=65535, help="Port de « sitra serve ».")],
    port: Port = 8001,
    host: Host = "127.0.0.1",
) -> None:
    """Se tient devant le serveur pour les clients v002 qui écrivent leur JSON tel quel dans l'adresse."""
    supervisor.demand_free(host, port)
    front.run(host, port, behind)


@app.command()
def worker() -> None:
    """Suit le journal, tient l'index à jour et exécute les tâches de fond."""
    with ground.database():
        supervisor.work()


@app.command("import")
def import_(
    path: Annotated[
        Path, typer.Argument(help="Fichier à lire (csv, json, .gz, zip), ou dossier de tels fichiers.")
    ],
    *,
    source: Annotated[str, typer.Option(help="Source, si elle ne se devine pas du contenu du fichier.")] = "",
    dry_run: DryRun = False,
    gone: Annotated[
        WhenGone, typer.Option(help="Que faire des fiches disparues de la source : ask = seulement les dire.")
    ] = WhenGone.ASK,
    whole: Annotated[
        bool | None,
        typer.Option("--whole/--part", help="Le fichier contient tout ce qu'a la source, ou une partie."),
    ] = None,
    owner: Annotated[
        int | None, typer.Option(help="Numéro du membre qui répond des fiches sans autre répondant.")
    ] = None,
    details: Annotated[bool, typer.Option("--details", help="Nomme chaque fiche du compte rendu.")] = False,
) -> None:
    """Lit les fichiers d'une source connue et en fait des fiches ; peut être relancé sans risque."""
    with ground.database():
        from sitra.doors.console import importing  # noqa: PLC0415 - needs the database

        ground.demand_migrated()
        wish = importing.Wish(source, dry_run=dry_run, gone=gone, whole=whole, owner=owner, details=details)
        raise typer.Exit(importing.run(path, wish, out, err))


@index.command("rebuild")
def index_rebuild() -> None:
    """Reconstruit l'index à côté de celui qui sert, puis le met à sa place."""
    with ground.database():
        ground.demand_migrated()
        ground.rebuild_read_model(out)


@index.command("copy")
def index_copy(
    folder: Annotated[Path, typer.Argument(help="Dossier neuf : celui que lira l'autre machine.")],
) -> None:
    """Donne une copie de l'index à une autre machine, qui suivra le journal à partir de là."""
    with ground.database():
        from sitra.search import actions  # noqa: PLC0415 - needs settings

        actions.copy(folder)
        out.print(f"[green]✓[/green] Index copié dans {folder}.", highlight=False)


@index.command("status")
def index_status() -> None:
    """Dit où en est l'index."""
    with ground.database():
        from sitra.doors.console import checks  # noqa: PLC0415 - needs the database

        checks.show_index(out)


@vocabulary.command("load")
def vocabulary_load(
    path: Annotated[Path, typer.Argument(help="elements_reference.json (ou .gz), ou archive d'un export.")],
    *,
    dry_run: DryRun = False,
    details: Annotated[bool, typer.Option("--details", help="Nomme chaque terme qui change.")] = False,
) -> None:
    """Charge un vocabulaire complet et dit ce qu'il change ; peut être relancé sans risque."""
    with ground.database():
        from sitra.doors.console import terms  # noqa: PLC0415 - needs the database

        ground.demand_migrated()
        terms.load(path, out, err, dry_run=dry_run, details=details)


@vocabulary.command("show")
def vocabulary_show(number: Annotated[int, typer.Argument(help="Numéro du terme.")]) -> None:
    """Montre un terme, ses libellés, et combien de fiches l'emploient."""
    with ground.database():
        from sitra.doors.console import terms  # noqa: PLC0415 - needs the database

        ground.demand_migrated()
        terms.show(number, out, err)


@places.command("load")
def places_load(
    path: Annotated[
        Path | None,
        typer.Argument(help="Communes d'un réseau v002 (communes.json, csv, .gz ou archive d'export)."),
    ] = None,
    *,
    dry_run: DryRun = False,
) -> None:
    """Charge le code officiel livré avec Sitra ou, d'un fichier, les numéros d'un réseau."""
    with ground.database():
        from sitra.doors.console import geography  # noqa: PLC0415 - needs the database

        ground.demand_migrated()
        geography.load(path, out, err, dry_run=dry_run)


@places.command("amend")
def places_amend(
    path: Annotated[Path, typer.Argument(help="Mouvements de communes de l'Insee (v_mvt_commune_….csv).")],
    *,
    dry_run: DryRun = False,
) -> None:
    """Applique les fusions, rétablissements et changements de nom qui suivent le code officiel."""
    with ground.database():
        from sitra.doors.console import geography  # noqa: PLC0415 - needs the database

        ground.demand_migrated()
        geography.amend(path, out, err, dry_run=dry_run)


@places.command("undo")
def places_undo(number: Annotated[int, typer.Argument(help="Numéro de la mise à jour.")]) -> None:
    """Annule la dernière mise à jour du code officiel."""
    with ground.database():
        from sitra.doors.console import geography  # noqa: PLC0415 - needs the database

        ground.demand_migrated()
        geography.undo(number, out)


@places.command("show")
def places_show(
    words: Annotated[str, typer.Argument(help="Nom, code INSEE, code postal, ou « longitude,latitude ».")],
) -> None:
    """Montre les communes d'un nom, d'un code, ou autour d'un point."""
    with ground.database():
        from sitra.doors.console import geography  # noqa: PLC0415 - needs the database

        ground.demand_migrated()
        geography.show(words, out)


@facts.command("show")
def facts_show(
    since: Annotated[datetime | None, typer.Option(help="À partir de quel moment.")] = None,
    *,
    outside: Annotated[bool, typer.Option("--public", help="Seulement ce qui est dit au dehors.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Combien de faits.")] = 50,
) -> None:
    """Montre les faits, du plus ancien au plus récent."""
    with ground.database():
        from sitra.doors.console import telling  # noqa: PLC0415 - needs the database

        ground.demand_migrated()
        telling.show(since, out, limit=limit, outside=outside)


@facts.command("replay")
def facts_replay(
    listener: Annotated[str, typer.Argument(help="Qui doit relire le journal : search…")],
    since: Annotated[datetime, typer.Option(help="À partir de quel moment.")],
) -> None:
    """Fait relire le journal à l'un de ceux qui le suivent, depuis un moment."""
    with ground.database():
        from sitra.doors.console import telling  # noqa: PLC0415 - needs the database

        ground.demand_migrated()
        telling.replay(listener, since, out)


@facts.command("compact")
def facts_compact(
    days: Annotated[int, typer.Option(min=30, help="Garde tout ce qui est plus récent, en jours.")] = 400,
) -> None:
    """Retire les vieux faits qu'un plus récent rend inutiles ; peut être interrompu et repris."""
    with ground.database():
        from sitra.doors.console import telling  # noqa: PLC0415 - needs the database

        ground.demand_migrated()
        telling.compact(days, out)


@app.command()
def doctor() -> None:
    """Vérifie l'installation et dit comment réparer ce qui ne va pas."""
    from sitra.doors.console import checks  # noqa: PLC0415 - slow to import

    raise typer.Exit(checks.run(out))


def main() -> None:
    """Run the command line; a failure is one sentence, never a traceback."""
    configure()
    try:
        app()
    except DatabaseUnavailable as error:
        _fail(str(error))
    except KeyboardInterrupt:
        _fail("Interrompu.")
    except Exception as error:  # noqa: BLE001 - the last guard before the user
        _fail(ground.explain(error))


def _fail(sentence: str) -> None:
    err.print(f"[red]✗[/red] {sentence}", highlight=False)
    sys.exit(1)


if __name__ == "__main__":
    main()
