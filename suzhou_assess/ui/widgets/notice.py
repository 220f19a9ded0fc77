"""A notice in a page: what stands, and the one or two things to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from suzhou_assess.ui import icons
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import column, label, row, set_role


class Notice(QFrame):
    """``warn`` or ``bad``; hidden until it is told something."""

    def __init__(self, context: Context, kind: str) -> None:
        super().__init__()
        self._context = context
        line = row(self, margins=(16, 12, 16, 12), gap=12)
        self._mark = QLabel()
        words = column(gap=2)
        self.title = label("", "strong", wrap=True)
        self.text = label("", wrap=True)
        words.addWidget(self.title)
        words.addWidget(self.text)
        line.addWidget(self._mark, alignment=Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self._line = line
        set_role(self, kind, "card")
        tint = context.palette.bad if kind == "bad" else context.palette.warn
        self._mark.setPixmap(icons.pixmap("error" if kind == "bad" else "warning", tint, 20))
        self.hide()

    def add_action(self, action: QPushButton) -> QPushButton:
        self._line.addWidget(action, alignment=Qt.AlignmentFlag.AlignVCenter)
        return action

    def tell(self, title: str, text: str) -> None:
        self.title.setText(title)
        self.text.setText(text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.show()
