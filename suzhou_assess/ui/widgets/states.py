"""The states of a page that has nothing to show: empty, or something went wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from suzhou_assess.ui import icons
from suzhou_assess.ui.tokens import Palette
from suzhou_assess.ui.widgets.basics import column, label


class EmptyState(QWidget):
    """An icon, what is missing, what to do about it, and the button that does it."""

    def __init__(
        self, palette: Palette, icon: str, title: str, hint: str, action: QPushButton | None = None
    ) -> None:
        super().__init__()
        layout = column(self, margins=(24, 24, 24, 24), gap=8)
        picture = QLabel()
        picture.setPixmap(icons.pixmap(icon, palette.muted, 48))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = label(title, "heading", wrap=True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint = label(hint, "muted", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)
        layout.addWidget(picture)
        layout.addWidget(self._title)
        layout.addWidget(self._hint)
        if action is not None:
            layout.addSpacing(8)
            layout.addWidget(action, alignment=Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)

    def tell(self, title: str, hint: str) -> None:
        """Say something else."""
        self._title.setText(title)
        self._hint.setText(hint)
