"""Background work of the search."""

from procrastinate.contrib.django import app

from sitra.search.actions import forgetting


@app.periodic(cron="41 3 * * *")
@app.task(name="search.forget_kept", queueing_lock="search.forget_kept")
def forget_kept(timestamp: int) -> None:
    """Forget what was dropped a while ago, and what erased accounts had kept for themselves, every night."""
    del timestamp
    forgetting.forget_kept()
