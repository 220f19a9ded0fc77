"""What is wrong in the rows of a list, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt

from suzhou_assess.domain.roster import RowProblem
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import Index
from suzhou_assess.ui.models.problem_words import place, remedy
from suzhou_assess.ui.models.row_table import RowTableModel
from suzhou_assess.ui.theme import color

PLACE, TAKEN, WHAT, REMEDY = range(4)
_HEADERS = ("place", "taken", "what", "remedy")


class RowProblemModel(RowTableModel):
    """Rows that are left out before those that are taken all the same."""

    def __init__(self, context: Context) -> None:
        super().__init__([context.say(f"ui_roster.problem_{header}") for header in _HEADERS])
        self._context = context
        self._problems: list[RowProblem] = []

    def show_problems(self, problems: Sequence[RowProblem]) -> None:
        self.beginResetModel()
        self._problems = sorted(problems, key=lambda one: not one.left_out)
        self.endResetModel()

    def count(self) -> int:
        return len(self._problems)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found = self._problems[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._said(found, index.column())
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == TAKEN:
            palette = self._context.palette
            return color(palette.bad if found.left_out else palette.warn)
        return None

    def _said(self, found: RowProblem, column: int) -> str:
        if column == PLACE:
            return place(self._context, found.problem)
        if column == TAKEN:
            return self._context.say("ui_roster.left_out" if found.left_out else "ui_roster.taken")
        if column == WHAT:
            return self._context.words.what(found.problem)
        return remedy(self._context, found.problem)
