"""Random networks: the filter, the guard and a plain reading of the rules agree on every record."""

import random
from collections.abc import Callable

import pytest

from sitra.access.events import Act, Ground
from sitra.access.rules.areas import Area, Place
from sitra.access.rules.mandate import Granted, Mandate
from sitra.catalog.rules.kinds import Kind
from sitra.members.events import Duty
from sitra.search import queries as search
from sitra.tourism.actions import layers
from sitra.tourism.events import State
from sitra.tourism.models import Collaboration, TouristObject
from sitra.tourism.policy import CONSULT, RIGHTS, place_of
from tests.cast import ALBERTVILLE, AUBENAS, PRIVAS, Cast, hotel, refuge

KINDS = ["HOTELLERIE", "RESTAURATION", "HEBERGEMENT_COLLECTIF"]
COMMUNES = [AUBENAS, PRIVAS, ALBERTVILLE]
OWNERS = [2, 3, 4, 5, 6, 7]
RECORDS = range(1, 41)
GIVEN = [Duty.CONSULT, Duty.WRITE, Duty.PUBLISH, Duty.REVIEW]


def some[T](dice: random.Random, values: list[T], most: int) -> frozenset[T]:
    return frozenset(dice.sample(values, dice.randint(0, most)))


def maybe[T](dice: random.Random, values: list[T]) -> frozenset[T] | None:
    return frozenset(dice.sample(values, dice.randint(1, 2))) if dice.random() < 0.5 else None


def grant(dice: random.Random, records: list[int]) -> Granted:
    area = Area(
        Ground.GRANT,
        owners=maybe(dice, OWNERS),
        communes=maybe(dice, COMMUNES),
        kinds=maybe(dice, KINDS),
        records=maybe(dice, records),
    )
    return Granted(dice.choice(GIVEN), area)


def mandate(dice: random.Random, records: list[int]) -> Mandate:
    return Mandate(
        consults=some(dice, OWNERS, 2),
        writes=some(dice, OWNERS, 2),
        publishes=some(dice, OWNERS, 1),
        reviews=some(dice, OWNERS, 1),
        administers=some(dice, OWNERS, 1),
        animated=frozenset(COMMUNES[:2]) if dice.random() < 0.2 else frozenset(),
        pilots=dice.random() < 0.05,
        granted=tuple(grant(dice, records) for _ in range(dice.randint(0, 2))),
    )


def plainly(who: Mandate, act: Act, place: Place) -> bool:
    """Say it as one would to a newcomer, without areas."""
    if place.state == "DELETED":
        return False

    def granted(*duties: Duty) -> bool:
        return any(
            one.duty in duties
            and (one.area.owners is None or place.owner in one.area.owners)
            and (one.area.communes is None or place.commune in one.area.communes)
            and (one.area.kinds is None or place.kind in one.area.kinds)
            and (one.area.records is None or place.number in one.area.records)
            for one in who.granted
        )

    animates = who.pilots or place.commune in who.animated
    owner = place.owner
    readers = who.consults | who.writes | who.publishes | who.reviews | who.administers
    published = place.state == "PUBLISHED" and bool(readers or who.animated or who.pilots)
    reads = bool(place.partners & (who.consults | who.writes))
    consults = published or owner in readers or reads or granted(*GIVEN) or animates
    return {
        Act.CONSULT: consults,
        Act.PROPOSE: consults,
        Act.NOTE: consults and bool(who.writes),
        Act.WRITE: owner in who.writes or bool(place.partners & who.writes) or granted(Duty.WRITE),
        Act.REVIEW: owner in who.reviews | who.writes or granted(Duty.REVIEW) or animates,
        Act.PUBLISH: owner in who.publishes or granted(Duty.PUBLISH) or animates,
        Act.DELETE: owner in who.publishes or who.pilots,
        Act.TRANSFER: owner in who.administers or animates,
    }[act]


def test_the_guard_is_the_plain_rule_in_thousands_of_networks() -> None:
    dice = random.Random(2026)
    states = [state.value for state in State]
    for _ in range(3000):
        who = mandate(dice, list(RECORDS))
        for number in dice.sample(RECORDS, 5):
            place = Place(
                number,
                dice.choice(OWNERS),
                dice.choice([*COMMUNES, None]),
                dice.choice(KINDS),
                dice.choice(states),
                some(dice, OWNERS, 1),
            )
            for act in Act:
                assert (who.ground(act, place) is not None) == plainly(who, act, place), (who, act, place)


@pytest.fixture
def rows(cast: Cast) -> list[TouristObject]:
    """Forty records of every owner, kind, place and state, some of them with a collaborator."""
    del cast
    dice = random.Random(7)
    made = TouristObject.objects.bulk_create(
        TouristObject(
            kind=dice.choice(KINDS),
            state=dice.choice(list(State)).value,
            name="Essai",
            owner_id=dice.choice(OWNERS),
            commune_id=dice.choice([*COMMUNES, None]),
            changed_at="2026-01-01T00:00:00Z",
        )
        for _ in RECORDS
    )
    Collaboration.objects.bulk_create(
        Collaboration(object=row, member_id=dice.choice(OWNERS), since="2026-01-01T00:00:00Z")
        for row in made[::3]
    )
    return made


def test_lists_and_guards_agree(rows: list[TouristObject]) -> None:
    dice = random.Random(13)
    partners = dict(Collaboration.objects.values_list("object_id", "member_id"))
    places = [place_of(row, {partners[row.pk]} if row.pk in partners else ()) for row in rows]
    every = TouristObject.objects.all()
    for _ in range(150):
        who = mandate(dice, [row.pk for row in rows])
        for act, right in RIGHTS.items():
            kept = set(right.among(who, every).values_list("pk", flat=True))
            assert kept == {place.number for place in places if who.ground(act, place)}, (who, act)


def test_the_read_model_opens_what_the_filter_keeps(
    transactional_cast: Cast, read_model: Callable[[], None]
) -> None:
    cast = transactional_cast
    made = []
    for owner, commune in (("aubenas", AUBENAS), ("privas", PRIVAS), ("albertville", ALBERTVILLE)):
        for state in (State.PUBLISHED, State.DRAFT):
            made.append(cast.record(hotel(commune=commune), owner=owner, state=state))
            hut = refuge("Refuge", commune=commune)
            made.append(cast.record(hut, kind=Kind.HEBERGEMENT_COLLECTIF, owner=owner, state=state))
    layers.join(made[2].pk, cast.members["privas"], by=cast.author())
    read_model()
    dice = random.Random(3)
    every = TouristObject.objects.all()
    for _ in range(40):
        who = mandate(dice, [row.pk for row in made])
        kept = set(CONSULT.among(who, every).values_list("pk", flat=True))
        found = search.found(search.opened_to(who), first=0, count=50).numbers
        assert set(found) == kept, who
