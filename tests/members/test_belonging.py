"""Members: who may do what to whom, sponsors, the charter, and leaving without losing a record."""

from typing import Any

import pytest

from sitra.kit.errors import Forbidden, Impossible, Stale, TradeError
from sitra.ledger.models import Entry
from sitra.ledger.tasks import catch_up
from sitra.members import actions, queries
from sitra.members.events import CHARTER, Duty, MemberFact
from sitra.members.models import Member, Seat
from sitra.members.policy import ADMINISTER, OVERSEE, givable
from sitra.members.rules import MemberFilter, is_above
from sitra.tourism.events import ObjectFact, State
from sitra.tourism.models import TouristObject
from tests.cast import Cast, hotel
from tests.members.crowd import crowd

pytestmark = pytest.mark.django_db

OF_THE_ARDECHE = {"ardeche", "aubenas", "privas"}
EVERYBODY = {"region", "ardeche", "savoie", "aubenas", "privas", "albertville", "hotel"}
TABLE = {
    "pilot": (EVERYBODY, EVERYBODY),
    "animator": (OF_THE_ARDECHE, OF_THE_ARDECHE),
    "chief": (set[str](), {"aubenas"}),
    "clerk": (set[str](), set[str]()),
    "climber": (set[str](), set[str]()),
}
"""Who -> the members they oversee, and those they administer."""


@pytest.mark.parametrize("who", TABLE)
def test_who_decides_about_which_member(cast: Cast, who: str) -> None:
    person = crowd(cast)[who]
    offices = queries.offices(person)
    for right, wanted in zip((OVERSEE, ADMINISTER), TABLE[who], strict=True):
        found = set(right.among(offices, Member.objects.all()))
        assert {name for name, member in cast.members.items() if member in found} == wanted
        assert {name for name, one in cast.members.items() if right.allows(offices, one)} == wanted


def test_nobody_gives_more_than_they_hold(cast: Cast) -> None:
    people, office = crowd(cast), cast.members["aubenas"]
    chief = people["chief"]
    assert givable(queries.offices(chief), office) == {Duty.CONSULT, Duty.MEMBERS, Duty.WRITE}
    assert Duty.ANIMATE not in givable(queries.offices(people["animator"]), office)
    assert givable(queries.offices(people["climber"]), cast.members["hotel"]) == set()
    seat = actions.seat(people["neighbour"], office.pk, ["consult"], by=chief)
    assert seat.duties == ["consult"]
    for duties in (["finance"], ["animate"]):
        with pytest.raises(Forbidden):
            actions.seat(people["neighbour"], office.pk, duties, by=chief)
    actions.seat(people["neighbour"], office.pk, ["consult", "finance"])
    assert actions.seat(people["neighbour"], office.pk, ["write"], by=chief).duties == ["finance", "write"]
    with pytest.raises(Forbidden):
        actions.unseat(people["neighbour"].pk, office.pk, by=chief)
    with pytest.raises(Forbidden):
        actions.seat(chief, cast.members["privas"].pk, ["consult"], by=chief)


def test_nobody_is_made_a_pilot_beside_the_region(cast: Cast) -> None:
    people, office = crowd(cast), cast.members["aubenas"]
    with pytest.raises(Impossible):
        actions.seat(people["clerk"], office.pk, ["animate"], by=people["pilot"])
    with pytest.raises(Forbidden):
        actions.seat(people["clerk"], cast.members["region"].pk, ["animate"], by=people["animator"])


def test_the_last_administrator_stays(cast: Cast) -> None:
    people, office = crowd(cast), cast.members["aubenas"]
    chief = people["chief"]
    with pytest.raises(Impossible):
        actions.seat(chief, office.pk, ["consult"], by=chief)
    with pytest.raises(Impossible):
        actions.unseat(chief.pk, office.pk, by=chief)
    taken, _record = actions.unseat(chief.pk, office.pk, by=people["animator"])
    assert taken == ["consult", "members", "write"]
    assert not Seat.objects.filter(person=chief).exists()


def test_an_animator_stays_at_home(cast: Cast) -> None:
    animator = crowd(cast)["animator"]
    home = Member.objects.get(pk=cast.members["ardeche"].pk)
    outlines = [
        actions.Outline(home.name, home.kind_id, "73", ["07019"]),
        actions.Outline(home.name, home.kind_id, "07", ["73011"]),
        actions.Outline(home.name, home.kind_id, None, ["07019"]),
    ]
    for outline in outlines:
        with pytest.raises(Forbidden):
            actions.redraw(home.pk, outline, seen=home.changed_at, by=animator)
    with pytest.raises(Forbidden):
        actions.admit(name="Office de Chambéry", kind=233, departement="73", by=animator)
    admitted = actions.admit(name="Office du Teil", kind=233, departement="07", by=animator)
    assert admitted.pk not in {member.pk for member in cast.members.values()}


