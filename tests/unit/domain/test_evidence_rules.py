from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain.evidence import (
    MEDIA_TYPES,
    SUFFIXES,
    Evidence,
    as_size,
    media_type_of,
    one_line,
    right_name,
)

JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0"
ZIP = b"PK\x03\x04\x14\0\x06\0"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(8)
PROGRAM = b"MZ\x90\0\x03\0\0\0"


@pytest.mark.parametrize(
    ("head", "suffix", "expected"),
    [
        (JPEG, ".jpg", "image/jpeg"),
        (JPEG, ".JPEG".lower(), "image/jpeg"),
        (PNG, ".png", "image/png"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", ".webp", "image/webp"),
        (b"GIF89a\x01\0", ".gif", "image/gif"),
        (b"II*\0\x08\0\0\0", ".tif", "image/tiff"),
        (b"MM\0*\0\0\0\x08", ".tiff", "image/tiff"),
        (b"BM\x36\0\0\0\0\0\0\0", ".bmp", "image/bmp"),
        (HEIC, ".heic", "image/heic"),
        (b"%PDF-1.7\n", ".pdf", "application/pdf"),
        (ZIP, ".docx", MEDIA_TYPES[".docx"]),
        (OLE, ".doc", "application/msword"),
        (OLE, ".wps", "application/vnd.ms-works"),
        (b"{\\rtf1\\ansi", ".doc", "application/msword"),
        ("名称,数量\n".encode("gbk"), ".csv", "text/csv"),
        ("\ufeff名称".encode("utf-16-le"), ".txt", "text/plain"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_that_what_phones_scanners_and_offices_make_is_taken(head, suffix, expected) -> None:
    assert media_type_of(head, suffix) == expected


def test_that_a_picture_is_known_by_its_content_whatever_it_is_called() -> None:
    assert media_type_of(PNG, ".jpg") == "image/png"
    assert media_type_of(JPEG, ".heic") == "image/jpeg"
    assert media_type_of(JPEG, "") == "image/jpeg"
    assert media_type_of(b"\n\n%PDF-1.4", ".txt") == "application/pdf"


def test_that_an_office_document_with_a_password_is_still_one() -> None:
    assert media_type_of(OLE, ".xlsx") == MEDIA_TYPES[".xlsx"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_that_a_program_is_refused_under_every_name(suffix: str) -> None:
    assert media_type_of(PROGRAM, suffix) is None
    assert media_type_of(b"\x7fELF\x02\x01\x01\0", suffix) is None


def test_that_what_a_file_does_not_hold_is_refused() -> None:
    assert media_type_of(b"just words", ".jpg") is None
    assert media_type_of(ZIP, ".pdf") is None
    assert media_type_of(b"just words", ".docx") is None
    assert media_type_of(ZIP, ".zip") is None
    assert media_type_of(b"<svg/>", ".svg") is None
    assert media_type_of(b"BM and other words", ".bmp") is None


@given(st.binary(max_size=64), st.sampled_from(["", ".exe", ".js", ".html", ".zip", ".mp4"]))
def test_that_under_other_names_only_pictures_and_pdf_pass(head: bytes, suffix: str) -> None:
    found = media_type_of(head, suffix)
    assert found is None or found.startswith("image/") or found == "application/pdf"


@pytest.mark.parametrize(
    ("name", "media_type", "expected"),
    [
        ("机房.JPG", "image/jpeg", "机房.jpg"),
        ("机房.jpeg", "image/jpeg", "机房.jpeg"),
        ("截图.jpg", "image/png", "截图.png"),
        ("mmexport1700000000", "image/jpeg", "mmexport1700000000.jpg"),
        ("v1.2", "image/jpeg", "v1.2.jpg"),
        ("发票.exe", "application/pdf", "发票.exe.pdf"),
        ("C:\\照片\\a.png", "image/png", "a.png"),
        ("../../etc/a.png", "image/png", "a.png"),
        ('a<b>:"c|d?e*.png', "image/png", "a_b___c_d_e_.png"),
        ("换\n行\t\x00\x1b[31m.txt", "text/plain", "换行[31m.txt"),
        ("\u202egpj.exe.png", "image/png", "gpj.exe.png"),
        (".png", "image/png", "file.png"),
        (".hidden", "image/png", "hidden.png"),
        ("nul.PNG", "image/png", "_nul.png"),
        ("com1.x.png", "image/png", "_com1.x.png"),
        ("...", "image/png", "file.png"),
        ("", "application/pdf", "file.pdf"),
        ("cafe\u0301.png", "image/png", "café.png"),
        ("\udcff\udcfe.png", "image/png", "file.png"),
    ],
    ids=lambda value: ascii(value),
)
def test_that_a_name_is_made_safe_and_keeps_what_it_says(name, media_type, expected) -> None:
    assert right_name(name, media_type) == expected


@given(st.text(max_size=400), st.sampled_from(sorted(set(MEDIA_TYPES.values()))))
def test_that_any_name_becomes_one_that_every_system_takes(name: str, media_type: str) -> None:
    made = right_name(name, media_type)
    assert 0 < len(made.encode()) <= 201
    assert not set(made) & set('<>:"/\\|?*')
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in made)
    assert made == made.strip(" .")
    assert MEDIA_TYPES["." + made.rpartition(".")[2]] == media_type
    assert right_name(made, media_type) == made


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_that_a_caption_is_one_line(text: str) -> None:
    made = one_line(text)
    assert len(made.splitlines()) <= 1
    assert "\t" not in made
    assert one_line(made) == made


def test_that_sizes_are_said_as_people_read_them() -> None:
    assert as_size(0) == "0 KB"
    assert as_size(1) == "1 KB"
    assert as_size(350 * 1024) == "350 KB"
    assert as_size(2 * 1024**2 + 600_000) == "2.6 MB"
    assert as_size(2 * 1024**3) == "2.0 GB"


def test_that_heic_is_a_picture_that_cannot_be_shown() -> None:
    moment = datetime(2025, 6, 1, tzinfo=UTC)
    marks = ("e1", "a1", "Q01", "", "", "", "x.heic", "0" * 64, 10, "image/heic")
    heic = Evidence(*marks, None, None, moment, "")
    assert heic.is_picture
    assert not heic.can_be_shown
