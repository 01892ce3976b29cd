"""What an aspect says otherwise: read as sites read it, written so that they do, told in words."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from sitra.catalog.rules.aspects import laid, layers, own, put, rest
from sitra.catalog.rules.differences import differences, said_otherwise
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.layering import following, taken_back, without, written_over
from sitra.catalog.rules.speech import Speech
from sitra.catalog.rules.types import Aspect
from tests.catalog.making import document

HOTEL, WINTER = Kind.HOTELLERIE, "HIVER"
SHORT, FACILITIES = "presentation.descriptifCourt", "prestations.equipements"


class Numbered:
    """Names terms and communes by their number."""

    def term(self, number: int, language: str) -> str:
        """Name a term."""
        return f"terme {number} ({language})"

    def commune(self, number: int) -> str:
        """Name a commune."""
        return f"commune {number}"


FRENCH = Speech("fr", Numbered())


def facility(number: int) -> dict[str, Any]:
    return {"elementReferenceType": "PrestationEquipement", "id": number}


def record(*aspects: dict[str, Any]) -> dict[str, Any]:
    """Write a record with its aspects."""
    base = {
        "nom": {"libelleFr": "Les Tilleuls"},
        "presentation": {"descriptifCourt": {"libelleFr": "Au frais.", "libelleEn": "Cool."}},
        "prestations": {"equipements": [facility(1), facility(2)]},
    }
    return {**base, **({"aspects": list(aspects)} if aspects else {})}


def client_rule(held: dict[str, Any], aspect: str) -> dict[str, Any]:
    """Read an aspect as clients do (v002, section 4.5): the record, and at each path listed what it says."""
    result = {name: deepcopy(value) for name, value in held.items() if name != "aspects"}
    layer: dict[str, Any] = next((one for one in held.get("aspects", []) if one["aspect"] == aspect), {})
    for path in layer.get("champsAspect", []):
        *blocks, last = path.split(".")
        source: Any = layer
        place: Any = result
        for step in blocks:
            source = source.get(step, {})
            place = place.setdefault(step, {})
        if last in source:
            place[last] = source[last]
        else:
            place.pop(last, None)
    return result


def without_marks(held: Any) -> Any:
    """Leave out what only aspects carry, and blocks with nothing in them."""
    if isinstance(held, dict):
        found = {
            key: without_marks(value)
            for key, value in held.items()
            if not key.endswith(("Remove", "Add")) and not key.startswith("surcharge")
        }
        return {key: value for key, value in found.items() if value not in (None, "", [], {})}
    return [without_marks(one) for one in held] if isinstance(held, list) else held


def plain(sentences: list[str]) -> list[str]:
    """Give sentences with the spaces that a keyboard types."""
    return [one.replace("\u00a0", " ") for one in sentences]


def test_a_value_written_over_is_the_aspect_s_and_the_rest_follows() -> None:
    seen = put(laid(record(), WINTER, HOTEL), f"{SHORT}.libelleFr", "Au pied des pistes.")
    written = written_over(record(), WINTER, HOTEL, seen)
    assert written == record(
        {
            "aspect": "HIVER",
            "champsAspect": [SHORT],
            "presentation": {"descriptifCourt": {"libelleFr": "Au pied des pistes.", "libelleEn": "Cool."}},
        }
    )
    moved = put(written, "nom.libelleFr", "Les Ormes")
    assert laid(moved, WINTER, HOTEL)["nom"] == {"libelleFr": "Les Ormes"}
    assert laid(moved, "ETE", HOTEL)["presentation"] == record()["presentation"]


def test_a_value_typed_back_as_the_record_s_is_the_record_s() -> None:
    seen = put(laid(record(), WINTER, HOTEL), f"{SHORT}.libelleFr", "Neige.")
    written = written_over(record(), WINTER, HOTEL, seen)
    assert written_over(written, WINTER, HOTEL, laid(record(), WINTER, HOTEL)) == record()


def test_an_emptied_value_is_not_one_that_follows() -> None:
    emptied = written_over(record(), WINTER, HOTEL, put(laid(record(), WINTER, HOTEL), SHORT, None))
    assert emptied["aspects"] == [{"aspect": "HIVER", "champsAspect": [SHORT]}]
    assert own(emptied, WINTER, HOTEL) == (SHORT,)
    assert "presentation" not in laid(emptied, WINTER, HOTEL)
    assert taken_back(emptied, WINTER, HOTEL, SHORT) == record()


def test_a_list_is_written_whole_and_as_what_it_takes_away() -> None:
    seen = put(laid(record(), WINTER, HOTEL), FACILITIES, [facility(1), facility(3)])
    (layer,) = written_over(record(), WINTER, HOTEL, seen)["aspects"]
    assert layer["champsAspect"] == [FACILITIES, f"{FACILITIES}Remove"]
    assert layer["prestations"] == {
        "equipements": [facility(1), facility(3)],
        "equipementsRemove": [facility(2)],
    }
    again = record(layer)
    assert plain(said_otherwise(again, WINTER, HOTEL, FRENCH)) == [
        "Équipements : ajouté « terme 3 (fr) »",
        "Équipements : retiré « terme 2 (fr) »",
    ]
    assert taken_back(again, WINTER, HOTEL, FACILITIES) == record()


def test_what_was_only_taken_away_is_understood() -> None:
    gone = {"aspect": "HIVER", "champsAspect": [f"{FACILITIES}Remove"]}
    held = record({**gone, "prestations": {"equipementsRemove": [facility(2)]}})
    assert laid(held, WINTER, HOTEL)["prestations"]["equipements"] == [facility(1)]
    assert own(held, WINTER, HOTEL) == (FACILITIES,)
    assert taken_back(held, WINTER, HOTEL, FACILITIES) == record()


def test_surroundings_say_what_is_added_too() -> None:
    term = {"elementReferenceType": "Environnement", "id": 135}
    seen = put(laid(record(), WINTER, HOTEL), "localisation.environnements", [term])
    (layer,) = written_over(record(), WINTER, HOTEL, seen)["aspects"]
    assert layer["localisation"] == {"environnements": [term], "environnementsAdd": [term]}


def test_a_welcome_of_its_own_raises_its_flag_and_lowers_it() -> None:
    place = "prestations.descriptifHandicapMoteur"
    seen = put(laid(record(), "HANDICAP", HOTEL), place, {"libelleFr": "Rampe."})
    written = written_over(record(), "HANDICAP", HOTEL, seen)
    assert layers(written)["HANDICAP"]["prestations"]["surchargeDescriptifHandicapMoteur"] is True
    assert taken_back(written, "HANDICAP", HOTEL, place) == record()


def test_a_block_that_came_whole_is_given_back_part_by_part() -> None:
    texts = {"descriptifCourt": {"libelleFr": "Neige."}, "descriptifDetaille": {"libelleFr": "Poudreuse."}}
    held = record({"aspect": "HIVER", "champsAspect": ["presentation"], "presentation": texts})
    back = taken_back(held, WINTER, HOTEL, SHORT)
    assert own(back, WINTER, HOTEL) == ("presentation.descriptifDetaille",)
    assert laid(back, WINTER, HOTEL)["presentation"] == {
        **record()["presentation"],
        "descriptifDetaille": {"libelleFr": "Poudreuse."},
    }


def test_one_language_is_taken_back_alone() -> None:
    texts = {"libelleFr": "Neige.", "libelleEn": "Snow."}
    held = record({"aspect": "HIVER", "champsAspect": [SHORT], "presentation": {"descriptifCourt": texts}})
    back = taken_back(held, WINTER, HOTEL, f"{SHORT}.libelleEn")
    assert laid(back, WINTER, HOTEL)["presentation"]["descriptifCourt"] == {
        "libelleFr": "Neige.",
        "libelleEn": "Cool.",
    }


def test_what_no_path_lists_is_kept_and_read_by_nobody() -> None:
    loose = {"aspect": "HIVER", "presentation": {"descriptifCourt": {"libelleFr": "Perdu."}}}
    held = record(loose)
    assert laid(held, WINTER, HOTEL) == record()
    assert rest(loose, HOTEL) == {"presentation": {"descriptifCourt": {"libelleFr": "Perdu."}}}
    seen = put(laid(held, WINTER, HOTEL), "prestations.ageMin", 3)
    assert written_over(held, WINTER, HOTEL, seen)["aspects"][0]["presentation"] == loose["presentation"]


def test_a_whole_aspect_goes_and_the_others_stay() -> None:
    winter, groups = ({"aspect": one, "champsAspect": [SHORT]} for one in ("HIVER", "GROUPES"))
    assert without(record(winter, groups), WINTER) == record(groups)
    assert without(record(winter), WINTER) == record()


@pytest.mark.parametrize("names", [["nom"], ["zut.alors"], [""], [3], "nom"])
def test_paths_that_no_aspect_has_are_passed_over(names: Any) -> None:
    held = record({"aspect": "HIVER", "champsAspect": names})
    assert laid(held, WINTER, HOTEL) == record()


def test_changes_of_an_aspect_are_told_under_its_name() -> None:
    seen = put(laid(record(), WINTER, HOTEL), f"{SHORT}.libelleFr", "Neige.")
    written = written_over(record(), WINTER, HOTEL, seen)
    assert plain(differences(record(), written, HOTEL, FRENCH)) == [
        "Hiver · Descriptif court (français) : « Au frais. » → « Neige. »"
    ]
    pinned = record({"aspect": "HIVER", "champsAspect": [SHORT], "presentation": record()["presentation"]})
    assert differences(record(), pinned, HOTEL, FRENCH) == [
        "Hiver · Descriptif court : ne suit plus la fiche"
    ]
    assert differences(pinned, record(), HOTEL, FRENCH) == ["Hiver · Descriptif court : comme la fiche"]
    english = Speech("en", Numbered())
    assert differences(written, pinned, HOTEL, english)[0].startswith("Winter · Short description (French): ")


KINDS = st.sampled_from(list(Kind))
SEEDS = st.integers(0, 10_000)


@settings(max_examples=60, deadline=None)
@given(kind=KINDS, seed=SEEDS, aspect=st.sampled_from([one.value for one in Aspect]))
def test_whatever_is_written_over_reads_so_to_clients_and_leaves_the_record(
    kind: Kind, seed: int, aspect: str
) -> None:
    held, other = document(kind, seed, 0.5), document(kind, seed + 1, 0.5)
    held.pop("aspects", None)
    before = deepcopy(held)
    ground = laid(held, aspect, kind)
    seen = {**ground, **{key: one for key, one in other.items() if key != "aspects"}}
    written = written_over(held, aspect, kind, seen)
    again = laid(written, aspect, kind)
    assert held == before
    assert {key: one for key, one in written.items() if key != "aspects"} == before
    assert without_marks(client_rule(written, aspect)) == without_marks(again)
    assert written_over(written, aspect, kind, again) == written
    back = written
    for place in own(written, aspect, kind):
        back = taken_back(back, aspect, kind, place)
    assert back == before


def english(held: dict[str, Any], words: str) -> dict[str, Any]:
    return put(held, f"{SHORT}.libelleEn", words)


def test_what_a_version_only_took_along_follows_the_record() -> None:
    seen = put(laid(record(), WINTER, HOTEL), f"{SHORT}.libelleFr", "Neige.")
    seen = put(seen, FACILITIES, [facility(2), facility(3)])
    before = written_over(record(), WINTER, HOTEL, seen)
    after = put(english(before, "Fresh."), FACILITIES, [facility(2), facility(4)])
    winter = laid(following(before, after, HOTEL), WINTER, HOTEL)
    assert winter["presentation"]["descriptifCourt"] == {"libelleFr": "Neige.", "libelleEn": "Fresh."}
    assert winter["prestations"]["equipements"] == [facility(2), facility(3), facility(4)]
    (layer,) = following(before, after, HOTEL)["aspects"]
    assert "equipementsRemove" not in layer["prestations"]


def test_what_a_version_says_or_pins_does_not_follow() -> None:
    own_texts = {"descriptifCourt": {"libelleFr": "Neige.", "libelleEn": "Snow."}}
    written = record({"aspect": "HIVER", "champsAspect": [SHORT], "presentation": own_texts})
    assert following(written, english(written, "Fresh."), HOTEL) == english(written, "Fresh.")
    pinned = record({"aspect": "HIVER", "champsAspect": [SHORT], "presentation": record()["presentation"]})
    assert following(pinned, english(pinned, "Fresh."), HOTEL) == english(pinned, "Fresh.")
    emptied = record({"aspect": "HIVER", "champsAspect": [SHORT]})
    assert following(emptied, english(emptied, "Fresh."), HOTEL) == english(emptied, "Fresh.")
    taken = {"aspect": "HIVER", "champsAspect": [f"{FACILITIES}Remove"]}
    deltas = record({**taken, "prestations": {"equipementsRemove": [facility(2)]}})
    more = put(deltas, FACILITIES, [facility(1), facility(2), facility(4)])
    assert following(deltas, more, HOTEL) == more
    assert laid(more, WINTER, HOTEL)["prestations"]["equipements"] == [facility(1), facility(4)]
