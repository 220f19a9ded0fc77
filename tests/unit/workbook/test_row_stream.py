"""Rows streamed into a finished workbook: what goes in comes out, in an office program too."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter.workbook import Workbook

from suzhou_assess.workbook import row_stream
from suzhou_assess.workbook.row_stream import (
    CellKind,
    RowFill,
    day,
    fill,
    number,
    points,
    text,
    text_or_number,
)

KINDS = (
    CellKind(text, varied=True),
    CellKind(text, {"a": "甲", 0: "零"}),
    CellKind(number),
    CellKind(points),
    CellKind(day),
    CellKind(text_or_number, {-2: "不适用"}),
)
PART = "xl/worksheets/sheet1.xml"


def _pattern() -> io.BytesIO:
    """A workbook with a header and a pattern row, a format of its own for each column."""
    package = io.BytesIO()
    book = Workbook(package, {"in_memory": True})
    sheet = book.add_worksheet("表")
    for column in range(len(KINDS)):
        sheet.write_string(0, column, f"h{column}")
        form = book.add_format({"num_format": "yyyy-mm-dd" if column == 4 else "0.0##"})
        sheet.write_blank(1, column, None, form)
    book.add_worksheet("另一张").write_string(0, 0, "留着")
    book.close()
    return package


def _filled(out: Path, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows as openpyxl reads them back."""
    with out.open("w+b") as stream:
        told = list(fill(_pattern(), stream, [RowFill(PART, len(rows), KINDS, rows)]))
    assert told[-1:] == [len(rows)][: len(told)]
    book = openpyxl.load_workbook(out)
    assert book["另一张"]["A1"].value == "留着"
    table = list(book["表"].iter_rows(values_only=True))
    assert table[0] == tuple(f"h{column}" for column in range(len(KINDS)))
    return table[1:]


def test_that_every_kind_of_value_comes_back(tmp_path: Path) -> None:
    rows = [
        ("苏州一号", "a", 3, 57_325, date(2025, 6, 1), 4),
        ("", "b", "3000.50", 8_000, date(1900, 3, 1), -2),
        (None, None, None, None, None, None),
    ]
    assert _filled(tmp_path / "a.xlsx", rows) == [
        ("苏州一号", "甲", 3, 57.325, datetime.combine(date(2025, 6, 1), time()), 4),
        (None, "b", 3000.5, 8, datetime.combine(date(1900, 3, 1), time()), "不适用"),
        (None,) * 6,
    ]


@pytest.mark.parametrize(
    "name",
    [
        *("=1+1", "+86 512", "-x", "@SUM(A1)", "=cmd|' /C calc'!A0", "{=1}"),
        *("A & B <c> \"d\" 'e'", " 前后有空格 ", "两  格", "行一\n行二", "\t制表"),
        *("]]>", "&amp;", "𠮷野家", "١٢٣"),
    ],
)
def test_that_text_stays_the_text_it_was(tmp_path: Path, name: str) -> None:
    out = tmp_path / "a.xlsx"
    assert _filled(out, [(name, *[None] * 5)])[0][0] == name
    with zipfile.ZipFile(out) as package:
        xml = package.read(PART).decode()
    assert "<f>" not in xml
    assert 't="inlineStr"' in xml


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("甲\x00乙\x01丙\x1f", "甲乙丙"),
        ("半\ud83d个", "半个"),
        ("\ufffe\uffff完", "完"),
        ("\x07", None),
        ("𠮷" * 40_000, "𠮷" * 16_000),
    ],
)
def test_that_what_no_cell_can_hold_is_left_out(
    tmp_path: Path, name: str, shown: str | None
) -> None:
    assert _filled(tmp_path / "a.xlsx", [(name, *[None] * 5)])[0][0] == shown


def test_that_what_excel_would_take_for_an_escape_is_escaped() -> None:
    assert text("_x0041_") == (' t="inlineStr"', "<is><t>_x005F_x0041_</t></is>")
    assert text("a_b_x00_") == (' t="inlineStr"', "<is><t>a_b_x00_</t></is>")


def test_that_a_sheet_without_rows_keeps_its_header(tmp_path: Path) -> None:
    assert _filled(tmp_path / "a.xlsx", []) == []


def test_that_many_rows_in_blocks_come_out_in_order_in_another_reader(tmp_path: Path) -> None:
    count = row_stream.ROWS_PER_BLOCK * 2 + 7
    rows = [(f"企业{n}", "a", n, n, date(2025, 1, 1), n % 5) for n in range(count)]
    out = tmp_path / "a.xlsx"
    _filled(out, rows)
    table = CalamineWorkbook.from_path(out).get_sheet_by_name("表").to_python()[1:]
    assert [row[0] for row in table] == [row[0] for row in rows]
    assert [row[2] for row in table] == list(range(count))
    assert [row[3] for row in table] == [pytest.approx(n / 1000) for n in range(count)]


def test_that_styles_are_those_of_the_pattern(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    _filled(out, [("一", "a", 1, 1, date(2025, 1, 1), 1)] * 3)
    sheet = openpyxl.load_workbook(out)["表"]
    assert [sheet.cell(4, column).number_format for column in (1, 4, 5)] == [
        *("0.0##", "0.0##", "yyyy-mm-dd")
    ]
    assert sheet.dimensions == "A1:F4"


def test_that_a_row_with_another_number_of_kinds_is_our_own_mistake(tmp_path: Path) -> None:
    with (tmp_path / "a.xlsx").open("w+b") as stream, pytest.raises(ValueError, match="kind"):
        list(fill(_pattern(), stream, [RowFill(PART, 1, KINDS[:2], [("一", "a")])]))


def test_that_memory_does_not_grow_with_the_values_of_a_column(tmp_path: Path) -> None:
    cells = row_stream._Cells("A", "", CellKind(text))
    for n in range(row_stream._MOST_KEPT + 100):
        assert cells[n if n < 0 else f"值{n}"]
    assert len(cells) == row_stream._MOST_KEPT
    varied = row_stream._Cells("A", "", CellKind(text, varied=True))
    assert varied["一"]
    assert not len(varied)
