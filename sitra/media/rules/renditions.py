"""The sizes in which a picture is kept, by the names of the contract (v002, section 4.4)."""

from collections.abc import Mapping
from dataclasses import dataclass

from sitra.media.events import PICTURES, Form
from sitra.media.rules.tracks.traces import NAME


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture made smaller: it fits in `width` x `height` pixels, is never enlarged, never cropped."""

    name: str
    key: str
    width: int
    height: int

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Give the pixels of a picture of this size once it is made smaller."""
        scale = min(1.0, self.width / width, self.height / height)
        return max(1, round(width * scale)), max(1, round(height * scale))


RENDITIONS = (
    Rendition("qhd", "urlQHD", 2560, 1440),
    Rendition("diaporama", "urlDiaporama", 1200, 2400),
    Rendition("fiche", "urlFiche", 480, 960),
    Rendition("liste", "urlListe", 200, 150),
)
"""From the largest to the smallest, so that each is made of the one before."""
BY_NAME: Mapping[str, Rendition] = {one.name: one for one in RENDITIONS}


def beside_of(form: Form) -> tuple[str, ...]:
    """Name what is made of a file of a form, beside itself."""
    if form in PICTURES:
        return tuple(BY_NAME)
    return (NAME,) if form is Form.GPX else ()
