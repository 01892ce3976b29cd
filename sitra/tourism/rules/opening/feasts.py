"""Holidays: the days the contract names, and which of them are public holidays where."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from dateutil.easter import easter

_FIXED: Final[Mapping[str, tuple[int, int]]] = {
    "PREMIER_JANVIER": (1, 1),
    "BERCHTOLDSTAG": (1, 2),
    "ARRIVEE_EVANGILE": (3, 5),
    "SAINT_JOSEPH": (3, 19),
    "PREMIER_MAI": (5, 1),
    "HUIT_MAI": (5, 8),
    "ABOLITION_DE_LESCLAVAGE_MARTINIQUE": (5, 22),
    "ABOLITION_DE_LESCLAVAGE_GUADELOUPE": (5, 27),
    "FETE_AUTONOMIE": (6, 29),
    "QUATORZE_JUILLET": (7, 14),
    "FETE_VICTOR_SCHOELCHER": (7, 21),
    "FETE_NATIONALE_SUISSE": (8, 1),
    "QUINZE_AOUT": (8, 15),
    "FETE_CITOYENNETE": (9, 24),
    "PREMIER_NOVEMBRE": (11, 1),
    "JOUR_DES_DEFUNTS": (11, 2),
    "ONZE_NOVEMBRE": (11, 11),
    "IMMACULEE_CONCEPTION": (12, 8),
    "VINGT_CINQ_DECEMBRE": (12, 25),
}
_FROM_EASTER: Final[Mapping[str, int]] = {
    "MARDI_GRAS": -47,
    "MERCREDI_DES_CENDRES": -46,
    "JEUDI_MI_CAREME": -24,
    "VENDREDI_SAINT": -2,
    "LUNDI_PAQUES": 1,
    "ASCENSION": 39,
    "LUNDI_PENTECOTE": 50,
    "FETE_DIEU": 60,
}
"""Days after Easter Sunday."""

_FROM_FIRST_SUNDAY: Final[Mapping[str, int]] = {"LUNDI_DU_JEUNE_FEDERAL": 15}
"""Days after the first Sunday of September: the Monday after the third one."""

FEASTS: Final = frozenset({*_FIXED, *_FROM_EASTER, *_FROM_FIRST_SUNDAY})
"""The days that an exceptional closure may name (`dateSpeciale`)."""

_LOCAL_FIXED: Final[Mapping[str, tuple[int, int]]] = {
    "REPUBLIQUE_NEUCHATELOISE": (3, 1),
    "ABOLITION_MAYOTTE": (4, 27),
    "ABOLITION_GUYANE": (6, 10),
    "PLEBISCITE_JURASSIEN": (6, 23),
    "MATARII": (11, 20),
    "ABOLITION_REUNION": (12, 20),
    "SAINT_ETIENNE": (12, 26),
    "RESTAURATION_GENEVOISE": (12, 31),
}
_LOCAL_FROM_FIRST_SUNDAY: Final[Mapping[str, int]] = {"JEUNE_GENEVOIS": 4}
"""Public holidays that the contract does not name, for the hours of public holidays (`HOL`)."""

_FRANCE = frozenset({
    "PREMIER_JANVIER", "LUNDI_PAQUES", "PREMIER_MAI", "HUIT_MAI", "ASCENSION", "LUNDI_PENTECOTE",
    "QUATORZE_JUILLET", "QUINZE_AOUT", "PREMIER_NOVEMBRE", "ONZE_NOVEMBRE", "VINGT_CINQ_DECEMBRE",
})  # fmt: skip
_SWITZERLAND = frozenset({"PREMIER_JANVIER", "ASCENSION", "FETE_NATIONALE_SUISSE", "VINGT_CINQ_DECEMBRE"})
_PROTESTANT = _SWITZERLAND | {"VENDREDI_SAINT", "LUNDI_PAQUES", "LUNDI_PENTECOTE"}
_CATHOLIC = _SWITZERLAND | {"FETE_DIEU", "QUINZE_AOUT", "PREMIER_NOVEMBRE"}

FRANCE, SWITZERLAND = "FR", "CH"
CALENDARS: Final[Mapping[str, frozenset[str]]] = {
    FRANCE: _FRANCE,
    "FR-57": _FRANCE | {"VENDREDI_SAINT", "SAINT_ETIENNE"},
    "FR-971": _FRANCE
    | {
        "VENDREDI_SAINT",
        "JEUDI_MI_CAREME",
        "FETE_VICTOR_SCHOELCHER",
        "ABOLITION_DE_LESCLAVAGE_GUADELOUPE",
    },
    "FR-972": _FRANCE | {"FETE_VICTOR_SCHOELCHER", "ABOLITION_DE_LESCLAVAGE_MARTINIQUE"},
    "FR-973": _FRANCE | {"ABOLITION_GUYANE"},
    "FR-974": _FRANCE | {"ABOLITION_REUNION"},
    "FR-976": _FRANCE | {"ABOLITION_MAYOTTE"},
    "FR-987": _FRANCE | {"VENDREDI_SAINT", "ARRIVEE_EVANGILE", "MATARII"},
    "FR-988": _FRANCE | {"FETE_CITOYENNETE"},
    SWITZERLAND: _SWITZERLAND,
    "CH-FR": _SWITZERLAND | {"VENDREDI_SAINT"},
    "CH-GE": _PROTESTANT | {"JEUNE_GENEVOIS", "RESTAURATION_GENEVOISE"},
    "CH-JU": _PROTESTANT | _CATHOLIC | {"BERCHTOLDSTAG", "PREMIER_MAI", "PLEBISCITE_JURASSIEN"},
    "CH-NE": _SWITZERLAND | {"REPUBLIQUE_NEUCHATELOISE", "VENDREDI_SAINT", "PREMIER_MAI", "FETE_DIEU"},
    "CH-VD": _PROTESTANT | {"BERCHTOLDSTAG", "LUNDI_DU_JEUNE_FEDERAL"},
    "CH-VS": _CATHOLIC | {"SAINT_JOSEPH", "IMMACULEE_CONCEPTION"},
}
"""Public holidays of each place: France, its départements that have others, Swiss cantons that speak French.

