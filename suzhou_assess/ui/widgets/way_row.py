"""A row of the way through: a section, or an item with how it stands."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from suzhou_assess.ui import icons
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import SMALL_SIZE, Palette

ItemState = Literal["open", "answered", "agreed", "over", "under", "other", "warned", "wrong"]
"""``agreed`` to ``other`` stand on site: how the finding compares with the claim."""

_SECTION_HEIGHT = 34
_ITEM_HEIGHT = 29
_MARK = 16
_SIDE = 10
_LEAST = 120
"""Width of a row in the narrowest window, beside a scroll bar."""

_CHANGED = {
    "over": ("warn", "warn_soft", "down"),
    "under": ("accent", "accent_soft", "up"),
    "other": ("accent", "accent_soft", "unequal"),
}
_SIGNS = {
    "down": (
        (QPointF(8, 4), QPointF(8, 12)),
        (QPointF(4.8, 8.8), QPointF(8, 12), QPointF(11.2, 8.8)),
    ),
    "up": (
        (QPointF(8, 12), QPointF(8, 4)),
        (QPointF(4.8, 7.2), QPointF(8, 4), QPointF(11.2, 7.2)),
    ),
    "unequal": (
        (QPointF(4.4, 6.4), QPointF(11.6, 6.4)),
        (QPointF(4.4, 9.6), QPointF(11.6, 9.6)),
        (QPointF(9.6, 4), QPointF(6.4, 12)),
    ),
}
"""Found lower than claimed, found higher, and as many points by another option."""


class WayRow(QAbstractButton):
    """Painted, with a tool tip where its name is cut."""

    def __init__(self, palette: Palette, name: str, *, section: bool, icon: str = "") -> None:
        """``icon`` stands before the name of what is neither a section nor an item."""
        super().__init__()
        self._palette = palette
        self._section = section
        self._icon = icon
        self._aside = ""
        self._state: ItemState = "open"
        self._flagged = False
        self._here = False
        self.setText(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(_SECTION_HEIGHT if section else _ITEM_HEIGHT)

    def show_state(
        self,
        *,
        here: bool,
        aside: str = "",
        state: ItemState = "open",
        flagged: bool = False,
        words: str = "",
    ) -> None:
        """``words`` say the same for who cannot see it."""
        shown = (here, aside, state, flagged)
        if shown != (self._here, self._aside, self._state, self._flagged):
            self._here, self._aside, self._state, self._flagged = shown
            self.update()
        self.setAccessibleName(f"{self.text()} {words}")

    def sizeHint(self) -> QSize:
        return QSize(_LEAST, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            metrics = QFontMetrics(self._font())
            cut = metrics.horizontalAdvance(self.text()) > self._name_rect().width()
            self.setToolTip(self.text() if cut else "")
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._here and self._section:
            painter.setBrush(color(p.accent_soft))
            painter.drawRoundedRect(body, 8, 8)
        elif self.underMouse():
            painter.setBrush(color(p.sunken))
            painter.drawRoundedRect(body, 8, 8)
        if self.hasFocus():
            painter.setPen(QPen(color(p.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(body, 8, 8)
        if self._icon:
            left = _SIDE if self._section else 20
            mark = QRect(left, (self.height() - _MARK) // 2, _MARK, _MARK)
            painter.drawPixmap(mark, icons.pixmap(self._icon, p.muted, _MARK))
        elif not self._section:
            self._paint_mark(painter)
        tint = p.accent if self._here else p.text if self._section else p.muted
        painter.setFont(self._font())
        painter.setPen(color(tint))
        room = self._name_rect()
        name = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
        if self._aside:
            font = QFont(self.font())
            font.setPixelSize(SMALL_SIZE)
            painter.setFont(font)
            painter.setPen(color(p.accent if self._here else p.muted))
            painter.drawText(
                self.rect().adjusted(0, 0, -_SIDE, 0),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                self._aside,
            )
        if self._flagged:
            painter.drawPixmap(
                self.width() - _SIDE - 16,
                (self.height() - 16) // 2,
                icons.pixmap("flag", p.warn, 16),
            )

    def _paint_mark(self, painter: QPainter) -> None:
        p = self._palette
        mark = QRectF(20, (self.height() - _MARK) / 2, _MARK, _MARK)
        if self._state in ("warned", "wrong"):
            tint = p.warn if self._state == "warned" else p.bad
            painter.drawPixmap(mark.toRect(), icons.pixmap("warning", tint, _MARK))
            return
        if self._here:
            painter.setBrush(color(p.surface))
            painter.setPen(QPen(color(p.accent), 5))
            painter.drawEllipse(mark.adjusted(2.5, 2.5, -2.5, -2.5))
        elif self._state in _CHANGED:
            tint, ground, sign = _CHANGED[self._state]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color(getattr(p, ground)))
            painter.drawEllipse(mark)
            painter.setPen(QPen(color(getattr(p, tint)), 1.8, c=Qt.PenCapStyle.RoundCap))
            for line in _SIGNS[sign]:
                painter.drawPolyline([mark.topLeft() + point for point in line])
        elif self._state in ("answered", "agreed"):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color(p.good))
            painter.drawEllipse(mark)
            painter.drawPixmap(
                mark.adjusted(2, 2, -2, -2).toRect(), icons.pixmap("check", p.surface, 12)
            )
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color(p.border), 2))
            painter.drawEllipse(mark.adjusted(1, 1, -1, -1))

    def _name_rect(self) -> QRect:
        left = _SIDE if self._section else 46
        if self._icon:
            left = (_SIDE if self._section else 20) + _MARK + 8
        right = _SIDE
        if self._aside:
            right += QFontMetrics(self.font()).horizontalAdvance(self._aside) + 8
        if self._flagged:
            right += 22
        return self.rect().adjusted(left, 0, -right, 0)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(14)
        font.setBold(self._section or self._here)
        return font
