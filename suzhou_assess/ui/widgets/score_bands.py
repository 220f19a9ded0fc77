"""Points of indicators or questions: the mean, and the band that the middle half lies in."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import SMALL_SIZE, Palette
from suzhou_assess.ui.widgets.chart import font, stroke, text_width, write
from suzhou_assess.ui.widgets.drill_chart import Drill
from suzhou_assess.ui.widgets.row_chart import WholeRowChart

_TRACK = 6.0
_BAND = 14.0
_DOT = 5.0
_RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class BandRow:
    """One indicator or question; shares are of its full points."""

    name: str
    mean: float
    quartiles: tuple[float, float, float]
    said: str
    """``6.32 / 10``"""
    words: str
    drill: Drill | None


class ScoreBands(WholeRowChart[BandRow]):
    """A track from nothing to full points; the band is the middle half, the dot the mean."""

    def draw(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        if not self.rows:
            return
        used = font(SMALL_SIZE)
        names = self.names_width(room)
        said = max(text_width(row.said, used) for row in self.rows) + 14
        width = max(24.0, room.width() - names - said - _DOT)
        for number, row in enumerate(self.rows):
            line = self.line(room, number)
            middle = line.center().y()
            self.write_name(painter, line, names, row.name, palette.text)
            left = line.left() + names
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color(palette.border if palette.dark else palette.sunken))
            track = QRectF(left, middle - _TRACK / 2, width, _TRACK)
            painter.drawRoundedRect(track, _TRACK / 2, _TRACK / 2)
            low, median, high = (left + width * share for share in row.quartiles)
            band = QRectF(low, middle - _BAND / 2, max(3.0, high - low), _BAND)
            painter.setBrush(color(palette.accent, 90))
            painter.drawRoundedRect(band, 4, 4)
            painter.setPen(stroke(color(palette.accent), 2))
            painter.drawLine(
                QPointF(median, middle - _BAND / 2), QPointF(median, middle + _BAND / 2)
            )
            painter.setPen(stroke(color(palette.surface), 1.5))
            painter.setBrush(color(palette.text))
            painter.drawEllipse(QPointF(left + width * row.mean, middle), _DOT, _DOT)
            end = QRectF(line.right() - said, line.top(), said, line.height())
            write(painter, end, row.said, used, palette.muted, _RIGHT)
