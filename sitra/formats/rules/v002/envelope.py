"""The envelopes of list answers (sections 3.1 and 3.2), assembled from what was made before."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import orjson

from sitra.kit.packing import Answer, Listed


def objects[Record](question: Mapping[str, Any], total: int, records: Sequence[Record]) -> Answer[Record]:
    """Wrap records; the list is absent when it is empty."""
    head = _head(question, total)
    if not records:
        return Answer((), head + _VERSION + b"}")
    return Answer([Listed(head + b',"objetsTouristiques":[', records)], b"]" + _VERSION + b"}")


def bare[Record](records: Sequence[Record]) -> Answer[Record]:
    """Give one record without any envelope."""
    return Answer([Listed(b"", records)], b"")


def identifiers(question: Mapping[str, Any], total: int, numbers: Sequence[int]) -> bytes:
    """Wrap record numbers; the list is absent when it is empty."""
    listed = b',"objetTouristiqueIds":' + orjson.dumps(list(numbers)) if numbers else b""
    return _head(question, total) + listed + _VERSION + b"}"


def objects_by_day[Record](
    question: Mapping[str, Any], total: int, days: Mapping[date, Sequence[Record]]
) -> Answer[Record]:
    """Wrap the records of each day; the map is absent when it is empty, and so is the version."""
    before, lists = _head(question, total) + b',"objetsTouristiques":{', []
    for day, records in days.items():
        lists.append(Listed(before + b'"%b":[' % day.isoformat().encode(), records))
        before = b"],"
    return Answer(lists, b"]}}") if lists else Answer((), _head(question, total) + b"}")


def identifiers_by_day(question: Mapping[str, Any], total: int, days: Mapping[date, Sequence[int]]) -> bytes:
    """Wrap the record numbers of each day; the map is absent when it is empty, and so is the version."""
    written = {day.isoformat(): list(numbers) for day, numbers in days.items()}
    listed = b',"objetTouristiqueIds":' + orjson.dumps(written) if written else b""
    return _head(question, total) + listed + b"}"


_VERSION = b',"formatVersion":"v002"'


def _head(question: Mapping[str, Any], total: int) -> bytes:
    return b'{"query":%b,"numFound":%d' % (orjson.dumps(question), total)
