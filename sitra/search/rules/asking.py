"""A question of the trade, turned into a query of the index."""

from collections.abc import Iterable
from dataclasses import dataclass

import tantivy

from sitra.search.rules.schema import analyzers, schema
from sitra.tourism.policy import Scope

Occur, Query = tantivy.Occur, tantivy.Query

NAME = ("name",)
NAME_DESCRIPTION = ("name", "text_fr", "text")
NAME_DESCRIPTION_CRITERIA = ("name", "text_fr", "text", "criteria")
EVERYWHERE = ("name", "text_fr", "text", "criteria", "place")

_WEIGHTS = {"name": 6.0, "place": 3.0, "criteria": 2.0, "text_fr": 1.5, "text": 1.0}
_CUTTERS = {"text_fr": "sitra_french", "criteria": "sitra_french"}
_FORGIVING_LENGTH = 5
"""From this many letters on, one typing mistake in a name is forgiven."""


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


def words(text: str, fields: tuple[str, ...]) -> tantivy.Query | None:
    """Ask for every word somewhere in these fields; `None` when there is no word to ask for."""
    asked = [_word(word, fields) for word in text.split()[:30]]
    found = [query for query in asked if query is not None]
    return all_of(found) if found else None


def _word(word: str, fields: tuple[str, ...]) -> tantivy.Query | None:
    """Ask for one word as each field cuts it; all its parts must stand in the same field."""
    choices = []
    for field in fields:
        parts = analyzers()[_CUTTERS.get(field, "sitra_words")].analyze(word)
        if parts:
            exact = all_of(Query.term_query(schema(), field, part) for part in parts)
            choices.append((Occur.Should, Query.boost_query(exact, _WEIGHTS[field])))
        if field == "name" and len(parts) == 1 and len(parts[0]) >= _FORGIVING_LENGTH:
            close = Query.fuzzy_term_query(schema(), field, parts[0], distance=1)
            choices.append((Occur.Should, Query.boost_query(close, 0.5)))
    stop_word = len(choices) < len(fields) and not analyzers()["sitra_french"].analyze(word)
    return None if stop_word or not choices else Query.boolean_query(choices)
