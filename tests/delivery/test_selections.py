"""What selections hold: always of the moment, and as people added and refused."""

import json
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, strategies as st

from sitra.accounts.models import Person
from sitra.delivery import actions, queries
from sitra.delivery.actions import Drawn, Wanted
from sitra.delivery.events import Turn
from sitra.delivery.models import Project
from sitra.delivery.queries.selections import EVERYBODY
from sitra.delivery.rules.selections import Line, in_order, in_turn
from sitra.kit.errors import Impossible, Unknown
from sitra.members import actions as members
from sitra.search.actions import keeping
from sitra.search.queries import Box, Question
from sitra.search.rules.written import read, written
from sitra.tourism import actions as tourism
from sitra.tourism.events import State
from tests.cast import AUBENAS, PRIVAS, Cast, hotel
from tests.wire import official

pytestmark = pytest.mark.django_db
PREFIX = "/api/v002/"
HOTELS = Question(kinds=("HOTELLERIE",))
IN_AUBENAS = Question(communes=("07019",))


@pytest.fixture
def keeper(cast: Cast) -> Person:
    return seated(cast)


def seated(cast: Cast) -> Person:
    members.seat(cast.people["clerk"], cast.members["aubenas"].pk, ["consult", "write", "projects"])
    return cast.people["clerk"]


@pytest.fixture
def project(cast: Cast, keeper: Person) -> Project:
    return actions.start_project(Wanted("Site"), cast.members["aubenas"].pk, by=keeper)


def held(number: int) -> list[int]:
    queries.forget_selections()
    line = queries.selection(number)
    assert line
    return queries.selected(line, EVERYBODY).numbers


def made(drawn: Drawn, keeper: Person, cast: Cast) -> int:
    return actions.make_selection(drawn, cast.members["aubenas"].pk, by=keeper)


@pytest.mark.django_db(transaction=True)
def test_a_selection_follows_its_records(transactional_cast: Cast, read_model: Callable[[], None]) -> None:
    cast, keeper = transactional_cast, seated(transactional_cast)
    one, two = (cast.record(hotel(name)) for name in ("Un", "Deux"))
    far = cast.record(hotel("Loin", commune=PRIVAS), owner="privas")
    read_model()
    number = made(Drawn("À Aubenas", IN_AUBENAS), keeper, cast)
    assert held(number) == [two.pk, one.pk]
    moved = hotel("Deux", commune=PRIVAS)
    tourism.revise(two.pk, moved, seen=two.revision, by=cast.author())
    tourism.change_state(one.pk, "hide", seen=one.revision, by=cast.author())
    read_model()
    assert held(number) == []
    actions.add(number, [far.pk, one.pk], by=keeper)
    assert held(number) == [far.pk]


def test_acts_of_hands_agree_with_plain_sets(
    cast: Cast, keeper: Person, read_model: Callable[[], None]
) -> None:
    """Any sequence of adding, refusing and leaving holds what sets of numbers would."""
    records = [cast.record(hotel(f"H{n}", commune=AUBENAS if n % 2 else PRIVAS)).pk for n in range(8)]
    read_model()
    drawn = random.Random(7)
    asked = {number for rank, number in enumerate(records) if rank % 2}
    number, added, refused = made(Drawn("S", IN_AUBENAS), keeper, cast), set[int](), set[int]()
    for _ in range(60):
        some = set(drawn.sample(records, drawn.randint(1, 3)))
        match drawn.choice("ard"):
            case "a":
                actions.add(number, some, by=keeper)
                added, refused = added | some, refused - some
            case "r":
                actions.refuse(number, some, by=keeper)
                added, refused = added - some, refused | some
            case _:
                actions.leave(number, some, by=keeper)
                added, refused = added - some, refused - some
        assert set(held(number)) == (asked | added) - refused
        line = queries.selection(number)
        assert line
        for one in records:
            why = queries.why(line, one, EVERYBODY)
            assert why.inside == (one in held(number))
            assert (why.added, why.refused, why.answers) == (one in added, one in refused, one in asked)


