"""历次得分: the score of every submitted assessment of an enterprise, with its level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import QSizePolicy

from suzhou_assess.domain.points import FULL_SCORE, ONE_POINT, Milli, as_text
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import LEVEL_FILLS, LEVEL_TEXTS, SMALL_SIZE, Palette
from suzhou_assess.ui.widgets.chart import Caption, font, stroke, text_width, write
from suzhou_assess.ui.widgets.drill_chart import Drill, DrillChart, Spot

_LEGEND = 26.0
_FOOT = 26.0
_MARK = 22.0
_SMALL_MARK = 10.0
_GAP = 30.0
"""Marks stand at least so far apart, although two assessments may be of the same day."""
_SCORE = 18.0
"""Height of a written score."""


@dataclass(frozen=True, slots=True)
class TimeMark:
    """One assessment on the line."""

    id: str
    day: date
    score: Milli
    level: int
    onsite: bool
    compared: bool
    """One of the two that are compared."""
    words: str


class OverTimeChart(DrillChart):
    """A line from mark to mark: a disc for a 自评, a square for a 现场评定, both with the level.

    ``thresholds`` are the scores that levels ask for, drawn as lines across. ``names`` says what
    disc and square are. A click, or Enter, gives a ``Drill`` with the assessment's id.
    """

    def __init__(
        self,
        context: Context,
        caption: Caption,
        marks: Sequence[TimeMark],
        thresholds: Sequence[Milli],
        names: tuple[str, str],
    ) -> None:
        super().__init__(context, caption)
        self._marks = tuple(marks)
        self._lines = tuple(sorted({0, *thresholds, FULL_SCORE}))
        self._names = names
        self.setMinimumHeight(220)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.tell_readers()

    def sizeHint(self) -> QSize:
        return QSize(420, 240)

    def export_size(self) -> QSize:
        return QSize(880, 380)

    def spots(self, room: QRectF) -> Sequence[Spot]:
        size = self._size(room)
        return [
            Spot(
                _box(at, size).adjusted(-5, -5, 5, 5),
                mark.words,
                Drill(mark.id, mark.words),
                0,
                number,
            )
            for number, (mark, at) in enumerate(zip(self._marks, self._places(room), strict=True))
        ]

    def draw(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        plot = self._plot(room)
        self._draw_lines(painter, plot, palette)
        places = self._places(room)
        painter.setPen(stroke(color(palette.muted), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(places))
        size = self._size(room)
        for mark, at in zip(self._marks, places, strict=True):
            _draw_mark(painter, mark, at, size, palette)
        self._draw_days(painter, plot, places, palette)
        self._draw_scores(painter, plot, places, size, palette)
        self._draw_legend(painter, room, palette)

    def _plot(self, room: QRectF) -> QRectF:
        gutter = text_width("100", font(SMALL_SIZE)) + 12
        return room.adjusted(gutter, _LEGEND + 8, -12, -_FOOT)

    def _places(self, room: QRectF) -> list[QPointF]:
        """Where the marks stand: by their day, but never on top of each other."""
        plot = self._plot(room).adjusted(_MARK, 0, -_MARK, 0)
        days = [mark.day.toordinal() for mark in self._marks]
        span = max(1, days[-1] - days[0])
        if len(days) == 1:
            xs = [plot.center().x()]
        else:
            xs = [plot.left() + plot.width() * (day - days[0]) / span for day in days]
            gap = min(_GAP, plot.width() / (len(xs) - 1))
            for i in range(1, len(xs)):
                xs[i] = max(xs[i], xs[i - 1] + gap)
            xs[-1] = min(xs[-1], plot.right())
            for i in range(len(xs) - 2, -1, -1):
                xs[i] = min(xs[i], xs[i + 1] - gap)
        whole = self._plot(room)
        return [
            QPointF(x, whole.bottom() - whole.height() * mark.score / FULL_SCORE)
            for x, mark in zip(xs, self._marks, strict=True)
        ]

    def _size(self, room: QRectF) -> float:
        """Of a mark: small ones, without the level's number, where there are very many."""
        crowded = len(self._marks) * (_MARK + 2) > self._plot(room).width() - 2 * _MARK
        return _SMALL_MARK if crowded else _MARK

    def _draw_lines(self, painter: QPainter, plot: QRectF, palette: Palette) -> None:
        used = font(SMALL_SIZE)
        for score in self._lines:
            y = plot.bottom() - plot.height() * score / FULL_SCORE
            painter.setPen(stroke(color(palette.border)))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            where = QRectF(plot.left() - 48, y - 10, 40, 20)
            words = as_text(score // ONE_POINT * ONE_POINT)
            write(painter, where, words, used, palette.muted, Qt.AlignmentFlag.AlignRight)

    def _draw_days(
        self, painter: QPainter, plot: QRectF, places: Sequence[QPointF], palette: Palette
    ) -> None:
        """Days below, as many as there is room for, the last one always."""
        used = font(SMALL_SIZE)
        width = text_width("2025-12-31", used) + 2
        free = plot.right() + 1
        for mark, at in zip(reversed(self._marks), reversed(places), strict=True):
            left = min(max(at.x() - width / 2, plot.left() - 20), plot.right() + 12 - width)
            if left + width <= free or free > plot.right():
                where = QRectF(left, plot.bottom() + 6, width, 20)
                write(painter, where, mark.day.isoformat(), used, palette.muted)
                free = left - 12

    def _draw_scores(
        self,
        painter: QPainter,
        plot: QRectF,
        places: Sequence[QPointF],
        size: float,
        palette: Palette,
    ) -> None:
        """Above its mark or below it, wherever nothing stands yet; those compared come first."""
        used = font(SMALL_SIZE)
        taken = [_box(at, size) for at in places]
        pairs = list(zip(self._marks, places, strict=True))
        for mark, at in sorted(pairs, key=lambda pair: not pair[0].compared):
            words = as_text(mark.score)
            width = text_width(words, used) + 2
            far = size / 2 + (6 if mark.compared else 3)
            for top in (at.y() - far - _SCORE, at.y() + far):
                room = QRectF(at.x() - width / 2, top, width, _SCORE)
                if plot.contains(room) and not any(room.intersects(other) for other in taken):
                    write(painter, room, words, used, palette.text)
                    taken.append(room)
                    break

    def _draw_legend(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        used = font(SMALL_SIZE)
        x, y = room.left() + 4, room.top() + _LEGEND / 2
        painter.setPen(Qt.PenStyle.NoPen)
        for name, onsite in zip(self._names, (False, True), strict=True):
            painter.setPen(stroke(color(palette.muted), 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            _outline(painter, QRectF(x, y - 6, 12, 12), onsite=onsite)
            width = text_width(name, used)
            write(painter, QRectF(x + 20, y - 10, width + 2, 20), name, used, palette.muted)
            x += 20 + width + 24


def _draw_mark(
    painter: QPainter, mark: TimeMark, at: QPointF, size: float, palette: Palette
) -> None:
    box = _box(at, size)
    fill = LEVEL_FILLS[mark.level % len(LEVEL_FILLS)]
    if mark.compared:
        painter.setPen(stroke(color(palette.accent), 2))
        painter.setBrush(color(palette.surface))
        _outline(painter, box.adjusted(-4, -4, 4, 4), onsite=mark.onsite)
    painter.setPen(stroke(color(palette.surface), 1.5))
    painter.setBrush(color(fill))
    _outline(painter, box, onsite=mark.onsite)
    if size > _SMALL_MARK:
        words, tint = str(mark.level), LEVEL_TEXTS[mark.level % len(LEVEL_TEXTS)]
        write(painter, box, words, font(12, bold=True), tint, Qt.AlignmentFlag.AlignHCenter)


def _box(at: QPointF, size: float) -> QRectF:
    return QRectF(at.x() - size / 2, at.y() - size / 2, size, size)


def _outline(painter: QPainter, box: QRectF, *, onsite: bool) -> None:
    if onsite:
        painter.drawRoundedRect(box, box.height() * 0.22, box.height() * 0.22)
    else:
        painter.drawEllipse(box)
