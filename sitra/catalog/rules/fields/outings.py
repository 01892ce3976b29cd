"""Sections of events, activities, packages, tastings, restaurants and shops."""

from sitra.catalog.rules.fields.kinds_of import only
from sitra.catalog.rules.fields.shared import LINE, LOC
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import (
    Boolean,
    Field as F,
    Integer,
    RecordRef,
    Ref,
    Section,
    Text,
    block,
    within,
)

COUNT, SPECIFIC = Integer(most=10_000_000), Section.SPECIFIC
SPORTS, CULTURE = Ref("ActiviteSportivePrestation"), Ref("ActiviteCulturellePrestation")

# fmt: off
EVENT = block("informationsFeteEtManifestation", SPECIFIC, only("EVE"),
    F("typesManifestation[]",       Ref("FeteEtManifestationType"),       "Types de manifestation",       "Types of event", 6, mandatory=True),
    F("categories[]",               Ref("FeteEtManifestationCategorie"),  "Catégories",                   "Categories", 4),
    F("themes[]",                   Ref("FeteEtManifestationTheme"),      "Thèmes",                       "Themes", 3),
    F("evenementGenerique",         Ref("FeteEtManifestationGenerique"),  "Événement générique",          "Umbrella event"),
    F("portee",                     Ref("FeteEtManifestationPortee"),     "Portée",                       "Scope", 4),
    F("nbParticipantsAttendu",      COUNT,                                "Participants attendus",        "Expected participants"),
    F("nbVisiteursAttendu",         COUNT,                                "Visiteurs attendus",           "Expected visitors"),
    F("languesDocumentationAudio[]", Ref("Langue"),                       "Langues de l'audiodescription", "Languages of the audio guide"),
    F("nomLieu",                    Text(),                               "Nom du lieu de l'événement",   "Venue of the event"))

ACTIVITY = block("informationsActivite", SPECIFIC, only("ACT"),
    F("nomLieu",                    Text(),                               "Nom du lieu de l'activité",    "Venue of the activity"),
    F("dureeSeance",                Integer("min", most=100_000),         "Durée de la séance",           "Length of the session"),
    F("nombreJours",                Integer("j", most=366),               "Nombre de jours",              "Number of days"),
    F("activiteType",               Ref("ActiviteType"),                  "Type d'activité",              "Type of activity", 6, mandatory=True),
    F("categories[]",               Ref("ActiviteCategorie"),             "Catégories",                   "Categories", 4),
    F("activitesSportives[]",       SPORTS,                               "Activités sportives",          "Sports", 3),
    F("activitesCulturelles[]",     CULTURE,                              "Activités culturelles",        "Cultural activities", 3),
    F("prestataireActivites",       RecordRef(),                          "Prestataire de l'activité",    "Provider of the activity"),
    F("commerceEtServicePrestataire", RecordRef(frozenset({Kind.COMMERCE_ET_SERVICE})), "Commerce ou service prestataire", "Shop or service providing it"))

PACKAGE = block("informationsSejourPackage", SPECIFIC, only("SEJ"),
    F("nombreJours",                Integer("j", most=366),               "Nombre de jours",              "Number of days", 3),
    F("nombreNuits",                Integer(most=366),                    "Nombre de nuits",              "Number of nights", 3),
    F("lieuDePratique",             LINE,                                 "Lieu de pratique",             "Where it takes place"),
    F("formuleHebergement",         LINE,                                 "Formule d'hébergement",        "Board"),
    F("typesHebergement[]",         Ref("SejourPackageTypeHebergement"),  "Types d'hébergement",          "Types of lodging", 3),
    F("transports[]",               Ref("SejourPackageTransport"),        "Transports",                   "Transport"),
    F("activiteCategories[]",       Ref("ActiviteCategorie"),             "Catégories d'activités",       "Categories of activities", 3),
    F("activitesSportives[]",       SPORTS,                               "Activités sportives",          "Sports"),
    F("activitesCulturelles[]",     CULTURE,                              "Activités culturelles",        "Cultural activities"),
    F("nomLieu",                    Text(),                               "Nom du lieu du séjour",        "Venue of the package"))

TASTING = block("informationsDegustation", SPECIFIC, only("PDT"),
    F("aoc",                        Boolean(always=True),                 "Produits sous appellation",    "Products with an appellation"),
    F("labelsChartesQualite[]",     Ref("DegustationLabelCharteQualite"), "Labels et chartes de qualité", "Quality labels and charters", 2),
    F("charteQualite",              LOC,                                  "Complément sur la qualité",    "About quality"),
    F("aopAocIgps[]",               Ref("AopAocIgp"),                     "AOP, AOC, IGP",                "PDO, AOC, PGI", 3),
    F("aocDescriptif",              LOC,                                  "Complément sur l'appellation", "About the appellation"),
    F("typesProduit[]",             Ref("DegustationTypeProduit"),        "Types de produits",            "Types of products", 6, mandatory=True),
    F("statutsExploitant[]",        Ref("DegustationStatutExploitant"),   "Statuts de l'exploitant",      "Status of the producer"))

FOOD = block("informationsRestauration", SPECIFIC, only("RES"),
    F("chef",                       Text(100),                            "Chef",                         "Chef"),
    F("label",                      Text(),                               "Label",                        "Quality label", deprecated="2026"),
    F("restaurationType",           Ref("RestaurationType"),              "Type de restauration",         "Type of restaurant", 6, mandatory=True),
    F("specialites[]",              Ref("RestaurationSpecialite"),        "Spécialités",                  "Specialities", 4),
    F("chaines[]",                  Ref("RestaurationChaine"),            "Chaînes et labels",            "Chains and quality labels", 2),
    F("classementsGuides[]",        Ref("RestaurationClassementGuide"),   "Classements dans les guides",  "Ratings in guides"),
    F("categories[]",               Ref("RestaurationCategorie"),         "Catégories",                   "Categories", 4),
    *within("capacite",
        F("descriptionSalles",          LOC,                              "Description des salles",       "Description of the dining rooms"),
        F("nombreSalles",               COUNT,                            "Nombre de salles",             "Dining rooms"),
        F("nombreSallesClimatisees",    COUNT,                            "Salles climatisées",           "Air-conditioned dining rooms"),
        F("nombreMaximumCouverts",      COUNT,                            "Nombre maximum de couverts",   "Most covers", 3),
        F("nombreCouvertsTerrasse",     COUNT,                            "Couverts en terrasse",         "Covers on the terrace")))

SHOP = block("informationsCommerceEtService", SPECIFIC, only("COS"),
    F("commerceEtServiceType",      Ref("CommerceEtServiceType"),         "Type de commerce ou service",  "Type of shop or service", 6, mandatory=True),
    F("typesDetailles[]",           Ref("CommerceEtServiceTypeDetaille"), "Types détaillés",              "Detailed types", 5),
    F("classement",                 Ref("StructureClassement"),           "Classement",                   "Rating"),
    F("nomLieu",                    Text(),                               "Nom du lieu",                  "Venue")) + block(
    "informationsCommerceEtService", SPECIFIC, only("COS"),
    F("habilitationsPrestataires[]", Ref("StructureHabilitationPrestataire"), "Habilitations",            "Approvals"),
    F("activitesSportives[]",       SPORTS,                               "Activités sportives",          "Sports"),
    F("activitesCulturelles[]",     CULTURE,                              "Activités culturelles",        "Cultural activities"),
    aspects=frozenset())
