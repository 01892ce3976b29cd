"""What people may be told of by mail, and how soon; how long an account that is to go may be kept."""

from datetime import timedelta
from enum import StrEnum


class Subject(StrEnum):
    """What somebody may be told of."""

    PROPOSALS = "proposals"
    EXPIRIES = "expiries"
    IMPORTS = "imports"
    DUPLICATES = "duplicates"


class Pace(StrEnum):
    """How soon."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


USUAL = {
    Subject.PROPOSALS: Pace.AT_ONCE,
    Subject.EXPIRIES: Pace.DAILY,
    Subject.IMPORTS: Pace.AT_ONCE,
    Subject.DUPLICATES: Pace.WEEKLY,
}
"""What holds for who has not chosen."""

GRACE = timedelta(days=14)
"""How long an account that its owner gives up can be kept after all."""
