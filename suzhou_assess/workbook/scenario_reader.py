"""应用场景 as people fill it in."""

from __future__ import annotations

from collections.abc import Mapping

from suzhou_assess.domain.pack import Pack, Scenario
from suzhou_assess.workbook import cell_values
from suzhou_assess.workbook.cell_values import Cell, NotApplicable, folded, plain, shown
from suzhou_assess.workbook.columns import find_columns
from suzhou_assess.workbook.grid import Grid
from suzhou_assess.workbook.reading import Draft, missing_column, missing_row

_COLUMNS = ("code", "scenario", "level", "status", "note")


def read_scenarios(grid: Grid, pack: Pack, draft: Draft) -> None:
    _ScenarioReader(grid, pack, draft).read()


class _ScenarioReader:
    def __init__(self, grid: Grid, pack: Pack, draft: Draft) -> None:
        self._grid = grid
        self._pack = pack
        self._draft = draft
        self._fill = 0
        self._rows: dict[str, int] = {}

    def read(self) -> None:
        grid, draft = self._grid, self._draft
        header = find_columns(grid, _COLUMNS)
        fill = header.get("level") if header is not None else None
        if header is None or fill is None:
            fill = self._guess_fill()
        if fill is None:
            row = header.row if header is not None else 0
            found = missing_column("level")
            draft.problems.append(found.at(grid.name, grid.address(row, None)))
            return
        self._fill = fill
        self._find_rows(header.row + 1 if header is not None else 0)
        note = header.get("note") if header is not None else None
        for scenario in self._pack.scenarios:
            if scenario.id not in self._rows:
                draft.faulty.add(scenario.id)
                draft.problems.append(missing_row(scenario.id, scenario.name).at(grid.name, None))
                continue
            row = self._rows[scenario.id]
            self._level(scenario, row)
            text = grid.at(row, note)
            if text != "":
                draft.note(scenario.id, [shown(text)])

    def _guess_fill(self) -> int | None:
        """Without its header: the column left of the description of level 0."""
        texts = {folded(t) for s in self._pack.scenarios for t in (s.levels[0].zh, s.levels[0].en)}
        for row, column in self._grid.find(lambda text: len(text) > 2 and folded(text) in texts):
            return column - 1 if column and row else None
        return None

    def _find_rows(self, start: int) -> None:
        known = self._pack.scenario_by_id
        names = {
            folded(name): s.id for s in self._pack.scenarios for name in (s.name.zh, s.name.en)
        }
        for row in range(start, len(self._grid.rows)):
            item = self._item_of(self._grid.rows[row], known, names)
            if item is None:
                value = self._grid.at(row, self._fill)
                if value != "":
                    self._draft.complain(
                        "mark_unreadable", "", self._grid, row, self._fill, value=shown(value)
                    )
                continue
            before = self._rows.get(item)
            if before is None or self._grid.at(before, self._fill) == "":
                self._rows[item] = row
            elif self._grid.at(row, self._fill) != "":
                self._draft.complain("row_twice", item, self._grid, row, self._fill, item=item)

    def _item_of(
        self, cells: list[Cell], known: Mapping[str, Scenario], names: Mapping[str, str]
    ) -> str | None:
        """By the hidden id or the code; without both by the name."""
        texts = [c for c in cells[: self._fill] if isinstance(c, str) and c]
        for text in texts:
            if text in known:
                return text
        for text in texts:
            word = plain(text).upper()
            if word in known:
                return word
            by_name = names.get(folded(text.replace("★", "")))
            if by_name is not None:
                return by_name
        return None

    def _level(self, scenario: Scenario, row: int) -> None:
        draft = self._draft
        draft.stands(scenario.id, self._grid, row, self._fill)
        value = draft.value(scenario.id, self._grid, row, self._fill)
        if value == "":
            return
        level = cell_values.level(value)
        if level is NotApplicable.YES:
            draft.not_applicable.append(scenario.id)
            draft.answers[scenario.id] = 0
        else:
            draft.answers[scenario.id] = level
