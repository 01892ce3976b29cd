"""Rows that several blocks of a record share."""

from sitra.catalog.rules.fields.choices import MEDIA_CHANGES, MEDIA_TYPES
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import (
    EVERY_KIND,
    Boolean,
    ContactValue,
    Day,
    Field as F,
    Integer,
    Localised,
    Moment,
    Ref,
    Text,
    within,
)

LOC, TEXT, LINE = Localised(), Text(5000), Localised(255)
NUMBER = Integer(most=10**12)

# fmt: off
TEMPORARY = F("identifiantTemporaire", NUMBER, "Numéro provisoire", "Temporary number")

CONTACT_WAYS = (
    F("identifiant",    NUMBER,                          "Numéro",                "Number"),
    F("type",           Ref("MoyenCommunicationType"),   "Moyen de contact",      "Contact type"),
    F("coordonnees",    ContactValue(),                  "Coordonnées",           "Contact"),
    F("observation",    LINE,                            "Observation",           "Remark"),
    TEMPORARY,
)

MEDIA = (
    F("identifiant",           NUMBER,               "Numéro",                    "Number"),
    F("identifiantExterne",    Text(),               "Identifiant externe",       "Outside identifier"),
    F("link",                  Boolean(always=True), "Lien externe",              "Outside link"),
    F("type",                  MEDIA_TYPES,          "Nature du média",           "Media type"),
    F("nom",                   LINE,                 "Titre du média",            "Media title"),
    F("legende",               LINE,                 "Légende",                   "Caption"),
    F("copyright",             LINE,                 "Crédit",                    "Credit"),
    F("observation",           LINE,                 "Observation sur le média",  "Remark on the media"),
    *within("traductionFichiers[]",
        F("locale",            Text(10),             "Langue du fichier",         "Language of the file"),
        F("url",               Text(2000, "url"),    "Adresse du fichier",        "Address of the file"),
        F("urlListe",          Text(2000, "url"),    "Adresse en vignette",       "Address as a thumbnail"),
        F("urlFiche",          Text(2000, "url"),    "Adresse pour une fiche",    "Address for a page"),
        F("urlDiaporama",      Text(2000, "url"),    "Adresse pour un diaporama", "Address for a slide show"),
        F("urlQHD",            Text(2000, "url"),    "Adresse en grande taille",  "Address in large size"),
        F("extension",         Text(20),             "Extension",                 "Extension"),
        F("fileName",          Text(500),            "Nom du fichier",            "File name"),
        F("taille",            NUMBER,               "Taille du fichier",         "File size"),
        F("hauteur",           Integer("px"),        "Hauteur",                   "Height"),
        F("largeur",           Integer("px"),        "Largeur",                   "Width"),
        F("lastModifiedDate",  Moment(),             "Fichier modifié le",        "File changed on"),
        F("checksum",          Text(),               "Empreinte du fichier",      "File checksum"),
    ),
    F("dateLimiteDePublication", Day(near=False),    "À publier jusqu'au",        "Publish until"),
    F("locked",                Boolean(),            "Verrouillé par la source",  "Locked by its source"),
    F("source",                Text(),               "Source du média",           "Source of the media"),
    TEMPORARY,
    F("modificationMode",      MEDIA_CHANGES,        "Ce qui est modifié",        "What is changed"),
)
# fmt: on


def removable(
    name: str, vocabulary: str, fr: str, en: str, weight: int = 0, kinds: frozenset[Kind] = EVERY_KIND
) -> tuple[F, F]:
    """Declare a list of terms, with the list of those that an aspect takes away from it."""
    terms = Ref(vocabulary)
    kept = F(f"{name}[]", terms, fr, en, weight, kinds)
    taken = F(f"{name}Remove[]", terms, f"{fr} : à retirer", f"{en}: taken away", 0, kinds, aspect_only=True)
    return kept, taken
