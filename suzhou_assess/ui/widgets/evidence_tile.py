"""Paints one attached file: its thumbnail, or what kind of file it is, and its caption."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from suzhou_assess.domain.evidence import Evidence
from suzhou_assess.ui import icons
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import Index
from suzhou_assess.ui.models.evidence_shelf import EvidenceShelf
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import SMALL_SIZE
from suzhou_assess.ui.widgets.chart import elided, font, write

TILE = QSize(116, 100)
_PICTURE_HEIGHT = 72
_GAP = 8
_MARK = 26
_LINE = 18


class EvidenceDelegate(QStyledItemDelegate):
    """Asks the shelf for a thumbnail only when a tile is really painted."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.shelf: EvidenceShelf | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(TILE.width() + _GAP, TILE.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        evidence: Evidence = index.data(Qt.ItemDataRole.UserRole)
        p = self._context.palette
        room: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        picture = QRect(room.left() + 2, room.top() + 2, TILE.width() - 4, _PICTURE_HEIGHT)
        self._paint_picture(painter, picture, evidence)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        edge = p.accent if chosen else p.border
        if not chosen and state & QStyle.StateFlag.State_MouseOver:
            edge = p.muted
        painter.setPen(QPen(color(edge), 2 if chosen else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(picture), 8, 8)
        words = QRectF(picture.left(), picture.bottom() + 4, picture.width(), 20)
        small = font(SMALL_SIZE)
        said = evidence.caption or evidence.file_name
        tint = p.accent if chosen else p.text if evidence.caption else p.muted
        write(painter, words, elided(said, small, words.width()), small, tint)
        painter.restore()

    def _paint_picture(self, painter: QPainter, room: QRect, evidence: Evidence) -> None:
        p = self._context.palette
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(room), 8, 8)
        painter.fillPath(shape, color(p.sunken))
        thumbnail = self.shelf.thumbnail(evidence) if self.shelf is not None else None
        if thumbnail is not None:
            painter.setClipPath(shape)
            painter.drawPixmap(room, thumbnail, _middle(thumbnail, room))
            painter.setClipping(False)
        elif not evidence.can_be_shown:
            self._paint_kind(painter, room, evidence)
        if evidence.proof:
            self._paint_tick(painter, room)

    def kind_lines(self, evidence: Evidence) -> list[str]:
        """What stands on a tile without a thumbnail: the kind of file, and of a picture why."""
        kind = evidence.file_name.rpartition(".")[2].upper()[:4]
        return (
            [kind, self._context.say("ui_evidence.no_preview")] if evidence.is_picture else [kind]
        )

    def _paint_kind(self, painter: QPainter, room: QRect, evidence: Evidence) -> None:
        """An icon and the kind of file."""
        p = self._context.palette
        lines = self.kind_lines(evidence)
        mark = QRect(0, 0, _MARK, _MARK)
        mark.moveCenter(room.center())
        mark.moveTop(room.top() + (room.height() - _MARK - _LINE * len(lines)) // 2)
        painter.drawPixmap(mark, icons.pixmap("file", p.muted, _MARK))
        painter.setPen(color(p.muted))
        below = QRectF(room.left(), mark.bottom() + 1, room.width(), _LINE)
        for number, words in enumerate(lines):
            painter.setFont(font(SMALL_SIZE, bold=number == 0))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words)
            below.translate(0, _LINE)

    def _paint_tick(self, painter: QPainter, room: QRect) -> None:
        """It is one of the required proofs."""
        p = self._context.palette
        mark = QRect(room.right() - 23, room.top() + 5, 18, 18)
        painter.setPen(QPen(color(p.surface), 1))
        painter.setBrush(color(p.good))
        painter.drawEllipse(mark)
        painter.drawPixmap(mark.adjusted(3, 3, -3, -3), icons.pixmap("check", p.surface, 12))


def _middle(thumbnail: QPixmap, room: QRect) -> QRect:
    """The part of a thumbnail that fills the tile."""
    size = QSize(room.size()).scaled(thumbnail.size(), Qt.AspectRatioMode.KeepAspectRatio)
    part = QRect(0, 0, size.width(), size.height())
    part.moveCenter(thumbnail.rect().center())
    return part
