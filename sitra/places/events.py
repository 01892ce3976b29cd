"""The facts told of places, and what a commune can be."""

from enum import StrEnum

FRANCE = 532
"""Number of France in the vocabulary of countries (`Pays`)."""

SUBJECT = "places"


class PlacesFact(StrEnum):
    """What is told of places."""

    LOADED = "places.loaded"
    DRAWN = "places.drawn"
    NUMBERED = "places.numbered"
    AMENDED = "places.amended"
    UNDONE = "places.undone"
    TERRITORY_DRAWN = "places.territory-drawn"


class Standing(StrEnum):
    """What a row of the table of communes is."""

    COMMUNE = "COMMUNE"
    DELEGATED = "DELEGATED"
    ASSOCIATED = "ASSOCIATED"
    DISTRICT = "DISTRICT"
    MERGED = "MERGED"
    LOCALITY = "LOCALITY"
    FOREIGN = "FOREIGN"
    CANTON = "CANTON"

    def label(self, language: str = "fr") -> str:
        """Name it in French or English."""
        return _LABELS[self][language == "en"]


_LABELS = {
    Standing.COMMUNE: ("commune", "commune"),
    Standing.DELEGATED: ("commune déléguée", "delegated commune"),
    Standing.ASSOCIATED: ("commune associée", "associated commune"),
    Standing.DISTRICT: ("arrondissement", "district"),
    Standing.MERGED: ("ancienne commune", "former commune"),
    Standing.LOCALITY: ("lieu-dit ou station", "locality or resort"),
    Standing.FOREIGN: ("commune étrangère", "commune abroad"),
    Standing.CANTON: ("canton", "canton"),
}
