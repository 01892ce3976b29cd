"""What records name: terms, communes and other records, looked up once for a whole batch."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import batched
from typing import Any

from sitra.catalog.rules.forms import api_form
from sitra.catalog.rules.tree import tree
from sitra.catalog.rules.types import CommuneRef, RecordRef, Type
from sitra.catalog.rules.walk import references
from sitra.kit.sharing import Shared
from sitra.places import queries as places
from sitra.tourism import queries as tourism
from sitra.tourism.events import State
from sitra.tourism.queries import Whole
from sitra.vocabulary import queries as vocabulary

BATCH = 500


class Lookups:
    """References of records, looked up once for a whole batch."""

    def __init__(self) -> None:
        self._book = vocabulary.atlas().book
        self._communes: dict[int, dict[str, Any]] = {}
        self._links: dict[int, dict[str, Any]] = {}

    def term(self, number: int) -> dict[str, Any] | None:
        """Write a term in full."""
        return self._book.wire(number)

    def commune(self, number: int) -> dict[str, Any] | None:
        """Write a commune in full, with its country."""
        return self._communes.get(number)

    def record(self, number: int) -> dict[str, Any] | None:
        """Write the link to a record."""
        return self._links.get(number)

    def criterion(self, number: int) -> dict[str, Any] | None:
        """Answer nothing: internal criteria have no table yet and are written as they are."""
        del number
        return None

    def prepare(self, wholes: Iterable[Whole]) -> None:
        """Bring the communes and the published records that these records name."""
        wholes = list(wholes)
        linked = {number for whole in wholes for number in named(whole, RecordRef)}
        heirs = tourism.heirs(linked) if linked else {}
        self._bring_communes({number for whole in wholes for number in named(whole, CommuneRef)})
        written = self.links(set(heirs.values()))
        shown = {number: link for number, link in written.items() if link["state"] == State.PUBLISHED}
        self._links = {asked: shown[heir] for asked, heir in heirs.items() if heir in shown}

    def links(self, numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
        """Write the links to records; thousands may be named, their documents are let go batch by batch."""
        written: dict[int, dict[str, Any]] = {}
        for batch in batched(sorted(numbers), BATCH):
            written_of = list(tourism.wholes(batch, linked=False))
            self._bring_communes({number for whole in written_of for number in named(whole, CommuneRef)})
            written |= {whole.head.id: self._link(whole) for whole in written_of}
        return written

    def _bring_communes(self, wanted: set[int]) -> None:
        missing = wanted - self._communes.keys()
        for number, line in places.by_ids(missing).items() if missing else ():
            written = {"id": line.number, "code": line.code, "nom": line.name}
            if country := self._book.wire(line.country):
                written["pays"] = country
            if line.postal_codes:
                written["codePostal"] = line.postal_codes[0]
            self._communes[number] = Shared(written)

    def _link(self, whole: Whole) -> dict[str, Any]:
        """Write what the contract says of a record where another one names it."""
        place = whole.document.get("localisation", {})
        kept = {key: place[key] for key in _PLACE if key in place}
        shown = {"nom": whole.document.get("nom", {}), "localisation": kept}
        return head(api_form(whole.head, shown, self))


_HEAD = ("type", "id", "nom", "identifier", "state")
_PLACE = ("adresse", "geolocalisation")


def head(record: Mapping[str, Any]) -> dict[str, Any]:
    """Give what others show of a record."""
    place = record.get("localisation", {})
    return {key: record[key] for key in _HEAD if key in record} | {
        key: place[key] for key in _PLACE if key in place
    }


def named(whole: Whole, kind: type[Type]) -> Iterator[int]:
    """Give the numbers that a record names of a kind of reference."""
    return references(whole.document, tree(whole.head.kind), kind)
