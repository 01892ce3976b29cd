"""What somebody reads of what they were told: the count, a page, all of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from sitra.access import queries as access
from sitra.access.events import Act
from sitra.accounts.events import Subject
from sitra.accounts.models import Person
from sitra.ledger import queries as ledger
from sitra.ledger.events import Position
from sitra.notices.events import News
from sitra.notices.models import Cursor, Notice, Notices
from sitra.notices.rules import letters
from sitra.notices.rules.wording import Said, place, sentence
from sitra.review.events import Purpose, Verdict
from sitra.tourism.models import TouristObject
from sitra.tourism.policy import any_of

PAGE = 30
COUNTED = 99
"""Unread notices that are counted; a bell says that there are more."""


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as its page shows it."""

    id: int
    news: News
    subject: Subject
    title: str
    sentence: str
    place: str
    at: datetime
    unread: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page of notices."""

    lines: list[Line]
    number: int
    last: int
    total: int
    unread: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which notices are wanted; nothing restricts when nothing is said."""

    subject: Subject | None = None
    news: News | None = None
    unread: bool = False
    page: int = 1


def unread_count(person: Person) -> int:
    """Count what somebody has not read, up to one more than a bell shows."""
    return Notice.objects.of(person).unread().order_by()[: COUNTED + 1].count()


def unread_by_news(person: Person, wanted: Iterable[News]) -> dict[News, int]:
    """Count what somebody has not read of some news."""
    rows = Notice.objects.of(person).unread().filter(news__in=[one.value for one in wanted])
    counts: dict[News, int] = {}
    for name in rows.values_list("news", flat=True):
        counts[News(name)] = counts.get(News(name), 0) + 1
    return counts


def page(person: Person, wanted: Wanted, language: str) -> Page:
    """Give a page of what somebody was told, the last first."""
    rows = _wanted(person, wanted)
    total = rows.count()
    last = max(1, ceil(total / PAGE))
    number = min(max(1, wanted.page), last)
    shown = rows.order_by("-at", "-id").with_heads()[(number - 1) * PAGE : number * PAGE]
    return Page(lines(person, shown, language), number, last, total, unread_count(person))


def lines(person: Person, rows: Iterable[Notice], language: str) -> list[Line]:
    """Say notices in the words of today; of a record that may be read no more, not even the name."""
    told = list(rows)
    names = _names(person, {row.record_id for row in told if row.record_id is not None})
    return [_line(row, names, language) for row in told]


def dossier(person: Person) -> list[dict[str, Any]]:
    """Give all that somebody was told and is still kept."""
    columns = ("news", "subject", "number", "record", "by", "member", "details", "times", "at", "read_at")
    return list(Notice.objects.of(person).order_by("id").values(*columns))


def position(name: str) -> Position | None:
    """Say how far this floor has read in the ledger; nothing before it began."""
    found = Cursor.objects.filter(name=name).values_list("position", flat=True).first()
    return Position.parse(found) if found else None


def today() -> Position:
    """Give where the ledger stands: whoever begins to listen there is told nothing of the past."""
    return ledger.head()


def _wanted(person: Person, wanted: Wanted) -> Notices:
    rows = Notice.objects.of(person)
    if wanted.unread:
        rows = rows.unread()
    if wanted.subject:
        rows = rows.filter(subject=wanted.subject.value)
    if wanted.news:
        rows = rows.filter(news=wanted.news.value)
    return rows


def _names(person: Person, numbers: set[int]) -> dict[int, str]:
    if not numbers:
        return {}
    areas = access.mandate_of(person).areas(Act.CONSULT)
    rows = TouristObject.objects.filter(any_of(areas), pk__in=numbers)
    return dict(rows.values_list("pk", "name"))


def _line(row: Notice, names: dict[int, str], language: str) -> Line:
    said = Said(
        News(row.news),
        row.number,
        row.record_id,
        row.times,
        who=row.by.full_name if row.by else "",
        member=row.member.name if row.member else "",
        name=" ".join(names.get(row.record_id or 0, "").split()),
        details=_worded(row.details),
    )
    subject = Subject(row.subject)
    return Line(
        row.pk,
        said.news,
        subject,
        letters.title(subject, language),
        sentence(said, language),
        place(said),
        row.at,
        row.read_at is None,
    )


def _worded(details: dict[str, Any]) -> dict[str, Any]:
    """Give details with the words of review in both languages."""
    worded = dict(details)
    if (purpose := details.get("purpose")) in set(Purpose):
        worded["purpose"] = tuple(Purpose(purpose).label(one) for one in ("fr", "en"))
    if (outcome := details.get("outcome")) in set(Verdict):
        worded["outcome"] = tuple(Verdict(outcome).label(one) for one in ("fr", "en"))
    return worded
