"""A chart of rows: a name at the left, something drawn beside it, numbers at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.tokens import TEXT_SIZE
from suzhou_assess.ui.widgets.chart import Caption, elided, font, text_width, write
from suzhou_assess.ui.widgets.drill_chart import Drill, DrillChart, Spot

_EXPORT_WIDTH = 820
_EXPORT_ROW = 32
_NAMES_SHARE = 0.36
"""Names take no more of the width than this."""


class Named(Protocol):
    """A row has at least a name."""

    @property
    def name(self) -> str: ...


class Told(Named, Protocol):
    """A row that is told as a whole, and perhaps has a list behind it."""

    @property
    def words(self) -> str: ...

    @property
    def drill(self) -> Drill | None: ...


Row = TypeVar("Row", bound=Named)
Whole = TypeVar("Whole", bound=Told)


class RowChart(DrillChart, Generic[Row]):
    """Rows share the height there is: never lower than can be read, nor needlessly high."""

    LEAST = 24
    MOST = 40
    HEAD = 0
    """Height above the rows, for a legend or a heading."""

    def __init__(self, context: Context, caption: Caption) -> None:
        super().__init__(context, caption)
        self.rows: Sequence[Row] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_rows(self, rows: Sequence[Row]) -> None:
        self.rows = tuple(rows)
        count = max(1, len(self.rows))
        self.setMinimumHeight(self.HEAD + count * self.LEAST)
        self.setMaximumHeight(self.HEAD + count * self.MOST)
        self.updateGeometry()
        self.tell_readers()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, self.HEAD + max(1, len(self.rows)) * self.LEAST)

    def export_size(self) -> QSize:
        return QSize(_EXPORT_WIDTH, self.HEAD + max(1, len(self.rows)) * _EXPORT_ROW)

    def line(self, room: QRectF, number: int) -> QRectF:
        """The whole width of a row."""
        each = (room.height() - self.HEAD) / max(1, len(self.rows))
        return QRectF(room.left(), room.top() + self.HEAD + number * each, room.width(), each)

    def names_width(self, room: QRectF) -> float:
        """Room for the names, with a gap after them."""
        used = font(TEXT_SIZE)
        longest = max((text_width(row.name, used) for row in self.rows), default=0.0)
        return min(longest, room.width() * _NAMES_SHARE) + 14

    def write_name(
        self, painter: QPainter, line: QRectF, width: float, name: str, hex_rgb: str
    ) -> None:
        used = font(TEXT_SIZE)
        where = QRectF(line.left(), line.top(), width - 12, line.height())
        write(painter, where, elided(name, used, where.width()), used, hex_rgb)


class WholeRowChart(RowChart[Whole]):
    """Every row is one mark."""

    def spots(self, room: QRectF) -> Sequence[Spot]:
        return [
            Spot(self.line(room, number), row.words, row.drill, number)
            for number, row in enumerate(self.rows)
        ]
