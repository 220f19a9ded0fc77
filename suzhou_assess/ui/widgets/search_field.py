"""A line to search with: a glass before it, a cross to clear it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from suzhou_assess.ui import icons
from suzhou_assess.ui.context import Context


class SearchField(QLineEdit):
    """Escape clears it."""

    onward = Signal()
    """Down or Enter: to what was found."""

    def __init__(self, context: Context, hint: str) -> None:
        super().__init__()
        palette = context.palette
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.addAction(
            icons.icon("search", palette.muted), QLineEdit.ActionPosition.LeadingPosition
        )
        self._cross = self.addAction(
            icons.icon("close", palette.muted), QLineEdit.ActionPosition.TrailingPosition
        )
        self._cross.setVisible(False)
        self._cross.triggered.connect(self.clear)
        self.textChanged.connect(self._show_cross)

    def put(self, text: str) -> None:
        """Show a text without telling anybody."""
        with QSignalBlocker(self):
            self.setText(text)
        self._show_cross(text)

    def _show_cross(self, text: str) -> None:
        self._cross.setVisible(bool(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.onward.emit()
        super().keyPressEvent(event)
