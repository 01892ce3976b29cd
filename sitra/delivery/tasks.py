"""What runs beside the answers: counting, sending changes, forgetting what has had its time."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from multiprocessing.util import Finalize

from django.conf import settings
from django.db import connections
from django.utils import timezone
from procrastinate.contrib.django import app

from sitra.delivery import actions
from sitra.delivery.actions import exporting, exports, feeding, noticing, readying, sending
from sitra.delivery.actions.feeding import CHANNEL
from sitra.ledger.tasks import listening, wait

log = logging.getLogger(__name__)

_SENDERS = 8
"""Addresses that are sent to at the same time."""
_PATIENCE = 2.0
"""Seconds between two looks at what is to be sent again."""
_busy: set[int] = set()


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


@app.periodic(cron="23 3 * * *")
@app.task(name="delivery.sweep_ready", queueing_lock="delivery.sweep_ready")
def sweep_ready(timestamp: int) -> None:
    """Forget what is ready of records that are no more, every night."""
    del timestamp
    readying.sweep()


def _write_for_ever() -> None:
    pause = threading.Event()
    while not pause.wait(settings.USAGE_SECONDS):
        write()


def keep_sending(stop: threading.Event) -> None:
    """Send changes to webhooks until told to stop; outlives a lost database."""
    with ThreadPoolExecutor(_SENDERS, thread_name_prefix="webhooks") as pool:
        while not stop.is_set():
            try:
                with closing(listening(CHANNEL)) as announced:
                    while not stop.is_set():
                        _send_due(pool)
                        wait(announced, stop, _PATIENCE)
            except Exception as error:  # noqa: BLE001 - sending must outlive any fault
                log.warning("L'envoi des webhooks reprendra dans %s s : %s", _PATIENCE, error)
                connections.close_all()
                stop.wait(_PATIENCE)
    connections.close_all()


def _send_due(pool: ThreadPoolExecutor) -> None:
    """Send to every address that waits for something; those that hang keep nobody else waiting."""
    for number in sending.due():
        if number not in _busy:
            _busy.add(number)
            pool.submit(_send, number)


def _send(number: int) -> None:
    try:
        while sending.send(number):
            pass
    except Exception as error:  # noqa: BLE001 - one address must not keep the others from being served
        log.warning("Le webhook %s sera envoyé plus tard : %s", number, error)
    finally:
        _busy.discard(number)
        connections.close_all()


@app.task(name=exports.TASK, lock=exports.TASK)
def make_export(number: int) -> None:
    """Make an archive that was asked for, then tell its project."""
    exporting.carry_out(number)
    noticing.tell(number)


@app.periodic(cron="* * * * *")
@app.task(name="delivery.look_at_exports", queueing_lock="delivery.look_at_exports")
def look_at_exports(timestamp: int) -> None:
    """Ask for the archives of the hour, take up those that were cut, tell projects again, every minute."""
    exports.plan_due(datetime.fromtimestamp(timestamp, tz=timezone.get_current_timezone()))
    exports.resume()
    for number in noticing.due():
        noticing.tell(number)


@app.periodic(cron="53 3 * * *")
@app.task(name="delivery.forget_exports", queueing_lock="delivery.forget_exports")
def forget_exports(timestamp: int) -> None:
    """Remove the archives whose term has ended, every night."""
    del timestamp
    exports.forget()


@app.periodic(cron="7 0 * * *")
@app.task(name="delivery.compare_streams", queueing_lock="delivery.compare_streams")
def compare_streams(timestamp: int) -> None:
    """Compare what is followed with what it holds, every night: some of it hangs on the day."""
    del timestamp
    feeding.compare()


@app.periodic(cron="47 3 * * *")
@app.task(name="delivery.forget_changes", queueing_lock="delivery.forget_changes")
def forget_changes(timestamp: int) -> None:
    """Forget changes, and how sending them went, when they are too old, every night."""
    del timestamp
    feeding.forget()
    sending.forget()


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
