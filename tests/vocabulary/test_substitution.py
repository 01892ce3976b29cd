"""A deprecated term gives way to its heir, in a copy, and nothing else moves."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sitra.kit.errors import Impossible
from sitra.vocabulary.rules.book import TermBook, TermLine
from sitra.vocabulary.rules.substitution import Heir, Outcome, Substituted, heirs, substitute

LISTS = {"prestations.services", "prestations.conforts", "distinctions"}


def book(**announced: dict[str, Any]) -> TermBook:
    """Terms 1 to 9 of one vocabulary; `t3={…}` is what is announced of term 3."""
    lines = [TermLine(number, "PrestationService", number, {}) for number in range(1, 10)]
    return TermBook(
        TermLine(line.id, line.type, line.order, {}, deprecated=announced.get(f"t{line.id}"))
        for line in lines
    )


def term(number: int) -> dict[str, Any]:
    return {"elementReferenceType": "PrestationService", "id": number}


def put(document: dict[str, Any], replacements: dict[int, Heir]) -> Substituted:
    return substitute(document, replacements, LISTS.__contains__)


def outcomes(done: Substituted) -> list[tuple[str, int, str]]:
    return [(".".join(map(str, swap.path)), swap.old, swap.outcome.value) for swap in done.swaps]


TO = {"critereSubstitutionId": 4}


def test_a_chain_is_followed_to_its_end() -> None:
    found = heirs(book(t1={"critereSubstitutionId": 2}, t2={"critereSubstitutionId": 3}, t3=TO))
    assert found == dict.fromkeys((1, 2, 3), Heir(term(4)))


def test_a_chain_keeps_the_field_it_leads_to() -> None:
    found = heirs(book(t1={"critereSubstitutionId": 2}, t2={**TO, "champSubstitution": "distinctions"}))
    assert found == dict.fromkeys((1, 2), Heir(term(4), "distinctions"))


@pytest.mark.parametrize(
    "announced", [{"code": "X"}, {"critereSubstitutionId": 999}, {"dateAlerte": "2026-01-01"}]
)
def test_a_term_without_replacement_has_no_heir(announced: dict[str, Any]) -> None:
    assert heirs(book(t1=announced)) == {}


def test_a_term_whose_replacement_goes_too_keeps_the_last_one_named() -> None:
    assert heirs(book(t1={"critereSubstitutionId": 2}, t2={"code": "X"})) == {1: Heir(term(2))}


@pytest.mark.parametrize(
    ("announced", "ring"),
    [
        ({"t1": {"critereSubstitutionId": 1}}, "1 → 1"),
        ({"t1": {"critereSubstitutionId": 2}, "t2": {"critereSubstitutionId": 1}}, "→ 2 →"),
        (
            {
                "t1": {"critereSubstitutionId": 2},
                "t2": {"critereSubstitutionId": 3},
                "t3": {"critereSubstitutionId": 2},
            },
            "2 → 3 → 2",
        ),
    ],
)
def test_a_circle_is_refused(announced: dict[str, Any], ring: str) -> None:
    with pytest.raises(Impossible, match="en rond") as refused:
        heirs(book(**announced))
    assert ring in str(refused.value)


def test_a_term_is_replaced_in_its_place() -> None:
    document = {"nom": {"libelleFr": "Gîte"}, "prestations": {"services": [term(5), term(1), term(6)]}}
    before = deepcopy(document)
    done = put(document, {1: Heir(term(4))})
    assert done.document["prestations"]["services"] == [term(5), term(4), term(6)]
    assert outcomes(done) == [("prestations.services.1", 1, "replaced")]
    assert document == before


def test_an_heir_that_is_there_already_is_not_written_twice() -> None:
    services = [term(1), term(2), term(4)]
    done = put({"prestations": {"services": services}}, {1: Heir(term(4)), 2: Heir(term(4))})
    assert done.document == {"prestations": {"services": [term(4)]}}
    assert [swap.outcome for swap in done.swaps] == [Outcome.MERGED, Outcome.MERGED]


def test_two_terms_of_one_heir_leave_it_once() -> None:
    done = put({"prestations": {"services": [term(1), term(2)]}}, dict.fromkeys((1, 2), Heir(term(4))))
    assert done.document == {"prestations": {"services": [term(4)]}}


@pytest.mark.parametrize(
    ("document", "field", "after", "outcome"),
    [
        pytest.param(
            {"prestations": {"services": [term(1), term(5)]}}, "prestations.conforts",
            {"prestations": {"services": [term(5)], "conforts": [term(4)]}}, "moved", id="new list",
        ),
        pytest.param(
            {"prestations": {"services": [term(1)], "conforts": [term(4)]}}, "prestations.conforts",
            {"prestations": {"conforts": [term(4)]}}, "moved", id="there already",
        ),
        pytest.param(
            {"prestations": {"services": [term(1)]}}, "accueil.type",
            {"prestations": {}, "accueil": {"type": term(4)}}, "moved", id="new block",
        ),
        pytest.param(
            {"prestations": {"services": [term(1)]}, "accueil": {"type": term(7)}}, "accueil.type",
            None, "left", id="field taken",
        ),
        pytest.param(
            {"prestations": {"services": [term(1)]}, "accueil": "libre"}, "accueil.type",
            None, "left", id="something else in the way",
        ),
        pytest.param(
            {"contacts": [{"type": term(1)}]}, "distinctions", None, "left", id="inside a list of blocks",
        ),
        pytest.param(
            {"prestations": {"services": [term(1), term(5)]}}, "prestations.services",
            {"prestations": {"services": [term(4), term(5)]}}, "replaced", id="the same field",
        ),
    ],
)  # fmt: skip
def test_a_term_goes_to_another_field(
    document: dict[str, Any], field: str, after: dict[str, Any] | None, outcome: str
) -> None:
    done = put(document, {1: Heir(term(4), field)})
    assert done.document == (document if after is None else after)
    assert [swap.outcome.value for swap in done.swaps] == [outcome]


def test_what_no_term_replaces_is_left_for_a_person() -> None:
    document = {"prestations": {"services": [term(1)]}}
    done = put(document, {1: Heir(None, "descriptionTarif.complement")})
    assert (done.document, outcomes(done)) == (document, [("prestations.services.0", 1, "left")])


refs = st.integers(1, 9).map(term)
documents = st.recursive(
    refs | st.none() | st.text(max_size=3) | st.just({"elementReferenceType": "Testserv"}),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=12,
)
replacing = st.dictionaries(st.integers(1, 4), st.integers(5, 9).map(lambda number: Heir(term(number))))


def terms(value: Any) -> list[int]:
    if isinstance(value, dict):
        own = [value["id"]] if "elementReferenceType" in value and "id" in value else []
        return own + [number for below in value.values() for number in terms(below)]
    return [number for below in value for number in terms(below)] if isinstance(value, list) else []


@given(st.dictionaries(st.sampled_from("abc"), documents), replacing)
def test_no_deprecated_term_with_an_heir_remains(
    document: dict[str, Any], replacements: dict[int, Heir]
) -> None:
    before = deepcopy(document)
    done = put(document, replacements)
    assert document == before
    remaining = terms(done.document)
    assert not set(remaining) & replacements.keys()
    assert len(done.swaps) == sum(number in replacements for number in terms(before))
    named = {number: (heir.term or {})["id"] for number, heir in replacements.items()}
    assert set(remaining) == {named.get(number, number) for number in terms(before)}
    assert put(done.document, replacements) == Substituted(done.document, ())


@given(st.dictionaries(st.sampled_from("abc"), documents))
def test_without_heirs_nothing_changes(document: dict[str, Any]) -> None:
    assert put(document, {}) == Substituted(document, ())
