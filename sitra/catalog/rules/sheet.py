"""A record as people read it: texts, pictures, contacts, opening, prices, criteria."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.speech import Speech
from sitra.catalog.rules.tree import Node, tree
from sitra.catalog.rules.types import Boolean, Ref, Section
from sitra.kit import texts

_LINKS = {
    201: "tel:",
    202: "",
    204: "mailto:",
    206: "tel:",
}
"""Number of a `MoyenCommunicationType` -> scheme; another value is a link if it looks so."""


@dataclass(frozen=True, slots=True)
class LanguageText:
    """A text in one language."""

    code: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class LanguageTexts:
    """The short and the long text in one language."""

    code: str
    label: str
    short: str
    long: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with what must be said of it."""

    url: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to get in touch; `href` is empty when there is nothing to follow."""

    label: str
    value: str
    href: str


@dataclass(frozen=True, slots=True)
class Group:
    """Terms under one heading."""

    label: str
    terms: list[str]


@dataclass(frozen=True, slots=True)
class Detail:
    """A single value under its label."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the page of a record shows of its document."""

    names: list[LanguageText]
    texts: list[LanguageTexts]
    pictures: list[Picture]
    address: list[str]
    contacts: list[Contact]
    opening: list[str]
    prices: list[str]
    criteria: list[Group]
    facts: list[Detail]
    lon: float | None = None
    lat: float | None = None


def sheet(document: Mapping[str, Any], kind: Kind, speech: Speech) -> Sheet:
    """Read a document for people, in the language of the speech."""
    lon, lat = point(document)
    return Sheet(
        names=list(_names(document, speech)),
        texts=list(_texts(document, speech)),
        pictures=pictures(document, speech.language),
        address=list(_address(document, speech)),
        contacts=list(_contacts(document, speech)),
        opening=list(_opening(document, speech)),
        prices=list(_prices(document, speech)),
        criteria=list(_criteria(document, tree(kind), speech)),
        facts=list(_facts(document.get(kind.block, {}), tree(kind).children.get(kind.block), speech)),
        lon=lon,
        lat=lat,
    )


