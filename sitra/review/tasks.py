"""Background work of review."""

from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from sitra.accounts.events import Pace
from sitra.kit.queueing import ask
from sitra.review import actions

SOON = 2
"""Seconds in which changes are gathered before they are looked at."""


@app.task(name="review.look", queueing_lock="review.look")
def look() -> None:
    """Compare the records that changed."""
    actions.look_at_waiting()


@app.periodic(cron="*/10 * * * *")
@app.task(name="review.look_again", queueing_lock="review.look_again")
def look_again(timestamp: int) -> None:
    """Compare what a worker that was killed left waiting, every ten minutes."""
    del timestamp
    actions.look_at_waiting()


@app.periodic(cron="37 1 * * *")
@app.task(name="review.look_at_all", queueing_lock="review.look_at_all")
def look_at_all(timestamp: int) -> None:
    """Compare everything, every night: what was missed in the day is found."""
    del timestamp
    actions.look_at_all()


@app.periodic(cron="*/2 * * * *")
@app.task(name="review.tell_new", queueing_lock="review.tell_new")
def tell_new(timestamp: int) -> None:
    """Tell at once what was proposed."""
    del timestamp
    actions.tell_new()


@app.periodic(cron="15 6 * * *")
@app.task(name="review.tell_daily", queueing_lock="review.tell_daily")
def tell_daily(timestamp: int) -> None:
    """Tell what was proposed in the day, on Mondays in the week too, and remind of what waits."""
    actions.tell_digest(Pace.DAILY)
    if datetime.fromtimestamp(timestamp, tz=timezone.get_current_timezone()).weekday() == 0:
        actions.tell_digest(Pace.WEEKLY)
    actions.remind()


@app.periodic(cron="52 2 * * *")
@app.task(name="review.forget_templates", queueing_lock="review.forget_templates")
def forget_templates(timestamp: int) -> None:
    """Forget templates that were dropped thirty days ago, every night."""
    del timestamp
    actions.forget_templates()


def look_soon() -> None:
    """Ask for a look in the transaction of the caller, unless one is asked for already."""
    ask(look, SOON)


@app.task(name="review.hand_over", queueing_lock="review.hand_over")
def hand_over() -> None:
    """Hand over the records of members that left."""
    actions.hand_over()


@app.periodic(cron="23 * * * *")
@app.task(name="review.hand_over_again", queueing_lock="review.hand_over_again")
def hand_over_again(timestamp: int) -> None:
    """Hand over what a worker that was killed left behind, every hour."""
    del timestamp
    actions.hand_over()


def hand_over_soon() -> None:
    """Ask for the records of leavers to be handed over, unless it is asked for already."""
    ask(hand_over)
