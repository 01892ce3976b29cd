"""Fetching page by page: nothing missed, nothing fetched twice, nothing endless."""

import json
import os
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sitra.intake.actions import fetching
from sitra.intake.actions.fetching import fetch
from sitra.intake.actions.remotes import V002, Geotrek as Remote, rooted
from sitra.intake.rules.draft import Unreadable
from sitra.kit.errors import Impossible, TradeError
from sitra.kit.outbound import Client, Declined
from tests.ground import ROOT
from tests.intake.geotrek import Geotrek, running, trek
from tests.outside import Asked, Told, outside

MANY = 120
"""Three pages of trails."""


def client(*hosts: str) -> Client:
    return Client(replace(fetching.BOUNDS, tries=2), allowed=hosts, wait=lambda _: None)


def fetched(held: Geotrek, folder: Path, **more: Any) -> fetching.Fetched:
    remote = Remote(held.server.address, lists=("trek",), **more)
    return fetch(remote, folder, client(held.server.host))


def numbers(found: fetching.Fetched) -> list[int]:
    with zipfile.ZipFile(found.path) as packed:
        names = [name for name in packed.namelist() if name.startswith("geotrek/trek-")]
        return [row["id"] for name in names for row in json.loads(packed.read(name))]


def treks(count: int = MANY) -> list[dict[str, Any]]:
    return [trek(number) for number in range(1, count + 1)]


