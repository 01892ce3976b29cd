"""Fields of heritage, nature, shops, organisations and territories."""

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import Boolean, Field, Ref, Section, Text

SPECIFIC = Section.SPECIFIC
CULTURE = frozenset({Kind.PATRIMOINE_CULTUREL})
NATURE = frozenset({Kind.PATRIMOINE_NATUREL})
SHOP = frozenset({Kind.COMMERCE_ET_SERVICE})
ORGANISATION = frozenset({Kind.STRUCTURE})

FIELDS = (
    Field(
        "informationsPatrimoineCulturel.patrimoineCulturelType",
        Ref("PatrimoineCulturelType"),
        SPECIFIC,
        "Type",
        "Type",
        CULTURE,
        6,
    ),
    Field(
        "informationsPatrimoineCulturel.themes[]",
        Ref("PatrimoineCulturelTheme"),
        SPECIFIC,
        "Thèmes",
        "Themes",
        CULTURE,
    ),
    Field(
        "informationsPatrimoineCulturel.categories[]",
        Ref("PatrimoineCulturelCategorie"),
        SPECIFIC,
        "Catégories",
        "Categories",
        CULTURE,
    ),
    Field(
        "informationsPatrimoineNaturel.sentiersBalises",
        Boolean(always=True),
        SPECIFIC,
        "Sentiers balisés",
        "Marked paths",
        NATURE,
    ),
    Field(
        "informationsPatrimoineNaturel.classements[]",
        Ref("PatrimoineNaturelClassement"),
        SPECIFIC,
        "Classements",
        "Protection",
        NATURE,
    ),
    Field(
        "informationsPatrimoineNaturel.categories[]",
        Ref("PatrimoineNaturelCategorie"),
        SPECIFIC,
        "Catégories",
        "Categories",
        NATURE,
        6,
    ),
    Field(
        "informationsCommerceEtService.commerceEtServiceType",
        Ref("CommerceEtServiceType"),
        SPECIFIC,
        "Type",
        "Type",
        SHOP,
        6,
    ),
    Field(
        "informationsCommerceEtService.typesDetailles[]",
        Ref("CommerceEtServiceTypeDetaille"),
        SPECIFIC,
        "Types détaillés",
        "Detailed types",
        SHOP,
    ),
    Field("informationsCommerceEtService.nomLieu", Text(), SPECIFIC, "Nom du lieu", "Venue", SHOP),
    Field("informationsStructure.sigle", Text(), SPECIFIC, "Sigle", "Acronym", ORGANISATION),
    Field(
        "informationsStructure.entiteType",
        Ref("StructureType"),
        SPECIFIC,
        "Type",
        "Type",
        ORGANISATION,
        6,
    ),
)
