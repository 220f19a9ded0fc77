"""A word that passes by at the foot of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from suzhou_assess.ui.widgets.basics import label, row, set_role

_STAY_MS = 5000


class Toast(QFrame):
    """Shown over its parent; a click or five seconds take it away."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setProperty("card", "good")
        layout = row(self, margins=(16, 10, 16, 10))
        self._text: QLabel = label(wrap=True)
        layout.addWidget(self._text)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def tell(self, kind: str, text: str) -> None:
        set_role(self, kind, "card")
        set_role(self._text, kind)
        self._text.setText(text)
        self._text.setAccessibleName(text)
        parent = self._over
        width = min(560, max(200, self._text.fontMetrics().horizontalAdvance(text) + 48))
        self.setFixedWidth(min(width, parent.width() - 48))
        self.adjustSize()
        self.move(parent.width() - self.width() - 24, parent.height() - self.height() - 76)
        self.raise_()
        self.show()
        self._timer.start(_STAY_MS)

    def mousePressEvent(self, event: object) -> None:
        self.hide()
