"""Who answers for a record, and what only the network sees of it."""

from sitra.catalog.rules.fields.choices import EXPIRY, INTEGRATIONS
from sitra.catalog.rules.fields.shared import LOC, NUMBER, TEMPORARY, TEXT
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import (
    EVERY_KIND,
    Boolean,
    CriterionRef,
    Day,
    Field as F,
    Free,
    Integer,
    Moment,
    Reach,
    RecordRef,
    Ref,
    Section,
    Text,
    block,
    within,
)

MANAGEMENT = Section.MANAGEMENT

# fmt: off
HEAD = (
    *block("gestion", MANAGEMENT, EVERY_KIND,
        F("dateCreation",             Moment(),                "Créée le",                   "Created on",              computed=True),
        F("dateModification",         Moment(),                "Modifiée le",                "Changed on",              computed=True),
        F("dateExportModification",   Moment(),                "Modifiée pour l'export le",  "Changed for exports on",  computed=True),
        F("membreProprietaire.type",  Ref("MembreSitraType"),  "Type du membre",             "Member type",             computed=True),
        F("membreProprietaire.nom",   Text(),                  "Membre propriétaire",        "Owner",                   computed=True),
        F("membreProprietaire.dateCreation", Moment(),         "Membre depuis le",           "Member since",            computed=True),
        F("membreProprietaire.dateModification", Moment(),     "Membre modifié le",          "Member changed on",       computed=True),
        F("membreProprietaire.departement", Text(10),          "Département du membre",      "Member's département",    computed=True),
        F("membreProprietaire.id",    NUMBER,                  "Numéro du membre",           "Member number",           computed=True),
        F("membreProprietaire.siteWeb", Text(2000),            "Site du membre",             "Member's website",        computed=True),
        F("signalerUnProblemeMails[]", Text(255),              "Adresses où signaler un problème", "Addresses for reporting a problem", computed=True, reach=Reach.NETWORK),
        aspects=frozenset()),
)

CRITERIA = (
    *block("criteresInternes[]", MANAGEMENT, EVERY_KIND,
        F("", CriterionRef(), "Critères internes", "Internal criteria"),
        aspects=frozenset(), reach=Reach.NETWORK),
)

INTEGRATION = (
    *block("integration", MANAGEMENT, EVERY_KIND,
        F("source",                          INTEGRATIONS,          "Intégrée depuis",                 "Integrated from"),
        F("enableLocks",                     Boolean(always=True),  "Champs verrouillés par la source", "Fields locked by the source"),
        F("integresObjetTouristiqueFields",  TEXT,                  "Champs intégrés",                 "Integrated fields"),
        F("lockedElementsReferences",        TEXT,                  "Termes verrouillés",              "Locked terms"),
        F("integrationBonusField",           TEXT,                  "Complément d'intégration",        "About the integration"),
        aspects=frozenset(), reach=Reach.NETWORK),
)

DERIVED = (
    *block("territoires[]", MANAGEMENT, EVERY_KIND,
        F("", RecordRef(frozenset({Kind.TERRITOIRE})), "Territoires", "Territories", computed=True), aspects=frozenset()),
    *block("datesOuverture[]", Section.OPENING, EVERY_KIND,
        F("", Day(near=False), "Jours d'ouverture", "Opening days", computed=True), aspects=frozenset()),
)

ENDING = (
    *block("formatVersion", MANAGEMENT, EVERY_KIND,
        F("", Text(10), "Version du format", "Format version", computed=True), aspects=frozenset()),
    *block("expiration", MANAGEMENT, EVERY_KIND,
        F("dateExpiration",    Day(near=False), "Expire le",               "Expires on"),
        F("expirationAction",  EXPIRY,          "À l'expiration",          "When it expires"),
        F("datePublication",   Day(near=False), "À publier à partir du",   "Publish from"),
        aspects=frozenset(), reach=Reach.NETWORK),
)

NOTES = (
    *block("enquete.enquetes[]", MANAGEMENT, EVERY_KIND,
        F("identifiant",  NUMBER,                        "Numéro de l'enquête",     "Survey number"),
        F("annee",        Integer(least=1990, most=2100), "Année de l'enquête",     "Year of the survey"),
        F("retour",       Boolean(always=True),          "Réponse reçue",           "Answer received"),
        F("titre",        Ref("EnqueteTitre"),           "Enquête",                 "Survey"),
        TEMPORARY,
        F("idEnqueteV1",  NUMBER,                        "Ancien numéro de l'enquête", "Former survey number"),
        aspects=frozenset(), reach=Reach.NETWORK),
    *block("donneesPrivees[]", MANAGEMENT, EVERY_KIND,
        F("nomTechnique", Text(100),                     "Nom technique",           "Technical name"),
        F("libelleFr",    Text(),                        "Intitulé du texte privé", "Title of the private text"),
        F("ordre",        Integer(always=True),          "Ordre du texte privé",    "Order of the private text"),
        F("descriptif",   LOC,                           "Texte privé",             "Private text"),
        aspects=frozenset(), reach=Reach.PRIVATE),
    *block("prestationsList[]", Section.LINKS, EVERY_KIND,
        F("", RecordRef(), "Fiches du prestataire", "Records of the provider", computed=True), aspects=frozenset()),
)

PARTNERS = (
    *block("metadonnees[]", MANAGEMENT, EVERY_KIND,
        F("noeudId",      Text(),                        "Nœud du partenaire",      "Node of the partner"),
        *within("contenus[]",
            F("cible",         Text(),                   "Cible",                   "Target"),
            F("metadonnee",    Free(),                   "Donnée du partenaire",    "Data of the partner"),
            F("xmlMetadonnee", Text(100_000, "xml"),     "Donnée du partenaire (XML)", "Data of the partner (XML)"),
        ),
        aspects=frozenset(), reach=Reach.NETWORK),
    *block("distinctions[]", Section.SPECIFIC, EVERY_KIND,
        F("id",           NUMBER,                        "Numéro de la distinction", "Distinction number"),
        F("nom",          Ref("DistinctionNom"),         "Distinctions",            "Distinctions"),
        aspects=frozenset()),
)
