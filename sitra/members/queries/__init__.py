"""Reads of members, each named after its reader."""

from sitra.members.queries.members import (
    PAGE,
    Found,
    MemberPage,
    all_named,
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
from sitra.members.queries.offers import demands, offered, offers
from sitra.members.queries.people import addresses_of_writers, administrators, dossier, seated
from sitra.members.queries.reaching import hats, may_animate, members_where, offices, reach_of, worn

__all__ = (
    "PAGE",
    "Found",
    "MemberPage",
    "addresses_of_writers",
    "administrators",
    "all_named",
    "count",
    "demands",
    "departement_members",
    "dossier",
    "entities",
    "hats",
    "leavers",
    "lines",
    "may_animate",
    "members_where",
    "named",
    "offered",
    "offers",
    "offices",
    "page",
    "reach_of",
    "search",
    "seated",
    "signed",
    "sponsored",
    "wardens",
    "worn",
)
