"""What a seat allows, what is told of members, and the words of the contract about them."""

from enum import StrEnum


class Duty(StrEnum):
    """What a seat allows its holder, within the member."""

    CONSULT = "consult"
    WRITE = "write"
    PUBLISH = "publish"
    REVIEW = "review"
    MEDIA = "media"
    PROJECTS = "projects"
    MEMBERS = "members"
    ANIMATE = "animate"
    FINANCE = "finance"


class Zone(StrEnum):
    """Whose public holidays a member keeps, by its word on the wire."""

    FRANCE = "FRANCE"
    SWITZERLAND = "SUISSE"
    VALAIS = "SUISSE_CANTON_VALAIS"


class Currency(StrEnum):
    """In what a member says its prices."""

    EURO = "EUR"
    FRANC = "CHF"


class MemberFact(StrEnum):
    """What is told of members; every one of them bears the number of the member it is about."""

    ADMITTED = "members.admitted"
    CHANGED = "members.changed"
    SPONSORED = "members.sponsored"
    CHARTER_SIGNED = "members.charter_signed"
    LEFT = "members.left"
    SEATED = "members.seated"
    DUTIES_CHANGED = "members.duties_changed"
    UNSEATED = "members.unseated"
    INVITED = "members.invited"
    INVITED_AGAIN = "members.invited_again"
    INVITATION_WITHDRAWN = "members.invitation_withdrawn"
    INVITATION_ACCEPTED = "members.invitation_accepted"
    ACCOUNT_ASKED = "members.account_asked"
    ACCOUNT_GRANTED = "members.account_granted"
    ACCOUNT_REFUSED = "members.account_refused"


HAT = "hat"
"""Under which a visit remembers for whom somebody acts."""
SUBJECT = "member"
CHARTER = "2026-1"
"""Version of the charter that is in force."""
