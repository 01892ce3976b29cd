"""Fields of lodging and food."""

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import Boolean, Day, Field, Integer, Ref, Section, Text

SPECIFIC = Section.SPECIFIC
HOTEL = frozenset({Kind.HOTELLERIE})
CAMPSITE = frozenset({Kind.HOTELLERIE_PLEIN_AIR})
GROUP = frozenset({Kind.HEBERGEMENT_COLLECTIF})
RENTAL = frozenset({Kind.HEBERGEMENT_LOCATIF})
FOOD = frozenset({Kind.RESTAURATION})


def _hotel(path: str) -> str:
    return f"informationsHotellerie.{path}"


def _campsite(path: str) -> str:
    return f"informationsHotelleriePleinAir.{path}"


def _group(path: str) -> str:
    return f"informationsHebergementCollectif.{path}"


def _rental(path: str) -> str:
    return f"informationsHebergementLocatif.{path}"


def _food(path: str) -> str:
    return f"informationsRestauration.{path}"


FIELDS = (
    Field(_hotel("hotellerieType"), Ref("HotellerieType"), SPECIFIC, "Type", "Type", HOTEL, 6),
    Field(_hotel("dateClassement"), Day(), SPECIFIC, "Classé le", "Ranked on", HOTEL),
    Field(
        _hotel("numeroClassement"),
        Text(),
        SPECIFIC,
        "Numéro de classement",
        "Ranking number",
        HOTEL,
    ),
    Field(_hotel("classement"), Ref("HotellerieClassement"), SPECIFIC, "Classement", "Stars", HOTEL, 6),
    Field(_hotel("labels[]"), Ref("HotellerieLabel"), SPECIFIC, "Labels", "Labels", HOTEL),
    Field(_hotel("chaines[]"), Ref("HotellerieChaine"), SPECIFIC, "Chaînes", "Chains", HOTEL),
    Field(
        _hotel("capacite.nombreChambresClassees"),
        Integer(),
        SPECIFIC,
        "Chambres classées",
        "Ranked rooms",
        HOTEL,
    ),
    Field(
        _hotel("capacite.nombreTotalPersonnes"),
        Integer(),
        SPECIFIC,
        "Capacité (personnes)",
        "Sleeps",
        HOTEL,
    ),
    Field(
        _campsite("hotelleriePleinAirType"),
        Ref("HotelleriePleinAirType"),
        SPECIFIC,
        "Type",
        "Type",
        CAMPSITE,
        6,
    ),
    Field(
        _campsite("numeroClassement"),
        Text(),
        SPECIFIC,
        "Numéro de classement",
        "Ranking number",
        CAMPSITE,
    ),
    Field(_campsite("dateClassement"), Day(), SPECIFIC, "Classé le", "Ranked on", CAMPSITE),
    Field(
        _campsite("classement"),
        Ref("HotelleriePleinAirClassement"),
        SPECIFIC,
        "Classement",
        "Stars",
        CAMPSITE,
        6,
    ),
    Field(
        _campsite("chaines[]"),
        Ref("HotelleriePleinAirChaine"),
        SPECIFIC,
        "Chaînes",
        "Chains",
        CAMPSITE,
    ),
    Field(
        _campsite("labels[]"),
        Ref("HotelleriePleinAirLabel"),
        SPECIFIC,
        "Labels",
        "Labels",
        CAMPSITE,
    ),
    Field(
        _campsite("capacite.caravaneige"),
        Boolean(always=True),
        SPECIFIC,
        "Ouvert aux caravanes en hiver",
        "Winter caravanning",
        CAMPSITE,
    ),
    Field(
        _campsite("capacite.nombreEmplacementsClasses"),
        Integer(),
        SPECIFIC,
        "Emplacements classés",
        "Ranked pitches",
        CAMPSITE,
    ),
    Field(
        _group("hebergementCollectifType"),
        Ref("HebergementCollectifType"),
        SPECIFIC,
        "Type",
        "Type",
        GROUP,
        6,
    ),
    Field(_group("dateClassement"), Day(), SPECIFIC, "Classé le", "Ranked on", GROUP),
    Field(
        _group("numeroClassement"),
        Text(),
        SPECIFIC,
        "Numéro de classement",
        "Ranking number",
        GROUP,
    ),
    Field(
        _group("classementPrefectoral"),
        Ref("HebergementCollectifClassementPrefectoral"),
        SPECIFIC,
        "Classement",
        "Stars",
        GROUP,
        6,
    ),
    Field(_group("labels[]"), Ref("HebergementCollectifLabel"), SPECIFIC, "Labels", "Labels", GROUP),
    Field(
        _group("capacite.capaciteTotale"),
        Integer(),
        SPECIFIC,
        "Capacité (personnes)",
        "Sleeps",
        GROUP,
    ),
    Field(
        _group("capacite.capaciteTotaleClassee"),
        Integer(),
        SPECIFIC,
        "Capacité classée (personnes)",
        "Ranked capacity",
        GROUP,
    ),
    Field(_group("capacite.nombreChambres"), Integer(), SPECIFIC, "Chambres", "Rooms", GROUP),
    Field(_group("capacite.nombreAppartements"), Integer(), SPECIFIC, "Appartements", "Flats", GROUP),
    Field(
        _group("capacite.nombreHebergementsClasses"),
        Integer(),
        SPECIFIC,
        "Logements classés",
        "Ranked units",
        GROUP,
    ),
    Field(
        _rental("hebergementLocatifType"),
        Ref("HebergementLocatifType"),
        SPECIFIC,
        "Type",
        "Type",
        RENTAL,
        6,
    ),
    Field(_rental("dateClassement"), Day(), SPECIFIC, "Classé le", "Ranked on", RENTAL),
    Field(
        _rental("numeroClassement"),
        Text(),
        SPECIFIC,
        "Numéro de classement",
        "Ranking number",
        RENTAL,
    ),
    Field(
        _rental("classementPrefectoral"),
        Ref("HebergementLocatifClassementPrefectoral"),
        SPECIFIC,
        "Classement",
        "Stars",
        RENTAL,
        6,
    ),
    Field(_rental("labels[]"), Ref("HebergementLocatifLabel"), SPECIFIC, "Labels", "Labels", RENTAL),
    Field(
        _rental("capacite.capaciteHebergement"),
        Integer(),
        SPECIFIC,
        "Capacité (personnes)",
        "Sleeps",
        RENTAL,
    ),
    Field(_rental("capacite.nombreChambres"), Integer(), SPECIFIC, "Chambres", "Rooms", RENTAL),
    Field(_food("restaurationType"), Ref("RestaurationType"), SPECIFIC, "Type", "Type", FOOD, 6),
    Field(
        _food("specialites[]"),
        Ref("RestaurationSpecialite"),
        SPECIFIC,
        "Spécialités",
        "Specialities",
        FOOD,
    ),
    Field(
        _food("categories[]"),
        Ref("RestaurationCategorie"),
        SPECIFIC,
        "Catégories",
        "Categories",
        FOOD,
    ),
    Field(_food("capacite.nombreMaximumCouverts"), Integer(), SPECIFIC, "Couverts", "Covers", FOOD),
)
