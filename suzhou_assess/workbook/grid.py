"""A sheet as rows of cells that know their address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from suzhou_assess.workbook.cell_values import Cell, is_blank

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


@dataclass(frozen=True, slots=True)
class Grid:
    """The used part of a sheet. Rows and columns count from 0 at its own top left."""

    name: str
    rows: list[list[Cell]]
    top: int
    left: int

    def at(self, row: int, column: int | None) -> Cell:
        """The value of a cell; blank outside the used part."""
        if column is None or not 0 <= row < len(self.rows):
            return ""
        cells = self.rows[row]
        if not 0 <= column < len(cells):
            return ""
        value = cells[column]
        return "" if value == "" or is_blank(value) else value

    def address(self, row: int, column: int | None) -> str:
        """As people name it, ``B7``."""
        return f"{column_name(self.left + (column or 0))}{self.top + row + 1}"

    def find(self, wanted: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
        """Text cells that ``wanted`` says yes to, row by row."""
        for row, cells in enumerate(self.rows):
            for column, value in enumerate(cells):
                if value and isinstance(value, str) and wanted(value):
                    yield row, column


def grid_of(sheet: CalamineSheet) -> Grid:
    top, left = sheet.start or (0, 0)
    return Grid(sheet.name, sheet.to_python(skip_empty_area=True), top, left)


def column_name(column: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(65 + letter) + name
    return name
