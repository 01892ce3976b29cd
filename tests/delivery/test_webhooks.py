"""Webhooks: what is sent is signed, in order, until received; to nobody inside."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings
from standardwebhooks import Webhook, WebhookVerificationError

from sitra.accounts.models import Person
from sitra.delivery import actions
from sitra.delivery.actions import Wanted, hooks, sending
from sitra.delivery.actions.hooks import Aimed
from sitra.delivery.events import HookFact, Service
from sitra.delivery.listeners import Feeding
from sitra.delivery.models import Attempt, Hook
from sitra.delivery.rules.webhooks import PATIENCE, WAITS
from sitra.delivery.tasks import keep_sending
from sitra.kit.errors import Forbidden, Impossible, Unknown
from sitra.ledger.models import Entry
from sitra.ledger.tasks import catch_up
from sitra.members import actions as members
from sitra.tourism import actions as tourism
from tests.cast import Cast, hotel
from tests.outside import Asked, Outside, Told, outside

pytestmark = pytest.mark.django_db(transaction=True)


class Receiver:
    """A site that receives changes, well or badly as a test wants."""

    def __init__(self) -> None:
        self.status = 200
        self.received: list[dict[str, Any]] = []

    def __call__(self, asked: Asked) -> Told:
        if self.status == 200:
            self.received.append(json.loads(asked.body))
        return Told(status=self.status)


@pytest.fixture
def site() -> Receiver:
    return Receiver()


@pytest.fixture
def server(site: Receiver, settings: Settings) -> Iterator[Outside]:
    with outside(site) as running:
        settings.OUTBOUND_ALLOWED = [running.host]
        yield running


@pytest.fixture
def keeper(transactional_cast: Cast) -> Person:
    office = transactional_cast.members["aubenas"].pk
    members.seat(transactional_cast.clerk, office, ["consult", "write", "publish", "projects"])
    return transactional_cast.clerk


@pytest.fixture
def project(transactional_cast: Cast, keeper: Person) -> int:
    wanted = Wanted("Site", services=frozenset({Service.WEBHOOKS}))
    return actions.start_project(wanted, transactional_cast.members["aubenas"].pk, by=keeper).pk


@pytest.fixture
def settle(read_model: Callable[[], None]) -> Callable[[], None]:
    def up_to_date() -> None:
        read_model()
        catch_up(Feeding())

    up_to_date()
    return up_to_date


def send_all() -> None:
    """Send what is due until nothing is."""
    for _ in range(20):
        if not (due := sending.due()):
            return
        for number in due:
            sending.send(number)


@pytest.fixture
def hook(project: int, server: Outside, keeper: Person, settle: Callable[[], None]) -> tuple[int, str]:
    settle()
    return hooks.make_hook(project, Aimed(f"{server.address}/crochet?x=1", "Site"), by=keeper)


def test_what_is_sent_is_signed_and_in_order(
    transactional_cast: Cast, hook: tuple[int, str], server: Outside, settle: Callable[[], None]
) -> None:
    record = transactional_cast.record(hotel("Un"))
    settle()
    tourism.revise(record.pk, hotel("Deux"), seen=1, by=transactional_cast.author())
    settle()
    tourism.change_state(record.pk, "delete", seen=2, by=transactional_cast.author())
    settle()
    send_all()
    events = [
        Webhook(hook[1]).verify(one.body, {name: str(value) for name, value in one.headers.items()})
        for one in server.asked
    ]
    assert [event["data"]["verb"] for event in events] == ["entered", "changed", "left"]
    assert events[1]["data"]["fields"] == ["nom.libelleFr"]
    assert events[2]["data"]["reason"] == "deleted"
    assert {event["specversion"] for event in events} == {"1.0"}
    assert {event["subject"] for event in events} == {str(record.pk)}
    assert server.asked[0].headers["Content-Type"].startswith("application/cloudevents+json")
    assert len({one.headers["webhook-id"] for one in server.asked}) == 3
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "A" * 32).verify(server.asked[0].body, dict(server.asked[0].headers.items()))
    assert sending.due() == []


def test_nothing_is_lost_nor_overtaken_while_a_site_is_down(
    transactional_cast: Cast, hook: tuple[int, str], site: Receiver, settle: Callable[[], None]
) -> None:
    site.status = 503
    records = [transactional_cast.record(hotel(str(n))).pk for n in range(3)]
    settle()
    send_all()
    row = Hook.objects.get(pk=hook[0])
    assert (row.failures, site.received) == (1, [])
    assert sending.due() == []
    site.status = 200
    assert row.next_at
    assert sending.due(row.next_at) == [hook[0]]
    assert timedelta() < row.next_at - timezone.now() <= timedelta(seconds=WAITS[0])
    sending.send(hook[0])
    assert [event["data"]["id"] for event in site.received] == records
    assert Hook.objects.get(pk=hook[0]).failures == 0
    assert list(Attempt.objects.order_by("pk").values_list("received", "said")) == [
        (False, "503"), (True, "200"), (True, "200"), (True, "200"),
    ]  # fmt: skip


@pytest.mark.parametrize("why", ["gone", "patience"])
def test_who_is_dead_is_left_alone_and_it_is_told(
    transactional_cast: Cast, keeper: Person, hook: tuple[int, str], site: Receiver,
    settle: Callable[[], None], why: str,
) -> None:  # fmt: skip
    site.status = 410 if why == "gone" else 500
    if why == "patience":
        Hook.objects.update(failing_since=timezone.now() - PATIENCE, failures=9)
    transactional_cast.record()
    settle()
    send_all()
    assert Hook.objects.get(pk=hook[0]).disabled_at
    assert Entry.objects.filter(name=HookFact.DISABLED.value, subject_id=hook[0]).count() == 1
    site.status = 200
    send_all()
    assert site.received == []
    hooks.enable(hook[0], by=keeper)
    send_all()
    assert len(site.received) == 1


def test_both_secrets_sign_while_one_takes_over(
    transactional_cast: Cast, keeper: Person, hook: tuple[int, str], server: Outside,
    settle: Callable[[], None],
) -> None:  # fmt: skip
    second = hooks.change_secret(hook[0], by=keeper)
    transactional_cast.record()
    settle()
    send_all()
    said = dict(server.asked[0].headers.items())
    for secret in (hook[1], second):
        Webhook(secret).verify(server.asked[0].body, said)
    kept = Hook.objects.get(pk=hook[0]).sealed
    assert hook[1] not in kept
    assert second not in kept


def test_only_what_is_asked_is_sent(
    transactional_cast: Cast, keeper: Person, hook: tuple[int, str], site: Receiver, server: Outside,
    settle: Callable[[], None],
) -> None:  # fmt: skip
    aimed = Aimed(server.address, fields=("ouverture",), verbs=("changed",), kinds=("HOTELLERIE",))
    hooks.change_hook(hook[0], aimed, by=keeper)
    record = transactional_cast.record()
    settle()
    tourism.revise(record.pk, hotel("Deux"), seen=1, by=transactional_cast.author())
    settle()
    opened = {**hotel("Deux"), "ouverture": {"ouvertTouteLAnnee": "OUVERT_TOUTE_L_ANNEE"}}
    tourism.revise(record.pk, opened, seen=2, by=transactional_cast.author())
    settle()
    send_all()
    assert [event["data"]["fields"] for event in site.received] == [["ouverture.ouvertTouteLAnnee"]]


def test_what_was_sent_is_sent_again(
    transactional_cast: Cast, keeper: Person, hook: tuple[int, str], site: Receiver,
    settle: Callable[[], None],
) -> None:  # fmt: skip
    start = timezone.now()
    transactional_cast.record()
    settle()
    send_all()
    hooks.replay(hook[0], start, by=keeper)
    send_all()
    assert len(site.received) == 2
    assert site.received[0] == site.received[1]
    hooks.drop_hook(hook[0], by=keeper)
    transactional_cast.record()
    settle()
    send_all()
    assert len(site.received) == 2
    hooks.restore_hook(hook[0], by=keeper)
    send_all()
    assert len(site.received) == 3


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:22/", "http://169.254.169.254/x", "http://localhost:8000/", "http://[::1]/"]
)
def test_nothing_is_sent_inside(
    transactional_cast: Cast, keeper: Person, hook: tuple[int, str], site: Receiver, address: str,
    settle: Callable[[], None], settings: Settings,
) -> None:  # fmt: skip
    settings.OUTBOUND_ALLOWED = []
    hooks.change_hook(hook[0], Aimed(address), by=keeper)
    transactional_cast.record()
    settle()
    send_all()
    assert Attempt.objects.get().received is False
    assert site.received == []


def test_a_redirection_is_not_followed(
    transactional_cast: Cast, hook: tuple[int, str], server: Outside, site: Receiver,
    settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    del hook
    monkeypatch.setattr(
        Receiver, "__call__", lambda *_: Told(status=302, headers={"Location": server.address + "/autre"})
    )
    transactional_cast.record()
    settle()
    send_all()
    assert [one.path for one in server.asked] == ["/crochet"]
    assert site.received == []


@pytest.mark.parametrize(
    "aimed",
    [
        Aimed(""), Aimed("ftp://lac.example/"), Aimed("https://u:p@lac.example/"), Aimed("pas une adresse"),
        Aimed("https://lac.example/", kinds=("CHATEAU",)), Aimed("https://lac.example/", verbs=("moved",)),
        Aimed("https://lac.example/", selection=99), Aimed("https://lac.example/", fields=("x" * 300,)),
        Aimed("https://lac.example/" + "x" * 500),
    ],
)  # fmt: skip
def test_what_a_webhook_may_not_be(aimed: Aimed, project: int, keeper: Person) -> None:
    with pytest.raises(Impossible):
        hooks.make_hook(project, aimed, by=keeper)


def test_nobody_touches_the_webhooks_of_others(
    transactional_cast: Cast, project: int, hook: tuple[int, str]
) -> None:
    other, aimed = transactional_cast.people["neighbour"], Aimed("https://lac.example/")
    acts: list[Callable[[], object]] = [
        lambda: hooks.make_hook(project, aimed, by=other),
        lambda: hooks.change_hook(hook[0], aimed, by=other),
        lambda: hooks.change_secret(hook[0], by=other),
        lambda: hooks.enable(hook[0], by=other),
        lambda: hooks.replay(hook[0], timezone.now(), by=other),
        lambda: hooks.drop_hook(hook[0], by=other),
    ]
    for act in acts:
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(Unknown):
        hooks.enable(99, by=transactional_cast.clerk)


def test_a_project_that_has_no_webhooks_is_refused(transactional_cast: Cast, keeper: Person) -> None:
    office = transactional_cast.members["aubenas"].pk
    closed = actions.start_project(Wanted("Sans", services=frozenset()), office, by=keeper).pk
    with pytest.raises(Forbidden, match="webhooks"):
        hooks.make_hook(closed, Aimed("https://lac.example/"), by=keeper)


def test_nothing_is_sent_once_the_service_is_closed(
    transactional_cast: Cast, keeper: Person, project: int, hook: tuple[int, str], site: Receiver,
    settle: Callable[[], None],
) -> None:  # fmt: skip
    del hook
    actions.change_project(project, Wanted("Site", services=frozenset()), by=keeper)
    transactional_cast.record()
    settle()
    send_all()
    assert site.received == []
    actions.change_project(project, Wanted("Site", services=frozenset({Service.WEBHOOKS})), by=keeper)
    send_all()
    assert len(site.received) == 1


def test_it_leaves_by_itself_soon_after_the_commit(
    transactional_cast: Cast, hook: tuple[int, str], site: Receiver, settle: Callable[[], None]
) -> None:
    """The sender wakes when the feed is written: no test of time, but one must not wait for the next look."""
    del hook
    stop = threading.Event()
    sender = threading.Thread(target=keep_sending, args=(stop,))
    sender.start()
    try:
        transactional_cast.record()
        settle()
        until = time.monotonic() + 20
        while not site.received and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        stop.set()
        sender.join()
    assert [event["data"]["verb"] for event in site.received] == ["entered"]
