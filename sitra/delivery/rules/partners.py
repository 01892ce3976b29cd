"""On which terms a project writes or signs people on, and how OAuth 2 refuses."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sitra.catalog.rules.kinds import Kind
from sitra.delivery.events import Mode, Scope
from sitra.kit.errors import Impossible, TradeError

ACCESS_LIFE, REFRESH_LIFE, CODE_LIFE = timedelta(hours=12), timedelta(days=30), timedelta(seconds=60)
LEAST_LEFT = timedelta(seconds=60)
"""A token that lives less is not given again."""
OF_MACHINES = frozenset({Scope.WRITE, Scope.METADATA})
"""What a project may be lent a token for by itself, without somebody who signs in."""

_REDIRECT = re.compile(
    r"(https://[a-z0-9-]+(\.[a-z0-9-]+)*|http://(127\.0\.0\.1|localhost|\[::1\]))(:[0-9]{1,5})?"
    r"(/[A-Za-z0-9._~!$&()+,;=:@%/-]*)?(\?[A-Za-z0-9._~!$&()+,;=:@%/-]*)?",
    re.ASCII,
)
_SECRET = re.compile(r"[A-Za-z0-9._~-]{15,100}", re.ASCII)
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}", re.ASCII)
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed with a project that writes or signs people on; closed unless opened.

    `kinds` and `modes` bound what it writes, `author` is the number of who writes when nobody signed in,
    `nodes` are those of its metadata.
    """

    client: UUID
    redirects: tuple[str, ...] = ()
    kinds: frozenset[Kind] = frozenset()
    modes: frozenset[Mode] = frozenset()
    author: int | None = None
    may_validate: bool = False
    nodes: frozenset[str] = frozenset()


class Fault(StrEnum):
    """Names of refusals in OAuth 2 (RFC 6749, section 5.2)."""

    INVALID_REQUEST = "invalid_request"
    INVALID_CLIENT = "invalid_client"
    INVALID_GRANT = "invalid_grant"
    UNAUTHORIZED_CLIENT = "unauthorized_client"
    UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type"
    INVALID_SCOPE = "invalid_scope"


class Declined(TradeError):
    """A token that is not given, and the word of the standard for it."""

    def __init__(self, fault: Fault, message: str) -> None:
        super().__init__(message)
        self.fault = fault


def demand_redirect(address: str) -> None:
    """Refuse an address to which people could not be sent back safely."""
    if len(address) > _LONGEST or not _REDIRECT.fullmatch(address):
        message = (
            f"« {address[:80]} » n'est pas une adresse de retour : il faut une adresse https entière, sans "
            f"étoile ni fragment (http seulement vers la machine même), de {_LONGEST} signes au plus."
        )
        raise Impossible(message)


def demand_long_secret(secret: str) -> None:
    """Refuse a secret that could be guessed, or that is written otherwise once encoded."""
    if not _SECRET.fullmatch(secret):
        message = "Le secret d'un projet a 15 à 100 lettres sans accents, chiffres, tirets ou points."
        raise Impossible(message)


def demand_challenge(challenge: str, method: str) -> None:
    """Refuse a proof of possession (PKCE) other than by SHA-256; none at all is accepted."""
    if not challenge and not method:
        return
    if method != "S256" or not _CHALLENGE.fullmatch(challenge):
        message = "La preuve de possession (PKCE) n'est acceptée qu'avec code_challenge_method=S256."
        raise Declined(Fault.INVALID_REQUEST, message)


def proves(verifier: str, challenge: str) -> bool:
    """Say whether a verifier is the one whose challenge was given; without challenge, none may come."""
    if not challenge:
        return not verifier
    if not _VERIFIER.fullmatch(verifier):
        return False
    drawn = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
    return hmac.compare_digest(drawn, challenge.encode())


def digest(token: str) -> str:
    """Draw from a token, which is pure chance, what it is found by: it cannot be read back."""
    return hashlib.sha256(token.encode()).hexdigest()
