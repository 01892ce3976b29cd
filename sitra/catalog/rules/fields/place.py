"""Where a record is."""

from sitra.catalog.rules.fields.kinds_of import HOUSED
from sitra.catalog.rules.fields.shared import LOC, NUMBER, removable
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import (
    EVERY_KIND,
    Boolean,
    CommuneRef,
    Field as F,
    Integer,
    Localised,
    Point,
    RecordRef,
    Ref,
    Section,
    Text,
    block,
)

ALTITUDE = Integer("m", -500, 9000)

# fmt: off
FIELDS = block("localisation", Section.PLACE, EVERY_KIND,
    F("adresse.nomDuLieu",                     Text(),             "Nom du lieu",              "Venue"),
    F("adresse.surchargeNomDuLieu",            Boolean(),          "Nom du lieu propre à l'aspect", "Venue of the aspect", aspect_only=True),
    F("adresse.adresse1",                      Text(),             "Adresse",                  "Address", 4),
    F("adresse.adresse2",                      Text(),             "Adresse (suite)",          "Address line 2"),
    F("adresse.adresse3",                      Text(),             "Adresse (fin)",            "Address line 3"),
    F("adresse.codePostal",                    Text(10),           "Code postal",              "Postal code", 3),
    F("adresse.bureauDistribution",            Text(),             "Bureau distributeur",      "Post town"),
    F("adresse.cedex",                         Text(20),           "Cedex",                    "Cedex"),
    F("adresse.etat",                          Text(),             "État ou canton",           "State or canton"),
    F("adresse.commune",                       CommuneRef(),       "Commune",                  "Commune", 8, mandatory=True),
    F("geolocalisation.reperePlan",            Text(50),           "Repère sur le plan",       "Map reference"),
    F("geolocalisation.altitude",              ALTITUDE,           "Altitude",                 "Altitude"),
    F("geolocalisation.altitudeMaxi",          ALTITUDE,           "Altitude maximale",        "Highest altitude"),
    F("geolocalisation.altitudeMini",          ALTITUDE,           "Altitude minimale",        "Lowest altitude"),
    F("geolocalisation.altitudeMaxiHebergement", ALTITUDE,         "Altitude maximale des hébergements", "Highest altitude of lodging"),
    F("geolocalisation.altitudeMiniHebergement", ALTITUDE,         "Altitude minimale des hébergements", "Lowest altitude of lodging"),
    F("geolocalisation.complement",            LOC,                "Complément de localisation", "How to get there", 2),
    F("geolocalisation.valide",                Boolean(),          "Point vérifié",            "Point checked"),
    F("geolocalisation.geoJson.type",          Text(20, "point"),  "Géométrie",                "Geometry"),
    F("geolocalisation.geoJson.coordinates",   Point(),            "Coordonnées géographiques", "Coordinates", 6),
    F("perimetreGeographique[]",               CommuneRef(),       "Périmètre",                "Perimeter"),
    *removable("environnements", "Environnement",                  "Environnements",           "Surroundings", 2),
    F("environnementsAdd[]",                   Ref("Environnement"), "Environnements : à ajouter dans l'aspect", "Surroundings: added by the aspect", aspect_only=True),
    F("lieu.id",                               NUMBER,             "Numéro du lieu",           "Venue number",   kinds=HOUSED),
    F("lieu.nom",                              Localised(255),     "Lieu",                     "Venue name",     kinds=HOUSED),
    F("lieuObjetTouristique",                  RecordRef(),        "Fiche du lieu",            "Record of the venue", kinds=HOUSED),
    F("territoiresAffectes[]", RecordRef(frozenset({Kind.TERRITOIRE})), "Territoires affectés", "Territories concerned"),
)
