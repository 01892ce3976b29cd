"""Fields of events, activities, equipment and trails."""

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import Choice, Decimal, Field, Integer, Localised, Ref, Section, Text

SPECIFIC = Section.SPECIFIC
EVENT = frozenset({Kind.FETE_ET_MANIFESTATION})
ACTIVITY = frozenset({Kind.ACTIVITE})
EQUIPMENT = frozenset({Kind.EQUIPEMENT})


def _event(path: str) -> str:
    return f"informationsFeteEtManifestation.{path}"


def _trail(path: str) -> str:
    return f"informationsEquipement.itineraire.{path}"


FIELDS = (
    Field(
        _event("typesManifestation[]"),
        Ref("FeteEtManifestationType"),
        SPECIFIC,
        "Types",
        "Types",
        EVENT,
        6,
    ),
    Field(
        _event("categories[]"),
        Ref("FeteEtManifestationCategorie"),
        SPECIFIC,
        "Catégories",
        "Categories",
        EVENT,
    ),
    Field(_event("themes[]"), Ref("FeteEtManifestationTheme"), SPECIFIC, "Thèmes", "Themes", EVENT, 3),
    Field(_event("portee"), Ref("FeteEtManifestationPortee"), SPECIFIC, "Portée", "Reach", EVENT, 2),
    Field(_event("nomLieu"), Text(), SPECIFIC, "Nom du lieu", "Venue", EVENT),
    Field(
        "informationsActivite.activiteType",
        Ref("ActiviteType"),
        SPECIFIC,
        "Type",
        "Type",
        ACTIVITY,
        6,
    ),
    Field(
        "informationsActivite.categories[]",
        Ref("ActiviteCategorie"),
        SPECIFIC,
        "Catégories",
        "Categories",
        ACTIVITY,
    ),
    Field(
        "informationsEquipement.rubrique",
        Ref("EquipementRubrique"),
        SPECIFIC,
        "Rubrique",
        "Heading",
        EQUIPMENT,
        6,
    ),
    Field(
        "informationsEquipement.activites[]",
        Ref("EquipementActivite"),
        SPECIFIC,
        "Activités pratiquées",
        "Activities",
        EQUIPMENT,
        4,
    ),
    Field(
        _trail("denivellationPositive"),
        Integer("m"),
        SPECIFIC,
        "Dénivelé positif",
        "Climb",
        EQUIPMENT,
    ),
    Field(
        _trail("denivellationNegative"),
        Integer("m"),
        SPECIFIC,
        "Dénivelé négatif",
        "Descent",
        EQUIPMENT,
    ),
    Field(_trail("distance"), Decimal("km"), SPECIFIC, "Distance", "Distance", EQUIPMENT),
    Field(_trail("dureeJournaliere"), Integer("min"), SPECIFIC, "Durée", "Duration", EQUIPMENT),
    Field(
        _trail("dureeItinerance"),
        Decimal("j"),
        SPECIFIC,
        "Durée en jours",
        "Duration in days",
        EQUIPMENT,
    ),
    Field(
        _trail("passagesDelicats"),
        Localised(),
        SPECIFIC,
        "Passages délicats",
        "Difficult passages",
        EQUIPMENT,
    ),
    Field(
        _trail("altitudeMaximum"),
        Integer("m"),
        SPECIFIC,
        "Altitude maximum",
        "Highest point",
        EQUIPMENT,
    ),
    Field(
        _trail("altitudeMinimum"),
        Integer("m"),
        SPECIFIC,
        "Altitude minimum",
        "Lowest point",
        EQUIPMENT,
    ),
    Field(
        _trail("itineraireType"),
        Choice(
            (
                ("ALLER_ITINERANCE", "aller simple", "one way"),
                ("ALLER_RETOUR", "aller-retour", "there and back"),
                ("BOUCLE", "boucle", "loop"),
            )
        ),
        SPECIFIC,
        "Forme de l'itinéraire",
        "Shape of the trail",
        EQUIPMENT,
    ),
    Field(
        _trail("itineraireBalise"),
        Choice(
            (
                ("BALISE", "balisé", "marked"),
                ("NON_BALISE", "non balisé", "not marked"),
                ("NON_DISPONIBLE", "non renseigné", "not known"),
            )
        ),
        SPECIFIC,
        "Balisage",
        "Marking",
        EQUIPMENT,
    ),
    Field(
        _trail("naturesTerrain[]"),
        Ref("NatureTerrain"),
        SPECIFIC,
        "Nature du terrain",
        "Ground",
        EQUIPMENT,
    ),
)
