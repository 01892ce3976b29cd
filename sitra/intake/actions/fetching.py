"""Fetching a source into a spool, page by page: what was fetched is kept, and goes on after a kill.

The spool is a folder of pages; once whole it is an archive, the same bytes for the same pages, that a
run reads like any file. Pages are counted by the source, so that a row that goes while they are read
shifts those behind it: the identifiers are called over at the end, and a row that was missed has the
list read again.
"""

import hashlib
import json
import logging
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import orjson
from django.conf import settings
from django.utils import timezone

from sitra.intake.actions.remotes import Listing, Page, Remote
from sitra.intake.rules import json_texts
from sitra.intake.rules.draft import Unreadable
from sitra.intake.rules.json_texts import Unsound
from sitra.kit.outbound import Bounds, Client, Declined

log = logging.getLogger(__name__)

LASTS = timedelta(hours=12)
"""How long pages are worth going on with; older ones are fetched anew."""
READINGS = 3
"""How often a list that changes is read again before it is taken as a part."""
BOUNDS = Bounds(size=json_texts.LARGEST)
_TORN = 3
"""How often a page that does not read is asked for."""
_PAGES, _SPARE, _STALE = 50_000, 1_000, 3
_NOTED = "state.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_NOT_THERE = 404

type Tell = Callable[[int, int], None]
"""Told how many rows were fetched, out of how many."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched: an archive, and whether it surely holds all that the source has."""

    path: Path
    whole: bool
    notes: tuple[str, ...] = ()


def _silent(_: int, __: int) -> None:
    pass


def fetch(
    remote: Remote, folder: Path, client: Client, *, name: str = "source", tell: Tell = _silent
) -> Fetched:
    """Fetch all pages of a source into a folder, or what is missing of them; `name` names the archive.

    Raises `Unreadable` when the source answers nonsense, and what a `Client` raises.
    """
    spool = _Spool(remote, folder, client, tell)
    archive = folder / f"{name}.zip"
    if not archive.exists():
        for listing in remote.listings:
            spool.complete(listing)
        spool.pack(archive)
    return Fetched(archive, not spool.notes, tuple(spool.notes))


def spool(number: int) -> Path:
    """Name the folder of a harvest."""
    return Path(settings.SPOOL_DIR) / f"harvest-{number}"


def forget(folder: Path) -> None:
    """Throw a spool away, once its archive was taken in."""
    shutil.rmtree(folder, ignore_errors=True)


