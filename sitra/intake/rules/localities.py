"""Names that registers give instead of the commune: resorts, hamlets, communes merged since."""

from sitra.intake.rules import manifests
from sitra.intake.rules.draft import CommuneHint
from sitra.kit.texts import fold

LOCALITIES = {
    (line["departement"], fold(line["name"])): line["commune"]
    for line in manifests.lines(__package__, "localities.csv", ("departement", "name", "commune"))
}
"""Département as the postal code tells it and folded name -> INSEE code of the commune."""


def hint(postal_code: str, name: str, code: str = "") -> CommuneHint:
    """Name a commune as a source does, with its INSEE code when the source or we know it."""
    known = code.strip("0") and code
    found = known or LOCALITIES.get((postal_code[:2], fold(name)), "")
    return CommuneHint(code=found, postal_code=postal_code, name=name)
