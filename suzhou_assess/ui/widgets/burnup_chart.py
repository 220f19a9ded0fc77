"""Burn-up: what is done so far, the straight plan to the goal, and where the pace leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import SMALL_SIZE, Palette
from suzhou_assess.ui.widgets.chart import Caption, font, stroke, text_width, write
from suzhou_assess.ui.widgets.drill_chart import Drill, DrillChart, Spot

_LEGEND = 26.0
_FOOT = 26.0
_DOT = 3.5
_LINES = 4
"""About so many lines across."""
_BEYOND = 0.45
"""A forecast may lengthen the picture by this share of it; later ones leave it at the side."""


@dataclass(frozen=True, slots=True)
class Point:
    """How many were done by the evening of a day."""

    day: date
    total: int
    words: str
    drill: Drill | None


@dataclass(frozen=True, slots=True)
class BurnUp:
    """What the chart shows."""

    points: Sequence[Point] = ()
    goal: int = 0
    begin: date | None = None
    """The plan's first day; ``None`` for no plan."""
    by: date | None = None
    as_of: date | None = None
    forecast: date | None = None
    words: str = ""
    """The whole in a sentence or two."""
    names: dict[str, str] = field(default_factory=dict)
    """What ``done``, ``plan``, ``forecast`` and ``goal`` are called."""


