"""Signing in as its user does, and adding an application of codes."""

import re
import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from sitra.ledger.models import Entry
from tests.cast import PASSWORD

ACCOUNT = "/compte/"


def sign_in(name: str, **more: Any) -> Client:
    """Sign somebody in through the form."""
    client = Client(**more)
    answer = client.post("/compte/login/", {"login": f"{name}@test.example", "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client


def confirm(client: Client) -> None:
    """Show once more who one is, as changes of what guards the account ask."""
    assert client.post("/compte/reauthenticate/", {"password": PASSWORD}).status_code == 302


def code_of(secret: str) -> str:
    """Read the code that an application shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def with_application(client: Client, committed: Callable[..., Any]) -> tuple[str, list[str]]:
    """Add an application; answers its secret and the recovery codes. Its code of now may serve again."""
    confirm(client)
    page = client.get("/compte/2fa/totp/activate/").text
    (secret,) = re.findall(r'class="secret">([A-Z2-7]+)<', page)
    with committed(execute=True):
        answer = client.post("/compte/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer["Location"] == "/compte/2fa/recovery-codes/"
    codes = re.findall(r"<code>(\d{8})</code>", client.get(answer["Location"]).text)
    return secret, codes


def facts(name: str) -> list[Entry]:
    """Read the facts of one name, oldest first."""
    return [*Entry.objects.filter(name=name).order_by("pk")]


def forget_paces() -> None:
    """Let no other test's tries count."""
    cache.clear()
