"""Levels as stacked bars, a row a group: each row is 100%, so that groups can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import LEVEL_FILLS, LEVEL_TEXTS, SMALL_SIZE, Palette
from suzhou_assess.ui.widgets.chart import Caption, elided, font, text_width, write
from suzhou_assess.ui.widgets.drill_chart import Drill, Spot
from suzhou_assess.ui.widgets.level_badge import paint_level
from suzhou_assess.ui.widgets.row_chart import RowChart

_BADGE = 18
_LEGEND_GAP = 12.0
_MIDDLE = Qt.AlignmentFlag.AlignHCenter
_RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class Segment:
    """One level of one group."""

    level: int
    count: int
    said: str
    """``33%``"""
    words: str
    drill: Drill | None


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One group."""

    name: str
    said: str
    """How many there are."""
    segments: tuple[Segment, ...]
    words: str
    drill: Drill | None
    whole: bool = False
    """All groups together: stands out."""


class LevelStack(RowChart[LevelRow]):
    """Marks are the group's name and each of its levels."""

    HEAD = 34

    def __init__(self, context: Context, caption: Caption) -> None:
        super().__init__(context, caption)
        self._levels: Sequence[str] = ()

    def name_levels(self, names: Sequence[str]) -> None:
        """What the levels are called, level 0 first."""
        self._levels = tuple(names)

    def spots(self, room: QRectF) -> Sequence[Spot]:
        names = self.names_width(room)
        spots = []
        for number, row in enumerate(self.rows):
            line = self.line(room, number)
            where = QRectF(line.left(), line.top(), names - 4, line.height())
            spots.append(Spot(where, row.words, row.drill, number, 0))
            for segment, part in self._parts(row, self._body(room, number, names)):
                tall = QRectF(
                    part.left(), line.top() + 1, max(part.width(), 4.0), line.height() - 2
                )
                spots.append(Spot(tall, segment.words, segment.drill, number, segment.level + 1))
        return spots

    def draw(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        self._draw_legend(painter, room, palette)
        if not self.rows:
            return
        names = self.names_width(room)
        used = font(SMALL_SIZE)
        for number, row in enumerate(self.rows):
            line = self.line(room, number)
            self.write_name(painter, line, names, row.name, palette.text)
            self._draw_stack(painter, row, self._body(room, number, names), palette)
            end = line.adjusted(line.width() - self._ends(), 0, 0, 0)
            write(painter, end, row.said, used, palette.text if row.whole else palette.muted,
                  _RIGHT)  # fmt: skip

    def _draw_stack(self, painter: QPainter, row: LevelRow, body: QRectF, palette: Palette) -> None:
        used = font(SMALL_SIZE)
        outline = QPainterPath()
        outline.addRoundedRect(body, 5, 5)
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(body, color(palette.sunken))
        for segment, part in self._parts(row, body):
            # A gap keeps neighbours apart for eyes that don't tell the colours.
            shown = part.adjusted(0, 0, -min(1.5, part.width() / 2), 0)
            painter.fillRect(shown, color(LEVEL_FILLS[segment.level % len(LEVEL_FILLS)]))
            if text_width(segment.said, used) + 6 <= shown.width():
                tint = LEVEL_TEXTS[segment.level % len(LEVEL_TEXTS)]
                write(painter, shown, segment.said, used, tint, _MIDDLE)
        painter.restore()

    def _draw_legend(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        used = font(SMALL_SIZE)
        widths = [_BADGE + 6 + text_width(name, used) for name in self._levels]
        gap = _LEGEND_GAP
        widest = widest_allowed(widths, room.width() - gap * (len(widths) - 1))
        x = room.left()
        for level, (name, width) in enumerate(zip(self._levels, widths, strict=True)):
            badge = QRectF(x, room.top() + 2, _BADGE, _BADGE)
            paint_level(painter, badge.toRect(), level)
            shown = min(width, widest)
            where = QRectF(badge.right() + 6, room.top(), shown - _BADGE - 6, _BADGE + 4)
            write(painter, where, elided(name, used, where.width() + 1), used, palette.muted)
            x += shown + gap

    def _ends(self) -> float:
        used = font(SMALL_SIZE)
        return max((text_width(row.said, used) for row in self.rows), default=0.0) + 10

    def _body(self, room: QRectF, number: int, names: float) -> QRectF:
        line = self.line(room, number)
        tall = min(20.0, line.height() - 6)
        width = max(24.0, line.width() - names - self._ends())
        return QRectF(line.left() + names, line.center().y() - tall / 2, width, tall)

    def _parts(self, row: LevelRow, body: QRectF) -> list[tuple[Segment, QRectF]]:
        total = sum(segment.count for segment in row.segments)
        parts = []
        left = body.left()
        for segment in row.segments:
            width = body.width() * segment.count / total if total else 0.0
            if width:
                parts.append((segment, QRectF(left, body.top(), width, body.height())))
            left += width
        return parts


def widest_allowed(widths: Sequence[float], room: float) -> float:
    """How wide each may be at most to fit together: the long ones give way, the short ones stay."""
    left = room
    for number, width in enumerate(sorted(widths)):
        share = left / (len(widths) - number)
        if width > share:
            return max(0.0, share)
        left -= width
    return max(widths, default=0.0)
