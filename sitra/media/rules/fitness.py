"""What a file must be to be kept, and what was found in it."""

from dataclasses import asdict, dataclass
from typing import Any

from sitra.media.events import Form


class Unfit(Exception):
    """A file that is not kept; its text is a French sentence that says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What reading a file may take: `seconds` of processor, `memory` in bytes, and what it may hold."""

    pixels: int
    side: int = 20_000
    frames: int = 200
    scans: int = 100
    pages: int = 1_000
    objects: int = 200_000
    points: int = 200_000
    seconds: int = 60
    memory: int = 2 << 30


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was written: the one to be kept, or a rendition of it."""

    name: str
    form: Form
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file is, and what was made of it: first itself, as it is to be kept, then its renditions."""

    made: tuple[Made, ...]

    @property
    def whole(self) -> Made:
        """The file itself."""
        return self.made[0]

    def told(self) -> dict[str, Any]:
        """Write it for the process that asked."""
        return {"made": [asdict(one) for one in self.made]}


def heard(told: dict[str, Any]) -> Examined:
    """Read what the process that examined a file told."""
    return Examined(tuple(Made(**{**one, "form": Form(one["form"])}) for one in told["made"]))
