"""DATAtourisme openings, prices and pictures -> sections of v002."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sitra.intake.rules import dating, parts, wording
from sitra.kit.texts import fold, shorten

type Json = Mapping[str, Any]

PAYMENTS = {
    "cheques vacances": 1274,
    "american express": 1265,
    "eurocard mastercard": 1268,
    "mastercard": 1268,
    "visa": 1268,
    "carte bancaire": 1268,
    "carte bleue": 1268,
    "cheque": 1271,
    "cheques": 1271,
    "especes": 1277,
    "virement": 1281,
    "paypal": 1287,
}
"""Folded means of payment -> term of ModePaiement; brands of cards are all bank cards."""

_SINGLE, _FULL = 4123, 5239
"""Terms of TarifType: one price for all, full price."""

LICENCES = {
    "public domain": ("Domaine public", "Public domain"),
    "cc0": ("CC0 1.0", "CC0 1.0"),
    "droits libres": ("Libre de droits", "Royalty-free"),
    "droits geres": ("Droits gérés", "Rights managed"),
    "copyrighted free use": ("Utilisation libre", "Free use"),
    "oui": ("Droits gérés", "Rights managed"),
}
"""Folded licence of a picture -> how it is said in French and in English."""
_CREATIVE_COMMONS = re.compile(r"^cc[ -](by(?:[ -](?:sa|nd|nc))*)[ -](\d\.\d)(?: (\w\w))?$", re.IGNORECASE)
_PROFILE = re.compile(r"\s*\(https?://[^)]*\)|https?://\S+")
_LONG_CREDIT = 90
"""From this length a credit is a notice, not a name, in characters."""
_ASKED = re.compile(
    r"(?:©|Crédit :|(?<=l'auteur) ?\(|(?:made|prise|taken) (?:by|par)) ?([^\W\d_]\w*(?: [^\W\d_a-z]\w+)*)"
)
_PICTURES = frozenset({"jpg", "jpeg", "png", "gif", "webp", "tif", "tiff", "svg"})
_TIME = re.compile(r"^\d\d:\d\d:\d\d$")


def texts(values: Any) -> dict[str, str]:
    """Read a text in several languages: code -> first words."""
    if not isinstance(values, Mapping):
        return {}
    return {
        "pt-br" if code in {"pt-br", "pt-BR"} else code: str(words[0] if _is_list(words) else words)
        for code, words in values.items()
        if words
    }


def many(value: Any) -> list[Any]:
    """Give a list, whether the source wrote one, a single value or nothing."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def first(value: Any) -> Any:
    """Give the first of a list, or the value itself, or an empty object."""
    return next(iter(many(value)), {})


def opening(place: Json) -> dict[str, Any]:
    """Write the openings: dated ones as periods, the others as text."""
    specs = many(place.get("schema:openingHoursSpecification"))
    periods: list[dict[str, Any]] = []
    said: dict[str, str] = {}
    for spec in specs:
        told = {
            code: wording.clean(words) for code, words in texts(spec.get("additionalInformation")).items()
        }
        start = parts.day(str(spec.get("schema:validFrom", "")))
        end = parts.day(str(spec.get("schema:validThrough", "")))
        if start and end and start <= end:
            periods.append(
                {**dating.period(start, end), **_hours(spec), "complementHoraire": parts.label(told)}
            )
            french, english = dating.said(start, end)
            told = {**told, "fr": _joined(french, told.get("fr")), "en": _joined(english, told.get("en"))}
        for code, words in told.items():
            said[code] = _joined(said.get(code, ""), words, "\n")
    return {
        "periodeEnClair": parts.label(said),
        "periodeEnClairGenerationMode": "MANUEL" if said else None,
        "periodesOuvertures": sorted(periods, key=lambda one: str(one["dateDebut"])),
    }


def _hours(spec: Json) -> dict[str, str]:
    named = (("horaireOuverture", "schema:opens"), ("horaireFermeture", "schema:closes"))
    return {name: spec[key] for name, key in named if _TIME.match(str(spec.get(key, "")))}


def _joined(before: str, after: str | None, mark: str = " ") -> str:
    return mark.join(part for part in (before, after) if part)


def prices(offers: Any) -> dict[str, Any]:
    """Write the prices, by period, and say them."""
    periods: dict[tuple[str, str], list[dict[str, Any]]] = {}
    free, payments = False, []
    for offer in map(first, many(offers)):
        methods = (first(one).get("rdfs:label") for one in many(offer.get("schema:acceptedPaymentMethod")))
        payments += [PAYMENTS.get(fold(texts(one).get("fr", ""))) for one in methods]
        for spec in many(offer.get("schema:priceSpecification")):
            low, high = _range(spec)
            if high == 0 and spec.get("schema:maxPrice"):
                free = True
            elif high:
                periods.setdefault(_when(spec), []).append(_price(low, high))
    if not periods and not payments and not free:
        return {}
    prices_only = [one for group in periods.values() for one in group]
    return {
        "indicationTarif": "PAYANT" if prices_only else "GRATUIT" if free else None,
        "gratuit": True if free and not prices_only else None,
        "tarifsEnClair": _said(prices_only, free=free),
        "tarifsEnClairGenerationMode": "AUTOMATIQUE" if prices_only or free else None,
        "periodes": [
            {"dateDebut": start, "dateFin": end, "tarifs": _once(group)}
            for (start, end), group in sorted(periods.items())
        ],
        "modesPaiement": parts.refs("ModePaiement", payments),
        "devise": "EUR" if prices_only else None,
    }


