"""What projects follow: their selections, what changes among their records, and their exports."""

from collections.abc import Iterable
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_noop as _
from ninja import Query, Router

from sitra.delivery import queries as delivery
from sitra.delivery.actions import exports, feeding
from sitra.delivery.events import Service, Standing, Verb
from sitra.delivery.policy import OpenProject
from sitra.delivery.queries import exports as made, feed, giving
from sitra.delivery.rules.changes import Asked, Line
from sitra.doors.api import answering, answers, problems
from sitra.doors.api.asked import Changes, NewExport, Paged
from sitra.doors.api.entering import call_of
from sitra.doors.api.problems import Refused
from sitra.doors.api.searching import read_cursor
from sitra.formats.rules.v1 import cursors
from sitra.formats.rules.v1.cursors import Cursor

router = Router()


@router.get(
    "/selections",
    url_name="selections",
    response={200: answers.SelectionPage},
    operation_id="list-selections",
    summary=_("Lister les sélections du projet, dans son ordre"),
)
def selections(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """List the selections that a project shows."""
    project = call_of(request).project
    lines, opened = delivery.selections_of(project.id), delivery.opened_to(project)
    digest = cursors.digest("selections")
    start = read_cursor(asked.cursor, digest).skipped
    shown, end = lines[start : start + asked.limit], start + asked.limit
    items = [
        {
            "id": one.id,
            "name": one.name,
            "labels": dict(one.labels),
            "count": delivery.selection_size(one, opened),
        }
        for one in shown
    ]
    following = cursors.written(Cursor(end), digest) if end < len(lines) else None
    return answering.listed(request, items, total=len(lines), cursor=following)


@router.get(
    "/changes",
    url_name="changes",
    response={200: answers.ChangePage},
    operation_id="list-changes",
    summary=_("Suivre ce qui arrive, change et part parmi les fiches du projet"),
)
def changes(request: HttpRequest, asked: Query[Changes]) -> HttpResponse:
    """List what happened after a cursor; without one, say from where to follow."""
    project, form = call_of(request).project, answering.form_of(request, (answering.JSON,))
    _demand(project, Service.CHANGES)
    selection = _shown(project, asked.selection)
    stream = feeding.begin(project.id, selection)
    after = _begins(asked)
    wanted = Asked([one.value for one in asked.kind], asked.paths, asked.verb)
    batch = feed.lines(stream, after, wanted, asked.limit)
    values = _values(batch.lines, project) if asked.values else {}
    items = [_written(line, values.get(line.cursor)) for line in batch.lines]
    call_of(request).records = len(items)
    told = {"items": items, "next": str(batch.cursor), "more": batch.more}
    return answering.respond(request, orjson.dumps(told), form, answering.link(request, str(batch.cursor)))


@router.get(
    "/exports",
    url_name="exports",
    response={200: answers.ExportPage},
    operation_id="list-exports",
    summary=_("Lister les archives du projet, la dernière d’abord"),
)
def list_exports(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """List the archives of a project."""
    project = call_of(request).project
    _demand(project, Service.EXPORTS)
    digest = cursors.digest("exports")
    start = read_cursor(asked.cursor, digest).skipped
    total, rows = made.page(project.id, start, asked.limit)
    end = start + len(rows)
    following = cursors.written(Cursor(end), digest) if end < total else None
    items = [_archive(one) for one in rows]
    return answering.listed(request, items, total=total, cursor=following)


@router.post(
    "/exports",
    url_name="exports",
    response={202: answers.Archive},
    operation_id="ask-export",
    summary=_("Demander une archive : ce qui est nouveau, ou tout"),
)
def ask_export(request: HttpRequest, asked: Query[NewExport]) -> HttpResponse:
    """Ask for an archive; it is made in the background."""
    project = call_of(request).project
    _demand(project, Service.EXPORTS)
    number = exports.ask_by_key(project.id, whole=asked.whole)
    response = answering.respond(request, orjson.dumps(_archive(made.one(number))))
    response.status_code = 202
    return response


def _demand(project: OpenProject, service: Service) -> None:
    if service not in project.services:
        raise Refused(problems.SERVICE)


def _shown(project: OpenProject, selection: int | None) -> int | None:
    """Give the selection that is followed; refuse one that the project does not show."""
    if selection is None or any(one.id == selection for one in delivery.selections_of(project.id)):
        return selection
    detail = gettext("Le projet ne montre pas la sélection %(number)d.") % {"number": selection}
    raise problems.of_parameter("selection", detail)


def _begins(asked: Changes) -> int:
    """Say after which change to begin; refuse one of which some were forgotten since."""
    if asked.cursor is not None:
        if asked.cursor < feed.oldest():
            raise Refused(problems.FORGOTTEN)
        if asked.cursor > feed.latest():
            # Followed from here, all that comes until then would be missed without a word.
            detail = gettext("Ce réseau n’a pas donné ce curseur : demandez « changes » sans curseur.")
            raise problems.of_parameter("cursor", detail)
        return asked.cursor
    return feed.since(asked.since) if asked.since else feed.latest()


def _values(lines: Iterable[Line], project: OpenProject) -> dict[int, Any]:
    """Give, for changes that name their fields, what these say today."""
    found: dict[int, Any] = {}
    by_paths: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        if line.verb is not Verb.LEFT:
            by_paths.setdefault(line.fields, []).append(line)
    for paths, some in by_paths.items():
        wanted = giving.Wanted(
            tuple(_without_ranks(path) for path in paths) or ("@all",), giving.EVERY_LANGUAGE
        )
        held = giving.records([line.record for line in some], wanted, project)
        found |= {line.cursor: orjson.Fragment(held[line.record]) for line in some if line.record in held}
    return found


def _without_ranks(path: str) -> str:
    """Give the path that a list is asked by."""
    return path.partition("[")[0]


def _written(line: Line, values: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "cursor": str(line.cursor),
        "verb": line.verb.value,
        "id": line.record,
        "type": line.kind,
        "revision": line.revision,
        "at": line.at.isoformat(),
    }
    if line.fields:
        told["fields"] = list(line.fields)
    if line.reason:
        told["reason"] = line.reason
    if line.heir:
        told["heir"] = line.heir
    return told if values is None else told | {"values": values}


def _archive(one: made.Archive) -> dict[str, Any]:
    done = one.standing is Standing.DONE and not one.removed
    return {
        "id": one.stem,
        "standing": one.standing.value,
        "whole": one.whole,
        "asked_at": one.asked_at.isoformat(),
        "records": one.done,
        "expected": one.expected,
        "deleted": one.deleted,
        "bytes": one.size,
        "confirmed": one.confirmed,
        "url": f"{settings.ADDRESS}/exports/{one.stem}.zip" if done else None,
        **({"fault": one.fault} if one.fault else {}),
    }
