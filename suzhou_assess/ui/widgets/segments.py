"""A few choices side by side, one of them taken."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from suzhou_assess.ui.widgets.basics import button, row


class Segments(QWidget):
    """Emits ``chosen`` when the user takes another one; arrow keys go along.

    Tab stops at the one that is taken, as at a group of radio buttons.
    """

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        layout = row(self, gap=0)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        last = len(choices) - 1
        for number, (key, text) in enumerate(choices):
            one = button(text)
            one.setCheckable(True)
            one.setAutoDefault(False)
            one.setAccessibleName(f"{name}: {text}")
            one.setProperty(
                "segment", "first" if number == 0 else "last" if number == last else "middle"
            )
            one.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            one.toggled.connect(self._mark_stop)
            one.installEventFilter(self)
            self._group.addButton(one)
            self.buttons[key] = one
            layout.addWidget(one)
        self._mark_stop()

    @property
    def value(self) -> str:
        checked = self._group.checkedButton()
        return next((key for key, one in self.buttons.items() if one is checked), "")

    def set_value(self, key: str) -> None:
        self.buttons[key].setChecked(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A button would move the focus alone and leave the choice behind.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._go(step)
                return True
        return super().eventFilter(watched, event)

    def _mark_stop(self) -> None:
        stop = self.buttons.get(self.value) or next(iter(self.buttons.values()))
        self.setFocusProxy(stop)
        for one in self.buttons.values():
            stops = one is stop
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stops else Qt.FocusPolicy.ClickFocus)

    def _go(self, step: int) -> None:
        keys = list(self.buttons)
        to = keys.index(self.value) + step
        if 0 <= to < len(keys) and self.buttons[keys[to]].isEnabled():
            self.buttons[keys[to]].setFocus()
            self.buttons[keys[to]].click()
