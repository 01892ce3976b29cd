"""What the program reads from its environment."""

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def configure() -> None:
    """Name the settings module, unless the environment already names one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def flag(name: str) -> bool:
    """Say whether a variable is set to a word of assent."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on", "oui"}


def words(name: str, default: Sequence[str]) -> list[str]:
    """Read a comma-separated variable."""
    given = [word.strip() for word in os.environ.get(name, "").split(",")]
    return [word for word in given if word] or list(default)


def number(name: str, default: int) -> int:
    """Read a whole number; what is none counts as not given."""
    given = os.environ.get(name, "").strip()
    return int(given) if given.isdecimal() else default


def table(name: str, default: Mapping[str, Any]) -> dict[str, Any]:
    """Read a JSON object; what is none stops the program at its start, in words."""
    given = os.environ.get(name, "").strip()
    try:
        held = json.loads(given) if given else dict(default)
    except ValueError:
        held = None
    if not isinstance(held, dict):
        message = f'{name} must be a JSON object, like {{"location": "/srv/media"}}.'
        raise SystemExit(message)
    return held


def directory(name: str, default: Path) -> Path:
    """Read a directory, absolute; it is not created here."""
    return Path(os.environ.get(name) or default).expanduser().resolve()


def secret_key(var: Path) -> str:
    """Take the signing key from `SITRA_SECRET_KEY`, or keep one of our own under `var/`.

    The file is made with mode 600 at the first start, so that sessions outlive a restart.
    """
    if given := os.environ.get("SITRA_SECRET_KEY"):
        return given
    kept = var / "secret-key"
    if not kept.exists():
        var.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
    return kept.read_text(encoding="ascii")
