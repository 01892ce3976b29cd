"""Movements of the official code: a dry run, a report, an amendment, its undoing."""

from datetime import date
from typing import Any

import pytest

from sitra.kit.errors import Impossible, Unknown
from sitra.ledger import queries as ledger
from sitra.places import actions, queries
from sitra.places.actions.loading import number_of
from sitra.places.events import Standing
from sitra.places.models import Amendment, Commune
from sitra.places.rules import movements, wording
from sitra.places.rules.movements import Act, BadMovements, Plan, State
from tests.cast import AUBENAS, GEOGRAPHY, Cast, hotel
from tests.places.test_atlas import square

HEADER = (
    "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,"
    "TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,NCCENR_AP,LIBELLE_AP"
)


def line(what: str, on: str, before: str, name: str, after: str, to_name: str, part: str = "COM") -> str:
    kept = ["", "", ""]
    return ",".join([what, on, "COM", before, *kept, name, part, after, *kept, to_name])


MERGER = "\n".join(
    [
        HEADER,
        line("32", "2027-01-01", "07019", "Aubenas", "07019", "Aubenas-Privas"),
        line("32", "2027-01-01", "07186", "Privas", "07019", "Aubenas-Privas"),
        line("32", "2027-01-01", "07186", "Privas", "07186", "Privas", "COMD"),
        line("10", "2027-01-01", "73015", "Saint-Étienne-de-Cuines", "73015", "Cuines"),
        line("31", "1973-01-01", "07186", "Privas", "07019", "Aubenas"),
        line("70", "2027-01-01", "73011", "Albertville", "73011", "Albertville"),
        line("31", "2027-01-01", "26001", "Ailleurs", "07019", "Aubenas-Privas"),
    ]
).encode()


def states(**more: State) -> dict[str, State]:
    living = {code: State(code, name) for code, name, *_ in GEOGRAPHY["communes"]}
    return living | {"07999": State("07999", "Vieux-Bourg", Standing.DELEGATED, "07019")} | more


def planned(*lines: str) -> Plan:
    reading = movements.read("\n".join([HEADER, *lines]).encode(), "mouvements.csv")
    return movements.plan(reading, states(), date(2026, 1, 1))


def told(*lines: str) -> list[tuple[str, str, str]]:
    plan = planned(*lines)
    return [(change.act.value, change.after.code, change.other) for change in plan.changes]


def test_a_merger_takes_along_what_was_merged_before() -> None:
    assert told(line("31", "2027-01-01", "07019", "Aubenas", "07186", "Privas")) == [
        ("merged", "07019", "07186"),
        ("merged", "07999", "07186"),
    ]


def test_only_what_a_file_comes_to_is_told() -> None:
    there = line("31", "2027-01-01", "07019", "Aubenas", "07186", "Privas")
    back = line("21", "2028-01-01", "07186", "Privas", "07019", "Aubenas")
    assert told(there, back) == [("merged", "07999", "07186")]
    assert told(back, there) == told(there, back), "the order is that of the dates"


@pytest.mark.parametrize(
    ("movement", "expected"),
    [
        (("21", "07019", "Aubenas", "07999", "Vieux-Bourg"), [("restored", "07999", "07019")]),
        (("20", "07019", "Aubenas", "07998", "Nouvelle"), [("created", "07998", "07019")]),
        (("10", "07019", "Aubenas", "07019", "Aubenas-le-Haut"), [("renamed", "07019", "")]),
        (
            ("41", "07186", "Privas", "26186", "Privas"),
            [("merged", "07186", "26186"), ("created", "26186", "07186")],
        ),
        (("31", "07186", "Privas", "99999", "Nulle part"), []),
        (("99", "07186", "Privas", "07019", "Aubenas"), []),
    ],
)
def test_each_movement_does_what_it_says(
    movement: tuple[str, str, str, str, str], expected: list[tuple[str, str, str]]
) -> None:
    what, *rest = movement
    assert told(line(what, "2027-01-01", *rest)) == expected


