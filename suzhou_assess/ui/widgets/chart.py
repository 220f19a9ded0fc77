"""What every chart is: a picture that can be drawn anywhere, and a widget that shows it.

Charts are painted by hand: the Qt chart modules are GPL only. The same ``draw`` serves the screen
and the exported file, so a file never looks other than what was seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import Palette


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands above an exported picture."""

    title: str
    subject: str
    """Whose chart it is: enterprise, mode and date."""


class Picture(Protocol):
    """A chart that can be exported."""

    caption: Caption

    def export_size(self) -> QSize:
        """Room of the drawing in a file, without its caption."""

    def draw(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        """Draws everything inside ``room`` in the colours of ``palette``."""

    def in_words(self) -> str:
        """The same facts for who can't see the picture."""


class Chart(QWidget):
    """A painted chart: values on hover, words for screen readers, export by its context menu."""

    def __init__(self, context: Context, caption: Caption) -> None:
        super().__init__()
        self.context = context
        self.caption = caption
        self.setMouseTracking(True)
        self.setAccessibleName(caption.title)

    def tell_readers(self) -> None:
        """Hand the words to screen readers; call it when the data are set."""
        self.setAccessibleDescription(self.in_words())

    def export_size(self) -> QSize:
        raise NotImplementedError

    def draw(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        raise NotImplementedError

    def in_words(self) -> str:
        raise NotImplementedError

    def words_at(self, position: QPointF) -> str:
        """What is said at a place under the pointer; empty for nothing."""
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, QRectF(self.rect()), self.context.palette)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._tell(event.position(), event.globalPosition().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        QToolTip.hideText()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._tell(QPointF(event.pos()), event.globalPos())
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from suzhou_assess.ui.widgets.chart_export import export_menu

        menu = export_menu(self.context, self, self)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _tell(self, position: QPointF, at: QPoint) -> None:
        words = self.words_at(position)
        if words:
            QToolTip.showText(at, tip(words), self)
        else:
            QToolTip.hideText()


def tip(words: str) -> str:
    """Plain words as a tool tip that wraps; lines stay lines, markup shows as it is typed."""
    return "<qt>" + escape(words).replace("\n", "<br>") + "</qt>" if words else ""


def font(size: int, *, bold: bool = False) -> QFont:
    """The application's font for painting."""
    made = QFont(QApplication.font())
    made.setPixelSize(size)
    made.setBold(bold)
    return made


def text_width(words: str, used: QFont) -> float:
    return QFontMetricsF(used).horizontalAdvance(words)


def elided(words: str, used: QFont, width: float) -> str:
    """Words cut to ``width`` with an ellipsis."""
    return QFontMetricsF(used).elidedText(words, Qt.TextElideMode.ElideRight, width)


def write(
    painter: QPainter,
    room: QRectF,
    words: str,
    used: QFont,
    hex_rgb: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line of text, centred vertically in its room."""
    painter.setFont(used)
    painter.setPen(color(hex_rgb))
    flags = align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(room, int(flags), words)


def stroke(colour: QColor, width: float = 1.0) -> QPen:
    """A pen with round joins."""
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
