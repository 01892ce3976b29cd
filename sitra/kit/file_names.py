"""The names that clients give to files: shown to people, never used as a place."""

import re
import unicodedata

_LONGEST = 100
_UNFIT = re.compile(r"[^\w.,()&' +-]+")


def fit(name: str) -> str:
    """Give the last part of a name, of signs that are harmless on any system; what it ends with is kept."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = _UNFIT.sub("_", plain).strip(" ._") or "fichier"
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 20] + plain[-20:]


def stem(name: str) -> str:
    """Give a fit name without its ending."""
    plain = fit(name)
    return plain.rpartition(".")[0] or plain
