"""`ecriture/`: every mode, at once or by way of the owner; what is refused, in the words of the contract."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from sitra.access import actions as access
from sitra.access.rules.terms import Terms
from sitra.members import actions as members
from sitra.members.events import Duty
from sitra.review import actions as review, queries
from sitra.review.models import Proposal
from sitra.tourism.events import State
from sitra.tourism.models import Revision, TouristObject
from tests.cast import Cast, hotel
from tests.wire import partners
from tests.wire.partners import WRITER, lent

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(cast: Cast) -> Cast:
    partners.entrust(cast)
    cache.clear()
    return cast


def put(client: Client, sent: dict[str, Any]) -> Any:
    body = encode_multipart(BOUNDARY, sent)
    return client.put("/api/v002/ecriture/", body, MULTIPART_CONTENT, headers=lent(client, WRITER))


def enter(client: Client, **fields: Any) -> tuple[int, dict[str, Any]]:
    """Send a form as clients do: multipart, JSON in texts."""
    texts = {name: one if isinstance(one, str) else json.dumps(one) for name, one in fields.items()}
    answer = put(client, {name.replace("__", "."): text for name, text in texts.items()})
    return answer.status_code, answer.json()


def said(number: int) -> dict[str, Any]:
    return Revision.objects.filter(object_id=number).latest("number").document


def root(name: str = "Hôtel du Pont", **more: Any) -> dict[str, Any]:
    return {**hotel(name), "type": "HOTELLERIE", **more}


WHOLE = ["nom", "presentation", "localisation", "informations", "informationsHotellerie"]


def test_a_creation_is_published_when_it_may_be(network: Cast, client: Client) -> None:
    status, answer = enter(
        client, mode="CREATION", type="HOTELLERIE", skipValidation="true", fields=["root"], root=root(),
        root__fieldList=WHOLE,
    )  # fmt: skip
    assert (status, answer["status"]) == (200, "CREATION_VALIDATION_SKIPPED")
    row = TouristObject.objects.get(pk=answer["id"])
    assert (row.state, row.owner, row.name) == (State.PUBLISHED, network.members["aubenas"], "Hôtel du Pont")
    assert said(row.pk) == hotel("Hôtel du Pont")


def test_a_creation_waits_as_a_draft_for_its_owner(network: Cast, client: Client) -> None:
    status, answer = enter(
        client, mode="CREATION", fields=["root"], root={"type": "HOTELLERIE", "nom": {"libelleFr": "Neuf"}},
        root__fieldList=["nom"],
    )  # fmt: skip
    assert (status, answer["status"]) == (200, "CREATION_VALIDATION_ASKED")
    assert TouristObject.objects.get(pk=answer["id"]).state == State.DRAFT
    asked = Proposal.objects.get()
    assert (asked.purpose, asked.project, asked.object_id) == ("PUBLISH", WRITER, answer["id"])
    assert queries.count_waiting(network.clerk) == 1
    status, answer = enter(client, mode="ANNULATION_DEMANDE", id=str(answer["id"]))
    assert (status, answer["status"]) == (200, "ANNULATION_DEMANDE_DONE")
    assert queries.count_waiting(network.clerk) == 0


def test_what_is_listed_is_written_or_erased_and_the_rest_stays(network: Cast, client: Client) -> None:
    record = network.record()
    sent = {
        "nom": {"libelleFr": "Hôtel du Pont"},
        "presentation": {"descriptifCourt": {"libelleFr": "ignoré"}},
    }
    status, answer = enter(
        client, mode="MODIFICATION", id=str(record.pk), skipValidation="true", fields=["root"],
        root={"type": "HOTELLERIE", **sent},
        root__fieldList=["nom", "informationsHotellerie.classement", "localisation.adresse.codePostal"],
    )  # fmt: skip
    assert (status, answer) == (200, {"id": record.pk, "status": "MODIFICATION_VALIDATION_SKIPPED"})
    wanted = deepcopy(hotel("Hôtel du Pont"))
    del wanted["informationsHotellerie"]["classement"]
    del wanted["localisation"]["adresse"]["codePostal"]
    assert said(record.pk) == wanted
    again = {"mode": "MODIFICATION", "id": str(record.pk), "fields": ["root"], "root__fieldList": ["nom"]}
    assert enter(client, **again, root=sent)[1]["status"] == "MODIFICATION_NO_DIFF"


def test_a_modification_that_waits_locks_until_it_is_answered(network: Cast, client: Client) -> None:
    record = network.record()
    asked = {"mode": "MODIFICATION", "id": str(record.pk), "fields": ["root"], "root__fieldList": ["nom"]}
    status, answer = enter(client, **asked, root={"nom": {"libelleFr": "Hôtel du Pont"}})
    assert (status, answer["status"]) == (200, "MODIFICATION_VALIDATION_ASKED")
    place = f"/api/v002/autorisation/objet-touristique/modification/{record.pk}"
    assert client.get(place, headers=lent(client, WRITER)).json() == "VERROUILLE"
    status, answer = enter(client, **asked, root={"nom": {"libelleFr": "Encore"}})
    assert (status, answer["errorType"]) == (403, "ECRITURE_FORBIDDEN")
    assert answer["message"] == "Cet objet est déjà en cours de modification"
    review.accept(Proposal.objects.get().pk, by=network.clerk)
    assert said(record.pk)["nom"] == {"libelleFr": "Hôtel du Pont"}
    assert client.get(place, headers=lent(client, WRITER)).json() == "MODIFICATION_POSSIBLE"


def test_hiding_and_deleting(network: Cast, client: Client) -> None:
    record = network.record()
    number = str(record.pk)
    assert enter(client, mode="DEMANDE_SUPPRESSION", id=number)[1]["status"] == "DEMANDE_SUPPRESSION_SENT"
    assert TouristObject.objects.get(pk=record.pk).state == State.PUBLISHED
    assert enter(client, mode="ANNULATION_DEMANDE", id=number)[1]["status"] == "ANNULATION_DEMANDE_DONE"
    status, answer = enter(client, mode="ANNULATION_DEMANDE", id=number)
    assert (status, answer["errorType"]) == (400, "CANCEL_FAILED")
    assert enter(client, mode="MASQUAGE", id=number)[1]["status"] == "MASQUAGE_DONE"
    assert enter(client, mode="MASQUAGE", id=number)[1]["status"] == "NO_ACTION"
    assert TouristObject.objects.get(pk=record.pk).state == State.HIDDEN


def test_an_aspect_says_some_things_otherwise(network: Cast, client: Client) -> None:
    record = network.record()
    winter = {"presentation": {"descriptifCourt": {"libelleFr": "Sous la neige."}}}
    enter(
        client, mode="MODIFICATION", id=str(record.pk), skipValidation="true",
        fields=["aspect.HIVER.root"], aspect__HIVER__root=winter,
        aspect__HIVER__root__fieldList=["presentation.descriptifCourt"],
    )  # fmt: skip
    (aspect,) = said(record.pk)["aspects"]
    assert aspect == {"aspect": "HIVER", "champsAspect": ["presentation.descriptifCourt"], **winter}
    enter(
        client, mode="MODIFICATION", id=str(record.pk), skipValidation="true",
        fields=["aspect.HIVER.root"], aspect__HIVER__root={},
        aspect__HIVER__root__removeAspectFields=["presentation.descriptifCourt"],
    )  # fmt: skip
    assert "aspects" not in said(record.pk)


def test_new_children_get_numbers_of_their_own(network: Cast, client: Client) -> None:
    record = network.record()
    phone = {"type": {"elementReferenceType": "MoyenCommunicationType", "id": 201}}
    ways = [
        {"identifiant": 1, **phone, "coordonnees": {"fr": "01 23 45 67 89"}},
        {"identifiantTemporaire": 77, **phone, "coordonnees": {"fr": "04 75 00 00 00"}},
    ]
    enter(
        client, mode="MODIFICATION", id=str(record.pk), skipValidation="true", fields=["root"],
        root={"informations": {"moyensCommunication": ways}},
        root__fieldList=["informations.moyensCommunication"],
    )  # fmt: skip
    assert [one["identifiant"] for one in said(record.pk)["informations"]["moyensCommunication"]] == [1, 2]


TERM = {"hotellerieType": {"elementReferenceType": "HotellerieType", "id": 1}}
NEW = {"mode": "CREATION", "type": "HOTELLERIE", "fields": ["root"]}
NAMED = {**NEW, "root": {"nom": {"libelleFr": "X"}}, "root__fieldList": ["nom"]}
LIST = [*WHOLE, "contacts"]
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({}, "ECRITURE_BAD_REQUEST"),
    ({"mode": "EFFACEMENT"}, "ECRITURE_BAD_REQUEST"),
    ({"mode": "MODIFICATION"}, "ECRITURE_BAD_REQUEST"),
    ({"mode": "MODIFICATION", "id": "x"}, "ECRITURE_BAD_REQUEST"),
    ({"mode": "MODIFICATION", "id": "999999", "fields": ["root"]}, "OBJET_TOURISTIQUE_NOT_FOUND"),
    ({"mode": "CREATION", "fields": ["root"], "root": {}}, "ECRITURE_BAD_REQUEST"),
    ({**NEW, "fields": "nonsense"}, "ECRITURE_INVALID_JSON_DATA"),
    ({**NEW, "owner": "1"}, "ECRITURE_BAD_REQUEST"),
    ({**NEW, "fields": ["root", "racine"]}, "ECRITURE_BAD_REQUEST"),
    ({**NAMED, "proprietaireId": "5"}, "ECRITURE_FORBIDDEN"),
    ({**NAMED, "onValidationFail": "CANCEL"}, "CREATION_VALIDATION_FAILED"),
    ({**NAMED, "root__fieldList": ["nom", "neuf"]}, "ECRITURE_INVALID_JSON_DATA"),
    ({**NEW, "root": root(contacts="x"), "root__fieldList": LIST}, "ECRITURE_INVALID_JSON_DATA"),
    (
        {**NEW, "root": root(informationsHotellerie=TERM), "root__fieldList": WHOLE},
        "ECRITURE_INVALID_OBJET_TOURISTIQUE_DATA",
    ),
]


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize(("fields", "error"), REFUSED)
def test_what_is_refused(client: Client, fields: dict[str, Any], error: str) -> None:
    status, answer = enter(client, **fields)
    assert answer["errorType"] == error, answer
    assert 400 <= status < 500
    assert not TouristObject.objects.exists()


def test_a_record_of_somebody_else_is_not_touched(network: Cast, client: Client) -> None:
    record, draft = (
        network.record(owner="albertville"),
        network.record(owner="albertville", state=State.DRAFT),
    )
    for mode in ("MODIFICATION", "DEMANDE_SUPPRESSION", "MASQUAGE"):
        sent = {"mode": mode, "fields": ["root"], "root": root("Volé"), "root__fieldList": ["nom"]}
        sent = sent if mode == "MODIFICATION" else {"mode": mode}
        assert enter(client, **sent, id=str(record.pk))[1]["errorType"] == "ECRITURE_FORBIDDEN"
        assert enter(client, **sent, id=str(draft.pk))[1]["errorType"] == "OBJET_TOURISTIQUE_NOT_FOUND"
    assert not Proposal.objects.exists()
    assert Revision.objects.count() == 2


def test_somebody_who_signed_in_writes_what_was_entrusted_and_no_more(network: Cast, client: Client) -> None:
    office, other = network.members["aubenas"].pk, network.members["albertville"].pk
    members.seat(network.people["counsellor"], other, ["consult", "members"])
    row = network.record(hotel("Hôtel du Col"), owner="albertville")
    terms = Terms(Duty.WRITE, records=(row.pk,), fields=("presentation.descriptifCourt",))
    access.give(office, terms, giver=other, by=network.people["counsellor"])
    sso = partners.signed_on(network, "clerk")

    def amend(path: str, document: Any, **more: str) -> tuple[int, str]:
        asked = {
            "mode": "MODIFICATION",
            "id": str(row.pk),
            "skipValidation": "true",
            "fields": ["root"],
            **more,
        }
        kept = {"type": "HOTELLERIE", **document}
        status, answer = enter(client, root=kept, root__fieldList=[path], **asked)
        return status, answer.get("status") or answer["errorType"]

    address = f"/api/v002/autorisation/objet-touristique/modification/{row.pk}"
    found = client.get(address, {"tokenSSO": sso}, headers=lent(client, WRITER))
    assert found.json() == "MODIFICATION_POSSIBLE"
    assert client.get(address, headers=lent(client, WRITER)).json() == "NON_DISPONIBLE"
    words = {"presentation": {"descriptifCourt": {"libelleFr": "Au bord du lac."}}}
    skipped, refused = (200, "MODIFICATION_VALIDATION_SKIPPED"), (403, "ECRITURE_FORBIDDEN")
    assert amend("presentation.descriptifCourt", words) == refused, "the project itself was entrusted nothing"
    assert amend("presentation.descriptifCourt", words, tokenSSO=sso) == skipped
    assert amend("nom", {"nom": {"libelleFr": "Volé"}}, tokenSSO=sso) == refused
    assert said(row.pk)["nom"] == {"libelleFr": "Hôtel du Col"}
    status, answer = enter(client, mode="MASQUAGE", id=str(row.pk), tokenSSO=sso)
    assert (status, answer["status"]) == (200, "DEMANDE_MASQUAGE_SENT"), "hiding is for its owner to say"


@pytest.mark.django_db(transaction=True)
def test_what_is_written_reviewed_and_read_agree(
    transactional_cast: Cast, read_model: Callable[[], None], client: Client
) -> None:
    """A program writes, a person answers on screen, another program reads."""
    cast = transactional_cast
    partners.entrust(cast)
    cache.clear()
    record = cast.record()
    read_model()

    def read() -> dict[str, Any]:
        read_model()
        asked = {"apiKey": "demo2013", "projetId": "1", "responseFields": "nom,state"}
        found: dict[str, Any] = client.get(f"/api/v002/objet-touristique/get-by-id/{record.pk}", asked).json()
        return found

    _, answer = enter(
        client, mode="MODIFICATION", id=str(record.pk), fields=["root"], root__fieldList=["nom"],
        root={"nom": {"libelleFr": "Hôtel du Pont"}},
    )  # fmt: skip
    assert answer["status"] == "MODIFICATION_VALIDATION_ASKED"
    assert read()["nom"] == {"libelleFr": "Hôtel des Tilleuls"}
    client.force_login(cast.clerk)
    asked = Proposal.objects.get()
    page = client.get(f"/propositions/{asked.pk}").content.decode()
    assert "Hôtel du Pont" in page
    client.post(f"/propositions/{asked.pk}/accepter")
    assert read()["nom"] == {"libelleFr": "Hôtel du Pont"}
    assert "Hôtel du Pont" in client.get(f"/objets/{record.pk}").content.decode()
    enter(client, mode="MASQUAGE", id=str(record.pk))
    assert read()["errorType"] == "OBJET_TOURISTIQUE_NOT_FOUND"