def test_what_a_merged_commune_is_was_said_on_that_day() -> None:
    old = line("32", "2016-01-01", "07186", "Privas", "07186", "Privas", "COMD")
    merged = line("31", "2027-01-01", "07186", "Privas", "07019", "Aubenas")
    gone = merged.replace(",COM,07186", ",COMD,07186").replace("31,", "35,")
    plan = planned(old, merged, gone)
    assert [change.after.standing for change in plan.changes] == [Standing.MERGED]
    assert plan.left == [(4, "un passage de COMD à COM ne change aucune commune")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a,b\n1,2\n", "il manque les colonnes MOD"),
        (HEADER.encode("utf-16"), "n'est pas en UTF-8"),
        (f"{HEADER}\n{line('31', '1er janvier', '07019', 'A', '07186', 'P')}".encode(), "Ligne 2 : la date"),
        (f"{HEADER}\n{line('31', '2027-01-01', '7', 'A', '07186', 'P')}".encode(), "Ligne 2 : « 7 »"),
        (f"{HEADER}\n{line('31', '2027-01-01', 'ABCDE', 'A', '07186', 'P')}".encode(), "« ABCDE »"),
        (f"{HEADER}\n31,2027-01-01,COM".encode(), "Ligne 2 : il manque des colonnes"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(BadMovements, match=words):
        movements.read(content, "mouvements.csv")


@pytest.mark.django_db
class TestAmending:
    def test_a_dry_run_reports_and_writes_nothing(self, cast: Cast) -> None:
        del cast
        before = list(Commune.objects.order_by("id").values())
        amended = actions.amend(MERGER, "mouvements.csv", dry_run=True)
        assert wording.summary(amended.plan) == "réunies à une autre commune : 1, changent de nom : 2."
        assert [wording.sentence(one, amended.names) for one in amended.plan.changes] == [
            "07186 Privas → 07019 Aubenas-Privas",
            "07019 Aubenas → Aubenas-Privas",
            "73015 Saint-Étienne-de-Cuines → Cuines",
        ]
        assert amended.plan.earlier == 1
        assert [number for number, _ in amended.plan.left] == [7, 8]
        assert list(Commune.objects.order_by("id").values()) == before
        assert not Amendment.objects.exists()

    def test_the_heir_has_all_and_old_codes_answer(self, cast: Cast) -> None:
        record = cast.record()
        actions.draw(
            {
                "departements": {},
                "communes": {
                    "07019": [4.35, 44.65, square(4.3, 44.6)],
                    "07186": [4.45, 44.65, square(4.4, 44.6)],
                },
            }
        )
        assert queries.at(4.45, 44.65) == queries.by_codes(["07186"])[0]
        actions.amend(MERGER, "mouvements.csv", by=3)
        heir = Commune.objects.get(code="07019")
        assert (heir.name, heir.population, heir.postal_codes) == (
            "Aubenas-Privas",
            20_000,
            ["07000", "07200"],
        )
        assert queries.heirs(["07186", "07999", "73011"]) == ["07019", "07019", "73011"]
        assert queries.by_ids([number_of("07186")])[number_of("07186")].name == "Aubenas-Privas"
        found = queries.at(4.45, 44.65)
        assert found is not None
        assert found.code == "07019"
        offers = queries.suggest("saint-etienne de cuines")
        assert [(offer.commune.name, offer.once) for offer in offers] == [
            ("Cuines", "Saint-Étienne-de-Cuines")
        ]
        assert [offer.commune.code for offer in queries.suggest("07186")] == ["07019"]
        assert actions.edition() == date(2027, 1, 1)
        assert Amendment.objects.get().words[0].startswith("Réunies")
        assert ledger.last_details("places.amended")["changes"] == 3
        record.refresh_from_db()
        assert record.commune_id == AUBENAS
        again = actions.amend(MERGER, "mouvements.csv")
        assert (again.plan.changes, again.number) == ([], None)

    def test_undoing_puts_everything_back(self, cast: Cast) -> None:
        del cast
        drawn = {"07019": [4.35, 44.65, square(4.3, 44.6)], "07186": [4.45, 44.65, square(4.4, 44.6)]}
        actions.draw({"departements": {}, "communes": drawn})
        recoded = f"{HEADER}\n{line('41', '2027-06-01', '73015', 'Cuines', '74999', 'Cuines')}".encode()
        before = list(Commune.objects.order_by("id").values())
        first = actions.amend(MERGER, "un.csv").number or 0
        second = actions.amend(recoded, "deux.csv").number or 0
        with pytest.raises(Impossible, match=r"deux\.csv.*annulez-la d'abord"):
            actions.undo(first)
        actions.undo(second)
        actions.undo(first)
        assert list(Commune.objects.exclude(code="74999").order_by("id").values()) == before
        assert queries.heirs(["74999"]) == ["73015"], "what was created goes on answering"
        found = queries.at(4.45, 44.65)
        assert found is not None
        assert found.code == "07186"
        assert actions.edition() == date(2026, 1, 1)
        with pytest.raises(Impossible, match="déjà annulée"):
            actions.undo(first)
        with pytest.raises(Unknown):
            actions.undo(999)
        assert actions.amend(MERGER, "un.csv").plan.changes, "it may be applied again"

    def test_what_named_a_created_commune_loses_nothing_when_it_is_undone(self, cast: Cast) -> None:
        split = f"{HEADER}\n{line('20', '2027-01-01', '07019', 'Aubenas', '07998', 'Neuve')}".encode()
        number = actions.amend(split, "neuve.csv").number or 0
        new = Commune.objects.get(code="07998")
        assert (new.departement_id, new.epci_id, new.postal_codes) == ("07", "200073245", ["07200"])
        record = cast.record(hotel(commune=new.pk))
        territory = actions.draw_territory("Neuve", communes=["07998"])
        actions.undo(number)
        assert record.commune_id == new.pk
        assert [one.code for one in queries.territory(territory.pk).communes] == ["07019"]

    def test_inhabitants_are_counted_once_along_a_chain(self, cast: Cast) -> None:
        del cast
        actions.amend(MERGER, "un.csv")
        chained = f"{HEADER}\n{line('31', '2028-01-01', '07019', 'A', '73011', 'Albertville')}".encode()
        actions.amend(chained, "deux.csv")
        assert Commune.objects.get(code="73011").population == 39_000
        assert queries.heirs(["07186", "07999"]) == ["73011", "73011"]

    def test_a_later_official_code_overtakes_amendments(self, cast: Cast) -> None:
        del cast
        number = actions.amend(MERGER, "un.csv").number or 0
        former = [*GEOGRAPHY["former"], ["07186", "Privas", "DELEGATED", "07019", [], 0]]
        living = [["07019", "Aubenas-sur-Ardèche", "07", "", ["07200"], 20_500], *GEOGRAPHY["communes"][2:]]
        actions.load({**GEOGRAPHY, "edition": "2028-01-01", "communes": living, "former": former})
        assert Commune.objects.get(code="07019").name == "Aubenas-sur-Ardèche"
        assert actions.edition() == date(2028, 1, 1)
        with pytest.raises(Impossible, match="reprise depuis dans le code officiel"):
            actions.undo(number)

    def test_the_official_code_loaded_again_keeps_amendments(self, cast: Cast) -> None:
        del cast
        actions.amend(MERGER, "mouvements.csv")
        actions.load(GEOGRAPHY)
        assert queries.heirs(["07186"]) == ["07019"]
        assert Commune.objects.get(code="07019").name == "Aubenas-Privas"


def test_every_act_has_words() -> None:
    assert wording.HEADINGS.keys() == set(Act)
    change: Any = movements.Change(Act.RESTORED, states()["07999"], State("07999", "Vieux-Bourg"), "07019")
    assert (
        wording.sentence(change, {"07019": "Aubenas"}, "en")
        == "07999 Vieux-Bourg (was part of 07019 Aubenas)"
    )
