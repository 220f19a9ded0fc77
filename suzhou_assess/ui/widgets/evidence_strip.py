"""What is attached to a question, side by side; scrolls when there is more than fits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from suzhou_assess.domain.evidence import Evidence
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import Index
from suzhou_assess.ui.models.evidence_shelf import EvidenceShelf
from suzhou_assess.ui.widgets.evidence_tile import TILE, EvidenceDelegate

_BAR = 12
"""Room for the scroll bar."""


class EvidenceStrip(QListView):
    """Arrows go along it, Space or a double click enlarges, Delete removes."""

    chosen = Signal()
    """Another one is current, or none."""
    looked_at = Signal()
    removed = Signal()
    menu_wanted = Signal(QPoint)
    """Where, on the screen."""
    left = Signal()
    """Esc: back to the options."""

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        self.setProperty("list", True)
        self.setAccessibleName(name)
        self._model = _EvidenceModel()
        self.setModel(self._model)
        self._delegate = EvidenceDelegate(context, self)
        self.setItemDelegate(self._delegate)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(TILE.height() + _BAR)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit())
        self.doubleClicked.connect(lambda _index: self.looked_at.emit())

    @property
    def current(self) -> Evidence | None:
        index = self.currentIndex()
        return self._model.evidence(index) if index.isValid() else None

    @property
    def count(self) -> int:
        return self._model.rowCount()

    def show_shelf(self, shelf: EvidenceShelf) -> None:
        """Thumbnails come from here."""
        self._delegate.shelf = shelf

    def show_evidence(self, shown: Sequence[Evidence]) -> None:
        """Keeps the current one, if it is still there."""
        if [*shown] == self._model.shown:
            return
        current = self.current
        self._model.show(shown)
        kept = next((n for n, one in enumerate(shown) if current and one.id == current.id), None)
        if kept is not None:
            self.setCurrentIndex(self._model.index(kept))
        self.chosen.emit()

    def choose(self, evidence_id: str) -> None:
        """Make one the current one."""
        for number, one in enumerate(self._model.shown):
            if one.id == evidence_id:
                self.setCurrentIndex(self._model.index(number))
                self.scrollTo(self._model.index(number))

    def choose_none(self) -> None:
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()

    def sizeHint(self) -> QSize:
        return QSize(300, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Space and self.current is not None:
            self.looked_at.emit()
        elif key == Qt.Key.Key_Delete and self.current is not None:
            self.removed.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
            # With Alt the same keys go to another question.
            if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                event.ignore()
            else:
                super().keyPressEvent(event)
        else:
            event.ignore()  # a list would look for what begins with the letter

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A strip that shows all of itself must not hold up the page.
        if self.horizontalScrollBar().maximum() == 0:
            event.ignore()
        else:
            super().wheelEvent(event)

    def _on_menu(self, place: QPoint) -> None:
        if self.indexAt(place).isValid():
            self.menu_wanted.emit(self.viewport().mapToGlobal(place))


class _EvidenceModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Evidence] = []

    def show(self, shown: Sequence[Evidence]) -> None:
        self.beginResetModel()
        self.shown = [*shown]
        self.endResetModel()

    def evidence(self, index: Index) -> Evidence:
        return self.shown[index.row()]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        one = self.shown[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return one
        if role == Qt.ItemDataRole.DisplayRole:
            return one.caption or one.file_name
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (one.caption, one.file_name)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (one.caption, one.file_name)))
        return None
