"""What the screens show, put in the words and shapes the templates read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil

from django.utils.translation import gettext as _, ngettext

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.sheet import Sheet
from sitra.doors.workplace.forms import PAGE_SIZE, Criteria
from sitra.kit.texts import shorten
from sitra.media.rules import licences
from sitra.media.rules.addresses import local
from sitra.media.rules.licences import Piece
from sitra.search.queries import Card, Page
from sitra.tourism.queries import RecordPage
from sitra.tourism.queries.sourcing import Differing

_LONGEST = 200
"""Signs of a value shown beside another one."""


@dataclass(frozen=True, slots=True)
class CardShown:
    """A card with its words in the language of the screen."""

    card: Card
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results and how to turn it."""

    total: int
    sentence: str
    cards: list[CardShown]
    number: int
    last: int
    before: str
    after: str
    shown_from: int
    shown_to: int


def results(page: Page, criteria: Criteria, language: str) -> Results:
    """Shape a page of results."""
    last = max(1, ceil(page.total / PAGE_SIZE))
    number = min(criteria.page, last)
    return Results(
        total=page.total,
        sentence=total_sentence(page.total),
        cards=[card(one, language) for one in page.cards],
        number=number,
        last=last,
        before=criteria.at(number - 1).address if number > 1 else "",
        after=criteria.at(number + 1).address if number < last else "",
        shown_from=(number - 1) * PAGE_SIZE + 1,
        shown_to=min(number * PAGE_SIZE, page.total),
    )


def orders(criteria: Criteria) -> list[tuple[str, str]]:
    """Name the orders that make sense for a search, by their word in the address."""
    labels = {
        "pertinence": _("pertinence"),
        "nom": _("nom"),
        "nom-inverse": _("nom, de Z à A"),
        "recentes": _("modifiées récemment"),
        "anciennes": _("modifiées il y a longtemps"),
        "numero": _("numéro"),
    }
    if criteria.communes:
        labels["distance"] = _("distance de la commune")
    if criteria.start:
        labels["ouverture"] = _("premier jour d’ouverture")
    return list(labels.items())


def card(one: Card, language: str) -> CardShown:
    """Put a card in the words of the screen."""
    here = replace(one, picture=local(one.picture) or one.picture)
    return CardShown(here, _kind(one.kind, language), state_label(one.state))


def total_sentence(total: int) -> str:
    """Say how many records were found."""
    if not total:
        return _("Aucune fiche")
    return ngettext("%(total)s fiche", "%(total)s fiches", total) % {
        "total": f"{total:,}".replace(",", "\u202f")
    }


def state_label(state: str) -> str:
    """Name a state that is worth naming: nothing for what is published."""
    return {
        "DRAFT": _("Brouillon"),
        "NEW": _("Brouillon"),
        "HIDDEN": _("Masqué"),
        "DELETED": _("Supprimé"),
    }.get(state, "")


def _kind(code: str, language: str) -> str:
    return Kind(code).label(language) if code in set(Kind) else code


@dataclass(frozen=True, slots=True)
class LanguageShown:
    """What a record says in one language."""

    code: str
    label: str
    name: str
    short: str
    long: str

    @property
    def is_whole(self) -> bool:
        """Say whether name, short and long texts are all there."""
        return bool(self.name and self.short and self.long)

    @property
    def missing(self) -> list[str]:
        """Name what is not there."""
        parts = (
            (self.name, _("nom")),
            (self.short, _("texte court")),
            (self.long, _("texte long")),
        )
        return [label for text, label in parts if not text]


@dataclass(frozen=True, slots=True)
class ContactShown:
    """A means of contact, its icon, and where it leads if that is safe."""

    label: str
    value: str
    href: str
    icon: str
    outside: bool


def languages(sheet: Sheet) -> list[LanguageShown]:
    """Join names and texts by language, in the order of the sheet."""
    names = {one.code: one for one in sheet.names}
    texts = {one.code: one for one in sheet.texts}
    shown = []
    labels = {one.code: one.label for one in sheet.names}
    labels |= {one.code: one.label for one in sheet.texts}
    for code, label in labels.items():
        text = texts.get(code)
        name = names[code].text if code in names else ""
        shown.append(
            LanguageShown(
                code=code,
                label=label,
                name=name,
                short=text.short if text else "",
                long=text.long if text else "",
            )
        )
    return shown


@dataclass(frozen=True, slots=True)
class PictureShown:
    """A picture, where it is read, and what must be said of it."""

    address: str
    caption: str
    credit: list[Piece]


def pictures(sheet: Sheet) -> list[PictureShown]:
    """List the pictures; files of ours are read where the page is, whatever name the platform had before."""
    return [
        PictureShown(local(one.url) or one.url, one.caption, licences.pieces(one.credit))
        for one in sheet.pictures
    ]


def contacts(sheet: Sheet) -> list[ContactShown]:
    """List the contacts; an address that is neither web, mail nor phone is shown as text only."""
    return [_contact(one.label, one.value, one.href) for one in sheet.contacts]


def lacking(sheet: Sheet) -> list[str]:
    """Name the sections of a record that say nothing yet."""
    sections: list[tuple[object, str]] = [
        (sheet.texts, _("textes")),
        (sheet.pictures, _("photos")),
        (sheet.lon is not None, _("position sur la carte")),
        (sheet.contacts, _("contacts")),
        (sheet.opening, _("ouvertures")),
        (sheet.prices, _("tarifs")),
        (sheet.criteria, _("critères")),
    ]
    return [label for content, label in sections if not content]


def _contact(label: str, value: str, href: str) -> ContactShown:
    scheme = href.partition(":")[0].lower()
    icon = {"tel": "phone", "mailto": "mail", "https": "link", "http": "link"}.get(scheme, "")
    outside = icon == "link"
    words = value.removeprefix("https://").removeprefix("http://").rstrip("/") if outside else value
    return ContactShown(label, words, href if icon else "", icon or "note", outside)


@dataclass(frozen=True, slots=True)
class OriginShown:
    """Where a record comes from and under which licence; only web addresses lead anywhere."""

    source: str
    licence: str
    site: str
    value: str
    href: str
    changed_on: str


def origins(record: RecordPage) -> list[OriginShown]:
    """List where a record comes from."""
    return [
        OriginShown(
            source=one.source,
            licence=one.licence,
            site=_web(one.url),
            value=one.value,
            href=_web(one.link),
            changed_on=str(one.changed_on or ""),
        )
        for one in record.provenance
    ]


@dataclass(frozen=True, slots=True)
class DifferingShown:
    """A value that is not as its source gives it, in words."""

    source: str
    source_name: str
    path: str
    label: str
    ours: str
    theirs: str


def differing(found: Iterable[Differing]) -> list[DifferingShown]:
    """Put values that differ from their source into words; a list or a block is only counted."""
    return [
        DifferingShown(
            one.source, one.source_name, one.path, one.label, _value_words(one.ours), _value_words(one.theirs)
        )
        for one in found
    ]


def _value_words(value: object) -> str:
    if value is None:
        return _("rien")
    if isinstance(value, list):
        return ngettext("%(count)d élément", "%(count)d éléments", len(value)) % {"count": len(value)}
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, dict):
        return _("une autre valeur")
    return shorten(str(value), _LONGEST)


def _web(address: str) -> str:
    return address if address.startswith(("https://", "http://")) else ""
