"""Reads of members, each named after its reader."""

from sitra.members.queries.members import (
    PAGE,
    Found,
    MemberPage,
    count,
    departement_members,
    entities,
    leavers,
    lines,
    named,
    page,
    search,
    signed,
    sponsored,
    wardens,
)
from sitra.members.queries.people import addresses_of_writers, administrators, seated
from sitra.members.queries.reaching import hats, may_animate, members_where, offices, reach_of

__all__ = (
    "PAGE",
    "Found",
    "MemberPage",
    "addresses_of_writers",
    "administrators",
    "count",
    "departement_members",
    "entities",
    "hats",
    "leavers",
    "lines",
    "may_animate",
    "members_where",
    "named",
    "offices",
    "page",
    "reach_of",
    "search",
    "seated",
    "signed",
    "sponsored",
    "wardens",
)
