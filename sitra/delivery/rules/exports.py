"""How a project wants its archives, and how often it is told of one."""

import re
import secrets
import string
from dataclasses import dataclass
from datetime import datetime, timedelta

from sitra.formats.rules.v002.archive import Markup

KEPT = timedelta(days=7)
"""How long an archive can be fetched."""
REFUSED_WAITS = (60, 300, 1_800, 7_200, 21_600, 43_200)
"""Seconds before each further try of telling a project that did not answer."""
UNCONFIRMED_WAITS = (3_600, 21_600, 86_400)
"""Seconds after which a project is told again that was told, and has not confirmed."""
STEM = re.compile(r"\d{1,9}_\d{8}-\d{4}_[A-Za-z0-9]{6}", re.ASCII)
"""How archives are named, without their ending."""
_SIGNS = string.ascii_letters + string.digits
_LETTERS = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """How archives are wanted (section 5.1): see `models.ExportPlan`."""

    markup: Markup = Markup.JSON
    grouped: bool = False
    dates: bool = False
    references: bool = True
    notified: str = ""
    hour: int | None = 3
    whole_every: int | None = None


def drawn_letters() -> str:
    """Draw the end of the name of an archive: who does not know it does not find it."""
    return "".join(secrets.choice(_SIGNS) for _ in range(_LETTERS))


def next_notice(notices: int, now: datetime, *, received: bool) -> datetime | None:
    """Say when a project is told again, having been told so many times; nothing when that is enough."""
    waits = UNCONFIRMED_WAITS if received else REFUSED_WAITS
    if received and notices > len(waits):
        return None
    return now + timedelta(seconds=waits[min(notices, len(waits)) - 1])


def notice(project: int, stem: str, *, done: bool, one_off: bool, whole: bool, host: str) -> dict[str, str]:
    """Write what a project is told of an archive (section 5.4); `host` is the address of the network."""
    return {
        "projetId": str(project),
        "statut": "SUCCESS" if done else "ERROR",
        "ponctuel": str(one_off).lower(),
        "reinitialisation": str(whole).lower(),
        "urlRecuperation": f"{host}/exports/{stem}.zip" if done else "",
        "urlConfirmation": f"{host}/api/v002/export/confirmation?hash={stem}" if done else "",
    }
