"""The table of the guide is the law: it is held against the guard and the filter of every right."""

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
from sitra.tourism.events import State
from sitra.tourism.models import TouristObject
from sitra.tourism.policy import CONSULT, RIGHTS
from tests.cast import ALBERTVILLE, Cast, hotel
from tests.ground import ROOT

GUIDE = ROOT / "docs" / "guide" / "droits.md"
LETTERS = {
    "C": Act.CONSULT,
    "P": Act.PROPOSE,
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


def restaurant() -> dict[str, object]:
    document = hotel("Auberge du Pont")
    del document["informationsHotellerie"]
    kind = {"elementReferenceType": "RestaurationType", "id": 2866}
    return {**document, "informationsRestauration": {"restaurationType": kind}}


@dataclass
class World:
    """The records of the table, and everybody in it."""

    cast: Cast
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
            Terms(Duty.WRITE, kinds=("HOTELLERIE",), until=until),
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
            "qui consulte, dans une autre structure": self.seated("albertville", Duty.CONSULT),
            "qui écrit, dans une autre structure": self.seated("privas", Duty.CONSULT, Duty.WRITE),
            "qui consulte, à l’office": self.seated("aubenas", Duty.CONSULT),
            "qui écrit, à l’office": self.seated("aubenas", Duty.CONSULT, Duty.WRITE),
            "qui relit, à l’office": self.seated("aubenas", Duty.CONSULT, Duty.REVIEW),
            "qui écrit et publie, à l’office": self.seated("aubenas", Duty.CONSULT, Duty.WRITE, Duty.PUBLISH),
            "qui administre l’office": self.seated("aubenas", Duty.CONSULT, Duty.MEMBERS),
            "à qui l’office a confié ses hôtels d’Aubenas": self.entrusted(
                kinds=("HOTELLERIE",), communes=("07019",)
            ),
            "à qui l’office a confié l’allemand de l’hôtel publié": self.entrusted(
                records=(published,), languages=("de",)
            ),
            "à qui l’office avait confié ses hôtels, jusqu’à hier": self.once_entrusted(),
            "à qui l’office a retiré ses hôtels": self.taken_back(),
            "qui anime l’Ardèche": self.seated("ardeche", Duty.ANIMATE),
            "qui pilote le réseau": self.seated("region", Duty.ANIMATE),
            "qui écrit, dans une structure qui collabore aux deux hôtels": self.collaborating(),
        }


@pytest.fixture
def world(cast: Cast) -> World:
    cast.people["pilot"] = cast.people["neighbour"]
    members.seat(cast.people["pilot"], cast.members["region"].pk, ["animate"])
    gone = cast.record(hotel("Hôtel fermé"))
    tourism.change_state(gone.pk, "delete", seen=1, by=cast.author())
    gone.refresh_from_db()
    return World(
        cast,
        {
            "hôtel publié": cast.record(),
            "hôtel en brouillon": cast.record(state=State.DRAFT),
            "restaurant publié": cast.record(restaurant(), kind=Kind.RESTAURATION),
            "hôtel d’Albertville": cast.record(
                hotel("Hôtel du Lac", commune=ALBERTVILLE), owner="albertville"
            ),
            "hôtel supprimé": gone,
        },
    )


def test_the_table_of_the_guide_is_what_is_done(world: World) -> None:
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
            assert allowed == said, (who, column)
            assert {act for act in Act if record.pk in kept[act]} == said, (who, column)


def test_scopes_name_the_drafts_one_collaborates_on(world: World) -> None:
    mandate = world.collaborating()
    scope = CONSULT.scope(mandate)
    assert all(area.partners is None for area in scope.areas)
    named = {number for area in scope.areas for number in area.records or ()}
    assert named == {world.records["hôtel en brouillon"].pk}
