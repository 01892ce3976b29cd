"""Records that their source has no more, and those that it has again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import QuerySet

from sitra.intake.events import Outcome, WhenGone
from sitra.intake.models import Line, Run
from sitra.intake.rules.draft import Gone
from sitra.tourism.actions import Author, change_state
from sitra.tourism.actions.arrivals import Meeting
from sitra.tourism.events import State
from sitra.tourism.models import Identifier, TouristObject
from sitra.tourism.rules.registries import REGISTRIES

PAGE = 500
_AWAY = frozenset({State.HIDDEN, State.DELETED})
_VERBS = {WhenGone.HIDE: "hide", WhenGone.DELETE: "delete"}
_DONE = {WhenGone.HIDE: "Masquée.", WhenGone.DELETE: "Supprimée."}
_WOULD = {WhenGone.HIDE: "Sera masquée.", WhenGone.DELETE: "Sera supprimée."}
_BACK = {State.HIDDEN: ("publish",), State.DELETED: ("restore", "publish")}


def depart(run: Run, gone: Sequence[Gone], by: Author) -> tuple[list[Line], set[str]]:
    """Do what the run says about records that are gone; answers its lines, and what was known at all.

    One that other sources have too, or that is not surely gone, is only reported.
    """
    reasons = {one.external_id: one for one in gone}
    known = _known(run, reasons)
    others = _elsewhere(run.source, known)
    lines = [
        _departed(run, one, reasons[one.value], others.get(one.object_id, ()), by)
        for one in known
        if _still_there(run, one.object)
    ]
    return lines, {one.value for one in known}


def missing(run: Run, there: set[str], *, sure: bool) -> Iterator[list[Gone]]:
    """Give, by pages, the records of the source that the file did not name and that were not told yet."""
    told = set(run.lines.filter(outcome=Outcome.GONE.value).values_list("external_id", flat=True))
    reason = "N'est plus dans le fichier de la source."
    if not sure:
        reason += " Des lignes illisibles du fichier pourraient la nommer : rien n'est fait."
    after, rows = 0, _of(run).order_by("pk")
    while page := list(rows.filter(pk__gt=after).values_list("pk", "value")[:PAGE]):
        after = page[-1][0]
        if gone := [value for _, value in page if value not in there and value not in told]:
            yield [Gone(value, "", reason, sure=sure) for value in gone]


def returning(meetings: Iterable[Meeting]) -> set[int]:
    """Give the records that a run took away, that nobody touched since, and that are there again."""
    away = {one.row.pk: one.row.revision for one in meetings if one.row.state in _AWAY}
    written = Line.objects.filter(outcome=Outcome.GONE.value, object_id__in=away).exclude(revision=None)
    return {
        number
        for number, revision in written.values_list("object_id", "revision")
        if number is not None and away[number] == revision
    }


def bring_back(row: TouristObject, by: Author) -> None:
    """Publish again what was hidden or deleted when it was gone."""
    seen = row.revision
    for verb in _BACK[State(row.state)]:
        seen = change_state(row.pk, verb, seen=seen, by=by).revision


def _known(run: Run, gone: Mapping[str, Gone]) -> list[Identifier]:
    rows = _of(run).select_related("object").filter(value__in=list(gone))
    return list(rows.order_by("pk"))


def _of(run: Run) -> QuerySet[Identifier]:
    """Keep what a run may speak of: all of its source, or what its member owns of it."""
    rows = Identifier.objects.filter(source_id=run.source)
    return rows.filter(object__owner_id=run.member_id) if run.member_id else rows


def _elsewhere(source: str, known: Iterable[Identifier]) -> dict[int, list[str]]:
    """Name the other sources of these records, and the sources of those that were merged into them."""
    numbers = [one.object_id for one in known]
    found: dict[int, list[str]] = defaultdict(list)
    other = Identifier.objects.filter(object_id__in=numbers).exclude(source_id__in=[source, *REGISTRIES])
    merged = Identifier.objects.filter(object__heir_id__in=numbers).exclude(source_id__in=list(REGISTRIES))
    for number, name in (
        *other.order_by("source_id").values_list("object_id", "source__name"),
        *merged.order_by("source_id").values_list("object__heir_id", "source__name"),
    ):
        if number is not None and name not in found[number]:
            found[number].append(name)
    return found


def _still_there(run: Run, row: TouristObject) -> bool:
    """Say whether there is anything to do or to decide: what was hidden by hand needs nothing more."""
    if run.gone == WhenGone.DELETE:
        return row.state != State.DELETED
    return row.state == State.PUBLISHED


def _departed(run: Run, known: Identifier, gone: Gone, others: Sequence[str], by: Author) -> Line:
    row, choice = known.object, WhenGone(run.gone)
    line = Line(
        run=run,
        outcome=Outcome.GONE.value,
        place=gone.place[:300],
        external_id=known.value,
        object=row,
        name=row.name,
        words=[gone.reason],
    )
    if others:
        line.words.append(f"Gardée : donnée aussi par {', '.join(others)}.")
    elif choice is WhenGone.ASK or not gone.sure:
        line.words.append("À décider : rien n'est changé.")
    elif run.dry:
        line.words.append(_WOULD[choice])
    else:
        line.revision = change_state(row.pk, _VERBS[choice], seen=row.revision, by=by).revision
        line.words.append(_DONE[choice])
    return line
