"""What archives hold of records is ready, and always what records say now."""

import gzip
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.conf import settings
from pytest_django import Settings

from sitra.catalog.rules.forms import export_form
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import Reach
from sitra.delivery.actions import readying
from sitra.delivery.actions.readying import ready, sweep
from sitra.delivery.queries.references import reference_files
from sitra.delivery.rules.forms import Form
from sitra.formats.rules.v002 import fields
from sitra.formats.rules.v002.archive import Markup
from sitra.kit import splicing
from sitra.kit.shelving import Shelves, shelves
from sitra.members.models import Member
from sitra.places.models import Commune
from sitra.tourism import actions, queries as tourism
from sitra.tourism.events import Origin, State
from sitra.tourism.models import InternalTag
from sitra.tourism.rules import opening
from tests.cast import AUBENAS, PRIVAS, Cast, hotel

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 28)
FORMS = [
    Form(),
    Form(Markup.XML),
    Form(dates_on=DAY),
    Form(Markup.XML, DAY),
    Form(kept_back=frozenset({Reach.PRIVATE})),
    Form(kept_back=frozenset({Reach.PRIVATE, Reach.NETWORK})),
]
OPEN = {
    "identifiant": 1,
    "dateDebut": "2026-12-01",
    "dateFin": "2026-12-24",
    "type": "OUVERTURE_TOUS_LES_JOURS",
    "tousLesAns": False,
}

CONTACTS = [{"referent": True, "titre": {"libelleFr": "Accueil"}}]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    """Keep what is ready in a place of this test's own."""
    settings.READY_DIR = tmp_path / "ready"


def kept() -> Shelves:
    return shelves(Path(settings.READY_DIR))


class Told:
    """Hears of the progress."""

    def __init__(self) -> None:
        self.heard: list[tuple[int, int]] = []

    def __call__(self, given: int, made: int) -> None:
        self.heard.append((given, made))

    @property
    def made(self) -> int:
        return self.heard[-1][1]


def contents(numbers: list[int], form: Form, told: Told | None = None) -> dict[int, bytes]:
    return {number: gzip.decompress(splicing.gzipped([one])) for number, one in ready(numbers, form, told)}


def record(number: int, form: Form = FORMS[0]) -> Any:
    return orjson.loads(contents([number], form)[number])


def made_again(numbers: list[int], form: Form = FORMS[0]) -> int:
    told = Told()
    contents(numbers, form, told)
    return told.made


@pytest.fixture
def three(cast: Cast) -> list[int]:
    full = hotel(ouverture={"periodesOuvertures": [OPEN]}, contacts=CONTACTS)
    documents = (full, hotel("Hôtel du Lac"), hotel("Gîte"))
    return [cast.record(one).pk for one in documents]


@pytest.mark.parametrize("form", FORMS)
def test_records_are_made_once_and_given_in_the_order_asked(three: list[int], form: Form) -> None:
    first, again = Told(), Told()
    order = [three[2], three[0], three[1]]
    made = contents(order, form, first)
    assert list(made) == order
    assert contents(order, form, again) == made
    assert (first.heard[-1], again.heard[-1]) == ((3, 3), (3, 0))


@pytest.mark.parametrize("form", FORMS)
def test_one_form_is_never_given_for_another(three: list[int], form: Form) -> None:
    for other in FORMS:
        contents(three, other)
    alone = contents(three, form)
    kept().drop(three)
    assert contents(three, form) == alone


def test_a_record_is_written_as_an_export_holds_it(three: list[int]) -> None:
    (whole,) = tourism.wholes([three[0]])
    plain = orjson.loads(orjson.dumps(export_form(whole.head, whole.document)))
    assert record(three[0]) == plain
    dated = record(three[0], Form(dates_on=DAY))
    assert dated.pop("datesOuverture") == opening.opening_dates(whole.document, DAY)
    assert dated == plain
    assert "datesOuverture" not in record(three[1], Form(dates_on=DAY))


