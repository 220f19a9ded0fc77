"""Districts ranked: how much of each target is done, and where the plan stands today."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import SMALL_SIZE, Palette
from suzhou_assess.ui.widgets.chart import font, text_width, write
from suzhou_assess.ui.widgets.drill_chart import Drill
from suzhou_assess.ui.widgets.row_chart import WholeRowChart

_BAR = 10.0
_NEEDLE = 16.0
_RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """One district."""

    name: str
    done: int
    target: int | None
    expected: int | None
    """What the plan asks for by today."""
    said: str
    """``5,120 / 6,200``, or the number alone."""
    rate: str
    """``82.6%``; empty without a target."""
    words: str
    drill: Drill | None

    @property
    def behind(self) -> bool:
        return self.expected is not None and self.done < self.expected

    @property
    def shows_plan(self) -> bool:
        """Whether the plan stands somewhere inside the track."""
        if self.target is None or self.expected is None:
            return False
        return 0 < self.expected < self.target


class DistrictChart(WholeRowChart[DistrictRow]):
    """With targets a full track is the target; without any, the longest bar is the most."""

    def draw(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        if not self.rows:
            return
        used, strong = font(SMALL_SIZE), font(SMALL_SIZE, bold=True)
        names = self.names_width(room)
        said = max(text_width(row.said, used) for row in self.rows) + 12
        rates = max(text_width(row.rate, strong) for row in self.rows)
        rates = rates + 14 if rates else 0.0
        track = max(24.0, room.width() - names - said - rates - 2)
        most = max((row.done for row in self.rows if row.target is None), default=0)
        most = max(1, most, *(row.target or 0 for row in self.rows))
        for number, row in enumerate(self.rows):
            line = self.line(room, number)
            self.write_name(painter, line, names, row.name, palette.text)
            body = QRectF(line.left() + names, line.center().y() - _BAR / 2, track, _BAR)
            self._draw_bar(painter, body, row, most, palette)
            end = QRectF(body.right(), line.top(), said, line.height())
            write(painter, end, row.said, used, palette.muted, _RIGHT)
            if row.rate:
                tint = palette.warn if row.behind else palette.good
                tint = palette.text if row.expected is None else tint
                end = QRectF(end.right(), line.top(), rates, line.height())
                write(painter, end, row.rate, strong, tint, _RIGHT)

    def _draw_bar(
        self, painter: QPainter, body: QRectF, row: DistrictRow, most: int, palette: Palette
    ) -> None:
        radius = _BAR / 2
        whole = row.target or most
        share = min(1.0, row.done / whole)
        painter.setPen(Qt.PenStyle.NoPen)
        if row.target is not None:
            painter.setBrush(color(palette.border if palette.dark else palette.sunken))
            painter.drawRoundedRect(body, radius, radius)
        if share > 0:
            done = QRectF(body)
            done.setWidth(max(_BAR, body.width() * share))
            reached = row.target is not None and row.done >= row.target
            painter.setBrush(color(palette.good if reached else palette.accent))
            painter.drawRoundedRect(done, radius, radius)
        if row.target and row.expected is not None and row.shows_plan:
            x = body.left() + body.width() * row.expected / row.target
            needle = QRectF(x - 1.5, body.center().y() - _NEEDLE / 2, 3, _NEEDLE)
            painter.setBrush(color(palette.surface))
            painter.drawRect(needle.adjusted(-1, 0, 1, 0))
            painter.setBrush(color(palette.text))
            painter.drawRoundedRect(needle, 1.5, 1.5)
