"""Background work of accounts."""

from django.core.management import call_command
from procrastinate.contrib.django import app

from sitra.accounts import actions


@app.periodic(cron="17 3 * * *")
@app.task(name="accounts.forget_sessions", queueing_lock="accounts.forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Forget the sign-ins that have expired, every night."""
    del timestamp
    call_command("clearsessions")
    actions.forget_visits()


@app.periodic(cron="29 3 * * *")
@app.task(name="accounts.erase_due", queueing_lock="accounts.erase_due")
def erase_due(timestamp: int) -> None:
    """Erase the accounts whose owners gave them up a while ago, every night."""
    del timestamp
    actions.erase_due()
