"""The types a field may have, and what declares a field."""

from dataclasses import dataclass
from enum import StrEnum

from sitra.catalog.rules.kinds import Kind

EVERY_KIND = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Type:
    """What a value of the field is."""


@dataclass(frozen=True, slots=True)
class Text(Type):
    """A text without language."""


@dataclass(frozen=True, slots=True)
class Localised(Type):
    """A text by language: `{libelleFr, libelleEn, …}`."""


@dataclass(frozen=True, slots=True)
class ContactValue(Type):
    """A contact value by language: `{fr, en, …}`."""


@dataclass(frozen=True, slots=True)
class Integer(Type):
    """A whole number, with its unit when it has one."""

    unit: str = ""


@dataclass(frozen=True, slots=True)
class Decimal(Type):
    """A number with decimals, with its unit when it has one."""

    unit: str = ""


@dataclass(frozen=True, slots=True)
class Boolean(Type):
    """Yes or no; `always` is written as soon as its block is, `false` when nobody said."""

    always: bool = False


@dataclass(frozen=True, slots=True)
class Day(Type):
    """A date, `YYYY-MM-DD`."""


@dataclass(frozen=True, slots=True)
class Time(Type):
    """A time of day, `HH:MM:SS`."""


@dataclass(frozen=True, slots=True)
class Choice(Type):
    """One of a few fixed words."""

    words: tuple[tuple[str, str, str], ...]
    """Wire word, French, English."""


@dataclass(frozen=True, slots=True)
class Ref(Type):
    """A term of one vocabulary, stored as `{elementReferenceType, id}`."""

    vocabulary: str


@dataclass(frozen=True, slots=True)
class CommuneRef(Type):
    """A commune, stored as `{id}`."""


@dataclass(frozen=True, slots=True)
class Numbers(Type):
    """A list of numbers, such as the coordinates of a point."""


class Section(StrEnum):
    """Where the field stands on the screen."""

    IDENTITY = "identity"
    CONTACT = "contact"
    TEXT = "text"
    PLACE = "place"
    SERVICES = "services"
    OPENING = "opening"
    PRICES = "prices"
    MEDIA = "media"
    SPECIFIC = "specific"


@dataclass(frozen=True, slots=True)
class Field:
    """One field, declared once.

    `path` is the v002 path, `[]` marking a list; `weight` counts in completeness, 0 to 10.
    """

    path: str
    type: Type
    section: Section
    fr: str
    en: str
    kinds: frozenset[Kind] = EVERY_KIND
    weight: int = 0
    mandatory: bool = False

    def label(self, language: str = "fr") -> str:
        """Name of the field in French or English."""
        return self.en if language == "en" else self.fr
