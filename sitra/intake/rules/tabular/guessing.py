"""Guessing what the columns of a table may become, from what they are called and what they hold."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import Integer
from sitra.intake.rules import wording
from sitra.intake.rules.tabular import cells, synonyms, targets as to
from sitra.intake.rules.tabular.cells import Bad
from sitra.intake.rules.tabular.plans import Column, Plan
from sitra.intake.rules.tabular.terms import Lexicon
from sitra.kit.texts import fold

SAMPLES = 200
"""Lines looked at."""
_SHOWN = 3
_MOSTLY, _HALF = 0.8, 0.5
_CLOSE = 88
_LONG = 255
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z0-9])")
_POSTAL = re.compile(r"^(?:[A-Z]{1,2}-)?\d{4,5}$")
_INSEE = re.compile(r"^(?:\d[\dAB]\d{3})$")
_PAIR = re.compile(r"^\s*\(?(-?\d{1,2}[.,]\d+)\s*[,; ]\s*(-?\d{1,3}[.,]\d+)\)?\s*$")
_WHOLE = re.compile(r"(?<=\S) \d{5}\s+[^\W\d]")
_LONGEST_ADDRESS = 300
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif)(?:\?|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Seen:
    """A column with what its first lines hold."""

    name: str
    values: tuple[str, ...]
    """What is not empty, in order."""
    lines: int

    @property
    def shown(self) -> list[str]:
        """Give a few different values."""
        return list(dict.fromkeys(self.values))[:_SHOWN]

    @property
    def is_unique(self) -> bool:
        """Say whether every line has a value of its own."""
        return len(self.values) == self.lines > 0 and len(set(self.values)) == self.lines

    def holds(self, test: Callable[[str], object], share: float = _MOSTLY) -> bool:
        """Say whether most values pass a test."""
        return bool(self.values) and sum(bool(test(one)) for one in self.values) >= share * len(self.values)


@dataclass
class _Guess:
    kind: Kind
    lexicon: Lexicon
    taken: set[str] = field(default_factory=set)

    def target(self, seen: Seen) -> tuple[str, str]:
        """Guess the target of a column, and the language of its name."""
        language, bare = _language(fold(_CAMEL.sub(" ", seen.name)))
        wanted = (fold(seen.name), bare, bare.replace(" ", ""))
        for found in self._candidates(seen, wanted):
            again = found.startswith(to.CONTACT) or (language and to.targets(self.kind)[found].is_text)
            if found in to.targets(self.kind) and _may_be(seen, to.targets(self.kind)[found]):
                mark = f"{found} {language}" if to.targets(self.kind)[found].is_text else found
                if mark not in self.taken or (again and found.startswith(to.CONTACT)):
                    self.taken.add(mark)
                    return found, language or "fr"
        return "", language or "fr"

    def _candidates(self, seen: Seen, wanted: tuple[str, ...]) -> Iterator[str]:
        known = _known(self.kind)
        if _held(seen) == to.WHOLE_ADDRESS:
            yield to.WHOLE_ADDRESS
        yield from (known[name] for name in wanted if name in known)
        if set(wanted) & {*synonyms.CLASSIFYING, *synonyms.RATING}:
            yield from self._vocabularies(seen)
        if set(wanted) & set(synonyms.CAPACITY):
            yield from self._capacities()
        if held := _held(seen):
            yield held
        near = max(known, key=lambda name: fuzz.ratio(name, wanted[1]), default="")
        if len(wanted[1]) > 4 and fuzz.ratio(near, wanted[1]) >= _CLOSE:  # noqa: PLR2004 - short words are near by chance
            yield known[near]

    def _vocabularies(self, seen: Seen) -> Iterator[str]:
        """Give the vocabulary fields of the kind's own section that know most of the values."""
        known = to.targets(self.kind)
        for key, target in known.items():
            if target.vocabulary and key.startswith(self.kind.block):
                values = [part for one in seen.values for part in cells.split(one, "")]
                found = sum(self.lexicon.find(target.vocabulary, one) is not None for one in values)
                if values and found >= _HALF * len(values):
                    yield key

    def _capacities(self) -> Iterator[str]:
        for key, target in to.targets(self.kind).items():
            counted = target.field is not None and isinstance(target.field.type, Integer)
            if counted and key.startswith(self.kind.block) and "capacite" in fold(target.french):
                yield key


def plan_for(columns: Sequence[Seen], kind: Kind, lexicon: Lexicon) -> Plan:
    """Propose how the columns of a table become records of a kind."""
    guess = _Guess(kind, lexicon)
    found = {one.name: guess.target(one) for one in columns}
    key = identifying(columns)
    return Plan(
        kind=kind,
        key=key,
        columns=tuple(Column(name, target, language) for name, (target, language) in found.items() if target),
    )


