"""What a question comes to once its parts are seen together (sections 2.1 to 2.4)."""

from collections.abc import Mapping
from datetime import date
from enum import Enum, auto
from typing import Any

NAME, NUMBER, RELEVANCE = "NOM", "IDENTIFIANT", "PERTINENCE"
DISTANCE, OPENING = "DISTANCE", "DATE_OUVERTURE"


class Listing(Enum):
    """Which list a question asks for; the agendas force their order and start today."""

    SEARCH = auto()
    AGENDA = auto()
    AGENDA_BY_DAY = auto()


class Unsettled(ValueError):
    """Two parts of a question that exclude each other; the text says which, in French."""


def settle(asked: Mapping[str, Any], listing: Listing, today: date, *, ordered: bool) -> dict[str, Any]:
    """Settle a question whose values were read; `ordered` tells that it names an order.

    What the contract says is ignored is left out, so that the echo tells it: a circle without centre
    or radius, an order that does not apply.
    """
    _demand_bounds(asked, "dateDebut", "dateFin")
    _demand_bounds(asked, "dureeMin", "dureeMax")
    settled = dict(asked)
    if not settled.get("center") or "radius" not in settled:
        settled.pop("center", None)
        settled.pop("radius", None)
    settled["order"] = _order(settled, listing, ordered=ordered)
    if settled["order"] == OPENING:
        settled["asc"] = True
    if settled["order"] == OPENING or listing is not Listing.SEARCH:
        settled.setdefault("dateDebut", today.isoformat())
    return settled


def _order(asked: Mapping[str, Any], listing: Listing, *, ordered: bool) -> str:
    """Give the order that applies: the one asked when it can, else the usual one of the service."""
    if listing is Listing.AGENDA:
        return OPENING
    by_day = listing is Listing.AGENDA_BY_DAY
    usual = RELEVANCE if asked.get("searchQuery") and not by_day else NUMBER
    order = str(asked["order"]) if ordered else usual
    applies = {
        RELEVANCE: bool(asked.get("searchQuery")) and not by_day,
        DISTANCE: "center" in asked,
        OPENING: not by_day,
    }
    return order if applies.get(order, True) else usual


def _demand_bounds(asked: Mapping[str, Any], least: str, most: str) -> None:
    if least in asked and most in asked and asked[least] > asked[most]:
        message = f"« {least} » ({asked[least]}) vient après « {most} » ({asked[most]}) : échangez-les."
        raise Unsettled(message)
