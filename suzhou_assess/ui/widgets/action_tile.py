"""A large button with an icon, what it does, and a word about it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy

from suzhou_assess.ui import icons
from suzhou_assess.ui.tokens import Palette
from suzhou_assess.ui.widgets.basics import ElidedLabel, column, row


class ActionTile(QPushButton):
    """One way to start. The primary one is filled with the accent colour."""

    def __init__(self, palette: Palette, icon: str, title: str, *, primary: bool = False) -> None:
        super().__init__()
        self.setProperty("tile", "primary" if primary else "plain")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)
        layout = row(self, margins=(18, 14, 18, 14), gap=14)
        picture = QLabel()
        picture.setPixmap(icons.pixmap(icon, palette.on_accent if primary else palette.accent, 28))
        self._title = ElidedLabel(title, "heading")
        self._note = ElidedLabel("", "small")
        words = column(gap=2)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._note)
        words.addStretch(1)
        layout.addWidget(picture)
        layout.addLayout(words, 1)
        for part in (picture, self._title, self._note):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def tell(self, note: str) -> None:
        """The smaller line beneath the title."""
        self._note.setText(note)
        self.setAccessibleDescription(note)
        self.setToolTip(note)

    def sizeHint(self) -> QSize:
        return QSize(240, 80)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 80)
