"""Enterprises to choose from: name, code, district, level."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import Index
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import SMALL_SIZE, TEXT_SIZE
from suzhou_assess.ui.widgets.chart import elided, font, write
from suzhou_assess.ui.widgets.level_badge import paint_level

_ROW = 52


@dataclass(slots=True)
class Candidate:
    """One enterprise that can be meant."""

    id: int
    name: str
    uscc: str
    district: str | None
    level: int | None
    place: str = ""
    """What the district is called."""


class CandidateDelegate(QStyledItemDelegate):
    """Paints the current row as chosen even while the keyboard is in the search field."""

    def __init__(self, context: Context, parent: QListView) -> None:
        super().__init__(parent)
        self._palette = context.palette

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        p = self._palette
        one: Candidate = index.data(Qt.ItemDataRole.UserRole)
        room: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(color(p.focus) if chosen else Qt.PenStyle.NoPen)
            painter.setBrush(color(p.accent_soft if chosen else p.ground))
            painter.drawRoundedRect(QRectF(room).adjusted(1, 1, -1, -1), 8, 8)
        words = QRectF(room).adjusted(12, 5, -52, 0)
        words.setHeight(22)
        strong, small = font(TEXT_SIZE, bold=True), font(SMALL_SIZE)
        write(painter, words, elided(one.name, strong, words.width()), strong, p.text)
        note = " · ".join(part for part in (one.uscc, one.place) if part)
        write(painter, words.translated(0, 21), note, small, p.muted)
        if one.level is not None:
            badge = QRect(room.right() - 38, room.center().y() - 12, 24, 24)
            paint_level(painter, badge, one.level)
        painter.restore()
