"""The first records of a table as they would be written, through the same gate as all of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.speech import Speech
from sitra.catalog.rules.tree import tree
from sitra.catalog.rules.types import MONEY, Point
from sitra.catalog.rules.walk import values
from sitra.intake.actions.belonging import OwnGate
from sitra.intake.models import Run
from sitra.intake.queries.importing import deposit_row
from sitra.intake.queries.preparing import opened
from sitra.intake.queries.readers import table_reader
from sitra.intake.rules.draft import Refusal
from sitra.kit import texts
from sitra.kit.errors import Impossible
from sitra.tourism.queries.records import Namer

ROWS = 10
_UNSAID = frozenset({"geolocalisation.valide", "geoJson.type", "devise", "link", "locale", "tousLesAns"})


@dataclass(frozen=True, slots=True)
class Previewed:
    """A line as it would be written."""

    place: str
    name: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    """Label of a field and what it says."""
    refusal: str = ""
    problems: list[str] = field(default_factory=list)


def preview(person: Person, number: int, language: str) -> list[Previewed]:
    """Say how the first lines of a table would be written; raises `Impossible` when it is not mapped."""
    row = deposit_row(person, number)
    if row.mapping is None or row.removed_at:
        message = "Dites d'abord ce que deviennent les colonnes de ce fichier."
        raise Impossible(message)
    reader, table = table_reader(row.mapping), opened(row)
    gate = OwnGate(Run(source=row.mapping.source, member=row.member, deposit=row))
    speech = Speech(language, Namer())
    found = []
    for line in islice(table.lines(), ROWS):
        if isinstance(line, Refusal):
            found.append(Previewed(line.place, "", refusal=line.reason))
            continue
        draft, bad = reader.draft(table, line)
        problems = [one.sentence() for one in bad]
        if isinstance(draft, Refusal):
            found.append(Previewed(line.place, "", refusal=draft.reason, problems=problems))
            continue
        admitted = gate.admit(draft)
        refused = admitted.reason if isinstance(admitted, Refusal) else ""
        document = draft.document if isinstance(admitted, Refusal) else admitted[0].document
        name = texts.label(document.get("nom"), language)
        said = list(_said(document, Kind(draft.kind), speech))
        found.append(Previewed(line.place, name, said, refused, problems))
    return found


def _said(document: Mapping[str, Any], kind: Kind, speech: Speech) -> Iterator[tuple[str, str]]:
    """Say the values of a document in words, a label for all values of one field."""
    held: dict[str, list[str]] = {}
    for one in values(document, tree(kind)):
        end = ".".join(one.path.split(".")[-2:])
        last = one.path.rpartition(".")[2]
        if end in _UNSAID or last in _UNSAID or one.path == "nom":
            continue
        words = speech.say(one.field, one.value)
        if isinstance(one.field.type, Point):
            words = ", ".join(str(part) for part in reversed(one.value[:2]))
        if words:
            held.setdefault(one.field.label(speech.language), []).append(words.replace(MONEY, "€"))
    for label, said in held.items():
        yield label, " · ".join(dict.fromkeys(said))
