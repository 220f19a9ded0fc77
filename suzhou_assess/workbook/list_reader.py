"""Reads any spreadsheet as sheets of text: .xlsx, the .xls of old, and .csv in what encoding ever.

What a cell shows is what it means here. Merged cells are filled: a district that was merged over
the rows of its enterprises is that of each. To be run in a confined process
(``services.confined``): the parser of .xls has no guard before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from suzhou_assess.domain.list_table import ListSheet, Row
from suzhou_assess.domain.problems import Problem, problem
from suzhou_assess.workbook import guard
from suzhou_assess.workbook.cell_values import Cell, is_blank, shown

MOST_ROWS = 300_000
"""Of a sheet. A city has a fifth of that."""
MOST_COLUMNS = 200
_MOST_CELLS = 3_000_000
"""With something in them, of all sheets together."""
_LONGEST_CELL = 1_000
_ENCODINGS = ("utf-8-sig", "gb18030")
_WIDE_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOST_FROM = 1e15
"""A number this large has lost its last digits: it was a code."""
_NOT_TEXT = b"\x00"
_NOT_FOR_LISTS = {
    "file_too_costly": "list_too_large",
    "file_too_large": "list_too_large",
    "file_not_xlsx": "list_unreadable",
    "file_other_spreadsheet": "list_unreadable",
}
"""The guard speaks of the forms that enterprises fill in."""


def read_sheets(data: bytes, name: str) -> tuple[ListSheet, ...] | Problem:
    """The visible sheets of a file that have anything in them, or why it can't be read.

    ``name`` is the file's name; what counts is the content.
    """
    if not data:
        return problem("file_empty")
    if len(data) > guard.FILE_LIMIT:
        return problem("list_too_large")
    try:
        sheets = _read(data, name)
    except PasswordError:
        return problem("file_encrypted")
    except (CalamineError, csv.Error):
        return problem("file_broken")
    except (MemoryError, SystemExit, KeyboardInterrupt):
        raise
    except _TooLargeError:
        return problem("list_too_large")
    except BaseException as error:
        if isinstance(error, Exception):
            raise
        # A panic of the parser arrives as pyo3's PanicException, which is no Exception.
        return problem("file_crashed_reader")
    if isinstance(sheets, Problem):
        return sheets
    return tuple(sheet for sheet in sheets if sheet.rows) or problem("list_no_table")


class _TooLargeError(Exception):
    """More than any list has."""


def _read(data: bytes, name: str) -> list[ListSheet] | Problem:
    found = guard.look_at(data, name, guard.LIST)
    if found is None or (data.startswith(_OLE) and found.code == "file_other_spreadsheet"):
        return _workbook(data)
    if data.startswith((b"PK", _OLE)) or found.code == "file_too_large":
        return problem(_NOT_FOR_LISTS.get(found.code, found.code))
    return _text(data, name)


def _workbook(data: bytes) -> list[ListSheet]:
    memory: dict[str, str] = {}
    left = _MOST_CELLS
    sheets = []
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        known = [m for m in workbook.sheets_metadata if m.typ is SheetTypeEnum.WorkSheet]
        seen = [m for m in known if m.visible is SheetVisibleEnum.Visible]
        for meta in seen or known:
            sheet = _sheet(workbook.get_sheet_by_name(meta.name), memory, left)
            left -= sum(map(len, sheet.rows))
            sheets.append(sheet)
    return sheets


def _sheet(sheet: CalamineSheet, memory: dict[str, str], left: int) -> ListSheet:
    top, first = sheet.start or (0, 0)
    cells = (map(_said, row[:MOST_COLUMNS]) for row in _used(sheet, top))
    rows = _rows(cells, memory, left)
    return ListSheet(
        sheet.name, _filled(rows, sheet.merged_cell_ranges or [], top, first), top, first
    )


def _used(sheet: CalamineSheet, top: int) -> Iterator[list[Cell]]:
    """Rows of the used part: calamine leaves out the columns before it, but not the rows."""
    for at, row in enumerate(sheet.iter_rows()):
        if at >= top:
            yield row


def _said(value: Cell) -> str:
    """What a cell shows, for people to read and for names and codes to be found in."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and abs(value) >= _LOST_FROM:
        return f"{value:.5E}"
    return shown(value)


def _rows(rows: Iterable[Iterable[str]], memory: dict[str, str], left: int) -> list[Row]:
    """Rows without the blanks at their ends; each text is kept once."""
    kept: list[Row] = []
    for cells in rows:
        row = ["" if is_blank(cell) else cell.strip()[:_LONGEST_CELL] for cell in cells]
        while row and not row[-1]:
            row.pop()
        left -= len(row)
        if left < 0 or len(kept) >= MOST_ROWS:
            raise _TooLargeError
        kept.append(tuple([memory.setdefault(cell, cell) for cell in row]))
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _filled(
    rows: list[Row],
    merged: Iterable[tuple[tuple[int, int], tuple[int, int]]],
    top: int,
    left: int,
) -> tuple[Row, ...]:
    """Puts what stands in a merged cell into all that it covers."""
    room = _MOST_CELLS
    for (first, start), (last, end) in merged:
        at, column = first - top, start - left
        if not (0 <= at < len(rows) and 0 <= column < len(rows[at])):
            continue
        value = rows[at][column]
        last, end = min(last - top, len(rows) - 1), min(end - left, MOST_COLUMNS - 1)
        room -= max(0, last - at + 1) * max(0, end - column + 1)
        if not value or room < 0:
            continue
        for covered in range(at, last + 1):
            row = list(rows[covered])
            row.extend([""] * (end + 1 - len(row)))
            row[column : end + 1] = [cell or value for cell in row[column : end + 1]]
            rows[covered] = tuple(row)
    return tuple(rows)


def _text(data: bytes, name: str) -> list[ListSheet] | Problem:
    said = _decoded(data)
    if said is None or said.lstrip()[:1] in ("<", "{", "["):
        return problem("list_unreadable")
    head = said[:64_000]
    lines = head.splitlines()[:50]
    delimiter = max("\t,;|", key=lambda mark: sum(line.count(mark) for line in lines))
    if not any(delimiter in line for line in lines) and not name.lower().endswith((".csv", ".txt")):
        return problem("list_unreadable")
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(said, newline=""), delimiter=delimiter)
    memory: dict[str, str] = {}
    rows = _rows((_unquoted(row[:MOST_COLUMNS]) for row in reader), memory, _MOST_CELLS)
    return [ListSheet(name.rpartition(".")[0] or name, tuple(rows))]


def _decoded(data: bytes) -> str | None:
    wide = _WIDE_MARKS.get(data[:2])
    if wide is None and _NOT_TEXT in data[:4096]:
        return None
    for encoding in (wide,) if wide else _ENCODINGS:
        try:
            said = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return said if "\x00" not in said else None
    return None


def _unquoted(row: list[str]) -> Iterator[str]:
    """``="0123"`` is how a number is kept as text in a .csv."""
    for cell in row:
        yield cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell
