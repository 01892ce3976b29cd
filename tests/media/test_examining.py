"""Files are taken for what they are: decoded, upright, bare of what they carried; the others are refused."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from PIL import Image

from sitra.media.events import Form
from sitra.media.rules.fitness import Bounds, Unfit
from sitra.media.rules.renditions import BY_NAME, RENDITIONS
from tests.media import pictures
from tests.media.conftest import Examine


def test_a_picture_gets_its_renditions(examine: Examine, folder: Path) -> None:
    found = examine(pictures.jpeg(3200, 1800))
    assert [(one.name, one.width, one.height) for one in found.made] == [
        ("fichier", 3200, 1800),
        ("qhd", 2560, 1440),
        ("diaporama", 1200, 675),
        ("fiche", 480, 270),
        ("liste", 200, 112),
    ]
    for one in found.made:
        with Image.open(folder / f"{one.name}.jpg") as picture:
            picture.load()
            assert (picture.format, picture.size) == ("JPEG", (one.width, one.height))


def test_a_small_picture_is_not_enlarged(examine: Examine) -> None:
    assert {(one.width, one.height) for one in examine(pictures.jpeg(90, 60)).made} == {(90, 60)}


def test_what_a_phone_adds_is_gone_and_the_picture_stands_upright(examine: Examine, folder: Path) -> None:
    content = pictures.located_jpeg(orientation=6)
    with Image.open(io.BytesIO(content)) as sent:
        assert sent.getexif().get_ifd(0x8825), "what was sent says where it was taken"
    found = examine(content)
    assert (found.whole.width, found.whole.height) == (900, 1600)
    for path in folder.iterdir():
        written = path.read_bytes()
        assert b"Exif" not in written
        assert b"Marque" not in written
        assert b"taken at home" not in written
        with Image.open(path) as picture:
            assert not picture.getexif()
            red, green, blue = picture.convert("RGB").getpixel((picture.width - 3, 3))  # type: ignore[misc]
            assert red > 150 > max(green, blue), "the red corner was turned with it"


def test_nothing_that_was_hidden_in_a_picture_outlives_it(examine: Examine, folder: Path) -> None:
    """A script after the end, in a comment or in a profile of colours: what is kept is pixels."""
    for content in (
        pictures.jpeg() + pictures.PHP,
        pictures.jpeg(comment=pictures.PHP + pictures.HTML),
        pictures.jpeg(icc_profile=pictures.PHP),
        pictures.written(pictures.scene(), "PNG") + pictures.PHP,
        pictures.written(pictures.scene(300, 200), "GIF", comment=pictures.PHP),
        pictures.written(
            pictures.scene(300, 200), "WEBP", icc_profile=pictures.PHP, exif=b"Exif\0\0" + pictures.PHP
        ),
    ):
        examine(content)
        for path in folder.iterdir():
            assert b"<?php" not in path.read_bytes()
            assert b"<script" not in path.read_bytes()
            path.unlink()


@pytest.mark.parametrize(
    ("form", "mode", "shown"),
    [
        ("PNG", "RGB", Form.JPEG),
        ("PNG", "RGBA", Form.JPEG),
        ("PNG", "P", Form.JPEG),
        ("PNG", "L", Form.JPEG),
        ("PNG", "1", Form.JPEG),
        ("PNG", "I;16", Form.JPEG),
        ("WEBP", "RGB", Form.JPEG),
        ("AVIF", "RGB", Form.JPEG),
        ("GIF", "P", Form.JPEG),
        ("JPEG", "CMYK", Form.JPEG),
        ("JPEG", "L", Form.JPEG),
    ],
)
def test_every_sort_of_picture(examine: Examine, folder: Path, form: str, mode: str, shown: Form) -> None:
    drawn = pictures.scene(300, 200, "L" if mode == "I;16" else mode)
    found = examine(pictures.written(drawn.convert(mode) if mode == "I;16" else drawn, form))
    assert found.whole.form.value == form
    assert {one.form for one in found.made[1:]} == {shown}
    with Image.open(folder / f"fichier.{found.whole.form.extension}") as kept:
        kept.load()
        assert kept.size == (300, 200)


def test_what_one_sees_through_is_kept_so(examine: Examine, folder: Path) -> None:
    picture = pictures.scene(300, 200, "RGBA")
    picture.putalpha(Image.linear_gradient("L").resize((300, 200)))
    found = examine(pictures.written(picture, "PNG"))
    assert {one.form for one in found.made} == {Form.PNG}
    with Image.open(folder / "liste.png") as small:
        assert small.mode == "RGBA"
        assert small.getchannel("A").getextrema() != (255, 255)


@pytest.mark.parametrize("form", ["GIF", "WEBP"])
def test_what_moves_goes_on_moving(examine: Examine, folder: Path, form: str) -> None:
    moving = pictures.animation()
    if form == "WEBP":
        with Image.open(io.BytesIO(moving)) as gif:
            moving = pictures.written(gif, "WEBP", save_all=True)
    found = examine(moving)
    with Image.open(folder / f"fichier.{found.whole.form.extension}") as kept:
        assert getattr(kept, "n_frames", 1) == 3
        kept.seek(1)
        kept.load()
        assert kept.info["duration"] == 80


def test_a_brochure_is_kept_to_the_byte(examine: Examine, folder: Path) -> None:
    content = pictures.pdf()
    assert [one.form for one in examine(content).made] == [Form.PDF]
    assert (folder / "fichier.pdf").read_bytes() == content


def archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("x.jpg", pictures.jpeg(20, 20))
    return buffer.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "pas une image"),
    "a page": (lambda: pictures.HTML, "pas une image"),
    "a page that begins as a GIF": (lambda: b"GIF89a" + pictures.HTML, "pas une image"),
    "a program": (lambda: pictures.PHP, "pas une image"),
    "a drawing with a script": (lambda: pictures.SVG, "pas une image"),
    "an archive": (archive, "pas une image"),
    "a TIFF": (lambda: pictures.written(pictures.scene(50, 50), "TIFF"), "pas une image"),
    "a bitmap": (lambda: pictures.written(pictures.scene(50, 50), "BMP"), "pas une image"),
    "an EPS": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "pas une image"),
    "a JPEG that was cut": (lambda: pictures.jpeg()[:9000], "ne se lit pas"),
    "a JPEG that is its head": (lambda: pictures.jpeg()[:300], "image|ne se lit pas"),
    "a PNG that was cut": (lambda: pictures.written(pictures.scene(), "PNG")[:2000], "ne se lit pas"),
    "a bomb": (pictures.bomb, "millions de pixels"),
    "a bomb just too large": (lambda: pictures.bomb(8000, 7000), "millions"),
    "a bomb that promises less than it holds": (lambda: pictures.bomb(30_000, 2), "de côté"),
    "too many scans": (pictures.many_scans, "passes"),
    "too many frames": (lambda: pictures.animation(300), "animation"),
    "frames too large": (lambda: pictures.animation(40, (1500, 1000)), "animation"),
    "a PDF that was cut": (lambda: pictures.pdf()[:200], "PDF"),
    "a PDF of its head": (lambda: b"%PDF-1.7\n" + pictures.HTML, "PDF"),
    "a PDF with a program": (pictures.pdf_with_program, "programme"),
    "a PDF with a file in it": (pictures.pdf_with_file, "joint"),
    "a PDF that is locked": (pictures.pdf_locked, "mot de passe"),
    "a PDF after something else": (lambda: b"GIF89a" + pictures.pdf(), "image|ne se lit pas"),
    "a PDF without a page": (lambda: pictures.pdf(0), "pages"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(examine: Examine, folder: Path, name: str) -> None:
    content, words = REFUSED[name]
    with pytest.raises(Unfit, match=words):
        examine(content())
    assert [path.name for path in folder.iterdir() if path.stat().st_size] in ([], ["fichier.gif"])


def test_the_process_that_reads_is_held_within_bounds(tmp_path: Path, folder: Path) -> None:
    """What would take more memory than it may is refused, whatever the bound of pixels says."""
    import subprocess
    import sys

    path = tmp_path / "sent"
    path.write_bytes(pictures.written(Image.new("RGB", (9000, 9000)), "PNG"))
    bounds = Bounds(pixels=90_000_000, memory=400 << 20)
    asked = {"path": str(path), "folder": str(folder), "bounds": asdict(bounds)}
    done = subprocess.run(
        [sys.executable, "-I", "-m", "sitra.media.rules.examining"],
        input=json.dumps(asked).encode(), capture_output=True, env={}, check=True,
    )  # fmt: skip
    assert "mémoire" in json.loads(done.stdout)["unfit"]


def test_sizes() -> None:
    assert BY_NAME["liste"].size(4000, 1000) == (200, 50)
    assert BY_NAME["liste"].size(1000, 4000) == (38, 150)
    assert BY_NAME["diaporama"].size(3000, 4000) == (1200, 1600)
    assert BY_NAME["fiche"].size(20_000, 1) == (480, 1)
    assert [one.width for one in RENDITIONS] == sorted((one.width for one in RENDITIONS), reverse=True)
