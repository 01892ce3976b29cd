"""Sources that answer over HTTP, page by page: what to ask them, and what their pages hold."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit, urlunsplit

from sitra.intake.rules.draft import Unreadable
from sitra.kit import outbound
from sitra.kit.errors import Impossible
from sitra.kit.outbound import Declined, Question
from sitra.kit.texts import LANGUAGES


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its rows, how many the list has in all, and whether another page follows."""

    rows: Sequence[Any]
    total: int
    more: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of a source; `records` says that its rows become records, so that none may be missed.

    One that is `optional` counts as empty when the source does not have it.
    """

    name: str
    entry: str
    """Where its pages stand in the archive that is made of them, without their number."""
    records: bool = True
    optional: bool = False


class Remote(Protocol):
    """A source that answers over HTTP."""

    @property
    def plan(self) -> Mapping[str, Any]:
        """What is asked, without secrets: what was fetched for another plan is of no use."""

    @property
    def listings(self) -> Sequence[Listing]:
        """The lists to fetch, in order."""

    def question(self, listing: Listing, rank: int, *, roll: bool) -> Question:
        """Ask for a page of a list, counted from 0; with `roll`, only for the identifiers of its rows."""

    def page(self, listing: Listing, rank: int, answer: Any, *, roll: bool) -> Page:
        """Read the answer; raises `Unreadable`."""

    def identifier(self, listing: Listing, row: Any, *, roll: bool) -> Any:
        """Give the identifier of a row, which is unique in its list; nothing when it has none."""

    def explain(self, refusal: Declined) -> Declined:
        """Say better what the source says when it refuses."""


CRITERIA = frozenset(
    {
        "center",
        "communeCodesInsee",
        "criteresQuery",
        "dateDebut",
        "dateFin",
        "dureeMax",
        "dureeMin",
        "identifiants",
        "identifiantsIgnores",
        "identifiers",
        "listeEnregistreeId",
        "membreProprietaireIdGmcs",
        "membreProprietaireIds",
        "modifieApres",
        "radius",
        "searchFields",
        "searchLocale",
        "searchQuery",
        "selectionIds",
        "territoireIds",
    }
)
"""What a person may ask of a v002 network; the rest of a question is ours (v002, section 2)."""
_MOST = 200
_ERROR = re.compile(r"[A-Z][A-Z_]{2,60}")


@dataclass(frozen=True, slots=True)
class V002:
    """A network that speaks v002: a project, its key, and what is searched for."""

    address: str
    project: int
    key: str = field(repr=False)
    criteria: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if strange := sorted(set(self.criteria) - CRITERIA):
            raise Impossible(
                f"Critère inconnu du contrat v002 : {', '.join(strange)}. Choisissez parmi "
                f"{', '.join(sorted(CRITERIA))}."
            )

    @property
    def plan(self) -> Mapping[str, Any]:
        """What is asked, without secrets."""
        return {"v002": rooted(self.address, "/api/v002"), "projetId": self.project, **self.criteria}

    @property
    def listings(self) -> Sequence[Listing]:
        """One list: the records that the criteria find."""
        return (Listing("objets", "objets_modifies/objets_modifies"),)

    def question(self, listing: Listing, rank: int, *, roll: bool) -> Question:
        """Ask by a form, so that the key is in no address."""
        del listing
        service = "list-identifiants" if roll else "list-objets-touristiques"
        query = {
            **self.criteria,
            "apiKey": self.key,
            "projetId": self.project,
            "first": rank * _MOST,
            "count": _MOST,
            "order": "IDENTIFIANT",
            "asc": True,
            **({} if roll else {"responseFields": ["@all"], "locales": list(LANGUAGES)}),
        }
        return Question(
            f"{rooted(self.address, '/api/v002')}/recherche/{service}/",
            "POST",
            {"Content-Type": "application/x-www-form-urlencoded"},
            urlencode({"query": json.dumps(query)}).encode(),
        )

    def page(self, listing: Listing, rank: int, answer: Any, *, roll: bool) -> Page:
        """Read a page; of the answer only the records are taken, since it repeats the key."""
        del listing
        named = "objetTouristiqueIds" if roll else "objetsTouristiques"
        total = answer.get("numFound") if isinstance(answer, Mapping) else None
        rows = answer.get(named, []) if isinstance(answer, Mapping) else None
        if not isinstance(total, int) or not isinstance(rows, list):
            raise Unreadable("Le réseau ne répond pas comme le veut le contrat v002 : vérifiez son adresse.")
        return Page(rows, total, rank * _MOST + len(rows) < total)

    def identifier(self, listing: Listing, row: Any, *, roll: bool) -> Any:
        """Give the number of a record."""
        del listing
        return row if roll else row.get("id") if isinstance(row, Mapping) else None

    def explain(self, refusal: Declined) -> Declined:
        """Add the type of the error, which is a word of the contract."""
        try:
            said = json.loads(refusal.answer.body)
            kind = str(said.get("errorType", "")) if isinstance(said, dict) else ""
        except ValueError:
            kind = ""
        if not _ERROR.fullmatch(kind):
            return refusal
        sentence = f"{refusal} Le réseau dit « {kind} » : vérifiez le projet, la clé et les critères."
        return Declined(sentence, refusal.answer)


GEOTREK_RECORDS = ("trek", "touristiccontent", "touristicevent")
_GEOTREK_WORDS = (
    "structure",
    "source",
    "theme",
    "label",
    "informationdesk",
    "trek_practice",
    "trek_difficulty",
    "trek_route",
    "trek_network",
    "touristiccontent_category",
    "touristicevent_type",
)
_TREKS, _ROLL = 50, 500
"""Rows of a page: the line of a trail has thousands of points."""


@dataclass(frozen=True, slots=True)
class Geotrek:
    """A Geotrek-admin, by its API v2: lists wanted, portals, and who we are when it is not public."""

    address: str
    lists: Sequence[str] = GEOTREK_RECORDS
    portals: Sequence[int] = ()
    user: str = ""
    password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not self.lists or (strange := sorted(set(self.lists) - set(GEOTREK_RECORDS))):
            wrong = f" ({', '.join(strange)})" if self.lists else ""
            raise Impossible(
                f"Listes de Geotrek à lire{wrong} : choisissez parmi {', '.join(GEOTREK_RECORDS)}."
            )

    @property
    def plan(self) -> Mapping[str, Any]:
        """What is asked, without secrets."""
        address = rooted(self.address, "/api/v2")
        return {"geotrek": address, "lists": list(self.lists), "portals": list(self.portals)}

    @property
    def listings(self) -> Sequence[Listing]:
        """The lists of words that records point to, then the records."""
        words = [Listing(name, f"geotrek/{name}", records=False, optional=True) for name in _GEOTREK_WORDS]
        records = [Listing(name, f"geotrek/{name}") for name in GEOTREK_RECORDS if name in self.lists]
        return (*words, *records)

    def question(self, listing: Listing, rank: int, *, roll: bool) -> Question:
        """Ask for a page by its number: the `next` of an answer may lead anywhere."""
        asked: dict[str, Any] = {"page": rank + 1, "page_size": _ROLL if roll else _TREKS}
        if roll:
            asked["fields"] = "id"
        if listing.records and self.portals:
            asked["portals"] = ",".join(map(str, self.portals))
        sign = {"Authorization": outbound.basic(self.user, self.password)} if self.user else {}
        address = f"{rooted(self.address, '/api/v2')}/{listing.name}/?{urlencode(asked)}"
        return Question(address, headers={"Accept": "application/json", **sign})

    def page(self, listing: Listing, rank: int, answer: Any, *, roll: bool) -> Page:
        """Read a page: `count`, `next`, `results`."""
        del rank, roll
        rows = answer.get("results") if isinstance(answer, Mapping) else None
        total = answer.get("count") if isinstance(answer, Mapping) else None
        if not isinstance(rows, list) or not isinstance(total, int):
            raise Unreadable(
                f"La liste « {listing.name} » n'est pas celle d'un Geotrek (API v2) : vérifiez l'adresse."
            )
        return Page(rows, total, bool(answer.get("next")))

    def identifier(self, listing: Listing, row: Any, *, roll: bool) -> Any:
        """Give the number of a row."""
        del listing, roll
        return row.get("id") if isinstance(row, Mapping) else None

    def explain(self, refusal: Declined) -> Declined:
        """Geotrek says no more than its status."""
        return refusal


def rooted(address: str, root: str) -> str:
    """Give the root of an API from what people write: the site, the root, with a slash or not."""
    split = urlsplit(address)
    path = split.path.rstrip("/")
    return urlunsplit((split.scheme, split.netloc, path if path.endswith(root) else path + root, "", ""))
