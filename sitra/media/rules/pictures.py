"""Pictures: decoded for real, turned upright, written anew without what they carry beside their pixels.

What was hidden in a picture (EXIF and the place where it was taken, comments, a script after its end) does
not outlive that. Run in a process of its own (`examining`): what decodes may be led astray by what it reads.
"""

import warnings
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from struct import error as StructError  # noqa: N812 - an exception, called as one
from typing import Any

from PIL import GifImagePlugin, Image, ImageCms, ImageFile, ImageOps, JpegImagePlugin, UnidentifiedImageError

from sitra.media.events import PICTURES, WHOLE, Form
from sitra.media.rules.fitness import Bounds, Examined, Made, Unfit
from sitra.media.rules.renditions import RENDITIONS

_FORMS = {"JPEG": Form.JPEG, "MPO": Form.JPEG, **{one.value: one for one in PICTURES}}
_OPENED = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
_SCAN = b"\xff\xda"
"""Where the pixels of a JPEG go on: in what lies between, no such pair of bytes occurs."""
_HEAD = 64
_BYTE = 255
_PLAIN = {"RGB", "RGBA", "L", "LA"}


def examine(path: Path, folder: Path, bounds: Bounds) -> Examined:
    """Write a picture anew in a folder, with its renditions; raises `Unfit` when it is none, or too large."""
    Image.MAX_IMAGE_PIXELS = bounds.pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    GifImagePlugin.LOADING_STRATEGY = GifImagePlugin.LoadingStrategy.RGB_AFTER_DIFFERENT_PALETTE_ONLY
    picture = _opened(path, bounds)
    form = _FORMS[picture.format or ""]
    if form is Form.JPEG and path.read_bytes().count(_SCAN) > bounds.scans:
        message = f"l'image est faite de plus de {bounds.scans} passes : enregistrez-la de nouveau."
        raise Unfit(message)
    kept = folder / f"{WHOLE}.{form.extension}"
    if form in {Form.GIF, Form.WEBP} and getattr(picture, "is_animated", False):
        still = _animated(picture, kept, form, bounds)
    else:
        still = _still(picture, kept, form, path)
    made = Made(WHOLE, form, *still.size)
    return Examined((made, *_renditions(still, folder)))


def _opened(path: Path, bounds: Bounds) -> ImageFile.ImageFile:
    limit = bounds.pixels // 1_000_000
    try:
        picture = Image.open(path, formats=_OPENED)
    except UnidentifiedImageError:
        message = "ce n'est pas une image que Sitra sait lire : envoyez du JPEG, PNG, WebP, AVIF ou GIF."
        raise Unfit(message) from None
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        message = f"l'image a plus de {limit} millions de pixels : réduisez-la."
        raise Unfit(message) from None
    if picture.width * picture.height > bounds.pixels or max(picture.size) > bounds.side:
        message = (
            f"l'image mesure {picture.width} × {picture.height} pixels : "
            f"réduisez-la à {limit} millions, {bounds.side} au plus de côté."
        )
        raise Unfit(message)
    return picture


def _still(picture: ImageFile.ImageFile, kept: Path, form: Form, path: Path) -> Image.Image:
    """Keep a picture that does not move; of several in one file, the first."""
    options = _options(picture, form, path)
    picture.load()
    with suppress(SyntaxError, ValueError, KeyError, TypeError, StructError):
        # What is said of the picture cannot be read: it is shown as it lies.
        ImageOps.exif_transpose(picture, in_place=True)
    shown: Image.Image = _in_srgb(picture)
    if form is Form.JPEG and shown.mode not in {"RGB", "L"}:
        shown, options = shown.convert("RGB"), {"quality": 92}
    elif shown.mode not in _PLAIN | ({"P", "1"} if form in {Form.PNG, Form.GIF} else set()):
        shown = shown.convert("RGBA" if shown.has_transparency_data else "RGB")
    transparent = shown.info.get("transparency")
    shown.info = {} if transparent is None else {"transparency": transparent}
    shown.save(kept, form.value, **options)
    return shown


def _options(picture: ImageFile.ImageFile, form: Form, path: Path) -> dict[str, Any]:
    """Choose how a picture is written so that it loses nothing that one sees."""
    if form is Form.JPEG:
        tables: dict[int, list[int]] = getattr(picture, "quantization", {})
        sampling = JpegImagePlugin.get_sampling(picture)
        common = {"optimize": True, "progressive": True}
        if tables and all(1 <= step <= _BYTE for table in tables.values() for step in table):
            return {**common, "qtables": tables, "subsampling": max(sampling, 0)}
        return {**common, "quality": 92}
    if form is Form.WEBP:
        with path.open("rb") as file:
            lossless = b"VP8L" in file.read(_HEAD)
        return {"lossless": True} if lossless else {"quality": 90}
    return {"quality": 80, "speed": 8} if form is Form.AVIF else {}


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Bring colours to those of the web; a profile that says nothing sensible is passed over."""
    profile = picture.info.get("icc_profile")
    if not profile:
        return picture
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(given):
            return picture
        wanted = "RGBA" if picture.mode == "RGBA" else "RGB"
        turned = ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode=wanted)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return turned or picture


def _animated(picture: ImageFile.ImageFile, kept: Path, form: Form, bounds: Bounds) -> Image.Image:
    """Keep a picture that moves, frame by frame; renditions show the first."""
    pairs = list(_frames(picture, bounds))
    frames, durations = [frame for frame, _ in pairs], [duration for _, duration in pairs]
    loop = {"loop": picture.info["loop"]} if "loop" in picture.info else {}
    first, *others = frames
    first.save(
        kept, form.value, save_all=True, append_images=others, duration=durations, optimize=False, **loop
    )
    return first


def _frames(picture: ImageFile.ImageFile, bounds: Bounds) -> Iterator[tuple[Image.Image, int]]:
    number, pixels = 0, picture.width * picture.height
    while True:
        try:
            picture.seek(number)
        except EOFError:
            return
        number += 1
        if number > bounds.frames or number * pixels > bounds.pixels:
            message = f"l'animation est trop longue ou trop grande : {bounds.frames} images au plus."
            raise Unfit(message)
        frame = picture.copy()
        transparent = frame.info.get("transparency")
        frame.info = {} if transparent is None else {"transparency": transparent}
        yield frame, int(picture.info.get("duration") or 0)


def _renditions(still: Image.Image, folder: Path) -> Iterator[Made]:
    """Write each size, of the one before; what one sees through is kept so."""
    through = still.has_transparency_data
    current = still.convert("RGBA" if through else "RGB")
    current.info = {}
    if through and current.getchannel("A").getextrema()[0] == _BYTE:
        through, current = False, current.convert("RGB")
    form, options = (Form.PNG, {}) if through else (Form.JPEG, {"quality": 82, "progressive": True})
    for one in RENDITIONS:
        size = one.size(*still.size)
        if size != current.size:
            current = current.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        current.save(folder / f"{one.name}.{form.extension}", form.value, **options)
        yield Made(one.name, form, *size)
