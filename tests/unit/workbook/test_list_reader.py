"""Any spreadsheet as rows of text, and hostile ones refused."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from suzhou_assess.domain.list_table import ListSheet
from suzhou_assess.domain.problems import Problem
from suzhou_assess.workbook import list_reader
from suzhou_assess.workbook.list_reader import read_sheets

ROWS = [["企业名称", "信用代码"], ["甲公司", "91320583MA00000017"]]
TEXT = "企业名称,信用代码\n甲公司,91320583MA00000017\n"
AS_READ = (("企业名称", "信用代码"), ("甲公司", "91320583MA00000017"))


def workbook(*fill: Callable[[Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for at, each in enumerate(fill):
        each(book.create_sheet(f"表{at + 1}"))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def of_rows(*rows: list[object]) -> bytes:
    def fill(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(row)

    return workbook(fill)


def sheets(data: bytes, name: str = "名单.xlsx") -> tuple[ListSheet, ...]:
    found = read_sheets(data, name)
    assert not isinstance(found, Problem), found
    return found


def refused(data: bytes, name: str = "名单.xlsx") -> str:
    found = read_sheets(data, name)
    assert isinstance(found, Problem), found
    return found.code


def test_that_cells_are_read_as_they_are_seen() -> None:
    data = of_rows([" 甲公司 ", 12.0, 0.5, True, date(2025, 6, 1), 13812345678, None, " "])

    assert sheets(data)[0].rows == (("甲公司", "12", "0.5", "True", "2025-06-01", "13812345678"),)


def test_that_a_code_that_became_a_number_can_be_told() -> None:
    assert sheets(of_rows(["甲", 913205830000000017]))[0].rows[0][1] == "9.13206E+17"


def test_that_merged_cells_are_each_what_they_show() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["B3"] = "昆山市"
        sheet.merge_cells("B3:C4")
        sheet["D4"] = "甲"

    found = sheets(workbook(fill))[0]

    assert found.rows == (("昆山市", "昆山市"), ("昆山市", "昆山市", "甲"))
    assert (found.number(0), found.letter(0)) == (3, "B")


def test_that_sheets_are_read_but_empty_and_hidden_ones() -> None:
    def hidden(sheet: Worksheet) -> None:
        sheet["A1"] = "字典"
        sheet.sheet_state = "hidden"

    def filled(sheet: Worksheet) -> None:
        sheet["A1"] = "名单"

    found = sheets(workbook(hidden, filled, lambda _: None, filled))

    assert [sheet.name for sheet in found] == ["表2", "表4"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_that_text_is_read_in_any_encoding_that_offices_use(encoding: str) -> None:
    found = sheets(TEXT.encode(encoding), "昆山名单.csv")

    assert found[0].rows == AS_READ
    assert found[0].name == "昆山名单"


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_that_any_mark_between_columns_will_do(mark: str) -> None:
    assert sheets(TEXT.replace(",", mark).encode(), "a.csv")[0].rows == AS_READ


def test_that_quotes_and_line_breaks_in_text_are_understood() -> None:
    data = '"甲,乙\n公司","=""0123"""\n'.encode()

    assert sheets(data, "a.csv")[0].rows == (("甲,乙\n公司", "0123"),)


def test_that_text_that_is_called_xls_is_read_as_the_text_it_is() -> None:
    assert sheets(TEXT.replace(",", "\t").encode("gb18030"), "a.xls")[0].rows == AS_READ


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.xlsx", "file_empty"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "list_unreadable"),
        (b"%PDF-1.7\n...", "a.pdf", "list_unreadable"),
        (b'{"a": [1, 2]}', "a.json", "list_unreadable"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "a.csv", "list_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc", "list_unreadable"),
        (b"PK\x03\x04 and then nothing", "a.xlsx", "file_broken"),
        ("只有一段话".encode(), "a.docx", "list_unreadable"),
        (b"\n\n , , \n", "a.csv", "list_no_table"),
    ],
)
def test_that_what_is_no_table_is_refused_with_a_reason(data: bytes, name: str, code: str) -> None:
    assert refused(data, name) == code


def test_that_a_workbook_without_anything_in_it_is_refused() -> None:
    assert refused(workbook(lambda _: None)) == "list_no_table"


def test_that_a_broken_workbook_of_old_is_refused() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "Workbook".encode("utf-16-le") * 40

    assert refused(ole, "a.xls") in ("file_broken", "file_crashed_reader")


def with_sheet(xml: bytes) -> bytes:
    """A workbook whose sheet holds this XML."""
    stream = io.BytesIO()
    whole = zipfile.ZipFile(io.BytesIO(of_rows(*ROWS)))
    with whole, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in whole.namelist():
            data = xml if name.startswith("xl/worksheets/") else whole.read(name)
            target.writestr(name, data)
    return stream.getvalue()


MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def test_that_a_bomb_is_refused_before_it_is_opened() -> None:
    far = MAIN + b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">'
    far += b'<c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    padded = MAIN + b" " * (120 * 1024 * 1024) + b"<sheetData/></worksheet>"
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + MAIN + b"<sheetData/></worksheet>"

    assert refused(with_sheet(far)) == "list_too_large"
    assert refused(with_sheet(padded)) == "list_too_large"
    assert refused(with_sheet(entity)) == "list_too_large"


def test_that_a_list_of_a_whole_city_is_no_bomb() -> None:
    row = "".join(f'<c r="{c}{{n}}"><v>1</v></c>' for c in "ABCDEFGHIJKL")
    rows = "".join(f'<row r="{n}">{row.format(n=n)}</row>' for n in range(1, 40_001))
    data = with_sheet(MAIN + b"<sheetData>" + rows.encode() + b"</sheetData></worksheet>")

    assert len(sheets(data)[0].rows) == 40_000


def test_that_more_rows_than_any_list_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_reader, "MOST_ROWS", 3)

    assert refused(b"a,b\n" * 4, "a.csv") == "list_too_large"
    assert len(sheets(b"a,b\n" * 3, "a.csv")[0].rows) == 3


def test_that_merged_cells_over_whole_sheets_cost_nothing() -> None:
    cells = b'<sheetData><row r="1"><c r="A1"><v>5</v></c></row></sheetData>'
    merged = b'<mergeCells count="9000">' + b'<mergeCell ref="A1:XFD1048576"/>' * 9000
    data = with_sheet(MAIN + cells + merged + b"</mergeCells></worksheet>")

    found = sheets(data)[0]

    assert len(found.rows) == 1
    assert set(found.rows[0]) == {"5"}


def test_that_very_long_cells_are_cut_and_very_wide_rows_too() -> None:
    found = sheets(("甲" * 5000 + "," + "x," * 900 + "\n").encode(), "a.csv")[0]

    assert len(found.rows[0]) == list_reader.MOST_COLUMNS
    assert len(found.rows[0][0]) == 1000


@pytest.mark.parametrize("seed", range(40))
def test_that_a_damaged_file_is_read_or_refused_but_never_a_crash(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(of_rows(*ROWS * 20) if seed % 2 else TEXT.encode() * 20)
    for _ in range(chance.randint(1, 30)):
        at = chance.randrange(len(data))
        data[at : at + chance.randint(0, 9)] = chance.randbytes(chance.randint(0, 9))

    found = read_sheets(bytes(data), "名单.xlsx")

    assert isinstance(found, Problem) or all(sheet.rows for sheet in found)
