"""DATAtourisme prices and pictures -> sections of v002."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sitra.intake.rules import manifests, parts, wording
from sitra.intake.rules.sources.datatourisme.graph import Json, first, ids, many, texts
from sitra.kit.texts import fold, shorten

_CREATIVE_COMMONS = re.compile(r"^cc[ -](by(?:[ -](?:sa|nd|nc))*)[ -](\d\.\d)(?: (\w\w))?$", re.IGNORECASE)
_PROFILE = re.compile(r"\s*\(https?://[^)]*\)|https?://\S+")
_LONG_CREDIT = 90
"""From this length a credit is a notice, not a name, in characters."""
_ASKED = re.compile(
    r"(?:©|Crédit :|(?<=l'auteur) ?\(|(?:made|prise|taken) (?:by|par)) ?([^\W\d_]\w*(?: [^\W\d_a-z]\w+)*)"
)
_PICTURES = frozenset({"bmp", "jpg", "jpeg", "png", "gif", "webp", "tif", "tiff", "svg"})
_DOCUMENTS = frozenset({"gpx", "kml", "pdf"})
_FREE = "Free"


def prices(offers: Any) -> dict[str, Any]:
    """Write the prices, by period, and say them; what has no figure is a complement."""
    periods: dict[tuple[str, str], list[dict[str, Any]]] = {}
    free, told = False, []
    for offer in map(first, many(offers)):
        for spec in many(offer.get("schema:priceSpecification")):
            low, high = _range(spec)
            rates = ids(many(spec.get("hasEligiblePolicy")))
            if high:
                periods.setdefault(_when(spec), []).append(_price(spec, low, high, rates))
                continue
            free = free or _FREE in rates or bool(spec.get("schema:maxPrice"))
            told.append(texts(spec.get("additionalInformation")))
    paid = [one for group in periods.values() for one in group]
    if not paid and not free and not any(told):
        return {}
    return {
        "indicationTarif": "PAYANT" if paid else "GRATUIT" if free else None,
        "gratuit": True if free and not paid else None,
        "tarifsEnClair": _said(paid, free=free),
        "tarifsEnClairGenerationMode": "AUTOMATIQUE" if paid or free else None,
        "complement": parts.label(_together(told)),
        "periodes": [
            {"dateDebut": start, "dateFin": end, "tarifs": _once(group)}
            for (start, end), group in sorted(periods.items())
        ],
        "devise": "EUR" if paid else None,
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


def _price(spec: Json, low: float, high: float, rates: Iterable[str]) -> dict[str, Any]:
    """Write a price with its rate; a rate that the vocabulary does not have is said in words."""
    table, words = manifests.terms(__package__), manifests.words(__package__)
    named = table.numbers("rate", *rates)
    beside = [words["rate", fold(one)] for one in rates if ("rate", fold(one)) in words]
    usual = table.numbers("rate", "single price" if low == high else "price range")
    details = [
        *({"fr": french, "en": english} for french, english in beside),
        texts(spec.get("name")),
        texts(spec.get("additionalInformation")),
    ]
    return {
        "devise": "EUR",
        "minimum": low,
        "maximum": high,
        "type": parts.ref("TarifType", next(iter(named or ([] if beside else usual)), None)),
        "precisionTarif": parts.label(
            {code: parts.short(wording.line(text)) for code, text in _together(details, " : ").items()}
        ),
    }


def _together(told: Iterable[Mapping[str, str]], mark: str = "\n") -> dict[str, str]:
    """Put texts in several languages one after the other, each once."""
    said: dict[str, dict[str, None]] = {}
    for one in told:
        for code, words in one.items():
            said.setdefault(code, {})[words] = None
    return {code: mark.join(words) for code, words in said.items()}


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


def media(thing: Json) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Write the pictures as links, the main one first, each once; and the other files, such as tracks."""
    shown = [
        *many(thing.get("hasMainRepresentation")),
        *many(thing.get("hasRepresentation")),
    ]
    kept: dict[str, dict[str, Any]] = {}
    for picture in shown:
        for address, written in _picture(picture):
            kept.setdefault(address, written)
    pictures = [one for one in kept.values() if one["type"] == "IMAGE"]
    others = [one for one in kept.values() if one["type"] != "IMAGE"]
    return _numbered(pictures), _numbered(others)


def _numbered(files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"identifiant": rank, **one} for rank, one in enumerate(files, start=1)]


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
            "type": "DOCUMENT" if extension in _DOCUMENTS else "IMAGE",
            "nom": parts.label(named),
            "copyright": _copyright(note),
            "dateLimiteDePublication": parts.day(str(first(note.get("rightsEndDate")) or "")),
            "traductionFichiers": [
                {
                    "locale": "fr",
                    "url": address,
                    "extension": extension if extension in _PICTURES | _DOCUMENTS else None,
                    "fileName": file_name if extension in _PICTURES | _DOCUMENTS else None,
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
    return manifests.words(__package__).get(("licence", fold(plain)), (plain, plain))
