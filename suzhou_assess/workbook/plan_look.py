"""How the cells of an improvement plan look."""

from __future__ import annotations

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from suzhou_assess.workbook.book import FONT, Colour

SUMMED = ("effort", "gain", "cost")
"""Columns with sums."""

LOOK_OF = {
    "number": "centred",
    "item": "term",
    "change": "wrapped",
    "text": "wrapped",
    "why": "wrapped",
    "effort": "effort",
    "gain": "gain",
    "owner": "input",
    "due": "input_due",
    "cost": "input_cost",
    "state": "input_state",
    "note": "input",
}


def plan_looks(book: Workbook, steps_format: str) -> dict[str, Format]:
    """Formats by name. ``steps_format`` is the number format of a count of steps."""
    base = {"font_name": FONT, "font_size": 10, "font_color": Colour.TEXT, "valign": "vcenter"}
    cell = {**base, "border": 1, "border_color": Colour.BORDER}
    wrapped = {**cell, "text_wrap": True, "indent": 1}
    filled = {**wrapped, "bg_color": Colour.SOFT, "border_color": Colour.INPUT_BORDER}
    sub = {**cell, "indent": 1, "bold": True, "bg_color": Colour.GROUND}
    total = {**sub, "bg_color": Colour.SOFT, "font_color": Colour.ACCENT}
    right: dict[str, object] = {"align": "right", "indent": 1}
    formats: dict[str, dict[str, object]] = {
        "effort": {**right, "num_format": "#,##0"},
        "gain": {**right, "num_format": "0.0##"},
        "cost": {**right, "num_format": "#,##0.00"},
    }
    styles: dict[str, dict[str, object]] = {
        "title": {**base, "bold": True, "font_size": 18, "font_color": Colour.ACCENT},
        "name": {**base, "bold": True, "font_size": 12},
        "hint": {**base, "font_color": Colour.MUTED, "font_size": 9.5},
        "header": {
            **cell,
            "text_wrap": True,
            "bold": True,
            "bg_color": Colour.ACCENT,
            "font_color": Colour.SURFACE,
            "align": "center",
        },
        "term": {**wrapped, "bold": True},
        "wrapped": wrapped,
        "centred": {**cell, "align": "center"},
        "good": {
            **cell,
            "align": "center",
            "font_color": Colour.GOOD,
            "bg_color": Colour.GOOD_SOFT,
        },
        "warn": {
            **cell,
            "align": "center",
            "font_color": Colour.WARN,
            "bg_color": Colour.WARN_SOFT,
        },
        "effort": {**cell, **formats["effort"]},
        "gain": {**cell, **formats["gain"]},
        "input": filled,
        "input_due": {**filled, "num_format": "yyyy-mm-dd", "align": "center", "indent": 0},
        "input_cost": {**filled, **formats["cost"]},
        "input_state": {**filled, "align": "center", "indent": 0},
        "sub": sub,
        "sub_count": {**sub, "num_format": steps_format, "align": "center", "indent": 0},
        "total": total,
    }
    for row, style in (("sub", sub), ("total", total)):
        for name in SUMMED:
            styles[f"{row}_{name}"] = {**style, **formats[name]}
    return {name: book.add_format(style) for name, style in styles.items()}
