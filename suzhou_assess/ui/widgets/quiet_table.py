"""Tables as they look everywhere in the window: whole rows, no grid, one row chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import QAbstractItemModel, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import Palette

Column = TypeVar("Column", bound=int)

PAD = 8
"""Beside what stands in a cell, as in the header's style."""
_HEADER = 40
_MARK = 3


class QuietTable(QTableView):
    """Rows of one height under a header that can't be clicked."""

    def __init__(self, model: QAbstractItemModel, row_height: int) -> None:
        super().__init__()
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(row_height)
        rows.hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setFixedHeight(_HEADER)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class RowTable(QuietTable):
    """A list to go through with the arrow keys; Enter or a double click opens the chosen row."""

    opened = Signal()
    typed = Signal(str)
    """Letters typed here, for a search."""

    def __init__(self, model: QAbstractItemModel, row_height: int) -> None:
        super().__init__(model, row_height)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Qt makes the first row the current one, but doesn't mark it.
        super().focusInEvent(event)
        self.selectRow(self.currentIndex().row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.opened.emit()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        # Qt would read the rows one by one until a name starts so.
        if search.strip():
            self.typed.emit(search)

    def fit_columns(
        self, widths: Mapping[Column, int], widest: Column, least: int, give_way: Sequence[Column]
    ) -> None:
        """Columns of these ``widths``; what is left goes to the ``widest``, which has ``least``.

        Where there's no room for that, columns of ``give_way`` are left out, the first one first.
        """
        room = self.viewport().width()
        shown = dict(widths)
        for given in give_way:
            if sum(shown.values()) + least <= room:
                break
            shown.pop(given)
        self.setColumnWidth(widest, max(least, room - sum(shown.values())))
        for column in widths:
            self.setColumnHidden(column, column not in shown)
            self.setColumnWidth(column, shown.get(column, 0))


class RowDelegate(QStyledItemDelegate):
    """For delegates that paint cells themselves: asking the style for each is slow."""

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette
        self._view = parent

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, column: int) -> QRect:
        """The mark of the chosen row and the line below; gives the room for the content."""
        palette = self._palette
        room: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, color(palette.accent_soft))
            if column == 0 and self._view.hasFocus():
                mark = QRect(room.left(), room.top(), _MARK, room.height())
                painter.fillRect(mark, color(palette.focus))
        painter.setPen(color(palette.border))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        return room.adjusted(PAD, 0, -PAD, 0)
