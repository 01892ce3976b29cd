"""The terms that ship with the program: enough of them, right in their facts, said in six languages."""

import re
from collections import Counter
from pathlib import Path

import pytest

from sitra.vocabulary.actions import seed_lines
from sitra.vocabulary.rules.book import TermLine
from sitra.vocabulary.rules.files import elements
from sitra.vocabulary.rules.names import VOCABULARIES

LANGUAGES = ("Fr", "En", "De", "It", "Es", "Nl")
LEAST = 2_800
NOT_TERMS = {"2021", "6192", "203"}
"""Numbers of appendix B that are a year, a count, and a term it calls inactive."""


@pytest.fixture(scope="module")
def seed() -> dict[int, TermLine]:
    lines = list(seed_lines())
    assert len({line.id for line in lines}) == len(lines)
    return {line.id: line for line in lines}


def test_there_are_enough_terms_in_enough_vocabularies(seed: dict[int, TermLine]) -> None:
    assert len(seed) >= LEAST
    used = Counter(line.type for line in seed.values())
    assert used.keys() <= set(VOCABULARIES)
    assert len(used) >= 80


@pytest.mark.parametrize("suffix", LANGUAGES)
def test_every_term_is_said_in_six_languages(seed: dict[int, TermLine], suffix: str) -> None:
    assert [line.id for line in seed.values() if not line.labels.get(f"libelle{suffix}")] == []


def test_labels_are_tidy_and_told_apart(seed: dict[int, TermLine]) -> None:
    for line in seed.values():
        for words in line.labels.values():
            assert words == " ".join(words.split()), line
            assert len(words) <= 100, line
    french = Counter((line.type, line.label().casefold()) for line in seed.values())
    assert [key for key, times in french.items() if times > 1] == []


def test_what_a_term_stands_under_is_there(seed: dict[int, TermLine]) -> None:
    for line in seed.values():
        for number in (line.parent_id, line.family_id, line.label_type_id):
            assert number is None or number in seed, line
        assert line.family_id is None or seed[line.family_id].type == "FamilleCritere"
    assert sum(line.family_id is not None for line in seed.values()) > 1_000
    assert sum(line.parent_id is not None for line in seed.values()) > 500


def test_its_facts_are_those_of_the_network(seed: dict[int, TermLine], shared: Path) -> None:
    (full,) = (shared / "data").glob("*/elements_reference-2021-10-29.json.gz")
    official = {row["id"]: row for row in elements(full)}
    compared = [(line, official[line.id]) for line in seed.values() if line.id in official]
    assert len(compared) >= LEAST
    for line, row in compared:
        assert (line.type, line.order) == (row["elementReferenceType"], row.get("ordre", 0))
        assert line.parent_id in {None, (row.get("parent") or {}).get("id")}
        assert line.family_id in {None, (row.get("familleCritere") or {}).get("id")}


def test_what_clients_of_the_contract_count_on_is_there(seed: dict[int, TermLine], shared: Path) -> None:
    contract = (shared / "wire" / "v002.md").read_text(encoding="utf-8")
    appendix = contract.split("## Appendix B")[1].split("\n", 1)[1]
    ranges = re.findall(r"\b(\d{3,4})\.\.(\d{3,4})\b", appendix)
    named = {int(one) for one in re.findall(r"\b\d{3,4}\b", appendix) if one not in NOT_TERMS}
    named |= {number for first, last in ranges for number in range(int(first), int(last) + 1)}
    assert len(named) > 150
    assert sorted(named - seed.keys()) == []
