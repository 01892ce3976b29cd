"""Every commune in memory: found by number, code, postal code or name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sitra.kit.texts import fold
from sitra.places.events import FRANCE, Standing


@dataclass(frozen=True, slots=True)
class CommuneLine:
    """A commune without its table; `now` is the number of the commune that took it in."""

    id: int
    code: str
    name: str
    departement: str = ""
    departement_code: str = ""
    postal_codes: tuple[str, ...] = ()
    population: int = 0
    epci: str = ""
    standing: Standing = Standing.COMMUNE
    now: int | None = None
    network: int | None = None
    country: int = FRANCE
    other_names: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """The number by which clients know it: that of the network, else our own."""
        return self.network or self.id

    def wire(self, country: Mapping[str, Any] | None) -> dict[str, Any]:
        """Write it as the reading API does, with its country in full (v002, section 1.2)."""
        written: dict[str, Any] = {"id": self.number, "code": self.code, "nom": self.name}
        if country:
            written["pays"] = country
        if self.postal_codes:
            written["codePostal"] = self.postal_codes[0]
        return written


@dataclass(frozen=True, slots=True)
class Offer:
    """A commune offered for what was typed; `once` is the former name that was recognised."""

    commune: CommuneLine
    once: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A name, past or present, the code that bore it, and the commune of today that it leads to."""

    folded: str
    code: str
    heir: CommuneLine
    once: str


class Atlas:
    """The communes, ready to be asked."""

    def __init__(self, lines: Iterable[CommuneLine]) -> None:
        self._by_id = {line.id: line for line in lines}
        self._by_network = {line.network: line for line in self if line.network}
        self._by_code = {line.code: line for line in self}

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[CommuneLine]:
        return iter(self._by_id.values())

    @cached_property
    def _entries(self) -> list["_Entry"]:
        """Every name, past or present, the biggest communes first; made for the first who asks by name."""
        entries = [
            _Entry(folded, line.code, heir, "" if name == heir.name else name)
            for line, heir in self._heirs()
            for name, folded in _names(line)
        ]
        return sorted(entries, key=lambda entry: (-entry.heir.population, entry.folded))

    @cached_property
    def _by_postal_code(self) -> dict[str, dict[str, int]]:
        """Postal code -> folded name -> the number of the commune of today."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for line, heir in self._heirs():
            for _, folded in _names(line):
                for postal_code in line.postal_codes or heir.postal_codes:
                    found[postal_code].setdefault(folded, heir.id)
        return found

    def _heirs(self) -> Iterator[tuple[CommuneLine, CommuneLine]]:
        return ((line, self.living(line.id) or line) for line in self)

    def get(self, number: int) -> CommuneLine | None:
        """Give a commune as it is, by our number or that of the network."""
        return self._by_id.get(number) or self._by_network.get(number)

    def living(self, number: int) -> CommuneLine | None:
        """Give the commune of today: the heir of one that was merged."""
        line = self.get(number)
        while line is not None and line.now is not None:
            line = self._by_id[line.now]
        return line

    def by_code(self, code: str) -> CommuneLine | None:
        """Give a commune, living or former, by its code."""
        return self._by_code.get(code)

    def suggest(self, words: str, limit: int) -> list[Offer]:
        """Offer communes whose name, past or present, or code begins so: exact names, then the biggest."""
        folded = fold(words)
        if not folded:
            return []
        found: dict[int, Offer] = {}
        matches = self._coded(folded) if folded[0].isdigit() else self._named(folded)
        for entry in matches:
            found.setdefault(entry.heir.id, Offer(entry.heir, entry.once))
            if len(found) == limit:
                break
        return list(found.values())

    def _named(self, folded: str) -> Iterator["_Entry"]:
        inside = f" {folded}"
        yield from (entry for entry in self._entries if entry.folded == folded)
        yield from (entry for entry in self._entries if entry.folded.startswith(folded))
        yield from (entry for entry in self._entries if inside in entry.folded)

    def _coded(self, begun: str) -> Iterator["_Entry"]:
        begun = begun.replace(" ", "")
        if exact := self._by_code.get(begun.upper()):
            yield from (entry for entry in self._entries if entry.code == exact.code)
        for entry in self._entries:
            codes = (entry.code.casefold(), *entry.heir.postal_codes)
            if any(code.startswith(begun) for code in codes):
                yield entry

    def recognise(self, *, code: str = "", postal_code: str = "", name: str = "") -> int | None:
        """Recognise a living commune by code, else by postal code and name; nothing if in doubt."""
        if code and (line := self._by_code.get(code)) and (heir := self.living(line.id)):
            return heir.id
        candidates = self._by_postal_code.get(postal_code, {})
        wanted = comparable(name)
        for folded, number in candidates.items():
            if comparable(folded) == wanted:
                return number
        close = {n for folded, n in candidates.items() if wanted and wanted in comparable(folded)}
        everyone = set(candidates.values())
        for narrowed in (close, everyone):
            if len(narrowed) == 1:
                return narrowed.pop()
        return None


def _names(line: CommuneLine) -> Iterator[tuple[str, str]]:
    """Give the names of a commune as written and folded."""
    return ((name, fold(name)) for name in (line.name, *line.other_names))


def comparable(name: str) -> str:
    """Fold a name as registers write it: `ST`, `STE` for saints, no arrondissement, no cedex."""
    short = {"st": "saint", "ste": "sainte"}
    words = [short.get(word, word) for word in fold(name).split()]
    dropped = {"cedex", "arrondissement"}
    kept = [word for word in words if word not in dropped and not word[0].isdigit()]
    return " ".join(kept)
