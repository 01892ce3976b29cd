"""Which fields of records projects ask for, as they were counted, beside the fields of the catalogue."""

from collections.abc import Iterable, Mapping

EVERYTHING = "@all"


def plain(path: str) -> str:
    """Write the path of a field as projects ask for it, without the marks of lists."""
    return path.strip().replace("[]", "")


def touches(asked: str, path: str, aliases: Mapping[str, Iterable[str]]) -> bool:
    """Say whether who asks for one thing reads a field: it, what it is in, or what is in it.

    `aliases` are short words for several paths.
    """
    if asked == EVERYTHING:
        return True
    if asked in aliases:
        return any(touches(one, path, aliases) for one in aliases[asked])
    here, wanted = (plain(one).split(".") for one in (asked, path))
    shortest = min(len(here), len(wanted))
    return here[:shortest] == wanted[:shortest]
