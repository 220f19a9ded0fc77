"""The queue of what a person has to decide, as a list with many to choose at once."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from suzhou_assess.services.doubts import Doubt
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import Index
from suzhou_assess.ui.models.doubt_table import DOUBT_ROLE, DoubtListModel
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import SMALL_SIZE, TEXT_SIZE
from suzhou_assess.ui.widgets.chart import font

_ROW = 56
_SIDE = 12


class DoubtList(QListView):
    """Shift and Ctrl choose many, Ctrl+A all; 1 and 2 decide."""

    chosen = Signal()
    decided = Signal(int)
    """The first (0) or the second (1) decision, for all that are chosen."""

    def __init__(self, context: Context, model: DoubtListModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setProperty("list", True)
        self.setAccessibleName(context.say("ui_import.doubts"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(_DoubtDelegate(context, model, self))
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())

    @property
    def doubts(self) -> list[Doubt]:
        """Those that are chosen, in their order."""
        rows = sorted(self.selectionModel().selectedIndexes(), key=lambda index: index.row())
        return [index.data(DOUBT_ROLE) for index in rows]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        decision = {Qt.Key.Key_1: 0, Qt.Key.Key_2: 1}.get(Qt.Key(event.key()))
        if decision is not None and not event.isAutoRepeat():
            self.decided.emit(decision)
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        # Figures decide here; Qt would look for a name that starts so.
        if not search.strip().isdigit():
            super().keyboardSearch(search)


class _DoubtDelegate(QStyledItemDelegate):
    def __init__(self, context: Context, model: DoubtListModel, parent: DoubtList) -> None:
        super().__init__(parent)
        self._palette = context.palette
        self._model = model
        self._view = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        p = self._palette
        room: QRect = option.rect
        state: QStyle.StateFlag = option.state
        doubt: Doubt = index.data(DOUBT_ROLE)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, color(p.accent_soft))
            if self._view.hasFocus():
                painter.fillRect(QRect(room.left(), room.top(), 3, room.height()), color(p.focus))
        painter.setPen(color(p.border))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        inside = room.adjusted(_SIDE, 0, -_SIDE, 0)
        top = QRect(inside.left(), room.center().y() - 21, inside.width(), 22)
        for words, ink, size, at in (
            (doubt.enterprise, p.text, TEXT_SIZE, top),
            (self._model.note(doubt), p.muted, SMALL_SIZE, top.translated(0, 21)),
        ):
            painter.setFont(font(size))
            painter.setPen(color(ink))
            cut = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideMiddle, inside.width()
            )
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, cut)
