"""How static files are stored: hashed names, so that they can be kept for ever."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.compress import brotli_installed
from whitenoise.storage import CompressedManifestStaticFilesStorage

_NOTE = ".gathered"


class Hashed(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files; imports inside ES modules are rewritten too."""

    support_js_module_import_aggregation = True
    manifest_strict = True


def gather() -> bool:
    """Bring together, name and compress all static files; answer whether there was anything to do.

    There is not when the bytes of every source, those who make files of them, and what was made last
    time are all as they were.
    """
    note = Path(settings.STATIC_ROOT) / _NOTE
    if note.is_file() and note.read_text(encoding="utf-8") == _fingerprint():
        return False
    note.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    note.write_text(_fingerprint(), encoding="utf-8")
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for part in (*_makers(), *_sources(), *_made()):
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return digest.hexdigest()


def _makers() -> Iterator[bytes]:
    yield Path(__file__).read_bytes()
    settled = (settings.STORAGES["staticfiles"], settings.STATIC_URL, brotli_installed)
    yield repr((django.VERSION, version("whitenoise"), settled)).encode()


def _sources() -> Iterator[bytes]:
    for finder in get_finders():
        for name, storage in finder.list(()):
            yield name.encode()
            with storage.open(name) as file:
                yield file.read()


def _made() -> Iterator[bytes]:
    """Give name, length and time of writing of each file that was made."""
    root = Path(settings.STATIC_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.name != _NOTE:
            stands = path.stat()
            yield f"{path.relative_to(root)} {stands.st_size} {stands.st_mtime_ns}".encode()
