"""The paths that may be asked for in `fields`: those of the catalogue, and what stands in its references."""

from collections.abc import Iterable, Iterator
from functools import cache

from rapidfuzz import fuzz, process

from sitra.catalog.rules.fields import FIELDS
from sitra.catalog.rules.tree import HEAD_KEYS
from sitra.catalog.rules.types import (
    CommuneRef,
    ContactValue,
    CriterionRef,
    Free,
    Localised,
    RecordRef,
    Ref,
    Type,
)
from sitra.formats.rules.v002.fields import ALIASES
from sitra.kit.texts import SUFFIXES, VALUE_KEYS

MOST = 200
"""Paths that are asked for at once."""

_LABELS = tuple(f"libelle{suffix}" for suffix in SUFFIXES.values())
_LINK = ("elementReferenceType", "id", "ordre", "description", *_LABELS)
_TERM = (*_LINK, "familleCritere", "parent", "typeLabel", "critereDeprecie")
_PLACE = ("adresse", "geolocalisation")
_INSIDE: dict[type[Type], tuple[str, ...]] = {
    Localised: _LABELS,
    ContactValue: tuple(VALUE_KEYS.values()),
    Ref: (*_TERM, *(f"{one}.{key}" for one in ("familleCritere", "parent", "typeLabel") for key in _LINK)),
    CommuneRef: ("id", "code", "nom", "codePostal", "pays", *(f"pays.{key}" for key in _TERM)),
    RecordRef: ("type", "id", "identifier", "state", "nom", *(f"nom.{one}" for one in _LABELS), *_PLACE),
    CriterionRef: ("id", "libelle", "commentaire"),
}
"""Type of a reference or a text -> what stands in it, in API form."""
_NEAR = 60
"""Likeness, out of 100, from which a path is offered for one that is not known."""


@cache
def known() -> frozenset[str]:
    """Give every path that may be asked for, aliases included."""
    found = {*HEAD_KEYS, *ALIASES, "@all", "aspects", "aspects.aspect", "aspects.champsAspect"}
    for one in FIELDS:
        path = one.path.replace("[]", "")
        written = [*_above(path), *(f"{path}.{name}" for name in _INSIDE.get(type(one.type), ()))]
        found |= {*written, *(f"aspects.{name}" for name in written if one.aspects)}
    return frozenset(found)


@cache
def _open() -> tuple[str, ...]:
    """Give the paths under which anything may stand."""
    return tuple(f"{one.path.replace('[]', '')}." for one in FIELDS if isinstance(one.type, Free))


def unknown(paths: Iterable[str]) -> str | None:
    """Give the first of these paths that nothing has, if any."""
    return next((one for one in paths if one not in known() and not one.startswith(_open())), None)


def nearest(path: str) -> str | None:
    """Give the path that somebody may have meant: that which ends so, else the one most like it."""
    last = path.rpartition(".")[2].casefold()
    ending = [one for one in known() if one.rpartition(".")[2].casefold() == last]
    if ending and last:
        return min(ending, key=lambda one: (-fuzz.ratio(one, path), len(one), one))
    found = process.extractOne(path, sorted(known()), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return found[0] if found else None


def _above(path: str) -> Iterator[str]:
    """Give a path and the blocks it stands in."""
    while path:
        yield path
        path = path.rpartition(".")[0]
