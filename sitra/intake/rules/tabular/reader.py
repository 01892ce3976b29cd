"""The reader that a plan makes of a table: lines in, drafts out; what could not be read told at the end."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sitra.intake.rules import dating, localities, parts, wording
from sitra.intake.rules.draft import CommuneHint, Draft, Note, Read, Refusal, Source
from sitra.intake.rules.glance import Glance
from sitra.intake.rules.tabular import cells, tables, targets as to
from sitra.intake.rules.tabular.cells import Bad
from sitra.intake.rules.tabular.plans import LEFT_OUT, Column, Constant, Plan
from sitra.intake.rules.tabular.tables import Line, Table
from sitra.intake.rules.tabular.terms import Lexicon
from sitra.kit.texts import SUFFIXES, fold

_FULL_PRICE = 5239
_SHORT_POSTAL = 4
_LONGEST_KEY = 180
_LONGEST_ADDRESS = 400
_TOLD_WORDS = 12
_WHOLE = re.compile(
    r"^[\s,;]*(?P<street>.*?)[\s,;]*\b(?P<code>\d{5})\s+(?P<town>[^\d,;]+?)[\s,;]*$", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that was left out: its column, what it says, what is expected."""

    column: str
    text: str
    expected: str

    def sentence(self) -> str:
        """Say it in French."""
        return f"Colonne « {self.column} » : « {self.text[:80]} » est laissé de côté, {self.expected}."


