"""Addresses of v002, from the table of services; each with or without a trailing slash."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import re_path

from sitra.doors.v002 import (
    agenda,
    beside,
    description,
    entering,
    exports,
    network,
    persons,
    reference,
    views,
)
from sitra.formats.rules.v002.services import SERVICES, Service
from sitra.formats.rules.v002.writing import TOKEN_SERVICES, WRITE

app_name = "v002"


def collaborators(request: HttpRequest) -> HttpResponse:
    """Part who reads from who writes: they share an address."""
    return (beside.collaborators if request.method in WRITE else network.collaborators)(request)


collaborators.csrf_exempt = True  # type: ignore[attr-defined]

VIEWS: Mapping[str, Callable[..., HttpResponse]] = {
    "list-objects": views.list_objects,
    "list-identifiers": views.list_identifiers,
    "agenda-objects": agenda.simple_objects,
    "agenda-identifiers": agenda.simple_identifiers,
    "agenda-by-day-objects": agenda.detailed_objects,
    "agenda-by-day-identifiers": agenda.detailed_identifiers,
    "get-by-id": views.get_by_id,
    "get-by-identifier": views.get_by_identifier,
    "communes": reference.communes,
    "terms": reference.terms,
    "internal-tags": reference.internal_tags,
    "selections": reference.selections,
    "selections-of-objects": reference.selections_of_records,
    "forbidden": reference.forbidden,
    "collaborators": collaborators,
    "member": network.member,
    "members": network.members,
    "person": network.person,
    "person-by-mail": network.person_by_mail,
    "persons-of-member": network.persons_of_member,
    "persons": network.persons,
}
WITH_TOKEN: Mapping[str, Callable[..., HttpResponse]] = {
    "entry": entering.entry,
    "internal-tags-of-objects": beside.internal_tags,
    "private-texts": beside.private_texts,
    "metadata": beside.metadata,
    "metadata-bulk": beside.metadata_bulk,
    "permission": persons.permission,
    "permission-of-person": persons.permission_of_person,
    "profile": persons.profile,
}


def _pattern(one: Service) -> str:
    place = f"/(?P<place>{one.place.pattern})" if one.place else ""
    return rf"^{one.path}{place}/?\Z"


urlpatterns = [
    *(re_path(_pattern(one), VIEWS[one.name], name=one.name) for one in SERVICES),
    *(
        re_path(rf"^{one.pattern}/?\Z", WITH_TOKEN[one.name], name=one.name)
        for one in TOKEN_SERVICES
        if one.name in WITH_TOKEN
    ),
    re_path(r"^export/confirmation/?\Z", exports.confirmation, name="export-confirmation"),
    re_path(r"^openapi\.json\Z", description.openapi, name="openapi"),
    re_path(r"^", views.unknown_service),
]
