"""What an address of the search asks, read leniently: what makes no sense is left out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import QueryDict

from sitra.catalog.rules.kinds import Kind
from sitra.search.queries import Question

PAGE_SIZE = 20
LAST_PAGE = 5_000
LONGEST = 200
LONGEST_NUMBER = 8
MOST_COMMUNES = 50
MOST_TERMS = 20
ORDERS = {"pertinence": "PERTINENCE", "nom": "NOM"}


@dataclass(frozen=True, slots=True)
class Criteria:
    """A search as its address says it: `mots`, `type`, `commune`, `critere`, `tri`, `page`."""

    words: str = ""
    kinds: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    terms: tuple[int, ...] = ()
    order: str = "pertinence"
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict) -> "Criteria":
        """Read an address; `choix` adds a commune, `sans` takes one away, `sans-critere` a criterion."""
        dropped = set(query.getlist("sans"))
        given = [*query.getlist("commune"), *query.getlist("choix")]
        communes = (code for code in given if code not in dropped)
        order = query.get("tri", "")
        return cls(
            words=_clean(query.get("mots", "")),
            kinds=_known(query.getlist("type"), list(Kind)),
            communes=_once(_clean(code)[:5] for code in communes)[:MOST_COMMUNES],
            terms=_numbers(query.getlist("critere"), query.getlist("sans-critere")),
            order=order if order in ORDERS else "pertinence",
            page=_page(query.get("page", "")),
        )

    def question(self) -> Question:
        """Put it as the read model wants it."""
        return Question(
            words=self.words,
            kinds=self.kinds,
            communes=self.communes,
            terms=self.terms,
            first=(self.page - 1) * PAGE_SIZE,
            count=PAGE_SIZE,
            order=ORDERS[self.order],
        )

    def at(self, page: int) -> "Criteria":
        """Ask the same on another page."""
        return replace(self, page=page)

    def having(self, commune: str) -> "Criteria":
        """Ask the same in one commune more, from its first page."""
        return replace(self, communes=_once((*self.communes, commune)), page=1)

    @property
    def address(self) -> str:
        """The query string that says it, without what goes without saying."""
        query = QueryDict(mutable=True)
        if self.words:
            query["mots"] = self.words
        query.setlist("type", list(self.kinds))
        query.setlist("commune", list(self.communes))
        query.setlist("critere", list(map(str, self.terms)))
        if self.order != "pertinence":
            query["tri"] = self.order
        if self.page > 1:
            query["page"] = str(self.page)
        return query.urlencode()

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is asked."""
        return not (self.words or self.kinds or self.communes or self.terms)


def place_words(query: QueryDict) -> str:
    """Read what was typed as a commune, unless one was just chosen or taken away."""
    if "choix" in query or "sans" in query:
        return ""
    return _clean(query.get("lieu", "") or query.get("q", ""))


def _clean(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())[:LONGEST]


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _known(values: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    given = set(values)
    return tuple(str(value) for value in known if value in given)


def _numbers(given: Iterable[str], dropped: Iterable[str]) -> tuple[int, ...]:
    """Read numbers of terms, each once, those dropped left out."""
    gone = set(map(_number, dropped))
    numbers = dict.fromkeys(number for number in map(_number, given) if number and number not in gone)
    return tuple(numbers)[:MOST_TERMS]


def _page(text: str) -> int:
    return min(max(_number(text), 1), LAST_PAGE)


def _number(text: str) -> int:
    """Read a whole number; 0 for what is none, or is too long to be one of ours."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0
