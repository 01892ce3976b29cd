"""A site that keeps a copy of its records by exports, written from the contract alone (section 5).

It knows nothing of the program: it is told by a form, fetches a ZIP, reads files, and confirms by an address.
"""

import io
import json
import zipfile
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen
from xml.etree import ElementTree as ET


@dataclass
class ClientSite:
    """What the site holds, and what it was told and has not dealt with yet."""

    records: dict[int, Any] = field(default_factory=dict)
    linked: dict[int, Any] = field(default_factory=dict)
    selections: dict[int, list[int]] = field(default_factory=dict)
    waiting: list[dict[str, str]] = field(default_factory=list)
    failures: list[dict[str, str]] = field(default_factory=list)
    names: list[list[str]] = field(default_factory=list)

    def receive(self, body: bytes) -> None:
        """Keep a notification; it is dealt with later."""
        told = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
        assert set(told) == {
            "projetId", "statut", "ponctuel", "reinitialisation", "urlRecuperation", "urlConfirmation",
        }  # fmt: skip
        (self.waiting if told["statut"] == "SUCCESS" else self.failures).append(told)

    def work(self, fetch: Any = None, *, importing: bool = True) -> None:
        """Deal with what was told: fetch, take in, confirm, in that order."""
        reading = fetch or _fetched
        for told in self.waiting:
            assert told["urlRecuperation"].endswith(".zip")
            if importing:
                self.take_in(reading(told["urlRecuperation"]), whole=told["reinitialisation"] == "true")
            if told["urlConfirmation"]:
                reading(told["urlConfirmation"])
        self.waiting = []

    def take_in(self, content: bytes, *, whole: bool) -> None:
        """Take in an archive."""
        archive = zipfile.ZipFile(io.BytesIO(content))
        assert archive.testzip() is None
        self.names.append(archive.namelist())
        if whole:
            self.records, self.linked, self.selections = {}, {}, {}
        for name in archive.namelist():
            self._file(name, archive.read(name))

    def _file(self, name: str, content: bytes) -> None:
        folder, _, _ = name.partition("/")
        read = _in_xml if name.endswith(".xml") else json.loads
        held = read(content)
        match folder.partition(".")[0]:
            case "objets_modifies":
                self.records |= {int(one["id"]): one for one in _several(held)}
            case "objets_lies":
                self.linked |= {int(one["id"]): one for one in _several(held)}
            case "objets_supprimes":
                for number in held:
                    self.records.pop(int(number), None)
            case "objets_lies_supprimes":
                for number in held:
                    self.linked.pop(int(number), None)
            case "selections":
                self.selections = {
                    int(one["id"]): [int(record["id"]) for record in one["objetsTouristiques"]]
                    for one in held
                }


def _several(held: Any) -> list[Any]:
    return held if isinstance(held, list) else [held]


def _in_xml(content: bytes) -> Any:
    """Read what the tests look at: numbers and names."""
    root = ET.fromstring(content)
    if root.tag == "objetTouristique":
        return {"id": root.findtext("id"), "nom": root.findtext("nom/libelleFr")}
    if root.tag == "objetsTouristiques":
        return [{"id": one.findtext("id"), "nom": one.findtext("nom/libelleFr")} for one in root]
    if root.tag == "selections":
        return [
            {"id": one.findtext("id"), "objetsTouristiques": [{"id": id_.text} for id_ in one.iter("id")][1:]}
            for one in root
        ]
    return [one.text for one in root]


def _fetched(address: str) -> bytes:
    assert urlsplit(address).scheme in {"http", "https"}
    with urlopen(address, timeout=30) as answer:
        return bytes(answer.read())
