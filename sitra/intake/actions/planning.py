"""Harvests: sources that are read by themselves, at their hours."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sitra.intake.actions import fetching, origins
from sitra.intake.actions.origins import Wanted
from sitra.intake.events import HARVEST, HarvestFact, Whence, WhenGone
from sitra.intake.models import Harvest
from sitra.intake.rules.timetable import Timetable
from sitra.kit import sealing
from sitra.kit.errors import Impossible, Unknown
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.members.models import Member
from sitra.tourism.actions import Author

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
_NOBODY = Author()


@transaction.atomic
def add_harvest(name: str, wanted: Wanted, *, by: Author = _NOBODY) -> int:
    """Plan a harvest under a name of its own; answers its number. Raises `Impossible`."""
    if not _NAME.fullmatch(name):
        raise Impossible(
            "Le nom d'un moissonnage est fait de petites lettres, de chiffres et de tirets (30 au plus)."
        )
    if Harvest.objects.filter(name=name).exists():
        raise Impossible(f"Un moissonnage s'appelle déjà « {name} » : choisissez un autre nom.")
    row = Harvest(name=name)
    _write(row, wanted, {})
    row.save()
    _tell(row, HarvestFact.ADDED, by)
    return row.pk


@transaction.atomic
def amend_harvest(number: int, wanted: Wanted, *, by: Author = _NOBODY) -> None:
    """Change all that a harvest is, but its name; secrets that are not given stay. Raises `Impossible`."""
    row = _held(number)
    if row.whence != wanted.whence:
        raise Impossible("Un moissonnage ne change pas de nature : supprimez-le, et programmez-en un autre.")
    _write(row, wanted, sealing.unseal(row.sealed) if wanted.secrets is None else {})
    row.save()
    _tell(row, HarvestFact.AMENDED, by)


@transaction.atomic
def pause_harvest(number: int, *, by: Author = _NOBODY) -> None:
    """Let a harvest rest until it is resumed."""
    _turn(number, HarvestFact.PAUSED, by, active=False)


@transaction.atomic
def resume_harvest(number: int, *, by: Author = _NOBODY) -> None:
    """Let a harvest run again at its hours, from the next one on."""
    _turn(number, HarvestFact.RESUMED, by, active=True)


@transaction.atomic
def remove_harvest(number: int, *, by: Author = _NOBODY) -> None:
    """Forget a harvest, its secrets and what it fetched; records, runs and their reports stay."""
    row = _held(number)
    _tell(row, HarvestFact.REMOVED, by)
    row.delete()
    transaction.on_commit(partial(fetching.forget, fetching.spool(number)))


@transaction.atomic
def run_now(number: int, *, by: Author = _NOBODY) -> None:
    """Have a harvest run within the minute, by the worker, whether or not it rests."""
    row = _held(number)
    row.due_at, row.asked_for, row.tries = timezone.now(), True, 0
    row.save(update_fields=["due_at", "asked_for", "tries"])
    _tell(row, HarvestFact.ASKED, by)


def wanted_of(row: Harvest) -> Wanted:
    """Read what a harvest is, without its secrets."""
    return Wanted(
        whence=Whence(row.whence),
        address=row.address,
        asked=row.asked,
        source=row.source,
        gone=WhenGone(row.gone),
        whole=row.whole,
        owner=row.owner_id,
        timetable=timetable_of(row),
    )


def timetable_of(row: Harvest) -> Timetable:
    """Read when a harvest is due."""
    return Timetable(row.hour, tuple(row.days), row.every)


def _turn(number: int, fact: HarvestFact, by: Author, *, active: bool) -> None:
    row = _held(number)
    if row.active == active:
        state = "est déjà en marche" if active else "est déjà en pause"
        raise Impossible(f"Le moissonnage « {row.name} » {state}.")
    row.active, row.tries = active, 0
    row.due_at = timetable_of(row).after(timezone.localtime())
    row.save(update_fields=["active", "tries", "due_at"])
    _tell(row, fact, by)


def _held(number: int) -> Harvest:
    row = Harvest.objects.select_for_update().filter(pk=number).first()
    if row is None:
        raise Unknown(f"Aucun moissonnage programmé ne porte le numéro {number}.")
    return row


def _write(row: Harvest, wanted: Wanted, kept: Mapping[str, str]) -> None:
    """Put what is wanted into a row."""
    if kept and origins.server(row.address) != origins.server(wanted.address):
        # Whoever may change an address may not, by that, have a key that they do not know sent there.
        raise Impossible("L'adresse change de serveur : donnez de nouveau les identifiants.")
    put, secrets = origins.sound(row.name, wanted, kept)
    if put.owner is not None and not Member.objects.filter(pk=put.owner).exists():
        raise Unknown(f"Aucun membre ne porte le numéro {put.owner}.")
    _demand_one_whole(row, put)
    written: dict[str, Any] = {
        "whence": put.whence.value,
        "source": put.source,
        "address": put.address,
        "sealed": sealing.seal(secrets),
        "asked": dict(put.asked),
        "gone": put.gone.value,
        "whole": put.whole,
        "owner_id": put.owner,
        "hour": put.timetable.hour,
        "days": sorted(set(put.timetable.days)),
        "every": put.timetable.every,
        "due_at": put.timetable.after(timezone.localtime()),
        "tries": 0,
        "failure": "",
    }
    for name, value in written.items():
        setattr(row, name, value)


def _demand_one_whole(row: Harvest, put: Wanted) -> None:
    """Refuse two harvests of one source that would each take what the other brings for gone."""
    others = (
        Harvest.objects.filter(source=put.source).exclude(pk=row.pk) if put.source else Harvest.objects.none()
    )
    if put.whole is False:
        others = others.filter(Q(whole=True) | Q(whole=None))
    if other := others.first():
        raise Impossible(
            f"Le moissonnage « {other.name} » lit déjà la source « {put.source} » : donnez un autre code de "
            "source, ou dites des deux qu'ils n'en lisent qu'une partie."
        )


def _tell(row: Harvest, fact: HarvestFact, by: Author) -> None:
    """Tell what was done; of the address only the server, which is no secret."""
    details = {"name": row.name, "whence": row.whence, "source": row.source}
    details["server"] = origins.server(row.address)
    ledger.record(
        Fact(
            name=fact.value,
            subject=HARVEST,
            subject_id=row.pk,
            person_id=by.person.pk if by.person else None,
            member_id=by.member.pk if by.member else None,
            details=details,
        )
    )
