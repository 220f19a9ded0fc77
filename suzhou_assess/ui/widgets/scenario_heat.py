"""Scenarios by level as a heat map: a row a scenario, a cell a level, the share in figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import SMALL_SIZE, TEXT_SIZE, Palette
from suzhou_assess.ui.widgets.chart import Caption, elided, font, text_width, write
from suzhou_assess.ui.widgets.drill_chart import Drill, Spot
from suzhou_assess.ui.widgets.row_chart import RowChart

_STAR = "★"
_GAP = 2.0
_FULL = 0.6
"""From this share on a cell has the full colour: hardly any is higher."""
_READABLE = 4.5
"""As WCAG 2.2 asks of text."""
_MIDDLE = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True)
class Cell:
    """The enterprises at one level of a scenario."""

    share: float
    said: str
    words: str
    drill: Drill | None
    plain: bool = False
    """Stands outside the scale: those that the scenario doesn't apply to."""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One scenario."""

    name: str
    binding: bool
    cells: tuple[Cell, ...]
    words: str


class ScenarioHeat(RowChart[HeatRow]):
    """The darker a cell, the more enterprises."""

    HEAD = 28
    MOST = 36

    def __init__(self, context: Context, caption: Caption) -> None:
        super().__init__(context, caption)
        self._columns: Sequence[str] = ()

    def name_columns(self, names: Sequence[str]) -> None:
        """What stands above the cells, one name for each."""
        self._columns = tuple(names)

    def names_width(self, room: QRectF) -> float:
        return super().names_width(room) + text_width(_STAR, font(TEXT_SIZE)) + 4

    def spots(self, room: QRectF) -> Sequence[Spot]:
        names = self.names_width(room)
        spots = []
        for number, row in enumerate(self.rows):
            line = self.line(room, number)
            where = QRectF(line.left(), line.top(), names - 4, line.height())
            spots.append(Spot(where, row.words, None, number, 0))
            for column, cell in enumerate(row.cells):
                where = self._cell(line, names, column)
                spots.append(Spot(where, cell.words, cell.drill, number, column + 1))
        return spots

    def draw(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        if not self.rows:
            return
        names = self.names_width(room)
        small, plain = font(SMALL_SIZE), font(TEXT_SIZE)
        head = QRectF(room.left(), room.top(), room.width(), self.HEAD - 4)
        for column, name in enumerate(self._columns):
            where = self._cell(head, names, column)
            write(painter, where, elided(name, small, where.width()), small, palette.muted, _MIDDLE)
        for number, row in enumerate(self.rows):
            line = self.line(room, number)
            star = text_width(_STAR, plain) + 4 if row.binding else 0.0
            width = names - 14 - star
            name = elided(row.name, plain, width)
            write(painter, QRectF(line.left(), line.top(), width, line.height()), name, plain,
                  palette.text)  # fmt: skip
            if row.binding:
                at = line.left() + text_width(name, plain) + 3
                write(painter, QRectF(at, line.top(), star, line.height()), _STAR, plain,
                      palette.warn)  # fmt: skip
            for column, cell in enumerate(row.cells):
                self._draw_cell(painter, self._cell(line, names, column), cell, palette)

    def _draw_cell(self, painter: QPainter, where: QRectF, cell: Cell, palette: Palette) -> None:
        tint = palette.muted
        if not cell.plain:
            fill = heat(palette, cell.share)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(where, 4, 4)
            tint = readable_on(fill, palette)
        write(painter, where, cell.said, font(SMALL_SIZE), tint, _MIDDLE)

    def _cell(self, line: QRectF, names: float, column: int) -> QRectF:
        count = max(1, len(self._columns))
        each = (line.width() - names) / count
        left = line.left() + names + column * each
        return QRectF(left, line.top(), each, line.height()).adjusted(_GAP, 1, 0, -1)


def heat(palette: Palette, share: float) -> QColor:
    """From the quiet ground to the accent."""
    strength: float = min(1.0, share / _FULL) ** 0.8
    low, high = color(palette.sunken), color(palette.accent)

    def mixed(a: int, b: int) -> int:
        return round(a + (b - a) * strength)

    return QColor(
        mixed(low.red(), high.red()),
        mixed(low.green(), high.green()),
        mixed(low.blue(), high.blue()),
    )


def readable_on(fill: QColor, palette: Palette) -> str:
    """The palette's text where it can be read, else black or white, one of which always can."""
    if _contrast(color(palette.text), fill) >= _READABLE:
        return palette.text
    return max(("000000", "FFFFFF"), key=lambda text: _contrast(color(text), fill))


def _contrast(one: QColor, other: QColor) -> float:
    """As WCAG 2.2 defines it."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(tint: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(c) for c in (tint.redF(), tint.greenF(), tint.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
