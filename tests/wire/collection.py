"""The official request collection, pointed at the demonstration and run by the client it was made for."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from sitra.formats.rules.v002.question import PROPERTIES
from sitra.formats.rules.v002.services import PREFIX, SERVICES, Service

NEWMAN = "newman@6.2.2"
READING = "Projets numériques"
"""The folder of the services that read."""
WITH_TOKEN = ("SSO", "API d'écriture", "API métadonnées")
"""The folders of the services that are called with a token; the others are satellites of other hosts."""
PAGES = "/permalink/"
"""Pages of the back office of another host, among them."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Answered:
    """A request of the collection as it was sent, and what came back."""

    name: str
    url: str
    status: int
    content: bytes

    @property
    def service(self) -> Service | None:
        """The service of the table that it is for."""
        path = urlsplit(self.url).path.removeprefix(PREFIX).rstrip("/")
        return next(
            (
                one
                for one in SERVICES
                if path == one.path or (one.place and path.rpartition("/")[0] == one.path)
            ),
            None,
        )

    @property
    def in_scope(self) -> bool:
        """Whether all that it asks for is served today."""
        later = {one.name for one in PROPERTIES if not one.served}
        return self.service is not None and not (self.query.keys() & later)

    @property
    def query(self) -> Json:
        """What its `query` says, empty lists left out."""
        written = parse_qs(urlsplit(self.url).query).get("query", ["{}"])[0]
        asked: Json = json.loads(written)
        return {name: value for name, value in asked.items() if value != []}


def newman(scratch: Path) -> Path:
    """Install newman, which the project itself does not need; skip where npm cannot."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("newman needs npm, which this machine has not")
    command = [npm, "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", NEWMAN]
    (scratch / "package.json").write_text("{}", encoding="utf-8")
    done = subprocess.run(command, cwd=scratch, capture_output=True, text=True, check=False, timeout=240)
    if done.returncode:
        pytest.skip(f"npm does not install newman here: {done.stderr[-200:]}")
    return scratch / "node_modules" / ".bin" / "newman"


def pointed(collection: Path, there: Mapping[str, str], folder: Path) -> Path:
    """Write the collection with the numbers that the demonstration has in place of those it names."""
    written = folder / "collection.json"
    written.write_text(renumbered(collection.read_text(encoding="utf-8"), there), encoding="utf-8")
    return written


def renumbered(text: str, there: Mapping[str, str]) -> str:
    """Put our numbers and words in the place of those that a text names."""
    for named, ours in there.items():
        text = re.sub(rf"(?<![\w.]){re.escape(named)}(?![\w.])", ours, text)
    return text


def requests(collection: Json, within: str = "") -> Iterator[tuple[str, Json]]:
    """Give the requests of the services with the name of their outermost folder."""
    for one in collection["item"]:
        if "item" in one:
            yield from requests(one, within or one["name"])
        elif PAGES not in one["request"]["url"]["raw"]:
            yield within, one


def run(program: Path, collection: Path, variables: Mapping[str, str], folder: Path) -> list[Answered]:
    """Run the folder that reads, and bring back every request and answer."""
    return _run(program, collection, variables, folder, ["--folder", READING])


def send(
    program: Path, items: Sequence[Json], variables: Mapping[str, str], folder: Path
) -> dict[str, Answered]:
    """Send some requests, one after the other, and bring back what each was answered, by its name."""
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    chosen = {"info": {"name": "choix", "schema": schema}, "item": [*items]}
    written = folder / "chosen.json"
    written.write_text(json.dumps(chosen), encoding="utf-8")
    answered = _run(program, written, variables, folder, [])
    return {one.name.strip(): one for one in answered}


def _run(
    program: Path, collection: Path, variables: Mapping[str, str], folder: Path, more: Sequence[str]
) -> list[Answered]:
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    values = [word for name, value in variables.items() for word in ("--env-var", f"{name}={value}")]
    subprocess.run(
        [
            str(program), "run", str(collection), *more, *values,
            "--reporters", "json", "--reporter-json-export", str(report), "--timeout-request", "20000",
        ],
        check=False, capture_output=True, timeout=240,
    )  # fmt: skip
    return list(_read(json.loads(report.read_text(encoding="utf-8"))))


def _read(report: Json) -> Iterator[Answered]:
    for one in report["run"]["executions"]:
        response = one["response"]
        yield Answered(
            one["item"]["name"],
            _url(one["request"]["url"]),
            response["code"],
            bytes(response.get("stream", {}).get("data", [])),
        )


def _url(url: Json) -> str:
    asked = "&".join(f"{one['key']}={one['value']}" for one in url.get("query", ()))
    return f"http://{'.'.join(url['host'])}/{'/'.join(url['path'])}?{asked}"
