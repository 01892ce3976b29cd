"""Which places of the network we may speak to on behalf of somebody: public ones, unless named."""

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from sitra.kit.errors import Impossible

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = {"http": 80, "https": 443}
_FIRST_FREE_PORT = 1024
"""Below it live services that are not the web: mail, shells, directories."""
_UNSAFE = frozenset(map(chr, (*range(33), 127))) | {"\\"}
_TARGET = "%/:=&?~+!$,;'@()*[]"

_ELSEWHERE = tuple(
    ipaddress.ip_network(one)
    for one in (
        "168.63.129.16/32",  # Azure answers its machines there, though it looks public
        "192.88.99.0/24",
        "::/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/23",
        "2002::/16",
        "3fff::/20",
        "5f00::/16",
        "fec0::/10",
    )
)
"""Ranges that `is_global` lets through, or did in some version of Python, yet may lead inside."""


class NotAllowed(Impossible):
    """An address that we do not speak to."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads: the server, and what is asked of it (not shown: it may hold a key)."""

    scheme: str
    host: str
    port: int
    target: str = field(repr=False)

    @property
    def name(self) -> str:
        """Name the server, with its port, as the list of those that are allowed does."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def authority(self) -> str:
        """Name the server as the `Host` header does, without the usual port."""
        return self.name.removesuffix(f":{PORTS[self.scheme]}")

    def is_of(self, other: "Place") -> bool:
        """Say whether two addresses lead to the same server."""
        return (self.scheme, self.host, self.port) == (other.scheme, other.host, other.port)


def place(address: str) -> Place:
    """Take an address apart; raises `NotAllowed` when it is not one of the web."""
    try:
        split = urlsplit(address)
        host = (split.hostname or "").encode("idna" if "[" not in split.netloc else "ascii").decode()
        port = split.port or PORTS.get(split.scheme, 0)
    except (ValueError, UnicodeError):
        raise NotAllowed("Cette adresse ne se lit pas : vérifiez-la.") from None
    if _UNSAFE.intersection(address):
        raise NotAllowed("L'adresse contient un blanc ou un signe interdit : vérifiez-la.")
    if split.scheme not in PORTS or not host:
        raise NotAllowed("L'adresse doit commencer par https:// ou http:// et nommer un serveur.")
    if "@" in split.netloc:
        raise NotAllowed(
            "L'adresse contient un identifiant ou un mot de passe : retirez-le, et donnez-le à part."
        )
    target = quote(split.path or "/", _TARGET) + (f"?{quote(split.query, _TARGET)}" if split.query else "")
    return Place(split.scheme, host.rstrip("."), port, target)


def demand_web(where: Place) -> None:
    """Refuse a port where no web server is expected."""
    if where.port < _FIRST_FREE_PORT and where.port not in PORTS.values():
        raise NotAllowed(
            f"Le port {where.port} de {where.host} n'est pas celui d'un site : donnez une autre adresse, "
            f"ou faites autoriser {where.name} (SITRA_OUTBOUND_ALLOWED)."
        )


def public(where: Place, found: Collection[str]) -> list[str]:
    """Keep the addresses of a server that are public; raises `NotAllowed` when none is."""
    kept = [one for one in found if is_public(one)]
    if not kept:
        raise NotAllowed(
            f"Le serveur {where.host} est à une adresse interne, que Sitra n'interroge pas : donnez une "
            f"adresse publique, ou faites autoriser {where.name} (SITRA_OUTBOUND_ALLOWED)."
        )
    return kept


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the public Internet, whatever way it is written."""
    try:
        known: Address = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    if not known.is_global or known.is_multicast or known.is_reserved or known.is_link_local:
        return False
    return not any(known.version == one.version and known in one for one in _ELSEWHERE)