@dataclass
class _Sheet:
    """What the cells of one line come to."""

    document: dict[str, Any] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)
    """What several fields are made of, by target."""
    ways: list[dict[str, Any]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    filled: set[str] = field(default_factory=set)
    """Targets that a column filled: no value for all lines is needed."""

    def put(self, path: str, value: Any) -> None:
        """Write a value at a path; texts of several languages and lists join."""
        *blocks, last = path.removesuffix("[]").split(".")
        place = self.document
        for step in blocks:
            place = place.setdefault(step, {})
        before = place.get(last)
        if isinstance(before, dict) and isinstance(value, dict) and "id" not in value:
            place[last] = {**before, **value}
        elif isinstance(before, list) and isinstance(value, list):
            place[last] = [*before, *(one for one in value if one not in before)]
        else:
            place[last] = value


class TableReader:
    """Reads tables as a plan says."""

    def __init__(self, plan: Plan, source: Source, lexicon: Lexicon) -> None:
        self.SOURCE = source
        self._plan, self._lexicon = plan, lexicon
        self._targets = to.targets(plan.kind)

    def recognises(self, seen: Glance, /) -> bool:
        """Say whether a file is a table with the columns of the plan."""
        del seen
        return False

    def expected(self, path: Path, /) -> int:
        """Count the lines of a table."""
        return sum(1 for _ in tables.opened(path).lines())

    def read(self, path: Path, /) -> Iterator[Read]:
        """Read a table; raises `Unreadable` when nothing can be made of it."""
        table = tables.opened(path)
        yield from map(Note, table.notes)
        bad: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for line in table.lines():
            if isinstance(line, Refusal):
                yield line
                continue
            row, problems = self.draft(table, line)
            for one in problems:
                bad[one.column, one.expected][one.text[:60]] += 1
            yield row
        for (column, expected), words in bad.items():
            listed = ", ".join(f"« {text} » ({count})" for text, count in words.most_common(_TOLD_WORDS))
            more = f" et {len(words) - _TOLD_WORDS} autres" if len(words) > _TOLD_WORDS else ""
            yield Note(f"Colonne « {column} », valeurs laissées de côté ({expected}) : {listed}{more}.")

    def draft(self, table: Table, line: Line) -> tuple[Draft | Refusal, list[Problem]]:
        """Turn a line into a draft, and tell the cells that could not be read."""
        said = {fold(name): text for name, text in zip(table.columns, line.cells, strict=True)}
        sheet = _Sheet()
        for column in self._plan.columns:
            if text := said.get(fold(column.name), ""):
                self._take(sheet, column, text)
        for constant in self._plan.constants:
            if constant.target not in sheet.filled:
                self._take(sheet, Column(_named(constant), constant.target), constant.text)
        hint = self._located(sheet)
        self._together(sheet)
        document = parts.filled(sheet.document)
        if "nom" not in document:
            reason = "Le nom manque : remplissez la colonne du nom, ou choisissez-en une autre."
            return Refusal(line.place, reason), sheet.problems
        number = self._number(said, document, hint)
        if not number:
            reason = f"La colonne « {self._plan.key} », qui identifie la ligne, est vide : remplissez-la."
            return Refusal(line.place, reason), sheet.problems
        changed = sheet.held.get(to.CHANGED, "")
        draft = Draft(number, self._plan.kind.value, document, hint, changed, line.place)
        return draft, sheet.problems

    def unsettled(self, table: Table, most: int) -> dict[str, Counter[str]]:
        """Count, in the first lines, the words that are no term and that nobody settled, by target."""
        found: dict[str, Counter[str]] = {key: Counter() for key in sorted(self._plan.vocabulary_targets)}
        wanted = [
            (table.columns.index(one.name), one)
            for one in self._plan.columns
            if one.target in found and one.name in table.columns
        ]
        for rank, line in enumerate(table.lines()):
            if rank >= most:
                break
            if isinstance(line, Refusal):
                continue
            for place, column in wanted:
                for word in self._words(column, line.cells[place]):
                    if self._term(column.target, word) is None:
                        found[column.target][word] += 1
        return found

    def _take(self, sheet: _Sheet, column: Column, text: str) -> None:
        target = self._targets[column.target]
        try:
            if target.vocabulary:
                self._terms(sheet, column, text)
            elif target.key.startswith(to.CONTACT):
                sheet.ways += cells.contact(int(target.key.removeprefix(to.CONTACT)), text)
            elif target.field is None:
                _hold(sheet, target, column, text)
            elif target.key == to.NAME:
                words = wording.begin(wording.name(text))
                sheet.put(to.NAME, {f"libelle{SUFFIXES[column.language]}": words} if words else {})
            elif target.many:
                values = [cells.value(target, one) for one in cells.split(text, column.separator)]
                sheet.put(target.key, values)
            else:
                sheet.put(target.key, cells.value(target, text, column.language))
            if not target.vocabulary:
                sheet.filled.add(target.key)
        except Bad as bad:
            sheet.problems.append(Problem(column.name, text, str(bad)))

    def _terms(self, sheet: _Sheet, column: Column, text: str) -> None:
        target = self._targets[column.target]
        found = []
        for word in self._words(column, text):
            number = self._term(column.target, word)
            if number is None:
                sheet.problems.append(Problem(column.name, word, "ce mot n'est d'aucun terme du vocabulaire"))
            elif number != LEFT_OUT and number not in found:
                found.append(number)
        if found:
            sheet.filled.add(target.key)
        if target.many:
            sheet.put(target.key, parts.refs(target.vocabulary, found))
        elif found:
            sheet.put(target.key, parts.ref(target.vocabulary, found[0]))

    def _words(self, column: Column, text: str) -> list[str]:
        """Cut a cell into words, unless the whole cell is one already."""
        if not self._targets[column.target].many or self._term(column.target, text) is not None:
            return [text] if text else []
        return cells.split(text, column.separator)

    def _term(self, target: str, word: str) -> int | None:
        settled = self._plan.words.get(target, {}).get(fold(word)[:200])
        return settled if settled is not None else self._lexicon.find(self._targets[target].vocabulary, word)

    def _located(self, sheet: _Sheet) -> CommuneHint:
        """Write where it is, and say how the file names the commune."""
        address = sheet.document.get("localisation", {}).get("adresse", {})
        town, code = sheet.held.get(to.COMMUNE, ""), sheet.held.get(to.INSEE, "")
        if whole := _WHOLE.match(sheet.held.get(to.WHOLE_ADDRESS, "")[:_LONGEST_ADDRESS]):
            street = [one.strip() for one in whole["street"].splitlines() if one.strip()]
            found = parts.filled(parts.address(street, whole["code"]))
            address = {**found, **address}
            town = town or whole["town"]
            sheet.put("localisation.adresse", address)
        elif text := sheet.held.get(to.WHOLE_ADDRESS, ""):
            sheet.put("localisation.adresse", {**parts.filled(parts.address([text], "")), **address})
        postal = str(address.get("codePostal", ""))
        if postal.isdecimal() and len(postal) == _SHORT_POSTAL:
            postal = postal.zfill(5)
            sheet.put(to.POSTAL_CODE, postal)
        return localities.hint(postal, town, code.zfill(5) if code else "")

    def _together(self, sheet: _Sheet) -> None:
        """Write what several columns make together."""
        held = sheet.held
        if to.LAT in held and to.LON in held:
            place = {"type": "Point", "coordinates": [round(float(held[one]), 6) for one in (to.LON, to.LAT)]}
            sheet.put("localisation.geolocalisation.geoJson", place)
            sheet.put("localisation.geolocalisation.valide", True)  # noqa: FBT003 - a value of a document
        if sheet.ways:
            once = list({str(one): one for one in sheet.ways}.values())
            sheet.put("informations.moyensCommunication", once)
        if held.get(to.FROM) or held.get(to.UNTIL):
            begin = held.get(to.FROM) or held[to.UNTIL]
            sheet.put("ouverture.periodesOuvertures", [dating.period(begin, held.get(to.UNTIL) or begin)])
        amounts = {
            name: float(held[key])
            for name, key in (("minimum", to.LEAST), ("maximum", to.MOST))
            if key in held
        }
        if amounts:
            rate = {"devise": "EUR", **amounts, "type": parts.ref("TarifType", _FULL_PRICE)}
            sheet.put("descriptionTarif.periodes", [{"tarifs": [rate]}])
        credit = parts.label({"fr": held.get(to.CREDIT, "")})
        if sheet.pictures:
            sheet.put("illustrations", [_picture(one, credit) for one in dict.fromkeys(sheet.pictures)])

    def _number(self, said: Mapping[str, str], document: Mapping[str, Any], hint: CommuneHint) -> str:
        """Name a line: by its key, else by its name and where it is."""
        if self._plan.key:
            return said.get(fold(self._plan.key), "")[:_LONGEST_KEY]
        name = str(next(iter(document["nom"].values())))
        place = hint.code or f"{hint.postal_code} {hint.name}"
        return " | ".join(filter(None, (fold(name), fold(place))))[:_LONGEST_KEY]


def _hold(sheet: _Sheet, target: to.Target, column: Column, text: str) -> None:
    """Keep what several fields are made of."""
    key = target.key
    if key == to.BOTH:
        found = re.findall(r"-?\d+(?:[.,]\d+)?", text)
        if len(found) != 2:  # noqa: PLR2004 - latitude, longitude
            raise Bad("il faut la latitude puis la longitude, par exemple 45.1885, 5.7245")
        sheet.held[to.LAT] = str(cells.degrees(found[0], 90))
        sheet.held[to.LON] = str(cells.degrees(found[1], 180))
    elif key in {to.LAT, to.LON}:
        sheet.held[key] = str(cells.degrees(text, 90 if key == to.LAT else 180))
    elif key in {to.FROM, to.UNTIL, to.CHANGED}:
        sheet.held[key] = cells.day(text)
    elif key in {to.LEAST, to.MOST}:
        sheet.held[key] = str(cells.number(text))
    elif key == to.PICTURE:
        addresses = [wording.site(one) for one in cells.split(text, column.separator)]
        if not all(addresses):
            raise Bad("il faut une adresse web, par exemple https://exemple.fr/photo.jpg")
        sheet.pictures += addresses
    else:
        sheet.held[key] = wording.clean(text) if key == to.WHOLE_ADDRESS else wording.line(text)


def _named(constant: Constant) -> str:
    return f"valeur pour toutes les lignes, {constant.target}"


def _picture(address: str, credit: Mapping[str, str]) -> dict[str, Any]:
    return {
        "link": True,
        "type": "IMAGE",
        "copyright": dict(credit),
        "traductionFichiers": [{"locale": "fr", "url": address}],
    }
