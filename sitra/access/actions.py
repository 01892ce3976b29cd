"""Entrusting records to a member that does not own them, and taking that back."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from sitra.access.events import SUBJECT, GrantFact, SharingFact
from sitra.access.models import GIVEN, Grant, Sharing
from sitra.access.policy import GIVE, demand_revocable
from sitra.access.queries import communes_of, mandate_of, mark, rules
from sitra.access.rules.sharing import Rule, Share
from sitra.access.rules.terms import Terms
from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Impossible, Stale, Unknown
from sitra.kit.texts import SUFFIXES
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.members import queries as members
from sitra.members.models import Member
from sitra.members.policy import ADMINISTER
from sitra.places.models import Commune, Departement

MOST_RECORDS = 1000
"""Records that one grant may name."""
LONGEST = 5 * 366
"""Days that a grant may last."""


@transaction.atomic
def give(taker: int, terms: Terms, *, giver: int | None, by: Person) -> Grant:
    """Let a member act on records of another, or of everybody when there is no giver."""
    _demand_sensible(taker, terms, giver)
    communes = list(Commune.objects.filter(code__in=terms.communes))
    departements = list(Departement.objects.filter(pk__in=terms.departements))
    if len(communes) < len(set(terms.communes)) or len(departements) < len(set(terms.departements)):
        message = "Une commune ou un département n'est pas connu : vérifiez les codes INSEE."
        raise Unknown(message)
    numbers = [one.pk for one in communes]
    places = communes_of(departements=terms.departements, communes=numbers)
    GIVE.demand(mandate_of(by), giver, places)
    row = Grant.objects.create(
        giver_id=giver,
        taker_id=taker,
        duty=terms.duty.value,
        kinds=sorted({Kind(kind).value for kind in terms.kinds}),
        records=sorted(set(terms.records)),
        fields=sorted(set(terms.fields)),
        languages=sorted(set(terms.languages)),
        until=terms.until,
        reason=terms.reason[:250],
        given_by=by,
    )
    row.communes.set(communes)
    row.departements.set(departements)
    ledger.record(_fact(GrantFact.GIVEN, row, by))
    return row


@transaction.atomic
def revoke(number: int, *, by: Person) -> Grant:
    """Take a grant back; one that was taken back already stays so."""
    row = Grant.objects.select_for_update().filter(pk=number).first()
    if row is None:
        message = f"Aucun droit confié ne porte le numéro {number}."
        raise Unknown(message)
    places = communes_of(
        departements=row.departements.values_list("pk", flat=True),
        communes=row.communes.values_list("pk", flat=True),
    )
    demand_revocable(mandate_of(by), row, places)
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = timezone.now(), by
        row.save(update_fields=["revoked_at", "revoked_by"])
        ledger.record(_fact(GrantFact.REVOKED, row, by))
    return row


@transaction.atomic
def share(member: int, wanted: Iterable[Rule], *, seen: str, by: Person) -> int:
    """Say what a member lets go of its records, by kind and audience; answers how many rules changed.

    What is not named goes whole. `seen` is the mark of the rules that were shown (`queries.mark`); raises
    `Stale` where somebody changed them since, `Forbidden` where one does not administer the member.
    """
    row = Member.objects.select_for_update().filter(pk=member).first()
    if row is None:
        message = f"Aucun membre ne porte le numéro {member}."
        raise Unknown(message)
    ADMINISTER.demand(members.offices(by), row)
    before = rules(member)
    if mark(before) != seen:
        message = (
            "Quelqu'un a changé ce partage depuis que vous l'avez ouvert : relisez-le, puis recommencez."
        )
        raise Stale(message)
    kept = {(one.audience, one.kind): one for one in wanted if one.share is not Share.ALL}
    held = {(one.audience, one.kind): one for one in before}
    changed = sorted(key for key in kept.keys() | held.keys() if kept.get(key) != held.get(key))
    if not changed:
        return 0
    Sharing.objects.filter(member=row).delete()
    Sharing.objects.bulk_create(
        Sharing(member=row, audience=audience, kind=kind, share=one.share)
        for (audience, kind), one in sorted(kept.items())
    )
    told = [
        [to, kind, kept[to, kind].share.value if (to, kind) in kept else Share.ALL.value]
        for to, kind in changed
    ]
    details = {"count": len(changed), "rules": told}
    ledger.record(
        Fact(SharingFact.CHANGED.value, "member", member, person_id=by.pk, member_id=member, details=details)
    )
    return len(changed)


def _demand_sensible(taker: int, terms: Terms, giver: int | None) -> None:
    named = {taker} if giver is None else {taker, giver}
    if Member.objects.filter(pk__in=named).count() < len(named):
        message = "Ce membre n'est pas connu : choisissez-le dans la liste."
        raise Unknown(message)
    if giver == taker:
        message = "Un membre a déjà tous les droits sur ses fiches."
        raise Impossible(message)
    if terms.duty not in GIVEN:
        message = "On confie de consulter, d'écrire, de publier ou de relire ; rien d'autre."
        raise Impossible(message)
    days = (terms.until - timezone.localdate()).days if terms.until else 0
    if not 0 <= days <= LONGEST:
        message = "Choisissez une date de fin à venir, dans les cinq ans, ou n'en donnez pas."
        raise Impossible(message)
    if len(terms.records) > MOST_RECORDS:
        message = f"Un droit nomme {MOST_RECORDS} fiches au plus : confiez plutôt un territoire ou un type."
        raise Impossible(message)
    if unknown := sorted(set(terms.languages) - SUFFIXES.keys()):
        message = f"Langue inconnue : {', '.join(unknown)}. Les codes sont {', '.join(SUFFIXES)}."
        raise Impossible(message)


def _fact(name: GrantFact, row: Grant, by: Person) -> Fact:
    details = {"duty": row.duty, "taker": row.taker_id, "until": row.until.isoformat() if row.until else ""}
    return Fact(
        name.value, SUBJECT, row.pk, person_id=by.pk, member_id=row.giver_id or row.taker_id, details=details
    )
