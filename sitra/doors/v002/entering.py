"""The service `ecriture/`: records written by programs, in every mode of section 6."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import orjson
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest

from sitra.delivery import policy
from sitra.delivery.events import Mode
from sitra.delivery.queries import Writing
from sitra.doors.v002.protocol import form, with_token, written_by
from sitra.formats.rules.v002 import enclosures, entries
from sitra.formats.rules.v002.asked import Asked, Entry
from sitra.formats.rules.v002.errors import ErrorType, Refused
from sitra.formats.rules.v002.jsons import bad
from sitra.kit.errors import Impossible
from sitra.media import actions as media
from sitra.media.actions import Given, TooMuch, UnfitFile
from sitra.media.events import Form
from sitra.review import actions as review, queries as reviewed
from sitra.review.actions.entering import Entered, Fault, Faulty, Way
from sitra.review.events import Purpose
from sitra.review.policy import Partner

logger = logging.getLogger(__name__)

_NEEDS = {
    Entry.CREATE: Mode.CREATE,
    Entry.MODIFY: Mode.MODIFY,
    Entry.ASK_DELETION: Mode.DELETE,
    Entry.ASK_HIDING: Mode.MODIFY,
    Entry.HIDE: Mode.MODIFY,
    Entry.CANCEL: Mode.MODIFY,
}
_FAILED = {
    Entry.CREATE: ErrorType.CREATION_VALIDATION_FAILED,
    Entry.MODIFY: ErrorType.MODIFICATION_VALIDATION_FAILED,
    Entry.ASK_DELETION: ErrorType.DEMANDE_SUPPRESSION_FAILED,
    Entry.ASK_HIDING: ErrorType.DEMANDE_MASQUAGE_FAILED,
    Entry.HIDE: ErrorType.DEMANDE_MASQUAGE_FAILED,
    Entry.CANCEL: ErrorType.CANCEL_FAILED,
}


_WRONG = {
    Fault.UNREADABLE: ErrorType.ECRITURE_INVALID_JSON_DATA,
    Fault.TERMS: ErrorType.ECRITURE_INVALID_OBJET_TOURISTIQUE_DATA,
}


@dataclass(frozen=True, slots=True)
class _Writer:
    """Who writes, and how."""

    partner: Partner
    way: Way
    files: Mapping[str, Given]

    @contextmanager
    def keeping(self, asked: Asked) -> Iterator[Asked]:
        """Keep the files of a call with what is written within, and give the call as it reads with them."""
        if not self.files:
            yield asked
            return
        with media.keeping(self.files, member=self.partner.member, person=self.partner.person) as said:
            yield enclosures.filled(asked, said)


@with_token("entry")
def entry(request: HttpRequest) -> bytes:
    """Answer `ecriture/`: `{id, status}`."""
    writing = written_by(request)
    texts, parts = _sent(request)
    asked = entries.read(texts)
    forms = enclosures.matched(asked, parts)
    policy.demand_mode(writing.project, _NEEDS[asked.mode])
    writer = _writer(
        writing, asked, {name: _given(parts[enclosures.PART + name], forms[name]) for name in forms}
    )
    try:
        done = _ACTS[asked.mode](asked, writer, writing)
    except UnfitFile as error:
        logger.warning("ecriture: project %d, %s", writing.project.id, error)
        raise Refused(ErrorType.ECRITURE_INVALID_MULTIMEDIA, str(error)) from error
    except TooMuch as error:
        logger.warning("ecriture: project %d, %s", writing.project.id, error)
        raise Refused(ErrorType.ECRITURE_TOO_LARGE, str(error)) from error
    except Faulty as error:
        raise Refused(_WRONG.get(error.fault, _FAILED[asked.mode]), _said(error)) from error
    except Impossible as error:
        raise Refused(_FAILED[asked.mode], str(error)) from error
    return orjson.dumps({"id": done.number, "status": _status(asked.mode, done)})


def _writer(writing: Writing, asked: Asked, files: Mapping[str, Given]) -> _Writer:
    terms = writing.project.agreed
    partner = Partner(writing.project.member_id, writing.who, writing.author)
    at_once = terms.may_validate and (asked.skips_validation or asked.mode is Entry.HIDE)
    return _Writer(partner, Way(writing.project.id, at_once=at_once, cancels=asked.cancels_on_fault), files)


def _create(asked: Asked, writer: _Writer, writing: Writing) -> Entered:
    assert asked.kind
    policy.demand_kind(writing.project, asked.kind)
    with writer.keeping(asked) as whole:
        document = entries.written({}, whole, asked.kind)
        return review.enter(document, kind=asked.kind, owner=asked.owner, by=writer.partner, way=writer.way)


def _modify(asked: Asked, writer: _Writer, writing: Writing) -> Entered:
    known = reviewed.entered(asked.number or 0, writer.partner.who)
    policy.demand_kind(writing.project, known.kind)
    with writer.keeping(asked) as whole:
        document = entries.written(known.document, whole, known.kind)
        return review.amend(known.number, document, seen=known.revision, by=writer.partner, way=writer.way)


def _request(purpose: Purpose) -> "Act":
    def act(asked: Asked, writer: _Writer, writing: Writing) -> Entered:
        known = reviewed.entered(asked.number or 0, writer.partner.who)
        policy.demand_kind(writing.project, known.kind)
        return review.request(known.number, purpose, by=writer.partner, way=writer.way)

    return act


def _cancel(asked: Asked, writer: _Writer, writing: Writing) -> Entered:
    del writing
    return review.cancel(asked.number or 0, by=writer.partner, way=writer.way)


type Act = Callable[[Asked, _Writer, Writing], Entered]
_ACTS: Mapping[Entry, Act] = {
    Entry.CREATE: _create,
    Entry.MODIFY: _modify,
    Entry.ASK_DELETION: _request(Purpose.DELETE),
    Entry.ASK_HIDING: _request(Purpose.HIDE),
    Entry.HIDE: _request(Purpose.HIDE),
    Entry.CANCEL: _cancel,
}


def _status(mode: Entry, done: Entered) -> str:
    """Say what was done in a word of the contract; those of hiding and cancelling are ours."""
    if mode is Entry.MODIFY and done.same:
        return "MODIFICATION_NO_DIFF"
    if done.same:
        return "NO_ACTION"
    if mode in {Entry.CREATE, Entry.MODIFY}:
        return f"{mode.value}_VALIDATION_{'ASKED' if done.waits else 'SKIPPED'}"
    if mode is Entry.CANCEL:
        return "ANNULATION_DEMANDE_DONE"
    if done.waits:
        return "DEMANDE_SUPPRESSION_SENT" if mode is Entry.ASK_DELETION else "DEMANDE_MASQUAGE_SENT"
    return "MASQUAGE_DONE"


def _said(error: Faulty) -> str:
    told = "Erreur lors du traitement des données pour le paramètre 'root'. Cause: "
    return f"{told if error.fault is Fault.UNREADABLE else ''}{error}"


def _sent(request: HttpRequest) -> tuple[dict[str, str], dict[str, TemporaryUploadedFile]]:
    """Give the texts and the files of the form, each name once."""
    sent = form(request)
    names = Counter(name for held in (sent.texts, sent.files) for name in held for _ in held.getlist(name))
    if twice := next((name for name, times in names.items() if times > 1), None):
        bad(f"Le champ « {twice[:60]} » est donné plusieurs fois.")
    texts = {name: str(sent.texts[name]) for name in sent.texts}
    return texts, {name: cast("TemporaryUploadedFile", sent.files[name]) for name in sent.files}


def _given(part: TemporaryUploadedFile, forms: frozenset[Form]) -> Given:
    return Given(Path(part.temporary_file_path()), part.name or "", forms)
