"""What came in, for a table view. Words are made when they are looked at: there may be 40,000."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import lru_cache

from PySide6.QtCore import QModelIndex, Qt

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import Index
from suzhou_assess.ui.models.problem_words import gravest_first, place, remedy
from suzhou_assess.ui.models.row_table import RowTableModel
from suzhou_assess.ui.models.taken_rows import Kind, Taken, TakenRows

_LOOKED_AT = 512
"""Rows whose words are kept: some screens full."""
_NAMED = 2
"""Differences that are named in a row."""


class Column(IntEnum):
    """The columns, in order."""

    OUTCOME = 0
    FILE = 1
    ENTERPRISE = 2
    WHAT = 3


class TakenTableModel(RowTableModel):
    """Rows of one kind, or all, and of those the ones that a search finds."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            [context.say(f"ui_import.column_{column.name.lower()}") for column in Column]
        )
        self._context = context
        self._rows = TakenRows()
        self._shown: list[int] = []
        self._kind: Kind | None = None
        self._text = ""
        self._seen = 0
        self.taken: Callable[[int], Taken] = self._taken
        self._what: Callable[[int], str] = self._what_of

    def show(
        self, rows: TakenRows, kind: Kind | None = None, text: str = "", *, settled: bool = True
    ) -> None:
        """Show these. While they still come in they stand as they came (not ``settled``); then
        what needs a person stands first."""
        self.beginResetModel()
        if rows is not self._rows:
            # Of the old rows nothing is kept.
            self.taken = lru_cache(_LOOKED_AT)(self._taken)
            self._what = lru_cache(_LOOKED_AT)(self._what_of)
        self._rows, self._kind, self._text = rows, kind, text
        self._seen = len(rows)
        found = rows.found(kind, text)
        self._shown = rows.gravest_first(found) if settled else list(found)
        self.endResetModel()

    def grow(self) -> None:
        """Take up what came in since, in one block."""
        came = self._rows.found(self._kind, self._text, self._seen)
        self._seen = len(self._rows)
        if came:
            first = len(self._shown)
            self.beginInsertRows(QModelIndex(), first, first + len(came) - 1)
            self._shown.extend(came)
            self.endInsertRows()

    def at(self, row: int) -> Taken:
        """The row in full."""
        return self.taken(self._shown[row])

    def place_of(self, at: int) -> int | None:
        """The row in which one of the rows stands, if it is among those shown."""
        try:
            return self._shown.index(at)
        except ValueError:
            return None

    def original(self, row: int) -> int:
        """Which of all rows it is."""
        return self._shown[row]

    def count(self) -> int:
        return len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(index)
        return None

    def text(self, row: int, column: int) -> str:
        """What a cell says."""
        taken = self.at(row)
        if column == Column.OUTCOME:
            return self._context.say(f"ui_import.is_{taken.outcome}")
        if column == Column.FILE:
            return self.file_words(taken)
        if column == Column.ENTERPRISE:
            return taken.subject.name if taken.subject is not None else ""
        return self._what(self._shown[row])

    def file_words(self, taken: Taken) -> str:
        """The file's own name, with its line."""
        name = taken.file.replace("\\", "/").rpartition("/")[2] or taken.file
        if taken.line is None:
            return name
        return f"{name} · {self._context.say('ui_import.line', line=taken.line)}"

    def words(self, taken: Taken) -> str:
        """All that is wrong with one, to be copied into a message."""
        say = self._context.say
        lines = [taken.file]
        if taken.subject is not None and taken.subject.name:
            lines.append(
                " ".join(part for part in (taken.subject.name, taken.subject.uscc) if part)
            )
        for problem in gravest_first(taken.problems):
            where = place(self._context, problem, taken.line)
            said = f"{self._context.words.what(problem)}{remedy(self._context, problem)}"
            kind = say(f"ui_import.{problem.severity}")
            lines.append(f"{kind} {where}：{said}" if where else f"{kind}：{said}")
        return "\n".join(lines)

    def _tip(self, index: Index) -> str:
        from suzhou_assess.ui.widgets.chart import tip

        if index.column() == Column.FILE:
            return tip(self.at(index.row()).file)
        return tip(self.text(index.row(), index.column()))

    def _taken(self, at: int) -> Taken:
        return self._rows.taken(at)

    def _what_of(self, at: int) -> str:
        context, taken = self._context, self.taken(at)
        say = context.say
        problems = gravest_first(taken.problems)
        if problems and (taken.outcome == "refused" or taken.suspicious):
            first = problems[0]
            where = place(context, first)
            said = context.words.what(first).rstrip("。.")
            words = f"{where}：{said}" if where else said
            count = len(problems)
            return say("ui_import.and_more", what=words, count=count) if count > 1 else words
        if taken.differences:
            from suzhou_assess.ui.models.difference_words import difference_words

            named = difference_words(context, taken.differences[:_NAMED])
            items = context.words.joined(tuple(words.item for words in named))
            return say("ui_import.differs", count=len(taken.differences), items=items)
        if taken.again:
            return say("ui_import.known_again")
        if problems:
            return say("ui_import.warnings_only", count=len(problems))
        return say("ui_import.same" if taken.outcome == "unchanged" else "ui_import.fine")
