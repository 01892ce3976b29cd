"""The `criteresQuery` language of v002 (section 2.2): classic Lucene, reduced to its clauses."""

import io
import re
from collections.abc import Callable
from contextlib import redirect_stderr

import tantivy
from luqum.exceptions import ParseError
from luqum.tree import (
    AndOperation,
    FieldGroup,
    Group,
    Item,
    Not,
    OrOperation,
    Plus,
    Prohibit,
    SearchField,
    UnknownOperation,
    Word,
)

from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Impossible
from sitra.search.rules.schema import schema

with redirect_stderr(io.StringIO()):  # its first import on a machine tells of its grammar tables
    from luqum.thread import parse as parse_lucene

LONGEST = 5000
"""Longest expression read, in characters."""

_CRITERION = re.compile(r"^(?P<type>[A-Za-z]+)_(?P<id>\d{1,18})$")

Occur, Query = tantivy.Occur, tantivy.Query


def parse(expression: str) -> tantivy.Query:
    """Read an expression into a query; an error says what is wrong and where."""
    if len(expression) > LONGEST:
        message = f"« criteresQuery » dépasse {LONGEST} caractères."
        raise Impossible(message)
    try:
        return _query(parse_lucene(expression))
    except ParseError as error:
        message = f"« criteresQuery » n'est pas une expression correcte : {error}"
        raise Impossible(message) from error
    except RecursionError as error:
        message = "« criteresQuery » a trop de parenthèses imbriquées."
        raise Impossible(message) from error


def _query(node: Item) -> tantivy.Query:
    match node:
        case AndOperation():
            return _boolean([_clause(child, Occur.Must) for child in node.children])
        case OrOperation() | UnknownOperation():
            return _boolean([_clause(child, Occur.Should) for child in node.children])
        case Group() | FieldGroup():
            return _query(node.children[0])
        case Plus() | Not() | Prohibit():
            return _boolean([_clause(node, Occur.Should)])
        case SearchField():
            return _field(node.name, node.expr)
        case Word():
            message = (
                f"« criteresQuery » : « {node.value} » n'a pas de champ. Écrivez par exemple type:HOTELLERIE."
            )
            raise Impossible(message)
    message = f"« criteresQuery » : la tournure « {node} » n'est pas comprise."
    raise Impossible(message)


def _clause(node: Item, default: tantivy.Occur) -> tuple[tantivy.Occur, tantivy.Query]:
    if isinstance(node, Plus):
        return Occur.Must, _query(node.a)
    if isinstance(node, Not | Prohibit):
        return Occur.MustNot, _query(node.a)
    return default, _query(node)


def _boolean(clauses: list[tuple[tantivy.Occur, tantivy.Query]]) -> tantivy.Query:
    """Join clauses as Lucene does; excluding alone means everything but."""
    if all(occur == Occur.MustNot for occur, _ in clauses):
        clauses = [(Occur.Must, Query.all_query()), *clauses]
    return Query.boolean_query(clauses)


def _field(name: str, value: Item) -> tantivy.Query:
    read = _FIELDS.get(name)
    if read is None:
        known = ", ".join(_FIELDS)
        message = f"« criteresQuery » : le champ « {name} » n'est pas connu. Champs possibles : {known}."
        raise Impossible(message)
    if isinstance(value, FieldGroup | Group):
        inner = value.children[0]
        words = inner.children if isinstance(inner, OrOperation | UnknownOperation) else [inner]
        return _boolean([(Occur.Should, _field(name, word)) for word in words])
    if not isinstance(value, Word):
        message = f"« criteresQuery » : « {name}:{value} » n'est pas compris."
        raise Impossible(message)
    return read(str(value.value))


def _kind(word: str) -> tantivy.Query:
    if word not in Kind.__members__:
        kinds = ", ".join(Kind.__members__)
        message = f"« criteresQuery » : « {word} » n'est pas un type d'objet. Types possibles : {kinds}."
        raise Impossible(message)
    return Query.term_query(schema(), "kind", word)


def _criterion(word: str) -> tantivy.Query:
    found = _CRITERION.match(word)
    if not found:
        message = f"« criteresQuery » : « critere:{word} » s'écrit critere:<Type>_<numéro>."
        raise Impossible(message)
    return Query.term_query(schema(), "terms", int(found["id"]))


_FIELDS: dict[str, Callable[[str], tantivy.Query]] = {"type": _kind, "critere": _criterion}
