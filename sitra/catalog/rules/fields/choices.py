"""The fixed words of the contract, each with its French and English."""

from sitra.catalog.rules.types import Choice

# fmt: off
CURRENCIES = Choice((
    ("EUR", "euro", "euro"), ("CHF", "franc suisse", "Swiss franc"),
    ("XPF", "franc Pacifique", "CFP franc"), ("XOF", "franc CFA", "CFA franc"),
))
GENERATION = Choice((("AUTOMATIQUE", "automatique", "automatic"), ("MANUEL", "manuel", "manual")))
PRICING = Choice((
    ("GRATUIT", "Gratuit", "Free"),
    ("ACCES_LIBRE", "Accès libre", "Open access"),
    ("ACCES_LIBRE_STATIONNEMENT_PAYANT_OBLIGATOIRE", "Accès libre, stationnement payant obligatoire", "Open access, compulsory paid parking"),
    ("ACCES_LIBRE_TRANSPORT_PAYANT", "Accès libre, transport payant", "Open access, paid transport"),
    ("ENTREE_LIBRE", "Entrée libre", "Free entry"),
    ("PARTICIPATION_LIBRE", "Participation libre", "Pay what you wish"),
    ("PAYANT_TARIFS_NON_COMMUNIQUES", "Payant, tarifs non communiqués", "Fee not communicated"),
    ("PAYANT", "Payant", "Fee"),
))
TOURIST_TAX = Choice((("OUI", "oui", "yes"), ("NON", "non", "no"), ("NON_COMMUNIQUE", "non communiqué", "not known")))
PETS = Choice((("ACCEPTES", "acceptés", "welcome"), ("NON_ACCEPTES", "non acceptés", "not allowed"), ("NON_DISPONIBLE", "non renseigné", "not known")))
PETS_FEE = Choice((("AVEC_SUPPLEMENT", "avec supplément", "at an extra cost"), ("SANS_SUPPLEMENT", "sans supplément", "free of charge"), ("NON_DISPONIBLE", "non renseigné", "not known")))
AGE_UNITS = Choice((("MOIS", "mois", "months"), ("ANNEE", "ans", "years")))
OPENING_RULES = Choice((
    ("OUVERTURE_TOUS_LES_JOURS", "tous les jours", "every day"),
    ("OUVERTURE_SAUF", "tous les jours sauf", "every day except"),
    ("OUVERTURE_SEMAINE", "certains jours de la semaine", "some week days"),
    ("OUVERTURE_MOIS", "certains jours du mois", "some days of the month"),
))
OPEN_ALL_YEAR = Choice((("OUVERT_TOUTE_L_ANNEE", "ouvert toute l'année", "open all year"),))
CLOSED_FOR_NOW = Choice((("FERME_TEMPORAIREMENT", "fermé temporairement", "closed for now"),))
WEEK_DAYS = Choice((
    ("LUNDI", "lundi", "Monday"), ("MARDI", "mardi", "Tuesday"), ("MERCREDI", "mercredi", "Wednesday"), ("JEUDI", "jeudi", "Thursday"),
    ("VENDREDI", "vendredi", "Friday"), ("SAMEDI", "samedi", "Saturday"), ("DIMANCHE", "dimanche", "Sunday"), ("TOUS", "tous les jours", "every day"),
))
HOURS_DAYS = Choice((
    ("MON", "lundi", "Monday"), ("TUE", "mardi", "Tuesday"), ("WED", "mercredi", "Wednesday"), ("THU", "jeudi", "Thursday"),
    ("FRI", "vendredi", "Friday"), ("SAT", "samedi", "Saturday"), ("SUN", "dimanche", "Sunday"), ("HOL", "jours fériés", "public holidays"),
))
MONTH_DAYS = Choice((
    ("D_1ER", "premier", "first"), ("D_2EME", "deuxième", "second"), ("D_3EME", "troisième", "third"),
    ("D_4EME", "quatrième", "fourth"), ("D_DERNIER", "dernier", "last"),
))
HOLIDAYS = Choice((
    ("PREMIER_JANVIER", "1er janvier", "1 January"),
    ("BERCHTOLDSTAG", "Saint-Berchtold (2 janvier)", "Berchtold's Day (2 January)"),
    ("SAINT_JOSEPH", "Saint-Joseph (19 mars)", "Saint Joseph (19 March)"),
    ("ARRIVEE_EVANGILE", "arrivée de l'Évangile (5 mars)", "Arrival of the Gospel (5 March)"),
    ("FETE_CITOYENNETE", "fête de la citoyenneté (24 septembre)", "Citizenship Day (24 September)"),
    ("VENDREDI_SAINT", "Vendredi saint", "Good Friday"),
    ("LUNDI_PAQUES", "lundi de Pâques", "Easter Monday"),
    ("ASCENSION", "Ascension", "Ascension Day"),
    ("LUNDI_PENTECOTE", "lundi de Pentecôte", "Whit Monday"),
    ("PREMIER_MAI", "1er mai", "1 May"),
    ("HUIT_MAI", "8 mai", "8 May"),
    ("FETE_AUTONOMIE", "fête de l'autonomie (29 juin)", "Autonomy Day (29 June)"),
    ("QUATORZE_JUILLET", "14 juillet", "14 July"),
    ("FETE_DIEU", "Fête-Dieu", "Corpus Christi"),
    ("FETE_NATIONALE_SUISSE", "fête nationale suisse (1er août)", "Swiss National Day (1 August)"),
    ("QUINZE_AOUT", "15 août", "15 August"),
    ("LUNDI_DU_JEUNE_FEDERAL", "lundi du Jeûne fédéral", "Federal Fast Monday"),
    ("PREMIER_NOVEMBRE", "1er novembre", "1 November"),
    ("ONZE_NOVEMBRE", "11 novembre", "11 November"),
    ("IMMACULEE_CONCEPTION", "Immaculée Conception (8 décembre)", "Immaculate Conception (8 December)"),
    ("VINGT_CINQ_DECEMBRE", "25 décembre", "25 December"),
    ("MARDI_GRAS", "Mardi gras", "Shrove Tuesday"),
    ("MERCREDI_DES_CENDRES", "mercredi des Cendres", "Ash Wednesday"),
    ("JEUDI_MI_CAREME", "jeudi de la mi-Carême", "Mid-Lent Thursday"),
    ("FETE_VICTOR_SCHOELCHER", "fête Victor Schœlcher (21 juillet)", "Victor Schœlcher Day (21 July)"),
    ("JOUR_DES_DEFUNTS", "jour des défunts (2 novembre)", "All Souls' Day (2 November)"),
    ("ABOLITION_DE_LESCLAVAGE_GUADELOUPE", "abolition de l'esclavage, Guadeloupe (27 mai)", "Abolition of slavery, Guadeloupe (27 May)"),
    ("ABOLITION_DE_LESCLAVAGE_MARTINIQUE", "abolition de l'esclavage, Martinique (22 mai)", "Abolition of slavery, Martinique (22 May)"),
))
MEDIA_TYPES = Choice((
    ("IMAGE_PRINCIPALE", "image principale", "main picture"), ("IMAGE", "image", "picture"), ("DOCUMENT", "document", "document"),
    ("SON", "son", "sound"), ("VIDEO", "vidéo", "video"), ("PLAN", "plan", "plan"), ("LOGO", "logo", "logo"),
    ("IMAGE_TOURISME_AFFAIRES", "image de tourisme d'affaires", "business tourism picture"),
    ("WEBCAM", "webcam", "webcam"), ("VISITE_VIRTUELLE", "visite virtuelle", "virtual tour"),
    ("BROCHURE_VIRTUELLE", "brochure virtuelle", "virtual brochure"), ("BON_PLAN", "bon plan", "good deal"),
    ("IMAGE_HANDICAP", "image d'accessibilité", "accessibility picture"),
    ("IMAGE_PRINCIPALE_HIVER", "image principale d'hiver", "main winter picture"), ("IMAGE_HIVER", "image d'hiver", "winter picture"),
    ("CHAINE_YOUTUBE", "chaîne YouTube", "YouTube channel"), ("CHAINE_DAILYMOTION", "chaîne Dailymotion", "Dailymotion channel"),
    ("GALERIE_FLICKR", "galerie Flickr", "Flickr gallery"), ("WEBCAM_360", "webcam à 360°", "360° webcam"),
    ("APPLICATION_IPHONE", "application iPhone", "iPhone app"), ("APPLICATION_IPAD", "application iPad", "iPad app"),
    ("APPLICATION_ANDROID", "application Android", "Android app"),
    ("APPLICATION_ANDROID_TABLETTE", "application pour tablette Android", "Android tablet app"),
    ("CHAINE_VIMEO", "chaîne Vimeo", "Vimeo channel"), ("PINTEREST", "Pinterest", "Pinterest"),
    ("INSTAGRAM", "Instagram", "Instagram"), ("SNAPCHAT", "Snapchat", "Snapchat"),
))
MEDIA_CHANGES = Choice((("MODIFICATION_FICHIERS", "les fichiers", "the files"), ("MODIFICATION_METADONNEES", "la description", "the description")))
LINK_TYPES = Choice((
    ("DEFAUT", "en lien avec", "related to"),
    ("SUR_PLACE", "sur place", "on site"),
    ("ADRESSE_UTILE", "adresse utile", "useful address"),
    ("ORGANISATEUR_PROGRAMME", "organise le programme", "organises the programme"),
    ("PROGRAMME_ORGANISATEUR", "programme organisé par", "programme organised by"),
    ("CADRE_OFFRE_SPECIALE", "cadre de l'offre spéciale", "setting of the special offer"),
    ("OFFRE_SPECIALE_CADRE", "offre spéciale dans le cadre de", "special offer within"),
    ("PACKAGE_OBJET", "comprend", "includes"),
    ("OBJET_PACKAGE", "compris dans le séjour", "included in the package"),
    ("AU_DEPART_DE", "au départ de", "starting from"),
    ("A_L_ARRIVEE_DE", "à l'arrivée de", "ending at"),
    ("SUR_LE_PARCOURS_DE", "sur le parcours de", "on the way of"),
    ("PARCOURS_ETAPE", "a pour étape", "has as a stage"),
    ("ETAPE_PARCOURS", "étape de", "stage of"),
    ("COUPS_DE_COEUR_INCONTOURNABLES", "coup de cœur", "highlight"),
    ("VISITE_ORGANISATEUR", "visite organisée par", "tour organised by"),
    ("ORGANISATEUR_VISITE", "organise la visite", "organises the tour"),
    ("VEND_ICI", "vend ici", "sells here"),
    ("PROPOSE_PRODUIT_DE", "propose des produits de", "offers products of"),
    ("PERMET_ACCEDER_A", "permet d'accéder à", "gives access to"),
    ("EST_ACCESSIBLE_PAR", "est accessible par", "is reached by"),
    ("EST_SITUE_DANS", "est situé dans", "is located in"),
    ("A_DANS_SON_PERIMETRE", "a dans son périmètre", "has within its perimeter"),
    ("OFFRE_SIMILAIRE_PROXIMITE", "offre similaire à proximité", "similar offer nearby"),
    ("SUGGESTION_A_PROXIMITE", "suggestion à proximité", "suggestion nearby"),
))
EXPIRY = Choice((("SUPPRIMER", "supprimer", "delete"), ("MASQUER", "masquer", "hide"), ("MASQUER_AUTOMATIQUEMENT", "masquer automatiquement", "hide automatically")))
ROUTES = Choice((("ALLER_ITINERANCE", "aller simple ou itinérance", "one way or multi-day"), ("ALLER_RETOUR", "aller-retour", "there and back"), ("BOUCLE", "boucle", "loop")))
WAYMARKS = Choice((("BALISE", "balisé", "waymarked"), ("NON_BALISE", "non balisé", "not waymarked"), ("NON_DISPONIBLE", "non renseigné", "not known")))
INTEGRATIONS = Choice(tuple(
    (f"{wire}_{place}", f"{network} {name}", f"{network} {name}")
    for wire, network, places in (
        ("GITES_DE_FRANCE", "Gîtes de France", (
            ("AIN", "Ain"), ("ALPESMARITIMES", "Alpes-Maritimes"), ("ARDECHE", "Ardèche"), ("DROME", "Drôme"), ("HAUTES_ALPES", "Hautes-Alpes"),
            ("HAUTE_SAVOIE", "Haute-Savoie"), ("ISERE", "Isère"), ("LOIRE", "Loire"), ("RHONE", "Rhône"), ("SAVOIE", "Savoie"), ("TARN", "Tarn"),
            ("SEINE_ET_MARNE", "Seine-et-Marne"), ("VAUCLUSE", "Vaucluse"), ("ALLIER", "Allier"), ("ARIEGE", "Ariège"), ("BDR", "Bouches-du-Rhône"),
        )),
        ("CLEVACANCES", "Clévacances", (
            ("AIN", "Ain"), ("ARDECHE", "Ardèche"), ("DROME", "Drôme"), ("HAUTES_ALPES", "Hautes-Alpes"), ("ISERE", "Isère"), ("LOIRE", "Loire"),
            ("RHONE", "Rhône"), ("SAVOIE_MONT_BLANC", "Savoie Mont Blanc"), ("TARN", "Tarn"), ("VAUCLUSE", "Vaucluse"), ("GARD", "Gard"), ("ARIEGE", "Ariège"),
        )),
    )
    for place, name in places
))
ASPECTS = Choice((
    ("STANDARD", "standard", "standard"), ("HIVER", "hiver", "winter"), ("ETE", "été", "summer"), ("HANDICAP", "handicap", "disability"),
    ("GROUPES", "groupes", "groups"), ("TOURISME_AFFAIRES", "tourisme d'affaires", "business tourism"),
    ("PRESTATAIRE_ACTIVITES", "prestataire d'activités", "activity provider"),
))
