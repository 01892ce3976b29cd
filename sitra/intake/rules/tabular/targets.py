"""What a column may become in a record of a kind: a field of the catalogue, or what several make together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from sitra.catalog.rules.fields import FIELDS
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import (
    Boolean,
    Choice,
    Day,
    Decimal,
    Field,
    Integer,
    Localised,
    Reach,
    Ref,
    Section,
    Text,
    Time,
)

_TYPES = (Boolean, Choice, Day, Decimal, Integer, Localised, Ref, Text, Time)
_LEFT_OUT = frozenset(
    {
        "aspects", "champsAspect", "contacts", "gestion", "illustrations", "informationsReservation", "liens",
        "metadonnees", "multimedias", "id", "identifier", "state", "type", "aspect",
    }
)  # fmt: skip
"""Blocks that a table does not write: they are ours, or hold several things at once."""
_ENDING = "expiration"
_NOT_TYPED = frozenset(
    {
        "localisation.geolocalisation.valide", "localisation.geolocalisation.geoJson.type",
        "localisation.lieu.id", "ouverture.periodeEnClairGenerationMode",
        "descriptionTarif.tarifsEnClairGenerationMode",
    }
)  # fmt: skip

COMMUNE, INSEE, WHOLE_ADDRESS = "commune.name", "commune.code", "address.whole"
LAT, LON, BOTH = "point.lat", "point.lon", "point.both"
FROM, UNTIL = "opening.from", "opening.until"
LEAST, MOST = "price.least", "price.most"
PICTURE, CREDIT = "picture.url", "picture.credit"
CHANGED = "changed"
CONTACT = "contact."
POSTAL_CODE = "localisation.adresse.codePostal"
NAME = "nom"


@dataclass(frozen=True, slots=True)
class Target:
    """What a column may become; `field` is absent for what several fields make together."""

    key: str
    french: str
    english: str
    section: Section
    field: Field | None = None

    @property
    def many(self) -> bool:
        """Say whether a cell may hold several values."""
        return self.key.endswith("[]")

    @property
    def vocabulary(self) -> str:
        """Give the vocabulary whose terms it takes; nothing for other types."""
        return self.field.type.vocabulary if self.field and isinstance(self.field.type, Ref) else ""

    @property
    def is_text(self) -> bool:
        """Say whether it is written in a language."""
        return bool(self.field and isinstance(self.field.type, Localised)) or self.key == CREDIT

    def label(self, language: str = "fr") -> str:
        """Name it under its section, in French or English."""
        return f"{self.section.label(language)} › {self.english if language == 'en' else self.french}"


_PLACE, _WAYS = Section.PLACE, Section.CONTACT
_SPECIALS = (
    Target(COMMUNE, "Commune (son nom)", "Commune (its name)", _PLACE),
    Target(INSEE, "Commune (son code INSEE)", "Commune (its INSEE code)", _PLACE),
    Target(
        WHOLE_ADDRESS,
        "Adresse entière (rue, code postal, commune)",
        "Whole address (street, postal code, commune)",
        _PLACE,
    ),
    Target(LAT, "Latitude", "Latitude", _PLACE),
    Target(LON, "Longitude", "Longitude", _PLACE),
    Target(BOTH, "Latitude et longitude ensemble", "Latitude and longitude together", _PLACE),
    Target(f"{CONTACT}201", "Téléphone", "Phone", _WAYS),
    Target(f"{CONTACT}204", "Adresse e-mail", "E-mail address", _WAYS),
    Target(f"{CONTACT}205", "Site web", "Website", _WAYS),
    Target(f"{CONTACT}207", "Page Facebook", "Facebook page", _WAYS),
    Target(f"{CONTACT}7221", "Instagram", "Instagram", _WAYS),
    Target(f"{CONTACT}202", "Fax", "Fax", _WAYS),
    Target(PICTURE, "Photo (son adresse web)", "Picture (its web address)", Section.MEDIA),
    Target(CREDIT, "Photo (son crédit)", "Picture (its credit)", Section.MEDIA),
    Target(CHANGED, "Date de modification à la source", "Date of change at the source", Section.MANAGEMENT),
)
_OPENED = (
    Target(FROM, "Ouvert ou se déroule du", "Open or takes place from", Section.OPENING),
    Target(UNTIL, "Ouvert ou se déroule jusqu'au", "Open or takes place until", Section.OPENING),
    Target(LEAST, "Prix plein, minimum", "Full price, lowest", Section.PRICES),
    Target(MOST, "Prix plein, maximum", "Full price, highest", Section.PRICES),
)


@cache
def targets(kind: Kind) -> Mapping[str, Target]:
    """Give all that a column may become in a kind, by key, section by section."""
    opened = any(one.path == "ouverture.periodeEnClair" and kind in one.kinds for one in FIELDS)
    every = [*_fields(kind), *_SPECIALS, *(_OPENED if opened else ())]
    sections = list(Section)
    every.sort(key=lambda one: sections.index(one.section))
    return {one.key: one for one in every}


@cache
def by_label(kind: Kind, language: str) -> Mapping[str, str]:
    """Give the keys of targets by their labels, each label once."""
    found: dict[str, str] = {}
    for key, one in targets(kind).items():
        label = one.label(language)
        found[label if label not in found else f"{label} ({key})"] = key
    return found


@cache
def labels(kind: Kind, language: str) -> Mapping[str, str]:
    """Give the labels of targets by their keys."""
    return {key: label for label, key in by_label(kind, language).items()}


def mandatory(kind: Kind) -> list[Target]:
    """Give the targets that must be filled in, the name and the commune left out."""
    return [one for key, one in targets(kind).items() if one.field and one.field.mandatory and key != NAME]


def _fields(kind: Kind) -> Iterator[Target]:
    for one in FIELDS:
        head = one.path.partition(".")[0].removesuffix("[]")
        listed = one.path.removesuffix("[]")
        if (
            kind in one.kinds
            and isinstance(one.type, _TYPES)
            and head not in _LEFT_OUT
            and "[]" not in listed
            and listed not in _NOT_TYPED
            and one.reach is not Reach.PRIVATE
            and (one.section is not Section.MANAGEMENT or head == _ENDING)
            and not (one.computed or one.aspect_only or one.deprecated)
        ):
            yield Target(one.path, one.fr, one.en, one.section, one)
