"""What is told of media, and the forms in which they come."""

from enum import StrEnum

SUBJECT = "media"
KEPT = "media.kept"
FORGOTTEN = "media.forgotten"

WHOLE = "fichier"
"""What a file itself is called in its address, beside its renditions."""


class Form(StrEnum):
    """The forms of files that are taken in; a name or a declared type is never believed."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    GIF = "GIF"
    AVIF = "AVIF"
    PDF = "PDF"
    GPX = "GPX"
    JSON = "JSON"
    """Made here beside a track, of what is shown of it; never taken in."""

    @property
    def extension(self) -> str:
        """How names of such files end."""
        return "jpg" if self is Form.JPEG else self.value.lower()

    @property
    def content_type(self) -> str:
        """Their type for browsers."""
        return _TYPES.get(self, f"image/{self.value.lower()}")


_TYPES = {
    Form.PDF: "application/pdf",
    Form.GPX: "application/gpx+xml",
    Form.JSON: "application/geo+json",
}
PICTURES = frozenset(Form) - frozenset(_TYPES)
TAKEN = frozenset(Form) - {Form.JSON}
"""The forms in which files come."""
