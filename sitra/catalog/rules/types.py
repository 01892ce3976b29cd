"""The types a field may have, and what declares a field."""

from dataclasses import dataclass, replace
from enum import StrEnum

from sitra.catalog.rules.kinds import Kind

EVERY_KIND = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Type:
    """What a value of the field is."""


@dataclass(frozen=True, slots=True)
class Text(Type):
    """A text without language, `longest` characters at most; `form` says what it must look like."""

    longest: int = 255
    form: str = ""


@dataclass(frozen=True, slots=True)
class Localised(Type):
    """A text by language: `{libelleFr, libelleEn, …}`, each `longest` characters at most."""

    longest: int = 5000


@dataclass(frozen=True, slots=True)
class ContactValue(Type):
    """A contact value by language: `{fr, en, …}`."""


@dataclass(frozen=True, slots=True)
class Integer(Type):
    """A whole number between two bounds, with its unit; `always` as for a yes or no, then 0."""

    unit: str = ""
    least: int = 0
    most: int = 10_000_000
    always: bool = False


MONEY = "¤"
"""The unit of an amount: the currency named beside it, else the euro."""


@dataclass(frozen=True, slots=True)
class Decimal(Type):
    """A number with decimals between two bounds, with its unit when it has one."""

    unit: str = ""
    least: float = 0
    most: float = 10_000_000


@dataclass(frozen=True, slots=True)
class Boolean(Type):
    """Yes or no; `always` is written as soon as its block is, `false` when nobody said."""

    always: bool = False


@dataclass(frozen=True, slots=True)
class Day(Type):
    """A date, `YYYY-MM-DD`; `near` keeps it between two years ago and in ten years."""

    near: bool = True


@dataclass(frozen=True, slots=True)
class Time(Type):
    """A time of day, `HH:MM:SS` or `HH:MM`."""


@dataclass(frozen=True, slots=True)
class Moment(Type):
    """An instant, `2018-11-30T08:42:14.436+0000`."""


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
class RecordRef(Type):
    """A link to another record, stored as `{type, id}`; `kinds` are the kinds it may have."""

    kinds: frozenset[Kind] = EVERY_KIND


@dataclass(frozen=True, slots=True)
class CriterionRef(Type):
    """An internal criterion of a member, stored as `{id}`."""


@dataclass(frozen=True, slots=True)
class Point(Type):
    """Longitude then latitude in degrees, WGS 84."""


@dataclass(frozen=True, slots=True)
class Free(Type):
    """Anything JSON can say: the data a partner keeps on a record."""


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
    LINKS = "links"
    MANAGEMENT = "management"

    def label(self, language: str = "fr") -> str:
        """Name of the section in French or English."""
        return _SECTIONS[self][language == "en"]


_SECTIONS = {
    Section.IDENTITY: ("Identité", "Identity"),
    Section.CONTACT: ("Contacts et réservation", "Contacts and booking"),
    Section.TEXT: ("Textes", "Texts"),
    Section.PLACE: ("Localisation", "Location"),
    Section.SERVICES: ("Prestations", "Services"),
    Section.OPENING: ("Ouverture", "Opening"),
    Section.PRICES: ("Tarifs", "Prices"),
    Section.MEDIA: ("Multimédias", "Media"),
    Section.SPECIFIC: ("Caractéristiques", "Characteristics"),
    Section.LINKS: ("Liens", "Links"),
    Section.MANAGEMENT: ("Gestion", "Management"),
}


class Reach(StrEnum):
    """Who may read a field, from the widest to the narrowest."""

    PUBLIC = "public"
    NETWORK = "network"
    PRIVATE = "private"


class Aspect(StrEnum):
    """A way to look at a record, by its wire name (v002, section 4.5)."""

    STANDARD = "STANDARD"
    HIVER = "HIVER"
    ETE = "ETE"
    HANDICAP = "HANDICAP"
    GROUPES = "GROUPES"
    TOURISME_AFFAIRES = "TOURISME_AFFAIRES"
    PRESTATAIRE_ACTIVITES = "PRESTATAIRE_ACTIVITES"


EVERY_ASPECT = frozenset(Aspect)


@dataclass(frozen=True, slots=True)
class Field:
    """One field, declared once.

    `path` is the v002 path, `[]` marking a list; `weight` counts in completeness, 0 to 10.
    `computed` is written by us, never typed; `aspect_only` is a delta that only an aspect carries.
    """

    path: str
    type: Type
    fr: str
    en: str
    weight: int = 0
    kinds: frozenset[Kind] = EVERY_KIND
    section: Section = Section.SPECIFIC
    mandatory: bool = False
    reach: Reach = Reach.PUBLIC
    computed: bool = False
    aspects: frozenset[Aspect] = frozenset()
    aspect_only: bool = False
    since: str = ""
    deprecated: str = ""

    def label(self, language: str = "fr") -> str:
        """Name of the field in French or English."""
        return self.en if language == "en" else self.fr


def within(path: str, *fields: Field) -> tuple[Field, ...]:
    """Put fields into a block: `within("contacts[]", …)`."""
    return tuple(replace(field, path=f"{path}.{field.path}") for field in fields)


def weigh(fields: tuple[Field, ...], path: str, weight: int) -> tuple[Field, ...]:
    """Let one of several shared fields count in completeness, where they stand this time."""
    return tuple(replace(field, weight=weight) if field.path == path else field for field in fields)


def block(
    path: str,
    section: Section,
    kinds: frozenset[Kind],
    *fields: Field,
    aspects: frozenset[Aspect] = EVERY_ASPECT,
    reach: Reach = Reach.PUBLIC,
) -> tuple[Field, ...]:
    """Put fields into a block of a record, with what they have in common."""
    return tuple(
        replace(
            field,
            path=f"{path}.{field.path}" if field.path else path,
            section=section,
            kinds=field.kinds & kinds,
            aspects=aspects,
            reach=reach if field.reach is Reach.PUBLIC else field.reach,
        )
        for field in fields
    )
