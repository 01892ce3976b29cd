"""The pages of projects, keys and selections: who sees and does what, and where a key never stands."""

import re
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client
from django.urls import reverse

from sitra.accounts.models import Person
from sitra.delivery import actions, queries
from sitra.delivery.actions import Drawn, Wanted
from sitra.delivery.events import ProjectKind, ProjectState
from sitra.delivery.models import Project, Selection
from sitra.ledger.models import Entry
from sitra.members import actions as members
from sitra.search.queries import Question
from tests.cast import PRIVAS, Cast, hotel

pytestmark = pytest.mark.django_db
HOTELS = Question(kinds=("HOTELLERIE",))
KEY = re.compile(r'<code id="key"[^>]*>([A-Za-z0-9]{20})</code>')


def url(name: str, *numbers: int) -> str:
    return reverse(f"workplace:{name}", args=numbers)


def sent(client: Client, address: str, **form: Any) -> Any:
    return client.post(address, {name.replace("_", "-"): value for name, value in form.items()})


@pytest.fixture
def office(client: Client, clerk: Person) -> Client:
    """The browser of who looks after the projects of the office."""
    client.force_login(clerk)
    return client


@pytest.fixture
def hotels(cast: Cast, clerk: Person, read_model: Callable[[], None]) -> int:
    """A selection of the hotels, of which there are three."""
    for name in ("Un", "Deux", "Trois"):
        cast.record(hotel(name))
    read_model()
    return actions.make_selection(Drawn("Hôtels", HOTELS), cast.members["aubenas"].pk, by=clerk)


def test_a_project_is_opened_described_closed_and_opened_again(office: Client, cast: Cast) -> None:
    form = {"name": "Site", "kind": "site", "state": "development", "services": ["v002"], "contact": "x"}
    member = cast.members["aubenas"].pk
    refused = office.post(url("project-new"), {**form, "membre": member})
    assert (refused.status_code, Project.objects.filter(name="Site").count()) == (422, 0)
    office.post(url("project-new"), {**form, "contact": "", "membre": member})
    number = Project.objects.get(name="Site").pk
    office.post(url("project-edit", number), {**form, "contact": "", "name": "Site du lac"})
    assert b"Site du lac" in office.get(url("project", number)).content
    office.post(url("project-close", number))
    assert "est fermé" in office.get(url("project", number)).content.decode()
    office.post(url("project-reopen", number))
    assert "est fermé" not in office.get(url("project", number)).content.decode()
    assert "Site du lac" in office.get(url("projects"), {"mots": "du lac"}).content.decode()
    assert "Site du lac" not in office.get(url("projects"), {"mots": "zzz"}).content.decode()


def test_a_key_is_on_one_page_once_and_nowhere_else(
    office: Client, lake: Project, caplog: pytest.LogCaptureFixture
) -> None:
    answer = sent(office, url("key-give", lake.pk), nom="serveur", une_fois="a" * 24)
    (key,) = KEY.findall(answer.content.decode())
    assert answer.status_code == 200, "the answer itself shows it: no address leads to it"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not any(key in f"{name}: {value}" for name, value in answer.headers.items())
    assert not re.search(rf'(href|action|src)="[^"]*{key}', answer.content.decode())
    assert queries.opened(lake.pk, key).id == lake.pk
    for page in (url("project", lake.pk), url("projects"), url("journal")):
        assert key not in office.get(page).content.decode()
    assert key not in caplog.text
    assert key not in str(dict(office.session))
    kept = "".join(serializers.serialize("json", one._default_manager.all()) for one in apps.get_models())
    assert key not in kept


def test_the_same_form_again_gives_no_second_key(office: Client, lake: Project) -> None:
    for _ in range(2):
        answer = sent(office, url("key-give", lake.pk), une_fois="a" * 24)
    assert answer.status_code == 302
    assert sent(office, url("key-give", lake.pk)).status_code == 302
    assert lake.keys.count() == 1


