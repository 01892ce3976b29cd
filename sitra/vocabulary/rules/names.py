"""What each vocabulary is called by people, and the theme it is shelved under."""

from dataclasses import dataclass
from enum import StrEnum


class Theme(StrEnum):
    """A shelf of vocabularies, in the order in which they are shown."""

    EVERY_RECORD = "every-record"
    AMENITIES = "amenities"
    PEOPLE = "people"
    OPENING_AND_PRICES = "opening-and-prices"
    LODGING = "lodging"
    FOOD = "food"
    EVENTS = "events"
    OUTINGS = "outings"
    HERITAGE = "heritage"
    BUSINESS = "business"
    TERRITORIES = "territories"
    GROUPING = "grouping"

    def label(self, language: str = "fr") -> str:
        """Name of the theme in French or English."""
        return _THEMES[self][language == "en"]


_THEMES: dict[Theme, tuple[str, str]] = {
    Theme.EVERY_RECORD: ("Toutes les fiches", "Every record"),
    Theme.AMENITIES: ("Prestations et accueil", "Amenities and welcome"),
    Theme.PEOPLE: ("Contacts et langues", "Contacts and languages"),
    Theme.OPENING_AND_PRICES: ("Ouvertures et tarifs", "Opening and prices"),
    Theme.LODGING: ("Hébergement", "Lodging"),
    Theme.FOOD: ("Restauration et dégustation", "Food and tasting"),
    Theme.EVENTS: ("Fêtes et manifestations", "Events"),
    Theme.OUTINGS: ("Activités, équipements et séjours", "Activities, facilities and packages"),
    Theme.HERITAGE: ("Patrimoine", "Heritage"),
    Theme.BUSINESS: ("Salles, commerces et structures", "Rooms, shops and organisations"),
    Theme.TERRITORIES: ("Territoires et réseau", "Territories and network"),
    Theme.GROUPING: ("Rangement des critères", "Grouping of criteria"),
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A vocabulary: its names in French and English, and its shelf."""

    french: str
    english: str
    theme: Theme

    def label(self, language: str = "fr") -> str:
        """Name of the vocabulary in French or English."""
        return self.english if language == "en" else self.french


def name(kind: str, language: str = "fr") -> str:
    """Name a vocabulary by its wire name; one we do not know keeps that name."""
    known = VOCABULARIES.get(kind)
    return known.label(language) if known else kind


def theme(kind: str) -> Theme:
    """Say on which shelf a vocabulary stands."""
    known = VOCABULARIES.get(kind)
    return known.theme if known else Theme.GROUPING


_ALL, _AMENITIES, _PEOPLE, _WHEN = Theme.EVERY_RECORD, Theme.AMENITIES, Theme.PEOPLE, Theme.OPENING_AND_PRICES
_LODGING, _FOOD, _EVENTS, _OUTINGS = Theme.LODGING, Theme.FOOD, Theme.EVENTS, Theme.OUTINGS
_HERITAGE, _BUSINESS, _LAND, _GROUPING = Theme.HERITAGE, Theme.BUSINESS, Theme.TERRITORIES, Theme.GROUPING

_TABLE: dict[str, tuple[str, str, Theme]] = {
    "Environnement": ("Environnements", "Surroundings", _ALL),
    "TypologiePromoSitra": ("Typologies promotionnelles", "Promotional typologies", _ALL),
    "DescriptifTheme": ("Thèmes des descriptifs", "Themes of descriptions", _ALL),
    "DistinctionNom": ("Distinctions", "Distinctions", _ALL),
    "EnqueteTitre": ("Titres des enquêtes", "Titles of surveys", _ALL),
    "ModeGestion": ("Modes de gestion", "Ways of management", _ALL),
    "PrestationActivite": ("Activités sur place", "Activities on site", _AMENITIES),
    "PrestationConfort": ("Conforts", "Comforts", _AMENITIES),
    "PrestationEquipement": ("Équipements", "Facilities", _AMENITIES),
    "PrestationService": ("Services", "Services", _AMENITIES),
    "TypeClientele": ("Clientèles", "Audiences", _AMENITIES),
    "TourismeAdapte": ("Tourisme adapté", "Accessible tourism", _AMENITIES),
    "LabelTourismeHandicap": ("Marque Tourisme et Handicap", "Tourism and Disability label", _AMENITIES),
    "PrestationVisiteIndividuelle": ("Visites individuelles", "Individual visits", _AMENITIES),
    "PrestationVisiteGroupee": ("Visites de groupes", "Group visits", _AMENITIES),
    "MoyenCommunicationType": ("Moyens de communication", "Means of contact", _PEOPLE),
    "ContactCivilite": ("Civilités des contacts", "Titles of contacts", _PEOPLE),
    "ContactFonction": ("Fonctions des contacts", "Duties of contacts", _PEOPLE),
    "Langue": ("Langues", "Languages", _PEOPLE),
    "ReservationType": ("Types de réservation", "Types of booking", _PEOPLE),
    "HoraireType": ("Types d’horaires", "Types of hours", _WHEN),
    "OuvertureComplementaire": ("Précisions d’ouverture", "Notes on opening", _WHEN),
    "IndicationPeriode": ("Indications de période", "Notes on periods", _WHEN),
    "TarifType": ("Types de tarifs", "Types of rates", _WHEN),
    "TarifTypePeriode": ("Saisons des tarifs", "Seasons of rates", _WHEN),
    "ConditionGratuite": ("Conditions de gratuité", "Conditions of free entry", _WHEN),
    "ModePaiement": ("Modes de paiement", "Means of payment", _WHEN),
    "HotellerieType": ("Hôtellerie : types", "Hotels: types", _LODGING),
    "HotellerieClassement": ("Hôtellerie : classements", "Hotels: ratings", _LODGING),
    "HotellerieChaine": ("Hôtellerie : chaînes", "Hotels: chains", _LODGING),
    "HotellerieTypeLabel": ("Hôtellerie : types de labels", "Hotels: kinds of labels", _LODGING),
    "HotellerieLabel": ("Hôtellerie : labels", "Hotels: labels", _LODGING),
    "HotelleriePleinAirType": ("Plein air : types", "Campsites: types", _LODGING),
    "HotelleriePleinAirClassement": ("Plein air : classements", "Campsites: ratings", _LODGING),
    "HotelleriePleinAirChaine": ("Plein air : chaînes", "Campsites: chains", _LODGING),
    "HotelleriePleinAirTypeLabel": ("Plein air : types de labels", "Campsites: kinds of labels", _LODGING),
    "HotelleriePleinAirLabel": ("Plein air : labels", "Campsites: labels", _LODGING),
    "HebergementLocatifType": ("Locatif : types", "Rentals: types", _LODGING),
    "HebergementLocatifClassementPrefectoral": ("Locatif : classements", "Rentals: ratings", _LODGING),
    "HebergementLocatifTypeLabel": ("Locatif : types de labels", "Rentals: kinds of labels", _LODGING),
    "HebergementLocatifLabel": ("Locatif : labels", "Rentals: labels", _LODGING),
    "HebergementLocatifAgrementType": (
        "Locatif : numéros et agréments",
        "Rentals: numbers and approvals",
        _LODGING,
    ),
    "TypeHabitation": ("Locatif : types d’habitation", "Rentals: types of housing", _LODGING),
    "HebergementCollectifType": ("Collectif : types", "Group lodging: types", _LODGING),
    "HebergementCollectifTypeHebergement": (
        "Collectif : formes d’hébergement",
        "Group lodging: forms of lodging",
        _LODGING,
    ),
    "HebergementCollectifClassementPrefectoral": (
        "Collectif : classements",
        "Group lodging: ratings",
        _LODGING,
    ),
    "HebergementCollectifChaineEtLabel": (
        "Collectif : chaînes et réseaux",
        "Group lodging: chains and networks",
        _LODGING,
    ),
    "HebergementCollectifTypeLabel": (
        "Collectif : types de labels",
        "Group lodging: kinds of labels",
        _LODGING,
    ),
    "HebergementCollectifLabel": ("Collectif : labels", "Group lodging: labels", _LODGING),
    "HebergementCollectifAgrementType": ("Collectif : agréments", "Group lodging: approvals", _LODGING),
    "RestaurationType": ("Restauration : types", "Restaurants: types", _FOOD),
    "RestaurationCategorie": ("Restauration : catégories", "Restaurants: categories", _FOOD),
    "RestaurationSpecialite": ("Restauration : spécialités", "Restaurants: specialities", _FOOD),
    "RestaurationChaine": ("Restauration : chaînes et labels", "Restaurants: chains, labels", _FOOD),
    "RestaurationClassement": ("Restauration : classements", "Restaurants: ratings", _FOOD),
    "RestaurationClassementGuide": ("Restauration : guides", "Restaurants: guides", _FOOD),
    "DegustationTypeProduit": ("Dégustation : produits", "Tasting: products", _FOOD),
    "DegustationStatutExploitant": ("Dégustation : exploitants", "Tasting: producers", _FOOD),
    "DegustationLabelCharteQualite": ("Dégustation : labels, chartes", "Tasting: labels", _FOOD),
    "AopAocIgp": ("AOP, AOC et IGP", "Protected names of origin", _FOOD),
    "FeteEtManifestationType": ("Manifestations : types", "Events: types", _EVENTS),
    "FeteEtManifestationCategorie": ("Manifestations : catégories", "Events: categories", _EVENTS),
    "FeteEtManifestationTheme": ("Manifestations : thèmes", "Events: themes", _EVENTS),
    "FeteEtManifestationGenerique": (
        "Événements nationaux et récurrents",
        "National and recurring events",
        _EVENTS,
    ),
    "FeteEtManifestationPortee": ("Manifestations : portées", "Events: reaches", _EVENTS),
    "ActiviteType": ("Activités : types", "Activities: types", _OUTINGS),
    "ActiviteCategorie": ("Activités : catégories", "Activities: categories", _OUTINGS),
    "ActiviteSportivePrestation": ("Activités sportives", "Sports", _OUTINGS),
    "ActiviteCulturellePrestation": ("Activités culturelles", "Cultural activities", _OUTINGS),
    "EquipementRubrique": ("Équipements : rubriques", "Leisure facilities: headings", _OUTINGS),
    "EquipementActivite": ("Équipements : activités", "Leisure facilities: activities", _OUTINGS),
    "NatureTerrain": ("Natures de terrain", "Types of ground", _OUTINGS),
    "DomaineSkiableType": ("Domaines skiables : types", "Ski areas: types", _OUTINGS),
    "DomaineSkiableClassification": (
        "Domaines skiables : classifications",
        "Ski areas: classifications",
        _OUTINGS,
    ),
    "SejourPackageTransport": ("Séjours : transports", "Packages: transport", _OUTINGS),
    "SejourPackageTypeHebergement": ("Séjours : hébergements", "Packages: lodging", _OUTINGS),
    "PatrimoineCulturelType": ("Patrimoine culturel : types", "Cultural: types", _HERITAGE),
    "PatrimoineCulturelCategorie": ("Patrimoine culturel : catégories", "Cultural: categories", _HERITAGE),
    "PatrimoineCulturelTheme": ("Patrimoine culturel : thèmes", "Cultural: themes", _HERITAGE),
    "PatrimoineNaturelCategorie": ("Patrimoine naturel : catégories", "Natural: categories", _HERITAGE),
    "PatrimoineNaturelClassement": ("Patrimoine naturel : protections", "Natural: protections", _HERITAGE),
    "SalleDisposition": ("Salles : dispositions", "Rooms: layouts", _BUSINESS),
    "SalleEquipement": ("Salles : équipements", "Rooms: equipment", _BUSINESS),
    "SalleEquipeePour": ("Salles : usages", "Rooms: uses", _BUSINESS),
    "SalleHebergement": ("Salles : hébergement", "Rooms: lodging", _BUSINESS),
    "SalleRestauration": ("Salles : restauration", "Rooms: catering", _BUSINESS),
    "CommerceEtServiceType": ("Commerces et services : types", "Shops, services: types", _BUSINESS),
    "CommerceEtServiceTypeDetaille": (
        "Commerces et services : détail",
        "Shops, services: details",
        _BUSINESS,
    ),
    "StructureType": ("Structures : types", "Organisations: types", _BUSINESS),
    "StructureClassement": ("Structures : classements", "Organisations: ratings", _BUSINESS),
    "StructureHabilitationPrestataire": (
        "Prestataires : habilitations",
        "Providers: qualifications",
        _BUSINESS,
    ),
    "TerritoireType": ("Territoires : types", "Territories: types", _LAND),
    "TerritoireTypeStation": ("Stations : classements", "Resorts: ratings", _LAND),
    "TerritoireZoneClassement": ("Territoires : protections", "Territories: protections", _LAND),
    "TerritoireZoneLabel": ("Territoires : labels", "Territories: labels", _LAND),
    "Pays": ("Pays", "Countries", _LAND),
    "MembreSitraType": ("Membres du réseau : types", "Network members: types", _LAND),
    "FamilleCritere": ("Familles de critères", "Families of criteria", _GROUPING),
}
"""Wire name of a vocabulary (v002, section 4.7) -> its names in French and English, and its shelf."""

VOCABULARIES = {kind: Vocabulary(*row) for kind, row in _TABLE.items()}
