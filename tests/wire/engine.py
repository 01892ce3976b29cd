"""A slow reading of the contract in plain Python, over the documents of records: no index.

It shares with the program the cutting of texts into words and the days of opening, which have tests of
their own; all else (filters, order, pages, pairs) is worked out here in another way.
"""

import math
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from sitra.search.rules import words

LANGUAGES = {"Fr": "fr", "En": "en", "Es": "es", "It": "it", "De": "de", "Nl": "nl", "Ru": "ru", "Zh": "zh",
             "PtBR": "pt-br", "Ja": "ja", "Ko": "ko"}  # fmt: skip
LEVELS = {"NOM": 1, "NOM_DESCRIPTION": 2, "NOM_DESCRIPTION_CRITERES": 3}
AGENDA = {"FETE_ET_MANIFESTATION", "ACTIVITE"}
MASK = 2**64 - 1


@dataclass(frozen=True)
class Record:
    """A record as it stands."""

    number: int
    kind: str
    state: str
    owner: int
    identifier: str
    changed_at: datetime
    commune: str
    perimeter: frozenset[str]
    days: frozenset[date]
    document: dict[str, Any] = field(compare=False, repr=False)

    @property
    def point(self) -> tuple[float, float] | None:
        held = self.document.get("localisation", {}).get("geolocalisation", {})
        where = held.get("geoJson", {}).get("coordinates") or []
        return (where[0], where[1]) if held.get("valide") and len(where) == 2 else None

    @property
    def minutes(self) -> int | None:
        said = self.document.get("ouverture", {}).get("dureeSeance")
        if said is None:
            trail = self.document.get("informationsEquipement", {}).get("itineraire", {})
            said = trail.get("dureeJournaliere")
        return None if said is None else int(said)


