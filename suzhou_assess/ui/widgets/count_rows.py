"""How many, of each of several kinds: a name, a thin bar, the number and its share."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import SMALL_SIZE, TEXT_SIZE, Palette
from suzhou_assess.ui.widgets.chart import elided, font, text_width, write
from suzhou_assess.ui.widgets.drill_chart import Drill
from suzhou_assess.ui.widgets.row_chart import WholeRowChart

_BAR = 3.0
_RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class CountRow:
    """One kind of thing to look at."""

    name: str
    share: float
    said: str
    """``312``"""
    percent: str
    """``1.0%``; empty for what is no share of the whole."""
    words: str
    drill: Drill | None


class CountRows(WholeRowChart[CountRow]):
    """Names may be sentences: they have all the room that the numbers leave."""

    LEAST = 30

    def draw(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        if not self.rows:
            return
        plain, small = font(TEXT_SIZE), font(SMALL_SIZE)
        strong = font(SMALL_SIZE, bold=True)
        said = max(text_width(row.said, strong) for row in self.rows) + 12
        percents = max(text_width(row.percent, small) for row in self.rows) + 12
        for number, row in enumerate(self.rows):
            line = self.line(room, number)
            words = line.adjusted(0, 0, -said - percents, -_BAR)
            name = elided(row.name, plain, words.width())
            none = row.said == "0"
            write(painter, words, name, plain, palette.muted if none else palette.text)
            end = QRectF(words.right(), line.top(), said, words.height())
            write(painter, end, row.said, strong, palette.muted if none else palette.warn, _RIGHT)
            end = QRectF(end.right(), line.top(), percents, words.height())
            write(painter, end, row.percent, small, palette.muted, _RIGHT)
            track = QRectF(line.left(), line.bottom() - _BAR - 1, line.width(), _BAR)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color(palette.sunken))
            painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)
            if row.share > 0:
                track.setWidth(max(_BAR, track.width() * min(1.0, row.share)))
                painter.setBrush(color(palette.warn))
                painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)
