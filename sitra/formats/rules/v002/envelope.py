"""The envelopes of list answers (sections 3.1 and 3.2), assembled from bytes already made."""

from collections.abc import Mapping, Sequence
from datetime import date
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


def objects_by_day(question: Mapping[str, Any], total: int, days: Mapping[date, Sequence[bytes]]) -> bytes:
    """Wrap the records of each day; the map is absent when it is empty, and so is the version."""
    listed = b",".join(
        b'"%b":[%b]' % (day.isoformat().encode(), b",".join(records)) for day, records in days.items()
    )
    return _wrap(question, total, b',"objetsTouristiques":{%b}' % listed if days else b"", version=b"")


def identifiers_by_day(question: Mapping[str, Any], total: int, days: Mapping[date, Sequence[int]]) -> bytes:
    """Wrap the record numbers of each day; the map is absent when it is empty, and so is the version."""
    written = {day.isoformat(): list(numbers) for day, numbers in days.items()}
    listed = b',"objetTouristiqueIds":' + orjson.dumps(written) if written else b""
    return _wrap(question, total, listed, version=b"")


_VERSION = b',"formatVersion":"v002"'


def _wrap(question: Mapping[str, Any], total: int, listed: bytes, *, version: bytes = _VERSION) -> bytes:
    echo = orjson.dumps(question)
    return b'{"query":%b,"numFound":%d%b%b}' % (echo, total, listed, version)
