"""Running a harvest: fetched, then taken in, and what became of it noted."""

import hashlib
import json
import logging
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from sitra.intake.actions import fetching, origins, planning
from sitra.intake.actions.batches import Progress
from sitra.intake.actions.origins import Wanted
from sitra.intake.actions.running import Choices, apply
from sitra.intake.events import HARVEST, HarvestFact, Whence
from sitra.intake.models import Harvest
from sitra.intake.rules.draft import Unreadable
from sitra.intake.rules.sources import fingerprint
from sitra.kit import locks, outbound, sealing
from sitra.kit.errors import Impossible, TradeError, Unknown
from sitra.kit.outbound import Bounds, Client, Question
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact

log = logging.getLogger(__name__)

TRIES = 3
"""How often a harvest that is cut short, each time without a word, is begun again by itself."""
FILES = Bounds(size=4 << 30, seconds=3600.0)
_KNOWN = "known.json"
_STRANGE = re.compile(r"[^\w.-]+")

type Tell = Callable[[str, int, int | None], None]
"""Told in a word what is done, how far it is, and out of how many when that is known."""


def _silent(_: str, __: int, ___: int | None) -> None:
    pass


def run_due(now: datetime) -> list[int]:
    """Run what is due, one after the other, and answer which; one that fails never stops the others.

    What brings records to a member that left is due no more.
    """
    due = Q(active=True) | Q(asked_for=True)
    stays = Q(owner=None) | Q(owner__left_at=None)
    rows = Harvest.objects.filter(due, stays, due_at__lte=now)
    numbers = rows.order_by("due_at", "pk").values_list("pk", flat=True)
    done = []
    with locks.alone(f"{HARVEST} due") as free:
        for number in list(numbers) if free else ():
            try:
                harvest(number, tries=TRIES)
            except Exception as error:  # noqa: BLE001 - the mistakes of one source never stop the others
                log.info("harvest %s failed: %s", number, error.__class__.__name__)
            done.append(number)
    return done


def harvest(number: int, *, tell: Tell = _silent, tries: int | None = None) -> int | None:
    """Run a harvest; answers the number of its run, or nothing when the source has nothing new.

    What fails is noted with its sentence, then raised. One that was killed goes on where it was; killed
    `tries` times without a word, it waits for its next hour.
    """
    with locks.alone(f"{HARVEST} {number}") as free:
        if not free:
            raise Impossible("Ce moissonnage est déjà en cours : attendez qu'il finisse.")
        row = _begun(number)
        try:
            _demand_steady(row, tries)
            run = _run(row, tell)
        except Exception as error:
            _reconnect()
            _end(row, None, failure=sentence(error))
            raise
        _end(row, run, failure="")
    return run


def _demand_steady(row: Harvest, tries: int | None) -> None:
    if tries is not None and row.tries > tries:
        raise Impossible(
            f"Il s'est arrêté {tries} fois sans finir : voyez la mémoire et le disque de la machine."
        )


def sentence(error: Exception) -> str:
    """Say in one sentence why a harvest failed, with nothing that may hold a secret."""
    if isinstance(error, TradeError | Unreadable):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"Le système refuse : {error.strerror}."
    log.warning("harvest failed", exc_info=error)
    return f"Erreur inattendue ({error.__class__.__name__}) : voir le journal du travailleur."


def _reconnect() -> None:
    """Let go of a connection that the database has lost, so that the failure can be noted."""
    if connection.errors_occurred and not connection.is_usable():
        connection.close()


def _begun(number: int) -> Harvest:
    """Note that a harvest begins, before anything may kill it."""
    Harvest.objects.filter(pk=number).update(tries=F("tries") + 1, tried_at=timezone.now())
    row = Harvest.objects.filter(pk=number).first()
    if row is None:
        raise Unknown(f"Aucun moissonnage programmé ne porte le numéro {number}.")
    return row


@transaction.atomic
def _end(row: Harvest, run: int | None, *, failure: str) -> None:
    """Note what became of a harvest, and when it is due again as it is planned by now."""
    now = Harvest.objects.select_for_update().filter(pk=row.pk).first()
    if now is None:
        return
    now.due_at, now.asked_for = planning.timetable_of(now).after(timezone.localtime()), False
    now.tries, now.failure = 0, failure
    now.last_run_id = run if run is not None else now.last_run_id
    now.save(update_fields=["due_at", "asked_for", "tries", "failure", "last_run"])
    if failure:
        details = {"name": row.name, "source": row.source, "sentence": failure}
        ledger.record(Fact(HarvestFact.FAILED.value, HARVEST, row.pk, details=details))


def _run(row: Harvest, tell: Tell) -> int | None:
    wanted, secrets = planning.wanted_of(row), sealing.unseal(row.sealed)
    folder = fetching.spool(row.pk)
    if wanted.whence is Whence.FILE:
        return _file(row, wanted, secrets, folder, tell)
    found = fetching.fetch(
        origins.remote(wanted, secrets),
        folder,
        Client(fetching.BOUNDS),
        name=row.name,
        tell=lambda count, total: tell("Lecture", count, total),
    )
    run = _applied(row, wanted, found.path, tell, notes=found.notes, part=not found.whole)
    fetching.forget(folder)
    return run


def _file(row: Harvest, wanted: Wanted, secrets: Mapping[str, str], folder: Path, tell: Tell) -> int | None:
    """Take in a file of this machine, or of a server when it changed there."""
    if "address" not in secrets:
        return _applied(row, wanted, origins.local(wanted.address), tell)
    plan = hashlib.sha256(f"{secrets['address']}{wanted}{fingerprint()}".encode()).hexdigest()
    known = _known(folder) if not row.failure else {}
    headers = known.get("headers", {}) if known.get("plan") == plan else {}
    sign = secrets.get("user")
    question = Question(
        secrets["address"],
        headers={"Authorization": outbound.basic(sign, secrets.get("password", ""))} if sign else {},
    )
    path = folder / _file_name(secrets["address"])
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.part")
    tell("Téléchargement", 0, None)
    with part.open("wb") as file:
        answer = Client(FILES).ask(question.unless(headers), into=file)
    if answer.unchanged:
        part.unlink()
        return None
    part.replace(path)
    run = _applied(row, wanted, path, tell)
    kept = {name: answer.headers[name] for name in ("etag", "last-modified") if name in answer.headers}
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    (folder / _KNOWN).write_bytes(orjson.dumps({"plan": plan, "headers": kept}))
    return run


def _applied(
    row: Harvest,
    wanted: Wanted,
    path: Path,
    tell: Tell,
    *,
    notes: tuple[str, ...] = (),
    part: bool = False,
) -> int:
    def told(how_far: Progress) -> None:
        tell("Prise en compte", how_far.read, how_far.total)

    reader = origins.reader(row.name, wanted, path, notes)
    whole = False if part else origins.whole(wanted)
    return apply(path, reader, Choices(gone=wanted.gone, whole=whole, owner=wanted.owner), tell=told)


def _known(folder: Path) -> dict[str, Any]:
    """Give what was kept of the answer that brought the file last taken in."""
    try:
        found = json.loads((folder / _KNOWN).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _file_name(address: str) -> str:
    """Name a file as its address does, when that is a plain name: it is told in reports."""
    last = unquote(urlsplit(address).path).rsplit("/", 1)[-1]
    plain = _STRANGE.sub("-", last).strip(".-")[-100:]
    return plain if "." in plain else "fichier"
