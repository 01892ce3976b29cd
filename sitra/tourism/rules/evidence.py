"""What speaks for or against two records being one, each piece able to say itself."""

from dataclasses import dataclass
from typing import Protocol

from sitra.catalog.rules.kinds import Kind

_KILOMETRE = 1000


class Evidence(Protocol):
    """A piece of evidence; its weight is in log-odds: above 0 it speaks for, below it speaks against."""

    @property
    def weight(self) -> float:
        """How much it counts."""

    def sentence(self, language: str = "fr") -> str:
        """Say it in a French or an English sentence."""


def _say(language: str, french: str, english: str) -> str:
    return english if language == "en" else french


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """How like the names are, from 0 to 1.

    `parted` when a word tells two sister houses apart, `mixed` when they say two sorts of place.
    """

    share: float
    parted: bool
    mixed: bool
    weight: float

    def sentence(self, language: str = "fr") -> str:
        """Say how like the names are."""
        if self.parted:
            return _say(
                language,
                "Un mot ou un numéro distingue les noms.",
                "A word or a number tells the names apart.",
            )
        percent = round(100 * self.share)
        if self.mixed:
            return _say(
                language,
                f"Les noms se ressemblent à {percent}\u00a0%, mais disent deux sortes de lieux.",
                f"The names are {percent}% alike, but say two sorts of place.",
            )
        return _say(
            language,
            f"Les noms se ressemblent à {percent}\u00a0%.",
            f"The names are {percent}% alike.",
        )


@dataclass(frozen=True, slots=True)
class PlaceEvidence:
    """Whether both are in the same commune, or at least under the same postal code."""

    same_commune: bool
    same_postal_code: bool
    weight: float

    def sentence(self, language: str = "fr") -> str:
        """Say whether the commune is the same."""
        if self.same_commune:
            return _say(language, "La commune est la même.", "The commune is the same.")
        if self.same_postal_code:
            return _say(
                language,
                "Les communes diffèrent, le code postal est le même.",
                "The communes differ, the postal code is the same.",
            )
        return _say(language, "Les communes diffèrent.", "The communes differ.")


@dataclass(frozen=True, slots=True)
class DistanceEvidence:
    """How far apart the two points are, in metres."""

    metres: int
    weight: float

    def sentence(self, language: str = "fr") -> str:
        """Say how far apart they are."""
        if self.metres < _KILOMETRE:
            return _say(
                language, f"Les points sont à {self.metres} m.", f"The points are {self.metres} m apart."
            )
        kilometres = f"{self.metres / _KILOMETRE:.1f}"
        return _say(
            language,
            f"Les points sont à {kilometres.replace('.', ',')} km.",
            f"The points are {kilometres} km apart.",
        )


@dataclass(frozen=True, slots=True)
class StreetEvidence:
    """Whether the streets agree."""

    same: bool
    weight: float

    def sentence(self, language: str = "fr") -> str:
        """Say whether the address is the same."""
        if self.same:
            return _say(language, "L'adresse est la même.", "The address is the same.")
        return _say(language, "Les adresses diffèrent.", "The addresses differ.")


@dataclass(frozen=True, slots=True)
class SiretEvidence:
    """Whether the SIRET is the same."""

    same: bool
    weight: float

    def sentence(self, language: str = "fr") -> str:
        """Say whether the SIRET is the same."""
        if self.same:
            return _say(language, "Le SIRET est le même.", "The SIRET is the same.")
        return _say(language, "Les SIRET diffèrent.", "The SIRETs differ.")


@dataclass(frozen=True, slots=True)
class ContactEvidence:
    """A phone, a mail or a site that both give; `what` is one of `CONTACTS`."""

    what: str
    value: str
    weight: float

    def sentence(self, language: str = "fr") -> str:
        """Say what they share."""
        french, english = CONTACTS[self.what]
        return _say(
            language, f"{french} est le même\u00a0: {self.value}.", f"{english} is the same: {self.value}."
        )


CONTACTS = {
    "phone": ("Le numéro de téléphone", "The phone number"),
    "mail": ("Le courriel", "The e-mail"),
    "site": ("Le site web", "The website"),
    "domain": ("Le domaine du site web", "The domain of the website"),
}
"""What is shared -> how it is called, with a masculine noun in French."""


@dataclass(frozen=True, slots=True)
class DatesEvidence:
    """Whether the days of two events meet."""

    meet: bool
    weight: float

    def sentence(self, language: str = "fr") -> str:
        """Say whether the dates meet."""
        if self.meet:
            return _say(language, "Les dates se recoupent.", "The dates overlap.")
        return _say(language, "Les dates ne se recoupent pas.", "The dates do not overlap.")


@dataclass(frozen=True, slots=True)
class KindEvidence:
    """Two kinds that are mistaken for each other, or twice rental lodging, of which a house has several."""

    kinds: tuple[Kind, Kind]
    """In alphabetical order."""
    weight: float

    def sentence(self, language: str = "fr") -> str:
        """Say that the kinds differ, or that two rentals are often sisters."""
        one, other = (kind.label(language) for kind in self.kinds)
        if one == other:
            return _say(
                language,
                "Une même maison compte souvent plusieurs locations.",
                "One house often has several rentals.",
            )
        return _say(
            language, f"Les types diffèrent\u00a0: {one} et {other}.", f"The kinds differ: {one} and {other}."
        )
