"""The services that write beside records: internal criteria, private texts, collaborators, metadata."""

from collections.abc import Mapping

import orjson
from django.http import HttpRequest

from sitra.delivery import policy, queries as delivery
from sitra.delivery.events import Mode, Scope
from sitra.delivery.policy import OpenProject
from sitra.doors.v002.protocol import bearer, form, with_token, written_by
from sitra.formats.rules.v002 import layers, notes
from sitra.formats.rules.v002.errors import ErrorType, Refused
from sitra.formats.rules.v002.jsons import bad
from sitra.review import actions as review, queries as reviewed
from sitra.review.actions.partnering import Noted, Said
from sitra.review.policy import Partner
from sitra.tourism import queries as tourism

_SSO = "tokenSSO"


@with_token("internal-tags-of-objects")
def internal_tags(request: HttpRequest) -> bytes:
    """Answer `criteres-internes/`: what could not be changed is just missing from `id`."""
    partner = _partner(request)
    if request.method == "PUT":
        asked = layers.tags(_field(request, "criteres"), "criteresInternesAAjouter")
        changed, status = review.tag(asked.records, asked.tags, by=partner), "AJOUT_CRITERES"
    else:
        asked = layers.tags(_field(request, "criteres"), "criteresInternesASupprimer")
        changed, status = review.untag(asked.records, asked.tags, by=partner), "SUPPRESSION_CRITERES"
    return orjson.dumps({"id": changed, "status": status})


@with_token("private-texts")
def private_texts(request: HttpRequest) -> bytes:
    """Answer `donnees-privees/`."""
    partner, erased = _partner(request), request.method == "DELETE"
    asked = [Said(*one) for one in layers.texts(_field(request, "donneesPrivees"), erased=erased)]
    (review.erase_texts if erased else review.write_texts)(asked, by=partner)
    return _status("SUPPRESSION_DONNEES_PRIVEES" if erased else "MODIFICATION_DONNEES_PRIVEES")


@with_token("collaborators")
def collaborators(request: HttpRequest) -> bytes:
    """Answer `collaborateurs/` where it is written."""
    partner = _partner(request)
    record, members = layers.team(_field(request, "collaborateurs"))
    ended = request.method == "DELETE"
    (review.dissociate if ended else review.associate)(record, members, by=partner)
    status = "SUPPRESSION_COLLABORATEURS" if ended else "AJOUT_COLLABORATEURS"
    return orjson.dumps({"id": record, "status": status})


@with_token("metadata")
def metadata(
    request: HttpRequest, place: str, node: str, target: str | None = None, whose: str | None = None
) -> bytes:
    """Answer `metadata/{referenceId}/{nodeId}[/{targetType}[/{targetId}]]`."""
    project = bearer(request, Scope.METADATA).project
    policy.demand_node(project, node)
    record, aimed = int(place), notes.target_of(target) if target else None
    number = int(whose) if whose else None
    notes.demand_target(aimed, number)
    partner = _keeper(project)
    if request.method == "PUT":
        texts = _texts(request)
        one = aimed and notes.of_target(node, aimed, number or 0, texts)
        kept = [one] if one else notes.of_form(node, texts)
        review.keep_notes(record, kept, by=partner)
        return _status("MODIFICATION_METADONNEES")
    if request.method == "DELETE":
        review.drop_notes(record, node, target=aimed, whose=number, by=partner)
        return _status("SUPPRESSION_METADONNEES")
    row = reviewed.living(record, partner.who)
    return orjson.dumps(notes.written(notes.of(tourism.notes(row.pk, node), aimed, number)))


@with_token("metadata-bulk")
def metadata_bulk(request: HttpRequest) -> bytes:
    """Answer `metadata/`: many records at once, all of it or nothing."""
    project = bearer(request, Scope.METADATA).project
    acts = [
        Noted(one.number, one.node, one.notes, one.target, one.whose)
        for one in notes.of_bulk(_field(request, "query"))
    ]
    for node in {act.node for act in acts}:
        policy.demand_node(project, node)
    review.note_all(acts, by=_keeper(project))
    return _status("MODIFICATION_METADONNEES")


def _partner(request: HttpRequest) -> Partner:
    """Say who writes; a project that may not modify records adds nothing to them either."""
    writer = written_by(request)
    policy.demand_mode(writer.project, Mode.MODIFY)
    return Partner(writer.project.member_id, writer.who, writer.author)


def _keeper(project: OpenProject) -> Partner:
    return Partner(project.member_id, delivery.of_project(project))


def _texts(request: HttpRequest) -> Mapping[str, str]:
    """Give the fields of the form, each once."""
    sent = form(request).texts
    if twice := next((name for name in sent if len(sent.getlist(name)) > 1), None):
        bad(f"Le champ « {twice[:60]} » est donné plusieurs fois.")
    return {name: str(sent[name]) for name in sent}


def _field(request: HttpRequest, name: str) -> str:
    """Give the one field that a service takes besides `tokenSSO`; others are refused."""
    texts = _texts(request)
    if other := next((one for one in texts if one not in {name, _SSO}), None):
        bad(f"Le champ « {other[:60]} » n'existe pas dans ce service.")
    if not texts.get(name):
        raise Refused(ErrorType.ECRITURE_BAD_REQUEST, f"Le champ « {name} » manque.")
    return texts[name]


def _status(word: str) -> bytes:
    return orjson.dumps({"status": word})
