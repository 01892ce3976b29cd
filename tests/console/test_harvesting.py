"""`sitra harvest`: what it asks for, what it says, and where a key comes from."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings
from rich.console import Console

from sitra.doors.console import harvesting, harvests
from sitra.doors.console.harvesting import Wish, asked, timetable
from sitra.intake.events import Whence
from sitra.kit.errors import Impossible, Unknown
from tests.cast import Cast
from tests.intake.geotrek import running, trek

SECRET = "tres-secret-42"


def said(speak: Callable[[Console], None]) -> str:
    out = Console(file=io.StringIO(), width=300)
    speak(out)
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def test_a_harvest_from_its_planning_to_its_end(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    del cast
    settings.SPOOL_DIR = tmp_path
    assert "Aucun moissonnage programmé" in said(harvesting.show)
    with running(trek=[trek(1), trek(2, departure_city="99999")]) as held:
        settings.OUTBOUND_ALLOWED = [held.server.host]
        lists = asked(Whence.GEOTREK, None, "", ["trek"], [3])
        wish = Wish(Whence.GEOTREK, held.server.address, lists, {"user": "moi", "password": SECRET})
        when = timetable("04:15", "lundi,jeudi", None)
        told = said(lambda out: harvesting.add("parc", wish, when, out))
        assert "parc : programmé, le lundi, jeudi à 04:15, la prochaine fois le" in told
        shown = said(harvesting.show)
        assert f"Geotrek {held.server.address}/api/v2" in shown
        assert "jamais lu" in shown
        told = said(lambda out: harvesting.run("parc", out, out, details=False))
        assert "parc.zip : 1 créées, 0 modifiées, 0 inchangées, 1 refusées." in told
        assert held.server.asked[0].headers["Authorization"].startswith("Basic ")
        assert held.server.asked[-1].query["portals"] == "3"
    assert "en pause" in said(lambda out: harvesting.pause("parc", out))
    assert "en pause" in said(harvesting.show)
    assert "repris" in said(lambda out: harvesting.resume("parc", out))
    shown = said(harvesting.show)
    assert "compte rendu" in shown
    assert SECRET not in shown + told + repr(wish)
    assert "supprimé" in said(lambda out: harvesting.remove("parc", out))
    with pytest.raises(Unknown, match="ne s'appelle « parc »"):
        said(lambda out: harvesting.run("parc", out, out, details=False))


def test_why_it_failed_is_shown(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    del cast
    settings.SPOOL_DIR = tmp_path
    wish = Wish(
        Whence.V002, "http://127.0.0.1:1", asked(Whence.V002, 1, "{}", None, None), {"apiKey": SECRET}
    )
    said(lambda out: harvesting.add("voisin", wish, timetable("03:30", "", None), out))
    with pytest.raises(Impossible, match="port 1"):
        said(lambda out: harvesting.run("voisin", out, out, details=False))
    assert "Le port 1 de 127.0.0.1 n'est pas celui d'un site" in said(harvesting.show)


@pytest.mark.parametrize(
    ("kind", "project", "criteria", "lists"),
    [
        (Whence.V002, 1, "[1]", None),
        (Whence.V002, 1, "{", None),
        (Whence.V002, 1, "", ["trek"]),
        (Whence.GEOTREK, 1, "", None),
        (Whence.FILE, None, "{}", None),
    ],
)
def test_words_that_do_not_go_together_are_refused(
    kind: Whence, project: int | None, criteria: str, lists: list[str] | None
) -> None:
    with pytest.raises(Impossible):
        asked(kind, project, criteria, lists, None)


def test_an_hour_that_is_none_is_refused() -> None:
    with pytest.raises(Impossible, match="écrivez-la comme 03:30"):
        timetable("midi", "", None)


def test_a_secret_comes_from_the_environment_not_from_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(harvests.SECRET, SECRET)
    assert harvests._secret(Whence.V002, "") == {"apiKey": SECRET}
    assert harvests._secret(Whence.GEOTREK, "moi") == {"user": "moi", "password": SECRET}
    assert harvests._secret(Whence.FILE, "") == {}
