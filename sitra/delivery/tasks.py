"""Writing down, beside the answers, what projects asked; forgetting what is over."""

import logging
import threading
from multiprocessing.util import Finalize

from django.conf import settings
from django.db import connections
from procrastinate.contrib.django import app

from sitra.delivery import actions

log = logging.getLogger(__name__)


def keep_counting() -> None:
    """Write the counts at intervals from a thread of this process, and once more when it ends."""
    thread = threading.Thread(target=_write_for_ever, name="usage", daemon=True)
    thread.start()
    # A child of `multiprocessing` runs these when it ends, and not always what `atexit` was given.
    Finalize(None, write, exitpriority=10)


def write() -> None:
    """Write the counts; a database that does not answer gets them at the next turn."""
    try:
        actions.flush()
    except Exception as error:  # noqa: BLE001 - counting must outlive any fault
        log.warning("Le décompte des appels sera écrit plus tard : %s", error)
    finally:
        connections.close_all()


def _write_for_ever() -> None:
    pause = threading.Event()
    while not pause.wait(settings.USAGE_SECONDS):
        write()


@app.periodic(cron="37 3 * * *")
@app.task(name="delivery.forget_tokens", queueing_lock="delivery.forget_tokens")
def forget_tokens(timestamp: int) -> None:
    """Forget the tokens that have expired, every night."""
    del timestamp
    actions.forget_expired()


@app.periodic(cron="52 3 * * *")
@app.task(name="delivery.close_idle_trials", queueing_lock="delivery.close_idle_trials")
def close_idle_trials(timestamp: int) -> None:
    """Close the projects by which nobody tried out for long, every night."""
    del timestamp
    actions.close_idle_trials()
