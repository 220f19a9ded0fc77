"""Cells of the summary workbook: their formats, and what may stand in them."""

from __future__ import annotations

from datetime import date, datetime, time
from fractions import Fraction

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from suzhou_assess.workbook.book import FONT, Colour, writable

Value = str | int | float | Fraction | date | None

_BASE: dict[str, object] = {
    "font_name": FONT,
    "font_size": 10,
    "font_color": Colour.TEXT,
    "valign": "vcenter",
}
_CELL = {**_BASE, "border": 1, "border_color": Colour.BORDER}
_CARD = {
    **_BASE,
    "bg_color": Colour.SOFT,
    "align": "center",
    "right": 5,
    "right_color": Colour.SURFACE,
}
_FIGURE = {**_CARD, "bold": True, "font_size": 16, "font_color": Colour.ACCENT}
_NUMBER = {**_CELL, "align": "right"}
_LOOKS: dict[str, dict[str, object]] = {
    "title": {**_BASE, "bold": True, "font_size": 18},
    "heading": {**_BASE, "bold": True, "font_size": 12, "font_color": Colour.ACCENT},
    "hint": {**_BASE, "font_color": Colour.MUTED, "font_size": 9.5},
    "subtitle": {**_BASE, "font_color": Colour.MUTED, "font_size": 9.5, "text_wrap": True},
    "note": {**_BASE, "font_color": Colour.MUTED, "font_size": 9.5, "text_wrap": True},
    "statement": {**_BASE, "font_size": 11.5, "text_wrap": True},
    "card_label": {**_CARD, "font_color": Colour.MUTED, "font_size": 9.5},
    "card_note": {**_CARD, "font_color": Colour.MUTED, "font_size": 9},
    "card_text": _FIGURE,
    "card_count": {**_FIGURE, "num_format": "#,##0"},
    "card_share": {**_FIGURE, "num_format": "0.0%"},
    "card_points": {**_FIGURE, "num_format": "0.0"},
    "card_date": {**_FIGURE, "num_format": "yyyy-mm-dd"},
    "header": {
        **_CELL,
        "bold": True,
        "bg_color": Colour.ACCENT,
        "font_color": Colour.SURFACE,
        "align": "center",
        "text_wrap": True,
    },
    "text": {**_CELL, "indent": 1},
    "centred": {**_CELL, "align": "center"},
    "wrapped": {**_CELL, "text_wrap": True, "indent": 1},
    "term": {**_CELL, "text_wrap": True, "bold": True, "indent": 1},
    "good": {**_CELL, "align": "center", "font_color": Colour.GOOD, "bg_color": Colour.GOOD_SOFT},
    "bad": {**_CELL, "align": "center", "font_color": Colour.BAD, "bg_color": Colour.BAD_SOFT},
    "warn": {**_CELL, "align": "center", "font_color": Colour.WARN, "bg_color": Colour.WARN_SOFT},
    "muted": {**_CELL, "align": "center", "font_color": Colour.MUTED},
    "count": {**_NUMBER, "num_format": "#,##0"},
    "change": {**_NUMBER, "num_format": "+#,##0;-#,##0;0"},
    "pace": {**_NUMBER, "num_format": "#,##0.0"},
    "year": {**_NUMBER, "num_format": "0"},
    "money": {**_NUMBER, "num_format": "#,##0.####"},
    "points": {**_NUMBER, "num_format": "0.0##"},
    "mean": {**_NUMBER, "num_format": "0.00"},
    "share": {**_NUMBER, "num_format": "0.0%"},
    "date": {**_CELL, "num_format": "yyyy-mm-dd", "align": "center"},
    "month": {**_CELL, "num_format": "yyyy-mm", "align": "center"},
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
        sheet.write_string(row, column, writable(value), form)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, time()), form)
    else:
        sheet.write_number(row, column, float(value), form)
