"""Movements of the official code, as Insee publishes them (`v_mvt_commune`), and what they come to."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sitra.kit.errors import Impossible
from sitra.places.events import Standing

COLUMNS = ("MOD", "DATE_EFF", "TYPECOM_AV", "COM_AV", "LIBELLE_AV", "TYPECOM_AP", "COM_AP", "LIBELLE_AP")
"""Columns of the file that are read; it has others."""

_NAMED = "10"
_MERGERS = frozenset({"30", "31", "32", "33"})  # gone, merged, part of a new one, associated
_RECODINGS = frozenset({"41", "50"})  # another département, another seat
_SPLITS = frozenset({"20", "21"})  # created, re-established
_KNOWN = _MERGERS | _RECODINGS | _SPLITS | {_NAMED}
_COMMUNE = "COM"
_CODE = re.compile(r"[0-9][0-9AB][0-9]{3}")
_PARTS = {"COMD": Standing.DELEGATED, "COMA": Standing.ASSOCIATED}


class BadMovements(Impossible):
    """A file of movements that cannot be trusted; the sentence says what, where and what to do."""


class Act(StrEnum):
    """What may happen to a commune, in the order in which it is told."""

    MERGED = "merged"
    RESTORED = "restored"
    CREATED = "created"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class Movement:
    """A line of the file that moves a commune: what, when, from, to."""

    line: int
    what: str
    on: date
    code: str
    name: str
    to_code: str
    to_name: str


@dataclass(frozen=True, slots=True)
class State:
    """What movements may change of a commune: by its code, its name, what it is, its heir."""

    code: str
    name: str
    standing: Standing = Standing.COMMUNE
    now: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happens to one commune; `other` names the commune it goes to or comes from."""

    act: Act
    before: State | None
    after: State
    other: str = ""


@dataclass(slots=True)
class Plan:
    """What a file comes to: changes in order, lines left out with the reason, and how far it goes."""

    changes: list[Change]
    left: list[tuple[int, str]]
    earlier: int
    edition: date


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says: movements of communes, what a merged one is from its day on, lines of no use."""

    movements: list[Movement]
    parts: Mapping[tuple[str, date], Standing]
    left: list[tuple[int, str]]


def read(content: bytes, name: str) -> Reading:
    """Read the file; raises `BadMovements` when it cannot be trusted."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadMovements(f"Le fichier « {name} » n'est pas en UTF-8 : enregistrez-le ainsi.") from None
    table = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in COLUMNS if column not in (table.fieldnames or ())]
    if missing:
        raise BadMovements(
            f"Le fichier « {name} » n'est pas une liste de mouvements de l'Insee (il manque les colonnes "
            f"{', '.join(missing)}) : prenez le fichier « v_mvt_commune » du code officiel géographique."
        )
    rows = list(enumerate(table, 2))
    for line, row in rows:
        if any(row[column] is None for column in COLUMNS):
            raise BadMovements(f"Ligne {line} : il manque des colonnes ; téléchargez le fichier de nouveau.")
    reading = Reading([], {}, [])
    parts: dict[tuple[str, date], Standing] = {}
    for line, row in rows:
        one, kinds = _movement(line, row), (row["TYPECOM_AV"], row["TYPECOM_AP"])
        if kinds == (_COMMUNE, _COMMUNE):
            reading.movements.append(one)
        elif kinds[1] in _PARTS and one.code == one.to_code:
            parts[one.to_code, one.on] = _PARTS[kinds[1]]
        else:
            reading.left.append((line, f"un passage de {kinds[0]} à {kinds[1]} ne change aucune commune"))
    return replace(reading, parts=parts)


def _movement(line: int, row: Mapping[str, str]) -> Movement:
    try:
        on = date.fromisoformat(row["DATE_EFF"])
    except ValueError:
        raise BadMovements(
            f"Ligne {line} : la date « {row['DATE_EFF']} » n'est pas de la forme AAAA-MM-JJ."
        ) from None
    codes = (row["COM_AV"] or "", row["COM_AP"] or "")
    if not all(map(_CODE.fullmatch, codes)):
        raise BadMovements(f"Ligne {line} : « {codes[0]} » ou « {codes[1]} » n'est pas un code de commune.")
    return Movement(line, row["MOD"], on, codes[0], row["LIBELLE_AV"], codes[1], row["LIBELLE_AP"])