@pytest.mark.parametrize("count", [0, 1, 50, MANY])
def test_all_pages_are_fetched_and_called_over(tmp_path: Path, count: int) -> None:
    with running(trek=treks(count)) as held:
        found = fetched(held, tmp_path / "spool")
        assert (numbers(found), found.whole, found.notes) == (list(range(1, count + 1)), True, ())
        last = max(1, -(-count // 50))
        assert held.pages() == [*(str(page) for page in range(1, last + 1)), "roll 1"]


def test_the_same_rows_make_the_same_file(tmp_path: Path) -> None:
    with running(trek=treks(3)) as held:
        one, two = (fetched(held, tmp_path / name).path.read_bytes() for name in ("one", "two"))
        assert one == two
        held.lists["trek"][0]["name"]["fr"] = "Autre"
        assert fetched(held, tmp_path / "three").path.read_bytes() != one


def test_what_was_fetched_is_not_fetched_again(tmp_path: Path) -> None:
    with running(trek=treks()) as held:
        held.before = lambda asked: Told(status=500) if asked.query.get("page") == "3" else None
        with pytest.raises(Declined, match="en panne"):
            fetched(held, tmp_path / "spool")
        held.before = lambda _: None
        found = fetched(held, tmp_path / "spool")
        assert numbers(found) == list(range(1, MANY + 1))
        assert held.pages() == ["1", "2", "3", "3", "roll 1"]
        assert numbers(fetched(held, tmp_path / "spool")) == numbers(found)
        assert len(held.pages()) == 5


def test_a_fetch_that_is_killed_goes_on(tmp_path: Path) -> None:
    slow = [True]

    def before(asked: Asked) -> None:
        if slow and asked.query.get("page") == "3":
            time.sleep(30)

    with running(trek=treks()) as held:
        held.before = before
        code = (
            "import django; django.setup()\n"
            "from pathlib import Path\n"
            "from sitra.intake.actions import fetching, remotes\n"
            "from sitra.kit.outbound import Client\n"
            f"remote = remotes.Geotrek({held.server.address!r}, lists=('trek',))\n"
            f"client = Client(allowed=[{held.server.host!r}])\n"
            f"fetching.fetch(remote, Path({str(tmp_path / 'spool')!r}), client)"
        )
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
        with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environment) as running_:
            until = time.monotonic() + 30
            while held.pages() != ["1", "2", "3"] and time.monotonic() < until:
                time.sleep(0.05)
            running_.kill()
        slow.clear()
        assert numbers(fetched(held, tmp_path / "spool")) == list(range(1, MANY + 1))
        assert held.pages() == ["1", "2", "3", "3", "roll 1"]


def test_another_question_or_an_old_spool_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(trek=treks(3)) as held:
        fetched(held, tmp_path / "spool")
        fetched(held, tmp_path / "spool", portals=[2])
        assert held.pages() == ["1", "roll 1"] * 2
        assert held.server.asked[-1].query["portals"] == "2"
        monkeypatch.setattr(fetching, "LASTS", timedelta(0))
        fetched(held, tmp_path / "spool", portals=[2])
        assert held.pages() == ["1", "roll 1"] * 3


def test_a_torn_state_begins_anew(tmp_path: Path) -> None:
    with running(trek=treks(3)) as held:
        fetched(held, tmp_path / "spool")
        (tmp_path / "spool" / "state.json").write_bytes(b'{"plan"')
        assert numbers(fetched(held, tmp_path / "spool")) == [1, 2, 3]


def test_a_row_that_goes_while_pages_are_read_makes_none_missed(tmp_path: Path) -> None:
    with running(trek=treks()) as held:

        def before(asked: Asked) -> None:
            if asked.query.get("page") == "2" and len(held.lists["trek"]) == MANY:
                del held.lists["trek"][4]

        held.before = before
        found = fetched(held, tmp_path / "spool")
        assert numbers(found) == [number for number in range(1, MANY + 1) if number != 5]
        assert found.whole
        assert held.pages() == ["1", "2", "3", "roll 1"] * 2


def test_a_source_that_never_rests_is_taken_as_a_part(tmp_path: Path) -> None:
    with running(trek=treks(60)) as held:

        def before(asked: Asked) -> None:
            if "fields" in asked.query:
                held.lists["trek"].append(trek(held.lists["trek"][-1]["id"] + 1))

        held.before = before
        found = fetched(held, tmp_path / "spool")
        assert not found.whole
        assert "changeait pendant la lecture" in found.notes[0]
        assert held.pages() == ["1", "2", "roll 1"] * fetching.READINGS


def test_a_row_that_changes_page_is_taken_once_it_is_seen(tmp_path: Path) -> None:
    """The first row moves behind the others between two pages, so that one is given by none of them."""
    with running(trek=treks()) as held:

        def before(asked: Asked) -> None:
            rows = held.lists["trek"]
            if asked.query.get("page") == "2" and rows[0]["id"] == 1:
                rows.append(rows.pop(0))

        held.before = before
        found = fetched(held, tmp_path / "spool")
        assert sorted(set(numbers(found))) == list(range(1, MANY + 1))
        assert found.whole


@pytest.mark.parametrize(
    "body",
    [b"<html>", b'{"count": 3, "results": [{"id": 1', b"\xff\xfe\x00", b"[" * 100_000, b"{}", b"[]", b""],
)
def test_a_page_that_does_not_read_is_a_sentence(tmp_path: Path, body: bytes) -> None:
    with running(trek=treks(3)) as held:
        held.before = lambda asked: Told(body) if asked.path.endswith("/trek/") else None
        with pytest.raises(Unreadable, match="trek"):
            fetched(held, tmp_path / "spool")


def test_a_page_that_is_torn_once_is_asked_again(tmp_path: Path) -> None:
    torn = [Told(b'{"count": 3, "results": [{"id"'), Told(status=503)]
    with running(trek=treks(3)) as held:
        held.before = lambda asked: torn.pop() if torn and asked.path.endswith("/trek/") else None
        assert numbers(fetched(held, tmp_path / "spool")) == [1, 2, 3]
        assert held.pages() == ["1", "1", "1", "roll 1"]


@pytest.mark.parametrize("changing", [False, True])
def test_an_endless_list_ends(tmp_path: Path, *, changing: bool) -> None:
    def before(asked: Asked) -> Told | None:
        if not asked.path.endswith("/trek/"):
            return None
        start = int(asked.query["page"]) * 100 if changing else 0
        rows = [trek(start + number) for number in range(100)]
        return Told(json.dumps({"count": 60, "next": asked.path, "results": rows}).encode())

    with running() as held:
        held.before = before
        with pytest.raises(Unreadable, match="n'a pas de fin"):
            fetched(held, tmp_path / "spool")
        assert len(held.pages()) < 20


def test_an_empty_page_that_promises_more_is_refused(tmp_path: Path) -> None:
    empty = json.dumps({"count": 60, "next": "/again", "results": []}).encode()
    with running() as held:
        held.before = lambda asked: Told(empty) if asked.path.endswith("/trek/") else None
        with pytest.raises(Unreadable, match="n'a pas de fin"):
            fetched(held, tmp_path / "spool")


def test_a_list_of_words_that_is_not_there_is_empty_but_one_of_records_is_not(tmp_path: Path) -> None:
    with running(theme=[]) as held, pytest.raises(Declined, match="ne connaît pas cette adresse"):
        fetched(held, tmp_path / "spool")


@pytest.mark.parametrize(
    ("address", "root"),
    [
        ("https://geotrek.test", "https://geotrek.test/api/v2"),
        ("https://geotrek.test/", "https://geotrek.test/api/v2"),
        ("https://geotrek.test/api/v2/", "https://geotrek.test/api/v2"),
        ("https://parc.test/geotrek/api/v2?x=1#y", "https://parc.test/geotrek/api/v2"),
    ],
)
def test_the_root_of_an_api_is_found(address: str, root: str) -> None:
    assert rooted(address, "/api/v2") == root


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: V002("https://x.test", 1, "k", {"count": 3}),
        lambda: V002("https://x.test", 1, "k", {"apiKey": "x"}),
        lambda: Remote("https://x.test", lists=("trek", "path")),
        lambda: Remote("https://x.test", lists=()),
    ],
)
def test_what_may_not_be_asked_is_refused(wrong: Any) -> None:
    with pytest.raises(Impossible):
        wrong()


def test_a_network_says_why_and_its_key_is_not_repeated(tmp_path: Path) -> None:
    said = json.dumps({"errorType": "PROJET_FORBIDDEN", "message": "clé secrete42"}).encode()
    with outside(lambda _: Told(said, 403)) as server:
        remote = V002(server.address, 7, "secrete42")
        assert "secrete42" not in repr(remote)
        with pytest.raises(TradeError, match="PROJET_FORBIDDEN") as caught:
            fetch(remote, tmp_path / "spool", client(server.host))
        assert "secrete42" not in str(caught.value)
        assert "secrete42" not in server.asked[0].path + str(server.asked[0].query)
        assert b"secrete42" in server.asked[0].body
    assert not any(b"secrete42" in one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
