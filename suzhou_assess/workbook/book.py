"""The workbook file itself: XlsxWriter with what it lacks, and the look of all sheets."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from suzhou_assess.domain.text import Lang
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.formulas import Expr

A4 = 9
FONT = "微软雅黑"
"""On every Chinese Windows and in WPS; others take their own CJK font for it."""
TEXT_SIZE = 10.5
_LINE = 16.5
"""Points that a line of text takes."""
_LONGEST_CELL = 32_000
_LONGEST_PROMPT, _LONGEST_TITLE = 255, 32


class Colour:
    """The light palette of the program's window."""

    SURFACE = "#FFFFFF"
    GROUND = "#F4F6F9"
    BORDER = "#E1E7EF"
    TEXT = "#1A2330"
    MUTED = "#5A6675"
    ACCENT = "#1463C8"
    SOFT = "#E8F1FD"
    INPUT_BORDER = "#9DBFE8"
    GOOD = "#187A4C"
    GOOD_SOFT = "#E7F5EE"
    WARN = "#935B00"
    WARN_SOFT = "#FFF6E5"
    BAD = "#B3261E"
    BAD_SOFT = "#FCEBEA"
    LEVELS = ("#A3ADB9", "#E0A43B", "#3C9BD6", "#2BA77B", "#6C4BD1")

    LEVEL_TEXTS = ("#101820", "#101820", "#101820", "#101820", "#FFFFFF")
    """What can be read on them."""

    @classmethod
    def of_level(cls, level: int) -> str:
        return cls.LEVELS[min(level, len(cls.LEVELS) - 1)]

    @classmethod
    def on_level(cls, level: int) -> str:
        return cls.LEVEL_TEXTS[min(level, len(cls.LEVEL_TEXTS) - 1)]


class LockedWorkbook(Workbook):  # type: ignore[misc]
    """XlsxWriter protects sheets, but not the structure: sheets could be deleted or renamed."""

    def _write_book_views(self) -> None:
        # The schema wants the protection right before the views.
        self._xml_empty_tag("workbookProtection", [("lockStructure", "1")])
        super()._write_book_views()


class Book:
    """The workbook being written, in one language."""

    def __init__(self, out: Any, words: Words) -> None:
        self.file = LockedWorkbook(out, {"in_memory": True, "strings_to_formulas": False})
        self.file.set_calc_mode("auto")
        self.words = words
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    @property
    def lang(self) -> Lang:
        return self.words.lang

    def say(self, key: str, /, **params: Any) -> str:
        return self.words.say(f"workbook.{key}", **params)

    def sheet(self, name: str) -> Sheet:
        return Sheet(self, self.file.add_worksheet(name))

    def look(self, **properties: object) -> Format:
        """A cell format: the house style with ``properties`` on top."""
        key = tuple(sorted(properties.items()))
        found = self._formats.get(key)
        if found is None:
            style = {
                "font_name": FONT,
                "font_size": TEXT_SIZE,
                "font_color": Colour.TEXT,
                "valign": "vcenter",
                "text_wrap": True,
                **properties,
            }
            found = self._formats[key] = self.file.add_format(style)
        return found

    def line(self, **properties: object) -> Format:
        """A cell of a table: bordered."""
        return self.look(**{"border": 1, "border_color": Colour.BORDER, **properties})

    def input(self, **properties: object) -> Format:
        """A cell to be filled in: unlocked and visibly so."""
        style = {
            "border": 1,
            "border_color": Colour.INPUT_BORDER,
            "bg_color": Colour.SOFT,
            "locked": False,
        }
        return self.look(**{**style, **properties})

    def band(self, **properties: object) -> Format:
        """A heading across a table."""
        return self.look(
            **{"bold": True, "bg_color": Colour.GROUND, "font_color": Colour.ACCENT, **properties}
        )

    def header(self, **properties: object) -> Format:
        """A column header."""
        style = {"bold": True, "bg_color": Colour.ACCENT, "font_color": Colour.SURFACE}
        return self.line(**{**style, "align": "center", **properties})

    def title(self) -> Format:
        return self.look(bold=True, font_size=16)

    def hint(self, **properties: object) -> Format:
        return self.look(**{"font_color": Colour.MUTED, "font_size": 9.5, **properties})


