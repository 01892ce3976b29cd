"""The sections of a record as parts that can be entrusted: each as the paths that come to it."""

from collections.abc import Collection
from functools import cache

from sitra.catalog.rules.fields import FIELDS
from sitra.catalog.rules.types import Section

ENTRUSTED = tuple(one for one in Section if one is not Section.MANAGEMENT)
"""Sections that are written with the record; what manages it is not entrusted in parts."""


@cache
def paths_of(section: Section) -> tuple[str, ...]:
    """Give the paths of the values of a section, lists as a whole, in their order."""
    roots = {field.path.partition("[")[0] for field in FIELDS if field.section is section}
    return tuple(sorted(one for one in roots if not any(one.startswith(f"{other}.") for other in roots)))


def told(paths: Collection[str]) -> tuple[tuple[Section, ...], int]:
    """Say paths as whole sections, and how many more there are."""
    whole = tuple(one for one in ENTRUSTED if set(paths_of(one)) <= set(paths))
    return whole, len(set(paths).difference(*map(paths_of, whole)))