@dataclass
class Engine:
    """All records, and what their references mean."""

    records: list[Record]
    label: Callable[[int], Mapping[str, Any]]
    tags: dict[int, tuple[int, set[int]]]
    horizon: tuple[date, date]

    def __post_init__(self) -> None:
        self.shown = [one for one in self.records if one.state == "PUBLISHED"]
        self.by_number = {one.number: one for one in self.records}
        self.cut = cache(self._cut)
        self.criteria = cache(self._criteria)

    def search(self, asked: dict[str, Any], member: int, today: date) -> list[int]:
        """Give every record found by `recherche`, in order."""
        order = asked.get("order", "PERTINENCE" if asked.get("searchQuery") else "IDENTIFIANT")
        if order == "DATE_OUVERTURE":
            return self.agenda(asked, member, today)
        found = [one for one in self.shown if self.keeps(one, asked, member)]
        if asked.get("dateDebut") or asked.get("dateFin"):
            found = [one for one in found if self.open_days(one, asked)]
        return self.ordered(found, asked, order)

    def agenda(self, asked: dict[str, Any], member: int, today: date) -> list[int]:
        """Give every record found by `agenda/simple`, in order."""
        asked = {"dateDebut": today.isoformat(), **asked}
        found = [one for one in self.shown if one.kind in AGENDA and self.keeps(one, asked, member)]
        days = {one.number: min(self.open_days(one, asked), default=None) for one in found}
        opened = [(day, number) for number, day in days.items() if day]
        return [number for _, number in sorted(opened)]

    def diary(self, asked: dict[str, Any], member: int, today: date) -> list[tuple[str, int]]:
        """Give every pair found by `agenda/detaille`, in order."""
        asked = {"dateDebut": today.isoformat(), **asked}
        found = [one for one in self.shown if one.kind in AGENDA and self.keeps(one, asked, member)]
        order = asked.get("order", "IDENTIFIANT")
        unfit = order == "PERTINENCE" or (order == "DISTANCE" and "center" not in asked)
        ranked = self.ordered(found, asked, "IDENTIFIANT" if unfit else order)
        held = {one.number: self.open_days(one, asked) for one in found}
        days = sorted({day for days in held.values() for day in days})
        return [(day.isoformat(), number) for day in days for number in ranked if day in held[number]]

    def open_days(self, one: Record, asked: dict[str, Any]) -> set[date]:
        start = date.fromisoformat(asked.get("dateDebut") or "0001-01-01")
        end = date.fromisoformat(asked.get("dateFin") or "9999-12-31")
        return {day for day in one.days if start <= day <= end}

    def keeps(self, one: Record, asked: dict[str, Any], member: int) -> bool:
        """Say whether a record satisfies every criterion but its days."""
        return (
            all(
                test(one, asked[name], asked, member)
                for name, test in TESTS.items()
                if asked.get(name) not in (None, "", []) and name in asked
            )
            and self._worded(one, asked)
            and self._criteria_hold(one, asked, member)
        )

    def _criteria_hold(self, one: Record, asked: dict[str, Any], member: int) -> bool:
        tree = asked.get("tree")
        return tree is None or self.holds(tree, one, member)

    def holds(self, tree: Any, one: Record, member: int) -> bool:
        """Apply Lucene's rule to clauses `(sign, leaf or clauses)`."""
        if isinstance(tree, str):
            name, value = tree.split(":")
            if name == "type":
                return one.kind == value
            number = int(value.split("_")[1])
            if name == "critere":
                return number in self.criteria(one.number)
            owner, tagged = self.tags.get(number, (0, set()))
            return owner == member and one.number in tagged
        signs = {
            sign: [self.holds(node, one, member) for mark, node in tree if mark == sign] for sign in "+- "
        }
        if any(signs["-"]) or not all(signs["+"]):
            return False
        return bool(signs["+"]) or not signs[" "] or any(signs[" "])

    def _criteria(self, number: int) -> set[int]:
        return {term["id"] for term in _terms(self.by_number[number].document)}

    # Words

    def _worded(self, one: Record, asked: dict[str, Any]) -> bool:
        text = asked.get("searchQuery", "")
        if not text.strip():
            return True
        level = LEVELS[asked.get("searchFields", "NOM_DESCRIPTION_CRITERES")]
        locale = asked.get("searchLocale", "")
        return one.number in self._found(text, level, locale)

    def _found(self, text: str, level: int, locale: str) -> frozenset[int]:
        return self._found_once(text, level, locale)

    @property
    def _found_once(self) -> Callable[[str, int, str], frozenset[int]]:
        if not hasattr(self, "_memory"):
            self._memory = cache(self._look)
        return self._memory

    def _look(self, text: str, level: int, locale: str) -> frozenset[int]:
        for forgiving in (False, True):
            found = frozenset(
                one.number for one in self.shown if self._says(one.number, text, level, locale, forgiving)
            )
            if found:
                return found
        return frozenset()

    def _says(self, number: int, text: str, level: int, locale: str, forgiving: bool) -> bool:
        cuts = words.asked(text, locale)
        telling = [cut for cut in cuts if not cut.slight] or cuts
        return bool(cuts) and all(
            any(self._word(number, part, cut, locale, cut is cuts[-1], forgiving) for part in range(level))
            for cut in telling
        )

    def _word(self, number: int, part: int, cut: words.Cut, locale: str, last: bool, forgiving: bool) -> bool:
        plain, marked = self.cut(number)[part]
        held = marked if locale else plain
        before = words.mark(locale) if locale else ""
        if cut.unspaced:
            return all(before + pair in held for pair in words.pairs(cut.text))
        forms = {before + cut.text}
        stems = {
            stem for code in ([locale] if locale else words.STEMMED) for stem in words.stem(cut.text, code)
        }
        if (not locale and cut.text in plain) or stems & marked:
            return True
        if last and len(cut.text) >= 3 and any(one.startswith(before + cut.text) for one in held):
            return True
        if forgiving and len(cut.text) >= 5:
            forms |= stems if locale else set()
            return any(near(form, one) for form in forms for one in held)
        return False

    def _cut(self, number: int) -> list[tuple[set[str], set[str]]]:
        document = self.by_number[number].document
        show = document.get("presentation", {})
        texts = [show.get("descriptifCourt", {}), show.get("descriptifDetaille", {})]
        texts += [one.get("description", {}) for one in show.get("descriptifsThematises", [])]
        labels = [self.label(term["id"]) for term in _terms(document)]
        return [_pieces([document["nom"]]), _pieces(texts), _pieces(labels)]

    # Order

    def ordered(self, found: list[Record], asked: dict[str, Any], order: str) -> list[int]:
        if order == "DISTANCE" and "center" not in asked:
            order = "PERTINENCE"
        if order == "PERTINENCE" and asked.get("searchQuery"):
            return sorted(one.number for one in found)
        keys: dict[str, Callable[[Record], Any]] = {
            "IDENTIFIANT": lambda one: one.number,
            "NOM": lambda one: (folded(one.document["nom"]), one.number),
            "DISTANCE": lambda one: (metres(asked["center"]["coordinates"], one.point), one.number),
            "RANDOM": lambda one: (lot(one.number, asked["randomSeed"]), one.number),
        }
        asc = asked.get("asc", True)
        return [
            one.number for one in sorted(found, key=keys.get(order, keys["IDENTIFIANT"]), reverse=not asc)
        ]


