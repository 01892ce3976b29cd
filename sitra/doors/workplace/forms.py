"""What an address of the search asks, read leniently: what makes no sense is left out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.http import QueryDict

from sitra.catalog.rules.kinds import Kind
from sitra.doors.workplace import address_words as reading
from sitra.search.queries import Box, Question

PAGE_SIZE = 20
LAST_PAGE = 5_000
MOST_COMMUNES = 50
MOST_TERMS = 20
MOST_OWNERS = 50
ORDERS = {
    "pertinence": "PERTINENCE",
    "nom": "NOM",
    "nom-inverse": "NOM_INVERSE",
    "numero": "IDENTIFIANT",
    "recentes": "RECENTES",
    "anciennes": "ANCIENNES",
    "distance": "DISTANCE",
    "ouverture": "OUVERTURE",
    "liste": "LISTE",
}
STATES = {"publiees": "PUBLISHED", "brouillons": "NEW", "masquees": "HIDDEN"}
"""Word of the address -> state, as v002 names it."""
RADII = (5, 10, 20, 30, 50, 100)
"""Kilometres that are offered around a commune."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """A search as its address says it; see `read`."""

    words: str = ""
    kinds: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    radius: int = 0
    """Kilometres."""
    terms: tuple[int, ...] = ()
    states: tuple[str, ...] = ()
    """Words of the address."""
    owners: tuple[int, ...] = ()
    start: date | None = None
    end: date | None = None
    unchanged_since: date | None = None
    due: bool = False
    zone: Box | None = None
    picked: int = 0
    """Number of a list of records picked by hand."""
    order: str = "pertinence"
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict) -> "Criteria":
        """Read an address: each field is a word of `address`.

        `choix` adds a commune and `ajout` a criterion; `sans` takes a commune away, `sans-critere` a
        criterion, `sans-dates`, `sans-zone` and `sans-liste` what they name.
        """
        dropped = set(query.getlist("sans"))
        given = [*query.getlist("commune"), *query.getlist("choix")]
        communes = (code for code in given if code not in dropped)
        order = query.get("trier", "") or query.get("tri", "")
        open_days = _days(query)
        return cls(
            words=reading.clean(query.get("mots", "")),
            kinds=reading.known(query.getlist("type"), list(Kind)),
            communes=reading.once(reading.clean(code)[:5] for code in communes)[:MOST_COMMUNES],
            radius=min(reading.number(query.get("rayon", "")), max(RADII)),
            terms=reading.numbers(
                [*query.getlist("critere"), *query.getlist("ajout")], query.getlist("sans-critere")
            )[:MOST_TERMS],
            states=reading.known(query.getlist("etat"), STATES),
            owners=reading.numbers(query.getlist("proprietaire"))[:MOST_OWNERS],
            start=open_days[0],
            end=open_days[1],
            unchanged_since=reading.day(query.get("inchangees", "")),
            due=query.get("verifier") == "oui",
            zone=None if "sans-zone" in query else reading.zone(query.get("zone", "")),
            picked=0 if "sans-liste" in query else reading.number(query.get("liste", "")),
            order=order if order in ORDERS else "pertinence",
            page=min(max(reading.number(query.get("page", "")), 1), LAST_PAGE),
        )

    def question(self, picked: tuple[int, ...] | None = None) -> Question:
        """Put it as the read model wants it; `picked` are the records of the list it names."""
        return Question(
            words=self.words,
            kinds=self.kinds,
            communes=self.communes,
            radius=self.radius * 1000 if self.communes else 0,
            terms=self.terms,
            states=tuple(STATES[state] for state in self.states),
            owners=self.owners,
            start=self.start,
            end=self.end,
            unchanged_since=self.unchanged_since,
            due=self.due,
            box=self.zone,
            numbers=(picked or ()) if self.picked else None,
            first=(self.page - 1) * PAGE_SIZE,
            count=PAGE_SIZE,
            order=ORDERS["liste" if self.picked and self.order == "pertinence" else self.order],
        )

    def at(self, page: int) -> "Criteria":
        """Ask the same on another page."""
        return replace(self, page=page)

    def having(self, commune: str = "", term: int = 0) -> "Criteria":
        """Ask the same in one commune more, or with one criterion more, from its first page."""
        terms = tuple(dict.fromkeys((*self.terms, term))) if term else self.terms
        return replace(self, communes=reading.once((*self.communes, commune)), terms=terms, page=1)

    @property
    def address(self) -> str:
        """The query string that says it, without what goes without saying."""
        said: tuple[tuple[str, Iterable[object]], ...] = (
            ("mots", [self.words]),
            ("type", self.kinds),
            ("commune", self.communes),
            ("rayon", [self.communes and self.radius]),
            ("critere", self.terms),
            ("etat", self.states),
            ("proprietaire", self.owners),
            ("du", [self.start]),
            ("au", [self.end]),
            ("inchangees", [self.unchanged_since]),
            ("verifier", [self.due and "oui"]),
            ("zone", [self.zone_address]),
            ("liste", [self.picked]),
            ("tri", [self.order != "pertinence" and self.order]),
            ("page", [self.page > 1 and self.page]),
        )
        query = QueryDict(mutable=True)
        for name, values in said:
            query.setlist(name, [str(value) for value in values if value])
        return query.urlencode()

    @property
    def zone_address(self) -> str:
        """The zone as the address says it."""
        return reading.zone_address(self.zone)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is asked."""
        return self.narrowing == Criteria()

    @property
    def narrowing(self) -> "Criteria":
        """What keeps records out: neither order nor page."""
        return replace(self, order="pertinence", page=1)


def place_words(query: QueryDict) -> str:
    """Read what was typed as a commune, unless one was just chosen or taken away."""
    if "choix" in query or "sans" in query:
        return ""
    return reading.clean(query.get("lieu", "") or query.get("q", ""))


def term_words(query: QueryDict) -> str:
    """Read what was typed as a criterion, unless one was just chosen or taken away."""
    return "" if "ajout" in query or "sans-critere" in query else reading.clean(query.get("quoi", ""))


def _days(query: QueryDict) -> tuple[date | None, date | None]:
    """Read the days something is to be open, in their order; a last day alone is that day."""
    if "sans-dates" in query:
        return None, None
    days = sorted(day for day in map(reading.day, (query.get("du", ""), query.get("au", ""))) if day)
    return (days[0], days[1] if days[0] != days[-1] else None) if days else (None, None)
