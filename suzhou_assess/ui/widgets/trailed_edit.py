"""A line to type in with a small word at its right end: a unit, a count."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from suzhou_assess.ui.widgets.basics import label, set_role

_GAP = 10
_BEFORE = 4


class TrailedEdit(QLineEdit):
    """What is typed never runs under the word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trail = label("", "small")
        self._trail.setParent(self)
        self._trail.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def trail(self) -> str:
        return self._trail.text()

    def show_trail(self, text: str, role: str = "small") -> None:
        set_role(self._trail, role)
        self._trail.setText(text)
        self._trail.adjustSize()
        self.setTextMargins(0, 0, self._trail.width() + _BEFORE if text else 0, 0)
        self._place_trail()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_trail()

    def _place_trail(self) -> None:
        trail = self._trail
        trail.move(self.width() - trail.width() - _GAP, (self.height() - trail.height()) // 2)
