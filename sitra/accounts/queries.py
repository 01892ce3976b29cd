"""Reads of accounts."""

import json
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demonstration, shown on its pages and nowhere else."""

    email: str
    password: str
    role: str


def demo_accounts(language: str = "fr") -> list[DemoAccount]:
    """Give the accounts of the demonstration; none outside it."""
    if not settings.DEMO:
        return []
    people = json.loads((settings.DEMO_DIR / "data" / "network.json").read_bytes())["persons"]
    role = "role_en" if language == "en" else "role_fr"
    return [DemoAccount(one["email"], one["password"], one[role]) for one in people]