def test_why_a_record_is_out(cast: Cast, keeper: Person, read_model: Callable[[], None]) -> None:
    here, draft = cast.record(hotel("Ici")), cast.record(hotel("Brouillon"), state=State.DRAFT)
    read_model()
    number = made(Drawn("S", Question(communes=("07186",), kinds=("HOTELLERIE",), words="lac")), keeper, cast)
    line = queries.selection(number)
    assert line
    assert queries.why(line, here.pk, EVERYBODY).unmet == ("", "commune")
    assert not queries.why(line, draft.pk, EVERYBODY).published


def test_order_by_hand_comes_first(cast: Cast, keeper: Person, read_model: Callable[[], None]) -> None:
    a, b, c = (cast.record(hotel(name)).pk for name in "ABC")
    read_model()
    number = made(Drawn("S", HOTELS), keeper, cast)
    assert held(number) == [a, b, c]
    assert actions.put_in_front(number, [c, 999], by=keeper) == []
    assert held(number) == [c, a, b]
    assert actions.put_in_front(number, [], by=keeper) == [c, 999]
    assert held(number) == [a, b, c]


@given(
    numbers=st.lists(st.integers(1, 10_000), unique=True, min_size=1, max_size=40),
    shown=st.integers(1, 50),
    start=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_each_has_its_turn(numbers: list[int], shown: int, start: date) -> None:
    line = Line(3, 4, "S", ordered=tuple(numbers[:1]), shown=shown)
    for turn in Turn:
        step = 7 if turn is Turn.WEEK else 1
        line = Line(3, 4, "S", ordered=tuple(numbers[:1]), shown=shown, turn=turn)
        seen = set[int]()
        for rank in range(len(numbers) + 1):
            today = in_turn(line, numbers, start + timedelta(days=step * rank))
            assert len(today) == len(set(today)) == min(shown, len(numbers))
            assert numbers[0] in today
            seen.update(today)
        assert shown == 1 or seen == set(numbers)


@given(st.lists(st.integers(1, 60), unique=True), st.lists(st.integers(1, 60), unique=True))
def test_putting_in_front_loses_nobody(numbers: list[int], front: list[int]) -> None:
    ordered = in_order(Line(1, 1, "S", ordered=tuple(front)), numbers)
    assert sorted(ordered) == sorted(numbers)
    assert ordered[: len(set(front) & set(numbers))] == [one for one in front if one in numbers]


def test_a_question_is_read_back_as_it_was_kept() -> None:
    question = Question(
        words="lac", kinds=("ACTIVITE",), communes=("07019",), terms=(3, 4), radius=5_000, owners=(2,),
        start=date(2026, 5, 1), end=date(2026, 5, 2), box=Box(1.5, 2.0, 3.0, 4.0), numbers=(9, 8),
    )  # fmt: skip
    assert read(json.loads(json.dumps(written(question)))) == question
    assert written(Question()) == {}
    assert written(Question(states=("NEW",), due=True, first=20, order="NOM")) == {}
    assert read({"unknown": 1}) == Question()


def test_dropping_is_taken_back(cast: Cast, keeper: Person, project: Project) -> None:
    number = made(Drawn("S", HOTELS), keeper, cast)
    actions.choose_selections(project.pk, [number], bounded=False, by=keeper)
    actions.drop_selection(number, by=keeper)
    assert queries.selections_of(project.pk) == []
    actions.restore_selection(number, by=keeper)
    assert [one.id for one in queries.selections_of(project.pk)] == [number]


def test_nobody_touches_the_selections_of_others(cast: Cast, keeper: Person, project: Project) -> None:
    number, other = made(Drawn("S", HOTELS), keeper, cast), cast.people["neighbour"]
    for act in (
        lambda: actions.add(number, [1], by=other),
        lambda: actions.refuse(number, [1], by=other),
        lambda: actions.leave(number, [1], by=other),
        lambda: actions.put_in_front(number, [1], by=other),
        lambda: actions.drop_selection(number, by=other),
        lambda: actions.restore_selection(number, by=other),
        lambda: actions.change_selection(number, Drawn("x"), by=other),
    ):
        with pytest.raises(Unknown, match="Aucune sélection"):
            act()
    members.seat(other, cast.members["privas"].pk, ["projects"])
    theirs = actions.make_selection(Drawn("P", HOTELS), cast.members["privas"].pk, by=other)
    with pytest.raises(Unknown, match="Aucune sélection"):
        actions.choose_selections(project.pk, [theirs], bounded=False, by=keeper)


@pytest.mark.parametrize(
    "drawn",
    [
        Drawn(" "), Drawn("x" * 121), Drawn("S", labels={"libelleXx": "a"}), Drawn("S", shown=0),
        Drawn("S", labels={"libelleFr": "x" * 121}),
    ],
)  # fmt: skip
def test_what_a_selection_may_not_be(drawn: Drawn, keeper: Person, cast: Cast) -> None:
    with pytest.raises(Impossible):
        made(drawn, keeper, cast)


type Ask = Callable[..., Any]


@pytest.fixture
def ask(project: Project, keeper: Person, client: Client) -> Ask:
    _, key = actions.give_key(project.pk, by=keeper)

    def asking(path: str, **more: Any) -> Any:
        own: dict[str, Any] = {"projetId": project.pk, "apiKey": key}
        return client.get(PREFIX + path, {**own, "query": json.dumps({**own, **more})}).json()

    return asking


def found(ask: Ask, **more: Any) -> list[int]:
    numbers: list[int] = ask("recherche/list-identifiants", **more).get("objetTouristiqueIds", [])
    return numbers


def test_v002_reads_selections(
    cast: Cast, keeper: Person, project: Project, ask: Ask, read_model: Callable[[], None], shared: Path
) -> None:
    one, far = cast.record(hotel("Un")), cast.record(hotel("Loin", commune=PRIVAS))
    read_model()
    near = made(Drawn("Près", IN_AUBENAS, {"libelleEn": "Near"}), keeper, cast)
    everything, foreign = (made(Drawn(name, HOTELS), keeper, cast) for name in ("Tout", "Autre"))
    actions.choose_selections(project.pk, [everything, near], bounded=False, by=keeper)
    lines = ask("referentiel/selections")
    assert [line["id"] for line in lines] == [everything, near]
    assert lines[1] == {"id": near, "libelle": {"libelleFr": "Près", "libelleEn": "Near"}, "nom": "Près"}
    assert ask("referentiel/selections", selectionIds=[near]) == lines[1:]
    held = ask("referentiel/selections-par-objet", referenceIds=[far.pk, one.pk, 999])
    assert [(line["id"], [s["id"] for s in line["selections"]]) for line in held] == [
        (far.pk, [everything]), (one.pk, [everything, near]),
    ]  # fmt: skip
    schemas = shared / "wire/schemas/v002"
    assert official.output_faults(schemas, "apiReferentielSelectionsResultat", lines) == []
    assert found(ask, selectionIds=[near]) == found(ask, selectionIds=[str(near)]) == [one.pk]
    assert found(ask, selectionIds=[near, everything]) == [one.pk, far.pk]
    assert found(ask, selectionIds=[foreign]) == []
    actions.choose_selections(project.pk, [near], bounded=True, by=keeper)
    assert found(ask) == [one.pk]
    assert ask(f"objet-touristique/get-by-id/{far.pk}")["errorType"] == "OBJET_TOURISTIQUE_NOT_FOUND"


def test_v002_reads_what_a_member_keeps(
    cast: Cast, keeper: Person, ask: Ask, read_model: Callable[[], None]
) -> None:
    one, two = cast.record(hotel("Un")), cast.record(hotel("Deux", commune=PRIVAS))
    read_model()
    office = cast.members["aubenas"].pk
    picked = keeping.make_list("L", [two.pk], by=keeper, member=office)
    searched = keeping.keep_search("R", "commune=07019", IN_AUBENAS, by=keeper, member=office)
    own = keeping.make_list("À moi", [two.pk], by=keeper)
    kept = [found(ask, listeEnregistreeId=number) for number in (picked, searched, own, 999)]
    assert kept == [[two.pk], [one.pk], [], []]
