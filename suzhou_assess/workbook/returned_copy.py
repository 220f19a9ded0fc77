"""退回件: the copy of a workbook that goes back, with each faulty cell marked and explained.

The copy is the sender's own file: what was filled in stays, the marks are colours and comments, and
a sheet in front lists all of it. Mended and sent in again it is read like any other.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from suzhou_assess.domain.problems import Problem
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.book import A4, FONT, Colour, lines_of, writable
from suzhou_assess.workbook.layout import META_SHEET

INFLATED_LIMIT = 48 * 1024 * 1024
"""Bytes of XML. openpyxl takes some fifty times as much memory as a sheet has bytes; a filled
workbook has a quarter of a megabyte."""

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_LONGEST_COMMENT = 1_000
_MOST_ROWS = 2_000
_WIDTHS = (2, 6, 17, 9, 44, 44)
_HEADERS = ("number", "place", "severity", "what", "remedy")
_HOW_ROW, _FIRST_ROW = 6, 9


class NotMarkableError(Exception):
    """The file can't be opened for marking; a notice goes back in its stead."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What the sheet in front says about the whole."""

    file: str
    """Its name, without folders."""
    enterprise: str
    """As far as it could be read."""
    office: str
    """Who sends it back; may be empty."""
    on: str
    """The day, in ISO form."""


def mark(data: bytes, problems: Sequence[Problem], cover: Cover, words: Words) -> bytes:
    """The workbook ``data`` with all problems marked in it.

    Raises ``NotMarkableError`` for what is no workbook that can be opened and saved again.
    """
    _check_size(data)
    try:
        with warnings.catch_warnings():
            # Extensions that openpyxl doesn't keep are looks, not answers.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data))
            places = _mark_cells(book, problems, words)
            _expect_changes(book)
            _write_cover(book, problems, places, cover, words)
            out = io.BytesIO()
            book.save(out)
    except MemoryError:
        raise
    except Exception as error:
        # A parser fails on odd files in too many ways to name them.
        raise NotMarkableError from error
    return out.getvalue()


def notice(problems: Sequence[Problem], cover: Cover, words: Words) -> bytes:
    """A workbook that holds the sheet in front alone, for a file that can't be opened."""
    book = Workbook()
    sheet = book.active
    if sheet is not None:
        book.remove(sheet)
    _write_cover(book, problems, {}, cover, words)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _check_size(data: bytes) -> None:
    """Sizes are those the file states; whoever calls looked into it with the guard before."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(e.file_size for e in package.infolist() if e.filename.endswith(".xml"))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise NotMarkableError from error
    if size > INFLATED_LIMIT:
        raise NotMarkableError


def _cells_of(found: Problem) -> Iterable[str]:
    """Where it stands; what was left blank names several cells."""
    several = found.params.get("cells")
    if isinstance(several, tuple):
        yield from (cell for cell in several if isinstance(cell, str))
    elif found.cell:
        yield found.cell


def _mark_cells(book: Any, problems: Sequence[Problem], words: Words) -> dict[int, str]:
    """Colours and comments. Gives the reference of each problem's first cell, by its number."""
    said: dict[tuple[str, str], list[tuple[bool, str]]] = {}
    places: dict[int, str] = {}
    for number, found in enumerate(problems):
        sheet = found.sheet
        if sheet is None or sheet not in book.sheetnames:
            continue
        for cell in _cells_of(found):
            if _ADDRESS.fullmatch(cell):
                places.setdefault(number, f"'{sheet.replace(chr(39), chr(39) * 2)}'!{cell}")
                message = words.problem(found)
                said.setdefault((sheet, cell), []).append((found.is_error, message))
    for (sheet, cell), messages in said.items():
        _mark_cell(_top_left(book[sheet], cell), messages, words)
    return places


def _expect_changes(book: Any) -> None:
    """What is sent back is meant to be changed: that must not look like tampering later."""
    if META_SHEET in book.sheetnames:
        for key, value in book[META_SHEET].iter_rows(min_col=1, max_col=2):
            if key.value == "status" and value.value == "submitted":
                value.value = "returned"


def _top_left(sheet: Worksheet, address: str) -> Cell:
    cell = sheet[address]
    if isinstance(cell, MergedCell):
        for area in sheet.merged_cells.ranges:
            if address in area:
                cell = sheet.cell(area.min_row, area.min_col)
                break
    assert isinstance(cell, Cell)  # noqa: S101 - for the type checker
    return cell


def _mark_cell(cell: Cell, messages: list[tuple[bool, str]], words: Words) -> None:
    error = any(is_error for is_error, _ in messages)
    text = "\n".join(message for _, message in messages)
    if cell.comment is not None and cell.comment.text.strip():
        # What someone noted there stays readable.
        text += "\n\n" + cell.comment.text
    comment = Comment(writable(text[:_LONGEST_COMMENT]), words.say("returned.author"))
    comment.width = 320
    comment.height = max(60, min(300, 20 * lines_of(text, 44) + 16))
    cell.comment = comment
    cell.fill = _fill(Colour.BAD_SOFT if error else Colour.WARN_SOFT)
    side = Side(style="medium", color=_rgb(Colour.BAD if error else Colour.WARN))
    cell.border = Border(left=side, right=side, top=side, bottom=side)


