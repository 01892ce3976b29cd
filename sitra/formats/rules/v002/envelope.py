"""The envelope of list answers (section 3.1), assembled from bytes already made."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson


def objects(question: Mapping[str, Any], total: int, records: Sequence[bytes]) -> bytes:
    """Wrap records; the list is absent when it is empty."""
    listed = b',"objetsTouristiques":[' + b",".join(records) + b"]" if records else b""
    return _wrap(question, total, listed)


def identifiers(question: Mapping[str, Any], total: int, numbers: Sequence[int]) -> bytes:
    """Wrap record numbers; the list is absent when it is empty."""
    listed = b',"objetTouristiqueIds":' + orjson.dumps(list(numbers)) if numbers else b""
    return _wrap(question, total, listed)


def _wrap(question: Mapping[str, Any], total: int, listed: bytes) -> bytes:
    echo = orjson.dumps(question)
    return b'{"query":%b,"numFound":%d%b,"formatVersion":"v002"}' % (echo, total, listed)
