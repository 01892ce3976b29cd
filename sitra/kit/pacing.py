"""Counting what is tried, so that nobody tries too often."""

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from sitra.kit.errors import TooOften

_SALT = "sitra.kit.pacing"


def demand_pace(what: str, whose: str, *, most: int, seconds: int) -> None:
    """Count one try of something by somebody; raises `TooOften` beyond `most` in so many seconds.

    Whoever it is stands in the cache only as a digest.
    """
    digest = salted_hmac(_SALT, f"{what}:{whose}", algorithm="sha256").hexdigest()
    key = f"sitra.pace.{digest}"
    if cache.add(key, 1, seconds):
        return
    try:
        count = cache.incr(key)
    except ValueError:  # its time ran out just now
        return
    if count > most:
        raise TooOften("Cela a été demandé trop de fois en peu de temps : recommencez plus tard.")
