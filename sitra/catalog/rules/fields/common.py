"""Fields that most kinds share."""

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import (
    EVERY_KIND,
    Boolean,
    Choice,
    CommuneRef,
    ContactValue,
    Day,
    Decimal,
    Field,
    Integer,
    Localised,
    Numbers,
    Ref,
    Section,
    Text,
    Time,
)

ID, CONTACT, TEXT, PLACE = Section.IDENTITY, Section.CONTACT, Section.TEXT, Section.PLACE
SERVICES, OPENING, PRICES, MEDIA = (
    Section.SERVICES,
    Section.OPENING,
    Section.PRICES,
    Section.MEDIA,
)

TALKING = EVERY_KIND - {Kind.STRUCTURE}
OPENED = EVERY_KIND - {Kind.STRUCTURE, Kind.TERRITOIRE}
WELCOMING = EVERY_KIND - {Kind.TERRITOIRE}
GUESTS = EVERY_KIND - {Kind.DOMAINE_SKIABLE, Kind.STRUCTURE, Kind.TERRITOIRE}
FREE_ENTRY = frozenset(
    {
        Kind.ACTIVITE,
        Kind.COMMERCE_ET_SERVICE,
        Kind.DOMAINE_SKIABLE,
        Kind.EQUIPEMENT,
        Kind.FETE_ET_MANIFESTATION,
        Kind.PATRIMOINE_CULTUREL,
        Kind.PATRIMOINE_NATUREL,
        Kind.DEGUSTATION,
    }
)
BEDS = frozenset(
    {
        Kind.HEBERGEMENT_COLLECTIF,
        Kind.HEBERGEMENT_LOCATIF,
        Kind.HOTELLERIE,
        Kind.HOTELLERIE_PLEIN_AIR,
    }
)

CURRENCIES = Choice(
    (
        ("EUR", "euro", "euro"),
        ("CHF", "franc suisse", "Swiss franc"),
        ("XPF", "franc Pacifique", "CFP franc"),
        ("XOF", "franc CFA", "CFA franc"),
    )
)
GENERATION = Choice((("AUTOMATIQUE", "automatique", "automatic"), ("MANUEL", "manuel", "manual")))
PRICING = Choice(
    (
        ("GRATUIT", "Gratuit", "Free"),
        ("ACCES_LIBRE", "Accès libre", "Open access"),
        (
            "ACCES_LIBRE_STATIONNEMENT_PAYANT_OBLIGATOIRE",
            "Accès libre, stationnement payant obligatoire",
            "Open access, compulsory paid parking",
        ),
        (
            "ACCES_LIBRE_TRANSPORT_PAYANT",
            "Accès libre, transport payant",
            "Open access, paid transport",
        ),
        ("ENTREE_LIBRE", "Entrée libre", "Free entry"),
        ("PARTICIPATION_LIBRE", "Participation libre", "Pay what you wish"),
        (
            "PAYANT_TARIFS_NON_COMMUNIQUES",
            "Payant, tarifs non communiqués",
            "Fee not communicated",
        ),
        ("PAYANT", "Payant", "Fee"),
    )
)
PETS = Choice(
    (
        ("ACCEPTES", "acceptés", "welcome"),
        ("NON_ACCEPTES", "non acceptés", "not allowed"),
        ("NON_DISPONIBLE", "non renseigné", "not known"),
    )
)
OPENING_RULES = Choice(
    (
        ("OUVERTURE_TOUS_LES_JOURS", "tous les jours", "every day"),
        ("OUVERTURE_SAUF", "tous les jours sauf", "every day except"),
        ("OUVERTURE_SEMAINE", "certains jours de la semaine", "some week days"),
        ("OUVERTURE_MOIS", "certains jours du mois", "some days of the month"),
    )
)
WEEK_DAYS = Choice(
    (
        ("LUNDI", "lundi", "Monday"),
        ("MARDI", "mardi", "Tuesday"),
        ("MERCREDI", "mercredi", "Wednesday"),
        ("JEUDI", "jeudi", "Thursday"),
        ("VENDREDI", "vendredi", "Friday"),
        ("SAMEDI", "samedi", "Saturday"),
        ("DIMANCHE", "dimanche", "Sunday"),
        ("TOUS", "tous les jours", "every day"),
    )
)
MEDIA_TYPES = Choice(
    (
        ("IMAGE_PRINCIPALE", "image principale", "main picture"),
        ("IMAGE", "image", "picture"),
        ("LOGO", "logo", "logo"),
        ("DOCUMENT", "document", "document"),
        ("VIDEO", "vidéo", "video"),
        ("PLAN", "plan", "plan"),
    )
)

