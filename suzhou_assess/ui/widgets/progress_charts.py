"""Charts of the progress: districts as bars, levels as one stacked bar, the share of the goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import LEVEL_FILLS, SMALL_SIZE, Palette
from suzhou_assess.ui.widgets.chart import Caption, Chart, elided, font, text_width, write
from suzhou_assess.ui.widgets.level_badge import paint_level

_RIGHT = Qt.AlignmentFlag.AlignRight
_EXPORT_WIDTH = 560


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, its name and how its value is said."""

    name: str
    value: int
    said: str
    own: bool = False
    """The office's own district stands out."""

    @property
    def words(self) -> str:
        return f"{self.name} {self.said}"


class NamedBars(Chart):
    """Horizontal bars with a name before and a value behind, the longest at full width."""

    _ROW = 24

    def __init__(self, context: Context, caption: Caption) -> None:
        super().__init__(context, caption)
        self._bars: Sequence[Bar] = ()

    def show_bars(self, bars: Sequence[Bar]) -> None:
        self._bars = bars
        self.setFixedHeight(self.export_size().height())
        self.tell_readers()
        self.update()

    def export_size(self) -> QSize:
        return QSize(_EXPORT_WIDTH, max(1, len(self._bars)) * self._ROW)

    def in_words(self) -> str:
        return "\n".join(bar.words for bar in self._bars)

    def words_at(self, position: QPointF) -> str:
        number = int(position.y() // self._ROW)
        return self._bars[number].words if 0 <= number < len(self._bars) else ""

    def draw(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        if not self._bars:
            return
        strong = font(SMALL_SIZE, bold=True)
        names = max(text_width(bar.name, strong) for bar in self._bars) + 12
        names = min(names, room.width() / 3)
        values = max(text_width(bar.said, strong) for bar in self._bars) + 12
        track = max(20.0, room.width() - names - values)
        most = max(bar.value for bar in self._bars) or 1
        line = QRectF(room.left(), room.top(), names, self._ROW)
        for bar in self._bars:
            used = font(SMALL_SIZE, bold=bar.own)
            name = elided(bar.name, used, names - 8)
            write(painter, line, name, used, palette.accent if bar.own else palette.text)
            end = QRectF(line.right() + track, line.top(), values, self._ROW)
            write(painter, end, bar.said, used, palette.muted, _RIGHT)
            body = QRectF(line.right(), line.center().y() - 4, track, 8)
            _paint_bar(painter, body, bar.value / most, palette)
            line.translate(0, self._ROW)


class LevelBar(Chart):
    """How many stand at each level: one bar in the levels' colours, with words beneath."""

    _BAR = 14
    _GAP = 8
    _ROW = 26
    _WIDE = 340
    """From here on the words stand in two columns."""

    def __init__(self, context: Context, caption: Caption) -> None:
        super().__init__(context, caption)
        self._levels: Sequence[Bar] = ()

    def show_levels(self, levels: Sequence[Bar]) -> None:
        """One bar a level, in order from level 0."""
        self._levels = levels
        self._fit()
        self.tell_readers()
        self.update()

    def export_size(self) -> QSize:
        return QSize(_EXPORT_WIDTH, self._height(_EXPORT_WIDTH))

    def in_words(self) -> str:
        return "\n".join(bar.words for bar in self._levels)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def words_at(self, position: QPointF) -> str:
        if position.y() <= self._BAR:
            parts = self._parts(QRectF(self.rect()))
            found = [n for n, part in parts if part.left() <= position.x() < part.right()]
        else:
            columns = self._columns(self.width())
            row = int((position.y() - self._BAR - self._GAP) // self._ROW)
            found = [row * columns + int(position.x() * columns / max(1, self.width()))]
        return self._levels[found[0]].words if found and found[0] < len(self._levels) else ""

    def draw(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        self._draw_stack(painter, room, palette)
        used = font(SMALL_SIZE)
        painter.setFont(used)
        columns = self._columns(room.width())
        cell = room.width() / columns
        for number, bar in enumerate(self._levels):
            left = room.left() + number % columns * cell
            top = room.top() + self._BAR + self._GAP + number // columns * self._ROW
            paint_level(painter, QRectF(left, top + 3, 20, 20).toRect(), number)
            words = QRectF(left + 28, top, cell - (28 if columns == 1 else 44), self._ROW)
            write(painter, words, bar.said, used, palette.muted, _RIGHT)
            name = elided(bar.name, used, words.width() - text_width(bar.said, used) - 8)
            write(painter, words, name, used, palette.text)

    def _draw_stack(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        whole = QRectF(room.left(), room.top(), room.width(), self._BAR)
        outline = QPainterPath()
        outline.addRoundedRect(whole, self._BAR / 2, self._BAR / 2)
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(whole, color(palette.sunken))
        for number, part in self._parts(room):
            # A gap of two pixels keeps neighbours apart for eyes that don't tell the colours.
            shown = part.adjusted(0, 0, -min(2.0, part.width() / 2), 0)
            painter.fillRect(shown, color(LEVEL_FILLS[number % len(LEVEL_FILLS)]))
        painter.restore()

    def _parts(self, room: QRectF) -> list[tuple[int, QRectF]]:
        total = sum(bar.value for bar in self._levels)
        left = room.left()
        parts = []
        for number, bar in enumerate(self._levels):
            width = room.width() * bar.value / total if total else 0.0
            if width:
                parts.append((number, QRectF(left, room.top(), width, self._BAR)))
            left += width
        return parts

    def _columns(self, width: float) -> int:
        return 2 if width >= self._WIDE else 1

    def _height(self, width: int) -> int:
        rows = -(-len(self._levels) // self._columns(width))
        return self._BAR + self._GAP + rows * self._ROW

    def _fit(self) -> None:
        self.setFixedHeight(self._height(self.width()))


class ShareBar(Chart):
    """How much of the whole is done."""

    _HEIGHT = 10

    def __init__(self, context: Context, caption: Caption) -> None:
        super().__init__(context, caption)
        self._share = 0.0
        self._said = ""
        self.setFixedHeight(self._HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float, said: str) -> None:
        self._share = min(1.0, share)
        self._said = said
        self.tell_readers()
        self.update()

    def export_size(self) -> QSize:
        return QSize(_EXPORT_WIDTH, self._HEIGHT)

    def in_words(self) -> str:
        return self._said

    def words_at(self, position: QPointF) -> str:
        return self._said

    def draw(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        _paint_bar(painter, QRectF(room.topLeft(), room.bottomRight()), self._share, palette)


def _paint_bar(painter: QPainter, body: QRectF, share: float, palette: Palette) -> None:
    """A rounded track, filled up to ``share``."""
    radius = body.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(palette.sunken))
    painter.drawRoundedRect(body, radius, radius)
    if share > 0:
        done = QRectF(body)
        done.setWidth(max(body.height(), body.width() * share))
        painter.setBrush(color(palette.accent))
        painter.drawRoundedRect(done, radius, radius)
