"""The change feed: who reads it from its beginning has what a project may read, and is told each change."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.utils import timezone

from sitra.access import queries as access
from sitra.access.actions import share
from sitra.access.queries import mark
from sitra.access.rules.sharing import Audience, Rule, Share
from sitra.accounts.models import Person
from sitra.delivery import actions, queries
from sitra.delivery.actions import Drawn, Wanted, feeding
from sitra.delivery.events import Service, Verb
from sitra.delivery.listeners import Feeding
from sitra.delivery.models import Change, Stream
from sitra.delivery.queries import feed
from sitra.delivery.rules.changes import Asked, Line
from sitra.ledger.tasks import catch_up
from sitra.members import actions as members
from sitra.search import queries as search
from sitra.search.queries import Question
from sitra.tourism import actions as tourism, queries as reading
from sitra.tourism.events import State
from sitra.tourism.models import TouristObject
from tests.cast import AUBENAS, PRIVAS, Cast, hotel

pytestmark = pytest.mark.django_db(transaction=True)
WAYS = frozenset({Service.V002, Service.CHANGES, Service.WEBHOOKS})
EVERY = 1_000


@dataclass
class Network:
    """A network whose read model and feed are brought up to date on demand."""

    cast: Cast
    keeper: Person
    index: Callable[[], None]
    drawn: random.Random = field(default_factory=lambda: random.Random(11))

    def settle(self) -> None:
        self.index()
        catch_up(Feeding())

    def project(self, name: str = "Site") -> int:
        return actions.start_project(
            Wanted(name, services=WAYS), self.cast.members["aubenas"].pk, by=self.keeper
        ).pk

    def selection(self, question: Question | None) -> int:
        return actions.make_selection(Drawn("S", question), self.cast.members["aubenas"].pk, by=self.keeper)

    def readable(self, project: int, selection: int | None = None) -> dict[int, int]:
        """Give what a project may read at this moment, with revisions, without the feed."""
        queries.forget()
        queries.forget_selections()
        opened = queries.by_number(project)
        assert opened
        asked = queries.chosen(opened, [selection]) if selection else queries.opened_to(opened)
        numbers = search.found(asked, first=0, count=EVERY).numbers
        return {number: one.revision for number, one in reading.standing(numbers).items()}

    def act(self) -> None:
        """Do something to a record, as chance has it."""
        rows = list(TouristObject.objects.exclude(state="DELETED").order_by("pk"))
        by = self.cast.author()
        match self.drawn.randrange(6):
            case 0 | 1 if rows:
                row = self.drawn.choice(rows)
                changed = hotel(f"H{self.drawn.random()}", commune=self.drawn.choice((AUBENAS, PRIVAS)))
                tourism.revise(row.pk, changed, seen=row.revision, by=by)
            case 2 if rows:
                row = self.drawn.choice(rows)
                verb = {"PUBLISHED": "hide"}.get(row.state, "publish")
                tourism.change_state(row.pk, verb, seen=row.revision, by=by)
            case 3 if len(rows) > 3:
                row = self.drawn.choice(rows)
                tourism.change_state(row.pk, "delete", seen=row.revision, by=by)
            case 4 if rows:
                owner = self.cast.members[self.drawn.choice(("aubenas", "privas"))]
                tourism.transfer([self.drawn.choice(rows).pk], owner.pk, by=by)
            case _:
                self.cast.record(hotel("Neuf", commune=self.drawn.choice((AUBENAS, PRIVAS))))


@pytest.fixture
def network(transactional_cast: Cast, read_model: Callable[[], None]) -> Network:
    office = transactional_cast.members["aubenas"].pk
    members.seat(transactional_cast.clerk, office, ["consult", "write", "publish", "projects"])
    made = Network(transactional_cast, transactional_cast.clerk, read_model)
    made.settle()
    return made


@dataclass
class Mirror:
    """Who follows a stream: what they read whole at first, then what they were told."""

    network: Network
    project: int
    selection: int | None = None
    held: dict[int, int] = field(default_factory=dict)
    cursor: int = 0
    told: list[Line] = field(default_factory=list)

    def begin(self) -> "Mirror":
        feeding.begin(self.project, self.selection)
        self.cursor = feed.latest()
        self.held = self.network.readable(self.project, self.selection)
        return self

    def listen(self, count: int = 3) -> None:
        """Read on, in small steps."""
        more = True
        while more:
            stream = feed.stream_of(self.project, self.selection)
            assert stream
            batch = feed.lines(stream, self.cursor, count=count)
            for line in batch.lines:
                self._hear(line)
            assert batch.cursor >= self.cursor
            self.cursor, more = batch.cursor, batch.more

    def _hear(self, line: Line) -> None:
        self.told.append(line)
        if line.verb is Verb.LEFT:
            assert line.record in self.held
            del self.held[line.record]
        else:
            assert (line.record in self.held) == (line.verb is Verb.CHANGED)
            self.held[line.record] = line.revision

    def agrees(self) -> bool:
        self.listen()
        return self.held == self.network.readable(self.project, self.selection)


def test_whoever_follows_has_what_may_be_read(network: Network) -> None:
    """Two hundred acts by chance, heard at chance: three mirrors agree each time all is settled."""
    for _ in range(5):
        network.cast.record(hotel())
    network.settle()
    near = network.selection(Question(communes=("07019",)))
    open_to_all, bounded, of_one = network.project("A"), network.project("B"), network.project("C")
    for project, narrow in ((bounded, True), (of_one, False)):
        actions.choose_selections(project, [near], bounded=narrow, by=network.keeper)
    network.settle()
    mirrors = [Mirror(network, open_to_all), Mirror(network, bounded), Mirror(network, of_one, near)]
    for mirror in mirrors:
        mirror.begin()
    for turn in range(200):
        network.act()
        if turn % 23 == 0:
            some = network.drawn.sample(list(mirrors[0].held), min(3, len(mirrors[0].held)))
            network.drawn.choice((actions.add, actions.refuse, actions.leave))(near, some, by=network.keeper)
        if network.drawn.random() < 0.3:
            network.settle()
            assert all(mirror.agrees() for mirror in mirrors)
    network.settle()
    assert [mirror.agrees() for mirror in mirrors] == [True] * 3
    assert {line.verb for mirror in mirrors for line in mirror.told} == set(Verb)


def test_what_changed_is_named_and_what_is_private_is_not(network: Network) -> None:
    record = network.cast.record(hotel("Un"))
    network.settle()
    mirror = Mirror(network, network.project()).begin()
    tourism.revise(record.pk, hotel("Deux"), seen=1, by=network.cast.author())
    network.settle()
    mirror.listen()
    (line,) = mirror.told
    assert (line.verb, line.fields, line.revision) == (Verb.CHANGED, ("nom.libelleFr",), 2)
    assert Asked(fields=["nom"]).wants(line)
    assert Asked(fields=["nom.libelleFr"]).wants(line)
    assert not Asked(fields=["ouverture"]).wants(line)
    assert not Asked(kinds=["RESTAURATION"]).wants(line)
    assert not Asked(verbs=["left"]).wants(line)


def test_why_a_record_left(network: Network) -> None:
    records = [network.cast.record(hotel(str(n))) for n in range(4)]
    near = network.selection(Question(communes=("07019",)))
    project = network.project()
    actions.choose_selections(project, [near], bounded=True, by=network.keeper)
    network.settle()
    mirror = Mirror(network, project).begin()
    by = network.cast.author()
    tourism.change_state(records[0].pk, "delete", seen=1, by=by)
    tourism.change_state(records[1].pk, "hide", seen=1, by=by)
    actions.refuse(near, [records[2].pk], by=network.keeper)
    network.settle()
    mirror.listen()
    assert {line.record: line.reason for line in mirror.told} == {
        records[0].pk: "deleted", records[1].pk: "hidden", records[2].pk: "unselected",
    }  # fmt: skip


def test_a_merged_record_tells_its_heir(network: Network) -> None:
    goes, stays = network.cast.record(hotel("Un")), network.cast.record(hotel("Deux"))
    network.settle()
    mirror = Mirror(network, network.project()).begin()
    tourism.merge(
        goes.pk, into=stays.pk, document=hotel("Deux"), seen=1, seen_into=1, by=network.cast.author()
    )
    network.settle()
    mirror.listen()
    left = next(line for line in mirror.told if line.verb is Verb.LEFT)
    assert (left.record, left.reason, left.heir) == (goes.pk, "merged", stays.pk)
    assert mirror.agrees()


def test_a_project_that_is_bounded_later_goes_on_from_its_cursor(network: Network) -> None:
    here, far = network.cast.record(hotel("Ici")), network.cast.record(hotel("Loin", commune=PRIVAS))
    network.settle()
    project = network.project()
    mirror = Mirror(network, project).begin()
    tourism.revise(here.pk, hotel("Ici même"), seen=1, by=network.cast.author())
    network.settle()
    near = network.selection(Question(communes=("07019",)))
    actions.choose_selections(project, [near], bounded=True, by=network.keeper)
    network.settle()
    assert mirror.agrees()
    assert [(line.record, line.verb) for line in mirror.told] == [(here.pk, "changed"), (far.pk, "left")]
    actions.choose_selections(project, [near], bounded=False, by=network.keeper)
    network.settle()
    assert mirror.agrees()


def test_what_its_owner_keeps_back_leaves_at_once(network: Network) -> None:
    network.cast.record(hotel())
    network.settle()
    mirror = Mirror(network, network.project()).begin()
    other = network.cast.members["privas"]
    far = network.cast.record(hotel("Loin", commune=PRIVAS), owner="privas")
    network.settle()
    assert mirror.agrees()
    members.seat(network.cast.people["neighbour"], other.pk, ["consult", "write", "members"])
    rules = [Rule(other.pk, audience, "HOTELLERIE", Share.NOTHING) for audience in Audience]
    share(other.pk, rules, seen=mark(access.rules(other.pk)), by=network.cast.people["neighbour"])
    network.settle()
    assert mirror.agrees()
    assert (mirror.told[-1].record, mirror.told[-1].verb) == (far.pk, "left")


def test_it_is_read_again_from_a_day_and_forgotten_after_a_while(network: Network) -> None:
    record = network.cast.record(hotel())
    network.settle()
    mirror = Mirror(network, network.project()).begin()
    start = timezone.now()
    tourism.revise(record.pk, hotel("Deux"), seen=1, by=network.cast.author())
    network.settle()
    mirror.listen()
    assert feed.since(start) == mirror.told[0].cursor - 1
    assert feed.since(timezone.now()) == feed.latest()
    assert feed.oldest() == mirror.told[0].cursor - 1
    assert feeding.forget(timezone.now() + timedelta(days=61)) == 1
    assert not Change.objects.exists()


def test_facts_told_twice_are_written_once(network: Network) -> None:
    record = network.cast.record(hotel())
    network.settle()
    Mirror(network, network.project()).begin()
    tourism.revise(record.pk, hotel("Deux"), seen=1, by=network.cast.author())
    network.settle()
    position, made = feed.position(feeding.NAME), Change.objects.count()
    assert feeding.follow([], position) == 0
    Feeding().absorb([], position)
    assert Change.objects.count() == made == 1
    assert feeding.compare() == 0


def test_nothing_is_written_while_nobody_follows(network: Network) -> None:
    network.cast.record(hotel(), state=State.PUBLISHED)
    network.settle()
    assert not Stream.objects.exists()
    assert not Change.objects.exists()
