"""A small network to ask the services about, and a good question for each of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.delivery import actions as delivery
from sitra.members import actions as members
from sitra.members.models import LegalEntity, Member
from sitra.tourism.actions import layers
from sitra.tourism.events import Origin, State
from tests.cast import Cast, hotel

KEY: dict[str, Any] = {"apiKey": "demo2013", "projetId": 1}
POOR: dict[str, Any] = {"apiKey": "pauvre26", "projetId": 2}
PREFIX = "/api/v002/"


@dataclass(frozen=True)
class World:
    """Numbers of what was written."""

    record: int
    draft: int
    identifier: str
    draft_identifier: str
    tag: int
    foreign_tag: int
    person: int
    idle: int
    seat: int


def write(cast: Cast) -> World:
    """Write records, internal criteria, a collaborator, and projects with and without rights."""
    record = cast.record(hotel("Hôtel du Lac"))
    draft = cast.record(hotel("Hôtel secret"), state=State.DRAFT)
    cast.record(hotel("Hôtel du Pont"), owner="privas")
    walk = {**hotel("Balade"), "ouverture": {"ouvertTouteLAnnee": "OUVERT_TOUTE_L_ANNEE"}}
    del walk["informationsHotellerie"]
    cast.record(walk, owner="privas", kind=Kind.ACTIVITE, origin=Origin.IMPORTED)
    region, office = cast.members["region"], cast.members["aubenas"]
    tag, foreign = layers.internal_tag(region, "Coup de cœur"), layers.internal_tag(office, "À revoir")
    for member in ("albertville", "privas"):
        layers.join(record.pk, cast.members[member], by=cast.author())
    seat = _place(cast)
    idle = cast.people["counsellor"]
    idle.is_active = False
    idle.save()
    delivery.open_project(
        number=1, name="Site de la région", member_id=region.pk, scopes=["members", "persons"],
        api_key=KEY["apiKey"],
    )  # fmt: skip
    delivery.open_project(number=2, name="Borne", member_id=office.pk, api_key=POOR["apiKey"])
    return World(
        record.pk, draft.pk, record.identifier or "", draft.identifier or "", tag.pk, foreign.pk,
        cast.people["clerk"].pk, idle.pk, seat,
    )  # fmt: skip


def _place(cast: Cast) -> int:
    """Give the offices a sponsor, and one of them all that a member may say; answers its legal entity."""
    for name in ("aubenas", "privas"):
        members.sponsor(cast.members[name].pk, cast.members["ardeche"].pk)
    structure = {"nom": {"libelleFr": "SIRET de l'office"}, "informationsStructure": {}}
    office = cast.members["aubenas"]
    seat = cast.record(structure, kind=Kind.STRUCTURE, origin=Origin.IMPORTED, owner="ardeche")
    mails = ["b@aubenas.example", "a@aubenas.example"]
    Member.objects.filter(pk=office.pk).update(kinds=[Kind.HOTELLERIE.value], mails_of_exports=sorted(mails))
    LegalEntity.objects.create(member=office, record=seat.pk, main=True)
    return seat.pk


@dataclass(frozen=True)
class Asking:
    """How a service is called: its path, and what it is asked besides the key."""

    path: str
    plain: bool
    asks: Mapping[str, Any]

    def parameters(self, key: Mapping[str, Any] = KEY, **more: Any) -> dict[str, str]:
        """Give the parameters of a call, as a client sends them."""
        asked = {**key, **self.asks, **more}
        if not self.plain:
            return {"query": json.dumps(asked)}
        return {name: str(value) for name, value in asked.items()}


def askings(world: World) -> dict[str, Asking]:
    """Give a question that is answered, for each service by its name."""

    def query(path: str, **asks: Any) -> Asking:
        return Asking(PREFIX + path, plain=False, asks=asks)

    def plain(path: str, **asks: Any) -> Asking:
        return Asking(PREFIX + path, plain=True, asks=asks)

    return {
        "list-objects": query("recherche/list-objets-touristiques", count="1"),
        "list-identifiers": query("recherche/list-identifiants", identifiants=[str(world.record)]),
        "agenda-objects": query("agenda/simple/list-objets-touristiques", searchFields="NOM"),
        "agenda-identifiers": query("agenda/simple/list-identifiants", count="10"),
        "agenda-by-day-objects": query("agenda/detaille/list-objets-touristiques", order="NOM", count=1),
        "agenda-by-day-identifiers": query("agenda/detaille/list-identifiants", first="1", count=1),
        "get-by-id": plain(f"objet-touristique/get-by-id/{world.record}", responseFields="id,nom"),
        "get-by-identifier": plain(f"objet-touristique/get-by-identifier/{world.identifier}", locales="fr"),
        "communes": query("referentiel/communes", codesInsee=["07019"], communeIds=None),
        "terms": query("referentiel/elements-reference", elementReferenceIds=["2750"]),
        "internal-tags": query("referentiel/criteres-internes", critereInterneIds=[str(world.tag)]),
        "selections": query("referentiel/selections", selectionIds=["130723"]),
        "selections-of-objects": query("referentiel/selections-par-objet", referenceIds=[str(world.record)]),
        "forbidden": query("referentiel/criteres-interdits", elementReferenceIds=["3651"]),
        "collaborators": query("collaborateurs", referenceIds=[str(world.record)]),
        "member": plain("membre/get-by-id/4", responseFields="PROJETS"),
        "members": query("membre/get-membres", filter={"idProjet": "1", "nom": None}),
        "person": plain(f"utilisateur/get-by-id/{world.person}"),
        "person-by-mail": plain("utilisateur/get-by-mail/Clerk@test.example"),
        "persons-of-member": plain("utilisateur/get-by-membre/4"),
        "persons": plain("utilisateur/get-all-utilisateurs"),
    }