def _write_cover(
    book: Any, problems: Sequence[Problem], places: dict[int, str], cover: Cover, words: Words
) -> None:
    """The sheet in front. An older one, of an earlier return, gives way to it."""
    name = words.say("returned.sheet")
    for lang in ("zh", "en"):
        old = Words(lang).say("returned.sheet")
        if old in book.sheetnames:
            book.remove(book[old])
    sheet: Worksheet = book.create_sheet(name, 0)
    for column, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEF"[column]].width = width
    sheet.sheet_view.showGridLines = False
    errors = sum(found.is_error for found in problems)
    _put(sheet, 1, 2, words.say("returned.title"), _font(16, bold=True))
    sheet.row_dimensions[1].height = 30
    heads = (
        words.say("returned.file", file=cover.file),
        words.say("returned.enterprise", name=cover.enterprise) if cover.enterprise else "",
        words.say("returned.office", office=cover.office, on=cover.on)
        if cover.office
        else words.say("returned.on", on=cover.on),
        words.say("returned.count", errors=errors, warnings=len(problems) - errors),
    )
    for row, text in enumerate(filter(None, heads), start=2):
        _put(sheet, row, 2, text, _font(color=Colour.MUTED))
    key = "how" if places else "how_unmarked"
    _put(sheet, _FIRST_ROW - 3, 2, words.say(f"returned.{key}"), _font(), wrap=True)
    sheet.merge_cells(
        start_row=_FIRST_ROW - 3, start_column=2, end_row=_FIRST_ROW - 3, end_column=6
    )
    sheet.row_dimensions[_FIRST_ROW - 3].height = 54
    _write_table(sheet, problems, places, words)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{_FIRST_ROW - 1}:{_FIRST_ROW - 1}"
    sheet.freeze_panes = f"A{_FIRST_ROW}"
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = 0


def _write_table(
    sheet: Worksheet, problems: Sequence[Problem], places: dict[int, str], words: Words
) -> None:
    thin = Side(style="thin", color=_rgb(Colour.BORDER))
    frame = Border(left=thin, right=thin, top=thin, bottom=thin)
    for column, header in enumerate(_HEADERS, start=2):
        cell = _put(
            sheet,
            _FIRST_ROW - 1,
            column,
            words.say(f"returned.column_{header}"),
            _font(bold=True, color=Colour.SURFACE),
        )
        cell.fill, cell.border = _fill(Colour.ACCENT), frame
        cell.alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[_FIRST_ROW - 1].height = 24
    numbered = sorted(enumerate(problems), key=lambda one: not one[1].is_error)
    for row, (number, found) in enumerate(numbered[:_MOST_ROWS], start=_FIRST_ROW):
        what, remedy = words.what(found), words.remedy(found)
        place = " ".join(filter(None, (found.sheet, found.cell)))
        colour = Colour.BAD if found.is_error else Colour.WARN
        values = (
            (str(row - _FIRST_ROW + 1), Colour.TEXT),
            (place or words.say("returned.whole_file"), Colour.TEXT),
            (words.say(f"returned.{found.severity}"), colour),
            (what, Colour.TEXT),
            (remedy, Colour.TEXT),
        )
        for column, (text, shade) in enumerate(values, start=2):
            cell = _put(sheet, row, column, text, _font(color=shade), wrap=True)
            cell.border = frame
        if number in places:
            cell = _cell(sheet, row, 3)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=places[number])
            cell.font = _font(color=Colour.ACCENT, underline="single")
        lines = max(lines_of(what, 44), lines_of(remedy, 44), lines_of(place, 17))
        sheet.row_dimensions[row].height = min(400, max(21, 16.5 * lines + 6))


def _put(
    sheet: Worksheet, row: int, column: int, text: str, font: Font, *, wrap: bool = False
) -> Cell:
    """Text stays text: openpyxl would take what starts with ``=`` for a formula."""
    cell = _cell(sheet, row, column)
    cell.value = writable(text)
    cell.data_type = "s"
    cell.font = font
    cell.alignment = Alignment(vertical="center", wrap_text=wrap)
    return cell


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 - for the type checker; nothing is merged here
    return cell


def _font(size: float = 10.5, *, color: str = Colour.TEXT, **more: Any) -> Font:
    return Font(name=FONT, size=size, color=_rgb(color), **more)


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=_rgb(colour), end_color=_rgb(colour))


def _rgb(colour: str) -> str:
    return "FF" + colour.removeprefix("#")
