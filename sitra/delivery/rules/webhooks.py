"""How a change is written and signed for a webhook, and when it is sent again.

Written as CloudEvents 1.0 in structured JSON, signed as the Standard Webhooks specification says.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson

from sitra.delivery.events import Verb
from sitra.delivery.rules.changes import Line
from sitra.kit.errors import Impossible
from sitra.kit.reachable import NotAllowed, place

PREFIX = "whsec_"
_BYTES = 24
BOTH_SIGN = timedelta(days=1)
"""How long the secret before signs too, once another was given."""
WAITS = (5, 30, 120, 600, 1_800, 7_200, 18_000, 36_000, 43_200, 43_200)
"""Seconds before each further try of a change that was not received."""
PATIENCE = timedelta(days=3)
"""How long an address may fail before nothing is sent to it any more."""
_LONGEST = 500


def drawn() -> str:
    """Draw a secret."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def signature(secret: str, identifier: str, timestamp: int, body: bytes) -> str:
    """Sign what is sent: `v1,` and the HMAC-SHA256 of identifier, time and body in base64."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join((identifier.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def headers(secrets: Sequence[str], identifier: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Give the headers that say who sends and what; several secrets sign while one takes over."""
    return {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "webhook-id": identifier,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(one, identifier, timestamp, body) for one in secrets),
    }


def written(line: Line, source: str) -> bytes:
    """Write a change as an event; `source` is the address of the network."""
    data: dict[str, Any] = {
        "change": line.cursor,
        "verb": line.verb.value,
        "id": line.record,
        "type": line.kind,
        "revision": line.revision,
    }
    if line.fields:
        data["fields"] = list(line.fields)
    if line.verb is Verb.LEFT:
        data |= {"reason": line.reason} | ({"heir": line.heir} if line.heir else {})
    else:
        data["url"] = f"{source}/api/v1/records/{line.record}"
    return orjson.dumps(
        {
            "specversion": "1.0",
            "id": str(line.cursor),
            "source": f"{source}/api/v1/changes",
            "type": f"sitra.record.{line.verb}",
            "subject": str(line.record),
            "time": line.at.isoformat(),
            "datacontenttype": "application/json",
            "data": data,
        }
    )


def trial(identifier: str, at: datetime, source: str) -> bytes:
    """Write an event that tells of nothing: that it is received shows that all is in place."""
    return orjson.dumps(
        {
            "specversion": "1.0",
            "id": identifier,
            "source": f"{source}/api/v1/changes",
            "type": "sitra.ping",
            "time": at.isoformat(),
            "datacontenttype": "application/json",
            "data": {},
        }
    )


def next_try(failures: int, now: datetime) -> datetime:
    """Say when a change is sent again that was not received so many times."""
    return now + timedelta(seconds=WAITS[min(failures, len(WAITS)) - 1])


def given_up(failing_since: datetime, now: datetime) -> bool:
    """Say whether an address has failed for too long."""
    return now - failing_since >= PATIENCE


def demand_address(address: str) -> None:
    """Refuse what is no whole address of a server; raises `Impossible`."""
    try:
        place(address)
    except NotAllowed as error:
        raise Impossible(str(error)) from None
    if len(address) > _LONGEST:
        message = f"L'adresse d'un webhook a {_LONGEST} signes au plus."
        raise Impossible(message)
