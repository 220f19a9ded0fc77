"""The radar: the share of its full points that every indicator reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPen, QPolygonF

from suzhou_assess.domain.points import Milli, as_text
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import SMALL_SIZE, Palette
from suzhou_assess.ui.widgets.chart import Caption, Chart, elided, font, stroke, text_width, write

_RINGS = 4
_LINE = 18.0
_LABEL_GAP = 8.0
_LONGEST_LABEL = 92.0
_LEGEND = 26.0


@dataclass(frozen=True, slots=True)
class Axis:
    """An indicator: its points of the full points, and how they came about."""

    name: str
    points: Milli
    full: Milli
    words: str = ""
    before: Milli | None = None
    """Its points at an earlier time, which are drawn behind."""

    @property
    def share(self) -> float:
        return self.points / self.full if self.full else 0.0

    @property
    def percent(self) -> str:
        """The share in whole per cent, halves rounded up."""
        return _percent(self.points, self.full)

    @property
    def shown(self) -> str:
        """What stands at the axis: 60%, or 45% → 60% where there is another before."""
        before = self.percent if self.before is None else _percent(self.before, self.full)
        return self.percent if before == self.percent else f"{before} → {self.percent}"


class Radar(Chart):
    """A spider's web with an axis an indicator, the first at the top, then clockwise.

    Axes with a before show two shapes; ``names`` tells them apart, the earlier first.
    """

    def __init__(
        self,
        context: Context,
        caption: Caption,
        axes: Sequence[Axis],
        names: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(context, caption)
        self._axes = tuple(axes)
        self._names = names
        self._near: int | None = None
        self.setMinimumSize(280, 240)
        self.tell_readers()

    def sizeHint(self) -> QSize:
        return QSize(320, 300)

    def export_size(self) -> QSize:
        return QSize(560, 440)

    def in_words(self) -> str:
        """Every indicator with points, full points and share, a line each."""
        return "\n".join(self._words(axis) for axis in self._axes)

    def words_at(self, position: QPointF) -> str:
        near = self._axis_at(position)
        if near is None:
            return ""
        axis = self._axes[near]
        return "\n".join(part for part in (self._words(axis), axis.words) if part)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._emphasise(self._axis_at(event.position()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._emphasise(None)
        super().leaveEvent(event)

    def draw(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        if not self._axes:
            return
        web = self._web(room)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ring in range(1, _RINGS + 1):
            edge = palette.muted if ring == _RINGS else palette.border
            painter.setPen(stroke(color(edge, 140 if ring == _RINGS else 255)))
            share = ring / _RINGS
            painter.drawPolygon(QPolygonF([web.point(i, share) for i in range(web.count)]))
        painter.setPen(stroke(color(palette.border)))
        for i in range(web.count):
            painter.drawLine(web.centre, web.point(i, 1))
        self._draw_before(painter, web, palette)
        reached = [web.point(i, axis.share) for i, axis in enumerate(self._axes)]
        painter.setPen(stroke(color(palette.accent), 2))
        painter.setBrush(color(palette.accent, 52))
        painter.drawPolygon(QPolygonF(reached))
        for i, point in enumerate(reached):
            near = i == self._near
            painter.setPen(stroke(color(palette.surface), 1.5))
            painter.setBrush(color(palette.accent))
            painter.drawEllipse(point, 6 if near else 4, 6 if near else 4)
        for i, axis in enumerate(self._axes):
            self._label(painter, web, i, axis, palette)
        self._draw_legend(painter, room, palette)

    def _draw_before(self, painter: QPainter, web: _Web, palette: Palette) -> None:
        """The earlier shape: dashed and grey, so that the two differ without colours too."""
        points = [
            web.point(i, axis.before / axis.full if axis.full else 0)
            for i, axis in enumerate(self._axes)
            if axis.before is not None
        ]
        if not points:
            return
        painter.setPen(_dashed(palette))
        painter.setBrush(color(palette.muted, 30))
        painter.drawPolygon(QPolygonF(points))
        painter.setPen(stroke(color(palette.surface)))
        painter.setBrush(color(palette.muted))
        for point in points:
            painter.drawEllipse(point, 3, 3)

    def _draw_legend(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        if self._names is None:
            return
        used = font(SMALL_SIZE)
        # Each is cut where both together would be wider than the chart.
        most = (room.width() - 24) / 2 - 40
        names = [elided(name, used, most) for name in self._names]
        widths = [text_width(name, used) + 32 for name in names]
        x = room.center().x() - (sum(widths) + 24) / 2
        y = room.bottom() - _LEGEND / 2
        pens = (_dashed(palette), stroke(color(palette.accent), 2))
        for name, width, pen in zip(names, widths, pens, strict=True):
            painter.setPen(pen)
            painter.drawLine(QPointF(x, y), QPointF(x + 24, y))
            where = QRectF(x + 32, y - _LINE / 2, width - 30, _LINE)
            write(painter, where, name, used, palette.muted)
            x += width + 24

    def _label(
        self, painter: QPainter, web: _Web, index: int, axis: Axis, palette: Palette
    ) -> None:
        room, align = web.label(index)
        near = index == self._near
        line = QRectF(room.left(), room.top(), room.width(), _LINE)
        for words in _lines(axis.name):
            write(painter, line, words, font(SMALL_SIZE), palette.text, align)
            line.translate(0, _LINE)
        tint = palette.accent if near else palette.muted
        write(painter, line, axis.shown, font(SMALL_SIZE, bold=near), tint, align)

    def _words(self, axis: Axis) -> str:
        said = {
            "name": axis.name,
            "points": as_text(axis.points),
            "full": as_text(axis.full),
            "share": axis.percent,
        }
        if axis.before is None:
            return self.context.say("ui_result.axis_value", **said)
        return self.context.say("ui_over_time.axis_value", before=as_text(axis.before), **said)

    def _axis_at(self, position: QPointF) -> int | None:
        """The axis whose direction is nearest; none at the very centre."""
        if not self._axes:
            return None
        web = self._web(QRectF(self.rect()))
        for i in range(web.count):
            if web.label(i)[0].contains(position):
                return i
        offset = position - web.centre
        distance = hypot(offset.x(), offset.y())
        if not 6 <= distance <= web.radius + 12:
            return None
        turned = (atan2(offset.x(), -offset.y()) + 2 * pi) % (2 * pi)
        return round(turned / (2 * pi) * web.count) % web.count

    def _web(self, room: QRectF) -> _Web:
        below = _LEGEND if self._names is not None else 0.0
        return _Web(room.adjusted(0, 0, 0, -below), self._axes)

    def _emphasise(self, near: int | None) -> None:
        if near != self._near:
            self._near = near
            self.update()


class _Web:
    """Where things are: the largest web whose labels all fit into the room."""

    def __init__(self, room: QRectF, axes: Sequence[Axis]) -> None:
        self.count = len(axes)
        used = font(SMALL_SIZE)
        self._sizes = []
        for axis in axes:
            lines = (*_lines(axis.name), "100%" if axis.before is None else axis.shown)
            width = max(text_width(words, used) for words in lines) + 2
            self._sizes.append((width, _LINE * len(lines)))
        self.centre = room.center()
        # The web of an odd number of axes reaches higher than deep: move it to the middle.
        radius = self._fit(room)
        lowest = max(-cos(2 * pi * i / self.count) for i in range(self.count))
        spare = radius * (1 - lowest) / 2
        self.centre = QPointF(self.centre.x(), self.centre.y() + spare)
        self.radius = radius

    def _fit(self, room: QRectF) -> float:
        radius = min(room.width(), room.height()) / 2
        lowest = max(-cos(2 * pi * i / self.count) for i in range(self.count))
        for i, (width, height) in enumerate(self._sizes):
            across = abs(sin(2 * pi * i / self.count))
            if across > 0.1:
                sideways = (room.width() / 2 - width - _LABEL_GAP) / across
                radius = min(radius, sideways)
            tallest = max(self._sizes[0][1], height)
            radius = min(radius, (room.height() - 2 * tallest - 12) / (1 + lowest))
        return max(40.0, radius)

    def point(self, index: int, share: float) -> QPointF:
        angle = 2 * pi * index / self.count
        far = self.radius * share
        return QPointF(self.centre.x() + far * sin(angle), self.centre.y() - far * cos(angle))

    def label(self, index: int) -> tuple[QRectF, Qt.AlignmentFlag]:
        """The room of a label outside its corner, and how its lines align."""
        angle = 2 * pi * index / self.count
        width, height = self._sizes[index]
        across, down = sin(angle), -cos(angle)
        corner = self.point(index, 1)
        x = corner.x() + across * _LABEL_GAP
        y = corner.y() + down * (_LABEL_GAP + height / 2) - height / 2
        if abs(across) < 0.1:
            return QRectF(x - width / 2, y, width, height), Qt.AlignmentFlag.AlignHCenter
        if across > 0:
            return QRectF(x, y, width, height), Qt.AlignmentFlag.AlignLeft
        return QRectF(x - width, y, width, height), Qt.AlignmentFlag.AlignRight


def _percent(points: Milli, full: Milli) -> str:
    return f"{(points * 200 + full) // (2 * full)}%" if full else "0%"


def _dashed(palette: Palette) -> QPen:
    pen = stroke(color(palette.muted), 1.6)
    pen.setDashPattern([3, 2])
    return pen


def _lines(name: str) -> tuple[str, ...]:
    """A name in one line, or in two of about the same length where it is long."""
    metrics = QFontMetricsF(font(SMALL_SIZE))
    words = name.split(" ")
    if len(words) == 1 or metrics.horizontalAdvance(name) <= _LONGEST_LABEL:
        return (name,)
    halves = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return min(halves, key=lambda pair: max(map(metrics.horizontalAdvance, pair)))