def test_a_first_call_works_as_it_is_pasted(office: Client, lake: Project, hotels: int) -> None:
    assert hotels
    answer = sent(office, url("key-give", lake.pk), une_fois="a" * 24)
    calls = {call.name: call.line for call in answer.context["calls"]}
    address, body = re.findall(r"'([^']*)'", calls["v002"])
    assert "apiKey" not in address
    path = "/" + address.split("/", 3)[3]
    found = Client().post(path, {"query": body.removeprefix("query=")})
    assert found.json()["numFound"] == 3
    header, address = re.findall(r"'([^']*)'", calls["v1"])
    name, value = header.split(": ")
    path = "/" + address.split("/", 3)[3]
    assert Client(headers={name: value}).get(path).json()["total"] == 3


def test_a_key_bound_to_sites_and_one_that_is_not(office: Client, lake: Project) -> None:
    wrong = sent(office, url("key-give", lake.pk), sites="a b!", une_fois="b" * 24)
    assert (wrong.status_code, lake.keys.count()) == (422, 0)
    assert "nom de site" in wrong.content.decode()
    bound = sent(office, url("key-give", lake.pk), sites="*.lac.example", une_fois="c" * 24)
    assert bound.context["calls"] == []
    (key,) = KEY.findall(bound.content.decode())
    assert queries.by_key(key) is None
    assert queries.by_key(key, "www.lac.example")
    assert "montrée par *.lac.example seulement" in office.get(url("project", lake.pk)).content.decode()


def test_taking_a_key_back_is_undone(office: Client, lake: Project, clerk: Person) -> None:
    number, key = actions.give_key(lake.pk, "2026", by=clerk)
    back = sent(office, url("key-revoke", lake.pk, number))
    assert queries.by_key(key) is None
    page = office.get(back.url).content.decode()
    assert url("key-restore", lake.pk, number) in page
    office.post(url("key-restore", lake.pk, number))
    assert queries.by_key(key)


def test_nobody_sees_or_changes_what_is_not_theirs(
    client: Client, cast: Cast, lake: Project, hotels: int, clerk: Person
) -> None:
    key, _ = actions.give_key(lake.pk, by=clerk)
    pages = [
        *(url(name, lake.pk) for name in ("project", "project-edit", "project-selections")),
        *(url(name, hotels) for name in ("selection", "selection-edit")),
    ]
    of_project = ("close", "reopen", "selections", "unsubscribe")
    of_selection = ("drop", "records", "order", "restore")
    acts = [
        *(url(f"project-{name}", lake.pk) for name in of_project),
        *(url(f"selection-{name}", hotels) for name in of_selection),
        *(url(f"key-{name}", lake.pk, key) for name in ("revoke", "restore")),
        url("key-give", lake.pk),
    ]
    before = Entry.objects.count()
    form = {"une-fois": "d" * 24, "fiche": "1,refusee", "tete": "1", "borne": "oui", "membre": "4"}
    for name in ("neighbour", "counsellor", "stranger"):
        client.force_login(cast.people[name])
        for page in pages:
            assert client.get(page).status_code in {403, 404}, (name, page)
        for act in acts:
            assert client.post(act, form).status_code in {403, 404}, (name, act)
    assert Entry.objects.count() == before
    client.force_login(cast.people["counsellor"])
    assert client.get(url("project-new")).status_code == 403
    assert client.get(url("selection-new")).status_code == 403


def test_a_member_that_takes_part_sees_the_project_and_not_its_keys(
    client: Client, cast: Cast, lake: Project, clerk: Person
) -> None:
    _, key = actions.give_key(lake.pk, "serveur", by=clerk)
    members.seat(cast.people["neighbour"], cast.members["privas"].pk, ["projects"])
    client.force_login(cast.people["neighbour"])
    sent(client, url("project-subscribe"), projet=lake.pk, membre=cast.members["privas"].pk)
    page = client.get(url("project", lake.pk)).content.decode()
    assert "Office de Privas" in page
    assert f"…{key[-4:]}" not in page
    answer = sent(client, url("project-unsubscribe", lake.pk), membre=cast.members["privas"].pk)
    assert answer.url == url("projects")
    assert client.get(url("project", lake.pk)).status_code == 404
    assert sent(client, url("project-subscribe"), projet=999_999, membre=5).status_code == 302


