"""What every template may read."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from sitra.accounts import queries as accounts
from sitra.intake.queries.importing import may_import
from sitra.members import queries as members
from sitra.members.events import HAT, Duty
from sitra.members.rules import SeatLine
from sitra.notices import queries as notices

_LOCAL = "localhost"
_SHOWN_ON = {"account_login"}


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Say whether this is a demonstration and, where one signs in, who may."""
    match = request.resolver_match
    shown = settings.DEMO and match is not None and match.url_name in _SHOWN_ON
    seats = cache(lambda: tuple(members.seats_of(request.user)) if request.user.is_authenticated else ())
    return {
        "demo": settings.DEMO,
        "passkeys_work": passkeys_work(request),
        "may_import": SimpleLazyObject(lambda: may_import(seats())),
        "may_project": SimpleLazyObject(lambda: any(Duty.PROJECTS in seat.duties for seat in seats())),
        "unread": SimpleLazyObject(lambda: _unread(request)),
        "hats": SimpleLazyObject(lambda: _hats(request, seats())),
        "accounts": accounts.demo_accounts(get_language() or "fr") if shown else [],
    }


def _unread(request: HttpRequest) -> dict[str, Any]:
    """Count what somebody was told and has not read, as the bell writes it."""
    count = notices.unread_count(request.user) if request.user.is_authenticated else 0
    return {"count": count, "written": f"{notices.COUNTED}+" if count > notices.COUNTED else str(count)}


def _hats(request: HttpRequest, seats: Iterable[SeatLine]) -> dict[str, Any]:
    """Give the members for which somebody may act, and the one for which they do."""
    mine = {seat.member: seat.member_name for seat in seats}
    worn = members.worn(mine, request.session.get(HAT))
    journal = any({Duty.MEMBERS, Duty.ANIMATE} & set(seat.duties) for seat in seats)
    others = {number: name for number, name in mine.items() if number != worn}
    records = [seat.record for seat in seats if seat.record]
    return {
        "records": records,
        "worn": worn,
        "name": mine.get(worn or 0, ""),
        "others": others,
        "journal": journal,
    }


def passkeys_work(request: HttpRequest) -> bool:
    """Say whether browsers offer passkeys at this address: a name in HTTPS, or `localhost`; no number."""
    name, _port = split_domain_port(request.get_host())
    if name == _LOCAL or name.endswith(f".{_LOCAL}"):
        return True
    return (settings.HTTPS or request.is_secure()) and "[" not in name and not name.replace(".", "").isdigit()
