"""A draft put in the three dresses in which visitors would read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from sitra.catalog.rules.sheet import Contact, Group, LanguageTexts, Sheet
from sitra.doors.workplace import shown
from sitra.doors.workplace.shown import ContactShown, PictureShown
from sitra.review.queries.previewing import Preview
from sitra.review.rules.editing.marking import Piece, lines, pieces


class Dress(StrEnum):
    """Where a record is read: on a site, in an app, on paper."""

    SITE = "site"
    APP = "app"
    PAPER = "papier"

    @property
    def words(self) -> str:
        """Name it on a tab."""
        return {Dress.SITE: _("Sur un site"), Dress.APP: _("Dans une application")}.get(self, _("Imprimée"))


@dataclass(frozen=True, slots=True)
class MarkedContact:
    """A way to get in touch, and whether it is new."""

    shown: ContactShown
    new: bool


@dataclass(frozen=True, slots=True)
class MarkedGroup:
    """Terms under a heading, each new or not."""

    label: str
    terms: list[Piece]


@dataclass(frozen=True, slots=True)
class Dressed:
    """What a dress shows, with what is new marked."""

    title: tuple[Piece, ...]
    short: tuple[Piece, ...]
    long: tuple[Piece, ...]
    spoken: str
    """The language of the texts, where they had to be shown in another one than was asked."""
    pictures: list[PictureShown]
    address: list[Piece]
    contacts: list[MarkedContact]
    opening: list[Piece]
    prices: list[Piece]
    criteria: list[MarkedGroup]
    facts: list[tuple[str, Piece]]


def dressed(page: Preview) -> Dressed:
    """Mark what is new in a record against what is saved."""
    before, after = page.before, page.after
    was, now = _text(before, page.language), _text(after, page.language)
    return Dressed(
        title=pieces(_title(before, page.language), page.title),
        short=pieces(was.short, now.short),
        long=pieces(was.long, now.long),
        spoken=now.label if now.code != page.language else "",
        pictures=shown.pictures(after),
        address=lines(before.address, after.address),
        contacts=_contacts(before.contacts, after),
        opening=lines(before.opening, after.opening),
        prices=lines(before.prices, after.prices),
        criteria=_criteria(before.criteria, after.criteria),
        facts=_facts(before, after),
    )


def _text(sheet: Sheet, language: str) -> LanguageTexts:
    """Give the texts in a language, else in French, else in any, as sites do."""
    by_code = {one.code: one for one in sheet.texts}
    fallback = next(iter(sheet.texts), LanguageTexts(language, "", "", ""))
    return by_code.get(language) or by_code.get("fr") or fallback


def _title(sheet: Sheet, language: str) -> str:
    names = {one.code: one.text for one in sheet.names}
    return names.get(language) or names.get("fr") or next(iter(names.values()), "")


def _contacts(before: Iterable[Contact], after: Sheet) -> list[MarkedContact]:
    known = {(one.label, one.value) for one in before}
    marked = zip(after.contacts, shown.contacts(after), strict=True)
    return [MarkedContact(words, (one.label, one.value) not in known) for one, words in marked]


def _criteria(before: Iterable[Group], after: Iterable[Group]) -> list[MarkedGroup]:
    known = {one.label: one.terms for one in before}
    return [MarkedGroup(one.label, lines(known.get(one.label, ()), one.terms)) for one in after]


def _facts(before: Sheet, after: Sheet) -> list[tuple[str, Piece]]:
    known = {(one.label, one.value) for one in before.facts}
    return [(one.label, Piece(one.value, (one.label, one.value) not in known)) for one in after.facts]