def test_opening_days_are_worked_out_once_a_month(three: list[int]) -> None:
    contents(three, Form(dates_on=DAY))
    assert made_again(three, Form(dates_on=DAY.replace(day=1))) == 0
    assert made_again(three, Form(dates_on=date(2026, 12, 1))) == 3
    assert made_again(three, Form(dates_on=date(2026, 12, 31))) == 0


def test_fields_that_are_kept_back_are_left_out(three: list[int]) -> None:
    kept_back = frozenset({Reach.PRIVATE, Reach.NETWORK})
    whole = record(three[0])
    narrowed = orjson.loads(fields.told(orjson.dumps(whole), kept_back))
    assert record(three[0], Form(kept_back=kept_back)) == narrowed
    assert whole.keys() - narrowed.keys() == {"contacts"}
    assert record(three[0], Form(kept_back=frozenset({Reach.PRIVATE}))) == whole


def test_only_a_record_that_changed_is_made_again(cast: Cast, three: list[int]) -> None:
    contents(three, FORMS[0])
    actions.revise(three[1], hotel("Hôtel de la Gare"), seen=1, by=cast.author())
    assert made_again(three) == 1
    assert record(three[1])["nom"] == {"libelleFr": "Hôtel de la Gare"}


@pytest.mark.parametrize(
    "change", [{"name": "Office neuf"}, {"site": "https://neuf.example"}, {"kind_id": 3800}]
)
def test_the_owner_is_named_as_it_is_called_now(cast: Cast, three: list[int], change: dict[str, Any]) -> None:
    contents(three, FORMS[0])
    Member.objects.filter(pk=cast.members["aubenas"].pk).update(**change)
    assert made_again(three) == 3
    owner = record(three[0])["gestion"]["membreProprietaire"]
    shown = {"name": owner["nom"], "site": owner["siteWeb"], "kind_id": owner["type"]["id"]}
    assert change.items() <= shown.items()


def test_what_is_deleted_is_left_out_and_swept_away(cast: Cast, three: list[int]) -> None:
    contents(three, FORMS[0])
    contents(three, FORMS[3])
    actions.change_state(three[1], "delete", seen=1, by=cast.author())
    assert list(contents(three, FORMS[0])) == [three[0], three[2]]
    assert sweep() == 1
    assert sweep() == 0
    assert {number for some in kept().numbers() for number in some} == {three[0], three[2]}
    assert made_again([three[0], three[2]]) == 0


def test_unknown_numbers_and_none_are_given_nothing(cast: Cast) -> None:
    del cast
    assert contents([], FORMS[0]) == {}
    assert contents([987_654], FORMS[0]) == {}


def naming(number: int, nature: str = "DEFAUT") -> dict[str, Any]:
    link = {"type": nature, "objetTouristique": {"type": "HOTELLERIE", "id": number}}
    return {"liensObjetsTouristiquesTypes": [link]}


def named(written: Any) -> list[int]:
    links = written.get("liens", {}).get("liensObjetsTouristiquesTypes", ())
    return sorted(one["objetTouristique"]["id"] for one in links)


def test_both_ends_of_a_link_are_told_and_both_untold(cast: Cast, three: list[int]) -> None:
    contents(three, FORMS[0])
    actions.revise(three[0], hotel(liens=naming(three[1])), seen=1, by=cast.author())
    assert made_again(three) == 2
    assert (named(record(three[0])), named(record(three[1]))) == ([three[1]], [three[0]])
    assert tourism.linked([three[0]]) == {three[1]}
    assert tourism.linked([three[1]]) == {three[0]}
    actions.revise(three[0], hotel(), seen=2, by=cast.author())
    assert made_again(three) == 2
    assert (named(record(three[0])), named(record(three[1]))) == ([], [])
    assert tourism.linked(three) == set()


def test_a_record_that_was_merged_is_named_by_its_heir(cast: Cast, three: list[int]) -> None:
    one, gone, heir = three
    actions.revise(one, hotel(liens=naming(gone)), seen=1, by=cast.author())
    contents(three, FORMS[0])
    actions.merge(gone, into=heir, document=hotel("Gîte"), seen=1, seen_into=1, by=cast.author())
    assert named(record(one)) == [heir]
    assert named(record(heir)) == [one]
    assert tourism.linked([one]) == {heir}
    actions.unmerge(gone, seen=2, by=cast.author())
    assert named(record(one)) == [gone]
    assert named(record(heir)) == []


