"""DATAtourisme classes and words -> kinds and terms of v002."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sitra.intake.rules import parts
from sitra.kit.texts import fold

CULTURE, NATURE, EQUIPMENT, SHOP = (
    "PATRIMOINE_CULTUREL",
    "PATRIMOINE_NATUREL",
    "EQUIPEMENT",
    "COMMERCE_ET_SERVICE",
)
_MUSEUM, _GARDEN, _CENTRE, _SITE = 3201, 3202, 3200, 3203
_SPORT, _CULTURAL, _OTHER = 2988, 2991, 2993


@dataclass(frozen=True, slots=True)
class Shape:
    """The kind of a record, its main term (type or rubric) and its further terms."""

    kind: str
    main: int | None = None
    further: tuple[int, ...] = ()


CLASSES = {
    "CoveredMarket": Shape(SHOP, 1874, (5411,)),
    "Library": Shape(EQUIPMENT, _CULTURAL, (3344,)),
    "EducationalTrail": Shape(EQUIPMENT, _SPORT, (3331,)),
    "WalkingTour": Shape(EQUIPMENT, _SPORT, (3333,)),
    "CyclingTour": Shape(EQUIPMENT, _SPORT),
    "HorseTour": Shape(EQUIPMENT, _SPORT, (3313,)),
    "RoadTour": Shape(EQUIPMENT, _OTHER, (3217,)),
    "SwimmingPool": Shape(EQUIPMENT, _SPORT, (3298,)),
    "TeachingFarm": Shape(CULTURE, _SITE, (3568,)),
    "Beach": Shape(NATURE, None, (6557,)),
    "River": Shape(NATURE, None, (2888,)),
    "PointOfView": Shape(NATURE, None, (2901,)),
    "Cathedral": Shape(CULTURE, _SITE, (3529,)),
    "Basilica": Shape(CULTURE, _SITE, (3527,)),
    "Mosque": Shape(CULTURE, _SITE, (3539,)),
    "ReligiousSite": Shape(CULTURE, _SITE, (3488,)),
    "Castle": Shape(CULTURE, _SITE, (3495,)),
    "Palace": Shape(CULTURE, _SITE, (3502,)),
    "Tower": Shape(CULTURE, _SITE, (3506,)),
    "Ruins": Shape(CULTURE, _SITE, (3504,)),
    "ArcheologicalSite": Shape(CULTURE, _SITE, (3505,)),
    "IndustrialSite": Shape(CULTURE, _SITE, (3483,)),
    "CivilCemetery": Shape(CULTURE, _SITE, (3497,)),
    "RemembranceSite": Shape(CULTURE, _SITE, (3489,)),
    "Museum": Shape(CULTURE, _MUSEUM),
    "DefenceSite": Shape(CULTURE, _SITE, (3487,)),
    "InterpretationCentre": Shape(CULTURE, _CENTRE),
    "ParkAndGarden": Shape(CULTURE, _GARDEN),
    "RemarkableBuilding": Shape(CULTURE, _SITE),
    "TechnicalHeritage": Shape(CULTURE, _SITE),
    "NaturalHeritage": Shape(NATURE),
    "CulturalSite": Shape(CULTURE, _SITE),
}
"""Class -> shape; an object with several takes the first one of this table."""

GALLERIES = {
    "galerie": Shape(EQUIPMENT, _CULTURAL, (3347,)),
    "gallery": Shape(EQUIPMENT, _CULTURAL, (3347,)),
    "theatre": Shape(EQUIPMENT, _CULTURAL, (3342,)),
    "cinema": Shape(EQUIPMENT, _CULTURAL, (3338,)),
    "musee": Shape(CULTURE, _MUSEUM),
    "museum": Shape(CULTURE, _MUSEUM),
    "cimetiere": Shape(CULTURE, _SITE, (3497,)),
    "chapelle": Shape(CULTURE, _SITE, (3530,)),
}
"""Folded word of the name -> shape, for places that are only said to be cultural."""

WORDS = {
    "eglise": 3535,
    "chapelle": 3530,
    "cathedrale": 3529,
    "basilique": 3527,
    "synagogue": 3540,
    "mosquee": 3539,
    "temple": 3542,
    "pagode": 3541,
    "abbaye": 3526,
    "couvent": 3534,
    "tour": 3506,
    "hotel": 6039,
    "porte": 6041,
    "palais": 3502,
    "chateau": 3495,
    "place": 4857,
    "arenes": 3509,
}
"""Folded first word of the name -> theme of a historical site."""

NATURAL_WORDS = {
    "aven": 2911,
    "grotte": 2911,
    "gouffre": 2911,
    "gorges": 2899,
    "cascade": 2877,
    "lac": 2898,
    "plage": 6557,
    "belvedere": 2901,
    "rocher": 2906,
}
"""Folded word of the name -> category of natural heritage."""
_CURIOSITY = 2902

RIDES = {
    "velo": 3283,
    "cyclotourisme": 3283,
    "velo a assistance electrique vae": 5447,
    "vtt": 3284,
    "vtt electrique": 6225,
}
"""Folded theme -> term of EquipementActivite."""

RIDERS = {"moto": 565, "velo": 512, "vae": 512, "vtt": 563, "randonnee": 558}
"""Folded word of the name -> term of TypeClientele."""

LOOPS = frozenset({"boucle", "circuit", "tour"})
"""Folded first words by which a trail is known to come back to its start."""

COURSES = {
    "Loop": "BOUCLE",
    "RoundTrip": "ALLER_RETOUR",
    "OpenJaw": "ALLER_ITINERANCE",
    "Itinerancy": "ALLER_ITINERANCE",
}
"""Tour type of the ontology -> shape of a trail."""

_BLOCKS = {
    CULTURE: "informationsPatrimoineCulturel",
    NATURE: "informationsPatrimoineNaturel",
    EQUIPMENT: "informationsEquipement",
    SHOP: "informationsCommerceEtService",
}
_FIELDS = {
    CULTURE: (("patrimoineCulturelType", "PatrimoineCulturelType"), ("themes", "PatrimoineCulturelTheme")),
    EQUIPMENT: (("rubrique", "EquipementRubrique"), ("activites", "EquipementActivite")),
    SHOP: (
        ("commerceEtServiceType", "CommerceEtServiceType"),
        ("typesDetailles", "CommerceEtServiceTypeDetaille"),
    ),
    NATURE: (("", ""), ("categories", "PatrimoineNaturelCategorie")),
}
"""Kind -> field and vocabulary of the main term, then of the further ones."""


def shape(classes: Iterable[str], name: str) -> Shape | None:
    """Choose the shape of an object from its classes and its French name."""
    known = set(classes)
    first = next((one for one in CLASSES if one in known), None)
    if first is None:
        return None
    if first == "CulturalSite":
        words = fold(name).split()
        return next((GALLERIES[one] for one in words if one in GALLERIES), CLASSES[first])
    return CLASSES[first]


def block(chosen: Shape, name: str, themes: Iterable[str]) -> tuple[str, dict[str, Any]]:
    """Write the block of the kind: its name and its content."""
    (main, vocabulary), (several, family) = _FIELDS[chosen.kind]
    content: dict[str, Any] = {several: parts.refs(family, [*chosen.further, *_closer(chosen, name, themes)])}
    if main:
        content = {main: parts.ref(vocabulary, chosen.main), **content}
    return _BLOCKS[chosen.kind], content


def riders(name: str) -> list[dict[str, Any]]:
    """Say for whom a trail is, from its name."""
    words = fold(name).split()
    return parts.refs("TypeClientele", (RIDERS[one] for one in words if one in RIDERS))


def is_trail(chosen: Shape, classes: Iterable[str]) -> bool:
    """Say whether an object is a way to follow."""
    return chosen.kind == EQUIPMENT and "Tour" in set(classes)


def _closer(chosen: Shape, name: str, themes: Iterable[str]) -> list[int]:
    words = fold(name).split()
    if chosen.kind == EQUIPMENT:
        return [RIDES[one] for one in map(fold, themes) if one in RIDES]
    if chosen.kind == NATURE:
        found = [NATURAL_WORDS[one] for one in words if one in NATURAL_WORDS]
        return found or ([] if chosen.further else [_CURIOSITY])
    if chosen.kind == CULTURE and chosen.main == _SITE and words:
        return [WORDS[words[0]]] if words[0] in WORDS else []
    return []
