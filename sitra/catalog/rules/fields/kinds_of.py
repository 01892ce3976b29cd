"""Sets of kinds that fields share (v002, section 4.1 and appendix A)."""

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import EVERY_KIND


def only(*codes: str) -> frozenset[Kind]:
    """Give kinds by their three-letter codes."""
    found = frozenset(kind for kind in Kind if kind.code in codes)
    assert len(found) == len(codes), codes
    return found


def but(*codes: str) -> frozenset[Kind]:
    """Give every kind except these, by their three-letter codes."""
    return EVERY_KIND - only(*codes)


OPENED = but("STR", "TER")
GUESTS = but("SKI", "STR", "TER")
BEDS = only("HCO", "HLO", "HOT", "HPA")
ENTERED = only("ACT", "COS", "SKI", "EQU", "EVE", "PCU", "PNA", "PDT")
AGED = only("ACT", "COS", "EQU", "EVE", "PCU", "PNA", "SEJ")
GUIDED = only("ACT", "EVE", "SEJ")
HOUSED = but("SKI", "HCO", "HOT", "HPA", "PNA", "STR", "TER")
BUSINESS = only("COS", "PDT", "EQU", "HCO", "HLO", "HOT", "HPA", "PCU", "RES")
PROVIDERS = only("COS", "PDT", "EQU", "HCO", "HLO", "HOT", "HPA", "PCU", "RES")
VISITED = only("PDT", "EQU", "PCU", "PNA")
