"""What the services that list records share: the question, what it asks of the index, the answers."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import cached_property, partial
from itertools import chain
from secrets import token_hex
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from sitra.delivery import queries as delivery
from sitra.delivery.queries import giving
from sitra.doors.v002 import answering, protocol
from sitra.formats.rules.v002 import question
from sitra.formats.rules.v002.settling import Listing
from sitra.kit.days import today
from sitra.search import queries as search
from sitra.search.rules import asking, lucene, ordering, schema
from sitra.search.rules.around import Circle
from sitra.search.rules.conditions import Condition
from sitra.search.rules.ordering import Order
from sitra.tourism import queries as tourism

SEARCHED = {
    "NOM": asking.NAME,
    "NOM_DESCRIPTION": asking.NAME_DESCRIPTION,
    "NOM_DESCRIPTION_CRITERES": asking.NAME_DESCRIPTION_CRITERIA,
}


def wanted(asked: Mapping[str, Any]) -> giving.Wanted:
    """Say what is wanted of each record: its parts and languages."""
    paths, locales = asked.get("responseFields"), asked.get("locales")
    return giving.Wanted(None if paths is None else tuple(paths), None if locales is None else tuple(locales))


class Asked:
    """A question of a project whose key was recognised."""

    def __init__(self, request: HttpRequest, listing: Listing) -> None:
        self.values = question.read(protocol.query(request), listing, today=today())
        self._request = request
        self.project = protocol.admit(request, self.values).project
        self._shown = delivery.opened_to(self.project)
        self.first, self.count = int(self.values["first"]), int(self.values["count"])

    @property
    def interval(self) -> search.Interval:
        """Give the days asked; without any, all those that are known."""
        return search.interval(self._day("dateDebut"), self._day("dateFin"))

    @cached_property
    def order(self) -> Order:
        """Give the order asked; chance without a seed is another one each time."""
        by = self.values["order"]
        seed = (self.values.get("randomSeed") or token_hex(8)) if by == ordering.CHANCE else ""
        return Order(by, self.values["asc"], self.circle, seed)

    @cached_property
    def circle(self) -> Circle | None:
        """Give the circle asked."""
        if "center" not in self.values:
            return None
        lon, lat = self.values["center"]["coordinates"]
        return Circle(lon, lat, self.values["radius"])

    def query(self, *, agenda: bool = False) -> Condition:
        """Give what is asked of the index; in an agenda, the days are asked apart."""
        conditions = [self._shown, *self._whose(), *self._where(), *self._what()]
        if agenda:
            conditions.append(asking.agenda())
        elif "dateDebut" in self.values or "dateFin" in self.values:
            conditions.append(search.open_in(self.interval))
        if self.circle:
            conditions.append(asking.around(self.circle))
        return asking.all_of(conditions)

    def records(self, numbers: list[int]) -> list[bytes]:
        """Give records in the parts and languages asked, and count them."""
        self.counted(numbers)
        return list(self._known(numbers).values())

    def records_by_day(self, days: Mapping[date, list[int]]) -> dict[date, list[bytes]]:
        """Give the records of each day, and count them; one that is open for days is made once."""
        known = self._known(list(dict.fromkeys(chain.from_iterable(days.values()))))
        return {
            day: [known[number] for number in self.counted(numbers) if number in known]
            for day, numbers in days.items()
        }

    def _known(self, numbers: list[int]) -> dict[int, bytes]:
        compressed = answering.compressed(self._request)
        return giving.records(numbers, wanted(self.values), self.project, compressed=compressed)

    def counted(self, numbers: list[int]) -> list[int]:
        """Count the records that are answered."""
        protocol.read_records(self._request, len(numbers))
        return numbers

    def _whose(self) -> Iterator[Condition]:
        """Ask by number, by identifier and by owner."""
        asked = self.values
        numbers, identifiers = asked.get("identifiants", []), asked.get("identifiers", [])
        if numbers or identifiers:
            wanted = [*numbers, *(tourism.identified(identifiers) if identifiers else ())]
            yield asking.numbered(search.living(wanted))
        if ignored := asked.get("identifiantsIgnores"):
            yield asking.but(asking.all_of([]), asking.numbered(search.living(ignored)))
        if selections := asked.get("selectionIds"):
            yield delivery.chosen(self.project, selections)
        if saved := asked.get("listeEnregistreeId"):
            yield search.shared_with(saved, self.project.member_id, self._shown)
        if owners := asked.get("membreProprietaireIds"):
            yield asking.one_of("owner", owners)

    def _where(self) -> Iterator[Condition]:
        """Ask by commune and by territory."""
        if codes := self.values.get("communeCodesInsee"):
            yield asking.one_of("commune", search.living_communes(codes))
        if territories := self.values.get("territoireIds"):
            yield giving.in_territories(territories)

    def _what(self) -> Iterator[Condition]:
        """Ask by criteria, words, date of change and duration."""
        asked = self.values
        if expression := asked.get("criteresQuery", "").strip():
            yield lucene.parse(expression, partial(tourism.tagged, self.project.member_id))
        locale, levels = asked.get("searchLocale", ""), SEARCHED[asked["searchFields"]]
        if words := asked.get("searchQuery"):
            yield asking.words(words, levels, self._shown, locale)
        if day := self._day("modifieApres"):
            since = datetime.combine(day, time.min, timezone.get_current_timezone())
            yield asking.between("changed", schema.milliseconds(since), None)
        if "dureeMin" in asked or "dureeMax" in asked:
            yield asking.between("minutes", asked.get("dureeMin", 0), asked.get("dureeMax"))

    def _day(self, name: str) -> date | None:
        written = self.values.get(name)
        return date.fromisoformat(written) if written else None
