"""Background work of records."""

from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from sitra.tourism.actions.expiring import expire as expire_all


@app.periodic(cron="7 2 * * *")
@app.task(name="tourism.expire", queueing_lock="tourism.expire")
def expire(timestamp: int) -> None:
    """Do what is due for the records whose day is past, every night."""
    asked = datetime.fromtimestamp(timestamp, tz=timezone.get_current_timezone())
    expire_all(timezone.localdate(asked))