def identifying(columns: Iterable[Seen]) -> str:
    """Find the column that identifies a line; nothing when there is none."""
    unique = {fold(one.name): one.name for one in columns if one.is_unique}
    return next((unique[name] for name in synonyms.IDENTIFYING if name in unique), "")


def kind_for(file: str, columns: Sequence[Seen]) -> Kind | None:
    """Guess the kind of the records from the name of the file, else from their own; nothing when in doubt."""
    if found := _kind(file):
        return found
    names = [one for one in columns if fold(one.name) in synonyms.NAMES[to.NAME]][:1]
    told = Counter(kind for one in names for value in one.values if (kind := _kind(value)))
    if not told:
        return None
    kind, count = told.most_common(1)[0]
    return kind if count >= _HALF * len(names[0].values) else None


def samples(columns: Sequence[str], lines: Sequence[tuple[str, ...]]) -> list[Seen]:
    """Look at the first lines of a table, column by column."""
    return [
        Seen(name, tuple(cells[rank] for cells in lines if cells[rank]), len(lines))
        for rank, name in enumerate(columns)
    ]


def _kind(words: str) -> Kind | None:
    folded = f" {fold(words)}"
    return next((kind for starts, kind in synonyms.KINDS if any(f" {one}" in folded for one in starts)), None)


@cache
def _known(kind: Kind) -> Mapping[str, str]:
    """Give all names by which the targets of a kind are known, folded."""
    found: dict[str, str] = {}
    for key, names in synonyms.NAMES.items():
        if key in to.targets(kind):
            found.update(dict.fromkeys((*names, *(one.replace(" ", "") for one in names)), key))
    for key, target in to.targets(kind).items():
        step = key.rpartition(".")[2].removesuffix("[]")
        for name in (target.french, target.english, key, _CAMEL.sub(" ", step), step):
            found.setdefault(fold(name), key)
    return found


def _language(folded: str) -> tuple[str, str]:
    """Part the name of a column from the language it ends or begins with."""
    words = folded.split()
    for code, marks in synonyms.LANGUAGES.items():
        if len(words) > 1 and words[-1] in marks:
            return code, " ".join(words[:-1])
        if len(words) > 1 and words[0] in marks and words[0] not in {"de", "en", "no"}:
            return code, " ".join(words[1:])
    return "", folded


def _held(seen: Seen) -> str:
    """Recognise a column by what it holds."""
    tests: tuple[tuple[str, Callable[[str], object]], ...] = (
        (f"{to.CONTACT}204", wording.mail),
        (to.PICTURE, lambda text: wording.site(text) and _PICTURE.search(text)),
        (f"{to.CONTACT}207", lambda text: "facebook.com/" in text),
        (f"{to.CONTACT}205", lambda text: "://" in text and wording.site(text)),
        ("informations.informationsLegales.siret", wording.siret),
        (f"{to.CONTACT}201", lambda text: not text.isdecimal() and wording.phone(text)),
        (to.BOTH, _PAIR.match),
        (to.WHOLE_ADDRESS, lambda text: len(text) < _LONGEST_ADDRESS and _WHOLE.search(text)),
    )
    return next((key for key, test in tests if seen.holds(test)), "")


def _may_be(seen: Seen, target: to.Target) -> bool:
    """Say whether what a column holds does not speak against a target."""
    if not seen.values:
        return True
    if target.key == "presentation.descriptifCourt":
        return seen.holds(lambda text: len(text) <= _LONG)
    tests: dict[str, Callable[[str], object]] = {
        to.POSTAL_CODE: _POSTAL.match,
        to.INSEE: lambda text: _INSEE.match(text.zfill(5)),
        to.LAT: lambda text: _reads(cells.degrees, text, 90.0),
        to.LON: lambda text: _reads(cells.degrees, text, 180.0),
        to.BOTH: _PAIR.match,
        to.FROM: lambda text: _reads(cells.day, text),
        to.UNTIL: lambda text: _reads(cells.day, text),
        to.CHANGED: lambda text: _reads(cells.day, text),
        to.LEAST: lambda text: _reads(cells.number, text),
        to.MOST: lambda text: _reads(cells.number, text),
        to.PICTURE: wording.site,
        f"{to.CONTACT}204": wording.mail,
        f"{to.CONTACT}205": wording.site,
        f"{to.CONTACT}201": lambda text: _reads(cells.contact, 201, text),
        to.COMMUNE: lambda text: not text.isdecimal(),
    }
    if target.key in tests:
        return seen.holds(tests[target.key], _HALF)
    if target.vocabulary or target.field is None or target.is_text:
        return True
    return seen.holds(lambda text: _reads(cells.value, target, text), _HALF)


def _reads(read: Callable[..., object], *given: object) -> bool:
    try:
        read(*given)
    except Bad:
        return False
    return True
