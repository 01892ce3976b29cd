"""The report of a load, in French and English words."""

from collections.abc import Iterator

from sitra.kit.texts import LANGUAGES, SUFFIXES
from sitra.vocabulary.rules.book import TermBook, TermLine
from sitra.vocabulary.rules.changes import Act, Change, Report

HEADINGS: dict[Act, tuple[str, str, str]] = {
    Act.ADDED: ("ajouté", "ajoutés", "added"),
    Act.RENAMED: ("renommé", "renommés", "renamed"),
    Act.MOVED: ("déplacé", "déplacés", "moved"),
    Act.REORDERED: ("reclassé", "reclassés", "reordered"),
    Act.DESCRIBED: ("redécrit", "redécrits", "described anew"),
    Act.DEPRECATED: ("retrait annoncé", "retraits annoncés", "to be removed"),
    Act.REACTIVATED: ("réactivé", "réactivés", "reactivated"),
    Act.DEACTIVATED: ("désactivé", "désactivés", "deactivated"),
}
"""What terms have become: French of one, French of several, English."""


def heading(act: Act, language: str = "fr") -> str:
    """Name an act in French or English, as the heading of a list."""
    return HEADINGS[act][2 if language == "en" else 1]


def counted(act: Act, count: int, language: str = "fr") -> str:
    """Count an act in French or English; French counts 0 and 1 in the singular."""
    one, several, english = HEADINGS[act]
    return f"{_grouped(count)} {english if language == 'en' else one if abs(count) <= 1 else several}"


def summary(report: Report, language: str = "fr") -> str:
    """Say in one sentence what a load does."""
    english = language == "en"
    counts = report.counts
    told = ", ".join(counted(act, counts[act], language) for act in Act if counts[act])
    read, one = _grouped(report.read), report.read == 1
    if english:
        return f"{read} term{'' if one else 's'} read: {told or 'nothing changes'}."
    return f"{read} terme{'' if one else 's'} lu{'' if one else 's'} : {told or 'rien ne change'}."


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
        (("type de label", "label type"), before.label_type_id, after.label_type_id),
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