def plan(reading: Reading, known: Mapping[str, State], since: date) -> Plan:
    """Work out what the movements after a day come to; the order is that of their dates."""
    later = sorted((one for one in reading.movements if one.on > since), key=lambda one: (one.on, one.line))
    edition = max((one.on for one in later), default=since)
    planner = _Planner(dict(known), reading.parts)
    for one in later:
        planner.take(one)
    earlier = len(reading.movements) - len(later)
    return Plan(list(planner.told(known)), sorted([*reading.left, *planner.left]), earlier, edition)


class _Planner:
    """The code as it becomes, movement after movement."""

    def __init__(self, states: dict[str, State], parts: Mapping[tuple[str, date], Standing]) -> None:
        self.states = states
        self.parts = parts
        self.origins: dict[str, str] = {}
        self.left: list[tuple[int, str]] = []

    def take(self, one: Movement) -> None:
        if one.what not in _KNOWN:
            self.left.append((one.line, f"le mouvement {one.what or '(vide)'} ne change aucune commune ici"))
        elif one.code not in self.states:
            self.left.append((one.line, f"la commune {one.code} ({one.name}) est inconnue"))
        elif one.code == one.to_code:
            self._named(one)
        elif one.what in _MERGERS:
            self._merged(one)
        elif one.what in _SPLITS:
            self._restored(one)
        elif one.what in _RECODINGS:
            self._recoded(one)
        else:
            self.left.append((one.line, f"le mouvement {one.what} change de code sans le dire"))

    def _named(self, one: Movement) -> None:
        """Keep the commune, under the name it has afterwards; the heir of a merger lives."""
        now = self.states[one.code]
        self.states[one.code] = State(one.code, one.to_name or now.name)

    def _merged(self, one: Movement) -> None:
        if one.to_code not in self.states:
            self.left.append((one.line, f"la commune {one.to_code} ({one.to_name}) est inconnue"))
            return
        gone = self.states[one.code]
        standing = self.parts.get((one.code, one.on), Standing.MERGED)
        self.states[one.code] = replace(gone, standing=standing, now=one.to_code)
        heir = self.states[one.to_code]
        self.states[one.to_code] = State(one.to_code, one.to_name or heir.name)
        for code, state in self.states.items():
            if state.now == one.code:
                self.states[code] = replace(state, now=one.to_code)

    def _restored(self, one: Movement) -> None:
        """Let a commune live, again or for the first time, beside the one it was part of."""
        self.states[one.to_code] = State(one.to_code, one.to_name)
        self.origins.setdefault(one.to_code, one.code)

    def _recoded(self, one: Movement) -> None:
        gone = self.states[one.code]
        self.origins.setdefault(one.to_code, one.code)
        self.states[one.to_code] = State(one.to_code, one.to_name or gone.name)
        self.states[one.code] = replace(gone, standing=Standing.MERGED, now=one.to_code)

    def told(self, before: Mapping[str, State]) -> Iterator[Change]:
        """Compare the code as it was with what it has become."""
        changes = [
            change
            for code, after in self.states.items()
            if before.get(code) != after
            for change in _acts(before.get(code), after, self.origins.get(code, ""))
        ]
        acts = list(Act)
        yield from sorted(changes, key=lambda one: (acts.index(one.act), one.after.code))


def _acts(before: State | None, after: State, origin: str) -> Iterator[Change]:
    if before is None:
        yield Change(Act.CREATED, None, after, origin)
    elif after.now is not None:
        if before.now != after.now:
            yield Change(Act.MERGED, before, after, after.now)
    elif before.now is not None:
        yield Change(Act.RESTORED, before, after, before.now)
    elif before.name != after.name:
        yield Change(Act.RENAMED, before, after)
