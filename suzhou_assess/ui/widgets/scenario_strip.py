"""The scenarios as a strip of levels: a row each, in the columns of their groups.

A name, a cell a level, the level in figures. Filled cells are reached, dashed ones are missing to
the next level of the enterprise. A scenario that doesn't apply has a line instead of cells, so
that it can't be mistaken for one at level 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import LEVEL_FILLS, SMALL_SIZE, TEXT_SIZE, Palette
from suzhou_assess.ui.widgets.chart import (
    Caption,
    elided,
    font,
    stroke,
    text_width,
    tip,
    write,
)

ROW = 26.0
_HEADING = 28.0
_SPACE = 8.0
"""Above the heading of a second group in a column."""
_COLUMN_GAP = 28.0
_NARROWEST = 200.0
_INSET = 6.0
_CELL_GAP = 3.0
_CELL_HEIGHT = 12.0
_STAR = " ★"


@dataclass(frozen=True, slots=True)
class Mark:
    """One scenario as it was judged."""

    id: str
    name: str
    binding: bool
    level: int | None
    """``None`` when it wasn't judged."""
    top: int
    applies: bool = True
    words: str = ""
    """What its level means, for the tool tip."""

    @property
    def label(self) -> str:
        return self.name + (_STAR if self.binding else "")


@dataclass(frozen=True, slots=True)
class MarkGroup:
    name: str
    marks: tuple[Mark, ...]


