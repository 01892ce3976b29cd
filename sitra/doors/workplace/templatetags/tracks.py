"""What templates ask of tracks: their measures in words, their profile as a line, what they offer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import get_language, gettext as _, ngettext

from sitra.catalog.rules.fields.choices import ROUTES
from sitra.doors.workplace import track_views
from sitra.doors.workplace.editor_forms import Asked
from sitra.media.queries import Track
from sitra.media.rules.tracks.traces import Trace
from sitra.review.queries import trails

register = template.Library()

WIDTH, HEIGHT = 640, 160
_ROOM = 0.08
"""Share of the height left free above and below the line."""
_FLAT = 60
"""Metres that the profile spans at least: a walk along a lake is not drawn as a mountain."""
_KM = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """A remarkable place of a profile: what it is, how far along, how high."""

    name: str
    far: str
    height: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile as it is drawn: the line, the area below it, the ends of its axes, and in words."""

    line: str
    area: str
    lowest: str
    highest: str
    far: str
    words: str
    places: list[Place]


@register.simple_tag
def trail_of(record: Any) -> trails.Trail:
    """Read the track of the record being edited, and what it offers."""
    return trails.trail(record.document, _language())


@register.simple_tag
def track_act(record: Any, asked: Asked) -> str:
    """Say where what is pressed beside the track goes, so that the same page comes back."""
    query = asked.address(record.id).partition("?")[2]
    return f"{reverse('workplace:edit-track', args=[record.id])}?{query}"


@register.simple_tag(takes_context=True)
def gone_track(context: Context, record: Any) -> bool:
    """Say whether a track was just taken away, and can be put back."""
    return track_views.gone(context["request"], record.id) is not None


@register.simple_tag(takes_context=True)
def told_track(context: Context, record: Any) -> Any:
    """Give what was just done with the track, or why it was not; said once."""
    return track_views.told(context["request"], record.id)


@register.filter
def measures(trace: Trace) -> list[tuple[str, str]]:
    """Say what was measured, each with its name."""
    found, heights = trace.measures, trace.measures.heights
    said = [(_("Distance"), _km(found.metres, 1))]
    if heights:
        said += [
            (_("Montée"), f"{heights.climb} m"),
            (_("Descente"), f"{heights.descent} m"),
            (_("Altitudes"), _("de %(low)d à %(high)d m") % {"low": heights.lowest, "high": heights.highest}),
        ]
    english = _language() == "en"
    shape = next((word[2 if english else 1] for word in ROUTES.words if word[0] == found.shape), "")
    said.append((_("Forme"), shape))
    said.append((_("À pied, sans les pauses"), trails.minutes_said(found.minutes)))
    return said


@register.filter
def cautions(trace: Trace) -> list[str]:
    """Say what one should know before others read the file."""
    said = []
    if trace.tracks > 1:
        said.append(
            ngettext(
                "Le fichier contient %(count)d trace.",
                "Le fichier contient %(count)d traces, mesurées ensemble : "
                "gardez-en une si ce sont des variantes.",
                trace.tracks,
            )
            % {"count": trace.tracks}
        )
    if trace.measures.heights is None:
        said.append(_("Le fichier ne dit pas les altitudes : ni profil, ni dénivelés."))
    if trace.timed or trace.signed:
        said.append(
            _(
                "Le fichier dit aussi quand, ou par qui, la trace a été faite : tous pourront le lire. "
                "Exportez-le sans, si vous ne le voulez pas."
            )
        )
    return said


@register.filter
def profile(trace: Trace) -> Profile | None:
    """Draw the profile of a track; nothing where it says no heights."""
    heights = trace.measures.heights
    if heights is None or len(trace.profile) < 2:  # noqa: PLR2004 - a line
        return None
    line = _drawn(trace.profile)
    return Profile(
        line=line,
        area=f"{line} L{WIDTH} {HEIGHT} L0 {HEIGHT} Z",
        lowest=f"{heights.lowest} m",
        highest=f"{heights.highest} m",
        far=_km(trace.measures.metres, 1),
        words=_(
            "Le parcours va de %(start)d m à %(end)d m d’altitude, entre %(low)d et %(high)d m, "
            "avec %(climb)d m de montée et %(descent)d m de descente."
        )
        % {
            "start": round(trace.profile[0][1]),
            "end": round(trace.profile[-1][1]),
            "low": heights.lowest,
            "high": heights.highest,
            "climb": heights.climb,
            "descent": heights.descent,
        },
        places=_places(trace.profile),
    )


@register.filter
def drawn_at(tracks: Iterable[Track]) -> str:
    """Give where the lines of tracks are read, for a map."""
    return " ".join(one.named.shown_at for one in tracks if one.trace)


def _drawn(held: Iterable[tuple[float, float]]) -> str:
    points = list(held)
    low, high = min(one[1] for one in points), max(one[1] for one in points)
    span = max(high - low, _FLAT)
    low -= (span - (high - low)) / 2
    far = points[-1][0] or 1.0
    room = HEIGHT * _ROOM
    steps = (
        f"{WIDTH * place / far:.1f} {HEIGHT - room - (height - low) / span * (HEIGHT - 2 * room):.1f}"
        for place, height in points
    )
    return "M" + " L".join(steps)


def _places(line: Iterable[tuple[float, float]]) -> list[Place]:
    """Name the start, the lowest and the highest place, and the end, in the order in which one meets them."""
    points = list(line)
    named = [
        (0, _("Départ")),
        (min(range(len(points)), key=lambda rank: points[rank][1]), _("Point le plus bas")),
        (max(range(len(points)), key=lambda rank: points[rank][1]), _("Point le plus haut")),
        (len(points) - 1, _("Arrivée")),
    ]
    return [
        Place(name, _km(points[rank][0], 1), f"{round(points[rank][1])} m")
        for rank, name in sorted(named, key=lambda one: one[0])
    ]


def _km(metres: float, digits: int) -> str:
    text = f"{metres / _KM:.{digits}f} km"
    return text if _language() == "en" else text.replace(".", ",")


def _language() -> str:
    return "en" if get_language() == "en" else "fr"
