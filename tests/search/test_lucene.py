"""The language of `criteresQuery` against a slow reading of Lucene's own rules."""

import contextlib
import math

import pytest
from hypothesis import given, strategies as st

from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Impossible
from sitra.search.rules import lucene
from sitra.search.rules.columns import table
from sitra.search.rules.columns.facts import Facts
from sitra.search.rules.columns.keeping import keep
from sitra.search.rules.columns.table import Columns

KINDS = [Kind.HOTELLERIE, Kind.RESTAURATION, Kind.ACTIVITE]
RECORDS = [(kind, frozenset(terms)) for kind in KINDS for terms in ([], [1], [2], [1, 2])]
"""Every mix of three kinds and two criteria."""


@pytest.fixture(scope="module")
def columns() -> Columns:
    return table.of((fact(number, kind, terms) for number, (kind, terms) in enumerate(RECORDS)), 1, 1)


def fact(number: int, kind: Kind, terms: frozenset[int]) -> Facts:
    return Facts(
        number, kind.value, "PUBLISHED", 1, "", (), tuple(sorted(terms)), (), 0, -1, math.nan, math.nan, 0, ""
    )


leaves = st.sampled_from([*(f"type:{kind}" for kind in KINDS), "critere:Essai_1", "critere:Essai_2"])
signs = st.sampled_from(["", "+", "-", "NOT ", "!"])
joints = st.sampled_from([" ", " OR ", " AND ", " || ", " && "])
type Written = str | list[tuple[str, str, "Written"]]


def groups(children: st.SearchStrategy[Written]) -> st.SearchStrategy[Written]:
    return st.lists(st.tuples(joints, signs, children), min_size=1, max_size=4)


expressions = groups(st.recursive(leaves, groups, max_leaves=8))


def spell(written: Written) -> str:
    if isinstance(written, str):
        return written
    parts = [
        (joint if place else "") + sign + (spell(one) if isinstance(one, str) else f"({spell(one)})")
        for place, (joint, sign, one) in enumerate(written)
    ]
    return "".join(parts)


def holds(written: Written, record: tuple[Kind, frozenset[int]]) -> bool:
    """Lucene's rule: `AND` makes both neighbours compulsory unless they are excluded."""
    if isinstance(written, str):
        field, value = written.split(":")
        return record[0] == value if field == "type" else int(value.split("_")[1]) in record[1]
    must, may, banned = [], [], []
    for place, (joint, sign, one) in enumerate(written):
        following = written[place + 1][0] if place + 1 < len(written) else ""
        joined = (place > 0 and joint.strip() in {"AND", "&&"}) or following.strip() in {"AND", "&&"}
        if sign.strip() in {"-", "NOT", "!"}:
            banned.append(one)
        elif sign == "+" or joined:
            must.append(one)
        else:
            may.append(one)
    if any(holds(one, record) for one in banned) or not all(holds(one, record) for one in must):
        return False
    return bool(must) or not may or any(holds(one, record) for one in may)


@given(expressions)
def test_the_columns_agree_with_the_slow_reading(columns: Columns, written: Written) -> None:
    found = keep(columns, lucene.parse(spell(written)))
    assert set(found) == {number for number, record in enumerate(RECORDS) if holds(written, record)}


@given(st.text(alphabet='ab_19 :()+-!&|"ANDORT*~[]{}\\é', max_size=40))
def test_whatever_is_written_is_read_or_refused_with_a_place(written: str) -> None:
    with contextlib.suppress(Impossible):
        assert lucene.read(written).clauses


values = st.one_of(
    st.sampled_from(["HOTELLERIE", "Essai_1", "CritereInterne_5", "AND", "OR", "NOT", ""]),
    st.text(alphabet=st.characters(exclude_characters='"', exclude_categories=["Cs"]), max_size=12),
)
words = st.builds(lucene.Word, values)
names = st.sampled_from(["type", "critere", "critereInterne", "AND", "x9"])
needs = st.sampled_from(["must", "may", "not"])


def clauses(nodes: st.SearchStrategy[lucene.Node]) -> st.SearchStrategy[lucene.Group]:
    listed = st.lists(st.builds(lucene.Clause, needs, nodes), min_size=1, max_size=4)
    return listed.map(lambda held: lucene.Group(tuple(held)))


def fielded(nodes: st.SearchStrategy[lucene.Node]) -> st.SearchStrategy[lucene.Node]:
    return st.one_of(st.builds(lucene.Field, names, st.one_of(words, clauses(nodes))), clauses(nodes))


trees = clauses(st.recursive(words, fielded, max_leaves=12))


@given(trees)
def test_what_is_written_is_read_back_the_same(tree: lucene.Group) -> None:
    assert lucene.read(lucene.write(tree)) == tree


@given(st.one_of(st.text(max_size=60), trees.map(lucene.write), expressions.map(spell)))
def test_nothing_but_the_clear_refusal_is_raised(written: str) -> None:
    refused = ""
    try:
        lucene.parse(written)
    except Impossible as error:
        refused = str(error)
    assert not refused or "criteresQuery" in refused


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("(type:HOTELLERIE", "s'arrête trop tôt"),
        ("type:HOTELLERIE)", "caractère 16 : « ) »"),
        ("type:HOTELLERIE AND", "s'arrête trop tôt"),
        ("type:HOTELLERIE com*", "caractère 20 : « * »"),
        ("type:HOTELLERIE type:CHATEAU", "« CHATEAU » (caractère 22) n'est pas un type"),
        ("type:HOTELLERIE\n critere:3", "« critere:3 » (caractère 26) s'écrit"),
        ("critereInterne:Essai_3", "(caractère 16) s'écrit critereInterne:CritereInterne_<numéro>"),
        ("type:HOTELLERIE prix:3", "« prix » (caractère 17) n'est pas connu"),
        ("(" * 60 + "type:HOTELLERIE" + ")" * 60, "parenthèses imbriquées"),
        ("type:HOTELLERIE " * 400, "5000 caractères"),
    ],
)
def test_a_mistake_is_named_with_its_place(written: str, said: str) -> None:
    with pytest.raises(Impossible, match="criteresQuery") as refused:
        lucene.parse(written)
    assert said in str(refused.value)


def test_a_field_is_said_once_for_a_group() -> None:
    shared = lucene.read("type:(HOTELLERIE -ACTIVITE)").clauses[0].node
    assert isinstance(shared, lucene.Field)
    assert isinstance(shared.value, lucene.Group)
    assert [clause.need for clause in shared.value.clauses] == ["may", "not"]
    assert str(lucene.parse("type:(HOTELLERIE ACTIVITE)")) == str(
        lucene.parse("(type:HOTELLERIE type:ACTIVITE)")
    )
