"""Loading and presenting the demonstration network."""

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db import transaction
from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table

from sitra.accounts import actions as accounts
from sitra.accounts.queries import demo_accounts
from sitra.catalog.rules.kinds import Kind
from sitra.delivery import actions as delivery, queries as fed
from sitra.delivery.events import Mode, Turn
from sitra.delivery.rules.partners import Terms
from sitra.doors.console import ground
from sitra.intake import actions as intake
from sitra.intake.rules.sources import SOURCES, fingerprint
from sitra.kit import numbering
from sitra.ledger import actions as ledger, queries as facts
from sitra.ledger.events import Fact
from sitra.members import actions as members
from sitra.places import actions as places
from sitra.search.rules.written import read
from sitra.vocabulary import actions as vocabulary

LOADED = "demo.loaded"

_COLUMNS = ("kind", "state", "bounded", "contact", "purpose", "address")
"""What is said of some projects besides their name, as columns of their table."""
FILES = (
    ("datatourisme-ardeche-drome.zip", "datatourisme"),
    ("datatourisme-paris.zip", "datatourisme"),
    ("hebergements-classes.csv.gz", "atout-france"),
    ("festivals.csv.gz", "festivals"),
    ("musees.csv.gz", "museofile"),
    ("tourisme-handicap.csv.gz", "tourisme-handicap"),
)
"""File of `demo/data` -> its source, in the order in which records are numbered."""


def load(out: Console) -> None:
    """Load the demonstration unless this very version of it is there; cut short, it goes on."""
    digest = _digest()
    if facts.last_details(LOADED).get("digest") == digest:
        return
    with ground.progress(out) as bar:
        outlines = orjson.loads(gzip.decompress(_data("outlines.json.gz").read_bytes()))
        with out.status("Communes, vocabulaire, membres…"):
            terms = vocabulary.load_seed()
            communes = places.load_seed()
            places.draw(outlines)
            network = load_network()
        for name, source in FILES:
            task = bar.add_task(SOURCES[source].SOURCE.name, total=None)
            intake.apply(_data(name), source, tell=partial(_show, bar, task))
    with transaction.atomic():
        ledger.record(Fact(LOADED, "demo", 0, details={"digest": digest}))
    out.print(
        f"[green]✓[/green] Démonstration chargée : {communes} communes, {terms} termes, "
        f"{len(network['members'])} membres.",
        highlight=False,
    )


@transaction.atomic
def load_network() -> dict[str, Any]:
    """Write the members, accounts and projects of the demonstration."""
    network: dict[str, Any] = json.loads(_data("network.json").read_bytes())
    for one in network["members"]:
        members.admit(
            number=one["id"],
            name=one["name"],
            kind=one["kind"],
            departement=one.get("departement"),
            site=one.get("site", ""),
            communes=one.get("communes", ()),
        )
    for one in network["members"]:
        members.sponsor(one["id"], one.get("sponsor"))
    people: dict[str, Any] = {}
    for one in network["persons"]:
        person = accounts.enrol(
            email=one["email"],
            first_name=one["first_name"],
            last_name=one["last_name"],
            password=one["password"],
            language=one["language"],
        )
        for seat in one["seats"]:
            members.seat(person, seat["member"], seat["duties"], record=seat.get("record"))
        people[one["email"]] = person
    selections = _select(network["selections"], people)
    for one in network["projects"]:
        _open(one, people)
        if chosen := [selections[name] for name in one.get("selections", ())]:
            pilot = people[network["persons"][0]["email"]]
            bounded = one.get("bounded", False)
            delivery.choose_selections(one["id"], chosen, bounded=bounded, by=pilot)
    numbering.continue_after("members_member")
    return network


def _select(wanted: Iterable[Mapping[str, Any]], people: Mapping[str, Any]) -> dict[str, int]:
    """Make the selections that are not there yet; answers their numbers, by name."""
    known: dict[tuple[int, str], int] = {}
    for one in wanted:
        by = people[one["by"]]
        known = known or {(row.line.member_id, row.line.name): row.line.id for row in fed.seen_selections(by)}
        if (one["member"], one["name"]) in known:
            continue
        drawn = delivery.Drawn(
            name=one["name"],
            question=read(one["question"]) if "question" in one else None,
            labels=one["labels"],
            shown=one.get("shown"),
            turn=Turn(one.get("turn", Turn.DAY.value)),
        )
        number = delivery.make_selection(drawn, one["member"], by=by)
        if records := one.get("records"):
            delivery.add(number, records, by=by)
        known[one["member"], one["name"]] = number
    return {name: number for (_member, name), number in known.items()}


def _open(one: dict[str, Any], people: Mapping[str, Any]) -> None:
    """Open a project, and entrust it with what it may write or whom it may sign on."""
    delivery.open_project(
        number=one["id"],
        name=one["name"],
        member_id=one["member"],
        api_key=one["api_key"],
        scopes=one.get("scopes", ()),
        **{name: one[name] for name in _COLUMNS if name in one},
    )
    if "client_id" not in one:
        return
    terms = Terms(
        client=UUID(one["client_id"]),
        redirects=tuple(one.get("redirects", ())),
        kinds=frozenset(map(Kind, one.get("kinds", ()))),
        modes=frozenset(map(Mode, one.get("modes", ()))),
        author=people[one["author"]].pk if "author" in one else None,
        may_validate=one.get("may_validate", False),
        nodes=frozenset(one.get("nodes", ())),
    )
    delivery.entrust(one["id"], terms, secret=one["secret"])


def welcome(out: Console, port: int) -> None:
    """Say where the demonstration is and who may enter."""
    table = Table(title="Comptes de démonstration", title_justify="left", box=None)
    for heading in ("Adresse", "Mot de passe", "Rôle"):
        table.add_column(heading, overflow="fold", no_wrap=heading != "Rôle")
    for account in demo_accounts():
        table.add_row(account.email, account.password, account.role)
    out.print(table)
    out.print(f"\n[bold green]Sitra est prêt : http://127.0.0.1:{port}[/bold green]")
    out.print("Ctrl-C pour arrêter.")


def _show(bar: Progress, task: TaskID, how_far: intake.Progress) -> None:
    bar.update(task, completed=how_far.read, total=how_far.total)


def _data(name: str) -> Path:
    return Path(settings.DEMO_DIR) / "data" / name


def _digest() -> str:
    """Fingerprint of all that the demonstration is made of: its files, and how they are read."""
    digest = hashlib.sha256()
    for seed in (*sorted(vocabulary.SEED.glob("*.csv")), *sorted(places.SEED.glob("*.json*"))):
        digest.update(seed.read_bytes())
    digest.update(fingerprint().encode())
    for name in ("outlines.json.gz", "network.json", *(name for name, _ in FILES)):
        digest.update(_data(name).read_bytes())
    return digest.hexdigest()
