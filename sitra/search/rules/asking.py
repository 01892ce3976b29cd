"""A question of the trade, turned into a query of the index."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import tantivy

from sitra.search.rules import words as cutting
from sitra.search.rules.around import Box
from sitra.search.rules.schema import AGENDA_KINDS, LEVELS, schema
from sitra.search.rules.words import Cut
from sitra.tourism.policy import Scope

Occur, Query, FieldType = tantivy.Occur, tantivy.Query, tantivy.FieldType

NAME = ("name",)
NAME_DESCRIPTION = ("name", "text")
NAME_DESCRIPTION_CRITERIA = ("name", "text", "criteria")
EVERYWHERE = ("name", "text", "criteria", "place")

LONGEST_TEXT = 500
"""Signs of what is asked for in words at most."""

_WEIGHTS = {"name": 6.0, "place": 3.0, "criteria": 2.0, "text": 1.5}
_STEM, _BEGINNING, _MISTAKE = 0.8, 0.5, 0.3
"""How much less a stem, a beginning and a mistake weigh than the word itself."""

_FORGIVING_LENGTH = 5
"""From this many letters on, one typing mistake is forgiven."""

_BEGINNING_LENGTH = 3
"""From this many letters on, the last word may be the beginning of one."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for, by people: words, kinds, communes (INSEE codes), and which page."""

    words: str = ""
    kinds: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    first: int = 0
    count: int = 20
    order: str = "PERTINENCE"


def within(scope: Scope) -> tantivy.Query:
    """Keep what a right opens."""
    states = [state.wire for state in scope.open_states]
    choices = [(Occur.Should, one_of("state", states))]
    if scope.owners:
        choices.append((Occur.Should, one_of("owner", scope.owners)))
    return Query.boolean_query(choices)


def one_of(field: str, values: Iterable[str] | Iterable[int]) -> tantivy.Query:
    """Keep what has one of these values; no value keeps nothing."""
    wanted = list(values)
    return Query.term_set_query(schema(), field, wanted) if wanted else Query.empty_query()


def all_of(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    """Keep what satisfies every query; no query keeps everything."""
    musts = [(Occur.Must, query) for query in queries]
    return Query.boolean_query(musts) if musts else Query.all_query()


def any_of(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    """Keep what satisfies one query at least; no query keeps nothing."""
    choices = [(Occur.Should, query) for query in queries]
    return Query.boolean_query(choices) if choices else Query.empty_query()


def but(query: tantivy.Query, excluded: tantivy.Query) -> tantivy.Query:
    """Keep what satisfies a query and not another."""
    return Query.boolean_query([(Occur.Must, query), (Occur.MustNot, excluded)])


def between(field: str, least: int | None, most: int | None) -> tantivy.Query:
    """Keep what has a number between two bounds, both included."""
    return Query.range_query(schema(), field, FieldType.Integer, least, most)


def inside(box: Box) -> tantivy.Query:
    """Keep the points of a box, its edges included."""
    if box.west > box.east:
        sides = [_degrees("lon", box.west, 180), _degrees("lon", -180, box.east)]
        return all_of([any_of(sides), _degrees("lat", box.south, box.north)])
    return all_of([_degrees("lon", box.west, box.east), _degrees("lat", box.south, box.north)])


def _degrees(field: str, least: float, most: float) -> tantivy.Query:
    return Query.range_query(schema(), field, FieldType.Float, float(least), float(most))


def agenda() -> tantivy.Query:
    """Keep the kinds that an agenda shows."""
    return one_of("kind", AGENDA_KINDS)


def open_between(start: date, end: date) -> tantivy.Query:
    """Keep what is open on at least one day; nothing when the days are reversed."""
    return one_of("days", _cells(start, end))


def _cells(start: date, end: date) -> Iterator[str]:
    """Cover an interval with whole months where it holds them, with days elsewhere."""
    day = start
    while day <= end:
        following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        if day.day == 1 and following - timedelta(days=1) <= end:
            yield day.isoformat()[:7]
            day = following
        else:
            yield day.isoformat()
            day += timedelta(days=1)


def words(
    text: str, fields: tuple[str, ...], language: str = "", *, forgiving: bool = False
) -> tantivy.Query | None:
    """Ask for every word somewhere in these fields; `None` when nothing is asked.

    The last word may be the beginning of one. Articles only weigh in, unless there is nothing else. With a
    language, only its texts are searched. `forgiving` lets a typing mistake pass in each word.
    """
    cuts = cutting.asked(text[:LONGEST_TEXT], language)
    if not cuts:
        return Query.empty_query() if text.strip() else None
    telling = [cut for cut in cuts if not cut.slight] or cuts
    asked = []
    for rank, cut in enumerate(cuts):
        last = rank == len(cuts) - 1
        query = _word(cut, fields, language, beginning=last, forgiving=forgiving)
        asked.append((Occur.Must if cut in telling else Occur.Should, query))
    return Query.boolean_query(asked)


def _word(
    cut: Cut, fields: tuple[str, ...], language: str, *, beginning: bool, forgiving: bool
) -> tantivy.Query:
    """Ask for one word in any of the fields."""
    choices = []
    for field in fields:
        if language and field not in LEVELS:
            continue
        if cut.unspaced:
            found = _unspaced(cut.text, field, language)
        else:
            found = Query.disjunction_max_query(
                list(_forms(cut.text, field, language, beginning=beginning, forgiving=forgiving))
            )
        choices.append(Query.boost_query(found, _WEIGHTS[field]))
    return any_of(choices)


def _unspaced(run: str, field: str, language: str) -> tantivy.Query:
    """Ask for a run of signs: all its pairs of neighbours in the same field."""
    before = cutting.mark(language) if language else ""
    name = f"{field}_stems" if language else field
    return all_of(_term(name, before + pair) for pair in cutting.pairs(run))


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
