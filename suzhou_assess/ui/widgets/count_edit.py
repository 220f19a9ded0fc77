"""Typing how many: a whole number with its unit, thousands kept apart."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from suzhou_assess.ui.widgets.trailed_edit import TrailedEdit


class CountEdit(TrailedEdit):
    """Keeps what was there when something else than a number from 1 to ``most`` is typed."""

    def __init__(self, value: int, unit: str, most: int) -> None:
        super().__init__()
        self._most = most
        self._value = value
        self.show_trail(unit)
        self.set_value(value)
        self.editingFinished.connect(self._settle)

    def value(self) -> int:
        """What is typed, else what was there before."""
        typed = unicodedata.normalize("NFKC", self.text()).replace(",", "")
        typed = "".join(typed.split())
        if typed.isascii() and typed.isdigit() and int(typed) > 0:
            return min(int(typed), self._most)
        return self._value

    def set_value(self, value: int) -> None:
        self._value = value
        self.setText(f"{value:,}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.set_value(max(1, min(self._most, self.value() + step)))

    def _settle(self) -> None:
        self.set_value(self.value())
