"""The sixteen kinds of records (v002, section 4.1)."""

from enum import StrEnum


class Kind(StrEnum):
    """A kind, by its wire name."""

    ACTIVITE = "ACTIVITE"
    COMMERCE_ET_SERVICE = "COMMERCE_ET_SERVICE"
    DEGUSTATION = "DEGUSTATION"
    DOMAINE_SKIABLE = "DOMAINE_SKIABLE"
    EQUIPEMENT = "EQUIPEMENT"
    FETE_ET_MANIFESTATION = "FETE_ET_MANIFESTATION"
    HEBERGEMENT_COLLECTIF = "HEBERGEMENT_COLLECTIF"
    HEBERGEMENT_LOCATIF = "HEBERGEMENT_LOCATIF"
    HOTELLERIE = "HOTELLERIE"
    HOTELLERIE_PLEIN_AIR = "HOTELLERIE_PLEIN_AIR"
    PATRIMOINE_CULTUREL = "PATRIMOINE_CULTUREL"
    PATRIMOINE_NATUREL = "PATRIMOINE_NATUREL"
    RESTAURATION = "RESTAURATION"
    SEJOUR_PACKAGE = "SEJOUR_PACKAGE"
    STRUCTURE = "STRUCTURE"
    TERRITOIRE = "TERRITOIRE"

    @property
    def code(self) -> str:
        """Three letters used in identifiers."""
        return _TABLE[self][0]

    @property
    def block(self) -> str:
        """Name of the section that only this kind has."""
        return _TABLE[self][1]

    def label(self, language: str = "fr") -> str:
        """Name of the kind in French or English."""
        return _TABLE[self][3 if language == "en" else 2]


_TABLE: dict[Kind, tuple[str, str, str, str]] = {
    Kind.ACTIVITE: ("ACT", "informationsActivite", "Activité", "Activity"),
    Kind.COMMERCE_ET_SERVICE: (
        "COS",
        "informationsCommerceEtService",
        "Commerce et service",
        "Shop or service",
    ),
    Kind.DEGUSTATION: ("PDT", "informationsDegustation", "Dégustation", "Tasting"),
    Kind.DOMAINE_SKIABLE: ("SKI", "informationsDomaineSkiable", "Domaine skiable", "Ski area"),
    Kind.EQUIPEMENT: (
        "EQU",
        "informationsEquipement",
        "Équipement et itinéraire",
        "Facility or trail",
    ),
    Kind.FETE_ET_MANIFESTATION: (
        "EVE",
        "informationsFeteEtManifestation",
        "Fête et manifestation",
        "Event",
    ),
    Kind.HEBERGEMENT_COLLECTIF: (
        "HCO",
        "informationsHebergementCollectif",
        "Hébergement collectif",
        "Group lodging",
    ),
    Kind.HEBERGEMENT_LOCATIF: (
        "HLO",
        "informationsHebergementLocatif",
        "Hébergement locatif",
        "Rental lodging",
    ),
    Kind.HOTELLERIE: ("HOT", "informationsHotellerie", "Hôtellerie", "Hotel"),
    Kind.HOTELLERIE_PLEIN_AIR: (
        "HPA",
        "informationsHotelleriePleinAir",
        "Hôtellerie de plein air",
        "Campsite",
    ),
    Kind.PATRIMOINE_CULTUREL: (
        "PCU",
        "informationsPatrimoineCulturel",
        "Patrimoine culturel",
        "Cultural heritage",
    ),
    Kind.PATRIMOINE_NATUREL: (
        "PNA",
        "informationsPatrimoineNaturel",
        "Patrimoine naturel",
        "Natural heritage",
    ),
    Kind.RESTAURATION: ("RES", "informationsRestauration", "Restauration", "Food and drink"),
    Kind.SEJOUR_PACKAGE: ("SEJ", "informationsSejourPackage", "Séjour packagé", "Package"),
    Kind.STRUCTURE: ("STR", "informationsStructure", "Structure", "Organisation"),
    Kind.TERRITOIRE: ("TER", "informationsTerritoire", "Territoire", "Territory"),
}
