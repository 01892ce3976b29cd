"""The tokens, read from the one file that defines them, for the style page."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TOKENS = Path(__file__).parent / "static" / "site" / "tokens.css"
ICONS = TOKENS.with_name("icons.svg")
_ICON = re.compile(r'<symbol id="([\w-]+)"')
_COLOUR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
_LENGTH = re.compile(r"--((?:text|space)-[\w]+): ([^;]+);")
_ON = {"good": "good-soft", "warn": "warn-soft", "bad": "bad-soft", "on-accent": "accent"}
_SURFACES = (
    "ground",
    "surface",
    "sunk",
    "line",
    "accent-soft",
    "good-soft",
    "warn-soft",
    "bad-soft",
)


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour by day and by night, and its contrast with what it is written on."""

    name: str
    light: str
    dark: str
    on: str
    contrast_light: float | None
    contrast_dark: float | None


@dataclass(frozen=True, slots=True)
class Length:
    """A size of the scales."""

    name: str
    value: str


@cache
def colours() -> list[Colour]:
    """Give every colour with its contrast, `None` for what carries no text."""
    pairs = {name: (light, dark) for name, light, dark in _COLOUR.findall(_source())}
    return [_colour(name, pairs) for name in pairs]


@cache
def lengths(scale: str) -> list[Length]:
    """Give the sizes of a scale, `text` or `space`."""
    found = (Length(name, value) for name, value in _LENGTH.findall(_source()))
    return [length for length in found if length.name.startswith(scale)]


@cache
def icons() -> list[str]:
    """Name the drawings of the sprite."""
    return _ICON.findall(ICONS.read_text(encoding="utf-8"))


def contrast(first: str, second: str) -> float:
    """Compute the WCAG contrast of two colours `#rrggbb`, from 1 to 21."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return round((lighter + 0.05) / (darker + 0.05), 1)


def _colour(name: str, pairs: dict[str, tuple[str, str]]) -> Colour:
    light, dark = pairs[name]
    mute = name in _SURFACES or name.startswith(("ridge", "map"))
    on = _ON.get(name, "ground")
    return Colour(
        name=name,
        light=light,
        dark=dark,
        on="" if mute else on,
        contrast_light=None if mute else contrast(light, pairs[on][0]),
        contrast_dark=None if mute else contrast(dark, pairs[on][1]),
    )


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _source() -> str:
    return TOKENS.read_text(encoding="utf-8")
