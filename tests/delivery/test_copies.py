"""Three sites keep a copy of one selection through a thousand changes: by exports, by changes, by webhooks.

They are written from what the contract and `docs/api.md` say, not from the program, and meet outages of
either side, notices that are lost, and an archive that was confirmed and never taken in.
"""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.test import Client
from pytest_django import Settings
from standardwebhooks import Webhook

from sitra.accounts.models import Person
from sitra.delivery import actions
from sitra.delivery.actions import Drawn, Wanted, exporting, exports, hooks, noticing, sending
from sitra.delivery.actions.hooks import Aimed
from sitra.delivery.events import Service
from sitra.delivery.listeners import Feeding
from sitra.delivery.models import Hook
from sitra.delivery.rules.exports import Wanted as Planned
from sitra.ledger.tasks import catch_up
from sitra.members import actions as members
from sitra.search.queries import Question
from tests.cast import Cast
from tests.delivery.acting import act
from tests.delivery.client_site import ClientSite
from tests.outside import Asked, Outside, Told, outside

pytestmark = pytest.mark.django_db(transaction=True)
CHANGES = 1_000


@dataclass
class Reader:
    """Calls the modern API as a program does, when the network answers."""

    key: str
    client: Client = field(default_factory=Client)
    down: bool = False

    def get(self, path: str, **asked: Any) -> tuple[int, Any]:
        if self.down:
            raise ConnectionError
        answer = self.client.get(f"/api/v1/{path}", asked, headers={"Authorization": f"Bearer {self.key}"})
        return answer.status_code, json.loads(answer.content)

    def name(self, record: int) -> str | None:
        status, content = self.get(f"records/{record}", fields="nom")
        assert status in {200, 404, 410}, content
        return content["nom"]["libelleFr"] if status == 200 else None


@dataclass
class Follower:
    """A site that asks for changes, and reads what changed."""

    reader: Reader
    cursor: str = ""
    records: dict[int, str] = field(default_factory=dict)

    def begin(self) -> None:
        self.cursor = self.reader.get("changes")[1]["next"]
        asked: dict[str, Any] = {"fields": "nom", "limit": 50}
        while True:
            page = self.reader.get("records", **asked)[1]
            self.records |= {one["id"]: one["nom"]["libelleFr"] for one in page["items"]}
            if page["next"] is None:
                return
            asked["cursor"] = page["next"]

    def listen(self) -> None:
        more = True
        while more:
            _, page = self.reader.get("changes", cursor=self.cursor, limit=7)
            for one in page["items"]:
                name = None if one["verb"] == "left" else self.reader.name(one["id"])
                if name is None:
                    self.records.pop(one["id"], None)
                else:
                    self.records[one["id"]] = name
            self.cursor, more = page["next"], page["more"]


@dataclass
class Receiver:
    """A site that is sent changes, verifies them, and reads what changed; at times it is down."""

    reader: Reader
    secret: str = ""
    down: bool = False
    records: dict[int, str] = field(default_factory=dict)

    def hear(self, asked: Asked) -> Told:
        if self.down:
            return Told(status=503)
        event = Webhook(self.secret).verify(asked.body, dict(asked.headers.items()))
        data = event["data"]
        name = None if data["verb"] == "left" else self.reader.name(data["id"])
        if name is None:
            self.records.pop(data["id"], None)
        else:
            self.records[data["id"]] = name
        return Told()


@dataclass
class Network:
    """The network and what it is asked to do."""

    cast: Cast
    keeper: Person
    project: int
    near: int
    key: str
    index: Callable[[], None]
    server: Outside
    exported: ClientSite
    heard: list[Receiver]
    deaf: bool = False

    def settle(self) -> None:
        self.index()
        catch_up(Feeding())

    def export(self, *, whole: bool = False) -> None:
        number = exports.ask_export(self.project, whole=whole, by=self.keeper)
        exporting.carry_out(number)
        noticing.tell(number)

    def send(self) -> None:
        Hook.objects.update(next_at=None, failing_since=None)
        for number in sending.due():
            while sending.send(number):
                pass

    def fetch(self, address: str) -> bytes:
        split = urlsplit(address)
        answer = Client().get(f"{split.path}?{split.query}")
        assert answer.status_code == 200
        streamed: Any = getattr(answer, "streaming_content", None)
        return b"".join(streamed) if streamed else answer.content


