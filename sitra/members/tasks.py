"""Background work of members."""

from procrastinate.contrib.django import app

from sitra.members import actions


@app.periodic(cron="41 3 * * *")
@app.task(name="members.forget_unsettled", queueing_lock="members.forget_unsettled")
def forget_unsettled(timestamp: int) -> None:
    """Forget who was invited or asked for an account and got no answer, every night."""
    del timestamp
    actions.forget_unsettled()