`FR-57` stands for Alsace and Moselle. Whole-canton holidays only: those of some communes are left out.
"""

_BY_POSTAL_CODE: Final[Mapping[str, str]] = {
    "57": "FR-57", "67": "FR-57", "68": "FR-57",
    "971": "FR-971", "972": "FR-972", "973": "FR-973", "974": "FR-974", "976": "FR-976",
    "987": "FR-987", "988": "FR-988",
}  # fmt: skip
_FRENCH_POSTAL_CODE, _SWISS_POSTAL_CODE = 5, 4


def calendar_of(document: Mapping[str, Any]) -> str:
    """Say by its postal code which public holidays a record has; a Swiss one does not tell the canton."""
    code = _postal_code(document)
    if len(code) == _SWISS_POSTAL_CODE and code.isdecimal():
        return SWITZERLAND
    if len(code) == _FRENCH_POSTAL_CODE:
        return _BY_POSTAL_CODE.get(code[:2]) or _BY_POSTAL_CODE.get(code[:3]) or FRANCE
    return FRANCE


def _postal_code(document: Any) -> str:
    held = document
    for step in ("localisation", "adresse", "codePostal"):
        held = held.get(step) if isinstance(held, Mapping) else None
    return held if isinstance(held, str) else ""


@lru_cache(maxsize=4096)
def falls_on(feast: str, year: int) -> date:
    """Give the day of a feast in a year."""
    if fixed := _FIXED.get(feast) or _LOCAL_FIXED.get(feast):
        return date(year, *fixed)
    if after := _FROM_EASTER.get(feast):
        return easter(year) + timedelta(days=after)
    september = date(year, 9, 1)
    first_sunday = september + timedelta(days=6 - september.weekday())
    after_sunday = {**_FROM_FIRST_SUNDAY, **_LOCAL_FROM_FIRST_SUNDAY}[feast]
    return first_sunday + timedelta(days=after_sunday)
