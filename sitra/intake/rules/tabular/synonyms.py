"""What columns are called by people, folded, for what they may become."""

from sitra.catalog.rules.kinds import Kind
from sitra.intake.rules.tabular import targets as to

NAMES: dict[str, tuple[str, ...]] = {
    to.NAME: (
        "nom", "name", "titre", "title", "libelle", "denomination", "raison sociale", "appellation", "enseigne",
        "intitule", "designation", "nom usage", "nom officiel", "nom commercial", "nom de l etablissement",
        "nom etablissement", "nom du site", "nom fiche", "label", "nom du festival", "nom manifestation",
        "nom de l evenement", "evenement", "etablissement", "nom hebergement", "nom de la fiche",
    ),
    "presentation.descriptifCourt": (
        "descriptif court", "description courte", "accroche", "resume", "chapo", "short description", "presentation courte",
        "summary", "teaser",
    ),
    "presentation.descriptifDetaille": (
        "descriptif detaille", "description detaillee", "description longue", "descriptif", "description", "texte",
        "presentation", "contenu", "long description", "commentaire", "details", "descriptif long",
    ),
    "localisation.adresse.nomDuLieu": ("nom du lieu", "nomlieu", "lieu", "nom lieu", "venue", "residence"),
    "localisation.adresse.adresse1": (
        "adresse1", "adresse 1", "adresse", "rue", "voie", "street", "address", "adresse postale", "address1",
        "address line 1", "numero et voie", "adr1", "adr",
    ),
    "localisation.adresse.adresse2": (
        "adresse2", "adresse 2", "complement adresse", "complement d adresse", "address2", "address line 2",
        "adresse suite", "adr2", "lieu dit", "quartier",
    ),
    "localisation.adresse.adresse3": ("adresse3", "adresse 3", "address3", "adr3"),
    to.POSTAL_CODE: (
        "code postal", "codepostal", "cp", "postal code", "postcode", "zip", "zipcode", "zip code", "code_postal", "npa", "plz",
    ),
    to.COMMUNE: (
        "commune", "ville", "town", "city", "localite", "municipalite", "nom commune", "libelle commune", "nom de la commune",
        "commune nom", "locality", "ort",
    ),
    to.INSEE: (
        "code insee", "insee", "codeinsee", "code commune", "insee code", "com insee", "citycode", "code insee commune",
        "depcom", "codgeo", "insee commune",
    ),
    to.LAT: ("latitude", "lat", "y", "geo lat", "coord y", "lat wgs84", "gps lat"),
    to.LON: ("longitude", "lon", "lng", "long", "x", "geo lon", "coord x", "lon wgs84", "gps lon", "gps long"),
    to.BOTH: (
        "geolocalisation", "coordonnees", "coordonnees gps", "gps", "geo point 2d", "geo point", "geopoint", "latlon",
        "lat lon", "latlng", "coordinates", "geocodage xy", "position", "point geo",
    ),
    f"{to.CONTACT}201": (
        "telephone", "tel", "phone", "telephone fixe", "tel fixe", "mobile", "portable", "telephone portable", "tel 1",
        "telephone 1", "tel 2", "telephone 2", "phone number", "numero de telephone", "tel mobile", "telephone mobile", "fixe",
    ),
    f"{to.CONTACT}202": ("fax", "telecopie", "telecopieur"),
    f"{to.CONTACT}204": (
        "email", "e mail", "mail", "courriel", "mel", "adresse mail", "adresse email", "adresse e mail", "email address",
        "adresse electronique", "contact mail",
    ),
    f"{to.CONTACT}205": (
        "site", "site web", "site internet", "url", "web", "website", "www", "lien", "link", "adresse web", "site officiel",
        "internet", "page web", "lien web",
    ),
    f"{to.CONTACT}207": ("facebook", "page facebook", "fb"),
    f"{to.CONTACT}7221": ("instagram", "insta"),
    to.FROM: (
        "date debut", "date de debut", "ouvert du", "ouvert de", "debut", "du", "start", "start date", "begin", "from", "date ouverture",
        "date d ouverture", "ouverture", "date", "dtstart", "datedebut", "date debut ouverture",
    ),
    to.UNTIL: (
        "date fin", "date de fin", "ouvert au", "ouvert jusqu au", "fin", "au", "end", "end date", "until", "to", "date fermeture", "date de fermeture",
        "fermeture", "dtend", "datefin", "date fin ouverture",
    ),
    to.LEAST: ("tarif mini", "prix mini", "prix min", "tarif min", "prix", "tarif", "price", "prix minimum", "tarif minimum"),
    to.MOST: ("tarif maxi", "prix maxi", "prix max", "tarif max", "prix maximum", "tarif maximum"),
    "descriptionTarif.tarifsEnClair": ("tarifs", "tarifs en clair", "prix en clair", "prices", "grille tarifaire"),
    "ouverture.periodeEnClair": ("horaires", "horaire", "periode", "ouvertures", "opening hours", "periode en clair", "dates"),
    to.PICTURE: ("photo", "image", "photo 1", "image url", "url photo", "url image", "picture", "visuel", "illustration", "photos"),
    to.CREDIT: ("credit", "credit photo", "copyright", "credits", "auteur photo", "photo credit"),
    to.CHANGED: ("date modification", "datemodification", "modifie le", "updated at", "last update", "date de mise a jour", "maj"),
    "informations.informationsLegales.siret": ("siret", "n siret", "numero siret"),
    "localisation.geolocalisation.altitude": ("altitude", "alt", "elevation", "ele"),
    "localisation.geolocalisation.complement": ("acces", "comment venir", "itineraire d acces", "complement adresse geo"),
    "prestations.equipements[]": ("equipements", "equipement", "facilities", "amenities"),
    "prestations.services[]": ("services", "service", "prestations"),
    "prestations.animauxAcceptes": ("animaux", "animaux acceptes", "pets", "chiens acceptes"),
    "prestations.languesParlees[]": ("langues", "langues parlees", "languages", "spoken languages"),
    "descriptionTarif.modesPaiement[]": ("modes de paiement", "paiement", "moyens de paiement", "payment"),
}  # fmt: skip
"""Target -> folded names of columns; the catalogue's own labels and paths are known besides."""

