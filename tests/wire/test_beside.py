"""What partners write beside records, who may, and what a person who signed in is told."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from sitra.delivery import actions, queries
from sitra.delivery.models import Project, Token, Usage
from sitra.ledger.models import Entry
from sitra.tourism.actions import layers
from sitra.tourism.events import State
from sitra.tourism.models import Collaboration, Metadata, PrivateText, Tagging
from tests.cast import Cast, hotel
from tests.wire import official, partners
from tests.wire.partners import NOTER, STRANGER, WRITER, lent, signed_on

pytestmark = pytest.mark.django_db

PREFIX = "/api/v002/"
SCHEMAS = "wire/schemas/v002"
Send = Callable[..., Any]


class World:
    """Records of three owners, and who calls."""

    def __init__(self, cast: Cast, client: Client) -> None:
        partners.entrust(cast)
        cache.clear()
        self.cast, self.client = cast, client
        self.mine = cast.record(hotel("Hôtel du Lac")).pk
        self.helped = cast.record(hotel("Hôtel du Pont"), owner="privas").pk
        self.other = cast.record(hotel("Hôtel du Col"), owner="albertville").pk
        self.hidden = cast.record(hotel("Hôtel secret"), owner="albertville", state=State.DRAFT).pk
        layers.join(self.helped, cast.members["aubenas"], by=cast.author())
        self.tag = layers.internal_tag(cast.members["aubenas"], "Coup de cœur").pk
        self.foreign_tag = layers.internal_tag(cast.members["privas"], "À revoir").pk

    def send(self, method: str, path: str, number: int | dict[str, str] = WRITER, **form: Any) -> Any:
        """Call with the token of a project, or with the headers given, a form in parts."""
        headers = lent(self.client, number) if isinstance(number, int) else number
        written = {
            name.replace("__", "."): one if isinstance(one, str) else json.dumps(one)
            for name, one in form.items()
        }
        body = encode_multipart(BOUNDARY, written) if written else b""
        return self.client.generic(
            method, PREFIX + path, body, content_type=MULTIPART_CONTENT, headers=headers
        )


@pytest.fixture
def world(cast: Cast, client: Client) -> World:
    return World(cast, client)


def bearing(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_service_with_a_token_tells_what_is_wrong_with_it(world: World, client: Client) -> None:
    sso, path = signed_on(world.cast, "clerk"), f"{PREFIX}sso/utilisateur/profil"
    calls: tuple[tuple[dict[str, str], int, str, str], ...] = (
        ({}, 401, "JETON_INVALID", 'Bearer realm="v002"'),
        ({"Authorization": f"Basic {sso}"}, 401, "JETON_INVALID", 'Bearer realm="v002"'),
        (bearing("x" * 43), 401, "JETON_INVALID", 'Bearer realm="v002", error="invalid_token"'),
        (
            lent(client, WRITER), 403, "JETON_FORBIDDEN",
            'Bearer realm="v002", error="insufficient_scope", scope="sso"',
        ),
    )  # fmt: skip
    for headers, status, error, challenge in calls:
        answer = client.get(path, headers=headers)
        assert (answer.status_code, answer.json()["errorType"]) == (status, error)
        assert answer["WWW-Authenticate"] == challenge
    assert client.get(path, {"access_token": sso}).status_code == 401, "none is read from the address"
    assert client.post(path, {"access_token": sso}, headers=bearing(sso)).status_code == 405
    assert client.get(path, headers={"Authorization": f"bearer {sso}"}).status_code == 200
    Token.objects.update(expires_at=timezone.now())
    assert client.get(path, headers=bearing(sso)).status_code == 401


def test_who_signed_in_as_the_schema_says(world: World, client: Client, shared: Path) -> None:
    for name, member in (("clerk", "Office d'Aubenas"), ("counsellor", "Office d'Albertville")):
        headers = bearing(signed_on(world.cast, name))
        answer = client.get(f"{PREFIX}sso/utilisateur/profil/", headers=headers)
        assert answer["Cache-Control"] == "no-store"
        said = answer.json()
        assert official.output_faults(shared / SCHEMAS, "utilisateur", said) == []
        assert (said["id"], said["email"]) == (world.cast.people[name].pk, f"{name}@test.example")
        assert (said["membre"]["nom"], said["type"], said["locale"]) == (member, "MEMBRE", "fr")
        assert said["membre"]["type"]["elementReferenceType"] == "MembreSitraType"


def test_criteria_go_where_the_project_reaches_and_nowhere_else(world: World) -> None:
    numbers = [world.mine, str(world.helped), world.other, world.hidden, 999_999, world.mine]
    answer = world.send(
        "PUT", "criteres-internes/", criteres={"id": numbers, "criteresInternesAAjouter": [world.tag]}
    )
    assert answer.json() == {"id": [world.mine, world.helped], "status": "AJOUT_CRITERES"}
    assert sorted(Tagging.objects.values_list("object_id", flat=True)) == [world.mine, world.helped]
    assert set(Tagging.objects.values_list("person", flat=True)) == {world.cast.clerk.pk}
    stolen = {"id": [world.mine], "criteresInternesAAjouter": [world.tag, world.foreign_tag]}
    refused = world.send("PUT", "criteres-internes", criteres=stolen)
    assert (refused.status_code, refused.json()["errorType"]) == (400, "ECRITURE_BAD_REQUEST")
    assert str(world.foreign_tag) in refused.json()["message"]
    gone = {"id": [world.mine, world.other], "criteresInternesASupprimer": [world.tag]}
    answer = world.send("DELETE", "criteres-internes/", criteres=gone)
    assert answer.json() == {"id": [world.mine], "status": "SUPPRESSION_CRITERES"}
    assert list(Tagging.objects.values_list("object_id", flat=True)) == [world.helped]


def test_private_texts_are_those_of_the_project_s_member(world: World) -> None:
    def texts(*numbers: int, **more: Any) -> dict[str, Any]:
        line = {"nomTechnique": "4_accueil", "descriptif": {"libelleFr": "Un", "libelleEn": "One"}, **more}
        return {"objetsTouristiques": [{"id": one, "donneesPrivees": [line]} for one in numbers]}

    answer = world.send("PUT", "donnees-privees/", donneesPrivees=texts(world.mine, world.helped))
    assert answer.json() == {"status": "MODIFICATION_DONNEES_PRIVEES"}
    kept = PrivateText.objects.values_list("object_id", "member_id", "name", "text__libelleEn")
    office = world.cast.members["aubenas"].pk
    assert sorted(kept) == [(one, office, "4_accueil", "One") for one in (world.mine, world.helped)]
    refused = world.send(
        "PUT", "donnees-privees/", donneesPrivees=texts(world.mine, world.other, nomTechnique="x")
    )
    assert (refused.status_code, refused.json()["errorType"]) == (403, "ECRITURE_FORBIDDEN")
    assert not PrivateText.objects.filter(name="x").exists(), "all of it or nothing"
    wrongs: tuple[Any, ...] = (
        texts(world.mine, membre=5),
        texts(world.mine, descriptif={"libelleXx": "?"}),
        [],
        {"a": 1},
    )
    for wrong in wrongs:
        assert world.send("PUT", "donnees-privees/", donneesPrivees=wrong).status_code == 400
    null = json.dumps(texts(world.mine)).replace("One", "O\\u0000ne")
    assert world.send("PUT", "donnees-privees/", donneesPrivees=null).status_code == 400
    both = [
        {"id": world.mine, "donneesPrivees": [{"nomTechnique": "4_accueil"}]},
        {"id": world.helped, "donneesPriveesASupprimer": ["4_accueil", "never_written"]},
    ]
    answer = world.send("DELETE", "donnees-privees", donneesPrivees={"objetsTouristiques": both})
    assert answer.json() == {"status": "SUPPRESSION_DONNEES_PRIVEES"}
    assert not PrivateText.objects.exists()


def test_an_owner_chooses_who_collaborates_and_a_collaborator_may_only_leave(world: World) -> None:
    here, there = world.cast.members["aubenas"].pk, world.cast.members["albertville"].pk

    def change(method: str, record: int, *members: int) -> Any:
        asked = {"id": record, "membresCollaborateurs": list(members)}
        return world.send(method, "collaborateurs/", collaborateurs=asked)

    def team(record: int) -> list[int]:
        return sorted(Collaboration.objects.filter(object_id=record).values_list("member_id", flat=True))

    assert change("PUT", world.mine, there).json() == {"id": world.mine, "status": "AJOUT_COLLABORATEURS"}
    assert team(world.mine) == [there]
    assert change("PUT", world.helped, there).status_code == 403
    assert change("PUT", world.other, here).status_code == 403
    assert change("PUT", world.hidden, here).status_code == 404
    assert change("PUT", world.mine, 999_999).status_code == 400
    assert change("DELETE", world.mine, there).status_code == 200
    assert change("DELETE", world.helped, here).status_code == 200
    assert (team(world.mine), team(world.helped)) == ([], [])
    key = json.dumps({"apiKey": "demo2013", "projetId": 1, "referenceIds": [world.mine]})
    read = world.client.get(f"{PREFIX}collaborateurs/", {"query": key})
    assert read.json()[0]["membreProprietaire"] == here, "who reads and who writes share an address"


def test_metadata_in_every_form(world: World) -> None:
    path = f"metadata/{world.other}/boussole"
    forms: tuple[dict[str, Any], ...] = (
        {"general": {"a": 1}},
        {"membres__membre_4": {"m": 4}, "projets__projet_1": {"p": 1}},
        {"membres": [{"targetId": "5", "jsonData": '{"m": 5}'}]},
        {"node": {"general": '{"a": 2}', "projets": [{"targetId": 2, "jsonData": "[2]"}]}},
    )
    for form in forms:
        assert world.send("PUT", path + "/", NOTER, **form).status_code == 200, form
    said = world.send("GET", path, NOTER).json()
    assert said == {
        "general": '{"a":2}',
        "membres": [{"targetId": 4, "jsonData": '{"m":4}'}, {"targetId": 5, "jsonData": '{"m":5}'}],
        "projets": [{"targetId": 1, "jsonData": '{"p":1}'}, {"targetId": 2, "jsonData": "[2]"}],
    }
    assert world.send("PUT", f"{path}/membre/5/", NOTER, jsonData={"m": 6}).status_code == 200
    assert world.send("GET", f"{path}/membre/5", NOTER).json() == {
        "membres": [{"targetId": 5, "jsonData": '{"m":6}'}]
    }
    assert set(world.send("GET", f"{path}/projet", NOTER).json()) == {"projets"}
    assert world.send("DELETE", f"{path}/membre/5", NOTER).status_code == 200
    assert world.send("DELETE", f"{path}/projet/", NOTER).status_code == 200
    assert set(world.send("GET", path, NOTER).json()) == {"general", "membres"}
    urlencoded = world.client.put(
        f"{PREFIX}{path}", "general=%7B%22b%22%3A3%7D", headers=lent(world.client, NOTER),
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip
    assert urlencoded.status_code == 200
    assert world.send("GET", f"{path}/general", NOTER).json() == {"general": '{"b":3}'}
    assert world.send("DELETE", path, NOTER).status_code == 200
    assert world.send("GET", path, NOTER).json() == {}


def test_metadata_is_kept_to_its_node_and_to_records_that_are_seen(world: World) -> None:
    record = world.other
    refused: tuple[tuple[str, str, dict[str, Any], int], ...] = (
        ("PUT", f"metadata/{record}/autre", {"general": {}}, 403),
        ("GET", f"metadata/{record}/autre", {}, 403),
        ("DELETE", f"metadata/{record}/autre", {}, 403),
        ("PUT", f"metadata/{world.hidden}/boussole", {"general": {}}, 404),
        ("GET", f"metadata/{world.hidden}/boussole", {}, 404),
        ("GET", "metadata/999999/boussole", {}, 404),
        ("PUT", f"metadata/{record}/boussole", {"general": "{"}, 400),
        ("PUT", f"metadata/{record}/boussole", {"general": {}, "source": "1"}, 400),
        ("PUT", f"metadata/{record}/boussole", {"membres__membre_0": {}}, 400),
        ("PUT", f"metadata/{record}/boussole", {}, 400),
        ("PUT", f"metadata/{record}/boussole", {"general": '"' + "x" * 100_001 + '"'}, 400),
        ("PUT", f"metadata/{record}/boussole/general/4", {"general": {}}, 400),
        ("GET", f"metadata/{record}/boussole/tout", {}, 400),
    )
    for method, path, form, status in refused:
        answer = world.send(method, path, NOTER, **form)
        assert (answer.status_code, set(answer.json())) == (status, {"errorType", "message"}), (path, form)
    assert world.send("PUT", f"metadata/{record}/boussole", WRITER, general={}).status_code == 403
    assert not Metadata.objects.exists()


def test_metadata_of_many_records_is_written_wholly_or_not(world: World) -> None:
    def line(number: int, **more: Any) -> dict[str, Any]:
        added = {"referenceId": number, "node": "boussole", "action": "ADD", "metadata": {"general": "{}"}}
        return {**added, **more}

    first = [line(world.mine), line(world.other, metadata={"membres": [{"targetId": 4, "jsonData": "[1]"}]})]
    assert world.send("PUT", "metadata/", NOTER, query=first).status_code == 200
    assert Metadata.objects.count() == 2
    removed = {"action": "REMOVE", "metadata": None}
    for wrong, status in (
        ([line(world.mine, **removed), line(world.hidden)], 404),
        ([line(world.mine, **removed), line(world.mine, node="autre")], 403),
        ([line(world.mine, action="DROP")], 400),
        ([line(world.mine, source="x")], 400),
        ([line(number) for number in range(1, 102)], 400),
    ):
        assert world.send("PUT", "metadata/", NOTER, query=wrong).status_code == status
    assert Metadata.objects.count() == 2
    one = line(world.other, targetType="membre", targetId=4, **removed)
    assert world.send("PUT", "metadata/", NOTER, query=[line(world.mine, **removed), one]).status_code == 200
    assert not Metadata.objects.exists()


def test_whether_a_record_may_be_changed(world: World, client: Client) -> None:
    of_project, of_person = (
        f"{PREFIX}{path}autorisation/objet-touristique/modification/" for path in ("", "sso/utilisateur/")
    )
    writer = lent(client, WRITER)
    clerk, neighbour = signed_on(world.cast, "clerk"), signed_on(world.cast, "neighbour")
    # record: for the project, for the neighbour who signed in, by `tokenSSO` and by their own token
    possible, none = (200, "MODIFICATION_POSSIBLE"), (200, "NON_DISPONIBLE")
    unknown = (404, "OBJET_TOURISTIQUE_NOT_FOUND")
    table = {
        world.mine: (possible, none),
        world.helped: (possible, possible),
        world.other: (none, none),
        world.hidden: (unknown, unknown),
        999_999: (unknown, unknown),
    }

    def said(answer: Any) -> tuple[int, str]:
        found = answer.json()
        return answer.status_code, found if isinstance(found, str) else found["errorType"]

    for number, (project, person) in table.items():
        assert said(client.get(f"{of_project}{number}", headers=writer)) == project
        query = {"tokenSSO": neighbour}
        assert said(client.get(f"{of_project}{number}/", query, headers=writer)) == person
        assert said(client.get(f"{of_person}{number}", headers=bearing(neighbour))) == person
    assert said(client.get(f"{of_person}{world.mine}", headers=bearing(clerk))) == possible
    body = client.generic(
        "GET", f"{of_project}{world.mine}", f"tokenSSO={neighbour}", headers=writer,
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip
    assert said(body) == none


def test_a_token_of_sign_on_is_for_the_projects_of_one_member(world: World, client: Client) -> None:
    foreign = signed_on(world.cast, "clerk", STRANGER)
    address = f"{PREFIX}autorisation/objet-touristique/modification/{world.mine}"
    for wrong in (foreign, "x" * 43, lent(client, WRITER)["Authorization"].split()[1]):
        answer = client.get(address, {"tokenSSO": wrong}, headers=lent(client, WRITER))
        assert (answer.status_code, answer.json()["errorType"]) == (401, "JETON_INVALID")
    asked = {"id": [world.mine], "criteresInternesAAjouter": [world.tag]}
    assert world.send("PUT", "criteres-internes/", criteres=asked, tokenSSO=foreign).status_code == 401
    counsellor = signed_on(world.cast, "counsellor")
    answer = world.send("PUT", "criteres-internes/", criteres=asked, tokenSSO=counsellor)
    assert answer.json()["id"] == [], "somebody who does not write changes nothing"
    clerk = signed_on(world.cast, "clerk")
    answer = world.send("PUT", "criteres-internes/", criteres=asked, tokenSSO=clerk)
    assert answer.json()["id"] == [world.mine]


def test_forms_are_closed_and_bounded(world: World, client: Client) -> None:
    asked = {"id": [world.mine], "criteresInternesAAjouter": [world.tag]}
    for form in (
        {"criteres": asked, "membre": "5"},
        {"criteres": {**asked, "membre": 5}},
        {"criteres": "{"},
        {"criteres": {"id": [True], "criteresInternesAAjouter": [1]}},
        {"criteres": {"id": list(range(1, 502)), "criteresInternesAAjouter": [world.tag]}},
        {},
    ):
        answer = world.send("PUT", "criteres-internes/", **form)
        assert (answer.status_code, set(answer.json())) == (400, {"errorType", "message"}), form
    large = world.send("PUT", "criteres-internes/", criteres="x" * 2_600_000)
    assert large.status_code == 400
    other = client.put(
        f"{PREFIX}criteres-internes/", json.dumps(asked), headers=lent(client, WRITER),
        content_type="application/json",
    )  # fmt: skip
    assert other.json()["errorType"] == "ECRITURE_BAD_REQUEST"
    broken = client.generic(
        "PUT", f"{PREFIX}criteres-internes/", b"--x\r\n", headers=lent(client, WRITER),
        content_type="multipart/form-data",
    )  # fmt: skip
    assert broken.status_code == 400
    assert not Tagging.objects.exists()


def test_a_project_that_may_not_modify_changes_nothing_and_calls_are_counted(world: World) -> None:
    Project.objects.filter(pk=WRITER).update(modes=["create"])
    queries.forget()
    actions.flush()
    Usage.objects.all().delete()
    asked = {"id": [world.mine], "criteresInternesAAjouter": [world.tag]}
    refused = world.send("PUT", "criteres-internes/", criteres=asked)
    assert (refused.status_code, refused.json()["errorType"]) == (403, "ECRITURE_FORBIDDEN")
    assert refused["RateLimit-Limit"]
    assert actions.flush() == 1
    (usage,) = queries.usage(WRITER, timezone.localdate())
    assert (usage.service, usage.calls, usage.refused) == ("criteres-internes", 1, 1)
    assert not Entry.objects.filter(name="object.tagged").exists()
