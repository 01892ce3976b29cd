"""The table of the guide is the law: it is held against the guard and the filter of every right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from sitra.access import actions as access, queries
from sitra.access.events import Act
from sitra.access.models import Grant
from sitra.access.rules.mandate import Mandate
from sitra.access.rules.terms import Terms
from sitra.catalog.rules.kinds import Kind
from sitra.members import actions as members
from sitra.members.events import Duty
from sitra.tourism import actions as tourism
from sitra.tourism.actions import layers
from sitra.tourism.events import Origin, State
from sitra.tourism.models import Revision, TouristObject
from sitra.tourism.policy import CONSULT, RIGHTS
from tests.cast import ALBERTVILLE, AUBENAS, PRIVAS, Cast, hotel
from tests.ground import ROOT

GUIDE = ROOT / "docs" / "guide" / "droits.md"
LETTERS = {
    "C": Act.CONSULT,
    "P": Act.PROPOSE,
    "N": Act.NOTE,
    "M": Act.WRITE,
    "D": Act.REVIEW,
    "A": Act.PUBLISH,
    "S": Act.DELETE,
    "T": Act.TRANSFER,
}


def table(page: Path) -> tuple[list[str], dict[str, list[str]]]:
    """Read the columns and, by who it is, the cells."""
    lines = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return rows[0][1:], {row[0]: row[1:] for row in rows[2:]}


def other_than(kind: Kind) -> Kind:
    """Choose the kind that stands where the table says "restaurant", were this one its "hotel"."""
    kinds = list(Kind)
    return kinds[(kinds.index(kind) + 5) % len(kinds)]


@dataclass
class World:
    """The records of the table, with a kind in the place of its hotels, and everybody in it."""

    cast: Cast
    kind: Kind
    records: dict[str, TouristObject]

    def seated(self, member: str, *duties: Duty) -> Mandate:
        person = self.cast.people["stranger"]
        person.seats.all().delete()
        members.seat(person, self.cast.members[member].pk, [duty.value for duty in duties])
        return queries.mandate_of(person)

    def entrusted(self, **terms: object) -> Mandate:
        kept = Terms(Duty.WRITE, **terms)  # type: ignore[arg-type]
        given = access.give(
            self.cast.members["hotel"].pk,
            kept,
            giver=self.cast.members["aubenas"].pk,
            by=self.cast.people["pilot"],
        )
        mandate = self.seated("hotel", Duty.CONSULT, Duty.WRITE)
        Grant.objects.filter(pk=given.pk).delete()
        return mandate

    def once_entrusted(self) -> Mandate:
        until = timezone.localdate()
        access.give(
            self.cast.members["hotel"].pk,
            Terms(Duty.WRITE, kinds=(self.kind.value,), until=until),
            giver=self.cast.members["aubenas"].pk,
            by=self.cast.people["pilot"],
        )
        Grant.objects.update(until=until - timedelta(days=1))
        return self.seated("hotel", Duty.CONSULT, Duty.WRITE)

    def taken_back(self) -> Mandate:
        pilot = self.cast.people["pilot"]
        owner = self.cast.members["aubenas"]
        given = access.give(self.cast.members["hotel"].pk, Terms(Duty.WRITE), giver=owner.pk, by=pilot)
        access.revoke(given.pk, by=pilot)
        return self.seated("hotel", Duty.CONSULT, Duty.WRITE)

    def collaborating(self) -> Mandate:
        for name in ("hôtel publié", "hôtel en brouillon"):
            layers.join(self.records[name].pk, self.cast.members["savoie"], by=self.cast.author())
        return self.seated("savoie", Duty.CONSULT, Duty.WRITE)

    def mandates(self) -> dict[str, Mandate]:
        published = self.records["hôtel publié"].pk
        return {
            "une personne sans siège": Mandate(),
            "qui consulte, dans une autre structure": self.seated("hotel", Duty.CONSULT),
            "qui écrit, dans une autre structure": self.seated("hotel", Duty.CONSULT, Duty.WRITE),
            "qui consulte, à l’office": self.seated("aubenas", Duty.CONSULT),
            "qui écrit, à l’office": self.seated("aubenas", Duty.CONSULT, Duty.WRITE),
            "qui relit, à l’office": self.seated("aubenas", Duty.CONSULT, Duty.REVIEW),
            "qui écrit et publie, à l’office": self.seated("aubenas", Duty.CONSULT, Duty.WRITE, Duty.PUBLISH),
            "qui administre l’office": self.seated("aubenas", Duty.CONSULT, Duty.MEMBERS),
            "à qui l’office a confié ses hôtels d’Aubenas": self.entrusted(
                kinds=(self.kind.value,), communes=("07019",)
            ),
            "à qui l’office a confié l’allemand de l’hôtel publié": self.entrusted(
                records=(published,), languages=("de",)
            ),
            "à qui l’office avait confié ses hôtels, jusqu’à hier": self.once_entrusted(),
            "à qui l’office a retiré ses hôtels": self.taken_back(),
            "qui anime l’Ardèche": self.seated("ardeche", Duty.ANIMATE),
            "qui pilote le réseau": self.seated("region", Duty.ANIMATE),
            "qui écrit, dans une structure qui collabore aux deux premiers": self.collaborating(),
        }


def records(cast: Cast, kind: Kind) -> dict[str, TouristObject]:
    """Write the records of the columns; documents with a section of their kind are for other tests."""

    def made(
        of: Kind = kind, *, owner: str = "aubenas", commune: int = AUBENAS, state: State = State.PUBLISHED
    ) -> TouristObject:
        document = hotel(f"Fiche {of.label()}", commune=commune)
        del document["informationsHotellerie"]
        return cast.record(document, kind=of, owner=owner, state=state, origin=Origin.IMPORTED)

    gone, merged = made(), made()
    kept = {
        "hôtel publié": made(),
        "hôtel en brouillon": made(state=State.DRAFT),
        "hôtel masqué": made(state=State.HIDDEN),
        "restaurant publié": made(other_than(kind)),
        "hôtel de l’office, à Privas": made(commune=PRIVAS),
        "hôtel de Privas": made(owner="privas", commune=PRIVAS),
        "hôtel d’Albertville": made(owner="albertville", commune=ALBERTVILLE),
    }
    tourism.change_state(gone.pk, "delete", seen=1, by=cast.author())
    heir = kept["hôtel publié"]
    document = Revision.objects.get(object=heir).document
    tourism.merge(merged.pk, into=heir.pk, document=document, seen=1, seen_into=1, by=cast.author())
    for row in (gone, merged, heir):
        row.refresh_from_db()
    return {**kept, "hôtel supprimé": gone, "hôtel réuni à un autre": merged}


@pytest.fixture
def build(cast: Cast) -> Callable[[Kind], World]:
    cast.people["pilot"] = cast.people["neighbour"]
    members.seat(cast.people["pilot"], cast.members["region"].pk, ["animate"])
    return lambda kind: World(cast, kind, records(cast, kind))


@pytest.mark.parametrize("kind", Kind)
def test_the_table_of_the_guide_is_what_is_done(build: Callable[[Kind], World], kind: Kind) -> None:
    world = build(kind)
    columns, rows = table(GUIDE)
    mandates = world.mandates()
    assert rows.keys() == mandates.keys()
    assert set(columns) == world.records.keys()
    every = TouristObject.objects.all()
    for who, cells in rows.items():
        mandate = mandates[who]
        kept = {
            act: set(right.among(mandate, every).values_list("pk", flat=True))
            for act, right in RIGHTS.items()
        }
        for column, cell in zip(columns, cells, strict=True):
            record = world.records[column]
            said = {LETTERS[letter] for letter in cell.strip("–")}
            allowed = {act for act, right in RIGHTS.items() if right.allows(mandate, record)}
            assert allowed == said, (kind, who, column)
            assert {act for act in Act if record.pk in kept[act]} == said, (kind, who, column)


def test_the_table_has_every_state_and_every_act() -> None:
    columns, rows = table(GUIDE)
    for word in ("publié", "brouillon", "masqué", "supprimé", "réuni"):
        assert any(word in column for column in columns), word
    assert len(State) == 4, "a new state wants a column"
    assert set("".join(cell for cells in rows.values() for cell in cells)) == {*LETTERS, "–"}
    assert LETTERS.keys() == {*"CPNMDAST"}
    assert set(LETTERS.values()) == set(Act)


def test_scopes_name_the_drafts_one_collaborates_on(build: Callable[[Kind], World]) -> None:
    world = build(Kind.HOTELLERIE)
    mandate = world.collaborating()
    scope = CONSULT.scope(mandate)
    assert all(area.partners is None for area in scope.areas)
    named = {number for area in scope.areas for number in area.records or ()}
    assert named == {world.records["hôtel en brouillon"].pk}
