"""Telling projects that an archive is there, or could not be made (section 5.4 of the contract)."""

from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone

from sitra.delivery.actions.exports import noticed
from sitra.delivery.events import Standing
from sitra.delivery.models import Export, ExportPlan
from sitra.delivery.rules.exports import notice
from sitra.kit import locks
from sitra.kit.errors import Impossible
from sitra.kit.outbound import Bounds, Client, Question, Unanswered

BOUNDS = Bounds(size=1 << 20, seconds=30.0, silence=20.0, redirects=0, tries=1)


def due(now: datetime | None = None) -> list[int]:
    """Give the exports of which a project is to be told by now."""
    rows = Export.objects.filter(next_notice__lte=now or timezone.now(), confirmed_at=None)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def tell(number: int, client: Client | None = None) -> bool:
    """Tell a project of an archive; answers whether it heard. What it does with it is confirmed later."""
    with locks.alone(f"delivery.notice.{number}") as free:
        export = Export.objects.defer("manifest").filter(pk=number, next_notice__isnull=False).first()
        if not free or export is None:
            return False
        address = (
            ExportPlan.objects.filter(project=export.project_id).values_list("notified", flat=True).first()
        )
        if not address:
            Export.objects.filter(pk=number).update(next_notice=None)
            return False
        said = notice(
            export.project_id,
            export.stem,
            done=export.standing == Standing.DONE,
            one_off=export.one_off,
            whole=export.whole,
            host=settings.ADDRESS,
        )
        question = Question(
            address, "POST", {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(said).encode()
        )
        try:
            answer = (client or Client(BOUNDS)).ask(question)
        except (Impossible, Unanswered) as error:
            noticed(export, str(error), received=False)
            return False
        noticed(export, str(answer.status), received=True)
        return True
