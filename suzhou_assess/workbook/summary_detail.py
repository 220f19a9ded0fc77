"""明细: every enterprise in a row, with all that is known of it."""

from __future__ import annotations

from itertools import islice

from xlsxwriter.utility import xl_col_to_name

from suzhou_assess.words.detail_columns import DetailColumn, Kind, detail_columns
from suzhou_assess.workbook.row_stream import (
    MOST_ROWS,
    CellKind,
    RowFill,
    Write,
    day,
    number,
    points,
    text,
    text_or_number,
)
from suzhou_assess.workbook.summary_data import Detail
from suzhou_assess.workbook.summary_page import Briefcase, set_edges

_A3 = 8
_PAGES_WIDE = 4
_HEADER_HEIGHT = 48


_KINDS: dict[Kind, tuple[str, Write]] = {
    "text": ("text", text),
    "count": ("count", number),
    "year": ("year", number),
    "money": ("money", number),
    "points": ("points", points),
    "date": ("date", day),
    "scenario": ("count", text_or_number),
}
"""How the values of a column look, and how they are written."""


def write_detail(case: Briefcase, detail: Detail) -> list[RowFill]:
    """Writes the sheet without its rows, and says what is to be filled in.

    What is more than a sheet can hold goes on in another one.
    """
    columns = detail_columns(case.summary.head.pack, case.summary.head.places, case.words)
    kinds = [CellKind(_KINDS[one.kind][1], one.words, one.varied) for one in columns]
    values = iter(detail.rows)
    room = MOST_ROWS - 1
    fills = []
    for number_of_sheet, start in enumerate(range(0, max(1, detail.count), room), start=1):
        rows = min(room, detail.count - start)
        suffix = "" if number_of_sheet == 1 else f" {number_of_sheet}"
        part = _write_frame(case, columns, rows, suffix)
        if rows:
            fills.append(RowFill(part, rows, kinds, islice(values, rows)))
    return fills


def _write_frame(case: Briefcase, columns: tuple[DetailColumn, ...], rows: int, suffix: str) -> str:
    """Header, filter, printing, and one row of blank cells that shows the formats."""
    sheet, look = case.book.add_worksheet(case.say("sheet_detail") + suffix), case.look
    last = len(columns) - 1
    sheet.set_row(0, _HEADER_HEIGHT)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.header, look["header"])
        if rows:
            sheet.write_blank(1, at, None, look[_KINDS[column.kind][0]])
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(rows, 1), last)
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.fit_to_pages(_PAGES_WIDE, 0)
    # What belongs to one enterprise comes out one page after the other.
    sheet.print_across()
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, 1)
    sheet.print_area(0, 0, max(rows, 1), last)
    set_edges(case, sheet)
    # Codes and telephone numbers are text on purpose.
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(last)}{rows + 1}"})
    return f"xl/worksheets/sheet{sheet.index + 1}.xml"
