"""Rates pasted as a table: rate, lowest price, highest price, currency, detail."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from sitra.kit.cells import Bad, number
from sitra.kit.texts import fold
from sitra.review.rules.seasons.tables import NOTHING, SHOWN, Json, Line, Unread, at, lines

_CURRENCIES: Final = {
    "eur": "EUR", "euro": "EUR", "euros": "EUR", "€": "EUR", "chf": "CHF", "franc suisse": "CHF",
    "francs suisses": "CHF", "fr": "CHF", "xpf": "XPF", "franc pacifique": "XPF", "cfp": "XPF",
    "xof": "XOF", "franc cfa": "XOF", "cfa": "XOF",
}  # fmt: skip
_SIGNS: Final = tuple(
    (re.compile(rf"(?<![a-z]){name}(?![a-z])", re.IGNORECASE), code) for name, code in _CURRENCIES.items()
)
_BEFORE = re.compile(r"^\D+(?=\d)")
_AFTER = re.compile(r"[.,][-–—]\s*\D*$")
_FREE: Final = frozenset({"gratuit", "gratuite", "free"})
_MOST = 1_000_000
_DETAIL = 255

type Terms = Callable[[str], int | None]
"""Words of a rate -> number of its term, if they name one."""


def rates(text: str, terms: Terms) -> list[Line]:
    """Read a table of rates; the currency may stand with the price, else it is the euro."""
    return lines(text, lambda cells: _rate(cells, terms))


def _rate(cells: Sequence[str], terms: Terms) -> Json:
    name = at(cells, 0)
    if not name:
        raise Unread("il manque le nom du tarif", "the name of the rate is missing")
    term = terms(name)
    if term is None:
        raise Unread(f"aucun tarif ne s'appelle « {name[:SHOWN]} »", f"no rate is called “{name[:SHOWN]}”")
    low, sign = _amount(at(cells, 1))
    high, other = _amount(at(cells, 2))
    if low is None and high is None:
        raise Unread("il manque le prix", "the price is missing")
    if low is not None and high is not None and low > high:
        raise Unread("le minimum dépasse le maximum", "the lowest price exceeds the highest")
    rate: Json = {"devise": _currency(at(cells, 3)) or sign or other or "EUR"}
    rate |= {key: one for key, one in (("minimum", low), ("maximum", high)) if one is not None}
    if detail := at(cells, 4)[:_DETAIL]:
        rate["precisionTarif"] = {"libelleFr": detail}
    return rate | {"type": {"elementReferenceType": "TarifType", "id": term}}


def _amount(words: str) -> tuple[int | float | None, str]:
    """Read `12,50 €` as the amount and its currency."""
    if words in NOTHING:
        return None, ""
    if fold(words) in _FREE:
        return 0, ""
    sign = next((code for name, code in _SIGNS if name.search(words)), "")
    bare = _AFTER.sub("", _BEFORE.sub("", words) if sign else words)
    try:
        found = number(bare)
    except Bad:
        raise Unread(
            f"« {words[:SHOWN]} » n'est pas un prix, par exemple 12,50",
            f"“{words[:SHOWN]}” is no price, such as 12.50",
        ) from None
    if not 0 <= found <= _MOST:
        raise Unread(f"le prix « {words[:SHOWN]} » est hors limites", f"“{words[:SHOWN]}” is out of bounds")
    return int(found) if found.is_integer() else found, sign


def _currency(words: str) -> str:
    if words in NOTHING:
        return ""
    if code := _CURRENCIES.get(words.lower()):
        return code
    raise Unread(f"la devise « {words[:SHOWN]} » n'est pas connue", f"“{words[:SHOWN]}” is no known currency")
