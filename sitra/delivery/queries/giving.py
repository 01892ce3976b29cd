"""What a project is given of records: which of them, whole or in part, in the shape and form it asks for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from sitra.access.events import Ground
from sitra.access.rules.areas import Area
from sitra.access.rules.sharing import Pairs
from sitra.catalog.rules.paths import Paths
from sitra.catalog.rules.weaving import Woven
from sitra.delivery.policy import OpenProject
from sitra.formats.rules.v002 import fields
from sitra.formats.rules.v002.shapes import Shape
from sitra.kit import splicing
from sitra.search import queries as search
from sitra.search.rules import asking
from sitra.search.rules.conditions import Condition


@dataclass(frozen=True, slots=True)
class Form:
    """Another form than that of the contract: made of a record in its parts and languages, by a pure rule.

    `name` tells forms apart, where answers are remembered.
    """

    name: str
    make: Callable[[Mapping[str, Any]], bytes]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of each record: paths and languages, nothing for the default ones, and its form."""

    paths: tuple[str, ...] | None = None
    locales: tuple[str, ...] | None = None
    form: Form | None = None


def among(numbers: list[int], pairs: Pairs) -> list[int]:
    """Give those of these records that are of these owners and kinds."""
    area = Area(Ground.NETWORK, withheld=pairs)
    kept = asking.any_of(
        asking.all_of([asking.one_of("kind", [kind]), asking.one_of("owner", owners)])
        for kind, owners in area.kept_back
    )
    narrowed = asking.all_of([asking.numbered(numbers), kept])
    return search.found(narrowed, first=0, count=len(numbers)).numbers


def records(
    numbers: list[int], wanted: Wanted, project: OpenProject, *, compressed: bool = False
) -> dict[int, bytes]:
    """Give each record as it is wanted, as blocks for an answer that is compressed.

    The default answer is ready; others are cut out of what is ready, and remembered. What goes to a project
    in part only is cut once more.
    """
    given = _whole(numbers, wanted, compressed=compressed)
    form, plain = wanted.form, Wanted(wanted.paths, wanted.locales)
    for share, pairs in project.narrowed.items():
        for number, content in _whole(among(numbers, pairs), plain).items():
            left = fields.told(content, share.kept_back)
            left = form.make(orjson.loads(left)) if form else left
            given[number] = splicing.block(left) if compressed else left
    return given


def formed(record: Mapping[str, Any], wanted: Wanted, project: OpenProject) -> bytes:
    """Give a record at hand, in API form, as it is wanted, and as far as it goes to a project today."""
    made = fields.answer(record, fields.selection(wanted.paths), wanted.locales or fields.DEFAULT_LOCALES)
    for share, pairs in project.narrowed.items():
        if among([record["id"]], pairs):
            made = fields.told(made, share.kept_back)
    return wanted.form.make(orjson.loads(made)) if wanted.form else made


def in_territories(numbers: Sequence[int]) -> Condition:
    """Keep what names one of these territories, or is in a commune of their perimeter."""
    goes_on = search.living(numbers)
    perimeter = asking.one_of("commune", search.perimeters(goes_on))
    return asking.any_of([asking.one_of("territories", goes_on), perimeter])


def _whole(numbers: list[int], wanted: Wanted, *, compressed: bool = False) -> dict[int, bytes]:
    if wanted == _DEFAULT:
        ready = search.deflated if compressed else search.rendered
        return {**ready(fields.DEFAULT_SHELF, numbers)}
    made = search.cut(numbers, _tailor(wanted))
    return {number: one.block if compressed else one.content for number, one in made.items()}


_DEFAULT = Wanted()


class _Turned:
    """Cuts answers in a shape, then brings each into another form."""

    def __init__(self, shape: Shape, form: Form) -> None:
        self._shape, self._form = shape, form

    def cut(self, records: Sequence[Woven]) -> list[bytes | None]:
        cut = self._shape.cut(records)
        return [None if one is None else self._form.make(orjson.loads(one)) for one in cut]


def _tailor(wanted: Wanted) -> search.Tailor:
    paths, form = wanted.paths, wanted.form
    languages: Iterable[str] = wanted.locales or fields.DEFAULT_LOCALES

    def cutter(known: Paths) -> Shape | _Turned:
        shape = Shape(known, fields.selection(paths), languages)
        return _Turned(shape, form) if form else shape

    def parsed(record: Mapping[str, Any]) -> bytes:
        plain = fields.answer(record, fields.selection(paths), languages)
        return form.make(orjson.loads(plain)) if form else plain

    return search.Tailor((paths, languages, form and form.name), cutter, parsed)
