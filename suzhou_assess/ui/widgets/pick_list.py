"""A button that opens a list of which several can be taken, each taking effect at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QPushButton, QWidget

from suzhou_assess.domain.places import fold
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import button, column, label, row, set_role
from suzhou_assess.ui.widgets.search_field import SearchField

_CODE = Qt.ItemDataRole.UserRole
_SEARCH_FROM = 14
"""So many entries are easier found by typing."""
_ROW = 32
_TALLEST = 380
_APART = 4


class ChipButton(QPushButton):
    """A filter as a chip: what it takes, and a mark while it takes less than all."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("chip", "idle")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name = name

    def tell(self, text: str, *, narrows: bool, tip: str = "") -> None:
        self.setText(f"{text}  ▾")
        self.setToolTip(tip)
        self.setAccessibleName(f"{self._name}: {tip or text}")
        set_role(self, "set" if narrows else "idle", "chip")

    @property
    def below(self) -> QPoint:
        """Where on the screen something that opens under the chip begins."""
        return self.mapToGlobal(QPoint(0, self.height() + _APART))

    def place_below(self, popup: QWidget) -> None:
        """Open a popup under the chip, inside the screen."""
        popup.ensurePolished()
        popup.adjustSize()
        at = self.below
        screen = self.screen().availableGeometry()
        at.setX(max(screen.left(), min(at.x(), screen.right() - popup.width())))
        at.setY(max(screen.top(), min(at.y(), screen.bottom() - popup.height())))
        popup.move(at)
        popup.show()


class PickList(QFrame):
    """The list itself: space or a click takes an entry, Escape closes."""

    changed = Signal(object)
    """The codes taken, in the order of the list."""

    def __init__(self, context: Context, name: str, entries: Sequence[tuple[str, str]]) -> None:
        super().__init__(None, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_WindowPropagation)
        self.setProperty("popup", True)
        layout = column(self, margins=(8, 8, 8, 8), gap=8)
        self.search = SearchField(context, context.say("ui_rollup.search"))
        if len(entries) < _SEARCH_FROM:
            self.search.hide()
        self.search.textChanged.connect(self._find)
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setProperty("list", "checks")
        self.list.setAccessibleName(name)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for code, text in entries:
            item = QListWidgetItem(text)
            item.setData(_CODE, code)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.itemClicked.connect(self._turn)
        self.list.installEventFilter(self)
        widest = self.list.sizeHintForColumn(0)
        self.list.setFixedSize(
            min(420, max(190, widest + 44)), min(_TALLEST, len(entries) * _ROW + 6)
        )
        self._count = label("", "small")
        self.clear_button = button(context.say("ui_rollup.clear_one"), "link")
        self.clear_button.clicked.connect(lambda: self._take(()))
        foot = row(margins=(8, 0, 8, 0))
        foot.addWidget(self._count, 1)
        foot.addWidget(self.clear_button)
        for part in (self.search, self.list):
            layout.addWidget(part)
        layout.addLayout(foot)
        self._context = context
        self._tell()

    @property
    def taken(self) -> tuple[str, ...]:
        return tuple(
            item.data(_CODE) for item in self._items() if item.checkState() == Qt.CheckState.Checked
        )

    def set_taken(self, codes: Sequence[str]) -> None:
        """Without telling anybody."""
        for item in self._items():
            wanted = item.data(_CODE) in codes
            item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
        self._tell()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        with QSignalBlocker(self.search):
            self.search.clear()
        self._find("")
        if self.search.isHidden():
            self.list.setFocus()
        else:
            self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = event.key()
        if watched is self.list and key == Qt.Key.Key_Space:
            if (item := self.list.currentItem()) is not None and not item.isHidden():
                self._turn(item)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.hide()
            return True
        if watched is self.search and key == Qt.Key.Key_Down:
            self.list.setFocus()
            return True
        return super().eventFilter(watched, event)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(number) for number in range(self.list.count())]

    def _turn(self, item: QListWidgetItem) -> None:
        on = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
        self._tell()
        self.changed.emit(self.taken)

    def _take(self, codes: Sequence[str]) -> None:
        self.set_taken(codes)
        self.changed.emit(self.taken)

    def _find(self, typed: str) -> None:
        wanted = fold(typed)
        first = None
        for item in self._items():
            item.setHidden(wanted not in fold(item.text()))
            if first is None and not item.isHidden():
                first = item
        # Space must not take an entry that can't be seen.
        if (current := self.list.currentItem()) is None or current.isHidden():
            self.list.setCurrentRow(-1 if first is None else self.list.row(first))

    def _tell(self) -> None:
        count = len(self.taken)
        key = "ui_rollup.taken" if count else "ui_rollup.taken_all"
        self._count.setText(self._context.say(key, count=count))
        self.clear_button.setVisible(count > 0)
