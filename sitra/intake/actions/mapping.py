"""Saying what the columns of a table become, and what its words mean."""

from collections.abc import Mapping as Table

from django.db import transaction

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.intake.events import MAPPED, SETTLED, SUBJECT
from sitra.intake.models import Deposit, Mapping
from sitra.intake.policy import IMPORT
from sitra.intake.rules.tabular import plans, targets
from sitra.intake.rules.tabular.plans import Plan
from sitra.kit.errors import Impossible
from sitra.kit.texts import fold
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.tourism.models import Identifier

_LONGEST = 100


@transaction.atomic
def draw_up(number: int, plan: Plan, name: str, *, by: Person) -> None:
    """Keep how the columns of a file are read, under a name; the same name again amends it.

    Raises `Impossible` when the name of records is not among them, or when records were made otherwise.
    """
    row = Deposit.objects.select_for_update().get(pk=number)
    IMPORT.demand(access.mandate_of(by), row.member_id)
    named = " ".join(name.split())[:_LONGEST] or row.name[:_LONGEST]
    if targets.NAME not in {one.target for one in plan.columns} | {one.target for one in plan.constants}:
        message = "Choisissez la colonne qui donne le nom de la fiche (« Identité › Nom »)."
        raise Impossible(message)
    kept = Mapping.objects.filter(member_id=row.member_id, name=named).first()
    kept = kept or Mapping(member_id=row.member_id, name=named)
    if kept.pk:
        _demand_same_records(kept, plan)
        words = {**plans.plan(kept.plan).words, **plan.words} if kept.kind == plan.kind else plan.words
        plan = Plan(plan.kind, plan.columns, plan.key, plan.constants, words)
    kept.kind, kept.plan, kept.person = plan.kind.value, plan.json(), by
    kept.save()
    row.mapping = kept
    row.save(update_fields=["mapping"])
    ledger.record(Fact(MAPPED, SUBJECT, kept.pk, by.pk, row.member_id, {"name": named, "file": row.name}))


@transaction.atomic
def settle(number: int, words: Table[str, Table[str, int]], *, by: Person) -> None:
    """Say which terms the words of a mapping are: target -> folded word -> number, or 0 to leave it out."""
    kept = Mapping.objects.select_for_update().get(pk=number)
    IMPORT.demand(access.mandate_of(by), kept.member_id)
    plan = plans.plan(kept.plan)
    given = {target: {fold(word): number for word, number in one.items()} for target, one in words.items()}
    settled = {one: {**plan.words.get(one, {}), **given.get(one, {})} for one in {*plan.words, *given}}
    plan = Plan(plan.kind, plan.columns, plan.key, plan.constants, settled)
    kept.plan, kept.person = plan.json(), by
    kept.save()
    count = sum(map(len, words.values()))
    ledger.record(Fact(SETTLED, SUBJECT, kept.pk, by.pk, kept.member_id, {"name": kept.name, "words": count}))


def _demand_same_records(kept: Mapping, plan: Plan) -> None:
    """Refuse what would make other records of the same lines."""
    before = plans.plan(kept.plan)
    if (before.kind, before.key) == (plan.kind, plan.key):
        return
    if Identifier.objects.filter(source_id=kept.source).exists():
        message = (
            f"Les correspondances « {kept.name} » ont déjà donné des fiches « {Kind(kept.kind).label()} » : "
            "pour un autre type ou un autre identifiant, donnez-leur un autre nom."
        )
        raise Impossible(message)
