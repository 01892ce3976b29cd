"""The official request collection, pointed at the demonstration and run by the client it was made for."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from sitra.formats.rules.v002.question import PROPERTIES
from sitra.formats.rules.v002.services import PREFIX, SERVICES, Service

NEWMAN = "newman@6.2.2"
FOLDER = "Projets numériques"
"""The folder of the services that read; the others write, or are satellites of other hosts."""

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
    text = collection.read_text(encoding="utf-8")
    for named, ours in there.items():
        text = re.sub(rf"(?<![\w.]){re.escape(named)}(?![\w.])", ours, text)
    written = folder / "collection.json"
    written.write_text(text, encoding="utf-8")
    return written


def run(program: Path, collection: Path, variables: Mapping[str, str], folder: Path) -> list[Answered]:
    """Run the folder that reads, and bring back every request and answer."""
    report = folder / "report.json"
    values = [word for name, value in variables.items() for word in ("--env-var", f"{name}={value}")]
    subprocess.run(
        [
            str(program), "run", str(collection), "--folder", FOLDER, *values,
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
