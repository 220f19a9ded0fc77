"""Bars for the dimensions: points reached of the full points, with the numbers beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from suzhou_assess.domain.points import Milli, as_text
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import TEXT_SIZE, Palette
from suzhou_assess.ui.widgets.chart import Caption, Chart, elided, font, text_width, write

_ROW = 32.0
_BAR = 8.0
_GAP = 12.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One dimension, and how its points came about."""

    name: str
    points: Milli
    full: Milli
    words: str = ""


class ScoreBars(Chart):
    """A row a dimension: name, bar, points of full points."""

    def __init__(self, context: Context, caption: Caption, bars: Sequence[Bar]) -> None:
        super().__init__(context, caption)
        self._bars = tuple(bars)
        self.setFixedHeight(round(_ROW * len(self._bars)))
        self.setMinimumWidth(240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tell_readers()

    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    def export_size(self) -> QSize:
        return QSize(560, round(_ROW * len(self._bars)))

    def in_words(self) -> str:
        """Every dimension with its points and full points, a line each."""
        return "\n".join(self._words(bar) for bar in self._bars)

    def words_at(self, position: QPointF) -> str:
        index = int(position.y() // _ROW)
        if not 0 <= index < len(self._bars):
            return ""
        return self._bars[index].words or self._words(self._bars[index])

    def draw(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        plain, strong = font(TEXT_SIZE), font(TEXT_SIZE, bold=True)
        points = max((text_width(as_text(b.points), strong) for b in self._bars), default=0) + 2
        full = max((text_width(f" / {as_text(b.full)}", plain) for b in self._bars), default=0) + 6
        names = max((text_width(b.name, plain) for b in self._bars), default=0) + 2
        names = min(names, room.width() * 0.45)
        left = room.left() + names + _GAP
        right = room.right() - full - points - _GAP
        for i, bar in enumerate(self._bars):
            line = QRectF(room.left(), room.top() + i * _ROW, names, _ROW)
            write(painter, line, elided(bar.name, plain, names), plain, palette.text)
            track = QRectF(left, line.center().y() - _BAR / 2, max(right - left, 0), _BAR)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color(palette.sunken if not palette.dark else palette.border))
            painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)
            if bar.points and bar.full:
                track.setWidth(max(_BAR, track.width() * bar.points / bar.full))
                painter.setBrush(color(palette.accent))
                painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)
            line.setLeft(right + _GAP)
            line.setWidth(points)
            end = Qt.AlignmentFlag.AlignRight
            write(painter, line, as_text(bar.points), strong, palette.text, end)
            line.setLeft(room.right() - full)
            line.setWidth(full)
            write(painter, line, f"/ {as_text(bar.full)}", plain, palette.muted, end)

    def _words(self, bar: Bar) -> str:
        return self.context.say(
            "ui_result.bar_value",
            name=bar.name,
            points=as_text(bar.points),
            full=as_text(bar.full),
        )