def test_what_a_member_says_of_itself(cast: Cast) -> None:
    chief, number = crowd(cast)["chief"], cast.members["aubenas"].pk
    (before,) = queries.lines(MemberFilter(ids=frozenset({number})))
    said = actions.Contacts(site="https://neuf.example", mails_of_exports=["web@aubenas.example"])
    actions.change(number, said, seen=before.changed_at, by=chief)
    (after,) = queries.lines(MemberFilter(ids=frozenset({number})))
    assert (after.site, after.mails_of_exports) == ("https://neuf.example", ("web@aubenas.example",))
    with pytest.raises(Stale):
        actions.change(number, said, seen=before.changed_at, by=chief)
    fact = Entry.objects.get(name=MemberFact.CHANGED)
    assert (fact.person_id, fact.member_id) == (chief.pk, number)
    assert fact.details == {"fields": ["mails_of_exports", "site"]}


def test_sponsors_do_not_go_round(cast: Cast) -> None:
    region, ardeche, office = (cast.members[name].pk for name in ("region", "ardeche", "aubenas"))
    actions.sponsor(ardeche, region)
    actions.sponsor(office, ardeche)
    assert queries.sponsored([ardeche]) == {ardeche: [(office, "Office d'Aubenas")]}
    for number in (region, office):
        with pytest.raises(Impossible):
            actions.sponsor(number, office)
    assert is_above(1, 3, {3: 2, 2: 1})
    assert not is_above(3, 1, {3: 2, 2: 1})


def test_the_charter_is_signed_by_the_member(cast: Cast) -> None:
    people, number = crowd(cast), cast.members["aubenas"].pk
    for person, version in (("clerk", CHARTER), ("animator", CHARTER), ("chief", "2013-1")):
        with pytest.raises(TradeError):
            actions.sign_charter(number, version, by=people[person])
    for _ in range(2):
        actions.sign_charter(number, CHARTER, by=people["chief"])
    assert [(version, who) for version, _at, who in queries.signed(number)] == [(CHARTER, "Chief Essai")]
    assert Entry.objects.filter(name=MemberFact.CHARTER_SIGNED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_leaver_s_records_are_handed_over(
    transactional_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sitra.review import actions as review, tasks
    from sitra.review.actions import handing_over
    from sitra.review.listeners import HandingOver

    cast = transactional_cast
    people, (leaver, heir, other) = crowd(cast), (cast.members[one] for one in ("aubenas", "privas", "hotel"))
    numbers = [cast.record(hotel(f"Hôtel {number}")).pk for number in range(3)]
    gone = cast.record(hotel("Fermé"))
    TouristObject.objects.filter(pk=gone.pk).update(state=State.DELETED.value)
    for wrong in (None, leaver.pk):
        with pytest.raises(Impossible):
            actions.leave(leaver.pk, heir=wrong, by=people["pilot"])
    with pytest.raises(Forbidden):
        actions.leave(leaver.pk, heir=heir.pk, by=people["chief"])
    actions.leave(leaver.pk, heir=heir.pk, by=people["animator"])
    asked: list[int] = []
    monkeypatch.setattr(tasks, "hand_over_soon", lambda: asked.append(1))
    catch_up(HandingOver())
    assert asked == [1]
    monkeypatch.setattr(handing_over, "BATCH", 2)
    actions.leave(heir.pk, heir=other.pk, by=people["pilot"])
    assert review.hand_over() == 4
    assert review.hand_over() == 0
    owners = TouristObject.objects.filter(pk__in=[*numbers, gone.pk]).values_list("owner_id", flat=True)
    assert set(owners) == {other.pk}
    told = Entry.objects.filter(name=ObjectFact.TRANSFERRED).order_by("id")
    assert [one.subject_id for one in told] == [*numbers, gone.pk]
    assert told[0].details["owner_before"] == leaver.pk
    assert not Seat.objects.filter(member=leaver).exists()
    assert set(queries.wardens().values()) == {cast.members["albertville"].pk}
    with pytest.raises(Impossible):
        actions.seat(people["clerk"], leaver.pk, ["consult"])


@pytest.mark.django_db(transaction=True)
def test_a_member_s_new_name_is_read_on_its_records(transactional_cast: Cast, read_model: Any) -> None:
    from sitra.search import queries as search

    cast = transactional_cast
    pilot, number = crowd(cast)["pilot"], cast.record(hotel("Hôtel du Lac")).pk
    read_model()
    office = Member.objects.get(pk=cast.members["aubenas"].pk)
    outline = actions.Outline("Office du Bassin", office.kind_id, None, ["07019"])
    actions.redraw(office.pk, outline, seen=office.changed_at, by=pilot)
    read_model()
    assert b"Office du Bassin" in search.wholes([number])[0]
