"""What members keep on records for themselves: written at once, and put back as it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.kit.errors import Impossible, Stale
from sitra.members.models import Member
from sitra.review.actions.authoring import living
from sitra.review.rules import owning
from sitra.review.rules.owning import Fate, Typed
from sitra.tourism.actions import Author, layers
from sitra.tourism.actions.noting import hold
from sitra.tourism.actions.recalling import recall_tag, recall_text
from sitra.tourism.models import InternalTag, TouristObject
from sitra.tourism.policy import NOTE
from sitra.tourism.queries.owning import Own, OwnTag, OwnText, own

MOST_TEXTS = 40
"""Private texts that a member keeps on one record."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants their member to keep on a record.

    `comments` are those of criteria, as they were read and as they are typed; `new_tag` is the name of a
    criterion that the member may not have yet.
    """

    texts: Sequence[Typed] = ()
    erased: Sequence[str] = ()
    comments: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    tags: Sequence[int] = ()
    untags: Sequence[int] = ()
    new_tag: str = ""


@dataclass(frozen=True, slots=True)
class TextChange:
    """A private text as it was and as it is; nothing where it was or is not there."""

    name: str
    before: OwnText | None
    after: OwnText | None

    @property
    def label(self) -> str:
        """What people call it."""
        said = self.after or self.before
        return (said.title if said else "") or self.name


@dataclass(frozen=True, slots=True)
class TagChange:
    """An internal criterion on a record as it was and as it is; nothing where it was or is not there."""

    id: int
    label: str
    before: OwnTag | None
    after: OwnTag | None


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed of what a member keeps on a record."""

    texts: Sequence[TextChange] = ()
    tags: Sequence[TagChange] = ()

    @property
    def labels(self) -> list[str]:
        """Name what changed, as people call it."""
        return [one.label for one in self.texts] + [one.label for one in self.tags]


@dataclass(frozen=True, slots=True)
class _Page:
    """A record, the member that keeps things on it, and what it keeps."""

    row: TouristObject
    member: Member
    kept: Own
    author: Author


@transaction.atomic
def write_own(number: int, wish: Wish, *, member: int, by: Person) -> Changed:
    """Write what a member keeps on a record for itself; answers what changed, so that it can be put back.

    Raises `Stale` where a colleague wrote the same meanwhile: nothing is written then.
    """
    page = _opened(number, member, by)
    _write_texts(page, wish)
    _write_tags(page, wish)
    after = own(number, member)
    if len(after.texts) > max(MOST_TEXTS, len(page.kept.texts)):
        message = f"Un membre garde {MOST_TEXTS} textes au plus sur une fiche : effacez-en d'abord."
        raise Impossible(message)
    return _compared(page.kept, after)


@transaction.atomic
def put_back(number: int, changed: Changed, *, member: int, by: Person) -> list[str]:
    """Put back what was written; answers the names of what somebody changed since, which stays."""
    page, left = _opened(number, member, by), []
    for text in changed.texts:
        if page.kept.texts.get(text.name) == text.after:
            recall_text(page.row, page.member, text.name, text.before, by=page.author)
        else:
            left.append(text.label)
    known = InternalTag.objects.filter(member=page.member).in_bulk([one.id for one in changed.tags])
    for one in changed.tags:
        if one.id in known and page.kept.tags.get(one.id) == one.after:
            recall_tag(page.row, known[one.id], one.before, by=page.author)
        else:
            left.append(one.label)
    return left


def _opened(number: int, member: int, by: Person) -> _Page:
    """Hold a record on which somebody may note for a member."""
    hold([number])
    row = living(number)
    NOTE.demand(access.mandate_of(by), member, row)
    holder = Member.objects.get(pk=member)
    return _Page(row, holder, own(number, member), Author(person=by, member=holder))


def _write_texts(page: _Page, wish: Wish) -> None:
    taken = set(page.kept.texts)
    for one in wish.texts:
        if one.name in wish.erased:
            continue
        held = page.kept.texts.get(one.name)
        what = owning.fate(one, (held.title, held.text) if held else None)
        if what is Fate.CONTESTED:
            message = (
                "Un collègue a écrit le même texte pendant ce temps. Rien n'est perdu : relisez les deux, "
                "puis enregistrez."
            )
            raise Stale(message)
        if what is Fate.WRITTEN:
            name = one.name or owning.technical_name(page.member.pk, one.title, taken)
            taken.add(name)
            unshown = {
                key: words for key, words in (held.text if held else {}).items() if key not in one.text
            }
            text = unshown | {key: words for key, words in one.text.items() if words.strip()}
            layers.write_private(page.row.pk, page.member, name, text, title=one.title, by=page.author)
        elif what is Fate.ERASED:
            layers.erase_private(page.row.pk, page.member, one.name, by=page.author)
    for name in dict.fromkeys(wish.erased):
        if name in page.kept.texts:
            layers.erase_private(page.row.pk, page.member, name, by=page.author)


def _write_tags(page: _Page, wish: Wish) -> None:
    known = InternalTag.objects.filter(member=page.member).in_bulk([*wish.tags, *page.kept.tags])
    if lost := [number for number in wish.tags if number not in known]:
        message = f"Votre membre n'a pas de critère interne {', '.join(map(str, lost))}."
        raise Impossible(message)
    for number, (read, typed) in wish.comments.items():
        if number not in wish.untags and _comments(page.kept.tags.get(number), read, typed):
            layers.tag(page.row.pk, known[number], comment=typed, by=page.author)
    put = [known[number] for number in wish.tags]
    if wish.new_tag.strip():
        put.append(layers.internal_tag(page.member, wish.new_tag))
    for one in put:
        layers.tag(page.row.pk, one, by=page.author)
    for number in wish.untags:
        if number in page.kept.tags:
            layers.untag(page.row.pk, known[number], by=page.author)


def _comments(held: OwnTag | None, read: str, typed: str) -> bool:
    """Say whether a comment is to be written over the one that is there."""
    if held is None or typed in {read, held.comment}:
        return False
    if held.comment != read:
        message = (
            "Un collègue a commenté le même critère pendant ce temps. Rien n'est perdu : relisez, puis "
            "enregistrez."
        )
        raise Stale(message)
    return True


def _compared(before: Own, after: Own) -> Changed:
    texts = (
        TextChange(name, before.texts.get(name), after.texts.get(name))
        for name in dict.fromkeys((*before.texts, *after.texts))
    )
    tags = (
        TagChange(number, both.name, before.tags.get(number), after.tags.get(number))
        for number, both in {**before.tags, **after.tags}.items()
    )
    return Changed(
        tuple(one for one in texts if one.before != one.after),
        tuple(one for one in tags if one.before != one.after),
    )
