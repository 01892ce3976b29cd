"""Whom a member shares its records with: the rule, the filter, the read model, the screen and v002 agree."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from hypothesis import given, strategies as some

from sitra.access import actions, queries as access
from sitra.access.events import Act
from sitra.access.models import Sharing
from sitra.access.rules.sharing import Audience, Rule, Share, audience_of, narrowed, share_of, withheld
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import Reach
from sitra.delivery import actions as delivery, queries as projects
from sitra.formats.rules.v002.fields import told
from sitra.kit.errors import Forbidden, Stale
from sitra.ledger.models import Entry
from sitra.members import actions as members
from sitra.search import queries as search
from sitra.tourism.models import TouristObject
from sitra.tourism.policy import CONSULT, RIGHTS, place_of
from tests.cast import Cast, hotel, refuge
from tests.wire import partners

OWNERS, KINDS = [4, 5, 6], ["HOTELLERIE", "RESTAURATION"]
RULES = some.dictionaries(
    some.tuples(some.sampled_from(OWNERS), some.sampled_from(list(Audience)), some.sampled_from(KINDS)),
    some.sampled_from([one for one in Share if one is not Share.ALL]),
).map(lambda kept: [Rule(*key, share) for key, share in kept.items()])


@given(RULES, some.frozensets(some.sampled_from(list(Audience))), some.frozensets(some.sampled_from(OWNERS)))
def test_what_is_kept_from_all_of_them_is_kept(
    rules: list[Rule], audiences: frozenset[Audience], own: frozenset[int]
) -> None:
    kept = withheld(rules, audiences, own)
    for owner in OWNERS:
        for kind in KINDS:
            shares = [share_of(rules, owner, kind, to) for to in audiences]
            closed = bool(shares) and set(shares) == {Share.NOTHING} and owner not in own
            assert ((owner, kind) in kept) == closed


@given(RULES, some.sampled_from(list(Audience)), some.sampled_from(OWNERS))
def test_a_record_goes_whole_in_part_or_not_at_all(rules: list[Rule], to: Audience, own: int) -> None:
    parts, gone = narrowed(rules, to, own), withheld(rules, [to], [own])
    for owner in OWNERS:
        for kind in KINDS:
            share = Share.ALL if owner == own else share_of(rules, owner, kind, to)
            found = [one for one, pairs in parts.items() if (owner, kind) in pairs]
            assert found == ([share] if share in {Share.PUBLIC, Share.NETWORK} else [])
            assert ((owner, kind) in gone) == (share is Share.NOTHING)


def keep(cast: Cast, share: Share, *audiences: Audience, kind: Kind = Kind.HOTELLERIE) -> int:
    """Let an administrator of the office of Aubenas share its hotels so."""
    office = cast.members["aubenas"].pk
    members.seat(cast.people["stranger"], office, ["members"])
    seen = access.mark(access.rules(office))
    rules = [Rule(office, one, kind.value, share) for one in audiences]
    done = actions.share(office, rules, seen=seen, by=cast.people["stranger"])
    projects.forget()
    return done


@pytest.fixture
def network(cast: Cast) -> Cast:
    cache.clear()
    return cast


def test_administrators_decide_and_it_is_told(network: Cast) -> None:
    office, seen = network.members["aubenas"].pk, access.mark([])
    with pytest.raises(Forbidden):
        actions.share(office, [], seen=seen, by=network.clerk)
    assert keep(network, Share.NOTHING, Audience.OPEN, Audience.PRIVATE) == 2
    assert keep(network, Share.NOTHING, Audience.OPEN, Audience.PRIVATE) == 0
    with pytest.raises(Stale):
        actions.share(office, [], seen=seen, by=network.people["stranger"])
    (fact,) = Entry.objects.filter(name="access.sharing_changed")
    assert (fact.member_id, fact.details["count"]) == (office, 2)
    assert keep(network, Share.ALL, Audience.OPEN) == 2
    assert not Sharing.objects.exists()


@pytest.mark.parametrize("audiences", [(Audience.NETWORK,), (Audience.OPEN,), tuple(Audience)])
def test_filter_and_guard_agree_for_people(network: Cast, audiences: tuple[Audience, ...]) -> None:
    records = [
        network.record(owner="aubenas"), network.record(owner="privas"),
        network.record(refuge("Refuge"), kind=Kind.HEBERGEMENT_COLLECTIF, owner="aubenas"),
    ]  # fmt: skip
    keep(network, Share.NOTHING, *audiences)
    every = TouristObject.objects.all()
    for name in ("clerk", "neighbour", "counsellor"):
        who = access.mandate_of(network.people[name])
        for act, right in RIGHTS.items():
            kept = set(right.among(who, every).values_list("pk", flat=True))
            assert kept == {one.pk for one in records if who.ground(act, place_of(one))}, (name, act)
        closed = Audience.NETWORK in audiences and name != "clerk"
        assert CONSULT.allows(who, records[0]) is not closed
        assert CONSULT.allows(who, records[2])
        assert (who.ground(Act.PROPOSE, place_of(records[0])) is None) is closed


@pytest.fixture
def served(transactional_cast: Cast, read_model: Callable[[], None]) -> Cast:
    """Records of two offices, in the read model; a project of each audience, and one of the office."""
    cache.clear()
    cast = transactional_cast
    contact: dict[str, Any] = {"contacts": [{"prenom": "Accueil", "nom": "Essai"}]}
    cast.record(hotel("Hôtel des Tilleuls", **contact))
    cast.record(refuge("Refuge du Pont", commune=1_007_019), kind=Kind.HEBERGEMENT_COLLECTIF)
    cast.record(hotel("Hôtel du Lac"), owner="privas")
    for number, kind in ((21, 3957), (22, 3790), (23, 246), (24, 233)):
        members.admit(number=number, name=f"Membre {number}", kind=kind)
        delivery.open_project(number=number, name=f"P{number}", member_id=number, api_key=f"cle{number}")
    delivery.open_project(
        number=25, name="P25", member_id=cast.members["aubenas"].pk, api_key="cle25", scopes=["members"]
    )
    read_model()
    return cast


PROJECTS = {Audience.OPEN: 21, Audience.PRIVATE: 22, Audience.INSTITUTIONAL: 23, Audience.NETWORK: 24}


def ask(project: int, **more: Any) -> Any:
    query = json.dumps({"projetId": project, "apiKey": f"cle{project}", **more})
    answer = Client().get("/api/v002/recherche/list-objets-touristiques", {"query": query})
    assert answer.status_code == 200, answer.content
    return answer.json()


def names(project: int) -> set[str]:
    return {one["nom"]["libelleFr"] for one in ask(project).get("objetsTouristiques", ())}


def test_a_project_reads_what_goes_to_its_member(served: Cast) -> None:
    every = {"Hôtel des Tilleuls", "Refuge du Pont", "Hôtel du Lac"}
    assert all(names(project) == every for project in range(21, 26))
    keep(served, Share.NOTHING, Audience.OPEN, Audience.NETWORK)
    left = every - {"Hôtel des Tilleuls"}
    seen = {to: names(project) for to, project in PROJECTS.items()}
    assert seen[Audience.OPEN] == seen[Audience.NETWORK] == left
    assert seen[Audience.PRIVATE] == seen[Audience.INSTITUTIONAL] == names(25) == every
    row = TouristObject.objects.get(name="Hôtel des Tilleuls")
    for project, status in ((21, 404), (22, 200), (24, 404), (25, 200)):
        key: dict[str, Any] = {"projetId": project, "apiKey": f"cle{project}"}
        for place in (f"get-by-id/{row.pk}", f"get-by-identifier/{row.identifier}"):
            answer = Client().get(f"/api/v002/objet-touristique/{place}", key)
            assert answer.status_code == status, (project, place)
        query = {"query": json.dumps({**key, "referenceIds": [row.pk]})}
        teams = Client().get("/api/v002/collaborateurs/", query).json()
        assert bool(teams) == (status == 200)
    who = access.mandate_of(served.people["neighbour"])
    found = search.found(search.opened_to(who), first=0, count=50).numbers
    assert set(found) == set(CONSULT.among(who, TouristObject.objects.all()).values_list("pk", flat=True))
    assert row.pk not in found


def test_a_project_keeps_nothing_on_what_is_kept_from_it(served: Cast) -> None:
    """What is not shared is told from no record at all by no service that writes either."""
    row = TouristObject.objects.get(name="Hôtel des Tilleuls")
    number = served.members["hotel"].pk
    keep(served, Share.NOTHING, audience_of(served.members["hotel"].kind_id))
    partners.entrust(served)
    address, form = f"/api/v002/metadata/{row.pk}/boussole/", {"general": "{}"}
    client = Client()
    sent = encode_multipart(BOUNDARY, form)
    noting: dict[str, Any] = {
        "headers": partners.lent(client, partners.NOTER),
        "content_type": MULTIPART_CONTENT,
    }
    assert client.put(address, sent, **noting).status_code == 404
    keep(served, Share.ALL, Audience.NETWORK)
    assert client.put(address, sent, **noting).status_code == 200
    assert projects.by_number(partners.NOTER).member_id == number  # type: ignore[union-attr]


def contacts(records: Iterable[Any]) -> set[bool]:
    return {"contacts" in one for one in records if one["nom"]["libelleFr"] == "Hôtel des Tilleuls"}


@pytest.mark.parametrize("gzip", [False, True])
def test_a_project_reads_only_the_fields_that_go_with_it(served: Cast, gzip: bool) -> None:
    keep(served, Share.PUBLIC, Audience.PRIVATE)
    headers = {"Accept-Encoding": "gzip"} if gzip else {}
    shown = {}
    for project in (21, 22, 25):
        query = json.dumps({"projetId": project, "apiKey": f"cle{project}", "responseFields": ["@all"]})
        address = "/api/v002/recherche/list-objets-touristiques"
        answer = Client().get(address, {"query": query}, headers=headers)
        content = answer.content
        if answer.headers.get("Content-Encoding") == "gzip":
            import gzip as zipped

            content = zipped.decompress(content)
        records = json.loads(content)["objetsTouristiques"]
        assert len(records) == 3
        shown[project] = contacts(records)
        (whole,) = (one for one in records if one["nom"]["libelleFr"] == "Hôtel des Tilleuls")
        assert whole["presentation"]["descriptifCourt"]["libelleFr"].startswith("Au calme")
        assert "moyensCommunication" in whole["informations"]
    assert shown == {21: {True}, 22: {False}, 25: {True}}


def test_empty_blocks_do_not_stay_and_aspects_are_cut_too() -> None:
    record = {
        "type": "HOTELLERIE",
        "id": 1,
        "contacts": [{"nom": "X"}],
        "aspects": [{"contacts": [{"nom": "Y"}]}],
    }
    written = json.dumps(record).encode()
    left = json.loads(told(written, frozenset({Reach.NETWORK, Reach.PRIVATE})))
    assert left == {"type": "HOTELLERIE", "id": 1, "aspects": [{}]}
    assert json.loads(told(written, frozenset({Reach.PRIVATE}))) == record


def test_the_page_tries_counts_and_writes(network: Cast, client: Client) -> None:
    record = network.record()
    office = network.members["aubenas"].pk
    address = f"/membres/{office}/partage"
    client.force_login(network.clerk)
    assert client.get(address).status_code == 403
    assert client.post(address, {"vu": "x"}).status_code == 403
    members.seat(network.people["stranger"], office, ["members"])
    client.force_login(network.people["stranger"])
    assert "rien" in client.get(address).content.decode()
    chosen = {"vu": access.mark([]), "open:HOTELLERIE": "nothing", "private:HOTELLERIE": "public"}
    tried = client.post(address, {**chosen, "voir": "1"}).content.decode()
    assert "1 fiche aujourd’hui, dont 0 en partie → 0 ensuite" in tried
    assert not Sharing.objects.exists()
    assert client.post(address, {**chosen, "open:HOTELLERIE": "tout"}).status_code == 422
    assert "2 règles changées." in client.post(address, chosen, follow=True).content.decode()
    assert client.post(address, chosen).status_code == 409
    rights = client.get(f"/objets/{record.pk}/droits").content.decode()
    assert "Données ouvertes : <strong>rien</strong>" in rights
    assert "Réutilisateurs privés : <strong>champs publics seulement</strong>" in rights
    assert "Les administrateurs de Office d&#x27;Aubenas en décident" in rights