def test_a_draft_that_is_named_is_not_among_the_linked(cast: Cast, three: list[int]) -> None:
    draft = cast.record(hotel("À venir"), state=State.DRAFT).pk
    actions.revise(three[0], hotel(liens=naming(draft)), seen=1, by=cast.author())
    assert tourism.linked([three[0]]) == set()


def test_a_commune_goes_by_the_number_clients_know(three: list[int]) -> None:
    contents(three, FORMS[0])
    Commune.objects.filter(pk=AUBENAS).update(network=2519)
    forget_places()
    assert made_again(three) == 3
    assert record(three[0])["localisation"]["adresse"]["commune"] == {"id": 2519}
    Commune.objects.filter(pk=AUBENAS).update(now_id=PRIVAS)
    forget_places()
    assert made_again(three) == 3
    assert record(three[0])["localisation"]["adresse"]["commune"] == {"id": PRIVAS}


def forget_places() -> None:
    from sitra.places import queries as places

    places._atlas.cache_clear()


@pytest.fixture(autouse=True)
def places_are_read_again() -> Iterator[None]:
    yield
    forget_places()


def test_progress_is_told_while_records_are_made(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readying, "READ_AT_ONCE", 4)
    monkeypatch.setattr(readying, "MADE_AT_ONCE", 2)
    numbers = [cast.record(hotel(f"Hôtel {rank}")).pk for rank in range(7)]
    told = Told()
    assert list(contents(numbers, FORMS[0], told)) == numbers
    assert told.heard == [(2, 2), (4, 4), (4, 4), (6, 6), (7, 7), (7, 7)]


def test_an_archive_that_was_cut_off_goes_on_with_what_is_ready(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readying, "READ_AT_ONCE", 4)
    numbers = [cast.record(hotel(f"Hôtel {rank}")).pk for rank in range(7)]
    cut_off = ready(numbers, FORMS[0])
    assert next(cut_off)[0] == numbers[0]
    del cut_off
    assert made_again(numbers) == 3


def test_reading_what_is_ready_asks_little_of_the_database(
    three: list[int], django_assert_max_num_queries: Any
) -> None:
    contents(three, FORMS[0])
    with django_assert_max_num_queries(6):
        contents(three, FORMS[0])


@pytest.mark.parametrize("markup", Markup)
def test_reference_files_hold_what_the_network_has(cast: Cast, markup: Markup) -> None:
    perimeter = {"perimetreGeographique": [{"id": AUBENAS}, {"id": PRIVAS}]}
    document = {"nom": {"libelleFr": "Pays d'Aubenas"}, "localisation": perimeter}
    territory = cast.record(document, kind=Kind.TERRITOIRE, origin=Origin.IMPORTED)
    tag = InternalTag.objects.create(member=cast.members["aubenas"], name="Coup de cœur")
    InternalTag.objects.create(member=cast.members["privas"], name="Autre")
    files = dict(reference_files(cast.members["aubenas"].pk, markup))
    names = ["elements_reference", "communes", "territoires", "criteres_internes"]
    assert list(files) == [f"{name}.{markup}" for name in names]
    assert all(b"Vieux-Bourg" not in content for content in files.values())
    if markup is Markup.JSON:
        read = {name: orjson.loads(content) for name, content in files.items()}
        assert {one["code"] for one in read["communes.json"]} >= {"07019", "07186"}
        assert [one["id"] for one in read["territoires.json"]] == [territory.pk]
        assert read["territoires.json"][0]["perimetreGeographique"] == [{"id": AUBENAS}, {"id": PRIVAS}]
        assert read["criteres_internes.json"] == [{"id": tag.pk, "libelle": "Coup de cœur"}]
        assert all("actif" in one for one in read["elements_reference.json"])
