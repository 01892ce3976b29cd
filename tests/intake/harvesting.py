"""Harvests that tests plan."""

from typing import Any

from sitra.intake.actions import Wanted
from sitra.intake.events import Whence
from tests.intake.geotrek import Geotrek

KEY = "demo2013"
SECRET = "tres-secret-42"


def v002(address: str, **more: Any) -> Wanted:
    """Want a network, by the project of the cast."""
    return Wanted(Whence.V002, address, **{"asked": {"projetId": 1}, "secrets": {"apiKey": KEY}, **more})


def geotrek(held: Geotrek, **more: Any) -> Wanted:
    """Want the trails of a Geotrek."""
    return Wanted(Whence.GEOTREK, held.server.address, **{"asked": {"lists": ["trek"]}, **more})
