"""Making selections, adding to them and refusing by hand; each act can be taken back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from sitra.accounts.models import Person
from sitra.delivery import queries
from sitra.delivery.actions.projects import managed, tell
from sitra.delivery.events import SELECTION, ProjectFact, ProjectKind, SelectionFact, Turn
from sitra.delivery.models import Selection, Use
from sitra.delivery.policy import MANAGE, SEE, demand_unsandboxed
from sitra.kit.errors import Impossible, Unknown
from sitra.kit.texts import SUFFIXES
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.members import queries as members
from sitra.search.rules.asking import Question
from sitra.search.rules.written import written

LONGEST_NAME = 120
MOST_BY_HAND = 2_000
"""Records of a selection that are added, refused or put in front by hand."""
_LABELS = frozenset(f"libelle{suffix}" for suffix in SUFFIXES.values())


@dataclass(frozen=True, slots=True)
class Drawn:
    """A selection as people describe it; `labels` are `{libelleFr, ...}`."""

    name: str
    question: Question | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    shown: int | None = None
    turn: Turn = Turn.DAY


@transaction.atomic
def make_selection(drawn: Drawn, member: int, *, by: Person) -> int:
    """Make a selection of a member; answers its number."""
    MANAGE.demand(members.offices(by), member)
    row = Selection(member_id=member, by=by)
    _draw(row, drawn)
    row.save()
    _tell(SelectionFact.MADE, row, by)
    return row.pk


@transaction.atomic
def change_selection(number: int, drawn: Drawn, *, by: Person) -> None:
    """Describe a selection anew; what was done by hand stays."""
    row = _held(number, by)
    _draw(row, drawn)
    row.save()
    _tell(SelectionFact.CHANGED, row, by)


@transaction.atomic
def add(number: int, records: Iterable[int], *, by: Person) -> None:
    """Add records by hand, whatever the question keeps; those that were refused are no longer."""
    row, wanted = _held(number, by), list(dict.fromkeys(records))
    row.refused = [one for one in row.refused if one not in wanted]
    row.added = _bounded([*row.added, *(one for one in wanted if one not in row.added)])
    _save(row, by, "added", "refused")


@transaction.atomic
def refuse(number: int, records: Iterable[int], *, by: Person) -> None:
    """Refuse records by hand, whatever the question keeps."""
    row, wanted = _held(number, by), list(dict.fromkeys(records))
    row.added = [one for one in row.added if one not in wanted]
    row.ordered = [one for one in row.ordered if one not in wanted]
    row.refused = _bounded([*row.refused, *(one for one in wanted if one not in row.refused)])
    _save(row, by, "added", "refused", "ordered")


@transaction.atomic
def leave(number: int, records: Iterable[int], *, by: Person) -> None:
    """Leave records to the question again: neither added nor refused."""
    row, wanted = _held(number, by), set(records)
    row.added = [one for one in row.added if one not in wanted]
    row.refused = [one for one in row.refused if one not in wanted]
    _save(row, by, "added", "refused")


@transaction.atomic
def put_in_front(number: int, records: Sequence[int], *, by: Person) -> list[int]:
    """Put these records first, in this order; answers those that were before."""
    row = _held(number, by)
    before, row.ordered = row.ordered, _bounded(list(dict.fromkeys(records)))
    _save(row, by, "ordered")
    return before


@transaction.atomic
def drop_selection(number: int, *, by: Person) -> None:
    """Drop a selection: projects show it no longer, until it is taken back."""
    row = _held(number, by)
    row.dropped_at = timezone.now()
    row.save(update_fields=["dropped_at"])
    _tell(SelectionFact.DROPPED, row, by)


@transaction.atomic
def restore_selection(number: int, *, by: Person) -> None:
    """Take back a selection that was dropped, in the projects that showed it."""
    row = _held(number, by, dropped=True)
    row.dropped_at = None
    row.save(update_fields=["dropped_at"])
    _tell(SelectionFact.RESTORED, row, by)


@transaction.atomic
def choose_selections(project: int, selections: Sequence[int], *, bounded: bool, by: Person) -> None:
    """Say which selections a project shows, in which order; a `bounded` one reads nothing else."""
    row, offices = managed(project, by), members.offices(by)
    demand_unsandboxed(offices, ProjectKind(row.kind))
    wanted = list(dict.fromkeys(selections))
    seen = set(
        SEE.selections(offices, Selection.objects.there()).filter(pk__in=wanted).values_list("pk", flat=True)
    )
    kept = set(row.uses.values_list("selection_id", flat=True))
    if unknown := [number for number in wanted if number not in seen | kept]:
        raise Unknown(_UNKNOWN.format(unknown[0]))
    row.uses.all().delete()
    Use.objects.bulk_create(
        Use(project=row, selection_id=number, rank=rank) for rank, number in enumerate(wanted)
    )
    row.bounded = bounded
    row.save(update_fields=["bounded"])
    tell(ProjectFact.SELECTIONS_CHOSEN, row, by, selections=wanted, bounded=bounded)
    _forget()


_UNKNOWN = "Aucune sélection ne porte pour vous le numéro {}."


def _held(number: int, by: Person, *, dropped: bool = False) -> Selection:
    rows = Selection.objects.select_for_update().filter(pk=number, dropped_at__isnull=not dropped)
    row = MANAGE.among(members.offices(by), rows).first()
    if row is None:
        raise Unknown(_UNKNOWN.format(number))
    return row


def _draw(row: Selection, drawn: Drawn) -> None:
    name = " ".join(drawn.name.split())
    if not name or len(name) > LONGEST_NAME:
        message = f"Donnez à la sélection un nom de {LONGEST_NAME} signes au plus."
        raise Impossible(message)
    labels = {key: " ".join(text.split()) for key, text in drawn.labels.items() if text.strip()}
    if not labels.keys() <= _LABELS or any(len(text) > LONGEST_NAME for text in labels.values()):
        message = (
            f"Les libellés d'une sélection sont dans les langues du réseau, {LONGEST_NAME} signes au plus."
        )
        raise Impossible(message)
    if drawn.shown is not None and drawn.shown < 1:
        message = "Une sélection qui tourne montre une fiche au moins à la fois."
        raise Impossible(message)
    row.name, row.label = name, labels
    row.question = written(drawn.question) if drawn.question else {}
    row.shown, row.turn = drawn.shown, drawn.turn.value


def _bounded(records: list[int]) -> list[int]:
    if len(records) > MOST_BY_HAND:
        message = (
            f"Une sélection compte {MOST_BY_HAND} fiches traitées à la main au plus : posez une question."
        )
        raise Impossible(message)
    return records


def _save(row: Selection, by: Person, *fields: str) -> None:
    row.save(update_fields=[*fields, "changed_at"])
    _tell(SelectionFact.CHANGED, row, by)


def _tell(fact: SelectionFact, row: Selection, by: Person) -> None:
    ledger.record(Fact(fact.value, SELECTION, row.pk, person_id=by.pk, member_id=row.member_id))
    _forget()


def _forget() -> None:
    queries.forget_selections()
    transaction.on_commit(queries.forget_selections)
