"""Background work of media: files that nothing refers to."""

from procrastinate.contrib.django import app

from sitra.media import actions


@app.periodic(cron="53 3 * * *")
@app.task(name="media.forget", queueing_lock="media.forget")
def forget(timestamp: int) -> None:
    """Let go of what nobody uses, every night."""
    del timestamp
    actions.forget()
