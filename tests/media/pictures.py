"""Files as people and their opposites send them, made on the spot."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.actions import JavaScript

LATITUDE = 44.62


def scene(width: int = 1600, height: int = 900, mode: str = "RGB") -> Image.Image:
    """Draw something that is not the same everywhere."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, width // 4, height // 4), fill=(200, 30, 30))
    draw.ellipse((width // 2, height // 3, width - 5, height - 5), fill=(20, 90, 200))
    return picture.convert(mode)


def written(picture: Image.Image, form: str, **options: Any) -> bytes:
    """Write a picture in a form."""
    buffer = BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()


def jpeg(width: int = 1600, height: int = 900, **options: Any) -> bytes:
    """Write a JPEG."""
    return written(scene(width, height), "JPEG", quality=88, **options)


def located_jpeg(orientation: int = 6) -> bytes:
    """Write a JPEG as a phone does: lying on its side, with the place where it was taken, and a comment."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Marque Secrète"
    exif.get_ifd(0x8825).update({1: "N", 2: (44.0, 37.0, 12.0), 3: "E", 4: (4.0, 23.0, 24.0)})
    return jpeg(exif=exif, comment=b"taken at home")


def animation(frames: int = 3, size: tuple[int, int] = (60, 40)) -> bytes:
    """Write a GIF that moves."""
    drawn = [Image.new("RGB", size, (20 * (rank % 10), 40, 90)) for rank in range(frames)]
    for rank, one in enumerate(drawn):
        one.putpixel((rank % size[0], rank // size[0] % size[1]), (255, 255, 255))
    return written(drawn[0], "GIF", save_all=True, append_images=drawn[1:], duration=80, loop=0)


def _chunk(name: bytes, content: bytes) -> bytes:
    checked = name + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """Write a PNG of a few kilobytes that unfolds to gigabytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(20)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def many_scans(times: int = 2_000) -> bytes:
    """Write a progressive JPEG whose last scan comes again and again, each time to be worked through."""
    content = jpeg(400, 300, progressive=True)
    last = content.rindex(b"\xff\xda")
    scan = content[last:-2]
    return content[:-2] + scan * times + content[-2:]


def pdf(pages: int = 2) -> bytes:
    """Write a brochure."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    return _document(writer)


def pdf_with_program() -> bytes:
    """Write a brochure that runs something when it is opened."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_open_action(JavaScript("app.alert('boo');"))
    return _document(writer)


def pdf_with_file() -> bytes:
    """Write a brochure that carries another file."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_attachment("run.exe", b"MZ")
    return _document(writer)


def pdf_locked() -> bytes:
    """Write a brochure behind a password."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.encrypt("x", algorithm="RC4-128")
    return _document(writer)


def _document(writer: PdfWriter) -> bytes:
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><script>alert(document.cookie)</script></html>"
PHP = b"<?php system($_GET['c']); ?>"
