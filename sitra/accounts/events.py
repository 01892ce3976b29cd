"""What people may be told of by mail, and how soon; how long an account that is to go may be kept."""

from datetime import timedelta
from enum import StrEnum


class Subject(StrEnum):
    """What somebody may be told of."""

    PROPOSALS = "proposals"
    RECORDS = "records"
    EXPIRIES = "expiries"
    RIGHTS = "rights"
    IMPORTS = "imports"
    DUPLICATES = "duplicates"
    MEMBERS = "members"
    PROJECTS = "projects"


class Pace(StrEnum):
    """How soon."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


USUAL = {
    Subject.PROPOSALS: Pace.AT_ONCE,
    Subject.RECORDS: Pace.DAILY,
    Subject.EXPIRIES: Pace.DAILY,
    Subject.RIGHTS: Pace.AT_ONCE,
    Subject.IMPORTS: Pace.AT_ONCE,
    Subject.DUPLICATES: Pace.WEEKLY,
    Subject.MEMBERS: Pace.AT_ONCE,
    Subject.PROJECTS: Pace.AT_ONCE,
}
"""What holds for who has not chosen."""

STOP_PATH = "/compte/desabonnement/{}"
"""Where a mail leads to: getting no more of its sort, by a signed token, without signing in."""

GRACE = timedelta(days=14)
"""How long an account that its owner gives up can be kept after all."""
