"""Who asks: the project of a key, or that by which everybody reads what is open."""

import hmac
from functools import cache

from django.conf import settings

from sitra.delivery import queries as delivery
from sitra.delivery.policy import OpenProject


def by_key(key: str) -> OpenProject | None:
    """Give the open project of a key; every key is compared, in the same time."""
    projects = (delivery.by_number(one.id) for one in delivery.active_projects())
    held = [one for one in projects if one and hmac.compare_digest(one.api_key.encode(), key.encode())]
    return held[0] if key and held else None


def open_data() -> OpenProject | None:
    """Give the project by which everybody reads without a key: that of the demonstration, none elsewhere."""
    return delivery.by_number(_demonstration()) if settings.DEMO else None


@cache
def _demonstration() -> int:
    known = delivery.demo_key()
    return known.project if known else 0
