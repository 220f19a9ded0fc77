"""A chart that opens: a click on a mark, or Enter, asks for the list that stands behind it.

The keyboard does what the pointer does: arrows go from mark to mark, Enter opens, and whoever
listens instead of looking hears each mark that is come to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QScrollArea, QToolTip, QWidget

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.widgets.chart import Caption, Chart, stroke, tip

_RING = 2.0
_FAR = 1_000
"""A mark in another row is farther than any in the same."""


@dataclass(frozen=True, slots=True)
class Drill:
    """What stands behind a mark: something the page can find, and its title."""

    part: object
    title: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark that can be pointed at, and its place among the others for the arrow keys."""

    room: QRectF
    words: str
    drill: Drill | None
    row: int
    column: int = 0

    @property
    def at(self) -> tuple[int, int]:
        return self.row, self.column


class DrillChart(Chart):
    """Draws marks and opens what stands behind them. Subclasses lay them out and draw them."""

    opened = Signal(object)
    """A ``Drill``: the user wants its list."""

    def __init__(self, context: Context, caption: Caption) -> None:
        super().__init__(context, caption)
        self._current: tuple[int, int] | None = None
        self._pointed: tuple[int, int] | None = None
        self._by_keys = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def spots(self, room: QRectF) -> Sequence[Spot]:
        """All marks of a drawing in ``room``, top left first."""
        raise NotImplementedError

    @property
    def current(self) -> Spot | None:
        """The mark that the keys have come to."""
        spots = self._here()
        found = next((spot for spot in spots if spot.at == self._current), None)
        return found or (spots[0] if spots else None)

    def spot_at(self, position: QPointF) -> Spot | None:
        """The mark under a place; the last drawn is the topmost."""
        found = [spot for spot in self._here() if spot.room.contains(position)]
        return found[-1] if found else None

    def words_at(self, position: QPointF) -> str:
        spot = self.spot_at(position)
        return spot.words if spot is not None else ""

    def in_words(self) -> str:
        """Every mark's words, a line each."""
        room = QRectF(0, 0, self.export_size().width(), self.export_size().height())
        words = [spot.words.replace("\n", self.context.say("ui_rollup.comma"))
                 for spot in self.spots(room)]  # fmt: skip
        return "\n".join(words)

    def mark(self, painter: QPainter, spot: Spot) -> None:
        """Show that the pointer is on a mark."""
        painter.setPen(stroke(color(self.context.palette.muted)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(spot.room.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    # pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position())
        opens = spot is not None and spot.drill is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        self._point_at(spot)
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and spot is not None:
            self._by_keys = False
            self._current = spot.at
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or spot is None or spot.drill is None:
            return
        # Only where it was pressed: whoever pulls the pointer away thought better of it.
        if spot.at == self._current:
            QToolTip.hideText()
            self.opened.emit(spot.drill)

    def _point_at(self, spot: Spot | None) -> None:
        at = None if spot is None else spot.at
        if at != self._pointed:
            self._pointed = at
            self.update()

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        spot = self.current
        if spot is None:
            event.ignore()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if spot.drill is not None:
                QToolTip.hideText()
                self.opened.emit(spot.drill)
        elif key in _STEPS or key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(spot, key)
        else:
            # Page keys scroll what stands around.
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_keys = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _go(self, here: Spot, key: Qt.Key) -> None:
        spots = self._here()
        if key == Qt.Key.Key_Home:
            wanted = spots[0]
        elif key == Qt.Key.Key_End:
            wanted = spots[-1]
        else:
            wanted = _nearest(spots, here, *_STEPS[key])
        self._by_keys = True
        self._current = wanted.at
        self.update()
        self._show_around(wanted.room)
        where = self.mapToGlobal(wanted.room.bottomLeft().toPoint() + QPoint(8, 4))
        QToolTip.showText(where, tip(wanted.words), self)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, wanted.words))

    def _show_around(self, room: QRectF) -> None:
        """Scroll the page as far as it takes to see the mark."""
        parent: QWidget | None = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if isinstance(parent, QScrollArea) and (content := parent.widget()) is not None:
            middle = self.mapTo(content, room.center().toPoint())
            parent.ensureVisible(middle.x(), middle.y(), 16, round(room.height() / 2) + 24)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        spots = {spot.at: spot for spot in self._here()}
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pointed = spots.get(self._pointed) if self._pointed is not None else None
        if pointed is not None and pointed.drill is not None:
            self.mark(painter, pointed)
        current = self.current
        if self.hasFocus() and self._by_keys and current is not None:
            painter.setPen(stroke(color(self.context.palette.focus), _RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inside = current.room.intersected(QRectF(self.rect()))
            painter.drawRoundedRect(inside.adjusted(1, 1, -1, -1), 5, 5)
            # A second one inside, seen where the mark has the ring's own colour.
            painter.setPen(stroke(color(self.context.palette.surface)))
            painter.drawRoundedRect(inside.adjusted(2.5, 2.5, -2.5, -2.5), 4, 4)

    def _here(self) -> Sequence[Spot]:
        return self.spots(QRectF(self.rect()))


_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


def _nearest(spots: Sequence[Spot], here: Spot, down: int, right: int) -> Spot:
    """The next mark that way: in the same row, or in the nearest row the nearest column."""
    if right:
        there = [s for s in spots if s.row == here.row and (s.column - here.column) * right > 0]
    else:
        there = [s for s in spots if (s.row - here.row) * down > 0]
    return min(
        there,
        key=lambda s: abs(s.row - here.row) * _FAR + abs(s.column - here.column),
        default=here,
    )
