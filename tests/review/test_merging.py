"""Merging field by field: nothing invented, nothing lost, and the same twice is the same."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Impossible
from sitra.review.events import Pick
from sitra.review.rules.keeping import Merits, kept
from sitra.review.rules.merging import Couple, empty, merged, proposed
from sitra.review.rules.sameness import NUMBERS
from tests.cast import hotel
from tests.catalog.making import document

KINDS = st.sampled_from(list(Kind))
SEEDS = st.integers(0, 10_000)
FULLNESS = st.sampled_from([0.1, 0.4, 0.9])


def blocks(below: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Blocks whose keys are those of the catalogue, with anything in them."""
    keys = st.sampled_from(
        ["nom", "libelleFr", "informations", "moyensCommunication", "coordonnees", "fr", "type", "id",
         "identifiant", "localisation", "geolocalisation", "geoJson", "valide", "adresse", "contacts",
         "presentation", "descriptifDetaille", "illustrations", "traductionFichiers", "url", "inconnu"]
    )  # fmt: skip
    return st.dictionaries(keys, below, max_size=4)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "b"]),
    lambda below: st.lists(below, max_size=2) | blocks(below),
    max_leaves=12,
)


@st.composite
def couples(draw: st.DrawFn) -> Couple:
    """Two documents of the catalogue, that share some of what they say."""
    kind = draw(KINDS)
    one = document(kind, draw(SEEDS), draw(FULLNESS))
    other = document(kind, draw(SEEDS), draw(FULLNESS))
    shared = draw(st.sets(st.sampled_from(sorted(one)), max_size=4))
    return Couple(kind, one, {**other, **{name: one[name] for name in shared}}, draw(st.booleans()))


@st.composite
def odd_couples(draw: st.DrawFn) -> Couple:
    """Two documents that no form would send."""
    return Couple(Kind.HOTELLERIE, draw(blocks(JSON)), draw(blocks(JSON)), draw(st.booleans()))


