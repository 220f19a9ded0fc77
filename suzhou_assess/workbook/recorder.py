"""A book that only notes what would be written: the writer's own code runs against it.

XlsxWriter spends nine tenths of the time on looks, formulas and layout that are the same in every
workbook of a pack. What differs is noted here, and ``stencil`` puts it in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.book import Book, Sheet
from suzhou_assess.workbook.formulas import Expr, Value

_DAY_ZERO = date(1899, 12, 30)


class Result(NamedTuple):
    """A formula and what it comes to."""

    code: str
    value: Value


Content = str | float | Result | None
"""Of a cell: text, a number, a formula, or nothing but its look."""


class Area(NamedTuple):
    """Cells of a sheet that a chart shows."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int


class Notes:
    """What was written to one sheet."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], Content] = {}
        self.heights: dict[int, float] = {}
        """Of rows, in points."""


class Recorder(Book):
    """Takes the place of a ``Book``; nothing has a look and nothing is saved."""

    def __init__(self, words: Words, said: dict[str, str]) -> None:
        """``said`` keeps what was said already, from one recorder to the next."""
        self.words = words
        self._said = said
        self.notes: dict[str, Notes] = {}
        """By the name of the sheet."""
        self.charts: list[list[Area]] = []
        """Of each chart, the values of its series."""
        self.file: Any = _File(self.charts)

    def say(self, key: str, /, **params: Any) -> str:
        if params:
            return super().say(key, **params)
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = super().say(key)
        return said

    def sheet(self, name: str) -> Sheet:
        notes = self.notes[name] = Notes()
        return _RecordedSheet(self, name, notes)

    def look(self, **_: object) -> Any:
        return None

    line = input = band = header = hint = title = look


class _RecordedSheet(Sheet):
    def __init__(self, book: Book, name: str, notes: Notes) -> None:
        super().__init__(book, _Worksheet(notes))
        self._name = name
        self._cells = notes.cells

    @property
    def name(self) -> str:
        return self._name

    def text(self, row: int, column: int, said: str, _: Any) -> None:
        self._cells[row, column] = said or None

    def number(self, row: int, column: int, value: float, _: Any = None) -> None:
        self._cells[row, column] = value

    def formula(self, row: int, column: int, expr: Expr, _: Any = None) -> None:
        self._cells[row, column] = Result(expr.code, expr.value)

    def list_choice(self, *_: object, **__: object) -> None:
        """The same in every workbook, as all that follows."""

    number_choice = coloured = list_choice

    def finish(self, **_: object) -> None: ...


class _Anything:
    """Takes every call that only concerns looks and layout."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return _pass_over


def _pass_over(*_: object, **__: object) -> None: ...


class _Worksheet(_Anything):
    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def set_row(self, row: int, height: float) -> None:
        self._notes.heights[row] = height

    def write_datetime(self, row: int, column: int, value: date, _: Any) -> None:
        self._notes.cells[row, column] = (value - _DAY_ZERO).days


class _File(_Anything):
    def __init__(self, charts: list[list[Area]]) -> None:
        self._charts = charts

    def add_chart(self, _: object) -> _Chart:
        chart = _Chart()
        self._charts.append(chart.areas)
        return chart


class _Chart(_Anything):
    def __init__(self) -> None:
        self.areas: list[Area] = []

    def add_series(self, options: dict[str, Any]) -> None:
        self.areas.append(Area(*options["values"]))
