"""The assessments of a package: whose, which, and what would become of each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from suzhou_assess.services.package_meeting import PackageEntry
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import Index
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import SMALL_SIZE, TEXT_SIZE
from suzhou_assess.ui.widgets.chart import elided, font, text_width, write

_ROW = 56
_OPEN = Qt.ItemDataRole.UserRole + 1


class MergeList(QListWidget):
    """In the order of the package; what is to be decided is marked until it is."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setProperty("list", "true")
        self.setAccessibleName(context.say("ui_package.list"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setItemDelegate(_EntryDelegate(context, self))

    def show_entries(self, entries: Sequence[PackageEntry]) -> None:
        self.clear()
        for entry in entries:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, entry)
            self.addItem(item)
            self._tell(item, len(entry.conflicts))
        if entries:
            # To what needs somebody first.
            first = next((n for n, e in enumerate(entries) if e.kind == "conflict"), 0)
            self.setCurrentRow(first)

    def show_open(self, number: int, left: int) -> None:
        """How many conflicts of an entry nobody has decided."""
        item = self.item(number)
        if item is not None:
            self._tell(item, left)

    def _tell(self, item: QListWidgetItem, left: int) -> None:
        entry: PackageEntry = item.data(Qt.ItemDataRole.UserRole)
        say = self._context.say
        if left:
            state = say("ui_package.left", count=left)
        elif entry.conflicts:
            state = say("ui_package.decided")
        else:
            state = say(f"ui_package.kind_{entry.kind}")
        item.setData(_OPEN, (left, state))
        mode, on = say(f"ui.mode_{entry.mode}"), entry.date.isoformat()
        item.setToolTip(f"{entry.enterprise}\n{mode} {on}")
        item.setData(
            Qt.ItemDataRole.AccessibleTextRole, f"{entry.enterprise}, {mode} {on}, {state}"
        )


class _EntryDelegate(QStyledItemDelegate):
    def __init__(self, context: Context, parent: MergeList) -> None:
        super().__init__(parent)
        self._context = context

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        p = self._context.palette
        entry: PackageEntry = index.data(Qt.ItemDataRole.UserRole)
        left, said = index.data(_OPEN)
        room: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        focused = chosen and bool(state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(color(p.focus) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(color(p.accent_soft if chosen else p.sunken))
            painter.drawRoundedRect(QRectF(room).adjusted(1, 1, -1, -1), 8, 8)
        words = QRectF(room).adjusted(12, 7, -12, 0)
        words.setHeight(22)
        strong, small = font(TEXT_SIZE, bold=True), font(SMALL_SIZE)
        write(painter, words, elided(entry.enterprise, strong, words.width()), strong, p.text)
        tints = {"refused": p.bad, "unchanged": p.muted, "merge": p.good}
        tint = p.warn if left else p.good if entry.conflicts else tints.get(entry.kind, p.accent)
        width = text_width(said, small) + 4
        below = words.translated(0, 22)
        note = f"{self._context.say(f'ui.mode_{entry.mode}')} · {entry.date.isoformat()}"
        write(painter, below, elided(note, small, words.width() - width - 8), small, p.muted)
        right = QRectF(below.right() - width, below.top(), width, below.height())
        write(painter, right, said, small, tint)
        painter.restore()
