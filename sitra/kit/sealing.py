"""Keeping secrets in the database: sealed, or only recognised, by a key that is not in it."""

import base64
import hmac
import json
from collections.abc import Mapping
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from sitra.kit.errors import Impossible

_PURPOSE, _OF_MARKS = b"sitra.kit.sealing", b"sitra.kit.sealing.mark"


def seal(secrets: Mapping[str, str]) -> str:
    """Seal secrets; nothing gives nothing."""
    return _keys().encrypt(json.dumps(dict(secrets)).encode()).decode() if secrets else ""


def unseal(sealed: str) -> dict[str, str]:
    """Read back what `seal` wrote; raises `Impossible` when the key of the installation is another."""
    if not sealed:
        return {}
    try:
        return dict(json.loads(_keys().decrypt(sealed.encode())))
    except InvalidToken:
        raise Impossible(
            "Les identifiants gardés ne se lisent plus, car la clé de l'installation a changé : "
            "donnez-les de nouveau."
        ) from None


def mark(secret: str) -> str:
    """Draw from a secret what it is recognised by later, and cannot be read from."""
    return _marked(secret, settings.SECRET_KEY)


def marks(secret: str) -> list[str]:
    """Give the marks that a secret may be kept under: by the present key of the installation first."""
    return [_marked(secret, key) for key in _given()] if secret else []


def recognised(secret: str, mark: str) -> bool:
    """Say whether a mark was drawn from this secret, by any key of the installation, in constant time."""
    found = [hmac.compare_digest(one, mark) for one in marks(secret)]
    return any(found)


def _marked(secret: str, key: str | bytes) -> str:
    return hmac.digest(_drawn(key, _OF_MARKS), secret.encode(), "sha256").hex()


def _given() -> tuple[str | bytes, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def _keys() -> MultiFernet:
    """Draw keys from those of the installation: the present one seals, former ones still open."""
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_drawn(one, _PURPOSE))) for one in _given()])


@lru_cache(maxsize=8)
def _drawn(key: str | bytes, purpose: bytes) -> bytes:
    written = key.encode() if isinstance(key, str) else key
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(written)