def test_a_search_becomes_a_selection_and_another_question_later(
    office: Client, cast: Cast, hotels: int
) -> None:
    member = cast.members["aubenas"].pk
    address = url("selection-new") + "?type=HOTELLERIE&commune=07186&rayon=10&etat=brouillons"
    assert "ne sont pas gardés" in office.get(address).content.decode()
    refused = sent(office, address, nom=" ", membre=member)
    assert refused.status_code == 422
    sent(office, address, nom="Près de Privas", membre=member)
    line = queries.seen_selections(cast.people["clerk"], "Privas")[0].line
    assert line.question == Question(kinds=("HOTELLERIE",), communes=("07186",), radius=10_000)
    page = office.get(url("selection", line.id)).content.decode()
    assert "Privas, et à 10 km autour" in page
    sent(office, url("selection-new") + "?mots=lac", selection=line.id)
    assert queries.seen_selections(cast.people["clerk"], "Privas")[0].line.question == Question(words="lac")
    assert hotels != line.id


@pytest.mark.parametrize(("before", "now"), list(product(("ajoutee", "refusee", "question"), repeat=2)))
def test_what_is_done_by_hand_is_undone(
    office: Client, cast: Cast, hotels: int, before: str, now: str
) -> None:
    record = cast.record(hotel("Loin", commune=PRIVAS), owner="privas").pk

    def row() -> tuple[list[int], list[int]]:
        return Selection.objects.values_list("added", "refused").get(pk=hotels)

    sent(office, url("selection-records", hotels), fiche=f"{record},{before}")
    stood = row()
    back = sent(office, url("selection-records", hotels), fiche=f"{record},{now}")
    page = office.get(back.url).content.decode()
    (undo,) = re.findall(r'name="fiche" value="(\d+,\w+)">Annuler', page)
    sent(office, url("selection-records", hotels), fiche=undo, annuler="1")
    assert row() == stood


def test_records_are_put_in_order_by_hand(office: Client, hotels: int) -> None:
    line = queries.selection(hotels)
    assert line
    one, two, three = queries.selected(line, queries.EVERYBODY).numbers
    order = url("selection-order", hotels)

    def front() -> list[int]:
        return Selection.objects.get(pk=hotels).ordered

    for number in (one, two, three):
        sent(office, order, tete=number)
    assert front() == [one, two, three]
    sent(office, order, monter=three)
    assert front() == [one, three, two]
    sent(office, order, descendre=one)
    assert front() == [three, one, two]
    sent(office, order, monter=three)
    assert front() == [three, one, two]
    sent(office, order, ordre=f"{two},{three}")
    assert front() == [two, three, one]
    sent(office, order, lacher=three)
    assert front() == [two, one]
    page = office.get(url("selection", hotels)).content.decode()
    assert page.count("badge-accent") == 2


def test_why_is_answered_part_by_part(
    office: Client, cast: Cast, clerk: Person, read_model: Callable[[], None]
) -> None:
    cast.record()
    far = cast.record(hotel("Hôtel Lointain", commune=PRIVAS), owner="privas").pk
    read_model()
    question = Question(kinds=("RESTAURATION",), communes=("07019",))
    hotels = actions.make_selection(Drawn("Hôtels", question), cast.members["aubenas"].pk, by=clerk)

    def said() -> list[str]:
        answer = office.get(url("selection", hotels), {"pourquoi": "lointain"})
        (found,) = answer.context["answers"]
        assert found.one.card.id == far
        return found.reasons  # type: ignore[no-any-return]

    kind, place = said()
    assert "Types" in kind
    assert "Communes : Aubenas" in place
    actions.add(hotels, [far], by=clerk)
    assert said()[0] == "Quelqu’un l’a ajoutée à la main."
    actions.refuse(hotels, [far], by=clerk)
    assert "refusée à la main" in said()[0]
    actions.change_selection(hotels, Drawn("Hôtels", HOTELS, shown=1), by=clerk)
    actions.leave(hotels, [far], by=clerk)
    assert said()[0] == "Elle répond à toute la question."
    nothing = office.get(url("selection", hotels), {"pourquoi": "zzzz"}).content.decode()
    assert "Aucune fiche de ce nom" in nothing


