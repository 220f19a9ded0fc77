"""Evidence (佐证材料): what may be attached to an assessment, and what is kept of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

MAX_FILE_BYTES = 50 * 1024**2
"""Of one file as it is kept. The largest photos of phones have 40 MB; a film of a walk through the
plant has more, and belongs on the office's own drive: packages go by mail and memory stick."""

MAX_SOURCE_BYTES = 200 * 1024**2
"""Of a picture that is to be made smaller before it is kept, such as an uncompressed scan."""

MAX_ASSESSMENT_BYTES = 1024**3
"""Of all files of an assessment, each counted once: what a memory stick takes in a minute."""

MAX_CAPTION = 500
"""Characters. Longer texts are notes."""

_MAX_NAME = 200
"""Bytes in UTF-8: file systems take 255, and whoever copies the file may add to its name."""

MEDIA_TYPES: Mapping[str, str] = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".bmp": "image/bmp",
    ".gif": "image/gif",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".heic": "image/heic",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".doc": "application/msword",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xls": "application/vnd.ms-excel",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".ppt": "application/vnd.ms-powerpoint",
    ".wps": "application/vnd.ms-works",
    ".et": "application/x-et",
    ".dps": "application/x-dps",
    ".txt": "text/plain",
    ".csv": "text/csv",
}
"""Of the kinds of file that may be attached, by suffix: what phones, scanners, Office and WPS make.
Programs, web pages and archives are left out: they could bring anything along."""

SUFFIXES = tuple(MEDIA_TYPES)

_SUFFIX_OF = {media: suffix for suffix, media in reversed([*MEDIA_TYPES.items()])}

_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}
)
"""Names that Windows takes for devices, with any suffix."""

HEAD_BYTES = 1024
"""How much of a file's beginning ``media_type_of`` wants to see."""

_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")

_Container = Literal["zip", "ole", "text"]

_CONTAINERS: Mapping[str, frozenset[_Container]] = {
    # One with a password is an OLE file, whatever it holds.
    **dict.fromkeys((".docx", ".xlsx", ".pptx"), frozenset[_Container]({"zip", "ole"})),
    # RTF and HTML are saved under these names, and newer WPS writes zips.
    **dict.fromkeys(
        (".doc", ".xls", ".ppt", ".wps", ".et", ".dps"),
        frozenset[_Container]({"zip", "ole", "text"}),
    ),
    **dict.fromkeys((".txt", ".csv"), frozenset[_Container]({"text"})),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One file on one question, scenario or the assessment as a whole."""

    id: str
    assessment_id: str
    item: str
    """A question or scenario; empty for the assessment as a whole."""
    proof: str
    """Id of the entry of the pack's list that it answers to; empty for none in particular."""
    claim: str
    """What it supports: letters (``B,C``) or a level (``3``); empty for the answer as a whole."""
    caption: str
    file_name: str
    """As it was called, made safe for every system."""
    sha256: str
    """Of its content, by which it is stored."""
    size: int
    """Bytes"""
    media_type: str
    width: int | None
    """Pixels, of the picture held upright; ``None`` for what is no picture, or one of a kind that
    this program can't show (HEIC)."""
    height: int | None
    added_at: datetime
    """UTC"""
    added_by: str

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def can_be_shown(self) -> bool:
        """Whether there is a thumbnail of it, and a report can show it."""
        return self.width is not None


def media_type_of(head: bytes, suffix: str) -> str | None:
    """The media type of a file by its first bytes and its suffix (``.jpg``, lower case).

    Pictures and PDF are told by their content: phones and chat programs often name them wrongly.
    ``None`` for what may not be attached, or doesn't hold what its suffix says.
    """
    certain = _by_content(head)
    if certain is not None:
        return certain
    allowed = _CONTAINERS.get(suffix)
    return MEDIA_TYPES[suffix] if allowed and _container(head) in allowed else None


def _by_content(head: bytes) -> str | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head.startswith((b"II*\0", b"MM\0*")):
        return "image/tiff"
    # The reserved bytes after the length: "BM" alone may begin a text.
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return "image/heic"
    return "application/pdf" if b"%PDF-" in head[:1024] else None


def _container(head: bytes) -> _Container | None:
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16, which is full of zeros
        return "text"
    return None if b"\0" in head or head.startswith(b"MZ") else "text"


def right_name(name: str, media_type: str) -> str:
    """A name that every system takes, with the suffix of what the file holds.

    Control and invisible characters go, what Windows forbids becomes ``_``, and a long name loses
    its end; the suffix stays.
    """
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(_safe(character) for character in unicodedata.normalize("NFC", base))
    stem, suffix = split_name("_" + kept.rstrip(" ."))
    if suffix.lower() not in MEDIA_TYPES:
        stem += suffix
    right = suffix.lower() if MEDIA_TYPES.get(suffix.lower()) == media_type else ""
    suffix = right or _SUFFIX_OF[media_type]
    room = _MAX_NAME - len(suffix)
    stem = stem[1:].encode()[:room].decode(errors="ignore").strip(" .") or "file"
    if stem.partition(".")[0].rstrip().upper() in _DEVICES:
        stem = f"_{stem}"
    return stem + suffix


def split_name(name: str) -> tuple[str, str]:
    """Stem and suffix (with its dot; empty without one)."""
    stem, dot, suffix = name.rpartition(".")
    return (stem, dot + suffix) if stem else (name, "")


def _safe(character: str) -> str:
    if character in '<>:"/|?*':
        return "_"
    return one_line(character, "")


def one_line(text: str, space: str = " ") -> str:
    """A text without control and invisible characters; line breaks and tabs become ``space``."""
    return "".join(
        space
        if character in "\t\n\r\x0b\x0c\x85\u2028\u2029"
        else ""
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn")
        else character
        for character in text
    )


def as_size(count: int) -> str:
    """A number of bytes as people read it: ``350 KB``, ``2.5 MB``."""
    if count < 1024**2:
        return f"{-(-count // 1024):,} KB"
    if count < 1024**3:
        return f"{count / 1024**2:.1f} MB"
    return f"{count / 1024**3:.1f} GB"
