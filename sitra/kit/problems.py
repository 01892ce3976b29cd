"""What is refused to programs as `application/problem+json` (RFC 9457), in the language they read."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson
from django.utils.translation.trans_real import parse_accept_lang_header

from sitra.kit.replies import Reply

MEDIA_TYPE = "application/problem+json"
_TYPE = "urn:sitra:problem:"
"""Begins the name of each problem: names stay, words may change."""
_SPOKEN = ("fr", "en")


@lru_cache(maxsize=256)
def language_of(accepted: str) -> str:
    """Give the language of answers, by a header `Accept-Language`: French or English, French by default."""
    weighed = parse_accept_lang_header(accepted.lower())
    ranked = (code.partition("-")[0] for code, weight in weighed if weight > 0)
    return next((code for code in ranked if code in _SPOKEN), _SPOKEN[0])


def reply(
    status: int, name: str, words: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> Reply:
    """Answer a problem: its name, its status, and in words what happened, where, and what to do."""
    body = orjson.dumps({"type": _TYPE + name, "status": status, **words})
    fixed = {"Content-Type": MEDIA_TYPE, "Content-Length": str(len(body)), "Cache-Control": "no-store"}
    return Reply(body, status, {**fixed, **(headers or {})})
