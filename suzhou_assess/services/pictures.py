"""Pictures: whether one can be shown, how large it is, and smaller copies of it.

The only module that knows Pillow, which is imported with the first picture. Only the formats of
``domain.evidence`` are ever decoded, so that no rare decoder meets a file from elsewhere.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PIL.Image import Image

THUMBNAIL = 320
"""Pixels of the longer side: twice what the strip below a question shows, for sharp screens."""

MAX_PIXELS = 80_000_000
"""Decoded, they take up to four bytes each. An A3 page at 600 dpi has 70 million."""

MAX_JPEG_PIXELS = 210_000_000
"""A JPEG is decoded at an eighth of its size. Phones make pictures of 200 million."""

_FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/bmp": "BMP",
    "image/gif": "GIF",
    "image/tiff": "TIFF",
}
_MANIFOLD = frozenset({"image/tiff"})
"""With so many kinds inside that one which Pillow doesn't know needn't be broken."""

_QUALITY = 88
_THUMBNAIL_QUALITY = 80

Fault = Literal["evidence_broken_picture", "evidence_too_many_pixels"]


class PictureError(Exception):
    """A picture that can't be shown. ``code`` is one of those of ``EvidenceError``."""

    def __init__(self, code: Fault, most: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.most = most
        """Of one with too many pixels, how many it may have."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a picture looks like."""

    width: int
    """Pixels, held upright"""
    height: int
    pages: int
    """More than one in a scanned contract or an animation."""
    thumbnail: bytes
    """JPEG"""

    @property
    def longest(self) -> int:
        return max(self.width, self.height)


def look_at(path: Path, media_type: str) -> Look | None:
    """Decodes the picture in a file, whatever the file is called.

    ``None`` for a kind that can't be shown here (HEIC, rare TIFF). Raises ``PictureError`` for a
    broken one and for one that would fill the memory, and ``OSError`` when the file can't be read.
    """
    if media_type not in _FORMATS:
        return None
    try:
        with _decoding(path, media_type) as picture:
            # What phones hide in a JPEG behind the photo (a preview, a depth map) is no page.
            pages = 1 if media_type == "image/jpeg" else getattr(picture, "n_frames", 1)
            width, height = picture.size
            if _lies_on_its_side(picture):
                width, height = height, width
            small = _shrunk(picture, THUMBNAIL)
            return Look(width, height, pages, _jpeg(small, _THUMBNAIL_QUALITY))
    except PictureError as error:
        if error.code == "evidence_broken_picture" and media_type in _MANIFOLD:
            return None
        raise


def shrunk(path: Path, media_type: str, longest: int, *, keep_camera_data: bool = False) -> bytes:
    """The picture as an upright JPEG whose longer side has at most ``longest`` pixels.

    On white where it is transparent, and without the camera's data (time, place, device) unless
    asked for. Raises ``PictureError`` and ``OSError``.
    """
    with _decoding(path, media_type) as picture:
        small = _shrunk(picture, longest)
        camera = small.info.get("exif") if keep_camera_data else None
        return _jpeg(small, _QUALITY, camera if isinstance(camera, bytes) else None)


@contextmanager
def _decoding(path: Path, media_type: str) -> Iterator[Image]:
    """The picture in a file, its first page. What Pillow stumbles over is a ``PictureError``."""
    from PIL import Image

    is_jpeg = media_type == "image/jpeg"
    most = MAX_JPEG_PIXELS if is_jpeg else MAX_PIXELS
    # Ours is the bound for all formats: Pillow's own only warns up to twice as many.
    Image.MAX_IMAGE_PIXELS = MAX_JPEG_PIXELS
    # Pillow warns of what other programs wrote carelessly; nobody here could do anything about it.
    warnings.filterwarnings("ignore", module=r"PIL\.")
    warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
    with path.open("rb") as stream:
        try:
            with Image.open(stream, formats=[_FORMATS[media_type]]) as picture:
                _check_pixels(picture.width * picture.height, most)
                yield picture
        except PictureError:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise PictureError("evidence_too_many_pixels", most) from error
        except Exception as error:
            # Of a broken file Pillow raises whatever its decoder runs into.
            raise PictureError("evidence_broken_picture") from error


def _check_pixels(pixels: int, most: int) -> None:
    if pixels > most:
        raise PictureError("evidence_too_many_pixels", most)


def _shrunk(picture: Image, longest: int) -> Image:
    """An upright copy. What was opened is decoded no larger than needed, and is used up."""
    from PIL import ImageOps

    picture.thumbnail((longest, longest))
    return ImageOps.exif_transpose(picture)


def _lies_on_its_side(picture: Image) -> bool:
    from PIL.ExifTags import Base

    return picture.getexif().get(Base.Orientation, 1) in (5, 6, 7, 8)


def _jpeg(picture: Image, quality: int, camera: bytes | None = None) -> bytes:
    # A profile for grey or printing colours doesn't fit what is written here.
    profile = picture.info.get("icc_profile") if picture.mode in ("RGB", "RGBA") else None
    out = BytesIO()
    _in_plain_colours(picture).save(
        out, "JPEG", quality=quality, optimize=True, exif=camera or b"", icc_profile=profile
    )
    return out.getvalue()


def _in_plain_colours(picture: Image) -> Image:
    """As a JPEG can have them: transparent parts become white, 16 bits become 8."""
    from PIL import Image

    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        seen = picture.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(white, seen).convert("RGB")
    return picture if picture.mode in ("RGB", "L") else picture.convert("RGB")
