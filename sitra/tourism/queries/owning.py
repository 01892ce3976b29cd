"""What a member keeps on one record for itself, for its own people."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from sitra.kit.texts import fold
from sitra.tourism.models import PrivateText, Tagging
from sitra.tourism.queries.serving import TagLine


@dataclass(frozen=True, slots=True)
class OwnText:
    """A private text; `text` by key, `{libelleFr: …}`, `source` is the code of the one it comes from."""

    name: str
    title: str
    rank: int
    text: dict[str, str]
    source: str = ""


@dataclass(frozen=True, slots=True)
class OwnTag:
    """An internal criterion on a record; `at` in ISO 8601, `person` the number of who put it there."""

    id: int
    name: str
    comment: str
    person: int | None
    at: str


@dataclass(frozen=True, slots=True)
class Own:
    """All that a member keeps on a record for itself: texts by technical name, criteria by number."""

    texts: dict[str, OwnText] = field(default_factory=dict)
    tags: dict[int, OwnTag] = field(default_factory=dict)


def own(number: int, member: int) -> Own:
    """Give what a member keeps on a record, texts in their order, criteria by name."""
    texts = PrivateText.objects.filter(object_id=number, member_id=member).order_by("rank", "title", "name")
    told = texts.values_list("name", "title", "rank", "text", "source_id")
    tags = Tagging.objects.filter(object_id=number, tag__member_id=member).order_by("tag__name", "tag")
    put = tags.values_list("tag_id", "tag__name", "comment", "person_id", "at")
    return Own(
        {name: OwnText(name, title, rank, text, source or "") for name, title, rank, text, source in told},
        {one: OwnTag(one, name, comment, who, at.isoformat()) for one, name, comment, who, at in put},
    )


def tags_named(
    every: Iterable[TagLine], words: str, *, besides: Container[int] = (), most: int = 12
) -> list[TagLine]:
    """Keep of some criteria those whose name holds some words, by name, whatever the accents."""
    wanted = fold(words).split()
    found = (one for one in every if one.id not in besides and all(word in fold(one.name) for word in wanted))
    return sorted(found, key=lambda one: (fold(one.name), one.id))[:most]