class _Spool:
    """The pages that are there, and what is known of them: `state.json`, always behind the pages."""

    def __init__(self, remote: Remote, folder: Path, client: Client, tell: Tell) -> None:
        self._remote, self._folder, self._client, self._tell = remote, folder, client, tell
        plan = hashlib.sha256(orjson.dumps(remote.plan, option=orjson.OPT_SORT_KEYS)).hexdigest()
        self._state = self._kept(plan)
        if self._state is None:
            forget(folder)
            folder.mkdir(parents=True, mode=0o700)
            self._state = {"plan": plan, "begun": timezone.now().isoformat(), "lists": {}, "notes": []}
            self._note()

    @property
    def notes(self) -> list[str]:
        """What a person should know of the fetch."""
        return cast("list[str]", self._at["notes"])

    @property
    def _at(self) -> dict[str, Any]:
        assert self._state is not None
        return self._state

    def _kept(self, plan: str) -> dict[str, Any] | None:
        """Take up what was noted, if it is of this plan and not too old."""
        try:
            found = json.loads((self._folder / _NOTED).read_bytes())
            fresh = timezone.now() - datetime.fromisoformat(found["begun"]) < LASTS
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if fresh and found.get("plan") == plan else None

    def _note(self) -> None:
        _write(self._folder / _NOTED, orjson.dumps(self._at))

    def complete(self, listing: Listing) -> None:
        """Fetch what is missing of a list, until no row of it was missed."""
        at = self._at["lists"].setdefault(listing.name, {"pages": 0, "done": False, "readings": 1})
        while not at["done"]:
            self._follow(listing, at)
            if not listing.records or not self._missed(listing, at):
                at["done"] = True
            elif at["readings"] >= READINGS:
                at["done"] = True
                self.notes.append(
                    "La source changeait pendant la lecture : des fiches ont pu être manquées, et rien n'est "
                    "conclu de celles qui n'y sont pas."
                )
            else:
                at |= {"pages": 0, "readings": at["readings"] + 1}
            self._note()

    def _follow(self, listing: Listing, at: dict[str, Any]) -> None:
        """Fetch the pages of a list, from the first that is not there."""
        progress = _Progress(listing, self._met(listing, at))
        more = not at["pages"] or at.get("more", False)
        while more:
            page = self._page(listing, at["pages"], roll=False)
            progress.take(page, self._identifiers(listing, page.rows))
            _write(self._file(listing, at["pages"]), orjson.dumps(page.rows))
            more = page.more
            at |= {"pages": at["pages"] + 1, "more": more}
            self._note()
            if listing.records:
                self._tell(len(progress.met), max(page.total, len(progress.met)))

    def _missed(self, listing: Listing, at: dict[str, Any]) -> bool:
        """Call over the identifiers, and say whether one was not fetched."""
        progress = _Progress(listing, set())
        rank, more = 0, True
        while more:
            page = self._page(listing, rank, roll=True)
            found = (self._remote.identifier(listing, row, roll=True) for row in page.rows)
            progress.take(page, [one for one in found if isinstance(one, int | str)])
            rank, more = rank + 1, page.more
        return not progress.met <= self._met(listing, at)

    def _met(self, listing: Listing, at: Mapping[str, Any]) -> set[Any]:
        """Give the identifiers on the pages that are there."""
        return {one for rows in self._pages(listing, at) for one in self._identifiers(listing, rows)}

    def _identifiers(self, listing: Listing, rows: Sequence[Any]) -> list[Any]:
        found = (self._remote.identifier(listing, row, roll=False) for row in rows)
        return [one for one in found if isinstance(one, int | str)]

    def _page(self, listing: Listing, rank: int, *, roll: bool) -> Page:
        """Ask for a page, again when what comes does not read."""
        for left in range(_TORN - 1, -1, -1):
            try:
                answer = self._client.ask(self._remote.question(listing, rank, roll=roll))
                return self._remote.page(listing, rank, json_texts.parse(answer.body)[0], roll=roll)
            except Unsound as unsound:
                if not left:
                    message = f"La page {rank + 1} de « {listing.name} » ne se lit pas. {unsound}"
                    raise Unreadable(message) from None
            except Declined as refusal:
                if refusal.answer.status == _NOT_THERE and (rank or listing.optional):
                    # Behind the last page of a list that became shorter; or the source has no such list.
                    return Page((), 0, more=False)
                raise self._remote.explain(refusal) from None
        raise AssertionError

    def _file(self, listing: Listing, rank: int) -> Path:
        return self._folder / f"{listing.name}-{rank + 1:06}.json"

    def _pages(self, listing: Listing, at: Mapping[str, Any]) -> Iterator[Sequence[Any]]:
        for rank in range(at["pages"]):
            yield orjson.loads(self._file(listing, rank).read_bytes())

    def pack(self, archive: Path) -> None:
        """Make the archive, then let go of the pages."""
        part = archive.with_suffix(".part")
        with zipfile.ZipFile(part, "w") as packed:
            for listing in self._remote.listings:
                for rank in range(self._at["lists"][listing.name]["pages"]):
                    entry = zipfile.ZipInfo(f"{listing.entry}-{rank + 1:06}.json", _EPOCH)
                    packed.writestr(entry, self._file(listing, rank).read_bytes(), zipfile.ZIP_DEFLATED)
        part.replace(archive)
        for page in self._folder.glob("*-[0-9]*.json"):
            page.unlink()


@dataclass
class _Progress:
    """How far a list is read: refuses one that has no end."""

    listing: Listing
    met: set[Any]
    pages: int = 0
    stale: int = 0
    """Pages on end that brought nothing new: one may be a list that grew at its beginning."""

    def take(self, page: Page, found: Sequence[Any]) -> None:
        """Take note of a page; raises `Unreadable`."""
        new = not self.met.issuperset(found)
        self.met.update(found)
        self.pages, self.stale = self.pages + 1, 0 if new else self.stale + 1
        endless = self.stale >= _STALE or len(self.met) > page.total + _SPARE or self.pages >= _PAGES
        if page.more and (endless or not page.rows):
            raise Unreadable(
                f"La liste « {self.listing.name} » n'a pas de fin ({page.total} fiches annoncées, "
                f"{len(self.met)} lues, et des pages sans rien de nouveau) : prévenez son responsable."
            )


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)
