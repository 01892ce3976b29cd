"""Periods, and how they are said."""

from datetime import date
from typing import Any

type Json = dict[str, Any]


def period(start: str, end: str) -> Json:
    """Write an opening on every day between two dates `YYYY-MM-DD`."""
    return {
        "dateDebut": start,
        "dateFin": end,
        "type": "OUVERTURE_TOUS_LES_JOURS",
        "tousLesAns": False,
    }


def said(start: str, end: str) -> tuple[str, str]:
    """Say a period in French and in English; the year of the first date is left out if shared."""
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if first == last:
        return f"Le {first:%d/%m/%Y}.", f"On {first:%d/%m/%Y}."
    begin = f"{first:%d/%m}" if first.year == last.year else f"{first:%d/%m/%Y}"
    return f"Du {begin} au {last:%d/%m/%Y}.", f"From {begin} to {last:%d/%m/%Y}."