def point(document: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Give the longitude and latitude of a record in degrees, or nothing if not checked."""
    located = document.get("localisation", {}).get("geolocalisation", {})
    coordinates = located.get("geoJson", {}).get("coordinates") or []
    if not located.get("valide") or len(coordinates) < 2:  # noqa: PLR2004 - a point
        return None, None
    return float(coordinates[0]), float(coordinates[1])


def pictures(document: Mapping[str, Any], language: str) -> list[Picture]:
    """Give the pictures of a record, each in its first file, in the size of a slide show if there is one."""
    found = []
    for media in document.get("illustrations", []):
        files = media.get("traductionFichiers") or [{}]
        if url := files[0].get("urlDiaporama") or files[0].get("url"):
            caption = texts.label(media.get("legende"), language)
            title = texts.label(media.get("nom"), language)
            credit = texts.label(media.get("copyright"), language)
            found.append(Picture(url, caption or title, credit))
    return found


def first_picture(document: Mapping[str, Any]) -> str:
    """Give the address of the first picture of a record, small where there is a small one, or nothing."""
    for media in document.get("illustrations", []):
        files = media.get("traductionFichiers") or [{}]
        if address := files[0].get("urlFiche") or files[0].get("url"):
            return str(address)
    return ""


def _names(document: Mapping[str, Any], speech: Speech) -> Iterator[LanguageText]:
    name = document.get("nom", {})
    for code, suffix in texts.SUFFIXES.items():
        if text := name.get(f"libelle{suffix}"):
            yield LanguageText(code, texts.language_name(code, speech.language), text)


def _texts(document: Mapping[str, Any], speech: Speech) -> Iterator[LanguageTexts]:
    presentation = document.get("presentation", {})
    short, long = (presentation.get(key, {}) for key in ("descriptifCourt", "descriptifDetaille"))
    for code, suffix in texts.SUFFIXES.items():
        key = f"libelle{suffix}"
        if short.get(key) or long.get(key):
            label = texts.language_name(code, speech.language)
            yield LanguageTexts(code, label, short.get(key, ""), long.get(key, ""))


def _address(document: Mapping[str, Any], speech: Speech) -> Iterator[str]:
    address = document.get("localisation", {}).get("adresse", {})
    for key in ("nomDuLieu", "adresse1", "adresse2", "adresse3"):
        if line := address.get(key):
            yield line
    commune = address.get("commune", {}).get("id")
    town = speech.words.commune(commune) if commune else ""
    if line := f"{address.get('codePostal', '')} {town}".strip():
        yield line


def _contacts(document: Mapping[str, Any], speech: Speech) -> Iterator[Contact]:
    for contact in document.get("informations", {}).get("moyensCommunication", []):
        number = contact.get("type", {}).get("id", 0)
        value = str(next(iter(contact.get("coordonnees", {}).values()), ""))
        if value:
            yield Contact(speech.words.term(number, speech.language), value, _href(number, value))


def _href(number: int, value: str) -> str:
    scheme = _LINKS.get(number)
    if scheme == "tel:":
        return "tel:" + "".join(sign for sign in value if sign.isdigit() or sign == "+")
    if scheme:
        return scheme + value
    return value if value.startswith(("https://", "http://")) else ""


def _opening(document: Mapping[str, Any], speech: Speech) -> Iterator[str]:
    opening = document.get("ouverture", {})
    if words := texts.label(opening.get("periodeEnClair"), speech.language):
        yield from (line for line in words.splitlines() if line.strip())
        return
    for period in opening.get("periodesOuvertures", []):
        begins, ends = (
            speech.day(period.get("dateDebut", "")),
            speech.day(period.get("dateFin", "")),
        )
        yield begins if begins == ends else f"{begins} – {ends}"


def _prices(document: Mapping[str, Any], speech: Speech) -> Iterator[str]:
    pricing = document.get("descriptionTarif", {})
    node = tree(Kind.EQUIPEMENT).children["descriptionTarif"].children["indicationTarif"]
    if (word := pricing.get("indicationTarif")) and node.field:
        yield speech.say(node.field, word)
    if words := texts.label(pricing.get("tarifsEnClair"), speech.language):
        yield from (line for line in words.splitlines() if line.strip())
        return
    for period in pricing.get("periodes", []):
        for rate in period.get("tarifs", []):
            yield _rate(rate, speech)


def _rate(rate: Mapping[str, Any], speech: Speech) -> str:
    currency = rate.get("devise", "EUR")
    bounds = [rate[key] for key in ("minimum", "maximum") if rate.get(key) is not None]
    amounts = " – ".join(dict.fromkeys(speech.money(amount, currency) for amount in bounds))
    name = speech.words.term(rate.get("type", {}).get("id", 0), speech.language)
    detail = texts.label(rate.get("precisionTarif"), speech.language)
    heading = f"{name} ({detail})" if detail else name
    return f"{heading}: {amounts}" if speech.language == "en" else f"{heading} : {amounts}"


def _criteria(document: Mapping[str, Any], node: Node, speech: Speech) -> Iterator[Group]:
    """Group every list of terms under the label of its field."""
    for name, child in node.children.items():
        value = document.get(name)
        if value is None:
            continue
        if child.field and child.many and isinstance(child.field.type, Ref):
            terms = [speech.say(child.field, term) for term in value]
            yield Group(child.field.label(speech.language), terms)
        elif not child.many and isinstance(value, Mapping):
            yield from _criteria(value, child, speech)


def _facts(block: Mapping[str, Any], node: Node | None, speech: Speech) -> Iterator[Detail]:
    """Give the single values of the section of the kind."""
    for name, child in (node.children if node else {}).items():
        value = block.get(name)
        if value is None or child.many:
            continue
        if child.field is None:
            yield from _facts(value, child, speech)
        elif child.field.section is Section.SPECIFIC and _worth_showing(child, value):
            yield Detail(child.field.label(speech.language), speech.say(child.field, value))


def _worth_showing(node: Node, value: Any) -> bool:
    """Leave out a `false` that nobody typed."""
    return bool(value) or not (node.field and isinstance(node.field.type, Boolean))