FIELDS = (
    Field("nom", Localised(), ID, "Nom", "Name", weight=10, mandatory=True),
    # informations
    Field("informations.moyensCommunication[].identifiant", Integer(), CONTACT, "Numéro", "Number"),
    Field(
        "informations.moyensCommunication[].type",
        Ref("MoyenCommunicationType"),
        CONTACT,
        "Moyen de contact",
        "Contact type",
    ),
    Field(
        "informations.moyensCommunication[].coordonnees",
        ContactValue(),
        CONTACT,
        "Coordonnées",
        "Contact",
        weight=8,
    ),
    Field(
        "informations.moyensCommunication[].observation",
        Localised(),
        CONTACT,
        "Observation",
        "Remark",
    ),
    Field("informations.informationsLegales.siret", Text(), ID, "SIRET", "SIRET"),
    Field("informations.informationsLegales.codeApeNaf", Text(), ID, "Code APE", "APE code"),
    Field("informations.informationsLegales.rcs", Text(), ID, "RCS", "RCS"),
    Field(
        "informations.informationsLegales.modeGestion",
        Ref("ModeGestion"),
        ID,
        "Mode de gestion",
        "Management",
    ),
    # presentation
    Field(
        "presentation.descriptifCourt",
        Localised(),
        TEXT,
        "Descriptif court",
        "Short description",
        weight=8,
    ),
    Field(
        "presentation.descriptifDetaille",
        Localised(),
        TEXT,
        "Descriptif détaillé",
        "Full description",
        TALKING,
        weight=5,
    ),
    Field(
        "presentation.descriptifsThematises[].theme",
        Ref("DescriptifTheme"),
        TEXT,
        "Thème du descriptif",
        "Description theme",
    ),
    Field(
        "presentation.descriptifsThematises[].description",
        Localised(),
        TEXT,
        "Descriptif thématisé",
        "Themed description",
    ),
    Field(
        "presentation.typologiesPromoSitra[]",
        Ref("TypologiePromoSitra"),
        TEXT,
        "Typologie",
        "Promotion category",
    ),
    Field("presentation.bonsPlans", Localised(), TEXT, "Bons plans", "Good deals", TALKING),
    # localisation
    Field("localisation.adresse.nomDuLieu", Text(), PLACE, "Nom du lieu", "Venue"),
    Field("localisation.adresse.adresse1", Text(), PLACE, "Adresse", "Address", weight=4),
    Field("localisation.adresse.adresse2", Text(), PLACE, "Adresse (suite)", "Address line 2"),
    Field("localisation.adresse.adresse3", Text(), PLACE, "Adresse (fin)", "Address line 3"),
    Field("localisation.adresse.codePostal", Text(), PLACE, "Code postal", "Postal code"),
    Field(
        "localisation.adresse.bureauDistribution",
        Text(),
        PLACE,
        "Bureau distributeur",
        "Post town",
    ),
    Field(
        "localisation.adresse.commune",
        CommuneRef(),
        PLACE,
        "Commune",
        "Commune",
        weight=8,
        mandatory=True,
    ),
    Field("localisation.geolocalisation.altitude", Integer("m"), PLACE, "Altitude", "Altitude"),
    Field(
        "localisation.geolocalisation.complement",
        Localised(),
        PLACE,
        "Complément de localisation",
        "How to get there",
    ),
    Field("localisation.geolocalisation.valide", Boolean(), PLACE, "Point vérifié", "Point checked"),
    Field("localisation.geolocalisation.geoJson.type", Text(), PLACE, "Géométrie", "Geometry"),
    Field(
        "localisation.geolocalisation.geoJson.coordinates",
        Numbers(),
        PLACE,
        "Coordonnées géographiques",
        "Coordinates",
        weight=6,
    ),
    Field("localisation.perimetreGeographique[]", CommuneRef(), PLACE, "Périmètre", "Perimeter"),
    Field(
        "localisation.environnements[]",
        Ref("Environnement"),
        PLACE,
        "Environnement",
        "Surroundings",
    ),
    # prestations
    Field(
        "prestations.equipements[]",
        Ref("PrestationEquipement"),
        SERVICES,
        "Équipements",
        "Facilities",
    ),
    Field("prestations.services[]", Ref("PrestationService"), SERVICES, "Services", "Services"),
    Field("prestations.animauxAcceptes", PETS, SERVICES, "Animaux", "Pets"),
    Field("prestations.activites[]", Ref("PrestationActivite"), SERVICES, "Activités", "Activities"),
    Field("prestations.conforts[]", Ref("PrestationConfort"), SERVICES, "Conforts", "Comforts", BEDS),
    Field(
        "prestations.languesParlees[]",
        Ref("Langue"),
        SERVICES,
        "Langues parlées",
        "Languages spoken",
        WELCOMING,
        weight=3,
    ),
    Field(
        "prestations.languesDocumentation[]",
        Ref("Langue"),
        SERVICES,
        "Langues de la documentation",
        "Languages of documents",
        WELCOMING,
    ),
    Field(
        "prestations.complementAccueil",
        Localised(),
        SERVICES,
        "Complément d'accueil",
        "About the welcome",
        WELCOMING,
    ),
    Field(
        "prestations.tourismesAdaptes[]",
        Ref("TourismeAdapte"),
        SERVICES,
        "Tourisme adapté",
        "Accessibility",
        weight=4,
    ),
    Field(
        "prestations.surchargeTourismesAdaptes",
        Boolean(always=True),
        SERVICES,
        "Tourisme adapté propre à l'aspect",
        "Accessibility of the aspect",
    ),
    Field(
        "prestations.labelsTourismeHandicap[]",
        Ref("LabelTourismeHandicap"),
        SERVICES,
        "Labels Tourisme & Handicap",
        "Accessibility labels",
    ),
    *(
        field
        for part, fr, en in (
            ("Moteur", "handicap moteur", "reduced mobility"),
            ("Auditif", "handicap auditif", "hearing impairment"),
            ("Visuel", "handicap visuel", "visual impairment"),
            ("Mental", "handicap mental", "intellectual disability"),
        )
        for field in (
            Field(
                f"prestations.descriptifHandicap{part}",
                Localised(),
                SERVICES,
                f"Accueil en situation de {fr}",
                f"Welcome with {en}",
            ),
            Field(
                f"prestations.surchargeDescriptifHandicap{part}",
                Boolean(always=True),
                SERVICES,
                f"Accueil ({fr}) propre à l'aspect",
                f"Welcome ({en}) of the aspect",
            ),
        )
    ),
    Field(
        "prestations.surchargeNombreFauteuilsRoulants",
        Boolean(always=True),
        SERVICES,
        "Nombre de fauteuils propre à l'aspect",
        "Wheelchairs of the aspect",
    ),
    Field(
        "prestations.typesClientele[]",
        Ref("TypeClientele"),
        SERVICES,
        "Types de clientèle",
        "Guests",
        GUESTS,
    ),
    # ouverture
    Field(
        "ouverture.periodeEnClair",
        Localised(),
        OPENING,
        "Période en clair",
        "Opening in words",
        OPENED,
        weight=6,
    ),
    Field(
        "ouverture.periodeEnClairGenerationMode",
        GENERATION,
        OPENING,
        "Rédaction de la période",
        "Wording of the opening",
        OPENED,
    ),
    Field(
        "ouverture.indicationsPeriode[]",
        Ref("IndicationPeriode"),
        OPENING,
        "Indication de période",
        "Time of year",
        OPENED,
    ),
    Field("ouverture.periodesOuvertures[].identifiant", Integer(), OPENING, "Numéro", "Number", OPENED),
    Field(
        "ouverture.periodesOuvertures[].dateDebut",
        Day(),
        OPENING,
        "Début d'ouverture",
        "Opening from",
        OPENED,
        weight=5,
    ),
    Field(
        "ouverture.periodesOuvertures[].dateFin",
        Day(),
        OPENING,
        "Fin d'ouverture",
        "Opening until",
        OPENED,
    ),
    Field(
        "ouverture.periodesOuvertures[].nom",
        Text(),
        OPENING,
        "Nom de la période",
        "Period name",
        OPENED,
    ),
    Field(
        "ouverture.periodesOuvertures[].complementHoraire",
        Localised(),
        OPENING,
        "Complément d'horaire",
        "About the hours",
        OPENED,
    ),
    Field(
        "ouverture.periodesOuvertures[].horaireOuverture",
        Time(),
        OPENING,
        "Heure d'ouverture",
        "Opens at",
        OPENED,
    ),
    Field(
        "ouverture.periodesOuvertures[].horaireFermeture",
        Time(),
        OPENING,
        "Heure de fermeture",
        "Closes at",
        OPENED,
    ),
    Field(
        "ouverture.periodesOuvertures[].type",
        OPENING_RULES,
        OPENING,
        "Rythme",
        "Rhythm",
        OPENED,
    ),
    Field(
        "ouverture.periodesOuvertures[].tousLesAns",
        Boolean(),
        OPENING,
        "Tous les ans",
        "Every year",
        OPENED,
    ),
    Field(
        "ouverture.periodesOuvertures[].ouverturesJournalieres[].jour",
        WEEK_DAYS,
        OPENING,
        "Jour",
        "Day",
        OPENED,
    ),
    # descriptionTarif
    Field("descriptionTarif.indicationTarif", PRICING, PRICES, "Tarif", "Price", OPENED, weight=5),
    Field("descriptionTarif.gratuit", Boolean(), PRICES, "Gratuit", "Free", FREE_ENTRY),
    Field(
        "descriptionTarif.tarifsEnClair",
        Localised(),
        PRICES,
        "Tarifs en clair",
        "Prices in words",
        OPENED,
    ),
    Field(
        "descriptionTarif.tarifsEnClairGenerationMode",
        GENERATION,
        PRICES,
        "Rédaction des tarifs",
        "Wording of the prices",
        OPENED,
    ),
    Field(
        "descriptionTarif.complement",
        Localised(),
        PRICES,
        "Complément tarifaire",
        "About the prices",
        OPENED,
    ),
    Field("descriptionTarif.periodes[].identifiant", Integer(), PRICES, "Numéro", "Number", OPENED),
    Field("descriptionTarif.periodes[].dateDebut", Day(), PRICES, "Tarif dès le", "From", OPENED),
    Field("descriptionTarif.periodes[].dateFin", Day(), PRICES, "Tarif jusqu'au", "Until", OPENED),
    Field(
        "descriptionTarif.periodes[].tarifs[].devise",
        CURRENCIES,
        PRICES,
        "Devise",
        "Currency",
        OPENED,
    ),
    Field(
        "descriptionTarif.periodes[].tarifs[].minimum",
        Decimal(),
        PRICES,
        "Prix minimum",
        "Lowest price",
        OPENED,
        weight=4,
    ),
    Field(
        "descriptionTarif.periodes[].tarifs[].maximum",
        Decimal(),
        PRICES,
        "Prix maximum",
        "Highest price",
        OPENED,
    ),
    Field(
        "descriptionTarif.periodes[].tarifs[].precisionTarif",
        Localised(),
        PRICES,
        "Précision",
        "Detail",
        OPENED,
    ),
    Field(
        "descriptionTarif.periodes[].tarifs[].type",
        Ref("TarifType"),
        PRICES,
        "Type de tarif",
        "Rate",
        OPENED,
    ),
    Field(
        "descriptionTarif.modesPaiement[]",
        Ref("ModePaiement"),
        PRICES,
        "Modes de paiement",
        "Payment",
        OPENED,
        weight=2,
    ),
    Field("descriptionTarif.devise", CURRENCIES, PRICES, "Devise", "Currency", OPENED),
    # illustrations
    Field("illustrations[].identifiant", Integer(), MEDIA, "Numéro", "Number"),
    Field("illustrations[].link", Boolean(always=True), MEDIA, "Lien externe", "Outside link"),
    Field("illustrations[].type", MEDIA_TYPES, MEDIA, "Nature", "Media type"),
    Field("illustrations[].nom", Localised(), MEDIA, "Titre de l'image", "Picture title"),
    Field("illustrations[].legende", Localised(), MEDIA, "Légende", "Caption"),
    Field("illustrations[].copyright", Localised(), MEDIA, "Crédit", "Credit"),
    Field("illustrations[].observation", Localised(), MEDIA, "Observation", "Remark"),
    Field("illustrations[].traductionFichiers[].locale", Text(), MEDIA, "Langue", "Language"),
    Field(
        "illustrations[].traductionFichiers[].url",
        Text(),
        MEDIA,
        "Adresse de l'image",
        "Picture address",
        weight=6,
    ),
    Field("illustrations[].traductionFichiers[].extension", Text(), MEDIA, "Extension", "Extension"),
    Field("illustrations[].traductionFichiers[].fileName", Text(), MEDIA, "Fichier", "File"),
    Field("illustrations[].traductionFichiers[].largeur", Integer("px"), MEDIA, "Largeur", "Width"),
    Field("illustrations[].traductionFichiers[].hauteur", Integer("px"), MEDIA, "Hauteur", "Height"),
)
