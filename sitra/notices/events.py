"""What somebody may be told, and the lists of records that home leads to."""

from enum import StrEnum

from sitra.accounts.events import Subject


class News(StrEnum):
    """What a notice tells."""

    PROPOSED = "proposed"
    ANSWERED = "answered"
    MESSAGE = "message"
    ESCALATED = "escalated"
    CHANGED = "changed"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    DELETED = "deleted"
    EXPIRED = "expired"
    ENTRUSTED = "entrusted"
    HANDED_AWAY = "handed_away"
    INHERITED = "inherited"
    GRANTED = "granted"
    GRANT_ENDED = "grant_ended"
    GIVEN_AWAY = "given_away"
    TAKEN_BACK = "taken_back"
    DUTIES = "duties"
    IMPORTED = "imported"
    HARVEST_FAILED = "harvest_failed"
    PAIRS = "pairs"
    ACCOUNT_ASKED = "account_asked"
    JOINED = "joined"
    ENDING = "ending"
    DUE = "due"
    HOOK_STOPPED = "hook_stopped"


SUBJECTS: dict[Subject, tuple[News, ...]] = {
    Subject.PROPOSALS: (News.PROPOSED, News.ANSWERED, News.MESSAGE, News.ESCALATED),
    Subject.RECORDS: (News.CHANGED, News.PUBLISHED, News.HIDDEN, News.DELETED),
    Subject.EXPIRIES: (News.EXPIRED, News.ENDING, News.DUE),
    Subject.RIGHTS: (
        News.ENTRUSTED,
        News.HANDED_AWAY,
        News.INHERITED,
        News.GRANTED,
        News.GRANT_ENDED,
        News.GIVEN_AWAY,
        News.TAKEN_BACK,
        News.DUTIES,
    ),
    Subject.IMPORTS: (News.IMPORTED, News.HARVEST_FAILED),
    Subject.DUPLICATES: (News.PAIRS,),
    Subject.PROJECTS: (News.HOOK_STOPPED,),
    Subject.MEMBERS: (News.ACCOUNT_ASKED, News.JOINED),
}
"""Under which subject, of those whose mails one chooses, each is told."""

SUBJECT_OF = {news: subject for subject, told in SUBJECTS.items() for news in told}

POSTED_ELSEWHERE = frozenset({News.PROPOSED, News.ANSWERED, News.MESSAGE, News.ESCALATED, News.ACCOUNT_ASKED})
"""What a lower floor writes a mail of its own about, with more to do in it than to read."""


class Listing(StrEnum):
    """A list of records of one's members that wants something done."""

    ALL = "toutes"
    DUE = "a-confirmer"
    PAST_OPENING = "ouvertures-passees"
    PAST_PRICES = "tarifs-passes"
    ENDING = "finissent-bientot"
    THIN = "a-completer"


SOON = 14
"""Days within which a period ends soon."""
THIN = 50
"""Per cent of completeness below which a record is thin."""
MOST = 1_000
"""Records that are counted one by one; beyond, a page says that there are more."""
