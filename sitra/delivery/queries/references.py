"""The reference files of an archive, that come with it when they are asked for."""

from collections.abc import Iterator

from sitra.catalog.rules.forms import export_form
from sitra.catalog.rules.kinds import Kind
from sitra.delivery.rules.forms import Names
from sitra.formats.rules.v002 import archive
from sitra.formats.rules.v002.archive import Json, Markup
from sitra.places import queries as places
from sitra.tourism import queries as tourism
from sitra.vocabulary import queries as vocabulary


def reference_files(member: int, markup: Markup) -> Iterator[tuple[str, bytes]]:
    """Give the name and the content of each: terms, communes, territories, internal criteria of a member.

    What goes out of use stays among the terms, marked so; communes are those of today.
    """
    book, atlas = vocabulary.atlas().book, places.atlas()
    yield archive.listed(archive.ELEMENTS, (archive.element(term, book) for term in book), markup)
    living = (archive.commune(line) for line in atlas if line.now is None)
    yield archive.listed(archive.COMMUNES, living, markup)
    yield archive.listed(archive.TERRITORIES, _territories(), markup)
    tags = (archive.tag(one.id, one.name) for one in tourism.internal_tags(member))
    yield archive.listed(archive.TAGS, tags, markup)


def _territories() -> Iterator[Json]:
    names = Names(places.atlas(), {})
    for whole in tourism.wholes(tourism.published_of(Kind.TERRITOIRE), linked=False):
        yield archive.territory(export_form(whole.head, whole.document, names.commune))
