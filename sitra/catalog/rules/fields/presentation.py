"""Name, contacts, texts, links, booking, media: what every record says of itself."""

from sitra.catalog.rules.fields.choices import LINK_TYPES
from sitra.catalog.rules.fields.kinds_of import but
from sitra.catalog.rules.fields.shared import CONTACT_WAYS, LINE, LOC, MEDIA, NUMBER, TEMPORARY
from sitra.catalog.rules.types import (
    EVERY_KIND,
    Boolean,
    Day,
    Field as F,
    Localised,
    Reach,
    RecordRef,
    Ref,
    Section,
    Text,
    block,
    weigh,
    within,
)
from sitra.kit.texts import SUFFIXES, language_name

ID, CONTACT, TALK = Section.IDENTITY, Section.CONTACT, Section.TEXT

# fmt: off
NAME = block("nom", ID, EVERY_KIND, F("", LINE, "Nom", "Name", 10, mandatory=True), aspects=frozenset())

FIELDS = (
    *block("informations", CONTACT, EVERY_KIND,
        *within("moyensCommunication[]", *weigh(CONTACT_WAYS, "coordonnees", 8))),
    *block("informations", ID, EVERY_KIND,
        F("informationsLegales.siret",                  Text(20, "siret"),   "SIRET",                    "SIRET", 2),
        F("informationsLegales.codeApeNaf",             Text(10),            "Code APE",                 "APE code"),
        F("informationsLegales.rcs",                    Text(100),           "RCS",                      "Trade register (RCS)"),
        F("informationsLegales.numeroAgrementLicence",  Text(100),           "Numéro d'agrément ou de licence", "Approval or licence number"),
        F("informationsLegales.modeGestion",            Ref("ModeGestion"),  "Mode de gestion",          "Management"),
        F("structureGestion",                           RecordRef(),         "Structure de gestion",     "Managing organisation"),
        F("structureInformation",                       RecordRef(),         "Structure d'information",  "Information organisation")),
    *block("presentation", TALK, EVERY_KIND,
        F("descriptifCourt",        Localised(255),                 "Descriptif court",       "Short description", 8),
        F("descriptifDetaille",     LOC,                            "Descriptif détaillé",    "Full description", 5, but("STR")),
        *within("descriptifsThematises[]",
            F("dateDisponibilite",       Day(near=False),           "Texte à publier dès le", "Publish the text from"),
            F("dateLimiteDePublication", Day(near=False),           "Texte à publier jusqu'au", "Publish the text until"),
            F("theme",                   Ref("DescriptifTheme"),    "Thème du descriptif",    "Description theme"),
            F("description",             LOC,                       "Descriptif thématisé",   "Themed description", 2)),
        F("typologiesPromoSitra[]", Ref("TypologiePromoSitra"),     "Typologies",             "Promotion categories"),
        F("bonsPlans",              Localised(2000),                "Bons plans",             "Good deals", 0, but("STR"))),
)

LINKS = block("liens", Section.LINKS, EVERY_KIND,
    F("complement",                                      LOC,         "Complément sur les liens", "About the links"),
    *(F(f"liensObjetsTouristiquesTypes[].libelle{suffix}", Text(),   f"Intitulé du lien ({language_name(code, 'fr')})", f"Title of the link ({language_name(code, 'en')})", kinds=but("STR"))
      for code, suffix in SUFFIXES.items()),
    F("liensObjetsTouristiquesTypes[].type",             LINK_TYPES,  "Nature du lien",           "Link type",          kinds=but("STR")),
    F("liensObjetsTouristiquesTypes[].objetTouristique", RecordRef(), "Fiche liée",               "Linked record",      kinds=but("STR")))

BOOKING = block("reservation", CONTACT, but("STR"),
    *within("organismes[]",
        F("identifiant",         NUMBER,                  "Numéro",                       "Number"),
        TEMPORARY,
        F("structureReference",  RecordRef(),             "Fiche de l'organisme de réservation", "Record of the booking body"),
        F("nom",                 Text(),                  "Organisme de réservation",     "Booking body", 3),
        F("type",                Ref("ReservationType"),  "Type de réservation",          "Booking type"),
        F("observation",         LINE,                    "Observation sur la réservation", "Remark on booking"),
        *within("moyensCommunication[]", *CONTACT_WAYS),
        F("locked",              Boolean(),               "Verrouillé par la source",     "Locked by its source")),
    F("complement", LOC, "Complément de réservation", "About booking"))

PEOPLE = block("contacts[]", CONTACT, EVERY_KIND,
    F("identifiant",       NUMBER,                  "Numéro",           "Number"),
    F("referent",          Boolean(always=True),    "Contact référent", "Main contact"),
    F("civilite",          Ref("ContactCivilite"),  "Civilité",         "Title"),
    F("nom",               Text(100),               "Nom du contact",   "Surname"),
    F("prenom",            Text(100),               "Prénom",           "First name"),
    F("titre",             LINE,                    "Titre du contact", "Job title"),
    F("fonction",          Ref("ContactFonction"),  "Fonction",         "Role"),
    F("autresFonctions[]", Ref("ContactFonction"),  "Autres fonctions", "Other roles"),
    *within("moyensCommunication[]", *CONTACT_WAYS),
    TEMPORARY,
    aspects=frozenset(), reach=Reach.NETWORK)

PICTURES = (
    *block("illustrations[]", Section.MEDIA, EVERY_KIND, *weigh(MEDIA, "traductionFichiers[].url", 6)),
    *block("multimedias[]", Section.MEDIA, EVERY_KIND, *MEDIA),
)
