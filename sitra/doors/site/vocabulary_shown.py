"""The vocabulary in the words and shapes the templates read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format

from sitra.kit.texts import LANGUAGES, language_name, said
from sitra.vocabulary.rules import names
from sitra.vocabulary.rules.atlas import Atlas, Branch, Node, Shelf
from sitra.vocabulary.rules.book import TermLine

_TAGS = {"pt-br": "pt-BR"}
"""Language codes whose tag in a page is written otherwise."""


@dataclass(frozen=True, slots=True)
class ShelfShown:
    """A vocabulary in the list of all."""

    kind: str
    label: str
    active: int
    inactive: int


@dataclass(frozen=True, slots=True)
class ThemeShown:
    """Vocabularies of a theme."""

    code: str
    label: str
    shelves: list[ShelfShown]


@dataclass(frozen=True, slots=True)
class Words:
    """Words, the tag of the language they are in, and the name of that language."""

    text: str
    tag: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is announced of a term that goes; only a web address leads anywhere."""

    day: str
    message: str
    field: str
    url: str
    heir: int | None
    heir_label: Words


@dataclass(frozen=True, slots=True)
class TermShown:
    """A term, in the language of the screen first, and those below it."""

    number: int
    href: str
    label: Words
    others: list[Words]
    active: bool
    leaving: Leaving | None
    children: list["TermShown"]
    kind: str = ""
    kind_label: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True)
class BranchShown:
    """A family and the terms under it; the number of no family is 0."""

    number: int
    label: Words
    count: int
    terms: list[TermShown]


@dataclass(frozen=True, slots=True)
class FamilyLink:
    """Where a family begins."""

    label: Words
    count: int
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class Turning:
    """The page one is on, of how many, and where the pages beside it are."""

    number: int
    last: int
    before: str
    after: str


def themes(shelves: Mapping[names.Theme, Sequence[Shelf]], language: str) -> list[ThemeShown]:
    """Name the vocabularies of each theme."""
    return [
        ThemeShown(theme.value, theme.label(language), [shelf(one, language) for one in held])
        for theme, held in shelves.items()
    ]


def shelf(one: Shelf, language: str) -> ShelfShown:
    """Name one vocabulary."""
    return ShelfShown(one.kind, names.name(one.kind, language), one.active, one.inactive)


def turning(number: int, last: int, words: str = "") -> Turning:
    """Give the pages beside one; an address says neither no words nor the first page."""

    def at(page: int) -> str:
        if not 1 <= page <= last:
            return ""
        asked = {"mots": words, "page": str(page) if page > 1 else ""}
        kept = {key: value for key, value in asked.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"

    return Turning(number, last, at(number - 1), at(number + 1))


def branches(page: Sequence[Branch], atlas: Atlas, language: str) -> list[BranchShown]:
    """Show the families of one page with their terms."""
    return [
        BranchShown(
            number=branch.family.id if branch.family else 0,
            label=_words(branch.family, language),
            count=sum(map(len, branch.nodes)),
            terms=[_node(node, atlas, language) for node in branch.nodes],
        )
        for branch in page
    ]


def families(pages: Sequence[Sequence[Branch]], current: int, language: str) -> list[FamilyLink]:
    """Say where each family begins; nothing when there is nothing to choose from."""
    found: dict[int, tuple[Branch, int, int]] = {}
    for number, page in enumerate(pages, 1):
        for branch in page:
            key = branch.family.id if branch.family else 0
            first, start, count = found.get(key, (branch, number, 0))
            found[key] = (first, start, count + sum(map(len, branch.nodes)))
    links = [
        FamilyLink(
            label=_words(branch.family, language),
            count=count,
            href=f"{'' if start == current else f'?page={start}'}#f-{key}",
            here=start == current,
        )
        for key, (branch, start, count) in found.items()
    ]
    return links if len(links) > 1 else []


def found(terms: Sequence[TermLine], atlas: Atlas, language: str) -> list[TermShown]:
    """Show terms found, each with its vocabulary and what it stands under."""
    return [_term(term, atlas, language, place=True) for term in terms]


def address(term: TermLine, page: int) -> str:
    """Give the address of a term in its vocabulary."""
    turned = f"?page={page}" if page > 1 else ""
    return f"{reverse('site:vocabulary', args=(term.type,))}{turned}#t-{term.id}"


def _node(node: Node, atlas: Atlas, language: str) -> TermShown:
    below = [_node(child, atlas, language) for child in node.children]
    return _term(node.term, atlas, language, below=below)


def _term(
    term: TermLine,
    atlas: Atlas,
    language: str,
    *,
    below: Sequence[TermShown] = (),
    place: bool = False,
) -> TermShown:
    above = (atlas.book.get(number) for number in (term.family_id, term.parent_id))
    return TermShown(
        number=term.id,
        href=reverse("site:term", args=(term.id,)) if place else f"#t-{term.id}",
        label=_words(term, language),
        others=list(_others(term, language)),
        active=term.active,
        leaving=_leaving(term, atlas, language),
        children=list(below),
        kind=term.type,
        kind_label=names.name(term.type, language),
        under=" › ".join(one.label(language) for one in above if one) if place else "",
    )


def _words(term: TermLine | None, language: str) -> Words:
    """Give a label; its tag is empty when it is in the language of the screen."""
    text, spoken = term.said(language) if term else ("", "")
    return Words(text, "" if spoken in {language, ""} else _TAGS.get(spoken, spoken))


def _others(term: TermLine, language: str) -> Iterator[Words]:
    shown = term.said(language)[1]
    for code in LANGUAGES:
        text, spoken = said(term.labels, code)
        if spoken == code != shown:
            yield Words(text, _TAGS.get(code, code), language_name(code, language))


def _leaving(term: TermLine, atlas: Atlas, language: str) -> Leaving | None:
    if not (announced := term.deprecated):
        return None
    heir = atlas.book.get(announced.get("critereSubstitutionId"))
    url = str(announced.get("url", ""))
    return Leaving(
        day=_day(str(announced.get("dateDesactivation", ""))),
        message=str(announced.get("message", "")),
        field=str(announced.get("champSubstitution", "")),
        url=url if url.startswith(("https://", "http://")) else "",
        heir=heir.id if heir else None,
        heir_label=_words(heir, language),
    )


def _day(written: str) -> str:
    """Write a day as the language of the screen does; what is no day stays as it is written."""
    try:
        return date_format(date.fromisoformat(written))
    except ValueError:
        return written
