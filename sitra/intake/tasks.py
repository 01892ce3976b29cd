"""Background work of the intake."""

from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from sitra.intake.actions.harvesting import run_due


@app.periodic(cron="* * * * *")
@app.task(name="intake.harvest", queueing_lock="intake.harvest")
def harvest(timestamp: int) -> None:
    """Run the harvests that are due, one at a time, looking every minute."""
    run_due(datetime.fromtimestamp(timestamp, tz=timezone.get_current_timezone()))
