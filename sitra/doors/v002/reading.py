"""What the services that list records share: the question, what it asks of the index, the answers."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from functools import cached_property, partial
from itertools import chain
from secrets import token_hex
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from sitra.access.events import Ground
from sitra.access.rules.areas import Area
from sitra.access.rules.sharing import Pairs
from sitra.delivery import queries as delivery
from sitra.delivery.policy import OpenProject
from sitra.doors.v002 import answering, protocol
from sitra.formats.rules.v002 import fields, question
from sitra.formats.rules.v002.settling import Listing
from sitra.formats.rules.v002.shapes import Shape
from sitra.kit import splicing
from sitra.kit.days import today
from sitra.search import queries as search
from sitra.search.rules import asking, lucene, ordering, schema
from sitra.search.rules.around import Circle
from sitra.search.rules.conditions import Condition
from sitra.search.rules.ordering import Order
from sitra.tourism import queries as tourism
from sitra.tourism.policy import PUBLIC

SEARCHED = {
    "NOM": asking.NAME,
    "NOM_DESCRIPTION": asking.NAME_DESCRIPTION,
    "NOM_DESCRIPTION_CRITERES": asking.NAME_DESCRIPTION_CRITERIA,
}

_SHOWN = asking.within(PUBLIC)


def shown_to(project: OpenProject) -> Condition:
    """Keep what a project may be given; nearly always, all that is published."""
    return delivery.opened_to(project) if project.withheld or project.bounded else _SHOWN


class Asked:
    """A question of a project whose key was recognised."""

    def __init__(self, request: HttpRequest, listing: Listing) -> None:
        self.values = question.read(protocol.query(request), listing, today=today())
        self._request = request
        self.project = protocol.admit(request, self.values).project
        self._shown = shown_to(self.project)
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
        return records(numbers, self.values, self.project, compressed=compressed)

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
            numbers = search.living(territories)
            perimeter = asking.one_of("commune", search.perimeters(numbers))
            yield asking.any_of([asking.one_of("territories", numbers), perimeter])

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


def records(
    numbers: list[int], asked: Mapping[str, Any], project: OpenProject, *, compressed: bool = False
) -> dict[int, bytes]:
    """Give each record in the parts and languages asked, as blocks for an answer that is compressed.

    The default answer is ready; others are cut out of what is ready, and remembered. What goes to a project
    in part only is cut once more.
    """
    given = _whole(numbers, asked, compressed=compressed)
    for share, pairs in project.narrowed.items():
        for number, content in _whole(_among(numbers, pairs), asked).items():
            left = fields.told(content, share.kept_back)
            given[number] = splicing.block(left) if compressed else left
    return given


def _among(numbers: list[int], pairs: Pairs) -> list[int]:
    """Give those of these records that are of these owners and kinds."""
    area = Area(Ground.NETWORK, withheld=pairs)
    kept = asking.any_of(
        asking.all_of([asking.one_of("kind", [kind]), asking.one_of("owner", owners)])
        for kind, owners in area.kept_back
    )
    narrowed = asking.all_of([asking.numbered(numbers), kept])
    return search.found(narrowed, first=0, count=len(numbers)).numbers


def _whole(numbers: list[int], asked: Mapping[str, Any], *, compressed: bool = False) -> dict[int, bytes]:
    paths, locales = asked.get("responseFields"), asked.get("locales")
    if paths is None and locales is None:
        ready = search.deflated if compressed else search.rendered
        return {**ready(fields.DEFAULT_SHELF, numbers)}
    made = search.cut(numbers, _tailor(paths, locales or fields.DEFAULT_LOCALES))
    return {number: one.block if compressed else one.content for number, one in made.items()}


def _tailor(paths: Iterable[str] | None, locales: Iterable[str]) -> search.Tailor:
    wanted, languages = None if paths is None else tuple(paths), tuple(locales)
    return search.Tailor(
        (wanted, languages),
        lambda known: Shape(known, fields.selection(wanted), languages),
        lambda record: fields.answer(record, fields.selection(wanted), languages),
    )
