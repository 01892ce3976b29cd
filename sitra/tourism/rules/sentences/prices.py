"""What a record costs, in sentences: free or not, each period of prices, its rates, who enters free."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sitra.catalog.rules.fields.choices import PRICING
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.speech import Speech
from sitra.catalog.rules.validation.values import read_day
from sitra.kit.texts import SUFFIXES
from sitra.tourism.rules.opening.remarks import Notes
from sitra.tourism.rules.opening.timetable import Json, listed
from sitra.tourism.rules.sentences.tongue import Tongue, sentence

_LODGING: Final = frozenset({
    Kind.HEBERGEMENT_COLLECTIF, Kind.HEBERGEMENT_LOCATIF, Kind.HOTELLERIE, Kind.HOTELLERIE_PLEIN_AIR,
})  # fmt: skip
"""Kinds whose lowest price without a highest one is a beginning: `à partir de 50 €`."""

_PAID = "PAYANT"


def prices_sentence(document: Mapping[str, Any], speech: Speech) -> str:
    """Say what a record costs, a line for each period, one for its rates; nothing when nothing tells."""
    block = document.get("descriptionTarif")
    if not isinstance(block, Mapping):
        return ""
    tongue = Tongue(speech.language)
    since = document.get("type") in _LODGING
    rates = [
        line
        for _, period in listed(block, "periodes", "", Notes())
        for line in _period(block, period, speech, since=since)
    ]
    said = [_pricing(block, speech, tongue, told=bool(rates)), *rates]
    said.append(" ".join(sentence(one) for one in _conditions(block, speech, tongue)))
    return "\n".join(one for one in said if one)


def _pricing(block: Json, speech: Speech, tongue: Tongue, *, told: bool) -> str:
    word = block.get("indicationTarif")
    if word == _PAID and told:
        return ""
    if isinstance(word, str) and word in {one[0] for one in PRICING.words}:
        return sentence(speech.choice(PRICING, word))
    return sentence(tongue.either("Gratuit", "Free")) if block.get("gratuit") is True else ""


def _period(block: Json, period: Json, speech: Speech, *, since: bool) -> Iterator[str]:
    found = (
        rate_words(block, rate, speech, since=since) for _, rate in listed(period, "tarifs", "", Notes())
    )
    rates = [sentence(one) for one in found if one]
    if not rates:
        return
    if when := season_words(period, Tongue(speech.language)):
        yield sentence(when)
    yield " ".join(rates)


def season_words(period: Json, tongue: Tongue) -> str:
    """Say from when to when prices hold; nothing when they always do."""
    first, last = read_day(period.get("dateDebut")), read_day(period.get("dateFin"))
    if first and last:
        return tongue.span(first, last) if first <= last else ""
    if first:
        return tongue.either("dès le ", "from ") + tongue.day(first)
    return tongue.either("jusqu'au ", "until ") + tongue.day(last) if last else ""


def rate_words(block: Json, rate: Json, speech: Speech, *, since: bool = False) -> str:
    """Say one rate: `Adulte : de 8 à 12 €`; nothing when it has no amount. `since` as for lodging."""
    tongue = Tongue(speech.language)
    amounts = _amounts(rate, str(rate.get("devise") or block.get("devise") or "EUR"), speech, since=since)
    if not amounts:
        return ""
    kind, detail = rate.get("type"), rate.get("precisionTarif")
    number = kind.get("id") if isinstance(kind, Mapping) else None
    name = speech.words.term(number, speech.language) if isinstance(number, int) else ""
    words = (
        detail.get(f"libelle{SUFFIXES.get(speech.language, 'Fr')}") if isinstance(detail, Mapping) else None
    )
    said = f"{name}{tongue.either(' : ', ': ') if name else ''}{amounts}"
    return f"{said} ({words.strip()})" if isinstance(words, str) and words.strip() else said


def _amounts(rate: Json, currency: str, speech: Speech, *, since: bool) -> str:
    tongue = Tongue(speech.language)
    low, high = (_amount(rate.get(key)) for key in ("minimum", "maximum"))
    if low is None and high is None:
        return ""
    if low == high or (high is None and not since):
        return tongue.either("gratuit", "free") if low == 0 else speech.money(low, currency)
    if high is None:
        return tongue.either("à partir de ", "from ") + speech.money(low, currency)
    most = speech.money(high, currency)
    if low is None:
        return tongue.either("jusqu'à ", "up to ") + most
    least = speech.money(low, currency).partition("\u00a0")[0]
    return tongue.either(f"de {least} à {most}", f"from {least} to {most}")


def _amount(held: Any) -> int | float | None:
    return held if isinstance(held, int | float) and not isinstance(held, bool) else None


def _conditions(block: Json, speech: Speech, tongue: Tongue) -> Iterator[str]:
    """Say who enters free, by age and by term."""
    held = block.get("conditions")
    if not isinstance(held, Mapping):
        return
    under, over = (held.get(key) for key in ("gratuitPourLesMoinsDe", "gratuitPourLesPlusDe"))
    if isinstance(under, int):
        yield tongue.either(f"gratuit pour les moins de {under} ans", f"free under {under}")
    if isinstance(over, int):
        yield tongue.either(f"gratuit pour les plus de {over} ans", f"free over {over}")
    terms = held.get("conditionsGratuite")
    found = [one.get("id") for one in terms if isinstance(one, Mapping)] if isinstance(terms, list) else []
    names = [speech.words.term(one, speech.language) for one in found if isinstance(one, int)]
    if names:
        yield tongue.either("gratuit pour : ", "free for: ") + ", ".join(names)
