"""Keeping files that members give, once examined, and letting go of what nobody uses."""

import hashlib
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from sitra.accounts.models import Person
from sitra.kit.errors import Impossible
from sitra.kit.file_names import fit
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.media.events import FORGOTTEN, KEPT, SUBJECT, Form
from sitra.media.models import Media
from sitra.media.queries import described, storage
from sitra.media.rules.fitness import Bounds, Examined, Unfit, heard
from sitra.members.models import Member

logger = logging.getLogger(__name__)

_PATIENCE = 2
"""Times the processor's bound that an examination may last on a busy machine."""
_turn = threading.Lock()
"""One file at a time is examined by a process that serves: each may take a gigabyte."""


@dataclass(frozen=True, slots=True)
class Given:
    """A file that somebody gives: where it lies now, how it is called, and as what it may be taken."""

    path: Path
    name: str
    forms: frozenset[Form]


class UnfitFile(Impossible):
    """A file that is not kept: `key` says which of those that were given, the text why and what to do."""

    def __init__(self, key: str, name: str, reason: str) -> None:
        super().__init__(f"Le fichier « {fit(name)} » (partie « {key} ») n'est pas accepté : {reason}")
        self.key = key


class TooMuch(Impossible):
    """More than a member may add in a day."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """A file that was examined: its row as it will be, and where what is to be stored lies."""

    row: Media
    folder: Path | None = None


@contextmanager
def keeping(
    given: Mapping[str, Given], *, member: int, person: Person | None
) -> Iterator[Mapping[str, dict[str, Any]]]:
    """Examine files, then keep them in one transaction with what is done within; all of it, or nothing.

    Gives key -> what a record says of the file. The bytes are stored last: what is refused leaves none.
    Raises `UnfitFile` before anything is written.
    """
    with TemporaryDirectory(prefix="sitra-media-") as scratch:
        ready = {
            key: _ready(key, one, Path(scratch) / str(rank)) for rank, (key, one) in enumerate(given.items())
        }
        with transaction.atomic():
            rows = {key: _row(one.row, member, person) for key, one in ready.items()}
            _demand_room(member)
            yield {key: described(row, given[key].name) for key, row in rows.items()}
            for key, row in rows.items():
                _store(row, ready[key].folder)


def forget() -> int:
    """Let go of files that nothing has referred to for the days of the settings; answers how many."""
    before = timezone.now() - timedelta(days=settings.MEDIA_DAYS)
    numbers = list(Media.objects.unused().filter(asked_at__lt=before).values_list("pk", flat=True))
    return sum(_forget(number, before) for number in numbers)


@transaction.atomic
def _forget(number: int, before: datetime) -> bool:
    """Let go of one file, unless somebody has just taken it up; who gives it again waits for the outcome."""
    if not Media.objects.filter(pk=number).select_for_update().values_list("pk", flat=True):
        return False
    row = Media.objects.unused().filter(pk=number, asked_at__lt=before).first()
    if row is None:
        return False
    places = row.places[::-1]
    details = {"digest": row.digest, "file": row.name, "size": row.size}
    ledger.record(Fact(FORGOTTEN, SUBJECT, row.pk, None, row.member_id, details))
    row.delete()
    for place in places:
        storage().delete(place)
    return True


def _ready(key: str, one: Given, folder: Path) -> _Ready:
    with one.path.open("rb") as file:
        received = hashlib.file_digest(file, "sha256").hexdigest()
    if known := _known(received):
        _demand_form(key, one, Form(known.form))
        return _Ready(known)
    folder.mkdir()
    try:
        found = _examined(one.path, folder)
    except Unfit as unfit:
        raise UnfitFile(key, one.name, str(unfit)) from None
    _demand_form(key, one, found.whole.form)
    return _Ready(_described(found, folder, received, fit(one.name)), folder)


def _known(received: str) -> Media | None:
    """Give the file that these bytes are, as they came or as they are served; it is not let go meanwhile."""
    row = Media.objects.filter(Q(received=received) | Q(digest=received)).order_by("pk").first()
    if row is None or not Media.objects.filter(pk=row.pk).update(asked_at=timezone.now()):
        return None
    return row if storage().exists(row.places[-1]) else None


def _demand_form(key: str, one: Given, form: Form) -> None:
    if form not in one.forms:
        wanted = ", ".join(sorted(form.value for form in one.forms))
        raise UnfitFile(key, one.name, f"c'est un {form.value}, et ce média attend {wanted}.")


def _described(found: Examined, folder: Path, received: str, name: str) -> Media:
    whole, *renditions = found.made
    path = folder / f"{whole.name}.{whole.form.extension}"
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Media(
        digest=digest,
        received=received,
        form=whole.form.value,
        shown_as=renditions[0].form.value if renditions else "",
        size=path.stat().st_size,
        width=whole.width or None,
        height=whole.height or None,
        name=name,
    )


def _row(wanted: Media, member: int, person: Person | None) -> Media:
    """Give the row of a content, held until the transaction ends, made where it is not there."""
    now = timezone.now()
    columns = {name: getattr(wanted, name) for name in _COLUMNS}
    row, made = Media.objects.select_for_update().get_or_create(
        digest=wanted.digest,
        defaults={**columns, "member": Member.objects.get(pk=member), "person": person, "asked_at": now},
    )
    if made:
        row.refresh_from_db(fields=["received_at"])
        details = {"digest": row.digest, "file": row.name, "size": row.size}
        who = person.pk if person else None
        ledger.record(Fact(KEPT, SUBJECT, row.pk, who, member, details))
    else:
        Media.objects.filter(pk=row.pk).update(asked_at=now)
    return row


def _demand_room(member: int) -> None:
    """Refuse what would be more than a member may add in a day."""
    day = Media.objects.filter(member_id=member, received_at__gt=timezone.now() - timedelta(days=1))
    most = settings.MEDIA_LARGEST_DAY
    if (day.aggregate(all=Sum("size"))["all"] or 0) > most:
        message = (
            f"Votre membre a ajouté plus de {most / 1e6:g} Mo de fichiers depuis hier : reprenez demain."
        )
        raise TooMuch(message)


_COLUMNS = ("received", "form", "shown_as", "size", "width", "height", "name")


def _store(row: Media, folder: Path | None) -> None:
    """Put in the storage what is not there; what was cut short by a crash is written again."""
    if folder is None:
        return
    for place in row.places:
        source = folder / Path(place).name
        if storage().exists(place):
            if storage().size(place) == source.stat().st_size:
                continue
            storage().delete(place)
        with source.open("rb") as file:
            storage().save(place, File(file))


def _examined(path: Path, folder: Path) -> Examined:
    """Have a file examined by a process of its own, which knows nothing of ours."""
    bounds = Bounds(pixels=settings.MEDIA_PIXELS)
    asked = {"path": str(path), "folder": str(folder), "bounds": asdict(bounds)}
    command = [sys.executable, "-I", "-m", "sitra.media.rules.examining"]
    with _turn:
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter
                command,
                input=json.dumps(asked).encode(),
                capture_output=True,
                env={},
                timeout=bounds.seconds * _PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            message = "sa lecture est trop longue : enregistrez-le de nouveau, plus petit."
            raise Unfit(message) from None
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip().rpartition("\n")[2][:200]
        logger.info("a file was not read to its end (%d): %s", done.returncode, why)
        message = "il ne se lit pas jusqu'au bout : il est abîmé ou incomplet, enregistrez-le de nouveau."
        raise Unfit(message)
    told = json.loads(done.stdout)
    if "unfit" in told:
        raise Unfit(told["unfit"])
    return heard(told)
