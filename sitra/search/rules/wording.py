"""Words that are asked for, turned into a query of the index of texts."""

from collections.abc import Iterator

import tantivy

from sitra.search.rules import words as cutting
from sitra.search.rules.conditions import Words
from sitra.search.rules.schema import LEVELS, schema
from sitra.search.rules.words import Cut

Occur, Query = tantivy.Occur, tantivy.Query

LONGEST_TEXT = 500
"""Signs of what is asked for in words at most."""

_WEIGHTS = {"name": 6.0, "place": 3.0, "criteria": 2.0, "text": 1.5}
_STEM, _BEGINNING, _MISTAKE = 0.8, 0.5, 0.3
"""How much less a stem, a beginning and a mistake weigh than the word itself."""

_FORGIVING_LENGTH = 5
"""From this many letters on, one typing mistake is forgiven."""

_BEGINNING_LENGTH = 3
"""From this many letters on, the last word may be the beginning of one."""


def among(numbers: list[int], query: tantivy.Query) -> tantivy.Query:
    """Keep what a query finds among these records."""
    held = Query.const_score_query(Query.term_set_query(schema(), "id", numbers), 0.0)
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, held)])


def query(asked: Words) -> tantivy.Query:
    """Ask for every word somewhere in some fields; text that holds no word finds nothing.

    The last word may be the beginning of one. Articles only weigh in, unless there is nothing else. With a
    language, only its texts are searched.
    """
    cuts = cutting.asked(asked.text[:LONGEST_TEXT], asked.language)
    if not cuts:
        return Query.empty_query()
    telling = [cut for cut in cuts if not cut.slight] or cuts
    parts = []
    for rank, cut in enumerate(cuts):
        part = _word(cut, asked, beginning=rank == len(cuts) - 1)
        parts.append((Occur.Must if cut in telling else Occur.Should, part))
    return Query.boolean_query(parts)


def _word(cut: Cut, asked: Words, *, beginning: bool) -> tantivy.Query:
    """Ask for one word in any of the fields."""
    choices = []
    for field in asked.fields:
        if asked.language and field not in LEVELS:
            continue
        if cut.unspaced:
            found = _unspaced(cut.text, field, asked.language)
        else:
            forms = _forms(cut.text, field, asked.language, beginning=beginning, forgiving=asked.forgiving)
            found = Query.disjunction_max_query(list(forms))
        choices.append((Occur.Should, Query.boost_query(found, _WEIGHTS[field])))
    return Query.boolean_query(choices) if choices else Query.empty_query()


def _unspaced(run: str, field: str, language: str) -> tantivy.Query:
    """Ask for a run of signs: all its pairs of neighbours in the same field."""
    before = cutting.mark(language) if language else ""
    name = f"{field}_stems" if language else field
    return Query.boolean_query([(Occur.Must, _term(name, before + pair)) for pair in cutting.pairs(run)])


def _forms(
    word: str, field: str, language: str, *, beginning: bool, forgiving: bool
) -> Iterator[tantivy.Query]:
    """Give the forms under which a word is found in a field."""
    written = [(field, word)] if not language else [(f"{field}_stems", cutting.mark(language) + word)]
    if not language:
        yield _term(field, word)
    if field in LEVELS:
        for code in [language] if language else cutting.STEMMED:
            for part in cutting.stem(word, code):
                yield Query.boost_query(_term(f"{field}_stems", part), _STEM)
                if language and part != written[0][1]:
                    written.append((f"{field}_stems", part))
    if beginning and len(word) >= _BEGINNING_LENGTH:
        yield _like(*written[0], 0, _BEGINNING, beginning=True)
    if forgiving and len(word) >= _FORGIVING_LENGTH:
        for name, form in written:
            yield _like(name, form, 1, _MISTAKE)


def _term(field: str, value: str) -> tantivy.Query:
    return Query.term_query(schema(), field, value, index_option="freq")


def _like(field: str, word: str, distance: int, weight: float, *, beginning: bool = False) -> tantivy.Query:
    close = Query.fuzzy_term_query(schema(), field, word, distance=distance, prefix=beginning)
    return Query.boost_query(close, weight)