CLASSIFYING = ("type", "categorie", "category", "nature", "genre", "typologie", "famille")
"""Names of columns that say what a line is: the mandatory vocabulary of the kind, when words agree."""
RATING = ("classement", "etoiles", "stars", "rating", "nb etoiles", "nombre d etoiles", "classification")
CAPACITY = (
    "capacite",
    "capacity",
    "capacite d accueil",
    "nombre de personnes",
    "nb personnes",
    "couchages",
    "lits",
)
IDENTIFYING = (
    "id", "identifiant", "identifier", "ref", "reference", "code", "uuid", "uid", "numero", "num", "no", "n", "cle", "key",
    "id externe", "external id", "identifiant externe", "fid", "gid", "osm id", "id local", "id fiche", "code fiche",
)  # fmt: skip
"""Names of columns that identify a line, the best first."""

LANGUAGES = {
    "fr": ("fr", "francais", "french"), "en": ("en", "gb", "uk", "anglais", "english"), "de": ("de", "allemand", "german", "deutsch"),
    "es": ("es", "espagnol", "spanish"), "it": ("it", "italien", "italian", "italiano"), "nl": ("nl", "neerlandais", "dutch"),
    "ru": ("ru", "russe", "russian"), "zh": ("zh", "cn", "chinois", "chinese"), "pt-br": ("pt", "br", "portugais", "portuguese"),
    "ja": ("ja", "jp", "japonais", "japanese"), "ko": ("ko", "kr", "coreen", "korean"),
}  # fmt: skip
"""Language -> the words that end or begin the name of a column in it."""

KINDS: tuple[tuple[tuple[str, ...], Kind], ...] = (
    (("camping", "plein air", "mobil home", "campsite"), Kind.HOTELLERIE_PLEIN_AIR),
    (("village vacances", "villages vacances", "refuge", "gite d etape", "gites etape", "gite etape", "gites d etape",
      "gite de groupe", "auberge de jeunesse", "hebergement collectif", "centre de vacances"), Kind.HEBERGEMENT_COLLECTIF),
    (("chambre d hote", "chambres d hote", "gite", "meuble", "location saisonniere", "locatif"), Kind.HEBERGEMENT_LOCATIF),
    (("hotel",), Kind.HOTELLERIE),
    (("restaurant", "restauration", "bistrot", "brasserie", "creperie"), Kind.RESTAURATION),
    (("festival", "manifestation", "evenement", "agenda", "fete", "marche hebdo", "concert", "event"), Kind.FETE_ET_MANIFESTATION),
    (("musee", "chateau", "eglise", "monument", "patrimoine culturel", "patrimoine", "chapelle", "jep", "site historique",
      "places"), Kind.PATRIMOINE_CULTUREL),
    (("cascade", "grotte", "lac", "sommet", "site naturel", "reserve naturelle", "patrimoine naturel", "jardin"), Kind.PATRIMOINE_NATUREL),
    (("randonnee", "sentier", "itineraire", "rando", "piscine", "equipement", "aire de jeux", "trail", "parcours"), Kind.EQUIPEMENT),
    (("activite", "stage", "loisir"), Kind.ACTIVITE),
    (("vigneron", "degustation", "cave", "fromagerie", "producteur", "ferme"), Kind.DEGUSTATION),
    (("station de ski", "domaine skiable", "ski"), Kind.DOMAINE_SKIABLE),
    (("sejour", "package", "forfait"), Kind.SEJOUR_PACKAGE),
    (("commerce", "service", "boutique", "artisan", "medecin", "taxi", "pharmacie"), Kind.COMMERCE_ET_SERVICE),
    (("office de tourisme", "association", "structure", "organisme"), Kind.STRUCTURE),
)  # fmt: skip
"""Folded beginnings of words in the names of files, sheets and records -> the kind they tell of."""
