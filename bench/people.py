"""Two hundred people edit and review at once over real HTTP: errors, lost edits, and how long a save takes.

The demonstration is started on files of its own; people are added to its offices, each with a session. They
open records, think, save or propose, and sometimes answer what waits.
"""

import argparse
import os
import random
import re
import statistics
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import urllib3

TOKEN = "x" * 32
_SEEN = re.compile(r'name="vu" value="(\d+)"')
_TEXT = re.compile(r'name="(valeur:presentation\.descriptifCourt\.libelleFr)"')
_PROPOSAL = re.compile(r'href="/propositions/(\d+)"')


@dataclass
class Noted:
    """What all of them came across; times in seconds."""

    saves: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, name: str, seconds: float, status: int, *, save: bool = False) -> None:
        """Note an answer."""
        with self.lock:
            (self.saves if save else self.pages).append(seconds)
            self.counts[f"{name} {status}"] += 1


@dataclass
class Somebody:
    """One of the people: a session, their own records, and those of others."""

    session: str
    own: list[int]
    others: list[int]
    pool: urllib3.HTTPConnectionPool
    dice: random.Random
    noted: Noted

    def work(self, until: float, pause: float) -> None:
        """Go on until the end: correct, propose, answer."""
        time.sleep(self.dice.random() * pause)
        while time.monotonic() < until:
            chance = self.dice.random()
            try:
                if chance < 0.2:
                    self.answer()
                else:
                    self.correct(self.dice.choice(self.own if chance < 0.75 else self.others), pause)
            except urllib3.exceptions.HTTPError as error:
                self.noted.counts[f"broken {type(error).__name__}"] += 1
            time.sleep(self.dice.expovariate(2 / pause))

    def correct(self, number: int, pause: float) -> None:
        """Open a record, think, and send a text nobody else has written."""
        page = self._get(f"/objets/{number}/corriger")
        seen, name = _SEEN.search(page), _TEXT.search(page)
        if not seen or not name:
            return
        time.sleep(self.dice.expovariate(2 / pause))
        words = f"Essai {self.dice.getrandbits(64):016x}"
        status = self._post(f"/objets/{number}/corriger", {"vu": seen[1], name[1]: words}, save=True)
        if status == 302:
            with self.noted.lock:
                self.noted.kept.append(words)

    def answer(self) -> None:
        """Answer the oldest proposal that waits."""
        if found := _PROPOSAL.search(self._get("/propositions")):
            self._get(f"/propositions/{found[1]}")
            self._post(f"/propositions/{found[1]}/accepter", {})

    def _get(self, path: str) -> str:
        begun = time.perf_counter()
        answer = self.pool.request("GET", path, headers=self._headers(), redirect=False)
        self.noted.note(f"GET {re.sub(r'[0-9]+', 'n', path)}", time.perf_counter() - begun, answer.status)
        return unescape(answer.data.decode())

    def _post(self, path: str, sent: dict[str, str], *, save: bool = False) -> int:
        begun = time.perf_counter()
        fields = {**sent, "csrfmiddlewaretoken": TOKEN}
        headers = {**self._headers(), "Content-Type": "application/x-www-form-urlencoded"}
        answer = self.pool.urlopen("POST", path, urlencode(fields), headers, redirect=False)
        seconds = time.perf_counter() - begun
        self.noted.note(f"POST {re.sub(r'[0-9]+', 'n', path)}", seconds, answer.status, save=save)
        return int(answer.status)

    def _headers(self) -> dict[str, str]:
        return {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}"}


def main() -> None:
    """Run it and print what came of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=200)
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--pause", type=float, default=30, help="seconds between two acts of one person")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="sitra-people-") as directory:
        os.environ["SITRA_VAR"] = directory
        from tests.demonstration import Demonstration  # noqa: PLC0415 - reads SITRA_VAR

        running = Demonstration(Path(directory))
        running.log.parent.mkdir(parents=True, exist_ok=True)
        running.start()
        try:
            running.rest()
            _run(running, options)
        finally:
            running.stop()


def _run(running: Any, options: argparse.Namespace) -> None:
    people = _people(running.var, options.people)
    noted = Noted()
    host, _, port = running.address.removeprefix("http://").partition(":")
    pool = urllib3.HTTPConnectionPool(host, int(port), maxsize=options.people, timeout=60, retries=False)
    until = time.monotonic() + options.minutes * 60
    threads = [
        threading.Thread(
            target=Somebody(session, own, others, pool, random.Random(rank), noted).work,
            args=(until, options.pause),
        )
        for rank, (session, own, others) in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    _tell(noted)


def _people(var: Path, count: int) -> list[tuple[str, list[int], list[int]]]:
    """Add people to the offices that own most, each signed in: session, own records, those of others."""
    from sitra.kit import embedded_postgres, environment  # noqa: PLC0415

    os.environ["DATABASE_URL"] = embedded_postgres.ensure(var / "postgres")
    environment.configure()
    import django  # noqa: PLC0415

    django.setup()
    from django.db.models import Count  # noqa: PLC0415

    from sitra.tourism.models import TouristObject  # noqa: PLC0415

    owned = TouristObject.objects.filter(state="PUBLISHED").values("owner_id")
    counted = owned.annotate(records=Count("pk")).order_by("-records").values_list("owner_id", flat=True)
    offices = list(counted[:20])
    records = {
        owner: list(
            TouristObject.objects.filter(state="PUBLISHED", owner=owner).values_list("pk", flat=True)[:200]
        )
        for owner in offices
    }
    found = []
    for rank in range(count):
        owner = offices[rank % len(offices)]
        others = [number for other in offices if other != owner for number in records[other][:20]]
        found.append((_signed_in(rank, owner), records[owner], others))
    return found


def _signed_in(rank: int, owner: int) -> str:
    """Make somebody of an office who is signed in; answers the key of the session."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    from sitra.accounts.models import Person  # noqa: PLC0415
    from sitra.members.models import Seat  # noqa: PLC0415

    person = Person(email=f"essai-{rank}@test.example", first_name="Essai", last_name=str(rank))
    person.set_unusable_password()
    person.save()
    Seat.objects.create(person=person, member_id=owner, duties=["consult", "write", "publish", "review"])
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def _tell(noted: Noted) -> None:
    from sitra.review.models import Item  # noqa: PLC0415
    from sitra.tourism.models import Revision  # noqa: PLC0415

    for name, times in sorted(noted.counts.items()):
        print(f"{times:7} {name}")
    for name, seconds in (("pages", noted.pages), ("saves", noted.saves)):
        if seconds:
            cuts = statistics.quantiles(seconds, n=20)
            told = (
                f"median {statistics.median(seconds):.3f} s, p95 {cuts[-1]:.3f} s, most {max(seconds):.3f} s"
            )
            print(f"{name}: {len(seconds)}, {told}")
    written = " ".join(map(str, Revision.objects.filter(origin="TYPED").values_list("document", flat=True)))
    written += " ".join(map(str, Item.objects.values_list("after", flat=True)))
    lost = [words for words in noted.kept if words not in written]
    print(f"edits that were acknowledged: {len(noted.kept)}, lost: {len(lost)}")


if __name__ == "__main__":
    main()
