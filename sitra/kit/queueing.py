"""Asking for background work in the transaction of who asks."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from procrastinate.tasks import Task


def ask(task: Task[[], None, []], seconds: int = 0) -> None:
    """Ask for a task in so many seconds, unless it is asked for already.

    The worker's own connector belongs to its loop: this one writes through Django's connection.
    """
    asked = task.configure(schedule_in={"seconds": seconds})
    asked.job_manager = JobManager(DjangoConnector())
    with suppress(AlreadyEnqueued), transaction.atomic():
        asked.defer()
