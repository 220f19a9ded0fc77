"""A list of assessments: level or progress, whose, when; Enter or a double click opens one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from suzhou_assess.services.views import AssessmentCard
from suzhou_assess.ui import icons
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import CARD_ROLE, AssessmentListModel, Index
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import SMALL_SIZE, TEXT_SIZE
from suzhou_assess.ui.widgets.level_badge import paint_level

_ROW = 60
_BADGE = 32
_SIDE = 12
_BIN = 32
_FAINT = 0.45


class AssessmentList(QListView):
    """Emits what the user wants; drafts can be discarded by button, menu or Delete."""

    opened = Signal(object)
    discarded = Signal(object)

    def __init__(self, context: Context, model: AssessmentListModel) -> None:
        super().__init__()
        self._context = context
        self.setProperty("list", True)
        self.setModel(model)
        self.setItemDelegate(_AssessmentDelegate(context, model, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(self._open)
        model.modelReset.connect(self._on_reset)

    def _on_reset(self) -> None:
        # Keys have something to work on as soon as the list has the focus.
        self.setCurrentIndex(self.model().index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._open(index)
            return
        if event.key() == Qt.Key.Key_Delete and self._discard(index):
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        index = self.indexAt(where)
        if event.button() == Qt.MouseButton.LeftButton and self._bin(index).contains(where):
            self._discard(index)
            return
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        over = self._bin(self.indexAt(where)).contains(where)
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        card = index.data(CARD_ROLE)
        if card is None:
            return
        say = self._context.say
        menu = QMenu(self)
        label = "ui_home.go_on" if card.status == "draft" else "ui_home.see_result"
        menu.addAction(say(label)).triggered.connect(lambda: self.opened.emit(card))
        if card.status == "draft":
            menu.addAction(say("ui_home.discard")).triggered.connect(
                lambda: self.discarded.emit(card)
            )
        where = self.visualRect(index).bottomLeft() + QPoint(_SIDE, 0) if by_key else event.pos()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(where))

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(CARD_ROLE))

    def _discard(self, index: QModelIndex) -> bool:
        card = index.data(CARD_ROLE)
        if card is None or card.status != "draft":
            return False
        self.discarded.emit(card)
        return True

    def _bin(self, index: QModelIndex) -> QRect:
        card = index.data(CARD_ROLE)
        if card is None or card.status != "draft":
            return QRect()
        return bin_rect(self.visualRect(index))


def bin_rect(row: QRect) -> QRect:
    """Where a draft's bin stands in its row."""
    return QRect(row.right() - _SIDE - _BIN, row.center().y() - _BIN // 2, _BIN, _BIN)


class _AssessmentDelegate(QStyledItemDelegate):
    def __init__(
        self, context: Context, model: AssessmentListModel, parent: AssessmentList
    ) -> None:
        super().__init__(parent)
        self._palette = context.palette
        self._model = model
        self._bin = icons.pixmap("trash", context.palette.muted, 18)
        self._onward = icons.pixmap("chevron-right", context.palette.muted, 16)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card: AssessmentCard = index.data(CARD_ROLE)
        row: QRect = option.rect
        state: QStyle.StateFlag = option.state
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, row, hovered=hovered, focused=focused)
        badge = QRect(row.left() + _SIDE, row.center().y() - _BADGE // 2, _BADGE, _BADGE)
        if card.status == "draft":
            self._paint_ring(painter, badge, card)
        else:
            # One that doesn't count has a level, but not that of its enterprise.
            painter.setOpacity(1.0 if card.held is None else _FAINT)
            paint_level(painter, badge, card.level)
            painter.setOpacity(1.0)
        middle = bin_rect(row).center()
        if card.status == "draft" and (hovered or focused):
            painter.drawPixmap(middle - QPoint(8, 8), self._bin)
        else:
            painter.drawPixmap(middle - QPoint(7, 7), self._onward)
        self._paint_words(painter, row, badge, card)
        painter.restore()

    def _paint_ground(self, painter: QPainter, row: QRect, *, hovered: bool, focused: bool) -> None:
        p = self._palette
        body = QRectF(row).adjusted(1, 2, -1, -2)
        if hovered or focused:
            painter.setPen(QPen(color(p.focus), 2) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(color(p.accent_soft if focused else p.ground))
            painter.drawRoundedRect(body, 8, 8)

    def _paint_ring(self, painter: QPainter, badge: QRect, card: AssessmentCard) -> None:
        p = self._palette
        ring = QRectF(badge).adjusted(3, 3, -3, -3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color(p.border), 4))
        painter.drawEllipse(ring)
        share = card.answered / card.total if card.total else 0.0
        pen = QPen(color(p.accent), 4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if share:
            painter.drawArc(ring, 90 * 16, round(-360 * 16 * share))

    def _state_color(self, card: AssessmentCard) -> str:
        p = self._palette
        if card.held is not None:
            return p.warn if card.held == "waiting" else p.muted
        return p.accent if card.status == "draft" else p.text

    def _paint_words(
        self, painter: QPainter, row: QRect, badge: QRect, card: AssessmentCard
    ) -> None:
        p = self._palette
        left = badge.right() + 13
        width = bin_rect(row).left() - 8 - left
        top = QRect(left, row.center().y() - 22, width, 22)
        middle = Qt.AlignmentFlag.AlignVCenter
        font = QFont(painter.font())
        font.setPixelSize(TEXT_SIZE)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        state = self._model.state(card)
        painter.setPen(color(self._state_color(card)))
        painter.drawText(top, middle | Qt.AlignmentFlag.AlignRight, state)
        room = width - metrics.horizontalAdvance(state) - 16
        painter.setPen(color(p.text))
        cut = metrics.elidedText(self._model.heading(card), Qt.TextElideMode.ElideRight, room)
        painter.drawText(top, middle, cut)
        font.setWeight(QFont.Weight.Normal)
        font.setPixelSize(SMALL_SIZE)
        painter.setFont(font)
        painter.setPen(color(p.muted))
        cut = painter.fontMetrics().elidedText(
            self._model.note(card), Qt.TextElideMode.ElideRight, width
        )
        painter.drawText(top.translated(0, 22), middle, cut)