class ScenarioStrip(QWidget):
    """All scenarios; a click on one asks to show its question."""

    opened = Signal(str)
    """Id of the scenario."""

    def __init__(
        self, context: Context, caption: Caption, groups: Sequence[MarkGroup], target: int | None
    ) -> None:
        """``target`` is the next level, ``None`` when there is none."""
        super().__init__()
        self.context = context
        self.caption = caption
        self._groups = tuple(groups)
        self._brush = _RowBrush(context, self._groups, target)
        self.setAccessibleName(caption.title)
        self.setAccessibleDescription(self.in_words())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.rows: dict[str, ScenarioRow] = {}
        for group in self._groups:
            for mark in group.marks:
                row = ScenarioRow(self, mark, self._brush, group.name)
                row.clicked.connect(lambda _=False, mark=mark: self.opened.emit(mark.id))
                self.rows[mark.id] = row

    def sizeHint(self) -> QSize:
        return QSize(680, self.minimumHeight())

    def export_size(self) -> QSize:
        return QSize(920, round(self._height(920)))

    def in_words(self) -> str:
        """Every scenario with its level, a line each, under the names of the groups."""
        lines = []
        for group in self._groups:
            lines.append(group.name)
            lines.extend(self._brush.words(mark) for mark in group.marks)
        return "\n".join(lines)

    def draw(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        self._draw_headings(painter, room, palette)
        for where, item in self._placed(room.width()):
            if isinstance(item, Mark):
                self._brush.paint(painter, where.translated(room.topLeft()), item, palette)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._draw_headings(painter, QRectF(self.rect()), self.context.palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for where, item in self._placed(self.width()):
            if isinstance(item, Mark):
                self.rows[item.id].setGeometry(where.toRect())
        height = round(self._height(self.width()))
        if height != self.minimumHeight():
            self.setFixedHeight(height)

    def _draw_headings(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        used = font(SMALL_SIZE, bold=True)
        for where, item in self._placed(room.width()):
            if isinstance(item, MarkGroup):
                line = where.translated(room.topLeft()).adjusted(_INSET, 0, -_INSET, 0)
                name = elided(item.name, used, line.width())
                write(painter, line, name, used, palette.muted)

    def _height(self, width: float) -> float:
        return max((where.bottom() for where, _ in self._placed(width)), default=0.0)

    def _placed(self, width: float) -> Iterator[tuple[QRectF, MarkGroup | Mark]]:
        """Where every heading and row stands in a strip of that width."""
        columns = _columns(self._groups, self._count(width))
        if not columns:
            return
        each = (width - _COLUMN_GAP * (len(columns) - 1)) / len(columns)
        for number, column in enumerate(columns):
            x, y = number * (each + _COLUMN_GAP), 0.0
            for index, group in enumerate(column):
                y += _SPACE if index else 0
                yield QRectF(x, y, each, _HEADING), group
                y += _HEADING
                for mark in group.marks:
                    yield QRectF(x, y, each, ROW), mark
                    y += ROW

    def _count(self, width: float) -> int:
        fitting = int((width + _COLUMN_GAP) // (max(_NARROWEST, self._brush.least) + _COLUMN_GAP))
        return max(1, min(fitting, len(self._groups)))


class ScenarioRow(QAbstractButton):
    """One scenario of the strip, to be pointed at, tabbed to and clicked."""

    def __init__(self, parent: QWidget, mark: Mark, brush: _RowBrush, group: str) -> None:
        super().__init__(parent)
        self.mark = mark
        self._brush = brush
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        words = brush.words(mark)
        self.setToolTip(tip("\n".join(part for part in (words, mark.words) if part)))
        self.setAccessibleName(words)
        self.setAccessibleDescription(f"{group}\n{mark.words}")

    def sizeHint(self) -> QSize:
        return QSize(round(self._brush.least), round(ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self._brush.context.palette
        room = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse():
            painter.setBrush(color(palette.sunken))
            painter.drawRoundedRect(room, 6, 6)
        self._brush.paint(painter, room, self.mark, palette)
        if self.hasFocus():
            painter.setPen(stroke(color(palette.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), 6, 6)


class _RowBrush:
    """Paints a row, on the screen and in a file alike, all rows with the same columns."""

    def __init__(self, context: Context, groups: Sequence[MarkGroup], target: int | None) -> None:
        self.context = context
        self._target = target
        marks = [mark for group in groups for mark in group.marks]
        plain = font(TEXT_SIZE)
        self._name_width = max((text_width(m.label, plain) for m in marks), default=0.0) + 2
        self._value_width = (
            max((text_width(self._value(m), font(SMALL_SIZE)) for m in marks), default=0.0) + 4
        )
        cells = max((mark.top for mark in marks), default=0) * 14.0
        self.least = self._name_width + self._value_width + cells + 2 * _INSET + 20
        """The narrowest row in which nothing is cut off."""

    def words(self, mark: Mark) -> str:
        kind = "binding" if mark.binding else "guiding"
        return self.context.say(
            f"ui_result.scenario_{kind}", name=mark.name, level=self._value(mark)
        )

    def paint(self, painter: QPainter, room: QRectF, mark: Mark, palette: Palette) -> None:
        plain, small = font(TEXT_SIZE), font(SMALL_SIZE)
        line = room.adjusted(_INSET, 0, -_INSET, 0)
        names = min(self._name_width, line.width() * 0.55)
        star = text_width(_STAR, plain) if mark.binding else 0.0
        name = elided(mark.name, plain, names - star)
        write(painter, QRectF(line.left(), line.top(), names, line.height()), name, plain,
              palette.text)  # fmt: skip
        if mark.binding:
            at = line.left() + text_width(name, plain)
            room_of_star = QRectF(at, line.top(), star + 2, line.height())
            write(painter, room_of_star, _STAR, plain, palette.warn)
        value = QRectF(line.right() - self._value_width, line.top(), self._value_width,
                       line.height())  # fmt: skip
        dim = mark.level in (None, 0)
        tint = palette.warn if mark.level is None else palette.muted if dim else palette.text
        write(painter, value, self._value(mark), small, tint)
        cells = QRectF(
            line.left() + names + 8,
            line.center().y() - _CELL_HEIGHT / 2,
            max(value.left() - line.left() - names - 16, 8.0),
            _CELL_HEIGHT,
        )
        if mark.applies:
            self._cells(painter, cells, mark, palette)
        else:
            painter.setPen(stroke(color(palette.muted), 1.5))
            middle = cells.center().y()
            painter.drawLine(QPointF(cells.left(), middle), QPointF(cells.right(), middle))

    def _cells(self, painter: QPainter, room: QRectF, mark: Mark, palette: Palette) -> None:
        each = (room.width() - _CELL_GAP * (mark.top - 1)) / max(mark.top, 1)
        level = mark.level or 0
        for cell in range(1, mark.top + 1):
            x = room.left() + (cell - 1) * (each + _CELL_GAP)
            where = QRectF(x, room.top(), each, room.height())
            if cell <= level:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color(LEVEL_FILLS[level % len(LEVEL_FILLS)]))
            elif self._target is not None and cell <= self._target:
                pen = stroke(color(palette.muted))
                pen.setDashPattern([3, 2])
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                where.adjust(0.5, 0.5, -0.5, -0.5)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color(palette.sunken))
            painter.drawRoundedRect(where, 3, 3)

    def _value(self, mark: Mark) -> str:
        if not mark.applies:
            return self.context.say("ui_result.not_applicable")
        if mark.level is None:
            return self.context.say("ui_result.not_judged")
        return self.context.say("ui_result.scenario_level", level=mark.level)


def _columns(groups: Sequence[MarkGroup], count: int) -> list[Sequence[MarkGroup]]:
    """The groups in order over ``count`` columns, the tallest column as short as can be."""
    if not groups:
        return []
    ways = (
        [groups[a:b] for a, b in pairwise((0, *cuts, len(groups)))]
        for cuts in combinations(range(1, len(groups)), count - 1)
    )
    return min(ways, key=lambda columns: max(map(_tall, columns)))


def _tall(column: Sequence[MarkGroup]) -> float:
    rows = sum(len(group.marks) for group in column)
    return rows * ROW + len(column) * _HEADING + (len(column) - 1) * _SPACE
