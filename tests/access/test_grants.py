"""Entrusting records: who may, what is refused, what is told; and the page where it is done."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sitra.access import actions, queries
from sitra.access.models import Grant
from sitra.access.rules.areas import Fields
from sitra.access.rules.terms import Terms
from sitra.catalog.rules.fields import FIELDS
from sitra.catalog.rules.sections import ENTRUSTED, paths_of, told
from sitra.catalog.rules.types import Section
from sitra.kit.errors import Forbidden, Impossible, TradeError, Unknown
from sitra.ledger import queries as ledger
from sitra.members import actions as members
from sitra.members.events import Duty
from tests.cast import Cast

OURS = {"permission": "write", "type": "HOTELLERIE"}


@pytest.fixture
def admin(cast: Cast) -> Cast:
    members.seat(cast.clerk, cast.members["aubenas"].pk, ["consult", "write", "members"])
    return cast


def give(cast: Cast, who: str, giver: str | None = "aubenas", **terms: Any) -> Grant:
    owner = cast.members[giver].pk if giver else None
    kept = Terms(terms.pop("duty", Duty.WRITE), **terms)
    return actions.give(cast.members["privas"].pk, kept, giver=owner, by=cast.people[who])


def test_administrators_entrust_their_own_and_animators_where_they_animate(admin: Cast) -> None:
    given = give(admin, "clerk")
    assert ledger.last_details("grant.given") == {"duty": "write", "taker": 5, "until": ""}
    for who, giver in (("neighbour", "aubenas"), ("clerk", "albertville"), ("clerk", None)):
        with pytest.raises(Forbidden):
            give(admin, who, giver)
    members.seat(admin.people["counsellor"], admin.members["ardeche"].pk, ["animate"])
    assert give(admin, "counsellor", None, departements=("07",)).pk
    for departements in ((), ("73",), ("07", "73")):
        with pytest.raises(Forbidden):
            give(admin, "counsellor", None, departements=departements)
    with pytest.raises(Forbidden):
        actions.revoke(given.pk, by=admin.people["counsellor"])
    actions.revoke(given.pk, by=admin.clerk)
    actions.revoke(given.pk, by=admin.clerk)
    assert Grant.objects.get(pk=given.pk).revoked_by == admin.clerk


@pytest.mark.parametrize(
    ("terms", "error"),
    [
        ({"duty": Duty.MEMBERS}, Impossible),
        ({"until": timezone.localdate() - timedelta(days=1)}, Impossible),
        ({"until": timezone.localdate() + timedelta(days=9999)}, Impossible),
        ({"languages": ("klingon",)}, Impossible),
        ({"communes": ("00000",)}, Unknown),
        ({"records": tuple(range(2000))}, Impossible),
    ],
)
def test_what_makes_no_sense_is_refused(admin: Cast, terms: dict[str, Any], error: type[TradeError]) -> None:
    with pytest.raises(error):
        give(admin, "clerk", **terms)
    with pytest.raises(Impossible):
        actions.give(4, Terms(Duty.WRITE), giver=4, by=admin.clerk)
    with pytest.raises(Unknown):
        actions.give(999, Terms(Duty.WRITE), giver=4, by=admin.clerk)


def test_only_those_concerned_see_a_grant(admin: Cast) -> None:
    give(admin, "clerk")
    seen = {who: len(queries.grants(person, "fr")) for who, person in admin.people.items()}
    assert seen == {"clerk": 1, "neighbour": 1, "counsellor": 0, "stranger": 0}


def test_a_right_is_asked_in_few_queries(admin: Cast, django_assert_max_num_queries: Any) -> None:
    for _ in range(3):
        give(admin, "clerk")
    with django_assert_max_num_queries(4):
        assert len(queries.mandate_of(admin.people["neighbour"]).granted) == 3


def test_a_grant_may_be_of_some_parts_of_a_record(admin: Cast, client: Client) -> None:
    client.force_login(admin.clerk)
    sent = {**OURS, "de": "4", "a": "5", "partie": ["opening", "links", "management"]}
    client.post("/droits", sent)
    row = Grant.objects.get()
    assert {"ouverture.periodesOuvertures", "liens.complement"} <= set(row.fields)
    assert not [path for path in row.fields if path.startswith(("nom", "criteres", "donnees"))]
    assert "Hôtellerie, seulement : Ouverture, Liens." in client.get("/droits").content.decode()
    row.fields = [*row.fields, "nom"]
    row.save()
    page = client.get("/droits").content.decode()
    assert "seulement : Ouverture, Liens, 1 champ seulement." in page
    shown = client.post("/droits", {**sent, "voir": "1"}).content.decode()
    assert shown.count('name="partie"') == shown.count('value="opening" checked') + 9 == len(ENTRUSTED)


@pytest.mark.parametrize("section", ENTRUSTED)
def test_parts_hold_their_own_fields_and_no_others(section: Section) -> None:
    part = Fields(paths_of(section))
    for field in FIELDS:
        path = field.path.replace("[]", "[2]")
        assert part.allows(path) == (field.section is section), path
    assert told([*paths_of(section), "nom.x"]) == ((section,), 1)


def test_the_page_says_what_a_grant_would_open_gives_it_and_takes_it_back(
    admin: Cast, client: Client
) -> None:
    admin.record()
    client.force_login(admin.clerk)
    sent = {**OURS, "de": "4", "a": "5", "commune": "Aubenas", "fin": ""}
    shown = client.post("/droits", {**sent, "voir": "1"}).content.decode()
    assert "Ce droit ouvrirait 1 fiche." in shown
    assert not Grant.objects.exists()
    wrong = client.post("/droits", {**sent, "commune": "Nulle part", "fin": "demain", "fiches": "x"})
    assert wrong.status_code == 422
    said = wrong.content.decode()
    assert all(words in said for words in ("Nulle part", "s’écrit ainsi", "par leur numéro"))
    client.post("/droits", sent)
    row = Grant.objects.get()
    assert [one.code for one in row.communes.all()] == ["07019"]
    page = client.get("/droits").content.decode()
    assert "peut modifier les fiches de Office d&#x27;Aubenas, Hôtellerie, Aubenas." in page
    client.post(f"/droits/{row.pk}/retirer")
    assert "retiré" in client.get("/droits").content.decode()
    assert client.post("/droits", {**sent, "de": "6"}).status_code == 403
    closed = client.post("/droits", {**sent, "de": "6", "voir": "1"})
    assert closed.status_code == 403
    assert "ouvrirait" not in closed.content.decode()
    assert client.post("/droits", {**sent, "de": "4", "a": "4"}).status_code == 422


def test_strange_forms_are_answered_in_words(admin: Cast, client: Client) -> None:
    """Also those of the pilot, whom no right stops."""
    members.seat(admin.people["counsellor"], admin.members["region"].pk, ["consult", "animate"])
    client.force_login(admin.people["counsellor"])
    for strange in ({"de": ""}, {"de": "999999"}, {"a": ""}, {"departement": "\0"}, {"departement": "zz"}):
        sent = {**OURS, "de": "4", "a": "5", **strange}
        assert client.post("/droits", {**sent, "voir": "1"}).status_code == 200, strange
        answer = client.post("/droits", sent)
        assert answer.status_code == (302 if strange == {"departement": "\0"} else 422), strange
    assert Grant.objects.count() == 1