class BurnUpChart(DrillChart):
    """A line with a mark a month."""

    def __init__(self, context: Context, caption: Caption) -> None:
        super().__init__(context, caption)
        self._data = BurnUp()
        self.setMinimumHeight(236)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_burn_up(self, data: BurnUp) -> None:
        self._data = data
        self.tell_readers()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, 260)

    def export_size(self) -> QSize:
        return QSize(880, 380)

    def in_words(self) -> str:
        return "\n".join(part for part in (self._data.words, super().in_words()) if part)

    def spots(self, room: QRectF) -> Sequence[Spot]:
        """A strip of the picture for each month."""
        points = self._data.points
        if not points:
            return ()
        frame = _Frame(self._data, room)
        xs = [frame.x(point.day) for point in points]
        edges = [frame.plot.left(), *((a + b) / 2 for a, b in pairwise(xs))]
        edges.append(min(frame.plot.right(), xs[-1] + max(8.0, (xs[-1] - edges[-1]))))
        return [
            Spot(
                QRectF(left, frame.plot.top(), right - left, frame.plot.height()),
                point.words,
                point.drill,
                0,
                number,
            )
            for number, (point, (left, right)) in enumerate(
                zip(points, pairwise(edges), strict=True)
            )
        ]

    def mark(self, painter: QPainter, spot: Spot) -> None:
        palette = self.context.palette
        frame = _Frame(self._data, QRectF(self.rect()))
        point = self._data.points[spot.column]
        at = frame.at(point.day, point.total)
        painter.setPen(stroke(color(palette.muted)))
        painter.drawLine(QPointF(at.x(), frame.plot.top()), QPointF(at.x(), frame.plot.bottom()))
        painter.setPen(stroke(color(palette.surface), 2))
        painter.setBrush(color(palette.accent))
        painter.drawEllipse(at, _DOT + 2, _DOT + 2)

    def draw(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        data = self._data
        if not data.points or data.as_of is None:
            return
        frame = _Frame(data, room)
        self._draw_axes(painter, frame, palette)
        self._draw_plan(painter, frame, palette)
        self._draw_done(painter, frame, palette)
        self._draw_legend(painter, room, palette)

    def _draw_axes(self, painter: QPainter, frame: _Frame, palette: Palette) -> None:
        used = font(SMALL_SIZE)
        plot = frame.plot
        for value in frame.ticks:
            y = frame.y(value)
            painter.setPen(stroke(color(palette.border)))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            where = QRectF(plot.left() - frame.gutter, y - 10, frame.gutter - 8, 20)
            write(painter, where, f"{value:,}", used, palette.muted, Qt.AlignmentFlag.AlignRight)
        for day in frame.months:
            words = f"{day:%Y-%m}"
            width = text_width(words, used)
            x = min(max(frame.x(day) - width / 2, frame.room.left()), frame.room.right() - width)
            write(painter, QRectF(x, plot.bottom() + 4, width + 2, 20), words, used, palette.muted)

    def _draw_plan(self, painter: QPainter, frame: _Frame, palette: Palette) -> None:
        data = self._data
        if data.goal <= 0:
            return
        used = font(SMALL_SIZE)
        y = frame.y(data.goal)
        goal = QPen(color(palette.good), 1.4)
        painter.setPen(goal)
        painter.drawLine(QPointF(frame.plot.left(), y), QPointF(frame.plot.right(), y))
        words = data.names.get("goal", "")
        where = QRectF(frame.plot.left() + 4, y - 21, text_width(words, used) + 4, 20)
        painter.fillRect(where, color(palette.surface))
        write(painter, where, words, used, palette.good)
        if data.begin is None or data.by is None or data.by <= data.begin:
            return
        plan = QPen(color(palette.muted), 1.6, Qt.PenStyle.CustomDashLine)
        plan.setDashPattern([1, 2.5])
        painter.setPen(plan)
        painter.drawLine(frame.at(data.begin, 0), frame.at(data.by, data.goal))

    def _draw_done(self, painter: QPainter, frame: _Frame, palette: Palette) -> None:
        data = self._data
        line = frame.line
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(palette.accent, 28))
        area = [QPointF(line[0].x(), frame.plot.bottom()), *line]
        area.append(QPointF(line[-1].x(), frame.plot.bottom()))
        painter.drawPolygon(QPolygonF(area))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(stroke(color(palette.accent), 2.6))
        painter.drawPolyline(QPolygonF(line))
        end = line[-1]
        if data.forecast is not None and data.as_of is not None and data.forecast > data.as_of:
            ahead = QPen(color(palette.accent), 2.2, Qt.PenStyle.CustomDashLine)
            ahead.setDashPattern([3, 2.5])
            painter.setPen(ahead)
            # One that leaves the picture at its side still leaves at the height it has there.
            painter.save()
            painter.setClipRect(frame.plot.adjusted(-2, -2, 2, 2))
            painter.drawLine(end, frame.at(data.forecast, data.goal, clip=False))
            painter.restore()
        painter.setPen(stroke(color(palette.surface), 1.5))
        painter.setBrush(color(palette.accent))
        if len(data.points) <= frame.plot.width() / 14:
            for point in data.points:
                painter.drawEllipse(frame.at(point.day, point.total), _DOT, _DOT)
        painter.drawEllipse(end, _DOT + 1, _DOT + 1)

    def _draw_legend(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        data = self._data
        used = font(SMALL_SIZE)
        kinds: list[tuple[str, str, list[float]]] = [("done", palette.accent, [])]
        if data.begin is not None and data.by is not None and data.by > data.begin:
            kinds.append(("plan", palette.muted, [1, 2.5]))
        if data.forecast is not None and data.as_of is not None and data.forecast > data.as_of:
            kinds.append(("forecast", palette.accent, [3, 2.5]))
        x = room.left()
        for name, tint, dashes in kinds:
            pen = QPen(color(tint), 2.2)
            if dashes:
                pen.setDashPattern(dashes)
            painter.setPen(pen)
            y = room.top() + 10
            painter.drawLine(QPointF(x, y), QPointF(x + 24, y))
            words = data.names.get(name, "")
            width = text_width(words, used)
            write(painter, QRectF(x + 32, y - 10, width + 4, 20), words, used, palette.muted)
            x += 32 + width + 24


class _Frame:
    """Where days and numbers lie in a room."""

    def __init__(self, data: BurnUp, room: QRectF) -> None:
        assert data.as_of is not None  # noqa: S101 - for the type checker: points came with a day
        self.room = room
        first = data.points[0].day.replace(day=1)
        self.first = first if data.begin is None else min(first, data.begin)
        self.last = _last_day(data, self.first, data.as_of)
        top = max(data.goal, data.points[-1].total, 1)
        step = _step(top / _LINES)
        self.ticks = range(0, top + step, step) if top % step else range(0, top + 1, step)
        # Room above the goal for its name.
        self._top = max(self.ticks[-1], top * 1.08)
        self.gutter = max(text_width(f"{t:,}", font(SMALL_SIZE)) for t in self.ticks) + 12
        self.plot = room.adjusted(self.gutter, _LEGEND, -8, -_FOOT)
        self._data = data

    @property
    def line(self) -> list[QPointF]:
        """What was done, from nothing on."""
        points = self._data.points
        start = max(self.first, points[0].day.replace(day=1) - timedelta(days=1))
        return [self.at(start, 0), *(self.at(p.day, p.total) for p in points)]

    @property
    def months(self) -> list[date]:
        """The months that are named below, as many as there is room for."""
        fitting = max(2, int(self.plot.width() // (text_width("2025-12", font(SMALL_SIZE)) + 28)))
        span = _month_number(self.last) - _month_number(self.first)
        step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120) if span // s < fitting), 240)
        first = _month_number(self.first)
        if self.first.day > 1:
            first += 1
        first += -first % step
        return [
            date(number // 12, number % 12 + 1, 1)
            for number in range(first, _month_number(self.last) + 1, step)
        ]

    def x(self, day: date) -> float:
        whole = max(1, (self.last - self.first).days)
        return self.plot.left() + self.plot.width() * (day - self.first).days / whole

    def y(self, value: float) -> float:
        return self.plot.bottom() - self.plot.height() * value / self._top

    def at(self, day: date, value: float, *, clip: bool = True) -> QPointF:
        x = self.x(day)
        return QPointF(min(x, self.plot.right()) if clip else x, self.y(value))


def _last_day(data: BurnUp, first: date, as_of: date) -> date:
    """Up to the plan's end, or to the forecast if that isn't far beyond."""
    last = max(as_of, data.by or as_of, data.points[-1].day)
    if data.forecast is not None and data.forecast > last:
        room = timedelta(days=round((last - first).days * _BEYOND))
        last = min(data.forecast, last + room)
    return max(last, first + timedelta(days=28))


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _step(rough: float) -> int:
    """1, 2, 2.5 or 5 times a power of ten, whole, not below ``rough``."""
    power = 1
    while power * 10 <= rough:
        power *= 10
    for factor in (1, 2, 2.5, 5, 10):
        step = power * factor
        if step >= rough and step == int(step):
            return int(step)
    return power * 10
