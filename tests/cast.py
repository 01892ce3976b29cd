"""The permanent small network: a region, two départements, three offices, a hotelier."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db import connection, transaction

from sitra.accounts import actions as accounts
from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.delivery import actions as delivery
from sitra.members import actions as members
from sitra.members.models import Member
from sitra.places import actions as places
from sitra.tourism import actions as tourism
from sitra.tourism.actions import Author
from sitra.tourism.events import Origin, State
from sitra.tourism.models import TouristObject
from sitra.vocabulary import actions as vocabulary
from tests.emptying import unchecked

PASSWORD = "montagne-claire-26"

AUBENAS, PRIVAS, ALBERTVILLE = 1_007_019, 1_007_186, 1_073_011
"""Our own numbers of communes."""

GEOGRAPHY: dict[str, Any] = {
    "edition": "2026-01-01",
    "regions": [["84", "Auvergne-Rhône-Alpes"]],
    "departements": [["07", "Ardèche", "84"], ["73", "Savoie", "84"]],
    "epci": [["200073245", "CC du Bassin d'Aubenas", "CC"]],
    "communes": [
        ["07019", "Aubenas", "07", "200073245", ["07200"], 12000],
        ["07186", "Privas", "07", "", ["07000"], 8000],
        ["73011", "Albertville", "73", "", ["73200"], 19000],
        ["73015", "Saint-Étienne-de-Cuines", "73", "", ["73130"], 1200],
    ],
    "former": [["07999", "Vieux-Bourg", "DELEGATED", "07019", [], 0]],
    "within": [["07019", "Pont d'Aubenas"]],
}  # fmt: skip

MEMBERS: dict[str, dict[str, Any]] = {
    "region": {"number": 1, "name": "Région des cimes", "kind": 246},
    "ardeche": {"number": 2, "name": "Ardèche Tourisme", "kind": 233, "departement": "07"},
    "savoie": {"number": 3, "name": "Savoie Tourisme", "kind": 233, "departement": "73"},
    "aubenas": {
        "number": 4, "name": "Office d'Aubenas", "kind": 233, "communes": ["07019"],
        "site": "https://aubenas.example",
    },
    "privas": {"number": 5, "name": "Office de Privas", "kind": 233, "communes": ["07186"]},
    "albertville": {
        "number": 6, "name": "Office d'Albertville", "kind": 233, "communes": ["73011"],
    },
    "hotel": {"number": 7, "name": "Hôtel des Tilleuls", "kind": 3800},
}  # fmt: skip


def hotel(name: str = "Hôtel des Tilleuls", *, commune: int = AUBENAS, **more: Any) -> dict[str, Any]:
    """Write the document of a hotel."""
    return {
        "nom": {"libelleFr": name},
        "presentation": {
            "descriptifCourt": {
                "libelleFr": "Au calme, à deux pas du château et de la rivière.",
                "libelleEn": "Quiet, close to the castle and the river.",
                "libelleDe": "Ruhig gelegen, nahe beim Schloss und beim Fluss.",
            }
        },
        "localisation": {
            "adresse": {
                "adresse1": "3 place du Château",
                "codePostal": "07200",
                "commune": {"id": commune},
            },
            "geolocalisation": {
                "valide": True,
                "geoJson": {"type": "Point", "coordinates": [4.39, 44.62]},
            },
        },
        "informations": {
            "moyensCommunication": [
                {
                    "identifiant": 1,
                    "type": {"elementReferenceType": "MoyenCommunicationType", "id": 201},
                    "coordonnees": {"fr": "01 23 45 67 89"},
                }
            ]
        },
        "informationsHotellerie": {
            "hotellerieType": {"elementReferenceType": "HotellerieType", "id": 2734},
            "classement": {"elementReferenceType": "HotellerieClassement", "id": 2750},
        },
        **more,
    }


def refuge(name: str, *, commune: int = ALBERTVILLE) -> dict[str, Any]:
    """Write the document of a mountain hut."""
    document = hotel(name, commune=commune)
    del document["informationsHotellerie"]
    hut = {"elementReferenceType": "HebergementCollectifType", "id": 2648}
    star = {"elementReferenceType": "HebergementCollectifClassementPrefectoral", "id": 2660}
    return {
        **document,
        "informationsHebergementCollectif": {"hebergementCollectifType": hut, "classementPrefectoral": star},
    }


@dataclass
class Cast:
    """Who is there, by name."""

    people: dict[str, Person]
    members: dict[str, Member]

    @cached_property
    def clerk(self) -> Person:
        """Somebody of the office of Aubenas who writes."""
        return self.people["clerk"]

    def author(self, name: str = "clerk", member: str = "aubenas") -> Author:
        """Act as somebody, for a member."""
        return Author(person=self.people[name], member=self.members[member])

    def record(
        self,
        document: dict[str, Any] | None = None,
        *,
        kind: Kind = Kind.HOTELLERIE,
        owner: str = "aubenas",
        state: State = State.PUBLISHED,
        origin: Origin = Origin.TYPED,
    ) -> TouristObject:
        """Write a record through the action that writes records."""
        return tourism.create(
            document or hotel(),
            kind=kind,
            owner=self.members[owner],
            by=replace(self.author(), origin=origin),
            state=state,
        )


_photograph: dict[str, bytes] = {}
"""Table -> its rows once the network stood, so that it is brought into being only once in a session."""

_numbered: dict[str, str] = {}
"""Those of them whose rows are numbered -> the sequence that numbers them."""


def assemble() -> Cast:
    """Bring the small network into being through the actions of each floor; later, as it stood then.

    Where it stands already, the actions only bring it up to date.
    """
    standing = Member.objects.exists()
    if _photograph and not standing:
        with transaction.atomic(), connection.cursor() as cursor:
            with unchecked(cursor):
                for table, rows in _photograph.items():
                    with cursor.copy(f"COPY {table} FROM STDIN") as stream:
                        stream.write(rows)
            _number_on(cursor)
    else:
        _bring_into_being()
        if not standing:
            _take_photograph()
    people = {person.email.partition("@")[0]: person for person in Person.objects.all()}
    named = {one["number"]: name for name, one in MEMBERS.items()}
    return Cast(people=people, members={named[member.pk]: member for member in Member.objects.all()})


def _number_on(cursor: Any) -> None:
    """Let new rows be numbered after those put back, wherever the numbers stand by now."""
    raised = (
        f"setval('{sequence}', greatest((SELECT max(id) FROM {table}), (SELECT last_value FROM {sequence})))"
        for table, sequence in _numbered.items()
    )
    cursor.execute(f"SELECT {', '.join(raised)}")


def _take_photograph() -> None:
    """Keep the rows of every table that is not empty; numbers go on rising, so that none is given twice."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("procrastinate_", "django_", "auth_")):
                continue
            with cursor.copy(f"COPY {table} TO STDOUT") as stream:
                if rows := b"".join(bytes(part) for part in stream):
                    _photograph[table] = rows
        cursor.execute(
            "SELECT table_name, pg_get_serial_sequence(table_name, 'id') FROM information_schema.columns "
            "WHERE column_name = 'id' AND table_name = ANY(%s)",
            [list(_photograph)],
        )
        _numbered.update({table: sequence for table, sequence in cursor.fetchall() if sequence})


def _bring_into_being() -> None:
    vocabulary.load_seed()
    places.load(GEOGRAPHY)
    admitted = {name: members.admit(**one) for name, one in MEMBERS.items()}
    _person("clerk", "aubenas", admitted, ["consult", "write", "publish"])
    _person("neighbour", "privas", admitted, ["consult", "write"])
    _person("counsellor", "albertville", admitted, ["consult"])
    _person("stranger", "hotel", admitted, [])
    delivery.open_project(
        number=1,
        name="Site de la région",
        member_id=admitted["region"].pk,
        api_key="demo2013",
        kind="open-data",
    )


def _person(name: str, member: str, admitted: dict[str, Member], duties: list[str]) -> Person:
    person = accounts.enrol(
        email=f"{name}@test.example", first_name=name.title(), last_name="Essai", password=PASSWORD
    )
    members.seat(person, admitted[member].pk, duties)
    return person
