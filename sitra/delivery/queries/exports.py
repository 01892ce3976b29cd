"""Reads of exports."""

from collections.abc import Iterator

from sitra.catalog.rules.types import Reach
from sitra.delivery.models import Export
from sitra.delivery.policy import OpenProject
from sitra.delivery.queries.giving import among
from sitra.delivery.queries.selections import EVERY, numbers, of_project, opened_to
from sitra.formats.rules.v002 import archive
from sitra.formats.rules.v002.archive import Json
from sitra.search import queries as search
from sitra.search.rules import asking
from sitra.tourism import queries as tourism
from sitra.tourism.policy import shared_but


def told_to(project: OpenProject) -> tuple[list[int], list[int]]:
    """Give the records that go to a project, then those beside that they are linked to."""
    records = search.found(opened_to(project), first=0, count=EVERY).numbers
    beside = tourism.linked(records) - set(records)
    opened = asking.all_of([asking.within(shared_but(project.withheld)), asking.numbered(beside)])
    return records, search.found(opened, first=0, count=len(beside)).numbers if beside else []


def narrowed(project: OpenProject, records: list[int]) -> Iterator[tuple[frozenset[Reach], list[int]]]:
    """Give the records that go to a project in part only, by the sensitivities of what is left out."""
    for share, pairs in project.narrowed.items():
        yield share.kept_back, among(records, pairs)


def selections_of(project: OpenProject) -> list[Json]:
    """Give the selections of a project with their records, as an archive holds them."""
    opened = opened_to(project)
    held = [(line, numbers(line, opened).numbers) for line in of_project(project.id)]
    kinds = tourism.standing({number for _, some in held for number in some})
    return [
        archive.selection(
            line.id, line.name, line.labels, ((one, kinds[one].kind) for one in some if one in kinds)
        )
        for line, some in held
    ]


def last_confirmed(project: int) -> Export | None:
    """Give the last archive that a project confirmed, with what it said."""
    rows = Export.objects.filter(project=project, confirmed_at__isnull=False).exclude(manifest=None)
    return rows.order_by("-pk").first()


def base_of(export: Export) -> Export | None:
    """Give the archive with which one is compared; nothing when all has to be given."""
    return last_confirmed(export.project_id)


def by_stem(stem: str) -> Export | None:
    """Give an archive that can be fetched, by its name."""
    return Export.objects.defer("manifest").filter(stem=stem, removed_at=None).exclude(ended_at=None).first()
