"""Keeping secrets of others in the database: sealed by a key that is not in it."""

import base64
import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from sitra.kit.errors import Impossible

_PURPOSE = b"sitra.kit.sealing"


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


def _keys() -> MultiFernet:
    """Draw keys from those of the installation: the present one seals, former ones still open."""
    given = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_drawn(one)) for one in given])


def _drawn(key: str | bytes) -> bytes:
    written = key.encode() if isinstance(key, str) else key
    drawn = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(written)
    return base64.urlsafe_b64encode(drawn)