class Sheet:
    """A worksheet that takes text as text: nothing that a person typed becomes a formula."""

    def __init__(self, book: Book, sheet: Worksheet) -> None:
        self.book = book
        self.sheet = sheet
        self.widths: dict[int, float] = {}

    @property
    def name(self) -> str:
        return str(self.sheet.get_name())

    def columns(self, *widths: float, hidden: Sequence[int] = ()) -> None:
        """Column widths from the left, in digits of the default font."""
        for column, width in enumerate(widths):
            self.widths[column] = width
            self.sheet.set_column(column, column, width)
        for column in hidden:
            self.sheet.set_column(column, column, 9, None, {"hidden": True})

    def text(self, row: int, column: int, said: str, look: Format) -> None:
        """Text, or a blank cell in that look."""
        if said:
            self.sheet.write_string(row, column, writable(said), look)
        else:
            self.sheet.write_blank(row, column, None, look)

    def number(self, row: int, column: int, value: float, look: Format | None = None) -> None:
        self.sheet.write_number(row, column, value, look)

    def formula(self, row: int, column: int, expr: Expr, look: Format | None = None) -> None:
        self.sheet.write_formula(row, column, "=" + expr.code, look, expr.value)

    def across(self, row: int, first: int, last: int, said: str | Expr, look: Format) -> None:
        """One text or formula over several columns."""
        self.block(row, first, row, last, said, look)

    def block(
        self, top: int, left: int, bottom: int, right: int, said: str | Expr, look: Format
    ) -> None:
        if (top, left) != (bottom, right):
            self.sheet.merge_range(top, left, bottom, right, "", look)
        if isinstance(said, Expr):
            self.formula(top, left, said, look)
        else:
            self.text(top, left, said, look)

    def height(
        self, row: int, *texts: tuple[str, float], least: float = 21, size: float = 0
    ) -> None:
        """Makes a row high enough for texts in columns of these widths.

        Nothing computes the height of wrapped text when a file is written, and merged cells
        never grow by themselves.
        """
        scale = (size or TEXT_SIZE) / TEXT_SIZE
        lines = max((lines_of(said, width / scale) for said, width in texts), default=1)
        self.sheet.set_row(row, min(409, max(least, lines * _LINE * scale + 6)))

    def list_choice(
        self,
        row: int,
        column: int,
        source: list[str | int] | str,
        prompt: tuple[str, str] | None,
        error: str,
        *,
        last_row: int | None = None,
        strict: bool = True,
    ) -> None:
        """A drop-down. ``source`` is the list, or a reference to a range that holds it."""
        options: dict[str, object] = {
            "validate": "list",
            "source": [str(entry) for entry in source] if isinstance(source, list) else source,
            "error_title": self.book.say("error_title"),
            "error_message": error,
            "error_type": "stop" if strict else "warning",
        }
        self._validate(row, column, last_row or row, options, prompt)

    def number_choice(
        self,
        row: int,
        column: int,
        *,
        integer: bool,
        most: int | None,
        prompt: tuple[str, str] | None,
        error: str,
    ) -> None:
        """A number from 0 up."""
        options: dict[str, object] = {
            "validate": "integer" if integer else "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": 10**14 if most is None else most,
            "error_title": self.book.say("error_title"),
            "error_message": error,
        }
        self._validate(row, column, row, options, prompt)

    def _validate(
        self,
        row: int,
        column: int,
        last_row: int,
        options: dict[str, object],
        prompt: tuple[str, str] | None,
    ) -> None:
        if prompt is not None:
            options["input_title"] = shortened(prompt[0], _LONGEST_TITLE)
            options["input_message"] = shortened(prompt[1], _LONGEST_PROMPT)
        self.sheet.data_validation(row, column, last_row, column, options)

    def coloured(self, area: tuple[int, int, int, int], formula: str, **properties: object) -> None:
        """A look that holds while ``formula`` is true."""
        style = self.book.file.add_format(properties)
        self.sheet.conditional_format(
            *area, {"type": "formula", "criteria": "=" + formula, "format": style}
        )

    def finish(self, *, header_row: int | None, landscape: bool) -> None:
        """Protection, view and print set-up, the same on all sheets."""
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.set_paper(A4)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_footer(f"&L&9{self.name}&R&9{self.book.say('footer_page')}")
        if header_row is not None:
            sheet.freeze_panes(header_row + 1, 0)
            sheet.repeat_rows(header_row)


def writable(said: str) -> str:
    """Text that a cell can hold: no control characters or halves of characters.

    A cell takes 32,767 characters; what is longer is cut, which only a note could be.
    """
    return "".join(c for c in said[:_LONGEST_CELL] if c in "\n\t" or _fit(c))


def _fit(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in "\ufffe\uffff"


def shortened(said: str, limit: int) -> str:
    return said if len(said) <= limit else said[: limit - 1] + "…"


@lru_cache(maxsize=2048)
def lines_of(said: str, width: float) -> int:
    """Lines that a text takes in a column, a Chinese character counting as two."""
    room = max(1.0, width * 0.97)
    return sum(max(1, math.ceil(units(line) / room)) for line in said.split("\n"))


def units(said: str) -> float:
    return sum(2.0 if unicodedata.east_asian_width(c) in "WFA" else 0.95 for c in said)
