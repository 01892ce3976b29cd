"""Background work: mails as people wish them, what the passing of days brings, and forgetting."""

from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from sitra.accounts.events import Pace
from sitra.kit.queueing import ask
from sitra.notices import actions, queries

_MONDAY = 0


@app.periodic(cron="*/2 * * * *")
@app.task(name="notices.post_now", queueing_lock="notices.post_now")
def post_now(timestamp: int) -> None:
    """Write at once to those who wish it so."""
    del timestamp
    actions.post_waiting(Pace.AT_ONCE)


@app.periodic(cron="45 6 * * *")
@app.task(name="notices.post_digests", queueing_lock="notices.post_digests")
def post_digests(timestamp: int) -> None:
    """Write of the day to those who wish it so, on Mondays of the week too."""
    actions.post_waiting(Pace.DAILY)
    if datetime.fromtimestamp(timestamp, tz=timezone.get_current_timezone()).weekday() == _MONDAY:
        actions.post_waiting(Pace.WEEKLY)


@app.periodic(cron="25 6 * * *")
@app.task(name="notices.tell_of_days", queueing_lock="notices.tell_of_days")
def tell_of_days(timestamp: int) -> None:
    """Tell what ends, what is due and which duplicates were found, every morning."""
    del timestamp
    actions.tell_of_days()


@app.task(name="notices.look_first", queueing_lock="notices.look_first")
def look_first() -> None:
    """Look at every record where none was looked at yet."""
    actions.look_at_all()


def look_first_soon() -> None:
    """Ask for it where there are records, and nothing is said of any."""
    if queries.nothing_seen():
        ask(look_first)


@app.periodic(cron="43 2 * * *")
@app.task(name="notices.look_at_all", queueing_lock="notices.look_at_all")
def look_at_all(timestamp: int) -> None:
    """Look at every record and forget what was told long ago, every night."""
    del timestamp
    actions.look_at_all()
    actions.forget()