def test_names_and_turns(office: Client, hotels: int) -> None:
    address = url("selection-edit", hotels)
    assert sent(office, address, nom="Hôtels", montrees="beaucoup").status_code == 422
    office.post(address, {"nom": "Où dormir", "libelleDe": "Schlafen", "montrees": "2", "tour": "week"})
    line = queries.selection(hotels)
    assert line
    assert (line.name, line.label("de"), line.shown, line.turn) == ("Où dormir", "Schlafen", 2, "week")
    assert line.question == HOTELS
    assert "Schlafen" in office.get(url("selection", hotels)).content.decode()


def test_dropping_a_selection_is_undone(office: Client, hotels: int) -> None:
    back = sent(office, url("selection-drop", hotels))
    assert url("selection-restore", hotels) in office.get(back.url).content.decode()
    assert office.get(url("selection", hotels)).status_code == 404
    office.post(url("selection-restore", hotels))
    assert office.get(url("selection", hotels)).status_code == 200


def test_a_project_chooses_its_selections_in_order(
    office: Client, cast: Cast, clerk: Person, lake: Project, hotels: int
) -> None:
    other = actions.make_selection(Drawn("Autres", HOTELS), cast.members["aubenas"].pk, by=clerk)
    address = url("project-selections", lake.pk)

    def shown() -> list[int]:
        return [line.id for line in queries.selections_of(lake.pk)]

    for number in (hotels, other):
        sent(office, address, ajouter=number)
    assert shown() == [hotels, other]
    sent(office, address, monter=other)
    assert shown() == [other, hotels]
    sent(office, address, borne="oui")
    project = queries.by_number(lake.pk)
    assert project
    assert project.bounded
    assert shown() == [other, hotels]
    sent(office, address, enlever=other)
    assert shown() == [hotels]
    assert "Site du lac" in office.get(url("selection", hotels)).content.decode()


def test_selections_from_the_page_of_a_record(office: Client, cast: Cast, hotels: int) -> None:
    record = cast.record(hotel("Loin", commune=PRIVAS), owner="privas").pk
    page = office.get(url("record-selections", record)).content.decode()
    assert "Elle n’est dans aucune" in page
    back = sent(office, url("selection-records", hotels), fiche=f"{record},ajoutee", retour="fiche")
    assert back.url == url("record-selections", record)
    assert Selection.objects.get(pk=hotels).added == [record]


def test_a_key_to_try_out_is_given_on_one_page(
    client: Client, cast: Cast, pilot: Person, read_model: Callable[[], None]
) -> None:
    cast.record()
    read_model()
    assert client.get(url("developers")).status_code == 200, "everybody reads it"
    assert client.get(url("developer-key")).status_code == 302
    client.force_login(cast.people["counsellor"])
    assert sent(client, url("developer-key"), une_fois="e" * 24).status_code == 422
    wanted = Wanted("Bac", kind=ProjectKind.SANDBOX, state=ProjectState.DEMONSTRATION)
    actions.start_project(wanted, cast.members["region"].pk, by=pilot)
    queries.forget()
    answer = sent(client, url("developer-key"), une_fois="f" * 24)
    assert KEY.findall(answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    trial = queries.trial(cast.people["counsellor"].pk)
    assert trial
    assert client.get(url("project", trial.id)).status_code == 200


def test_who_reads_what_is_told_to_its_people(
    office: Client, client: Client, cast: Cast, read_model: Callable[[], None]
) -> None:
    record = cast.record().pk
    read_model()
    member = cast.members["aubenas"].pk
    for page in (url("record-readers", record), url("member-readers", member)):
        assert "Site de la région" in office.get(page).content.decode()
    client.force_login(cast.people["neighbour"])
    for page in (url("record-readers", record), url("member-readers", member)):
        assert client.get(page).status_code == 403


def test_facts_of_projects_and_selections_are_told_in_words() -> None:
    from sitra.delivery.events import ProjectFact, SelectionFact
    from sitra.doors.workplace.journal_words import SENTENCES

    assert {one.value for one in (*ProjectFact, *SelectionFact)} <= SENTENCES.keys()
