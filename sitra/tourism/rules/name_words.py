"""Words of the names of the trade: those that say nothing, little, or all."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


SILENT = _words(
    "a and at au aux by c chez d da das de del della den der des di die do du e el en et il in l la las "
    "le les lo los of ou par pour s sous sur the und y"
)
"""Words that say nothing at all."""

PLAIN = _words(
    "abbaye accueil aire appart appartement auberge aventure bar base bourg brasserie cafe camping "
    "campings campsite caravaning caravanning centre chalet chalets chambre chambres charme club "
    "cottage cottages domaine ecomusee edition entreprise espace etablissement etoile etoiles "
    "exposition familial ferme festival fete foire galerie gite gites glamping group groupe halte "
    "hebergement hostel hostellerie hote hotel hotelier hotellerie hotels hotes information insolite "
    "intercommunal jardin lodge lodges logis maison marche meuble meubles motel municipal municipale "
    "musee museum national nationale nature naturelle office parc particulier piscine plage plein point "
    "pub regional residence residences resort restaurant restaurants rural salle salon sejour seminaire "
    "seminaires site spa spas table theatre tourisme touristique vacances villa village villages ville "
    "visite"
)
"""Words that say only the kind of thing."""

HALF = _words(
    "bel belle blanche brit campanile cerise chataignier chateau chene cigales city classe clos "
    "collection contact etable etape fasthotel fontaine formule glycines grand grande grange "
    "hirondelles ibis inter kyriad lac lavande lavandes lilas logishotels manoir mas mercure "
    "montagne moulin novotel olivier oliviers pays petit petite pierre pin pins plus premiere "
    "pressoir relais riviere roses rousse saint sainte source terrasse tilleul tilleuls verger vieille "
    "vieux voyageurs"
)
"""Words that many things share: chains, saints, sizes, trees."""

SETTLING = _words(
    "access adagio aeroport annexe bis budget est express gare nord ouest premium style styles sud suites"
)
"""Words that tell sister houses apart, when only one of two has them."""

BRANDS = _words(
    "ace adagio adonis aparthotel b belambra brit campanile capfun cerise contact excelsior f1 "
    "fasthotel formule hilton holiday huttopia hyatt ibis kyriad marriott mercure "
    "motel novotel odalys okko originals premiere pullman radisson sandaya siblu sofitel vvf "
    "western yelloh"
)
"""Words that name a chain: a house has one at a time."""

SORTS = {
    "camping": "campings campsite caravaning caravanning",
    "hotel": "hotels hostellerie hotelier motel",
    "rental": "gite gites meuble meubles chambre chambres hotes",
    "residence": "residences appart aparthotel",
    "village": "villages",
    "museum": "musee ecomusee",
    "garden": "jardin jardins",
    "table": "restaurant restaurants brasserie bar cafe",
}
"""Sort of place that a name may say -> other words for it."""

SORT = {word: sort for sort, words in SORTS.items() for word in {sort} | _words(words)}

SPELLINGS = {
    "st": "saint",
    "ste": "sainte",
    "htl": "hotel",
    "mt": "mont",
    "hotelf1": "f1",
    "n": "",
    "no": "",
    "numero": "",
    "i": "1",
    "ii": "2",
    "iii": "3",
}
"""Folded word -> how it is spelled out; empty when it is dropped."""

LABELS = (
    "best western premier",
    "best western plus",
    "best western",
    "the originals city",
    "the originals boutique",
    "the originals relais",
    "the originals access",
    "the originals",
    "te originals",
    "cap france",
    "logis hotels",
    "logis hotel",
    "logis",
    "contact hotel",
    "citotel",
    "operalia",
    "airotel",
    "flower campings",
    "flower camping",
    "flower",
    "yelloh village",
    "mgallery by sofitel",
    "mgallery",
    "sarl",
    "sas",
    "eurl",
    "sci",
    "earl",
)
"""Folded words that a house joins or leaves without becoming another, longest first."""

STREET = _words(
    "allee allees av avenue bd bld boulevard bp cedex che chemin cours cs d de des dit du hameau "
    "impasse l la le les lieu lotissement montee passage pl place quai quartier r route rte rue square "
    "voie"
)
"""Words of addresses that do not name the street."""
