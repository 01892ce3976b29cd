"""What every template may read."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from sitra.accounts import queries as accounts
from sitra.intake.queries.importing import may_import

_LOCAL = "localhost"
_SHOWN_ON = {"account_login"}


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Say whether this is a demonstration and, where one signs in, who may."""
    match = request.resolver_match
    shown = settings.DEMO and match is not None and match.url_name in _SHOWN_ON
    return {
        "demo": settings.DEMO,
        "passkeys_work": passkeys_work(request),
        "may_import": SimpleLazyObject(lambda: request.user.is_authenticated and may_import(request.user)),
        "accounts": accounts.demo_accounts(get_language() or "fr") if shown else [],
    }


def passkeys_work(request: HttpRequest) -> bool:
    """Say whether browsers offer passkeys at this address: a name in HTTPS, or `localhost`; no number."""
    name, _port = split_domain_port(request.get_host())
    if name == _LOCAL or name.endswith(f".{_LOCAL}"):
        return True
    return (settings.HTTPS or request.is_secure()) and "[" not in name and not name.replace(".", "").isdigit()
