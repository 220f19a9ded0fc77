"""An item and all that could become of it, as a row of small tiles to be ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import SMALL_SIZE, TEXT_SIZE
from suzhou_assess.ui.widgets.chart import elided, font, stroke, tip

_CHIP = 26
_GAP = 4
_NAME = {"zh": 112, "en": 150}
_LEAST = 34


@dataclass(frozen=True, slots=True)
class Chip:
    """One option or level."""

    to: str | int
    words: str
    """What it takes, in words."""
    there: bool
    """It is chosen, or the level was reached, today."""
    open: bool
    """It can be ticked."""


class ChipRow(QWidget):
    """Name at the left, chips at the right. A click ticks; arrows and Space do the same."""

    ticked = Signal(object, bool)
    """The option or level, and whether it is to be done."""

    def __init__(self, context: Context, name: str, starred: bool, chips: Sequence[Chip]) -> None:
        super().__init__()
        self._context = context
        self._name = f"{name} ★" if starred else name
        self.chips = tuple(chips)
        self._left = _NAME[context.words.lang]
        self._on: frozenset[str | int] = frozenset()
        self._at = next((n for n, chip in enumerate(chips) if chip.open), 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._describe()

    @property
    def on(self) -> frozenset[str | int]:
        """What is ticked."""
        return self._on

    def show_on(self, on: frozenset[str | int]) -> None:
        if on != self._on:
            self._on = on
            self._describe()
            self.update()

    def rect_of(self, to: str | int) -> QRect:
        """Where the chip of an option or level stands."""
        return self._rects()[[chip.to for chip in self.chips].index(to)]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = -(-len(self.chips) // self._in_line(width))
        return max(_LEAST, rows * (_CHIP + _GAP) + _GAP)

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(320))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(max(240, self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._context.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        name_font = font(TEXT_SIZE, bold=bool(self._on))
        painter.setFont(name_font)
        painter.setPen(color(p.text))
        painter.drawText(
            QRect(0, 0, self._left, _LEAST),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            elided(self._name, name_font, self._left - 6),
        )
        for number, (chip, rect) in enumerate(zip(self.chips, self._rects(), strict=True)):
            self._paint_chip(painter, chip, rect)
            if self.hasFocus() and number == self._at:
                painter.setPen(stroke(color(p.focus), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(rect).adjusted(-2, -2, 2, 2), 8, 8)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and number is not None:
            self._at = number
            self._turn(number)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position().toPoint())
        hand = number is not None and self.chips[number].open
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if key == Qt.Key.Key_Right else -1
            self._at = max(0, min(len(self.chips) - 1, self._at + step))
            self._describe()
            self.update()
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._turn(self._at)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self._number_at(event.pos())
            words = self._name if number is None else self._said(self.chips[number])
            QToolTip.showText(event.globalPos(), tip(words), self)
            return True
        return super().event(event)

    def _turn(self, number: int) -> None:
        chip = self.chips[number]
        if chip.open:
            self.ticked.emit(chip.to, chip.to not in self._on)

    def _paint_chip(self, painter: QPainter, chip: Chip, rect: QRect) -> None:
        p = self._context.palette
        on = chip.to in self._on
        if on:
            ground, ink, edge = p.accent, p.on_accent, p.accent
        elif chip.there:
            ground, ink, edge = p.sunken, p.text, p.sunken
        elif chip.open:
            ground, ink, edge = p.surface, p.accent, p.border
        else:
            ground, ink, edge = p.surface, p.muted, p.surface
        painter.setPen(stroke(color(edge)))
        painter.setBrush(color(ground))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setFont(font(SMALL_SIZE, bold=on or chip.there))
        painter.setPen(color(ink))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(chip.to))

    def _in_line(self, width: int) -> int:
        return max(1, (width - self._left - 4 + _GAP) // (_CHIP + _GAP))

    def _rects(self) -> list[QRect]:
        in_line = self._in_line(self.width())
        return [
            QRect(
                self._left + (number % in_line) * (_CHIP + _GAP),
                _GAP + (number // in_line) * (_CHIP + _GAP),
                _CHIP,
                _CHIP,
            )
            for number in range(len(self.chips))
        ]

    def _number_at(self, point: QPoint) -> int | None:
        return next((n for n, rect in enumerate(self._rects()) if rect.contains(point)), None)

    def _said(self, chip: Chip) -> str:
        say = self._context.say
        if chip.to in self._on:
            return say("ui_way_up.chip_on", to=chip.to, text=chip.words)
        if chip.there:
            return say("ui_way_up.chip_there", to=chip.to, text=chip.words)
        return say("ui_way_up.chip_open", to=chip.to, text=chip.words)

    def _describe(self) -> None:
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(self._said(self.chips[self._at]) if self.chips else "")
