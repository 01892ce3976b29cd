"""Templates of members: kept from a record, named, dropped and taken back."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.kit.errors import Impossible
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.members.models import Member
from sitra.review.events import TEMPLATE, TemplateFact
from sitra.review.models import Template
from sitra.review.policy import TEMPLATES
from sitra.review.queries.previewing import drafted
from sitra.review.rules.editing import templating
from sitra.tourism.policy import demand_hat

MOST = 200
"""Templates of a member."""
LONGEST = 80
TAKEN_BACK_WITHIN = timedelta(days=30)


@transaction.atomic
def make_template(number: int, name: str, *, member: int, by: Person) -> Template:
    """Keep what a record says, as one has typed it, as a template of a member for which one writes."""
    found = drafted(by, number)
    demand_hat(access.mandate_of(by), member)
    document = templating.pattern(found.document, found.kind)
    if not document:
        message = "Cette fiche ne dit encore rien qu'un modèle puisse garder : remplissez-la d'abord."
        raise Impossible(message)
    row = Template(member_id=member, kind=found.kind.value, name=_name(name), document=document)
    row.person, row.at = by, timezone.now()
    _demand_room(row)
    row.save()
    _tell(TemplateFact.KEPT, row, by)
    return row


@transaction.atomic
def rename_template(number: int, name: str, *, by: Person) -> None:
    """Give a template another name."""
    row = _held(number, by)
    row.name = _name(name)
    _demand_room(row)
    row.save(update_fields=["name"])
    _tell(TemplateFact.RENAMED, row, by)


@transaction.atomic
def drop_template(number: int, *, by: Person) -> None:
    """Drop a template; it can be taken back for thirty days. Records begun with it stay as they are."""
    row = _held(number, by)
    row.dropped_at = timezone.now()
    row.save(update_fields=["dropped_at"])
    _tell(TemplateFact.DROPPED, row, by)


@transaction.atomic
def take_back_template(number: int, *, by: Person) -> None:
    """Take back a template that was dropped."""
    row = _held(number, by, dropped=True)
    row.dropped_at = None
    _demand_room(row)
    row.save(update_fields=["dropped_at"])
    _tell(TemplateFact.RESTORED, row, by)


def forget_templates() -> int:
    """Forget the templates that were dropped thirty days ago; answers how many."""
    return Template.objects.filter(dropped_at__lt=timezone.now() - TAKEN_BACK_WITHIN).delete()[0]


def _held(number: int, by: Person, *, dropped: bool = False) -> Template:
    rows = Template.objects.select_for_update().filter(pk=number, dropped_at__isnull=not dropped)
    return TEMPLATES.demand(access.mandate_of(by), rows.first(), number)


def _name(text: str) -> str:
    name = " ".join(text.replace("\0", " ").split())[:LONGEST]
    if not name:
        message = "Donnez un nom au modèle, par lequel le retrouver."
        raise Impossible(message)
    return name


def _demand_room(row: Template) -> None:
    """Refuse one too many, or a second one of a name; whoever adds at the same moment waits for the first."""
    Member.objects.select_for_update(of=("self",)).get(pk=row.member_id)
    beside = Template.objects.there().filter(member=row.member_id).exclude(pk=row.pk)
    if beside.filter(kind=row.kind, name__iexact=row.name).exists():
        message = f"Votre membre a déjà un modèle « {row.name} » pour ce type de fiche : nommez-le autrement."
        raise Impossible(message)
    if beside.count() >= MOST:
        message = f"Un membre garde {MOST} modèles au plus : retirez ceux qui ne servent plus."
        raise Impossible(message)


def _tell(fact: TemplateFact, row: Template, by: Person) -> None:
    ledger.record(Fact(fact.value, TEMPLATE, row.pk, by.pk, row.member_id, {"kind": row.kind}))
