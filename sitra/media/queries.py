"""Reads of media: what is served at an address, and what a record says of a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.utils import timezone

from sitra.kit.errors import Unknown
from sitra.kit.file_names import stem
from sitra.media.events import PICTURES, TAKEN, WHOLE, Form
from sitra.media.models import Media
from sitra.media.rules.addresses import digests, kept_at, place
from sitra.media.rules.renditions import RENDITIONS, beside_of
from sitra.media.rules.tracks import traces
from sitra.media.rules.tracks.naming import Named, named
from sitra.media.rules.tracks.traces import Trace

STORAGE = "media"


@dataclass(frozen=True, slots=True)
class Served:
    """A file, or a rendition of one, as it is served."""

    at: str
    form: Form
    title: str

    @property
    def is_document(self) -> bool:
        """Say whether it is taken home rather than shown: neither a picture nor made here."""
        return self.form not in PICTURES and self.form in TAKEN

    def opened(self) -> IO[bytes]:
        """Open its content in the storage; raises `Unknown` where it is gone."""
        try:
            return storage().open(self.at)
        except FileNotFoundError:
            message = "Ce fichier n'est plus là."
            raise Unknown(message) from None


def storage() -> Storage:
    """Give the storage of media: a folder, or what the settings put in its place."""
    return storages[STORAGE]


def served(digest: str, name: str, extension: str) -> Served:
    """Find what an address names; raises `Unknown` where no file has this digest, or not this rendition."""
    row = Media.objects.filter(digest=digest).only("digest", "form", "shown_as", "name").first()
    known = {WHOLE: row.form, **dict.fromkeys(beside_of(Form(row.form)), row.shown_as)} if row else {}
    form = Form(known[name]) if known.get(name) else None
    if row is None or form is None or form.extension != extension:
        message = "Aucun fichier ne se trouve à cette adresse."
        raise Unknown(message)
    return Served(kept_at(digest, name, form), form, f"{stem(row.name)}.{form.extension}")


def described(row: Media, name: str) -> dict[str, Any]:
    """Write what a record says of a file, under the name by which it came (v002, section 4.4).

    `hauteur` and `largeur` in pixels, `taille` in bytes, `checksum` the SHA-256 of what `url` serves.
    """
    base = settings.MEDIA_ADDRESS
    said: dict[str, Any] = {"url": base + place(row.digest, WHOLE, Form(row.form))}
    if row.is_picture:
        shown = Form(row.shown_as)
        said |= {one.key: base + place(row.digest, one.name, shown) for one in reversed(RENDITIONS)}
        said |= {"hauteur": row.height, "largeur": row.width}
    at = row.received_at.astimezone(timezone.get_default_timezone())
    return {
        **said,
        "extension": Form(row.form).extension,
        "fileName": stem(name),
        "taille": row.size,
        "lastModifiedDate": f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}{at:%z}",
        "checksum": row.digest,
    }


@dataclass(frozen=True, slots=True)
class Track:
    """A track of a record; nothing is shown of one that is kept elsewhere."""

    named: Named
    trace: Trace | None


def tracks(document: Mapping[str, Any]) -> list[Track]:
    """Give the tracks that a record names, with what is shown of each."""
    return [Track(one, _trace(one)) for one in named(document)]


def _trace(one: Named) -> Trace | None:
    if not one.digest:
        return None
    try:
        with storage().open(kept_at(one.digest, traces.NAME, Form.JSON)) as file:
            return traces.read(file.read())
    except FileNotFoundError:
        return None


def used_by(documents: Iterable[Mapping[str, Any]]) -> list[set[int]]:
    """Give, for each document, the files of ours that it names; they are held until the transaction ends."""
    asked = [digests(one) for one in documents]
    every = set().union(*asked)
    if not every:
        return [set() for _ in asked]
    rows = Media.objects.filter(digest__in=list(every)).order_by("pk").select_for_update(no_key=True)
    known = {row.digest: row.pk for row in rows.only("digest")}
    return [{known[digest] for digest in one if digest in known} for one in asked]
