"""The options of a question or a scenario, in one column or two."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from suzhou_assess.ui.tokens import Palette
from suzhou_assess.ui.widgets.option_button import OptionButton, OptionWords

_GAP = 8
_LOW_GAP = 6
TWO_COLUMNS_FROM = 9
"""Options; as many have short words."""
_COLUMN_WIDTH = 250


class OptionList(QWidget):
    """Big options. One of them is a tab stop, arrows go to the others, Space or a click chooses."""

    chosen = Signal(str)
    """The key of an option."""
    reached = Signal(OptionButton)
    """An option that should be in sight: an arrow or a key went there."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._buttons: list[OptionButton] = []
        self._count = 0
        self._apart: frozenset[int] = frozenset()
        self._editable = True
        self._low = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def buttons(self) -> list[OptionButton]:
        """Those in use."""
        return self._buttons[: self._count]

    def button(self, key: str) -> OptionButton:
        """The option with this key; raises ``StopIteration``."""
        return next(button for button in self.buttons if button.key == key)

    def show_options(self, options: Sequence[OptionWords], *, multiple: bool) -> None:
        """Other options, in the buttons that are there already."""
        while len(self._buttons) < len(options):
            button = OptionButton(self._palette, self)
            button.sit_low(low=self._low)
            button.clicked.connect(lambda _=False, button=button: self._on_clicked(button))
            self._buttons.append(button)
        self._count = len(options)
        self._apart = frozenset(i for i, words in enumerate(options) if words.apart)
        dense = len(options) >= TWO_COLUMNS_FROM
        for button, words in zip(self._buttons, options, strict=False):
            button.show_words(words, multiple=multiple, dense=dense)
            button.show()
        for button in self._buttons[self._count :]:
            button.hide()
        self._set_tab_stop(0)
        self.updateGeometry()
        self._place(self.width())

    def sit_low(self, *, low: bool) -> None:
        """Closer together, where there is little height and more stands above."""
        if low != self._low:
            self._low = low
            for button in self._buttons:
                button.sit_low(low=low)
            self.updateGeometry()
            self._place(self.width())

    def show_state(
        self,
        checked: Collection[str],
        *,
        hinted: str | None = None,
        hint: str = "",
        claimed: Collection[str] = (),
        claim: str = "",
        unsaved: bool = False,
        editable: bool = True,
    ) -> None:
        """What is chosen, which option (``hinted``) the figures point at, and which ones the
        enterprise ``claimed``; ``hint`` and ``claim`` are the remarks that say so."""
        self._editable = editable
        for button in self.buttons:
            button.show_state(
                checked=button.key in checked,
                hint=hint if button.key == hinted else "",
                claimed=claim if button.key in claimed else "",
                offered=button.key in claimed and not checked,
                unsaved=unsaved,
            )
            shape = Qt.CursorShape.PointingHandCursor if editable else Qt.CursorShape.ArrowCursor
            button.setCursor(shape)
        first = next((i for i, b in enumerate(self.buttons) if b.key in checked), 0)
        if not any(button.hasFocus() for button in self.buttons):
            self._set_tab_stop(first)
        if hinted is not None or claimed:
            self.updateGeometry()
            self._place(self.width())

    def take_focus(self) -> None:
        """Keys choose from now on."""
        for button in self.buttons:
            if button.focusPolicy() == Qt.FocusPolicy.StrongFocus:
                button.focus_quietly()
                return

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(width)[1]

    def sizeHint(self) -> QSize:
        width = max(self.width(), 320)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 60)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(event.size().width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = next((i for i, b in enumerate(self.buttons) if b.hasFocus()), None)
        columns = self._columns(self.width())
        rows = -(-self._count // columns)
        steps: dict[int, int] = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Left: -rows if columns > 1 else -1,
            Qt.Key.Key_Right: rows if columns > 1 else 1,
        }
        step = steps.get(event.key())
        if here is None or step is None or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
            return
        there = min(max(here + step, 0), self._count - 1)
        self._set_tab_stop(there)
        self._buttons[there].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.reached.emit(self._buttons[there])

    def _on_clicked(self, button: OptionButton) -> None:
        if self._editable:
            self._set_tab_stop(self._buttons.index(button))
            self.chosen.emit(button.key)

    def _set_tab_stop(self, index: int) -> None:
        for i, button in enumerate(self.buttons):
            policy = Qt.FocusPolicy.StrongFocus if i == index else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def _columns(self, width: int) -> int:
        return 2 if self._count >= TWO_COLUMNS_FROM and width >= 2 * _COLUMN_WIDTH else 1

    def _place(self, width: int) -> None:
        for button, rect in zip(self.buttons, self._arrange(width)[0], strict=True):
            button.setGeometry(rect)

    def _arrange(self, width: int) -> tuple[list[QRect], int]:
        """Where each option goes, down the columns, and how high all are together."""
        columns = self._columns(width)
        rows = -(-self._count // columns)
        column_width = (width - (columns - 1) * 8) // columns
        heights = [button.heightForWidth(column_width) for button in self.buttons]
        rects = [QRect()] * self._count
        top = 0
        gap = _LOW_GAP if self._low else _GAP
        for row in range(rows):
            across = list(range(row, self._count, rows))
            height = max(heights[i] for i in across)
            top += gap + 4 if self._apart.intersection(across) else 0
            for column, i in enumerate(across):
                rects[i] = QRect(column * (column_width + 8), top, column_width, height)
            top += height + gap
        return rects, max(0, top - gap)
