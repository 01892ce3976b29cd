"""Reads of those who describe a trail: its track, and what it says beside what they typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.path_names import path_name
from sitra.catalog.rules.speech import Speech
from sitra.catalog.rules.tree import tree
from sitra.media import queries as media
from sitra.media.queries import Track
from sitra.review.rules.editing import trails
from sitra.review.rules.editing.trails import Offer
from sitra.tourism.queries.records import Namer

_HOUR = 60


@dataclass(frozen=True, slots=True)
class Offered:
    """A value of the file in words, beside what the record says; empty where it says nothing."""

    path: str
    label: str
    file: str
    record: str


@dataclass(frozen=True, slots=True)
class Trail:
    """The track of a trail being described, and what it offers: new values, and other ones."""

    track: Track | None
    new: tuple[Offered, ...] = ()
    other: tuple[Offered, ...] = ()


def trail(document: Mapping[str, Any], language: str = "fr") -> Trail:
    """Read the first track of a document, in words of the reader's language."""
    track = next(iter(media.tracks(document)), None)
    if track is None or track.trace is None:
        return Trail(track)
    speech = Speech(language, Namer())
    found = [(one.is_new, _offered(one, speech)) for one in trails.offers(document, track.trace)]
    return Trail(track, tuple(one for new, one in found if new), tuple(one for new, one in found if not new))


def minutes_said(minutes: int) -> str:
    """Write a length of time: 45 min, 2 h, 2 h 05."""
    hours, rest = divmod(minutes, _HOUR)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def _offered(one: Offer, speech: Speech) -> Offered:
    english = speech.language == "en"
    if one.path == trails.POINT:
        label, words = (
            ("Point on the map", "start of the trail")
            if english
            else ("Point sur la carte", "départ du tracé")
        )
        return Offered(one.path, label, words, "")
    label = path_name(one.path, Kind.EQUIPEMENT, speech.language)
    if one.path == trails.MINUTES:
        label = "Walking time, without rests" if english else "Durée à pied, sans les pauses"
    return Offered(one.path, label, _said(one.path, one.value, speech), _said(one.path, one.held, speech))


def _said(path: str, value: Any, speech: Speech) -> str:
    if value is None:
        return ""
    if path == trails.MINUTES and isinstance(value, int):
        return minutes_said(value)
    node = tree(Kind.EQUIPEMENT)
    for step in path.split("."):
        node = node.children[step]
    assert node.field is not None
    return speech.say(node.field, value)
