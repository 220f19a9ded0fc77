"""The level as a rounded square in its colour."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import LEVEL_FILLS, LEVEL_TEXTS


def paint_level(painter: QPainter, rect: QRect, level: int | None) -> None:
    """Paint a level's badge; ``None`` shows a dash on grey."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    index = (level or 0) % len(LEVEL_FILLS)
    radius = rect.height() * 0.3
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(LEVEL_FILLS[index]))
    painter.drawRoundedRect(QRectF(rect), radius, radius)
    font = QFont(painter.font())
    font.setPixelSize(round(rect.height() * 0.54))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(color(LEVEL_TEXTS[index]))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "–" if level is None else str(level))
    painter.restore()


class LevelBadge(QWidget):
    """A level 0-4; ``None`` shows a dash on grey."""

    def __init__(self, level: int | None, size: int = 28) -> None:
        super().__init__()
        self._level = level
        self.setFixedSize(QSize(size, size))

    def set_level(self, level: int | None, name: str = "") -> None:
        self._level = level
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_level(QPainter(self), self.rect(), self._level)
