"""What was wrong with what came in: file, place, what, remedy."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, Qt

from suzhou_assess.domain.problems import Problem, Severity
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import Index
from suzhou_assess.ui.theme import color

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """A problem and the file that it is in."""

    file: str
    line: int | None
    """Of a .jsonl, from 1."""
    problem: Problem


class Column(IntEnum):
    """The columns, in order."""

    SEVERITY = 0
    FILE = 1
    PLACE = 2
    WHAT = 3
    REMEDY = 4


class ProblemTableModel(QAbstractTableModel):
    """Problems in words. The words are made when they are looked at: there may be thousands."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._all: Sequence[FoundProblem] = ()
        self._shown: Sequence[FoundProblem] = ()

    def show(self, problems: Sequence[FoundProblem], only: Severity | None = None) -> None:
        """Errors stand before warnings; ``only`` leaves one of them out."""
        self.beginResetModel()
        self._all = problems
        self._shown = sorted(
            (p for p in problems if only is None or p.problem.severity == only),
            key=lambda found: not found.problem.is_error,
        )
        self.endResetModel()

    def found(self, row: int) -> FoundProblem:
        return self._shown[row]

    def words(self, found: FoundProblem) -> tuple[str, str, str, str, str]:
        """Severity, file, place, what, remedy."""
        problem, words = found.problem, self._context.words
        remedy = words.remedy(problem)
        return (
            self._context.say(f"ui_import.{problem.severity}"),
            found.file,
            self._place(found),
            words.what(problem),
            remedy,
        )

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._header(Column(section))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        found = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            text = self.words(found)[index.column()]
            return Path(text).name if index.column() == Column.FILE else text
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.words(found)[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == Column.SEVERITY:
            palette = self._context.palette
            return color(palette.bad if found.problem.is_error else palette.warn)
        if role == Qt.ItemDataRole.UserRole:
            return found
        return None

    def as_csv(self) -> bytes:
        """All problems for a spreadsheet: Excel knows UTF-8 by its byte order mark."""
        sheet = io.StringIO()
        writer = csv.writer(sheet)
        writer.writerow([self._header(column) for column in Column])
        for found in self._all:
            writer.writerow([_plain(text) for text in self.words(found)])
        return sheet.getvalue().encode("utf-8-sig")

    def as_text(self, rows: Iterable[int]) -> str:
        """Rows with tabs between the columns, for the clipboard."""
        return "\n".join("\t".join(self.words(self._shown[row])) for row in rows)

    def _header(self, column: Column) -> str:
        return self._context.say(f"ui_import.column_{column.name.lower()}")

    def _place(self, found: FoundProblem) -> str:
        parts = [part for part in (found.problem.sheet, found.problem.cell) if part]
        if parts:
            return " ".join(parts)
        if found.line is not None:
            return self._context.say("ui_import.line", line=found.line)
        return ""


def _plain(text: str) -> str:
    """File names and cells come from elsewhere: none of them may become a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
