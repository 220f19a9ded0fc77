"""A figure with its name that filters the list beneath it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy

from suzhou_assess.ui.widgets.basics import ElidedLabel, column, label, set_role

_HEIGHT = 64


class CountTile(QPushButton):
    """Pressed it filters, pressed again it lets all through. A count of none can't be pressed."""

    def __init__(self, tone: str) -> None:
        """``tone``: ``good``, ``accent``, ``warn``, ``bad`` or ``muted``."""
        super().__init__()
        self._tone = tone
        self.setProperty("tile", "count")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = column(self, margins=(16, 6, 8, 8), gap=0)
        self.figure = label("0", "figure")
        self.name = ElidedLabel("", "small")
        for part in (self.figure, self.name):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(part)

    def tell(self, count: int, name: str) -> None:
        self.figure.setText(f"{count:,}")
        set_role(self.figure, f"count_{self._tone}" if count else "count_muted")
        self.name.setText(name)
        self.setEnabled(count > 0 or self.isChecked())
        self.setAccessibleName(f"{name} {count:,}")

    def sizeHint(self) -> QSize:
        return QSize(120, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(88, _HEIGHT)
