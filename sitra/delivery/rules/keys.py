"""Keys of projects: how they are drawn, and where one may be shown."""

import re
import secrets
import string
from collections.abc import Iterable
from contextlib import suppress

from sitra.kit.errors import Impossible

LENGTH = 20
"""Signs of a key: what clients of the v002 contract take at most, some 119 bits of chance."""
TAIL = 4
MOST_SITES = 20
_SIGNS = string.ascii_letters + string.digits
_SITE = re.compile(
    r"(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII
)
_LONGEST = 253


def drawn() -> str:
    """Draw a key."""
    return "".join(secrets.choice(_SIGNS) for _ in range(LENGTH))


def tail(key: str) -> str:
    """Give the end of a key, by which people tell it from others: a fifth of it at most."""
    return key[len(key) - min(TAIL, len(key) // 5) :]


def sites_of(written: Iterable[str]) -> list[str]:
    """Read the names of sites that show a key; raises `Impossible` for one that is no name of a site."""
    found = sorted({_site(one) for one in written if one.strip()})
    if len(found) > MOST_SITES:
        message = f"Une clé va à {MOST_SITES} sites au plus : faites-en une autre pour les suivants."
        raise Impossible(message)
    return found


def opens_to(sites: frozenset[str], host: str) -> bool:
    """Say whether a key opens to a page of a site; one that is bound to none is never shown by pages.

    `*.lac.example` stands for every site below `lac.example`, not for itself.
    """
    if not sites:
        return True
    above = host.partition(".")[2]
    return host in sites or any(f"*.{end}" in sites for end in _ends(above))


def _ends(name: str) -> Iterable[str]:
    while name:
        yield name
        name = name.partition(".")[2]


def _site(written: str) -> str:
    name = written.strip().lower().removeprefix("https://").removeprefix("http://").partition("/")[0]
    if not name.isascii():
        with suppress(UnicodeError):
            name = name.encode("idna").decode()
    if len(name) > _LONGEST or not _SITE.fullmatch(name.partition(":")[0]) or "*" in name.removeprefix("*."):
        message = f"« {written[:80]} » n'est pas un nom de site : écrivez par exemple « www.lac.example »."
        raise Impossible(message)
    return name.partition(":")[0]
