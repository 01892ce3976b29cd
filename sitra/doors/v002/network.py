"""The services that read the network: members, people, teams."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
from django.http import HttpRequest

from sitra.delivery import policy, queries as delivery
from sitra.delivery.events import Scope
from sitra.doors.v002.protocol import Call, called, service
from sitra.formats.rules.v002 import network
from sitra.formats.rules.v002.errors import ErrorType, Refused
from sitra.formats.rules.v002.services import UNDETERMINED
from sitra.kit.texts import fold
from sitra.members import queries as people
from sitra.members.rules import MemberFilter, MemberLine
from sitra.places import queries as places
from sitra.tourism import queries as tourism
from sitra.vocabulary import queries as vocabulary
from sitra.vocabulary.rules.book import TermBook

Json = dict[str, Any]
MOST_RECORDS = 20_000
"""Records told in an answer about members; the contract has no pages there."""
_NOT_HELD = ("idSecteur", "nomSecteur", "typeProjet")
"""What members have none of yet: asking for one finds nobody."""
_ACTIVE = {"TOUS": None, "ACTIFS": True, "INACTIFS": False}


@service
def collaborators(request: HttpRequest) -> bytes:
    """Answer `collaborateurs/`."""
    call = called(request)
    teams = tourism.teams(call.asked.get("referenceIds", ()))
    told = (one for one in teams if (one.owner, one.kind) not in call.project.withheld)
    return orjson.dumps([network.team(one.asked, one.owner, one.collaborators) for one in told])


@service
def member(request: HttpRequest, place: str) -> bytes | None:
    """Answer `membre/get-by-id/{id}`; nothing when there is none."""
    call = called(request)
    found = _written(call, people.lines(MemberFilter(ids=frozenset({int(place)}))))
    return orjson.dumps(found[0]) if found else None


@service
def members(request: HttpRequest) -> bytes:
    """Answer `membre/get-membres`."""
    call = called(request)
    asked: Mapping[str, Any] = call.asked.get("filter", {})
    if any(name in asked for name in _NOT_HELD):
        return b"[]"
    return orjson.dumps(_written(call, people.lines(_filter(asked, vocabulary.atlas().book))))


@service
def person(request: HttpRequest, place: str) -> bytes | None:
    """Answer `utilisateur/get-by-id/{id}`; nothing when there is none."""
    called(request)
    found = people.seated(ids=[int(place)])
    return orjson.dumps(network.person(found[0])) if found else None


@service
def person_by_mail(request: HttpRequest, place: str) -> bytes | None:
    """Answer `utilisateur/get-by-mail/{eMail}`; nothing when there is none."""
    called(request)
    found = people.seated(email=place) if "\0" not in place else []
    return orjson.dumps(network.person(found[0])) if found else None


@service
def persons_of_member(request: HttpRequest, place: str) -> bytes:
    """Answer `utilisateur/get-by-membre/{membre_id}`."""
    called(request)
    return orjson.dumps([network.person(one) for one in people.seated(members=[int(place)])])


@service
def persons(request: HttpRequest) -> bytes:
    """Answer `utilisateur/get-all-utilisateurs`."""
    called(request)
    return orjson.dumps([network.person(one) for one in people.seated()])


def _filter(asked: Mapping[str, Any], book: TermBook) -> MemberFilter:
    ids = None
    owners = {one.id: one.member_id for one in delivery.active_projects()}
    if "idProjet" in asked:
        ids = frozenset({owners[asked["idProjet"]]}) if asked["idProjet"] in owners else frozenset[int]()
    if "statutProjet" in asked:
        having = frozenset(owners.values()) if asked["statutProjet"] == UNDETERMINED else frozenset[int]()
        ids = having if ids is None else ids & having
    labels = {fold(one) for one in asked.get("types", ())}
    kinds = frozenset(
        term.id for term in book if term.type == network.MEMBER_TYPES and fold(term.label()) in labels
    )
    return MemberFilter(
        ids=ids,
        words=asked.get("nom", "").replace("\0", ""),
        communes=_communes(asked.get("communeCode", ""), asked.get("communeCodePostal", "")),
        kinds=kinds if "types" in asked else None,
        sponsors=frozenset({asked["idParrain"]}) if "idParrain" in asked else None,
    )


def _communes(code: str, postal_code: str) -> frozenset[int] | None:
    """Give the communes, living and merged, that are of a code and a postal code."""
    if not code and not postal_code:
        return None
    known = places.atlas()
    heir = places.heirs([code])[0]
    found = set()
    for line in known:
        living = known.living(line.id) or line
        here = not code or living.code == heir
        if here and (not postal_code or postal_code in (*living.postal_codes, *line.postal_codes)):
            found.add(line.id)
    return frozenset(found)


def _written(call: Call, lines: Sequence[MemberLine]) -> list[Json]:
    """Write members with the sections asked for; a section is read once for all of them."""
    sections: dict[int, Json] = defaultdict(dict)
    for name in dict.fromkeys(call.asked.get("responseFields", ())):
        if read := _SECTIONS.get(name):
            field, parts = read(call, lines)
            for number, part in parts.items():
                sections[number][field] = part
    for number, entities in _entities(lines).items():
        sections[number]["entitesJuridiques"] = entities
    own, everybody = call.project.member_id, Scope.PERSONS in call.project.scopes
    for line in lines:
        if everybody or line.id == own:
            sections[line.id]["notifications"] = network.notices(line)
    if any(line.id == own for line in lines):
        tags = tourism.internal_tags(own)
        sections[own]["criteresInternes"] = [{"id": one.id, "libelle": one.name} for one in tags]
    book = vocabulary.atlas().book
    return [network.member(line, book, sections[line.id]) for line in lines]


def _entities(lines: Sequence[MemberLine]) -> dict[int, list[Json]]:
    """Write the records that members are before the law, those that are not published left out."""
    held = people.entities([line.id for line in lines])
    named = tourism.structures((one.record for every in held.values() for one in every), published=True)
    return {
        number: [
            network.entity(found.id, found.name, found.identifier, main=one.main)
            for one in every
            if (found := named.get(one.record))
        ]
        for number, every in held.items()
    }


Section = tuple[str, Mapping[int, Any]]


def _persons(call: Call, lines: Sequence[MemberLine]) -> Section:
    policy.demand_scope(call.project, Scope.PERSONS)
    wanted = call.asked.get("filter", {}).get("userStatus", "ACTIFS")
    found: dict[int, list[Json]] = defaultdict(list)
    for line in lines:
        found[line.id] = []
    for one in people.seated(members=list(found), active=_ACTIVE[wanted]):
        for seat in one.seats:
            found[seat.member].append(network.person(one.at(seat)))
    return "utilisateurs", found


def _records(call: Call, lines: Sequence[MemberLine]) -> Section:
    kept = call.project.withheld
    found = tourism.owned([line.id for line in lines], MOST_RECORDS + 1)
    if sum(map(len, found.values())) > MOST_RECORDS:
        message = (
            f"« OBJETS_GERES » donne au plus {MOST_RECORDS} fiches : demandez moins de membres, ou cherchez "
            "leurs fiches par « membreProprietaireIds »."
        )
        raise Refused(ErrorType.RECHERCHE_BAD_REQUEST, message)
    return "objetsGeres", {
        number: [
            network.record(one.id, one.name, one.identifier, one.kind)
            for one in records
            if (number, one.kind) not in kept
        ]
        for number, records in found.items()
    }


def _projects(call: Call, lines: Sequence[MemberLine]) -> Section:
    del call, lines
    found: dict[int, list[Json]] = defaultdict(list)
    for one in delivery.active_projects():
        found[one.member_id].append(network.project(one.id, one.name))
    return "projets", found


def _relations(call: Call, lines: Sequence[MemberLine]) -> Section:
    del call
    below = people.sponsored([line.id for line in lines])
    return "relations", {line.id: network.relations(line, below.get(line.id, ())) for line in lines}


def _members_communes(call: Call, lines: Sequence[MemberLine]) -> Section:
    del call
    known = places.atlas()
    return "communes", {
        line.id: network.communes(
            dict.fromkeys(here for number in line.communes if (here := known.living(number)))
        )
        for line in lines
    }


_SECTIONS: Mapping[str, Callable[[Call, Sequence[MemberLine]], Section]] = {
    "UTILISATEURS": _persons,
    "OBJETS_GERES": _records,
    "PROJETS": _projects,
    "COMMUNES": _members_communes,
    "RELATIONS": _relations,
}
"""Sections that today's tables fill; the others of the contract are accepted and empty."""
