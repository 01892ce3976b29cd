"""The `criteresQuery` language of v002 (section 2.2): classic Lucene, reduced to its clauses."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal

from lark import Lark, Token, Transformer, UnexpectedInput, v_args

from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Impossible
from sitra.search.rules import asking
from sitra.search.rules.conditions import Condition

LONGEST = 5000
"""Longest expression read, in characters."""

DEEPEST = 50
"""Most parentheses one inside another."""

GRAMMAR = r"""
    start: group
    group: clause (_joined clause | conjoined)*
    _joined: OR?
    conjoined: AND clause
    clause: SIGN? _meant
    _meant: word | field | "(" group ")"
    field: FIELD ":" (word | "(" group ")")
    word: WORD | QUOTED
    AND.3: /AND(?![^\s()])|&&/
    OR.3: /OR(?![^\s()])|\|\|/
    SIGN.3: /NOT(?![^\s()])|[+!-]/
    FIELD.2: /[A-Za-z]\w*(?=\s*:)/
    WORD: /[^\s():"+!&|^~*?\[\]{}\\-][^\s():"^~*?\[\]{}\\]*/
    QUOTED: /"[^"]*"/
    %ignore /\s+/
"""

type Tagged = Callable[[int], Iterable[int]]
"""Gives the numbers of the records that carry an internal criterion."""

type Need = Literal["must", "may", "not"]
type Node = Word | Field | Group


@dataclass(frozen=True)
class Word:
    """A value, of the field named before it or before its parenthesis."""

    value: str
    at: int = field(default=1, compare=False)
    """Place in the expression, from 1; two expressions are the same wherever their parts stand."""


@dataclass(frozen=True)
class Field:
    """A field and what it must hold."""

    name: str
    value: Node
    at: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Clause:
    """What is asked, and whether it must, may or must not hold."""

    need: Need
    node: Node


@dataclass(frozen=True)
class Group:
    """Clauses side by side; `AND` makes both its neighbours compulsory, as Lucene does."""

    clauses: tuple[Clause, ...]


@v_args(inline=True)
class _Reader(Transformer[Token, Group]):
    """Turns what the grammar recognised into clauses, as it is read: no tree is walked."""

    def word(self, written: Token) -> Word:
        return Word(written.strip('"'), (written.start_pos or 0) + 1)

    def field(self, name: Token, value: Word | Group) -> Field:
        return Field(str(name), value, (name.start_pos or 0) + 1)

    def clause(self, *parts: Token | Node) -> Clause:
        *sign, node = parts
        need: Need = "may" if not sign else "must" if sign[0] == "+" else "not"
        assert not isinstance(node, Token)
        return Clause(need, node)

    def conjoined(self, _and: Token, clause: Clause) -> tuple[Clause]:
        return (clause,)

    def group(self, *parts: Clause | tuple[Clause] | Token) -> Group:
        clauses: list[Clause] = []
        for part in parts:
            if isinstance(part, tuple):
                clauses[-1] = _compulsory(clauses[-1])
                clauses.append(_compulsory(part[0]))
            elif isinstance(part, Clause):
                clauses.append(part)
        return Group(tuple(clauses))

    def start(self, group: Group) -> Group:
        return group


def _compulsory(clause: Clause) -> Clause:
    return Clause("must", clause.node) if clause.need == "may" else clause


@cache
def _grammar() -> Lark:
    return Lark(GRAMMAR, parser="lalr", transformer=_Reader())


@lru_cache(maxsize=1024)
def read(expression: str) -> Group:
    """Read an expression into clauses; `Impossible` says in French what is wrong and where."""
    if len(expression) > LONGEST:
        message = f"« criteresQuery » dépasse {LONGEST} caractères."
        raise Impossible(message)
    try:
        return _grammar().parse(expression)  # type: ignore[return-value]
    except UnexpectedInput as error:
        raise Impossible(_misread(expression, error)) from error


def _misread(expression: str, error: UnexpectedInput) -> str:
    at = error.pos_in_stream
    token = getattr(error, "token", None)
    if at is None or (token is not None and token.type == "$END"):
        return (
            "« criteresQuery » : l'expression s'arrête trop tôt, "
            "il manque un terme ou une parenthèse fermante."
        )
    return f"« criteresQuery » n'est plus compris au caractère {at + 1} : « {expression[at : at + 20]} »."


def write(node: Node) -> str:
    """Write clauses as an expression that is read back as the same clauses."""
    match node:
        case Word(value):
            return value if _BARE.fullmatch(value) else f'"{value}"'
        case Field(name, value):
            return f"{name}:{_nested(value)}"
        case Group(clauses):
            return " ".join(_SIGNS[one.need] + _nested(one.node) for one in clauses)


def _nested(node: Node) -> str:
    return f"({write(node)})" if isinstance(node, Group) else write(node)


_SIGNS = {"must": "+", "may": "", "not": "-"}
_BARE = re.compile(r"(?!(?:AND|OR|NOT)$)[A-Za-z0-9_][A-Za-z0-9_.-]*")


def parse(expression: str, tagged: Tagged = lambda _: ()) -> Condition:
    """Read an expression into a condition; an error says what is wrong and where."""
    return _Translation(tagged).condition(read(expression))


_CRITERION = re.compile(r"(?P<type>[A-Za-z]+)_(?P<id>[0-9]{1,18})")
_TAG = "CritereInterne"


class _Translation:
    """Turns clauses into a condition, with what the fields need to know."""

    def __init__(self, tagged: Tagged) -> None:
        self._tagged = tagged
        self._fields: dict[str, Callable[[Word], Condition]] = {
            "type": _kind,
            "critere": _criterion,
            "critereInterne": self._tag,
        }

    def condition(self, node: Node, field: str = "", depth: int = 0) -> Condition:
        """Translate a node, which stands in a field or in none."""
        if depth > DEEPEST:
            message = f"« criteresQuery » a plus de {DEEPEST} parenthèses imbriquées."
            raise Impossible(message)
        match node:
            case Word():
                return self._held(field, node)
            case Field(name, value, at):
                return self.condition(value, self._known(name, at), depth + 1)
            case Group(clauses):
                return _joined([(one.need, self.condition(one.node, field, depth + 1)) for one in clauses])

    def _known(self, name: str, at: int) -> str:
        if name not in self._fields:
            message = (
                f"« criteresQuery » : le champ « {name} » (caractère {at}) n'est pas connu. "
                f"Champs possibles : {', '.join(self._fields)}."
            )
            raise Impossible(message)
        return name

    def _held(self, field: str, word: Word) -> Condition:
        if not field:
            message = (
                f"« criteresQuery » : « {word.value} » (caractère {word.at}) n'a pas de champ. "
                "Écrivez par exemple type:HOTELLERIE."
            )
            raise Impossible(message)
        return self._fields[field](word)

    def _tag(self, word: Word) -> Condition:
        found = _CRITERION.fullmatch(word.value)
        if not found or found["type"] != _TAG:
            raise Impossible(_miswritten(word, "critereInterne", f"{_TAG}_<numéro>"))
        return asking.numbered(self._tagged(int(found["id"])))


def _joined(clauses: list[tuple[Need, Condition]]) -> Condition:
    """Join clauses as Lucene does: what may hold counts where nothing must; excluding alone means all but."""
    parts: dict[Need, list[Condition]] = {"must": [], "may": [], "not": []}
    for need, condition in clauses:
        parts[need].append(condition)
    kept = asking.all_of(parts["must"]) if parts["must"] or not parts["may"] else asking.any_of(parts["may"])
    return asking.but(kept, asking.any_of(parts["not"])) if parts["not"] else kept


def _kind(word: Word) -> Condition:
    if word.value not in Kind.__members__:
        kinds = ", ".join(Kind.__members__)
        message = (
            f"« criteresQuery » : « {word.value} » (caractère {word.at}) n'est pas un type d'objet. "
            f"Types possibles : {kinds}."
        )
        raise Impossible(message)
    return asking.one_of("kind", [word.value])


def _criterion(word: Word) -> Condition:
    found = _CRITERION.fullmatch(word.value)
    if not found:
        raise Impossible(_miswritten(word, "critere", "<Type>_<numéro>"))
    return asking.one_of("terms", [int(found["id"])])


def _miswritten(word: Word, field: str, form: str) -> str:
    return f"« criteresQuery » : « {field}:{word.value} » (caractère {word.at}) s'écrit {field}:{form}."
