"""The track of a trail in one's draft: put there, taken away, and what it says taken over when one asks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from sitra.accounts.models import Person
from sitra.kit.errors import Impossible
from sitra.media import queries as media
from sitra.media.rules.tracks.naming import LIST
from sitra.review.actions.editing import type_over, write_over
from sitra.review.actions.illustrating import rearrange
from sitra.review.rules.editing import trails
from sitra.review.rules.editing.reading import Sent


@dataclass(slots=True)
class _Swap:
    """What a change of the media takes away."""

    gone: dict[str, Any] | None = None

    def note(self, items: trails.Items) -> None:
        """Remember the track there is."""
        rank = trails.first(items)
        self.gone = None if rank is None else dict(items[rank])


def attach_track(number: int, sent: Sent, said: Mapping[str, Any], *, by: Person) -> dict[str, Any] | None:
    """Put a file that was brought among the media of a draft; answers the track it replaces."""
    swap = _Swap()

    def change(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        swap.note(items)
        return trails.attached(items, said)

    rearrange(number, LIST, sent, change, by=by)
    return swap.gone


def detach_track(number: int, sent: Sent, *, by: Person) -> dict[str, Any] | None:
    """Take the track out of a draft; answers it, so that it can be put back."""
    swap = _Swap()

    def change(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        swap.note(items)
        return trails.detached(items)

    rearrange(number, LIST, sent, change, by=by)
    return swap.gone


def restore_track(number: int, sent: Sent, item: Mapping[str, Any], *, by: Person) -> None:
    """Put a track back that was replaced or taken away."""
    rearrange(number, LIST, sent, lambda items: trails.restored(items, item), by=by)


@transaction.atomic
def follow_track(number: int, sent: Sent, paths: Collection[str] | None, *, by: Person) -> int:
    """Take over what the track says at some places, else wherever the record says nothing; answers how many.

    Raises `Impossible` where the draft has no track of ours any more.
    """
    typed = type_over(number, sent, by=by)
    document = typed.draft.document
    trace = next((one.trace for one in media.tracks(document) if one.trace), None)
    if trace is None:
        message = "La fiche n'a plus de trace à lire : envoyez-la de nouveau."
        raise Impossible(message)
    written = trails.changed(document, trace, paths)
    draft = write_over(number, trails.taken(document, trace, paths), by=by)
    draft.typed = {name: words for name, words in draft.typed.items() if name not in written}
    draft.save(update_fields=["typed"])
    return len(written)
