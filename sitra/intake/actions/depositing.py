"""Bringing a file, and taking it away."""

import hashlib
import shutil
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.intake.events import DEPOSITED, SUBJECT, WITHDRAWN, Standing
from sitra.intake.models import Deposit, Mapping
from sitra.intake.policy import IMPORT
from sitra.intake.rules.draft import Unreadable
from sitra.intake.rules.recognising import recognised
from sitra.intake.rules.tabular import plans, tables
from sitra.kit.errors import Impossible
from sitra.kit.file_names import fit
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact

LARGEST = 64 << 20
"""Largest file that is taken in, in bytes."""
MOST = 1 << 30
"""Most bytes kept for one member at once."""
TERM = timedelta(days=90)
"""How long a file is kept."""


@transaction.atomic
def deposit(content: Iterable[bytes], name: str, *, member: int, by: Person) -> int:
    """Keep a file for a member once it is known what it is; answers its number.

    Raises `Impossible` when it is too large, or when nothing can be made of it.
    """
    IMPORT.demand(access.mandate_of(by), member)
    row = Deposit.objects.create(member_id=member, person=by, name=fit(name))
    folder = row.path.parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(row, content)
        row.source, form = recognised(row.path)
        row.form = form.value if form else ""
        row.mapping = _known(row) if form else None
    except Unreadable as unreadable:
        shutil.rmtree(folder, ignore_errors=True)
        raise Impossible(str(unreadable)) from None
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    row.save()
    details = {"file": row.name, "fingerprint": row.fingerprint, "size": row.size}
    ledger.record(Fact(DEPOSITED, SUBJECT, row.pk, by.pk, member, details))
    return row.pk


@transaction.atomic
def withdraw(number: int, *, by: Person | None = None) -> None:
    """Remove a file; what was imported from it, and its reports, stay."""
    row = Deposit.objects.select_for_update().get(pk=number)
    if by:
        IMPORT.demand(access.mandate_of(by), row.member_id)
    if row.runs.filter(standing__in=[Standing.WAITING.value, Standing.RUNNING.value]).exists():
        message = "Ce fichier est en cours de lecture : attendez la fin, puis retirez-le."
        raise Impossible(message)
    if row.removed_at:
        return
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at"])
    ledger.record(Fact(WITHDRAWN, SUBJECT, row.pk, by.pk if by else None, row.member_id, {"file": row.name}))
    transaction.on_commit(lambda: shutil.rmtree(row.path.parent, ignore_errors=True))


def forget() -> int:
    """Remove the files whose term has ended; answers how many."""
    ended = Deposit.objects.filter(removed_at=None, received_at__lt=timezone.now() - TERM)
    running = [Standing.WAITING.value, Standing.RUNNING.value]
    numbers = list(ended.exclude(runs__standing__in=running).values_list("pk", flat=True))
    for number in numbers:
        withdraw(number)
    return len(numbers)


def _write(row: Deposit, content: Iterable[bytes]) -> None:
    kept = Deposit.objects.filter(member_id=row.member_id, removed_at=None).aggregate(all=Sum("size"))["all"]
    left = MOST - (kept or 0)
    digest = hashlib.sha256()
    with row.path.open("xb") as file:
        for chunk in content:
            row.size += len(chunk)
            if row.size > LARGEST:
                message = f"Le fichier dépasse {LARGEST >> 20} Mo : coupez-le, ou demandez à votre animateur."
                raise Impossible(message)
            if row.size > left:
                message = "Votre structure garde déjà trop de fichiers : retirez-en d'anciens."
                raise Impossible(message)
            digest.update(chunk)
            file.write(chunk)
    row.fingerprint = digest.hexdigest()


def _known(row: Deposit) -> Mapping | None:
    """Find the mapping that suits the columns of a table: what reads most of them, then the latest."""
    columns = tables.opened(row.path).columns
    kept = Mapping.objects.filter(member_id=row.member_id).order_by("-changed_at")
    suited = [one for one in kept if plans.suits(plans.plan(one.plan), columns)]
    return max(suited, key=lambda one: len(plans.plan(one.plan).columns), default=None)
