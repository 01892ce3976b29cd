"""Looking at records: how full each is, when its periods end; telling what the passing of days brings."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import batched

from django.db.models import Count, F, Q
from django.utils import timezone

from sitra.catalog.rules.completeness import completeness
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import tree
from sitra.members import queries as members
from sitra.members.events import Duty
from sitra.members.models import Seat
from sitra.notices import queries
from sitra.notices.actions.telling import tell
from sitra.notices.events import SOON, News
from sitra.notices.models import Glance
from sitra.notices.rules.folding import Piece
from sitra.review.events import Standing
from sitra.review.models import Candidate
from sitra.tourism import queries as tourism
from sitra.tourism.events import State
from sitra.tourism.models import TouristObject
from sitra.tourism.rules.freshness import last_day

BATCH = 500
_SHOWN = ("owner", "published", "opening_until", "prices_until", "score")


def look_at(numbers: Collection[int]) -> int:
    """Bring what home says of these records up to date; answers how many there are."""
    seen = 0
    for part in batched(sorted(numbers), BATCH):
        rows = [_glance(*one) for one in queries.documents(part)]
        gone = set(part) - {row.object_id for row in rows}
        Glance.objects.filter(pk__in=gone).delete()
        Glance.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["object"], update_fields=list(_SHOWN)
        )
        seen += len(rows)
    return seen


def look_at_all() -> int:
    """Look at every record, a few at a time: what was missed is found."""
    seen, last = 0, 0
    while numbers := tourism.numbers_after(last, BATCH):
        seen += look_at(numbers)
        last = numbers[-1]
    return seen


def tell_of_days(now: datetime | None = None) -> int:
    """Tell what the passing of days brings: pairs found since yesterday and, by week, what ends or is due."""
    moment = now or timezone.now()
    day = timezone.localdate(moment)
    return tell([*_pairs(moment, day), *_ending(moment, day), *_due(moment, day)])


def _glance(row: TouristObject, document: Mapping[str, object]) -> Glance:
    kind = Kind(row.kind)
    return Glance(
        object_id=row.pk,
        owner_id=row.owner_id,
        published=row.state == State.PUBLISHED,
        opening_until=last_day(document, "ouverture.periodesOuvertures"),
        prices_until=last_day(document, "descriptionTarif.periodes"),
        score=completeness(document, tree(kind)).score,
    )


def _pairs(moment: datetime, day: date) -> Iterator[Piece]:
    """Tell those who write how many pairs were found of which one record is theirs."""
    rows = Candidate.objects.standing(Standing.OPEN).filter(found_at__gte=moment - timedelta(days=1))
    sides = (F("lower__owner"), F("upper__owner"))
    found = rows.annotate(one=sides[0], other=sides[1]).values("one", "other").order_by("one", "other")
    counts = Counter[int]()
    for line in found.annotate(many=Count("pk")):
        for owner in {line["one"], line["other"]}:
            counts[owner] += line["many"]
    yield from _summed(counts, News.PAIRS, f"pairs:{day}", moment)


def _ending(moment: datetime, day: date) -> Iterator[Piece]:
    """Tell once in a week which periods end soon."""
    soon = (day, day + timedelta(days=SOON))
    ends = Q(opening_until__range=soon) | Q(prices_until__range=soon)
    rows = Glance.objects.filter(ends, published=True)
    counts = dict(rows.order_by("owner").values_list("owner").annotate(Count("pk")))
    yield from _summed(counts, News.ENDING, f"ending:{_week(day)}", moment)
    mine = _looked_after()
    kept = rows.filter(pk__in=mine).values_list("pk", flat=True)
    yield from _alone(mine, kept, News.ENDING, f"ending:{_week(day)}", moment)


def _due(moment: datetime, day: date) -> Iterator[Piece]:
    """Tell once in a week what is to be confirmed."""
    rows = TouristObject.objects.filter(state=State.PUBLISHED.value, due_on__lte=day)
    counts = dict(rows.order_by("owner").values_list("owner").annotate(Count("pk")))
    yield from _summed(counts, News.DUE, f"due:{_week(day)}", moment)
    mine = _looked_after()
    kept = rows.filter(pk__in=mine).values_list("pk", flat=True)
    yield from _alone(mine, kept, News.DUE, f"due:{_week(day)}", moment)


def _summed(counts: Mapping[int, int], news: News, key: str, moment: datetime) -> Iterator[Piece]:
    """Tell each writer how many there are among the records of all their members."""
    mine = Counter[int]()
    for person, owner in members.people_of(counts, (Duty.WRITE,)):
        mine[person.pk] += counts[owner]
    for number, times in sorted(mine.items()):
        yield Piece(number, key, news, moment, times=times)


def _looked_after() -> Mapping[int, set[int]]:
    """Say who looks after which record, beside those who write for its owner."""
    people: dict[int, set[int]] = defaultdict(set)
    rows = Seat.objects.filter(person__is_active=True, person__erased_at=None).exclude(record=None)
    for person, record in rows.values_list("person_id", "record"):
        people[record or 0].add(person)
    return people


def _alone(
    people: Mapping[int, set[int]], kept: Iterable[int], news: News, key: str, moment: datetime
) -> Iterator[Piece]:
    for record in sorted(kept):
        for person in sorted(people[record]):
            yield Piece(person, f"{key}:{record}", news, moment, record=record)


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-{week:02}"
