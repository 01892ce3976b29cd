"""The storage of a test, and what lies in it."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from pytest_django import Settings

from sitra.media import actions
from sitra.media.actions import Given
from sitra.media.events import PICTURES, Form
from sitra.media.models import Media
from tests.cast import Cast


class Store:
    """A folder in place of the storage of media."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        options = {"location": str(folder)}
        backend = "django.core.files.storage.FileSystemStorage"
        settings.STORAGES = {**settings.STORAGES, "media": {"BACKEND": backend, "OPTIONS": options}}

    def files(self) -> list[str]:
        """Give the names of the files that lie in it."""
        return sorted(path.name for path in self.folder.rglob("*") if path.is_file())

    def is_untouched(self) -> bool:
        """Say whether nothing was kept, neither a row nor a file."""
        return not self.files() and not Media.objects.exists()


def keeping(
    cast: Cast, folder: Path, *, forms: frozenset[Form] = PICTURES, member: str = "aubenas", **sent: bytes
) -> AbstractContextManager[Any]:
    """Give files for a member, as the door does with what came to it."""
    given = {}
    for name, content in sent.items():
        path = folder / f"{name}.sent"
        path.write_bytes(content)
        given[name] = Given(path, f"{name}.jpg", forms)
    return actions.keeping(given, member=cast.members[member].pk, person=cast.clerk)
