"""The media of a draft: added, replaced, put in another order; a file keeps all that it says of itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from sitra.media.rules.tracks import naming

FILES = "traductionFichiers"
OWN_TYPE = {"illustrations": "IMAGE", "multimedias": "DOCUMENT"}
"""List of media -> the type of a file that is added to it."""

type Items = Sequence[Mapping[str, Any]]


def item_of(said: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Give the medium that a file becomes in a list; `said` is what a record says of the file."""
    files = [{"locale": "fr", **said}]
    is_track = naming.file_of({FILES: files}) is not None
    return {"type": naming.TYPE if is_track else OWN_TYPE[name], "link": False, FILES: files}


def link_to(address: str, type_: str) -> dict[str, Any]:
    """Give the medium that an address elsewhere becomes."""
    return {"type": type_, "link": True, FILES: [{"locale": "fr", "url": address}]}


def replaced(items: Items, rank: int, said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Put another file in a medium, which keeps its words; a rank that is not there changes nothing."""
    fresh = {"link": False, FILES: [{"locale": "fr", **said}]}
    return [{**one, **fresh} if place == rank else dict(one) for place, one in enumerate(items)]


def moved(items: Items, rank: int, steps: int) -> list[dict[str, Any]]:
    """Put a medium some places further on, or back; one at the end stays there."""
    found = [dict(one) for one in items]
    wanted = rank + steps
    if 0 <= rank < len(found) and 0 <= wanted < len(found):
        found.insert(wanted, found.pop(rank))
    return found
