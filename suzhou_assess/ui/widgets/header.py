"""The bar at the top of a page: its title, tags beside it, actions at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from suzhou_assess.ui import tokens
from suzhou_assess.ui.widgets.basics import ElidedLabel, row


class Header(QFrame):
    """Title, tags and actions. A long title gives way to the actions with an ellipsis."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("bar", "top")
        self.setFixedHeight(tokens.HEADER_HEIGHT)
        layout = row(self, margins=(24, 0, 24, 0), gap=12)
        self._title = ElidedLabel(title, "title")
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._tags: QHBoxLayout = row(gap=8)
        layout.addWidget(self._title)
        layout.addLayout(self._tags)
        layout.addStretch(1)
        self._actions: QHBoxLayout = row(gap=12)
        layout.addLayout(self._actions)

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self._title.updateGeometry()

    @property
    def title_width(self) -> int:
        """What the whole title needs."""
        return self._title.sizeHint().width()

    def set_tags(self, *tags: QWidget) -> None:
        """Replace the tags."""
        while (item := self._tags.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for tag in tags:
            self._tags.addWidget(tag)

    def add_action(self, action: QPushButton) -> QPushButton:
        self._actions.addWidget(action)
        return action
