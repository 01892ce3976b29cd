"""The journal: every act, who did it and on what, narrowed by the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sitra.accounts import queries as accounts
from sitra.doors.workplace import journal_words as words
from sitra.doors.workplace.duplicate_forms import number_of
from sitra.ledger import queries as ledger
from sitra.ledger.events import Fact, Told
from sitra.ledger.queries import Asked
from sitra.members import queries as members
from sitra.tourism import queries as tourism

LONGEST, MOST_PEOPLE = 80, 200


@dataclass(frozen=True, slots=True)
class Criteria:
    """The journal as its address asks it; what makes no sense is left out."""

    person: str
    member: int | None
    kind: str
    subject: str
    number: int | None
    since: str
    until: str
    before: int | None

    @classmethod
    def read(cls, query: QueryDict) -> "Criteria":
        """Read an address: `qui`, `membre`, `actes`, `sur`, `numero`, `du`, `au`, `avant`."""
        kind, subject = query.get("actes", ""), query.get("sur", "")
        return cls(
            person=" ".join(query.get("qui", "").replace("\0", " ").split())[:LONGEST],
            member=number_of(query.get("membre", "")),
            kind=kind if kind in words.GROUPS else "",
            subject=subject if subject in words.subjects() else "",
            number=number_of(query.get("numero", "")),
            since=_day(query.get("du", "")),
            until=_day(query.get("au", "")),
            before=number_of(query.get("avant", "")),
        )

    def asked(self, opened: frozenset[int] | None) -> Asked:
        """Put it as the ledger wants it, within the members that are opened; `None` opens all."""
        within = opened
        if self.member is not None:
            within = frozenset({self.member}) & (opened if opened is not None else {self.member})
        known = ledger.names() if self.kind else []
        return Asked(
            people=frozenset(accounts.found(self.person, MOST_PEOPLE)) if self.person else None,
            members=within,
            names=frozenset(one for one in known if one.startswith(words.GROUPS[self.kind]))
            if self.kind
            else None,
            subject=self.subject,
            number=self.number,
            since=_moment(self.since),
            until=_moment(self.until, days=1),
            before=self.before,
        )

    def address(self, before: int | None = None) -> str:
        """Give the query string that asks it."""
        query = QueryDict(mutable=True)
        given = {
            "qui": self.person,
            "membre": self.member,
            "actes": self.kind,
            "sur": self.subject,
            "numero": self.number,
            "du": self.since,
            "au": self.until,
            "avant": before,
        }
        query.update({name: str(value) for name, value in given.items() if value})
        return query.urlencode()


@login_required
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the acts, the last first."""
    assert request.user.is_authenticated
    opened = members.journal_of(request.user)
    criteria = Criteria.read(request.GET)
    found = ledger.acts(criteria.asked(opened))
    offered = members.all_named() if opened is None else members.named(opened)
    context = {
        "here": "journal",
        "criteria": criteria,
        "acts": _shown(request.user, found.told),
        "whole": opened is None,
        "members": offered,
        "kinds": words.groups(),
        "subjects": words.subjects(),
        "onward": criteria.address(found.onward) if found.onward else "",
        "newest": criteria.address() if criteria.before else None,
        "narrow": bool(criteria.address()),
    }
    return render(request, "workplace/journal.html", context)


def _shown(person: Any, told: Sequence[Told]) -> list[dict[str, Any]]:
    """Say each act, with every name read once for all of them."""
    facts = [one.fact for one in told]
    people = {fact.person_id for fact in facts} | {
        value for fact in facts for key in words.PEOPLE if (value := fact.details.get(key))
    }
    people |= {fact.subject_id for fact in facts if fact.subject == "person"}
    orgs = {fact.member_id for fact in facts} | {
        value for fact in facts for key in words.MEMBERS if (value := fact.details.get(key))
    }
    named = accounts.names(number for number in people if number)
    organisations = members.named(number for number in orgs if number)
    numbers = {fact.subject_id for fact in facts if fact.subject == "object"}
    numbers |= {number for fact in facts if (number := _proposed(fact))}
    records = tourism.names_for(person, numbers)
    subjects = {"object": records, "member": organisations, "person": named}
    return [
        {
            "at": one.at,
            "who": named.get(one.fact.person_id or 0, ""),
            "what": words.sentence(one.fact.name, one.fact.details, named, organisations),
            "member": organisations.get(one.fact.member_id or 0, ""),
            **_subject(one, subjects),
        }
        for one in told
    ]


def _subject(told: Told, subjects: Mapping[str, Mapping[int, str]]) -> dict[str, str]:
    """Name what an act is about, and say where it is shown."""
    fact = told.fact
    name = subjects.get(fact.subject, {}).get(fact.subject_id, "")
    nature = words.subjects().get(fact.subject, "")
    if record := subjects["object"].get(_proposed(fact), ""):
        address = reverse("workplace:proposal", args=(fact.subject_id,))
        return {"nature": nature, "subject": f"n° {fact.subject_id}, « {record} »", "link": address}
    pages = {"object": "workplace:record", "member": "workplace:member"}
    page = pages.get(fact.subject, "") if name else ""
    return {
        "nature": nature if fact.subject_id else "",
        "subject": name or (f"n° {fact.subject_id}" if nature and fact.subject_id else ""),
        "link": reverse(page, args=(fact.subject_id,)) if page else "",
    }


def _proposed(fact: Fact) -> int:
    """Give the record that a proposal is about; 0 where the act is about no proposal."""
    return int(fact.details.get("object") or 0) if fact.subject == "proposal" else 0


def _day(text: str) -> str:
    try:
        day = parse_date(text)
    except ValueError:
        return ""
    return day.isoformat() if day else ""


def _moment(day: str, *, days: int = 0) -> datetime | None:
    """Give the moment at which a day begins, or so many days later."""
    found = parse_date(day) if day else None
    if found is None or not found.year < 9000:  # noqa: PLR2004 - later days are not of this calendar
        return None
    return timezone.make_aware(datetime.combine(found, time.min)) + timedelta(days=days)