def _whole(one: Record, numbers: list[int], asked: dict[str, Any], _: int) -> bool:
    return one.number in numbers or one.identifier in asked.get("identifiers", [])


def _named(one: Record, identifiers: list[str], asked: dict[str, Any], _: int) -> bool:
    return one.identifier in identifiers or one.number in asked.get("identifiants", [])


def _round(one: Record, center: dict[str, Any], asked: dict[str, Any], _: int) -> bool:
    return one.point is not None and metres(center["coordinates"], one.point) <= asked["radius"]


def _since(one: Record, day: str, *_: Any) -> bool:
    return one.changed_at.astimezone(ZoneInfo("Europe/Paris")).date() >= date.fromisoformat(day)


TERRITORIES: dict[int, Record] = {}
TESTS: dict[str, Callable[..., bool]] = {
    "identifiants": _whole,
    "identifiers": _named,
    "identifiantsIgnores": lambda one, ignored, *_: one.number not in ignored,
    "membreProprietaireIds": lambda one, owners, *_: one.owner in owners,
    "communeCodesInsee": lambda one, codes, *_: one.commune in codes,
    "territoireIds": lambda one, ids, *_: (
        any(
            one.commune in TERRITORIES[number].perimeter
            for number in ids
            if number in TERRITORIES and TERRITORIES[number].state == "PUBLISHED"
        )
        or any(link["id"] in ids for link in one.document.get("territoires", []))
    ),
    "center": _round,
    "modifieApres": _since,
    "dureeMin": lambda one, least, *_: one.minutes is not None and one.minutes >= least,
    "dureeMax": lambda one, most, *_: one.minutes is not None and one.minutes <= most,
}


def _terms(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        if "elementReferenceType" in value:
            yield value
        else:
            for key, below in value.items():
                if key != "gestion":
                    yield from _terms(below)
    elif isinstance(value, list):
        for below in value:
            yield from _terms(below)


def _pieces(texts: list[Mapping[str, Any]]) -> tuple[set[str], set[str]]:
    plain, marked = set[str](), set[str]()
    for text in texts:
        for suffix, code in LANGUAGES.items():
            if said := text.get(f"libelle{suffix}"):
                plain.update(words.surface(said))
                marked.update(words.stems(said, code))
    return plain, marked


def folded(name: Mapping[str, str]) -> str:
    """Write a name for the order of names: its first sixty letters and digits."""
    said = name.get("libelleFr") or next(iter(name.values()), "")
    said = said.translate({ord("œ"): "oe", ord("Œ"): "oe", ord("æ"): "ae", ord("Æ"): "ae"})
    letters = [
        sign for sign in unicodedata.normalize("NFKD", said).casefold() if not unicodedata.combining(sign)
    ]
    kept = "".join(sign if sign in "abcdefghijklmnopqrstuvwxyz0123456789" else " " for sign in letters)
    return " ".join(kept.split())[:60]


def metres(center: list[float], point: tuple[float, float] | None) -> float:
    """Measure the angle between two unit vectors by its sine and cosine, not by the haversine."""
    assert point is not None
    one, other = _vector(*center), _vector(*point)
    across = math.dist((0, 0, 0), _cross(one, other))
    return 6_371_008.8 * math.atan2(across, sum(a * b for a, b in zip(one, other, strict=True)))


def _vector(lon: float, lat: float) -> tuple[float, float, float]:
    east, north = math.radians(lon), math.radians(lat)
    return (math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north))


def _cross(a: tuple[float, float, float], b: tuple[float, float, float]) -> tuple[float, float, float]:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def lot(number: int, seed: str) -> int:
    """Draw the lot of a number: splitmix64."""
    start = int.from_bytes(blake2b(seed.encode(), digest_size=8).digest(), "little")
    drawn = (number * 0x9E3779B97F4A7C15 + start) & MASK
    drawn = ((drawn ^ (drawn >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    drawn = ((drawn ^ (drawn >> 27)) * 0x94D049BB133111EB) & MASK
    return drawn ^ (drawn >> 31)


@cache
def near(one: str, other: str) -> bool:
    """Say whether one insertion, deletion, exchange or swap of neighbours at most parts two words."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    one, other = one[start:], other[start:]
    return (
        one[1:] == other[1:]
        or one[1:] == other
        or one == other[1:]
        or (one[:2] == other[1::-1] and len(one) > 1 and one[2:] == other[2:])
    )
