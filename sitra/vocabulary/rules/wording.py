"""The report of a load, in French and English words."""

from collections.abc import Iterator

from sitra.kit.texts import LANGUAGES, SUFFIXES
from sitra.vocabulary.rules.book import TermBook, TermLine
from sitra.vocabulary.rules.changes import Act, Change, Report

HEADINGS: dict[Act, tuple[str, str]] = {
    Act.ADDED: ("ajoutés", "added"),
    Act.RENAMED: ("renommés", "renamed"),
    Act.MOVED: ("déplacés", "moved"),
    Act.REORDERED: ("reclassés", "reordered"),
    Act.DEPRECATED: ("retrait annoncé", "removal announced"),
    Act.REACTIVATED: ("réactivés", "reactivated"),
    Act.DEACTIVATED: ("désactivés", "deactivated"),
}
"""What terms have become, as the heading of a column or of a list."""


def heading(act: Act, language: str = "fr") -> str:
    """Name an act in French or English."""
    return HEADINGS[act][language == "en"]


def summary(report: Report, language: str = "fr") -> str:
    """Say in one sentence what a load does."""
    english = language == "en"
    counts = report.counts
    told = [f"{_grouped(counts[act])} {heading(act, language)}" for act in Act if counts[act]]
    if not told:
        read = _grouped(report.read)
        return f"{read} terms read: nothing changes." if english else f"{read} termes lus : rien ne change."
    joined, read = ", ".join(told), _grouped(report.read)
    return f"{read} terms read: {joined}." if english else f"{read} termes lus : {joined}."


def sentence(change: Change, book: TermBook, language: str = "fr") -> str:
    """Say what happens to one term; `book` names the families and parents."""
    term = change.after
    colon, semicolon = (": ", "; ") if language == "en" else (" : ", " ; ")
    details = semicolon.join(_details(change, book, language))
    name = f"{term.id} {quoted(term.label(language), language)}"
    return f"{name}{colon}{details}" if details else name


def quoted(words: str, language: str) -> str:
    """Put words between the quotation marks of a language."""
    return f"“{words}”" if language == "en" else f"« {words} »"


def _details(change: Change, book: TermBook, language: str) -> Iterator[str]:
    before, after = change.before, change.after
    if change.act is Act.ADDED:
        if not after.active:
            yield "inactive" if language == "en" else "inactif"
    elif before is None:
        return
    elif change.act is Act.RENAMED:
        yield from _renamed(before, after, language)
    elif change.act is Act.MOVED:
        yield from _moved(before, after, book, language)
    elif change.act is Act.REORDERED:
        yield f"{before.order} → {after.order}"
    elif change.act is Act.DEPRECATED:
        yield deprecation(after, book, language) or ("withdrawn" if language == "en" else "annulé")
    elif change.act is Act.DEACTIVATED:
        absent = ("absent du fichier", "absent from the file")
        stated = ("marqué inactif", "marked inactive")
        yield (absent if change.absent else stated)[language == "en"]


def _renamed(before: TermLine, after: TermLine, language: str) -> Iterator[str]:
    for code in LANGUAGES:
        key = f"libelle{SUFFIXES[code]}"
        old, new = before.labels.get(key, ""), after.labels.get(key, "")
        if old != new:
            shown = [quoted(words, language) if words else "–" for words in (old, new)]
            yield f"{code} {shown[0]} → {shown[1]}"


def _moved(before: TermLine, after: TermLine, book: TermBook, language: str) -> Iterator[str]:
    def named(number: int | None) -> str:
        return quoted(book.label(number, language), language) if number else "–"

    if before.type != after.type:
        yield f"type {before.type} → {after.type}"
    links = (
        (("famille", "family"), before.family_id, after.family_id),
        (("parent", "parent"), before.parent_id, after.parent_id),
    )
    for names, old, new in links:
        if old != new:
            yield f"{names[language == 'en']} {named(old)} → {named(new)}"


def deprecation(term: TermLine, book: TermBook, language: str = "fr") -> str:
    """Say when a term goes and what takes its place; empty when nothing is announced."""
    english, announced = language == "en", term.deprecated or {}
    parts = []
    if day := announced.get("dateDesactivation"):
        parts.append(f"leaves on {day}" if english else f"retiré le {day}")
    if number := announced.get("critereSubstitutionId"):
        heir = f"{number} {quoted(book.label(number, language), language)}"
        parts.append(f"replaced by {heir}" if english else f"remplacé par {heir}")
    if path := announced.get("champSubstitution"):
        parts.append(f"to be said in {path}" if english else f"à dire dans {path}")
    if message := announced.get("message"):
        parts.append(str(message))
    return ", ".join(parts)


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")
