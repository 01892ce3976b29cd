"""What the tests of these pages share: addresses, texts, an archive that is there."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from sitra.delivery.events import Service, Standing
from sitra.delivery.models import Export

WAYS = frozenset({Service.WEBHOOKS, Service.EXPORTS})
LAKE = "https://lac.example/crochet?jeton=abc"


def url(name: str, *numbers: int) -> str:
    return reverse(f"workplace:{name}", args=numbers)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def ready(project: int) -> Export:
    number = Export.objects.count() + 1
    now = timezone.now()
    return Export.objects.create(
        project_id=project, stem=f"{project}_20261128-0300_abc{number:03}", one_off=False, whole=True,
        references=True, standing=Standing.DONE.value, done=12, expected=12, size=4_096, ended_at=now,
        expires_at=now + timedelta(days=7),
    )  # fmt: skip
