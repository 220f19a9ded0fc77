"""What has been gathered from a workbook so far, and where each piece stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from suzhou_assess.domain.answers import left_blank
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.problems import Param, Problem, problem
from suzhou_assess.domain.text import Text
from suzhou_assess.workbook.cell_values import Cell, is_blank
from suzhou_assess.workbook.grid import Grid
from suzhou_assess.workbook.layout import in_both


class Draft:
    """Raw values by id, in the shape that ``domain.exchange`` reads, with the cell of each id."""

    def __init__(self, errors: Mapping[str, Mapping[str, str]]) -> None:
        self.profile: dict[str, object] = {}
        self.assessment: dict[str, object] = {}
        self.answers: dict[str, object] = {}
        self.figures: dict[str, object] = {}
        self.not_applicable: list[str] = []
        self.notes: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.faulty: set[str] = set()
        """Items that a problem here already says are not understood."""
        self._errors = errors
        self._places: dict[str, tuple[Grid, int, int | None]] = {}

    def stands(self, item: str, grid: Grid, row: int, column: int | None) -> None:
        """Says where an item, a figure or a field of the profile is filled in."""
        self._places[item] = grid, row, column

    def value(self, item: str, grid: Grid, row: int, column: int | None) -> Cell:
        """What stands in a cell of the item. A formula error is named, and counts as blank."""
        value = grid.at(row, column)
        if value == "" and self._errors:
            address = grid.address(row, column)
            error = self._errors.get(grid.name, {}).get(address)
            if error is not None:
                self.faulty.add(item)
                found = problem("formula_error", item, value=error)
                self.problems.append(found.at(grid.name, address))
        return value

    def complain(
        self, code: str, item: str, grid: Grid, row: int, column: int | None, /, **params: Param
    ) -> None:
        """A problem at a cell; the item, if it is known which, counts as not understood."""
        self.faulty.add(item)
        found = problem(code, *([item] if item else []), **params)
        self.problems.append(found.at(grid.name, grid.address(row, column)))

    def placed(self, found: Problem) -> Problem:
        """The problem with the cell of what it is about, as far as that is known: that of a
        figure before that of its question."""
        where = sorted(found.where, key=lambda item: item not in self.figures)
        item = next((item for item in where if item in self._places), None)
        return found if item is None else found.at(*self._place(item))

    def blank(self, pack: Pack, items: Iterable[str]) -> Iterator[Problem]:
        """What is said of items without an answer: a problem for each sheet that names the cells
        of all, at the first of them."""
        by_sheet: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for item in items:
            sheet, cell = self._place(item) if item in self._places else ("", "")
            by_sheet[sheet][item] = cell
        return (self.placed(left_blank(pack, [*cells], cells)) for cells in by_sheet.values())

    def _place(self, item: str) -> tuple[str, str]:
        grid, row, column = self._places[item]
        return grid.name, grid.address(row, column)

    def explained(self, found: Problem) -> bool:
        """Whether ``found`` only repeats, with less to say, what was named at its cell already."""
        return found.code.endswith("_missing") and not self.faulty.isdisjoint(found.where)

    def note(self, item: str, texts: list[str]) -> None:
        said = "\n".join(text for text in texts if not is_blank(text))
        if said:
            self.notes[item] = said


def missing_column(key: str) -> Problem:
    return problem("column_missing", column=_both(f"column_{key}"))


def missing_row(item: str, name: Text) -> Problem:
    return problem("row_missing", item, item=name)


def missing_sheet(key: str) -> Problem:
    return problem("sheet_missing", sheet=_both(f"sheet_{key}"))


def _both(key: str) -> Text:
    return Text(*in_both(key))
