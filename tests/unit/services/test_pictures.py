from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from suzhou_assess.services.pictures import THUMBNAIL, PictureError, look_at, shrunk

RED, BLUE = (200, 30, 30), (30, 30, 200)
ORIENTATION = 0x0112


def _two_halves(width: int = 60, height: int = 40) -> Image.Image:
    """Red on the left, blue on the right."""
    made = Image.new("RGB", (width, height), RED)
    made.paste(BLUE, (width // 2, 0, width, height))
    return made


def _write(path: Path, picture: Image.Image, kind: str, **how: object) -> Path:
    picture.save(path, kind, **how)
    return path


def _is_like(colour: tuple[int, ...], expected: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(colour, expected, strict=True))


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
        ("BMP", "image/bmp"),
        ("GIF", "image/gif"),
        ("TIFF", "image/tiff"),
    ],
)
def test_that_every_kind_is_looked_at_whatever_the_file_is_called(
    tmp_path: Path, kind: str, media_type: str
) -> None:
    path = _write(tmp_path / "x", _two_halves(1000, 500), kind)
    look = look_at(path, media_type)
    assert look is not None
    assert (look.width, look.height, look.pages) == (1000, 500, 1)
    small = Image.open(BytesIO(look.thumbnail))
    assert (small.format, small.size) == ("JPEG", (THUMBNAIL, THUMBNAIL // 2))
    assert _is_like(small.getpixel((10, 10)), RED)
    assert _is_like(small.getpixel((300, 10)), BLUE)


def test_that_a_small_picture_is_not_blown_up(tmp_path: Path) -> None:
    path = _write(tmp_path / "x", _two_halves(), "PNG")
    look = look_at(path, "image/png")
    assert look is not None
    assert Image.open(BytesIO(look.thumbnail)).size == (60, 40)
    assert Image.open(BytesIO(shrunk(path, "image/png", 2000))).size == (60, 40)


@pytest.mark.parametrize(
    ("orientation", "size", "place_of_red"),
    [
        (1, (600, 400), (10, 200)),
        (2, (600, 400), (590, 200)),
        (3, (600, 400), (590, 200)),
        (4, (600, 400), (10, 200)),
        (5, (400, 600), (200, 10)),
        (6, (400, 600), (200, 10)),
        (7, (400, 600), (200, 590)),
        (8, (400, 600), (200, 590)),
    ],
)
def test_that_a_photo_is_held_upright_as_the_camera_was(
    tmp_path: Path, orientation: int, size: tuple[int, int], place_of_red: tuple[int, int]
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    path = _write(tmp_path / "x", _two_halves(600, 400), "JPEG", exif=exif)
    look = look_at(path, "image/jpeg")
    assert look is not None
    assert (look.width, look.height) == size
    made = Image.open(BytesIO(shrunk(path, "image/jpeg", 1000)))
    assert made.size == size
    assert _is_like(made.getpixel(place_of_red), RED)
    assert not made.getexif()


def test_that_the_camera_s_data_stay_only_when_asked_for(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x0132] = "2025:06:01 09:30:00"
    path = _write(tmp_path / "x", _two_halves(600, 400), "JPEG", exif=exif)
    kept = Image.open(BytesIO(shrunk(path, "image/jpeg", 300, keep_camera_data=True))).getexif()
    assert kept[0x0132] == "2025:06:01 09:30:00"
    assert ORIENTATION not in kept, "it would be turned twice"
    assert not Image.open(BytesIO(shrunk(path, "image/jpeg", 300))).getexif()


def test_that_what_is_transparent_becomes_white(tmp_path: Path) -> None:
    for mode, kind in (("RGBA", "PNG"), ("LA", "PNG"), ("P", "GIF")):
        picture = Image.new("RGBA", (50, 50), (0, 0, 0, 0)).convert(mode)
        path = (
            _write(tmp_path / mode, picture, kind, transparency=0)
            if mode == "P"
            else _write(tmp_path / mode, picture, kind)
        )
        made = Image.open(BytesIO(shrunk(path, f"image/{kind.lower()}", 50)))
        assert made.convert("RGB").getpixel((20, 20)) == (255, 255, 255), mode


@pytest.mark.parametrize("mode", ["1", "L", "CMYK", "I;16", "YCbCr"])
def test_that_colours_of_scanners_and_printers_are_shown(tmp_path: Path, mode: str) -> None:
    if mode == "I;16":
        picture = Image.new(mode, (50, 50), 0x8000)
        expected = (128, 128, 128)
    else:
        picture = Image.new("RGB", (50, 50), (255, 255, 255)).convert(mode)
        expected = (255, 255, 255)
    kind = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    path = _write(tmp_path / "x", picture, kind)
    made = Image.open(BytesIO(shrunk(path, f"image/{kind.lower()}", 50))).convert("RGB")
    assert _is_like(made.getpixel((20, 20)), expected)


def test_that_pages_are_counted(tmp_path: Path) -> None:
    pages = [_two_halves(), _two_halves(), _two_halves()]
    for kind, media_type in (("TIFF", "image/tiff"), ("GIF", "image/gif")):
        for number, page in enumerate(pages):
            page.putpixel((0, 0), (number, 0, 0))
        path = _write(tmp_path / kind, pages[0], kind, save_all=True, append_images=pages[1:])
        look = look_at(path, media_type)
        assert look is not None
        assert look.pages == 3


def test_that_the_preview_in_a_phone_s_photo_is_no_page(tmp_path: Path) -> None:
    path = tmp_path / "x"
    _two_halves().save(path, "MPO", save_all=True, append_images=[_two_halves(30, 20)])
    look = look_at(path, "image/jpeg")
    assert look is not None
    assert (look.pages, look.width) == (1, 60)


def _png_of(width: int, height: int) -> bytes:
    """A valid PNG of one colour, however large, in next to no bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(min(height, 2000))) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [9_001, 16_000, 30_000, 60_000])
def test_that_a_picture_that_would_fill_the_memory_is_not_opened(tmp_path: Path, side: int) -> None:
    path = tmp_path / "x"
    path.write_bytes(_png_of(side, side))
    assert path.stat().st_size < 1_000_000
    for refused in (lambda: look_at(path, "image/png"), lambda: shrunk(path, "image/png", 100)):
        with pytest.raises(PictureError) as caught:
            refused()
        assert caught.value.code == "evidence_too_many_pixels"
        assert caught.value.most == 80_000_000


def test_that_a_photo_that_was_cut_off_is_broken(tmp_path: Path) -> None:
    whole = BytesIO()
    Image.effect_noise((400, 300), 80).save(whole, "JPEG")
    path = tmp_path / "x"
    path.write_bytes(whole.getvalue()[: len(whole.getvalue()) // 2])
    with pytest.raises(PictureError) as caught:
        look_at(path, "image/jpeg")
    assert caught.value.code == "evidence_broken_picture"


def test_that_what_cannot_be_decoded_here_is_not_called_broken(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"II*\0\x08\0\0\0" + bytes(100))
    assert look_at(path, "image/tiff") is None
    assert look_at(path, "image/heic") is None


def test_that_no_other_format_is_decoded_under_the_name_of_one_of_ours(tmp_path: Path) -> None:
    path = _write(tmp_path / "x", _two_halves(), "PPM")
    with pytest.raises(PictureError):
        look_at(path, "image/png")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"]),
    place=st.floats(0, 1, exclude_max=True),
    patch=st.binary(min_size=1, max_size=8),
    keep=st.floats(0.1, 1),
)
def test_that_a_damaged_picture_is_shown_or_refused_and_nothing_else(
    kind: str, place: float, patch: bytes, keep: float, tmp_path: Path
) -> None:
    whole = BytesIO()
    _two_halves().save(whole, kind)
    content = bytearray(whole.getvalue())
    start = int(place * len(content))
    content[start : start + len(patch)] = patch
    path = tmp_path / "x"
    path.write_bytes(content[: int(keep * len(content)) + 1])
    try:
        look = look_at(path, f"image/{kind.lower()}")
    except PictureError:
        return
    if look is not None:
        assert Image.open(BytesIO(look.thumbnail)).format == "JPEG"
