"""Reads of what people are told, and of what waits for them."""

from sitra.notices.queries.concerning import FACTS, erased, pieces
from sitra.notices.queries.home import AtAGlance, Home, Touched, Waits, home
from sitra.notices.queries.listing import (
    PAGE as RECORDS_PAGE,
    Asked,
    Found,
    RecordLine,
    Records,
    found,
    records,
)
from sitra.notices.queries.looked_after import Mine, sole_record
from sitra.notices.queries.looking import documents, nothing_seen
from sitra.notices.queries.overseeing import (
    Asking,
    MemberGlance,
    Network,
    Overseen,
    asking_accounts,
    network,
    overseen,
)
from sitra.notices.queries.reading import (
    COUNTED,
    PAGE,
    Line,
    Page,
    Wanted,
    dossier,
    lines,
    page,
    position,
    today,
    unread_count,
)

__all__ = (
    "COUNTED",
    "FACTS",
    "PAGE",
    "RECORDS_PAGE",
    "Asked",
    "Asking",
    "AtAGlance",
    "Found",
    "Home",
    "Line",
    "MemberGlance",
    "Mine",
    "Network",
    "Overseen",
    "Page",
    "RecordLine",
    "Records",
    "Touched",
    "Waits",
    "Wanted",
    "asking_accounts",
    "documents",
    "dossier",
    "erased",
    "found",
    "home",
    "lines",
    "network",
    "nothing_seen",
    "overseen",
    "page",
    "pieces",
    "position",
    "records",
    "sole_record",
    "today",
    "unread_count",
)
