"""Open points as a list: where, what kind, and what there is to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.problems import Problem
from suzhou_assess.domain.text import Text
from suzhou_assess.services.open_points import Kind, OpenPoint
from suzhou_assess.ui import icons
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import Index
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import SMALL_SIZE, TEXT_SIZE
from suzhou_assess.ui.widgets.chart import elided, font, write

_ROW = 52
_KIND_WIDTH = 76

ICONS: dict[Kind, str] = {
    "unanswered": "list",
    "reason_missing": "note",
    "proof_missing": "clip",
    "check": "warning",
    "flag": "flag",
}


class OpenPointsList(QListView):
    """One row a point; ``activated`` when Enter is pressed or one is clicked."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._points = _PointModel(context)
        self.setProperty("list", True)
        self.setAccessibleName(context.say("ui_onsite.points_title"))
        self.setModel(self._points)
        self.setItemDelegate(_PointDelegate(context, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    @property
    def current(self) -> OpenPoint | None:
        index = self.currentIndex()
        return self.point(index) if index.isValid() else None

    def point(self, index: Index) -> OpenPoint:
        return self._points.shown[index.row()]

    def show_points(self, pack: Pack, points: Sequence[OpenPoint]) -> None:
        """Others; the first one is current."""
        self._points.show(pack, points)
        if points:
            self.setCurrentIndex(self._points.index(0))

    def choose(self, item: str) -> None:
        """The first point about an item, if there is one."""
        for number, point in enumerate(self._points.shown):
            if point.item == item:
                self.setCurrentIndex(self._points.index(number))
                return


def point_words(context: Context, pack: Pack, point: OpenPoint) -> tuple[str, str]:
    """Where a point is, and what there is to say of it."""
    where = (
        context.text(pack.item_name(point.item))
        if point.item
        else context.say("ui_onsite.general_note")
    )
    if isinstance(point.text, Problem):
        said = context.words.problem(point.text)
    elif isinstance(point.text, Text):
        said = context.text(point.text)
    else:
        said = point.text
    return where, "" if said == where else said


class _PointModel(QAbstractListModel):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.shown: Sequence[OpenPoint] = ()
        self._words: list[tuple[str, str, str]] = []

    def show(self, pack: Pack, points: Sequence[OpenPoint]) -> None:
        self.beginResetModel()
        self.shown = points
        self._words = [
            (self._context.say(f"ui_onsite.point_{p.kind}"), *point_words(self._context, pack, p))
            for p in points
        ]
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        kind, where, said = words = self._words[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return self.shown[index.row()].kind, *words
        if role == Qt.ItemDataRole.DisplayRole:
            return where
        if role == Qt.ItemDataRole.ToolTipRole:
            return said or where
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (where, kind, said)))
        return None


class _PointDelegate(QStyledItemDelegate):
    def __init__(self, context: Context, parent: QListView) -> None:
        super().__init__(parent)
        self._palette = context.palette

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        p = self._palette
        kind, kind_words, where, said = index.data(Qt.ItemDataRole.UserRole)
        room: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(color(p.focus) if chosen else Qt.PenStyle.NoPen)
            painter.setBrush(color(p.accent_soft if chosen else p.ground))
            painter.drawRoundedRect(QRectF(room).adjusted(1, 1, -1, -1), 8, 8)
        urgent = kind in ("check", "flag", "reason_missing")
        mark = QRect(room.left() + 14, room.center().y() - 9, 18, 18)
        tint = p.warn if urgent else p.muted
        painter.drawPixmap(mark, icons.pixmap(ICONS[kind], tint, 18))
        strong, small = font(TEXT_SIZE, bold=True), font(SMALL_SIZE)
        words = QRectF(room).adjusted(44, 0, -_KIND_WIDTH - 20, 0)
        if said:
            words.adjust(0, 5, 0, 0)
            words.setHeight(22)
            below = words.translated(0, 21)
            one_line = " ".join(said.split())
            write(painter, below, elided(one_line, small, below.width()), small, p.muted)
        write(painter, words, elided(where, strong, words.width()), strong, p.text)
        painter.setFont(small)
        painter.setPen(color(tint))
        aside = room.adjusted(0, 0, -14, 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(aside, right, kind_words)
        painter.restore()
