"""What the services beside the search answer, held against the official schemas."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sitra.delivery.queries import forget as delivery_forget
from sitra.tourism.events import State
from tests.cast import ALBERTVILLE, AUBENAS, Cast, hotel
from tests.wire import official, world
from tests.wire.world import KEY, POOR, PREFIX, World

pytestmark = pytest.mark.django_db

SCHEMAS = "wire/schemas/v002"
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def here(published: Callable[[Any], World]) -> World:
    return published(world.write)


@pytest.fixture
def ask(here: World, client: Client) -> Ask:
    del here

    def asking(path: str, **question: Any) -> Any:
        answer = client.get(PREFIX + path, {"query": json.dumps({**KEY, **question})})
        assert answer.status_code == 200, answer.content
        return answer.json()

    return asking


@pytest.fixture
def read(here: World, client: Client) -> Ask:
    del here
    return lambda path, **more: client.get(PREFIX + path, {**KEY, **more})


def test_by_identifier_as_by_number(here: World, read: Ask) -> None:
    by_number = read(f"objet-touristique/get-by-id/{here.record}")
    assert read(f"objet-touristique/get-by-identifier/{here.identifier}").content == by_number.content
    chosen = read(
        f"objet-touristique/get-by-identifier/{here.identifier}/", responseFields="nom", locales="fr,en"
    )
    assert list(chosen.json()) == ["type", "id", "nom"]
    for hidden in (here.draft_identifier, "inconnu", here.identifier.lower()):
        answer = read(f"objet-touristique/get-by-identifier/{hidden}")
        assert (answer.status_code, answer.json()["errorType"]) == (404, "OBJET_TOURISTIQUE_NOT_FOUND")


def test_communes(ask: Ask, shared: Path) -> None:
    found = ask("referentiel/communes", communeIds=[ALBERTVILLE, "1"], codesInsee=["07999", "07019", "x"])
    assert [one["code"] for one in found] == ["73011", "07019"]
    assert {key: value for key, value in found[1].items() if key != "pays"} == {
        "id": AUBENAS, "code": "07019", "nom": "Aubenas", "codePostal": "07200",
    }  # fmt: skip
    assert (found[1]["pays"]["libelleFr"], found[1]["pays"]["libelleDe"]) == ("France", "Frankreich")
    assert official.output_faults(shared / SCHEMAS, "apiReferentielCommunesResultat", found) == []
    assert ask("referentiel/communes") == []


def test_terms_in_every_language(ask: Ask) -> None:
    found = ask("referentiel/elements-reference", elementReferenceIds=[2338, 2750, 999_999_999, 2338])
    assert [one["id"] for one in found] == [2338, 2750]
    assert found[0]["elementReferenceType"] == "FeteEtManifestationTheme"
    assert {"libelleFr", "libelleEn", "libelleDe"} <= found[0].keys()
    assert found[0]["parent"]["id"] == 2256
    assert found[0]["familleCritere"]["elementReferenceType"] == "FamilleCritere"
    assert ask("referentiel/elements-reference") == []


def test_every_term_is_official(ask: Ask, shared: Path) -> None:
    from sitra.vocabulary import queries as vocabulary

    numbers = [term.id for term in vocabulary.atlas().book]
    found = ask("referentiel/elements-reference", elementReferenceIds=numbers)
    assert [one["id"] for one in found] == numbers
    whole = official.output(shared / SCHEMAS, "apiReferentielElementsReferenceResultat").schema
    by_type = {one["properties"]["elementReferenceType"]["enum"][0]: one for one in whole["items"]}
    known = [one for one in found if one["elementReferenceType"] in by_type]
    assert {one["elementReferenceType"] for one in found if one not in known} <= {
        "RestaurationClassement",
        "TarifTypePeriode",
    }
    faults = [official.unfit(by_type[one["elementReferenceType"]], one) for one in known]
    assert len(faults) > 2000
    assert [one for one in faults if one] == []


def test_internal_criteria_of_the_project_s_member_only(here: World, ask: Ask, shared: Path) -> None:
    found = ask("referentiel/criteres-internes", critereInterneIds=[here.tag, here.foreign_tag])
    assert found == [{"id": here.tag, "libelle": "Coup de cœur"}]
    assert official.output_faults(shared / SCHEMAS, "apiReferentielCriteresInternesResultat", found) == []
    assert ask("referentiel/criteres-internes") == []


def test_no_selection_yet(here: World, ask: Ask) -> None:
    assert ask("referentiel/selections") == ask("referentiel/selections", selectionIds=[1]) == []
    assert ask("referentiel/selections-par-objet", referenceIds=[here.record]) == []


def test_criteria_that_exclude(ask: Ask, shared: Path) -> None:
    (found,) = ask("referentiel/criteres-interdits", elementReferenceIds=[3652, 2750])
    assert found == {
        "critereId": 3652, "interditPar": [3651, 3653], "interditUtilisationDe": [3651, 3653],
    }  # fmt: skip
    every = ask("referentiel/criteres-interdits")
    by_number = {one["critereId"]: one for one in every}
    assert "HOTELLERIE" in by_number[587]["typesInterdits"]
    for one in every:
        for other in one.get("interditPar", ()):
            assert one["critereId"] in by_number[other]["interditUtilisationDe"]
    assert official.output_faults(shared / SCHEMAS, "apiReferentielCriteresInterditsResultat", every) == []


def test_collaborators_of_published_records(here: World, ask: Ask, shared: Path) -> None:
    other = here.record + 2
    found = ask("collaborateurs/", referenceIds=[other, here.record, here.draft, 999_999])
    assert found == [
        {"referenceId": other, "membreProprietaire": 5},
        {"referenceId": here.record, "membreProprietaire": 4, "membresCollaborateurs": [5, 6]},
    ]
    assert official.output_faults(shared / SCHEMAS, "apiMembresCollaborateursResultat", found) == []
    assert ask("collaborateurs") == []


def test_a_member_tells_only_its_base_unless_asked(read: Ask) -> None:
    found = read("membre/get-by-id/4").json()
    base = ["id", "nom", "joursFeries", "devise", "type", "informationsEdition", "parrain", "actif"]
    assert list(read("membre/get-by-id/5").json()) == base
    assert found.keys() - set(base) == {"typesGeres", "entitesJuridiques", "notifications"}
    assert found["parrain"] == {"id": 2, "nom": "Ardèche Tourisme"}
    assert found["type"] == {"id": 233, "nom": "Contributeur Généraliste"}
    assert found["informationsEdition"]["dateCreation"].endswith("+0000")
    nobody = read("membre/get-by-id/99")
    assert (nobody.status_code, nobody.content) == (204, b"")
    scripted = read("membre/get-by-id/99", callback="f")
    assert (scripted.status_code, scripted.content) == (200, b"/**/f(null);")


@pytest.mark.parametrize("written", ['["PROJETS","COMMUNES"]', "PROJETS, COMMUNES"])
def test_sections_written_both_ways(read: Ask, written: str) -> None:
    found = read("membre/get-by-id/4", responseFields=written).json()
    assert found["projets"] == [{"id": 2, "nom": "Borne", "statut": "NON_DETERMINE"}]
    assert found["communes"] == [
        {"id": AUBENAS, "nom": "Aubenas", "codePostal": "07200", "codeInsee": "07019"}
    ]


def test_addresses_are_for_who_may_know_them(here: World, client: Client) -> None:
    del here
    from sitra.delivery import actions as delivery

    delivery.open_project(number=2, name="Borne", member_id=4, api_key="pauvre26", scopes=["members"])
    assert "notifications" in client.get(PREFIX + "membre/get-by-id/4", POOR).json()
    delivery.open_project(number=2, name="Borne", member_id=5, api_key="pauvre26", scopes=["members"])
    delivery_forget()
    assert "notifications" not in client.get(PREFIX + "membre/get-by-id/4", POOR).json()


def test_a_member_that_left_says_so(here: World, read: Ask) -> None:
    del here
    from sitra.members.models import Member

    Member.objects.filter(pk=5).update(left_at=timezone.now(), heir=4)
    found = read("membre/get-by-id/5").json()
    assert (found["actif"], found["informationsEdition"]["dateDesactivation"][-5:]) == (False, "+0000")


def test_a_wrong_section_is_refused(read: Ask) -> None:
    for written in ("SALAIRES", '["BASE_ONLY"', "[1]"):
        assert read("membre/get-by-id/4", responseFields=written).status_code == 400


def test_every_section_is_official(here: World, ask: Ask, shared: Path) -> None:
    sections = ["UTILISATEURS", "OBJETS_GERES", "PROJETS", "RELATIONS", "TRADUCTIONS", "TAGS", "COMMUNES"]
    found = ask("membre/get-membres", filter={}, responseFields=sections)
    assert [one["id"] for one in found] == [1, 2, 3, 4, 5, 6, 7]
    assert official.output_faults(shared / SCHEMAS, "apiMembreResultat", found) == []
    region, office = found[0], found[3]
    assert region["criteresInternes"] == [{"id": here.tag, "libelle": "Coup de cœur"}]
    assert "criteresInternes" not in office
    assert [one["id"] for one in office["objetsGeres"]] == [here.record]
    assert office["objetsGeres"][0]["type"] == "HOTELLERIE"
    assert [one["prenom"] for one in office["utilisateurs"]] == ["Clerk"]
    assert b"demo2013" not in json.dumps(found).encode()
    assert found[1]["relations"] == {
        "parraines": [
            {"idMembre": 4, "nomMembre": "Office d'Aubenas"},
            {"idMembre": 5, "nomMembre": "Office de Privas"},
        ]
    }
    assert office["relations"] == {"idParrain": 2, "nomParrain": "Ardèche Tourisme"}
    assert "relations" not in region
    assert office["typesGeres"] == [{"nom": "HOTELLERIE", "codeV1": "HOT"}]
    assert office["notifications"] == {
        "notificationsApiExports": {"eMails": "a@aubenas.example, b@aubenas.example"}
    }
    (entity,) = office["entitesJuridiques"]
    assert entity == {
        "id": here.seat,
        "nom": "SIRET de l'office",
        "identifier": f"SITRA2_STR_{here.seat}",
        "entitePrincipale": True,
    }


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({}, [1, 2, 3, 4, 5, 6, 7]),
        ({"nom": "office"}, [4, 5, 6]),
        ({"communeCode": "07999"}, [4]),
        ({"communeCodePostal": "73200"}, [6]),
        ({"communeCode": "07019", "communeCodePostal": "73200"}, []),
        ({"types": ["contributeur généraliste"], "nom": "Tourisme"}, [2, 3]),
        ({"types": ["Inconnu"]}, []),
        ({"idProjet": 2}, [4]),
        ({"idProjet": 77}, []),
        ({"statutProjet": "NON_DETERMINE"}, [1, 4]),
        ({"statutProjet": "PRODUCTION"}, []),
        ({"idSecteur": 3}, []),
        ({"idParrain": 2}, [4, 5]),
        ({"idParrain": 2, "nom": "Privas"}, [5]),
        ({"idParrain": 4}, []),
        ({"userStatus": "TOUS", "nom": "Privas"}, [5]),
    ],
)
def test_members_by_criteria(ask: Ask, wanted: dict[str, Any], numbers: list[int]) -> None:
    assert [one["id"] for one in ask("membre/get-membres", filter=wanted)] == numbers


def test_a_filter_that_is_not_known_is_refused(here: World, client: Client) -> None:
    del here
    wrongs: list[Any] = [{"ville": "Aubenas"}, {"userStatus": "MORTS"}, [], "x"]
    for wrong in wrongs:
        query = json.dumps({**KEY, "filter": wrong})
        answer = client.get(PREFIX + "membre/get-membres", {"query": query})
        assert answer.status_code == (200 if wrong == [] else 400)


def test_people_are_told_as_the_contract_says(here: World, read: Ask, shared: Path) -> None:
    found = read(f"utilisateur/get-by-id/{here.person}").json()
    created = found.pop("informationsEdition")
    assert list(created) == ["dateCreation"]
    assert found == {
        "id": here.person, "nom": "Essai", "prenom": "Clerk", "type": "MEMBRE",
        "membre": {"id": 4, "nomMembre": "Office d'Aubenas"}, "statut": "ACTIF",
        "eMail": "clerk@test.example",
    }  # fmt: skip
    every = read("utilisateur/get-all-utilisateurs").json()
    whole = official.output(shared / SCHEMAS, "apiMembre").schema
    schema = whole["properties"]["utilisateurs"]["items"]
    assert [one for one in every if official.unfit(schema, one)] == []
    assert here.person in {one["id"] for one in every}
    assert here.idle not in {one["id"] for one in every}
    assert [one["id"] for one in read("utilisateur/get-by-membre/4").json()] == [here.person]
    assert read("utilisateur/get-by-membre/99").json() == []
    assert read("utilisateur/get-by-mail/CLERK@test.example").json()["id"] == here.person


def test_closed_and_erased_accounts_are_not_told(here: World, read: Ask, ask: Ask) -> None:
    from sitra.accounts import actions as accounts

    assert read(f"utilisateur/get-by-id/{here.idle}").status_code == 204
    asked = {"filter": {"nom": "Albertville", "userStatus": "INACTIFS"}, "responseFields": ["UTILISATEURS"]}
    (office,) = ask("membre/get-membres", **asked)
    assert [(one["id"], one["statut"]) for one in office["utilisateurs"]] == [(here.idle, "INACTIF")]
    accounts.erase(here.idle)
    accounts.erase(here.person)
    (office,) = ask("membre/get-membres", **asked)
    assert "utilisateurs" not in office
    assert read(f"utilisateur/get-by-id/{here.person}").status_code == 204
    assert read("utilisateur/get-by-mail/clerk@test.example").status_code == 204


def test_people_are_not_told_to_a_project_that_may_only_read_members(here: World, client: Client) -> None:
    del here
    from sitra.delivery import actions as delivery

    delivery.open_project(number=2, name="Borne", member_id=4, api_key="pauvre26", scopes=["members"])
    key = POOR
    assert client.get(PREFIX + "membre/get-by-id/4", key).status_code == 200
    refused = client.get(PREFIX + "membre/get-by-id/4", {**key, "responseFields": "UTILISATEURS"})
    assert (refused.status_code, refused.json()["errorType"]) == (403, "PROJET_FORBIDDEN")
    assert client.get(PREFIX + "utilisateur/get-all-utilisateurs", key).status_code == 403


def test_who_animates_has_the_permission_of_the_contract(here: World, read: Ask) -> None:
    from sitra.accounts.models import Person
    from sitra.members import actions as members

    members.seat(Person.objects.get(pk=here.person), 2, ["animate"])
    found = read(f"utilisateur/get-by-id/{here.person}").json()
    assert (found["membre"]["id"], found["permissions"]) == (2, ["ADMIN_DEPARTEMENTAL"])


def test_a_merged_record_answers_by_its_old_identifier(here: World, cast: Cast, client: Client) -> None:
    from sitra.tourism.models import TouristObject

    gone = cast.record(hotel("Ancien hôtel"), state=State.PUBLISHED)
    TouristObject.objects.filter(pk=gone.pk).update(state=State.DELETED, heir_id=here.record)
    gone.refresh_from_db()
    answer = client.get(f"{PREFIX}objet-touristique/get-by-identifier/{gone.identifier}", KEY)
    assert answer.json()["id"] == here.record
    asked = json.dumps({**KEY, "referenceIds": [gone.pk]})
    (team,) = client.get(f"{PREFIX}collaborateurs", {"query": asked}).json()
    assert (team["referenceId"], team["membreProprietaire"]) == (gone.pk, 4)
