"""What the mapping pages read of a file: its columns, what they may become, the words to settle."""

from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz, process

from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.intake.models import Deposit
from sitra.intake.queries.importing import deposit_row
from sitra.intake.queries.readers import lexicon, table_reader
from sitra.intake.rules.draft import Unreadable
from sitra.intake.rules.tabular import guessing, plans, tables
from sitra.intake.rules.tabular.guessing import Seen
from sitra.intake.rules.tabular.plans import Plan
from sitra.intake.rules.tabular.tables import Line, Table
from sitra.intake.rules.tabular.targets import targets
from sitra.kit.errors import Impossible
from sitra.kit.texts import fold
from sitra.vocabulary import queries as vocabulary

SURVEYED = 5_000
"""Lines in which words are counted."""
_MOST_WORDS = 200
_NEAR = 82
"""Likeness, of a hundred, from which a term is proposed."""


@dataclass(frozen=True, slots=True)
class Look:
    """A table at a first look: its columns, and how they are read or might be."""

    columns: list[Seen]
    plan: Plan | None
    """Nothing when the kind cannot be guessed: it is asked first."""
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a file, how often it is there, and the term it is or may be; `settled` once decided."""

    text: str
    count: int
    term: str
    settled: bool


@dataclass(frozen=True, slots=True)
class WordsToSettle:
    """Words of a file that are no term, with their counts, and the terms they may be."""

    target: str
    vocabulary: str
    label: str
    words: list[Word]
    more: int
    """How many further words are not listed."""
    terms: list[tuple[int, str]]


def look(person: Person, number: int, kind: Kind | None = None) -> Look:
    """Look at a table; `kind` asks for another than the one kept or guessed. Raises `Impossible`."""
    row = _kept(person, number)
    table = opened(row)
    first = [line.cells for line in islice(table.lines(), guessing.SAMPLES) if isinstance(line, Line)]
    seen = guessing.samples(table.columns, first)
    kept = plans.plan(row.mapping.plan) if row.mapping else None
    if kept and kind in {None, kept.kind}:
        return Look(seen, kept, table.notes)
    wanted = kind or guessing.kind_for(row.name, seen)
    return Look(seen, guessing.plan_for(seen, wanted, lexicon()) if wanted else None, table.notes)


def unsettled(person: Person, number: int, language: str) -> list[WordsToSettle]:
    """Count the words of a file that are no term, by target, the most frequent first, then those settled."""
    row = _kept(person, number)
    if row.mapping is None:
        return []
    reader = table_reader(row.mapping)
    found = reader.unsettled(opened(row), SURVEYED)
    known = targets(plans.plan(row.mapping.plan).kind)
    settled = plans.plan(row.mapping.plan).words
    asked = []
    for key, counted in found.items():
        terms = terms_of(known[key].vocabulary, language)
        named = dict(terms)
        words = [
            Word(text, count, _near(text, terms), settled=False) for text, count in counted.most_common()
        ]
        words += [
            Word(text, 0, named.get(one, ""), settled=True) for text, one in settled.get(key, {}).items()
        ]
        if words:
            more = max(0, len(words) - _MOST_WORDS)
            label = known[key].label(language)
            asked.append(WordsToSettle(key, known[key].vocabulary, label, words[:_MOST_WORDS], more, terms))
    return asked


def is_settled(asked: list[WordsToSettle]) -> bool:
    """Say whether every word was decided."""
    return all(word.settled for one in asked for word in one.words)


def _near(text: str, terms: list[tuple[int, str]]) -> str:
    """Propose the term whose label is nearly the word."""
    labels = {label: fold(label) for _, label in terms}
    for scorer, least in ((fuzz.token_sort_ratio, _NEAR), (fuzz.token_set_ratio, 100)):
        if found := process.extractOne(fold(text), labels, scorer=scorer, score_cutoff=least):
            return str(found[2])
    return ""


def terms_of(kind: str, language: str) -> list[tuple[int, str]]:
    """Give the terms in use of a vocabulary, by label."""
    book = vocabulary.atlas().book
    found = [(term.id, term.label(language)) for term in book if term.type == kind and term.active]
    return sorted(found, key=lambda one: one[1].casefold())


def opened(row: Deposit) -> Table:
    """Open the table of a file; raises `Impossible` when it is none."""
    if not row.form:
        message = "Ce fichier n'est pas un tableau : ses colonnes n'ont pas à être choisies."
        raise Impossible(message)
    try:
        return tables.opened(row.path, tables.Form(row.form))
    except Unreadable as unreadable:
        raise Impossible(str(unreadable)) from None


def _kept(person: Person, number: int) -> Deposit:
    row = deposit_row(person, number)
    if row.removed_at:
        message = "Ce fichier n'est plus gardé : importez-le de nouveau."
        raise Impossible(message)
    return row
