"""What members and partners add to a record for themselves, outside its document and its revisions."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils import timezone

from sitra.kit import texts
from sitra.kit.errors import Impossible, Unknown
from sitra.ledger import actions as ledger
from sitra.ledger.rules import is_personal
from sitra.members.models import Member
from sitra.tourism.actions.records import Author, latest_of
from sitra.tourism.events import ObjectFact, State, Target
from sitra.tourism.models import (
    Collaboration,
    InternalTag,
    Metadata,
    PrivateText,
    Tagging,
    TouristObject,
)

LONGEST = 5000
"""Signs of a private text in one language at most."""
_LAST_RANK = (1 << 15) - 1
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,79}")
_KEYS = frozenset(f"libelle{suffix}" for suffix in texts.SUFFIXES.values())


@transaction.atomic
def write_private(
    number: int, member: Member, name: str, text: Mapping[str, str], *, title: str | None = None, by: Author
) -> PrivateText:
    """Write a member's own text on a record (`{libelleFr: …}`) under its technical name, or write it anew.

    Title and rank stay where none is given, and so do keys that are no language but were there. From then
    on the text is of here: the source it came from does not write over it.
    """
    row = _living(number)
    _demand_name(name, "un nom technique")
    held = PrivateText.objects.filter(object=row, member=member, name=name).first()
    unknown = text.keys() - _KEYS - (held.text.keys() if held else set())
    if not text or unknown:
        wrong = ", ".join(sorted(unknown)) or "rien"
        message = f"Un texte privé s'écrit par langue (libelleFr, libelleEn…), pas sous : {wrong}."
        raise Impossible(message)
    if any(not isinstance(one, str) or len(one) > LONGEST for one in text.values()):
        message = f"Un texte privé a {LONGEST} signes au plus par langue."
        raise Impossible(message)
    given = {"text": dict(text), "source": None} | ({} if title is None else {"title": title[:255]})
    last = PrivateText.objects.filter(object=row, member=member).order_by("-rank").first()
    kept, _ = PrivateText.objects.update_or_create(
        object=row,
        member=member,
        name=name,
        defaults=given,
        create_defaults={**given, "rank": min(last.rank + 1, _LAST_RANK) if last else 0},
    )
    ledger.record(by.fact(ObjectFact.NOTED, row, member=member.pk, text=name))
    return kept


@transaction.atomic
def erase_private(number: int, member: Member, name: str, *, by: Author) -> None:
    """Take away a member's own text from a record."""
    row = _living(number)
    gone, _ = PrivateText.objects.filter(object=row, member=member, name=name).delete()
    _demand(gone, f"La fiche {number} n'a pas de donnée privée « {name} » de {member.name}.")
    ledger.record(by.fact(ObjectFact.UNNOTED, row, member=member.pk, text=name))


def internal_tag(member: Member, name: str) -> InternalTag:
    """Give the internal criterion of a member by its name, whatever its capitals; made when it is new."""
    if not name.strip():
        message = "Un critère interne a un nom."
        raise Impossible(message)
    wanted = name.strip()[:150]
    alike = InternalTag.objects.alias(low=Lower("name")).filter(member=member, low=Lower(Value(wanted)))
    if (known := alike.first()) is not None:
        return known
    # A colleague may make the same one meanwhile: both then hold it.
    InternalTag.objects.bulk_create([InternalTag(member=member, name=wanted)], ignore_conflicts=True)
    return alike.get()


@transaction.atomic
def tag(number: int, tag: InternalTag, *, comment: str | None = None, by: Author) -> Tagging:
    """Put an internal criterion on a record; putting it again only changes the comment, if one is given."""
    row = _living(number)
    said = {} if comment is None else {"comment": comment[:255]}
    kept, new = Tagging.objects.update_or_create(
        object=row,
        tag=tag,
        defaults=said,
        create_defaults={**said, "person": by.person, "at": timezone.now()},
    )
    if new:
        ledger.record(by.fact(ObjectFact.TAGGED, row, tag=tag.pk))
    return kept


@transaction.atomic
def untag(number: int, tag: InternalTag, *, by: Author) -> None:
    """Take an internal criterion off a record; one that is not on it changes nothing."""
    row = _living(number)
    if Tagging.objects.filter(object=row, tag=tag).delete()[0]:
        ledger.record(by.fact(ObjectFact.UNTAGGED, row, tag=tag.pk))


@transaction.atomic
def join(number: int, member: Member, *, by: Author) -> Collaboration:
    """Let a member work on a record with its owner."""
    row = _living(number)
    if row.owner_id == member.pk:
        message = f"{member.name} est déjà propriétaire de la fiche {number}."
        raise Impossible(message)
    kept, new = Collaboration.objects.get_or_create(
        object=row, member=member, defaults={"since": timezone.now()}
    )
    if new:
        ledger.record(by.fact(ObjectFact.JOINED, row, member=member.pk))
    return kept


@transaction.atomic
def leave(number: int, member: Member, *, by: Author) -> None:
    """End the work of a member on a record; one that did not work on it changes nothing."""
    row = _living(number)
    if Collaboration.objects.filter(object=row, member=member).delete()[0]:
        ledger.record(by.fact(ObjectFact.LEFT, row, member=member.pk))


@transaction.atomic
def set_metadata(
    number: int, node: str, content: Any, *, target: Target = Target.GENERAL, whose: int = 0, by: Author
) -> Metadata:
    """Keep what a partner says of a record under its node, for all or for one member or project (`whose`)."""
    row = _living(number)
    _demand_name(node, "un nœud")
    if (target is Target.GENERAL) != (whose == 0):
        message = "Une métadonnée générale n'a pas de destinataire ; les autres en ont un."
        raise Impossible(message)
    kept, _ = Metadata.objects.update_or_create(
        object=row,
        node=node,
        target=target.value,
        number=whose,
        defaults={"content": content, "source": None},
    )
    ledger.record(by.fact(ObjectFact.METADATA_SET, row, node=node, target=target.value, whose=whose))
    return kept


@transaction.atomic
def remove_metadata(
    number: int, node: str, *, target: Target | None = None, whose: int | None = None, by: Author
) -> int:
    """Take away what a partner says of a record: all of a node, or one target of it; answers how many."""
    row = _living(number)
    rows = Metadata.objects.filter(object=row, node=node)
    rows = rows.filter(target=target.value) if target else rows
    rows = rows.filter(number=whose) if whose is not None else rows
    gone, _ = rows.delete()
    if gone:
        ledger.record(by.fact(ObjectFact.METADATA_REMOVED, row, node=node))
    return gone


def _demand_name(name: str, what: str) -> None:
    """Refuse a name that is badly written, or that the ledger must not keep."""
    if not _NAME.fullmatch(name):
        message = f"« {name} » n'est pas {what} : lettres, chiffres, tirets, 80 signes au plus."
        raise Impossible(message)
    if is_personal(name):
        message = f"« {name} » n'est pas {what} : il ressemble à un numéro de téléphone."
        raise Impossible(message)


def _living(number: int) -> TouristObject:
    row, _ = latest_of(number)
    if row.state == State.DELETED:
        message = f"La fiche {number} est supprimée : restaurez-la d'abord."
        raise Impossible(message)
    return row


def _demand(found: object, message: str) -> None:
    if not found:
        raise Unknown(message)
