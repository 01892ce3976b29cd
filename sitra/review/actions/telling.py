"""Telling people by mail: what waits for their answer, what became of theirs, what waits too long."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone

from sitra.accounts import queries as accounts
from sitra.accounts.actions import post
from sitra.accounts.events import Pace, Subject
from sitra.accounts.models import Person
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.members import queries as members
from sitra.members.events import Duty
from sitra.places import queries as places
from sitra.review.events import ANSWER_PATH, PROPOSAL, ProposalFact, Purpose, Verdict
from sitra.review.models import Proposal, Proposals
from sitra.review.queries.proposals import proposal_page
from sitra.review.rules import mailing, proposing
from sitra.review.rules.mailing import Letter, Line

SALT = "review.answer"
"""What a link of a mail is signed for: one person, one proposal."""
MOST = 50
"""Proposals that one mail tells of."""
GATHERED = timedelta(minutes=2)
"""How long proposals are gathered before those who answer are told at once."""
_PERIODS = {Pace.DAILY: timedelta(days=1), Pace.WEEKLY: timedelta(days=7)}


def tell_new() -> int:
    """Tell those who want to know at once what was proposed to them; answers how many mails left."""
    rows = list(_waiting().filter(told_at=None, made_at__lt=timezone.now() - GATHERED)[:MOST])
    with transaction.atomic():
        sent = _tell(rows, Pace.AT_ONCE)
        Proposal.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=timezone.now())
    return sent


def tell_digest(pace: Pace) -> int:
    """Tell those who want it by day or by week what was proposed to them since and still waits."""
    since = timezone.now() - _PERIODS[pace]
    return _tell(list(_waiting().filter(made_at__gte=since)), pace)


def remind(now: datetime | None = None) -> int:
    """Remind those who answer after five working days, tell the animator after ten; answers how many."""
    today = timezone.localdate(now)
    rows = list(_waiting().filter(escalated_at=None))
    late = [row for row in rows if _age(row, today) >= proposing.ESCALATED_AFTER]
    old = [row for row in rows if row.reminded_at is None and _age(row, today) >= proposing.REMINDED_AFTER]
    with transaction.atomic():
        _tell([row for row in old if row not in late], None)
        _escalate(late)
        Proposal.objects.filter(pk__in=[row.pk for row in old]).update(reminded_at=timezone.now())
    return len(old) + len(late)


def tell_author(row: Proposal) -> None:
    """Tell the author of a proposal what became of it, once that is kept, unless they never want to know."""
    person = row.person
    if person is None or not person.is_active or row.decided_by_id == person.pk:
        return
    if accounts.wishes(person)[Subject.PROPOSALS] is Pace.NEVER:
        return
    language = person.language
    link = f"{settings.ADDRESS}/propositions/{row.pk}"
    line = _line(row, language, link)
    page = proposal_page(person, row.pk, language)
    values = [
        mailing.Answered(one.label, one.answer_label, " ; ".join(one.given), one.reason)
        for one in page.values
        if one.answer
    ]
    _send(mailing.answered(line, row.reason, values, language), person)


def tell_of_message(row: Proposal, words: str, by: Person) -> None:
    """Tell the other side what was said about a proposal: its author, or those who answer it."""
    if row.person_id == by.pk or row.person is None:
        answering = members.people_of([row.owner_id], (Duty.REVIEW, Duty.WRITE))
        people = [person for person, _owner in answering if person.pk != by.pk]
    else:
        people = [row.person] if row.person.is_active else []
    paces = accounts.paces(people, Subject.PROPOSALS)
    for person in people:
        if paces[person.pk] is not Pace.NEVER:
            line = _line(row, person.language, f"{settings.ADDRESS}/propositions/{row.pk}")
            _send(mailing.message(line, by.full_name, words, person.language), person)


def link_of(row: Proposal, person: Person) -> str:
    """Write the address under which one person answers one proposal, without signing in."""
    token = signing.dumps([row.pk, person.pk], salt=SALT)
    return settings.ADDRESS + ANSWER_PATH.format(token)


def _waiting() -> Proposals:
    return Proposal.objects.waiting().with_heads().order_by("made_at", "pk")


def _age(row: Proposal, today: date) -> int:
    return proposing.working_days(timezone.localdate(row.made_at), today)


def _tell(rows: Iterable[Proposal], pace: Pace | None) -> int:
    """Tell those who answer for the owners; with a pace, only those who chose it."""
    theirs: dict[int, list[Proposal]] = defaultdict(list)
    for row in rows:
        theirs[row.owner_id].append(row)
    mails: dict[Person, list[Proposal]] = defaultdict(list)
    for person, owner in members.people_of(theirs, (Duty.REVIEW, Duty.WRITE)):
        mails[person].extend(theirs[owner])
    paces = accounts.paces(mails, Subject.PROPOSALS)
    wanted = {
        person: told
        for person, told in mails.items()
        if (paces[person.pk] is pace if pace else paces[person.pk] is not Pace.NEVER)
    }
    return _write(wanted)


def _write(mails: Mapping[Person, list[Proposal]]) -> int:
    for person, rows in mails.items():
        lines = [_line(row, person.language, link_of(row, person)) for row in rows[:MOST]]
        _send(mailing.waiting(lines, person.language), person)
    return len(mails)


def _escalate(rows: Iterable[Proposal]) -> None:
    """Tell the animators of the départements what nobody answers, and write down that they were told."""
    animators = members.departement_members()
    theirs: dict[int, list[Proposal]] = defaultdict(list)
    for row in rows:
        place = row.object.commune_id if row.object else None
        line = places.atlas().living(place) if place else None
        if line and (member := animators.get(line.departement_code)):
            theirs[member].append(row)
        row.escalated_at = timezone.now()
        row.save(update_fields=["escalated_at"])
        ledger.record(Fact(ProposalFact.ESCALATED.value, PROPOSAL, row.pk, member_id=row.owner_id))
    for person, member in members.people_of(theirs, (Duty.ANIMATE,)):
        lines = [_line(row, person.language, link_of(row, person)) for row in theirs[member][:MOST]]
        _send(mailing.late(lines, proposing.ESCALATED_AFTER, person.language), person)


def _line(row: Proposal, language: str, link: str) -> Line:
    name = row.object.name if row.object else str((row.document or {}).get("nom", {}).get("libelleFr", ""))
    purpose = Purpose(row.purpose).label(language).capitalize()
    return Line(purpose, " ".join(name.split()), row.member.name, link, Verdict(row.outcome).label(language))


def _send(letter: Letter, person: Person) -> None:
    post(person, (Subject.PROPOSALS,), letter.subject, letter.text)