def _range(spec: Json) -> tuple[float, float]:
    """Give the lowest and highest price of a specification, in euros."""
    found = [
        float(value)
        for key in ("schema:minPrice", "schema:price", "schema:maxPrice")
        for value in many(spec.get(key))
        if str(value).replace(".", "", 1).isdigit()
    ]
    return (min(found), max(found)) if found else (0.0, 0.0)


def _when(spec: Json) -> tuple[str, str]:
    period = first(spec.get("appliesOnPeriod"))
    return parts.day(str(period.get("startDate", ""))), parts.day(str(period.get("endDate", "")))


def _price(low: float, high: float) -> dict[str, Any]:
    return {
        "devise": "EUR",
        "minimum": low,
        "maximum": high,
        "type": parts.ref("TarifType", _SINGLE if low == high else _FULL),
    }


def _once(group: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for rank, one in enumerate(group) if one not in group[:rank]]


def _said(found: list[dict[str, Any]], *, free: bool) -> dict[str, Any]:
    if not found:
        return parts.both("Gratuit.", "Free of charge.") if free else {}
    low = min(one["minimum"] for one in found)
    high = max(one["maximum"] for one in found)
    if low == high:
        return parts.both(f"Tarif unique : {_euros(low)} €.", f"Single price: €{low:.2f}.")
    return parts.both(f"De {_euros(low)} à {_euros(high)} €.", f"From €{low:.2f} to €{high:.2f}.")


def _euros(amount: float) -> str:
    return f"{amount:.2f}".replace(".", ",").removesuffix(",00")


def pictures(thing: Json) -> list[dict[str, Any]]:
    """Write the pictures as links, the main one first, each once."""
    shown = [
        *many(thing.get("hasMainRepresentation")),
        *many(thing.get("hasRepresentation")),
    ]
    kept: dict[str, dict[str, Any]] = {}
    for picture in shown:
        for address, written in _picture(picture):
            kept.setdefault(address, written)
    return [{"identifiant": rank, **one} for rank, one in enumerate(kept.values(), start=1)]


def _picture(picture: Json) -> Iterator[tuple[str, dict[str, Any]]]:
    note = first(picture.get("ebucore:hasAnnotation"))
    resource = first(picture.get("ebucore:hasRelatedResource"))
    address = wording.site(str(first(resource.get("ebucore:locator")) or ""))
    if not address:
        return
    file_name = address.partition("?")[0].rsplit("/", 1)[-1]
    extension = file_name.rpartition(".")[2].lower()
    title = note.get("ebucore:title")
    named = texts(title) if isinstance(title, Mapping) else {"fr": str(first(title) or "")}
    yield (
        address,
        {
            "link": True,
            "type": "IMAGE",
            "nom": parts.label(named),
            "copyright": _copyright(note),
            "traductionFichiers": [
                {
                    "locale": "fr",
                    "url": address,
                    "extension": extension if extension in _PICTURES else None,
                    "fileName": file_name if extension in _PICTURES else None,
                    "largeur": parts.number(str(first(resource.get("ebucore:width")) or "")),
                    "hauteur": parts.number(str(first(resource.get("ebucore:height")) or "")),
                }
            ],
        },
    )


def _copyright(note: Json) -> dict[str, Any]:
    """Say whose picture it is and under which licence, in the same words everywhere."""
    authors = [_author(str(one)) for one in many(note.get("credits"))]
    licences = licence(str(note.get("ebucore:isCoveredBy", "")))
    named = [one for one in dict.fromkeys(authors) if one and licence(one) != licences]
    french, english = (" – ".join([*named, words]).strip(" –") for words in licences)
    return parts.both(french, english)


def _author(text: str) -> str:
    """Give the author of a credit; out of a long notice, the name that it asks to write."""
    plain = wording.line(_PROFILE.sub("", wording.line(text)))
    if len(plain) <= _LONG_CREDIT:
        return plain
    found = _ASKED.search(plain)
    return found.group(1) if found else shorten(plain, _LONG_CREDIT)


def licence(text: str) -> tuple[str, str]:
    """Say a licence in French and in English; unknown words stay as they are."""
    plain = wording.line(text)
    if found := _CREATIVE_COMMONS.match(plain):
        terms, version, country = found.groups()
        name = f"CC {terms.upper().replace(' ', '-')} {version} {(country or '').upper()}".strip()
        return name, name
    return LICENCES.get(fold(plain), (plain, plain))


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value)
