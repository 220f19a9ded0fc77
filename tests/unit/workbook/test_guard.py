"""Broken, hostile and foreign files: each is refused, cheaply, before a parser sees it."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
from collections.abc import Callable

import pytest
from filled_forms import damage_to

from suzhou_assess.domain.exchange import Submission
from suzhou_assess.workbook import zip_parts
from suzhou_assess.workbook.answer_reader import ReadWorkbook
from suzhou_assess.workbook.guard import look_at

Written = Callable[..., bytes]
SHEET = "xl/worksheets/sheet3.xml"
STRINGS = "xl/sharedStrings.xml"
_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A small workbook of another program."""
    from xlsxwriter.workbook import Workbook

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "甲")
        sheet.write(1, 1, 5)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return out.getvalue()


def with_cells(data: bytes, cells: bytes, *, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    sheet = b"<worksheet " + _MAIN + b"><sheetData>" + cells + b"</sheetData></worksheet>"
    return with_part(data, name, sheet)


def code_of(data: bytes, name: str = "表.xlsx") -> str | None:
    found = look_at(data, name)
    return None if found is None else found.code


def test_that_our_own_workbooks_pass(written: Written, submission: Submission) -> None:
    for data in (written(None), written(submission), written(submission, "en")):
        assert code_of(data) is None


def test_that_a_workbook_another_program_saved_passes(
    written: Written, submission: Submission, plain: bytes
) -> None:
    assert code_of(plain) is None
    assert code_of(damage_to(written(submission), lambda book: None)) is None


# ------------------------------------------------------------------ what it is


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (OLE + "Workbook".encode("utf-16-le"), "file_other_spreadsheet"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "file_encrypted"),
        (OLE + "WordDocument".encode("utf-16-le"), "file_not_xlsx"),
        ("企业,得分\n甲,5\n".encode("gbk"), "file_other_spreadsheet"),
        ("\ufeff企业\t得分\n甲\t5\n".encode(), "file_other_spreadsheet"),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "file_other_spreadsheet"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "file_other_spreadsheet",
        ),
        (b"%PDF-1.7 ...", "file_not_xlsx"),
        (b'{"format": "suzhou-assess/answers/1", "pack": "x"}', "file_not_xlsx"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "file_not_xlsx"),
        (b"PK\x05\x06" + b"\0" * 18, "file_broken"),
        (b"PK\x03\x04", "file_broken"),
        (b"\0" * 5000, "file_not_xlsx"),
    ],
)
def test_that_a_file_is_known_by_its_content_whatever_its_name(data: bytes, code: str) -> None:
    assert code_of(data) == code


@pytest.mark.parametrize(
    ("types", "code"),
    [
        (b"application/vnd.ms-excel.sheet.macroEnabled.main+xml", "file_other_spreadsheet"),
        (b"application/vnd.ms-excel.sheet.binary.macroEnabled.main", "file_other_spreadsheet"),
        (b"application/vnd.openxmlformats-officedocument.wordprocessingml", "file_not_xlsx"),
    ],
)
def test_that_other_office_files_under_our_name_are_told_apart(
    types: bytes, code: str, plain: bytes
) -> None:
    assert code_of(with_part(plain, "[Content_Types].xml", b"<Types>" + types)) == code


def test_that_an_ods_under_our_name_is_told_apart() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", "<x/>")
    assert code_of(out.getvalue()) == "file_other_spreadsheet"


def test_that_any_other_zip_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("photo.jpg", b"\xff\xd8\xff")
    assert code_of(out.getvalue()) == "file_not_xlsx"


def test_that_an_encrypted_entry_is_seen(plain: bytes) -> None:
    data = bytearray(plain)
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert code_of(bytes(data)) == "file_encrypted"


# ------------------------------------------------------------------ what would be too much


FAR = (
    b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
)


@pytest.mark.parametrize(
    "cells",
    [
        FAR,
        FAR.replace(b'"', b"'"),
        FAR.replace(b"<c ", b"<c\n").replace(b"<row ", b"<row\t"),
        FAR.replace(b"<c ", b"<x:c ")
        .replace(b"</c>", b"</x:c>")
        .replace(b"<row", b"<row xmlns:x='y'"),
        FAR.replace(b'<c r="XFD1048576">', b'<c s="1" r = "xfd1048576">'),
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1000000"><c><v>1</v></c></row>'
        + b"<row>"
        + b"<c><v>1</v></c>" * 40
        + b"</row>",
        b"<row><c><v>1</v></c></row>" * 3000 + b"<row>" + b"<c><v>1</v></c>" * 3000 + b"</row>",
    ],
    ids=["plain", "quotes", "spaces", "prefix", "lower", "row", "without_references"],
)
def test_that_cells_too_far_apart_are_refused(cells: bytes, plain: bytes) -> None:
    assert code_of(with_cells(plain, cells)) == "file_too_costly"


@pytest.mark.parametrize(
    "cells",
    [
        # Formatted cells without content, which whole formatted columns leave behind.
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>',
        b'<row r="1"><c r="A1"><v>1</v></c><c r="AB1"><v>1</v></c></row>',
        b'<row><c s="1" r="A1" t="str"><v>x</v></c></row><row><c r="C20000"><v>1</v></c></row>',
    ],
)
def test_that_odd_but_harmless_sheets_pass(cells: bytes, plain: bytes) -> None:
    assert code_of(with_cells(plain, cells)) is None


def test_that_a_stated_number_of_strings_is_not_believed(plain: bytes) -> None:
    strings = b"<sst " + _MAIN + b' count="1" uniqueCount="4000000000"><si><t>a</t></si></sst>'
    assert code_of(with_part(plain, STRINGS, strings)) == "file_too_costly"


