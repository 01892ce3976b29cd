"""Where a file is found: by the digest of its content, which nobody guesses and nothing else has."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sitra.media.events import Form

PREFIX = "/media/"
LISTS = ("illustrations", "multimedias")
"""Where records hold media."""
_PLACE = re.compile(r"/media/(?P<digest>[0-9a-f]{64})/[a-z]{1,20}\.[a-z]{1,5}\Z")


def place(digest: str, name: str, form: Form) -> str:
    """Write where a file, or a rendition of it, is served, after the name of the host."""
    return f"{PREFIX}{digest}/{name}.{form.extension}"


def kept_at(digest: str, name: str, form: Form) -> str:
    """Write where it is kept in the storage: in folders of their own, that none grows too large."""
    return f"{digest[:2]}/{digest[2:4]}/{digest}/{name}.{form.extension}"


def digest_of(address: str) -> str:
    """Read the digest in an address of ours, on whatever host; nothing in any other."""
    found = _PLACE.search(address) if PREFIX in address else None
    return found["digest"] if found else ""


def local(address: str) -> str:
    """Give an address of ours without the host; nothing for any other."""
    found = _PLACE.search(address) if PREFIX in address else None
    return found[0] if found else ""


def digests(document: Mapping[str, Any]) -> set[str]:
    """Give the digests of the files that a record names, its aspects included."""
    aspects = document.get("aspects")
    blocks = [document, *(aspects if isinstance(aspects, list) else ())]
    found = {digest_of(address) for block in blocks for address in _addresses(block)}
    return found - {""}


def _addresses(block: Any) -> Iterator[str]:
    for name in LISTS:
        for item in _items(block, name):
            for one in _items(item, "traductionFichiers"):
                if isinstance(one, Mapping):
                    yield from (value for value in one.values() if isinstance(value, str))


def _items(block: Any, name: str) -> list[Any]:
    held = block.get(name) if isinstance(block, Mapping) else None
    return held if isinstance(held, list) else []