@pytest.fixture
def network(
    transactional_cast: Cast, read_model: Callable[[], None], settings: Settings, tmp_path: Path
) -> Iterator[Network]:
    cast, office = transactional_cast, transactional_cast.members["aubenas"].pk
    settings.EXPORT_DIR, settings.READY_DIR = tmp_path / "exports", tmp_path / "ready"
    members.seat(cast.clerk, office, ["consult", "write", "publish", "projects"])
    project = actions.start_project(Wanted("Site", services=frozenset(Service)), office, by=cast.clerk).pk
    near = actions.make_selection(Drawn("Près", Question(communes=("07019",))), office, by=cast.clerk)
    actions.choose_selections(project, [near], bounded=True, by=cast.clerk)
    _, key = actions.give_key(project, by=cast.clerk)
    site, heard = ClientSite(), list[Receiver]()

    def tell(asked: Asked) -> Told:
        if asked.path == "/webhook":
            try:
                return heard[0].hear(asked)
            finally:
                # The server of a test answers in threads of its own.
                connections.close_all()
        if made.deaf:
            return Told(status=500)
        site.receive(asked.body)
        return Told()

    with outside(tell) as server:
        settings.OUTBOUND_ALLOWED = [server.host]
        made = Network(cast, cast.clerk, project, near, key, read_model, server, site, heard)
        exports.plan_exports(project, Planned(notified=f"{server.address}/sitra"), by=cast.clerk)
        made.settle()
        yield made


def test_three_copies_equal_the_selection_after_a_thousand_changes(network: Network) -> None:
    drawn = random.Random(20)
    follower, receiver = Follower(Reader(network.key)), Receiver(Reader(network.key))
    network.heard.append(receiver)
    follower.begin()
    _, receiver.secret = hooks.make_hook(
        network.project, Aimed(f"{network.server.address}/webhook"), by=network.keeper
    )
    receiver.records = dict(follower.records)
    for turn in range(CHANGES):
        act(network.cast, drawn)
        if turn % 40 == 0 and follower.records:
            some = drawn.sample(sorted(follower.records), 1)
            drawn.choice((actions.add, actions.refuse, actions.leave))(network.near, some, by=network.keeper)
        if turn % 25 == 24:
            _a_while(network, follower, receiver, drawn)
    receiver.down = follower.reader.down = network.deaf = False
    network.settle()
    follower.listen()
    network.send()
    network.export()
    network.exported.work(network.fetch)
    _, page = Reader(network.key).get("records", fields="nom", limit=200)
    truth = {one["id"]: one["nom"]["libelleFr"] for one in page["items"]}
    assert page["next"] is None
    assert truth
    exported = {number: one["nom"]["libelleFr"] for number, one in network.exported.records.items()}
    assert follower.records == truth
    assert receiver.records == truth
    assert exported == truth


def _a_while(network: Network, follower: Follower, receiver: Receiver, drawn: random.Random) -> None:
    """Let some time pass: each may be out, a notice may be lost, an archive may be confirmed for nothing."""
    network.settle()
    receiver.down, network.deaf, follower.reader.down = (drawn.random() < 0.3 for _ in range(3))
    network.send()
    if follower.reader.down:
        with pytest.raises(ConnectionError):
            follower.listen()
    else:
        follower.listen()
    network.export()
    if drawn.random() < 0.3:
        network.exported.waiting = []
    if drawn.random() < 0.2 and network.exported.waiting:
        network.exported.work(network.fetch, importing=False)
        network.export(whole=True)
    network.exported.work(network.fetch)
