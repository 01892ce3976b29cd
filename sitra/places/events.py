"""The facts told of places."""

from enum import StrEnum


class PlacesFact(StrEnum):
    """What is told of places."""

    LOADED = "places.loaded"
