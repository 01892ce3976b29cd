"""Background work of the intake: harvests, runs that members asked for, files whose term has ended."""

from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from sitra.intake.actions import asking, depositing
from sitra.intake.actions.harvesting import run_due


@app.periodic(cron="* * * * *")
@app.task(name="intake.harvest", queueing_lock="intake.harvest")
def harvest(timestamp: int) -> None:
    """Run the harvests that are due, one at a time, looking every minute."""
    run_due(datetime.fromtimestamp(timestamp, tz=timezone.get_current_timezone()))


@app.task(name=asking.TASK)
def carry_out(number: int) -> None:
    """Carry out a run that somebody asked for on screen."""
    asking.carry_out(number)


@app.periodic(cron="* * * * *")
@app.task(name="intake.resume", queueing_lock="intake.resume")
def resume(timestamp: int) -> None:
    """Take up, every minute, the runs that were cut."""
    del timestamp
    asking.resume()


@app.periodic(cron="41 3 * * *")
@app.task(name="intake.forget", queueing_lock="intake.forget")
def forget(timestamp: int) -> None:
    """Remove the files whose term has ended, every night."""
    del timestamp
    depositing.forget()
