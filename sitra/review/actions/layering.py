"""Aspects of what somebody types over: a value taken back to the record, a whole aspect gone and back."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from sitra.accounts.models import Person
from sitra.catalog.rules.aspects import covers, layers
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.layering import taken_back, without
from sitra.kit.errors import Impossible
from sitra.review.actions.editing import Typed, shown_in, type_over, write_over
from sitra.review.models import Draft
from sitra.review.queries.previewing import drafted
from sitra.review.rules.editing.layers import layer_of, typed_as, typed_of
from sitra.review.rules.editing.reading import Sent
from sitra.review.rules.seasons.automatic import WORDINGS


@transaction.atomic
def follow_record(number: int, sent: Sent, name: str, *, by: Person) -> Typed:
    """Keep what the form of an aspect holds, then let it say what the record says in one place of it."""
    typed, aspect = type_over(number, sent, by=by), layer_of(sent)
    if not aspect:
        return typed
    draft, kind = typed.draft, Kind(typed.draft.object.kind)
    for place in (name, *_with(name, shown_in(draft, aspect))):
        draft.document = taken_back(draft.document, aspect, kind, place)
    unread = {one for one in typed_of(draft.typed, aspect) if covers(name, one)}
    gone = typed_as(dict.fromkeys(unread, ""), aspect)
    draft.typed = {one: words for one, words in draft.typed.items() if one not in gone}
    draft.save(update_fields=["document", "typed"])
    return Typed(draft, {one: words for one, words in typed.wrong.items() if one not in unread})


def _with(name: str, shown: Mapping[str, Any]) -> list[str]:
    """Give what goes back with a place: the sentence that follows its periods, who writes a sentence."""
    found = []
    for wording in WORDINGS:
        if covers(wording.path, name) or (covers(wording.block, name) and wording.follows(shown)):
            found += [wording.path, f"{wording.block}.{wording.mode}"]
    return found


@transaction.atomic
def drop_layer(number: int, aspect: str, *, by: Person) -> Draft:
    """Take a whole aspect out of one's draft; it can be put back while the draft is not saved."""
    list(Draft.objects.select_for_update().filter(object_id=number, person=by))
    before = drafted(by, number).document
    if aspect not in layers(before):
        message = "Cette version n'a rien en propre : il n'y a rien à retirer."
        raise Impossible(message)
    draft = write_over(number, without(before, aspect), by=by)
    draft.copied = {"before": before, "after": draft.document}
    gone = typed_as(typed_of(draft.typed, aspect), aspect)
    draft.typed = {one: words for one, words in draft.typed.items() if one not in gone}
    draft.save(update_fields=["copied", "typed"])
    return draft
