"""Names that registers give instead of the commune: resorts, hamlets, communes merged since."""

from sitra.intake.rules.draft import CommuneHint
from sitra.kit.texts import fold

LOCALITIES = {
    ("01", "bellegarde sur valserine"): "01033",
    ("01", "hauteville lompnes"): "01185",
    ("01", "hotonnes"): "01187",
    ("01", "treffort cuisiat"): "01426",
    ("01", "val revermont"): "01426",
    ("10", "oyonnax"): "01283",
    ("15", "calvinet"): "15027",
    ("15", "loubaresse"): "15108",
    ("38", "allevard les bains"): "38006",
    ("38", "chantelouve"): "38073",
    ("38", "grenoble"): "38185",
    ("38", "la ferriere"): "38163",
    ("38", "montferrat charavines"): "38256",
    ("38", "oz en oisans"): "38289",
    ("38", "saint sebastien"): "38456",
    ("38", "uriage les bains"): "38422",
    ("42", "saint didier sur rochefort"): "42217",
    ("42", "saint etienne"): "42218",
    ("42", "saint paul de vezelin"): "42268",
    ("43", "saint christophe sur dolaison"): "43174",
    ("43", "vorey sur arzon"): "43267",
    ("63", "la bourdoule"): "63047",
    ("63", "super besse"): "63038",
    ("69", "cours la ville"): "69066",
    ("69", "le bois d oingt"): "69024",
    ("69", "saint romain en gal"): "69235",
    ("73", "aime"): "73006",
    ("73", "aix les bains"): "73008",
    ("73", "areches beaufort"): "73034",
    ("73", "la feclaz"): "73098",
    ("73", "la norma"): "73322",
    ("73", "la plagne"): "73150",
    ("73", "la rosiere"): "73176",
    ("73", "les marches"): "73151",
    ("73", "macot la plagne"): "73150",
    ("73", "peisey vallandry"): "73197",
    ("73", "saint genix sur guiers"): "73236",
    ("73", "termignon"): "73290",
    ("73", "val thorens"): "73257",
    ("74", "annecy"): "74010",
    ("74", "avoriaz"): "74191",
    ("74", "flaine"): "74014",
    ("74", "les carroz d araches"): "74014",
    ("74", "samoens"): "74258",
}
"""Département as the postal code tells it and folded name -> INSEE code of the commune."""


def hint(postal_code: str, name: str, code: str = "") -> CommuneHint:
    """Name a commune as a source does, with its INSEE code when the source or we know it."""
    known = code.strip("0") and code
    found = known or LOCALITIES.get((postal_code[:2], fold(name)), "")
    return CommuneHint(code=found, postal_code=postal_code, name=name)