def test_that_one_long_text_in_thousands_of_cells_is_refused(plain: bytes) -> None:
    cell = b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>'
    cells = b"".join(cell % (i, i) for i in range(1, 9000))
    strings = b"<sst " + _MAIN + b"><si><t>" + b"a" * 200_000 + b"</t></si></sst>"
    assert code_of(with_part(with_cells(plain, cells), STRINGS, strings)) == "file_too_costly"


@pytest.mark.parametrize("name", [SHEET, STRINGS, "xl/styles.xml", "docProps/app.xml"])
def test_that_a_part_that_unpacks_to_gigabytes_is_refused_quickly(name: str, plain: bytes) -> None:
    bomb = with_part(plain, name, b" " * (200 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    started = time.process_time()
    assert code_of(bomb) == "file_too_costly"
    assert time.process_time() - started < 2


def test_that_many_parts_together_are_refused(plain: bytes) -> None:
    data = plain
    for i in range(5):
        data = with_part(data, f"xl/worksheets/extra{i}.xml", b" " * (30 * 1024 * 1024))
    assert code_of(data) == "file_too_costly"


def test_that_a_part_which_states_a_small_size_is_measured(plain: bytes) -> None:
    data = bytearray(with_part(plain, "xl/theme/theme1.xml", b" " * (40 * 1024 * 1024)))
    size = struct.pack("<L", 40 * 1024 * 1024)
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = struct.pack("<L", 100)
    assert code_of(bytes(data)) == "file_too_costly"


def test_that_thousands_of_entries_are_refused(plain: bytes) -> None:
    out = io.BytesIO(plain)
    with zipfile.ZipFile(out, "a") as file:
        for i in range(zip_parts.MAX_ENTRIES):
            file.writestr(f"xl/{i}", b"")
    assert code_of(out.getvalue()) == "file_too_costly"


def test_that_entries_sharing_their_bytes_are_refused(plain: bytes) -> None:
    """The bomb without nesting: many directory entries that point at one block."""
    bulky = with_part(plain, "xl/a.xml", random.Random(1).randbytes(9000))
    with zipfile.ZipFile(io.BytesIO(bulky)) as old:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", 8) as new:
            for entry in old.namelist():
                new.writestr(entry, old.read(entry))
            block = new.getinfo("xl/a.xml")
            for i in range(20):
                copy = zipfile.ZipInfo(f"xl/a{i}.xml")
                for field in (
                    "compress_type",
                    "CRC",
                    "compress_size",
                    "file_size",
                    "header_offset",
                ):
                    setattr(copy, field, getattr(block, field))
                new.filelist.append(copy)
    assert code_of(out.getvalue()) == "file_too_costly"


def test_that_declarations_are_refused(plain: bytes) -> None:
    xml = b'<!DOCTYPE a [<!ENTITY b "' + b"c" * 99 + b'">]><worksheet><sheetData/></worksheet>'
    assert code_of(with_part(plain, "xl/worksheets/sheet1.xml", xml)) == "file_too_costly"


def test_that_a_method_excel_does_not_know_is_refused(plain: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            kind = zipfile.ZIP_LZMA if entry.endswith("sheet1.xml") else zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(entry), kind)
    assert code_of(out.getvalue()) == "file_broken"


def test_that_photographs_pasted_in_are_not_unpacked(plain: bytes) -> None:
    data = with_part(plain, "xl/media/image1.png", b"\0" * (90 * 1024 * 1024))
    assert code_of(data) is None
    linked = with_part(
        data, "xl/_rels/workbook.xml.rels", b'<Relationships Target="media/image1.png"/>'
    )
    assert code_of(linked) == "file_too_costly"


def test_that_zip64_and_a_trailing_comment_are_read(plain: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for entry in old.namelist():
            with new.open(entry, "w", force_zip64=True) as part:
                part.write(old.read(entry))
        new.comment = "由某软件导出".encode()
    assert code_of(out.getvalue()) is None


# ------------------------------------------------------------------ whatever else comes along


def test_that_broken_files_never_raise_and_never_pass_for_something_else(
    written: Written, submission: Submission, read: Callable[[bytes], ReadWorkbook]
) -> None:
    """Truncated anywhere, bits flipped anywhere: a problem, or, where the flip did no harm, the
    same answers."""
    data = written(submission)
    chance = random.Random(20250601)
    corpus = [data[: len(data) * i // 40] for i in range(40)]
    for _ in range(160):
        flipped = bytearray(data)
        for _ in range(chance.choice((1, 1, 3, 40))):
            flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        corpus.append(bytes(flipped))
    for broken in corpus:
        result = read(broken)
        assert result.problems or result.submission == submission
        assert "file_crashed_reader" not in [p.code for p in result.problems]


def test_that_broken_xml_never_raises(
    written: Written, submission: Submission, read: Callable[[bytes], ReadWorkbook]
) -> None:
    """Damage within the parts, in a container that is sound, so that it gets to the parsers."""
    with zipfile.ZipFile(io.BytesIO(written(submission))) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    chance = random.Random(20250601)
    odd = (b'"', b"<", b"&#0;", b't="e"', b"<v>-1</v>", b"1e99", b"4294967296", b"\xff", b"</row>")
    for _ in range(150):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", 8, compresslevel=1) as new:
            hurt = chance.choice(list(parts))
            for name, content in parts.items():
                at, length = chance.randrange(len(content) + 1), chance.choice((0, 0, 1, 9, 200))
                cut = content[:at] + chance.choice(odd) + content[at + length :]
                new.writestr(name, cut if name == hurt else content)
        result = read(out.getvalue())
        assert result.problems or result.submission is not None
        assert "file_crashed_reader" not in [p.code for p in result.problems]