def leaves(held: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Give every value with its place, ranks left out."""
    if isinstance(held, Mapping):
        for name, value in held.items():
            yield from leaves(value, f"{path}.{name}")
    elif isinstance(held, list):
        for value in held:
            yield from leaves(value, f"{path}[]")
    else:
        yield path, repr(held)


@given(couple=couples() | odd_couples())
def test_nothing_appears_that_is_in_neither(couple: Couple) -> None:
    known = {*leaves(couple.kept), *leaves(couple.other)}
    assert set(leaves(merged(couple))) <= known


@given(couple=couples() | odd_couples(), picks=st.lists(st.sampled_from(Pick), min_size=1, max_size=9))
def test_every_value_is_that_of_the_side_that_was_chosen(couple: Couple, picks: list[Pick]) -> None:
    """Whatever is chosen, with both for lists only."""
    wanted = [unit for unit in couple.units() if not unit.same and not unit.computed]
    choices = {
        unit.path: pick if unit.many or pick is not Pick.BOTH else Pick.KEPT
        for rank, unit in enumerate(wanted)
        for pick in [picks[rank % len(picks)]]
    }
    result = merged(couple, choices)
    again = {unit.path: unit.other for unit in Couple(couple.kind, couple.kept, result).units()}
    for unit in wanted:
        pick = choices[unit.path]
        if pick is not Pick.BOTH:
            taken = unit.one if pick is Pick.KEPT else unit.other
            assert again.get(unit.path, {}) == taken or empty(taken, unit.node)
    assert set(leaves(result)) <= {*leaves(couple.kept), *leaves(couple.other)}


@given(kind=KINDS, seed=SEEDS, fullness=FULLNESS)
def test_merging_what_is_equal_changes_nothing(kind: Kind, seed: int, fullness: float) -> None:
    one = document(kind, seed, fullness)
    assert merged(Couple(kind, one, document(kind, seed, fullness))) == one


@given(odd=blocks(JSON))
def test_merging_anything_with_itself_changes_nothing(odd: dict[str, Any]) -> None:
    assert merged(Couple(Kind.HOTELLERIE, odd, odd)) == odd


@given(couple=couples())
def test_what_only_one_of_them_says_is_kept(couple: Couple) -> None:
    result = {unit.path: unit.other for unit in Couple(couple.kind, couple.kept, merged(couple)).units()}
    for unit in couple.units():
        if unit.computed or unit.node is None:
            continue
        sides = [side for side in (unit.one, unit.other) if not empty(side, unit.node)]
        if len(sides) == 1:
            assert not empty(result[unit.path], unit.node), unit.path


@settings(max_examples=50)
@given(couple=couples())
def test_keeping_everything_of_the_record_kept_changes_nothing(couple: Couple) -> None:
    assert merged(couple, {unit.path: Pick.KEPT for unit in couple.units()}) == couple.kept


@given(couple=couples())
def test_what_was_merged_is_not_merged_twice(couple: Couple) -> None:
    """Lists put together hold no item twice, and the other record has nothing more to give them."""
    once = merged(couple)
    twice = merged(Couple(couple.kind, once, couple.other, couple.other_is_newer))
    for unit in Couple(couple.kind, once, twice).units():
        if unit.many:
            assert unit.same, unit.path


def contact(number: int, text: str, kind: int = 201) -> dict[str, Any]:
    return {
        "identifiant": number,
        "type": {"elementReferenceType": "MoyenCommunicationType", "id": kind},
        "coordonnees": {"fr": text},
    }


def with_contacts(*rows: dict[str, Any]) -> dict[str, Any]:
    return hotel(informations={"moyensCommunication": list(rows)})


def couple_of(one: dict[str, Any], other: dict[str, Any], **more: Any) -> Couple:
    return Couple(Kind.HOTELLERIE, one, other, **more)


def test_contacts_are_put_together_without_doubles() -> None:
    one = with_contacts(contact(1, "04 75 35 02 03"), contact(2, "https://www.tilleuls.example/", 205))
    other = with_contacts(
        contact(1, "+33 4 75 35 02 03"),
        contact(2, "http://tilleuls.example", 205),
        contact(3, "Accueil@Tilleuls.example", 204),
    )
    rows = merged(couple_of(one, other))["informations"]["moyensCommunication"]
    assert [row["coordonnees"]["fr"] for row in rows] == [
        "04 75 35 02 03",
        "https://www.tilleuls.example/",
        "Accueil@Tilleuls.example",
    ]


def test_a_number_that_is_taken_is_given_up() -> None:
    rows = merged(
        couple_of(with_contacts(contact(1, "04 75 35 02 03")), with_contacts(contact(1, "04 75 35 02 04")))
    )
    one, other = rows["informations"]["moyensCommunication"]
    assert one["identifiant"] == 1
    assert not NUMBERS & set(other)


def test_pictures_are_the_same_by_their_file() -> None:
    def picture(url: str, caption: str) -> dict[str, Any]:
        return {"traductionFichiers": [{"url": url}], "legende": {"libelleFr": caption}}

    one = hotel(illustrations=[picture("https://a.example/1.jpg", "La façade")])
    other = hotel(
        illustrations=[picture("https://a.example/1.jpg", "Vue"), picture("https://a.example/2.jpg", "Salle")]
    )
    held = merged(couple_of(one, other))["illustrations"]
    assert [row["legende"]["libelleFr"] for row in held] == ["La façade", "Salle"]


def test_dates_and_prices_are_never_put_together_unasked() -> None:
    def opened(first: str, last: str) -> dict[str, Any]:
        return hotel(ouverture={"periodesOuvertures": [{"dateDebut": first, "dateFin": last}]})

    couple = couple_of(opened("2026-05-01", "2026-09-30"), opened("2026-06-01", "2026-08-31"))
    assert len(merged(couple)["ouverture"]["periodesOuvertures"]) == 1
    both = merged(couple, {"ouverture.periodesOuvertures": Pick.BOTH})
    assert len(both["ouverture"]["periodesOuvertures"]) == 2


def text(words: str) -> dict[str, Any]:
    return hotel(presentation={"descriptifDetaille": {"libelleFr": words}})


@pytest.mark.parametrize(
    ("one", "other", "newer", "wanted"),
    [
        ("Une maison.", "Une maison de pays au bord de la rivière, avec un grand jardin.", False, "other"),
        ("Une maison de pays au bord de la rivière, avec un grand jardin.", "Un hôtel.", True, "kept"),
        ("Une maison de pays.", "Un hôtel de village.", True, "other"),
        ("Une maison de pays.", "Un hôtel de village.", False, "kept"),
    ],
)
def test_the_fuller_text_is_proposed_else_the_newer(
    one: str, other: str, *, newer: bool, wanted: str
) -> None:
    couple = couple_of(text(one), text(other), other_is_newer=newer)
    (unit,) = [unit for unit in couple.units() if not unit.same]
    assert proposed(couple, unit) == wanted


def test_a_name_is_never_replaced_unasked() -> None:
    couple = couple_of(
        hotel("Les Tilleuls"), hotel("Hôtel-restaurant des Tilleuls, Aubenas"), other_is_newer=True
    )
    assert merged(couple)["nom"] == {"libelleFr": "Les Tilleuls"}
    assert merged(couple, {"nom.libelleFr": Pick.OTHER})["nom"]["libelleFr"].startswith("Hôtel-restaurant")


def test_an_address_is_taken_whole() -> None:
    one, other = hotel(), hotel()
    one["localisation"]["adresse"] = {"codePostal": "07200", "commune": {"id": 1_007_019}}
    other["localisation"]["adresse"]["adresse1"] = "8 rue du Pont"
    assert merged(couple_of(one, other))["localisation"]["adresse"] == other["localisation"]["adresse"]


def test_a_point_goes_with_the_word_of_who_checked_it() -> None:
    one, other = hotel(), hotel()
    one["localisation"]["geolocalisation"] = {"valide": True}
    result = merged(couple_of(one, other))["localisation"]["geolocalisation"]
    assert result == other["localisation"]["geolocalisation"]
    paths = [unit.path for unit in couple_of(one, other).units() if not unit.same]
    assert paths == ["localisation.geolocalisation.geoJson"]


def test_a_record_does_not_link_to_itself() -> None:
    def linked(*numbers: int) -> dict[str, Any]:
        rows = [
            {"type": "PARTENAIRE", "objetTouristique": {"type": "HOTELLERIE", "id": one}} for one in numbers
        ]
        return hotel(liens={"liensObjetsTouristiquesTypes": rows})

    couple = couple_of(linked(12), linked(10, 13), selves=frozenset({10, 11}))
    links = merged(couple)["liens"]["liensObjetsTouristiquesTypes"]
    assert [one["objetTouristique"]["id"] for one in links] == [12, 13]


def test_both_values_of_what_is_no_list_are_refused() -> None:
    with pytest.raises(Impossible, match=re.escape("« Nom » n'a qu'une valeur")):
        merged(couple_of(hotel("A"), hotel("B")), {"nom.libelleFr": Pick.BOTH})


def test_keys_we_do_not_know_are_never_lost() -> None:
    one, other = hotel(ailleurs={"a": 1}), hotel(plus=[1, 2])
    assert merged(couple_of(one, other))["plus"] == [1, 2]
    assert merged(couple_of(one, other))["ailleurs"] == {"a": 1}


def merits(number: int, published: bool, filled: int, sources: int, year: int) -> Merits:
    return Merits(number, published, filled, sources, datetime(year, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ((1, False, 90, 3, 2020), (2, True, 10, 0, 2024), 2),
        ((1, True, 40, 3, 2020), (2, True, 60, 0, 2024), 2),
        ((1, True, 40, 1, 2024), (2, True, 40, 2, 2024), 2),
        ((1, True, 40, 1, 2024), (2, True, 40, 1, 2020), 2),
        ((1, True, 40, 1, 2020), (2, True, 40, 1, 2020), 1),
    ],
)
def test_the_record_to_keep(one: tuple[Any, ...], other: tuple[Any, ...], wanted: int) -> None:
    sides = [merits(*row) for row in (one, other)]
    assert kept(*sides) == kept(*reversed(sides)) == wanted
