"""How members, people and teams are written (sections 1.3 and 8)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from sitra.catalog.rules.forms import moment
from sitra.catalog.rules.kinds import Kind
from sitra.formats.rules.v002.services import UNDETERMINED
from sitra.members.rules import MemberLine, PersonLine
from sitra.places.rules.atlas import CommuneLine
from sitra.vocabulary.rules.book import TermBook

Json = dict[str, Any]


class SelectionLine(Protocol):
    """A selection as it is told of."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def name(self) -> str:
        """The name its members know it by."""

    @property
    def labels(self) -> Mapping[str, str]:
        """Its names in languages, `{libelleFr, ...}`."""


PERMISSIONS = {"animate": "ADMIN_DEPARTEMENTAL"}
"""Duty -> permission; the contract shows this one only, the other duties are not told."""

MEMBER_TYPES = "MembreSitraType"


def selection(line: SelectionLine) -> Json:
    """Write a selection (section 1.2)."""
    return {"id": line.id, "libelle": {"libelleFr": line.name, **line.labels}, "nom": line.name}


def member(line: MemberLine, book: TermBook, sections: Json) -> Json:
    """Write a member: what it always has, then the sections that were asked for."""
    left = {"dateDesactivation": moment(line.left_at)} if line.left_at else {}
    sponsor = {"parrain": {"id": line.sponsor, "nom": line.sponsor_name}} if line.sponsor else {}
    return {
        "id": line.id,
        "nom": line.name,
        "joursFeries": line.zone,
        "devise": line.currency,
        "type": {"id": line.kind, "nom": book.label(line.kind)},
        **({"typesGeres": [_kind(Kind(one)) for one in line.kinds]} if line.kinds else {}),
        **{name: section for name, section in sections.items() if section},
        "informationsEdition": {
            "dateCreation": moment(line.created_at),
            **left,
            "dateModification": moment(line.changed_at),
        },
        **sponsor,
        "actif": line.active,
    }


def _kind(kind: Kind) -> Json:
    return {"nom": kind.value, "codeV1": kind.code}


def relations(line: MemberLine, sponsored: Iterable[tuple[int, str]]) -> Json:
    """Write who sponsors a member, and whom it sponsors; nothing where nobody does."""
    above = {"idParrain": line.sponsor, "nomParrain": line.sponsor_name} if line.sponsor else {}
    below = [{"idMembre": number, "nomMembre": name} for number, name in sponsored]
    return {**above, **({"parraines": below} if below else {})}


def notices(line: MemberLine) -> Json:
    """Write the addresses that are told of exports, and of the management of records."""
    told = {
        "notificationsApiExports": line.mails_of_exports,
        "notificationsGestionObjets": line.mails_of_records,
    }
    return {name: {"eMails": ", ".join(mails)} for name, mails in told.items() if mails}


def entity(number: int, name: str, identifier: str, *, main: bool) -> Json:
    """Write a record that is a member before the law."""
    said = {"id": number, "nom": name, "identifier": identifier}
    return {**{key: value for key, value in said.items() if value}, "entitePrincipale": main}


def person(line: PersonLine) -> Json:
    """Write somebody with the first of their seats; nothing that the contract does not name."""
    seat = line.seats[0]
    permissions = sorted({PERMISSIONS[duty] for duty in seat.duties if duty in PERMISSIONS})
    names = {"nom": line.last_name, "prenom": line.first_name}
    return {
        "id": line.id,
        **{name: text for name, text in names.items() if text},
        "type": "MEMBRE",
        **({"permissions": permissions} if permissions else {}),
        "membre": {"id": seat.member, "nomMembre": seat.member_name},
        "informationsEdition": {"dateCreation": moment(line.joined_at)},
        "statut": "ACTIF" if line.active else "INACTIF",
        "eMail": line.email,
    }


def profile(line: PersonLine, language: str, member: MemberLine | None, book: TermBook) -> Json:
    """Write somebody who signed in, as the schema `utilisateur` names it (section 7)."""
    names = {"firstName": line.first_name, "lastName": line.last_name, "email": line.email}
    said = {
        "id": line.id,
        **{name: text for name, text in names.items() if text},
        "dateCreation": moment(line.joined_at),
        "locale": language,
        "type": "MEMBRE" if member else "FREEMIUM",
    }
    if member is None:
        return said
    kind = book.wire(member.kind)
    return said | {
        "membre": {
            "id": member.id,
            "dateCreation": moment(member.created_at),
            "nom": member.name,
            **({"type": kind} if kind else {}),
        }
    }


def communes(lines: Iterable[CommuneLine]) -> list[Json]:
    """Write the communes of a member."""
    return [
        {
            "id": line.number,
            "nom": line.name,
            **({"codePostal": line.postal_codes[0]} if line.postal_codes else {}),
            "codeInsee": line.code,
        }
        for line in lines
    ]


def project(number: int, name: str) -> Json:
    """Write a project of a member; its key is never told."""
    return {"id": number, "nom": name, "statut": UNDETERMINED}


def record(number: int, name: str, identifier: str, kind: str) -> Json:
    """Write a record of a member."""
    said = {"id": number, "nom": name, "identifier": identifier, "type": kind}
    return {key: value for key, value in said.items() if value}


def team(asked: int, owner: int, collaborators: Sequence[int]) -> Json:
    """Write who works on a record."""
    helping = {"membresCollaborateurs": list(collaborators)} if collaborators else {}
    return {"referenceId": asked, "membreProprietaire": owner, **helping}
