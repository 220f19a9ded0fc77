"""Cells of the summary workbook: their formats, and what may stand in them."""

from __future__ import annotations

from datetime import datetime

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from suzhou_assess.workbook.book import FONT, Colour

Value = str | int | float | datetime | None

_BASE: dict[str, object] = {
    "font_name": FONT,
    "font_size": 10,
    "font_color": Colour.TEXT,
    "valign": "vcenter",
}
_CELL = {**_BASE, "border": 1, "border_color": Colour.BORDER}
_LOOKS: dict[str, dict[str, object]] = {
    "plain": _BASE,
    "title": {**_BASE, "bold": True, "font_size": 18},
    "heading": {**_BASE, "bold": True, "font_size": 12, "font_color": Colour.ACCENT},
    "hint": {**_BASE, "font_color": Colour.MUTED, "font_size": 9.5},
    "label": {**_BASE, "font_color": Colour.MUTED},
    "figure": {**_BASE, "bold": True, "font_size": 14, "num_format": "#,##0", "align": "left"},
    "figure_share": {**_BASE, "bold": True, "font_size": 14, "num_format": "0.0%", "align": "left"},
    "figure_points": {
        **_BASE,
        "bold": True,
        "font_size": 14,
        "num_format": "0.0##",
        "align": "left",
    },
    "figure_date": {
        **_BASE,
        "bold": True,
        "font_size": 14,
        "num_format": "yyyy-mm-dd",
        "align": "left",
    },
    "header": {
        **_CELL,
        "bold": True,
        "bg_color": Colour.ACCENT,
        "font_color": Colour.SURFACE,
        "align": "center",
        "text_wrap": True,
    },
    "text": _CELL,
    "wrapped": {**_CELL, "text_wrap": True, "valign": "top"},
    "term": {**_CELL, "text_wrap": True, "valign": "top", "bold": True},
    "count": {**_CELL, "num_format": "#,##0", "align": "right"},
    "year": {**_CELL, "num_format": "0", "align": "right"},
    "money": {**_CELL, "num_format": "#,##0.0#", "align": "right"},
    "points": {**_CELL, "num_format": "0.0##", "align": "right"},
    "share": {**_CELL, "num_format": "0.0%", "align": "right"},
    "date": {**_CELL, "num_format": "yyyy-mm-dd", "align": "center"},
}
_TOTAL = {"bold": True, "bg_color": Colour.SOFT}


class Look:
    """Formats by name; a name with ``total_`` in front gives that of a total row."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        found = self._made.get(name)
        if found is None:
            base = _LOOKS[name.removeprefix("total_")]
            extra = _TOTAL if name.startswith("total_") else {}
            found = self._made[name] = self._book.add_format({**base, **extra})
        return found


def put(sheet: Worksheet, row: int, column: int, value: Value, form: Format) -> None:
    """Text goes in as text, whatever it starts with: no name becomes a formula."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, form)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, form)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value, form)
    else:
        sheet.write_number(row, column, value, form)
