"""What a member keeps on a record for itself, as its own people read it."""

from dataclasses import dataclass

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.kit.errors import Forbidden
from sitra.kit.texts import fold
from sitra.members import queries as members
from sitra.review.queries.correcting import consulted
from sitra.tourism.policy import NOTE
from sitra.tourism.queries import internal_tags
from sitra.tourism.queries.owning import Own, own, tags_named
from sitra.tourism.queries.serving import TagLine


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A record with what one member keeps on it, and the other members whose people one is of."""

    id: int
    name: str
    owner: str
    foreign: bool
    """Whether the record is another member's."""
    member: int
    member_name: str
    members: tuple[tuple[int, str], ...]
    """Number and name of all for which one may look, by name."""
    writes: bool
    kept: Own
    offered: tuple[TagLine, ...]
    """Criteria of the member that answer to the words, and are not on the record."""
    new_tag: str
    """The words, where no criterion of the member is called so."""
    any_tag: bool
    """Whether the member has criteria at all."""


def own_page(person: Person, number: int, member: int, words: str = "") -> OwnPage:
    """Give what a member keeps on a record to somebody of that member who may consult the record."""
    who = access.mandate_of(person)
    row = consulted(person, number, who)
    if not who.seated:
        message = "Seules les personnes d'un membre gardent ici des textes et des critères pour lui."
        raise Forbidden(message)
    NOTE.demand_reader(who, member)
    named = members.named(who.seated)
    kept = own(number, member)
    every = internal_tags(member)
    said = " ".join(words.split())
    known = {fold(one.name) for one in every}
    return OwnPage(
        id=row.pk,
        name=row.name,
        owner=row.owner.name,
        foreign=row.owner_id != member,
        member=member,
        member_name=named[member],
        members=tuple(named.items()),
        writes=NOTE.allows(who, member, row),
        kept=kept,
        offered=tuple(tags_named(every, said, besides=kept.tags)),
        new_tag=said if said and fold(said) not in known else "",
        any_tag=bool(every),
    )
