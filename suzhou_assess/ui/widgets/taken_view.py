"""The table of what came in: what became of it, file, enterprise, what there is to say."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyleOptionViewItem

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import Index
from suzhou_assess.ui.models.taken_rows import Taken
from suzhou_assess.ui.models.taken_table import Column, TakenTableModel
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import SMALL_SIZE, TEXT_SIZE
from suzhou_assess.ui.widgets.chart import font, text_width
from suzhou_assess.ui.widgets.quiet_table import PAD, RowDelegate, RowTable

_ROW = 40
_TAG = 22
_ROOM_FOR_ENTERPRISE = 640
"""In less room the enterprise stands beside the table only."""
_FILE_ALONE = 0.5
_SHARES = {Column.FILE: 0.32, Column.ENTERPRISE: 0.26}


class TakenView(RowTable):
    """Enter or a double click opens what a row stands for, Ctrl+C copies what is said of it."""

    copied = Signal()

    def __init__(self, context: Context, model: TakenTableModel) -> None:
        super().__init__(model, _ROW)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._delegate = _TakenDelegate(context, model, self)
        self.setItemDelegate(self._delegate)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.viewport().width()
        left = room - self._delegate.tag_width
        self.setColumnWidth(Column.OUTCOME, self._delegate.tag_width)
        wide = room >= _ROOM_FOR_ENTERPRISE
        self.setColumnHidden(Column.ENTERPRISE, not wide)
        file = round(left * (_SHARES[Column.FILE] if wide else _FILE_ALONE))
        enterprise = round(left * _SHARES[Column.ENTERPRISE]) if wide else 0
        self.setColumnWidth(Column.FILE, file)
        self.setColumnWidth(Column.ENTERPRISE, enterprise)
        self.setColumnWidth(Column.WHAT, max(80, left - file - enterprise))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        else:
            super().keyPressEvent(event)


class _TakenDelegate(RowDelegate):
    """Paints cells itself, asking Python once for each: it may have other work at that time."""

    def __init__(self, context: Context, model: TakenTableModel, parent: TakenView) -> None:
        super().__init__(context.palette, parent)
        p = context.palette
        self._model = model
        self._text = font(TEXT_SIZE)
        self._small = font(SMALL_SIZE)
        self._tags: dict[str, tuple[str, QColor, QColor]] = {
            kind: (context.say(f"ui_import.is_{kind}"), color(ink), color(ground))
            for kind, ink, ground in (
                ("imported", p.good, p.good_soft),
                ("updated", p.accent, p.accent_soft),
                ("unchanged", p.muted, p.sunken),
                ("refused", p.bad, p.bad_soft),
                ("suspicious", p.warn, p.warn_soft),
            )
        }
        widest = max(text_width(words, self._small) for words, _, _ in self._tags.values())
        self.tag_width = round(widest) + 20 + 2 * PAD

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        p = self._palette
        row, column = index.row(), index.column()
        inside = self.paint_ground(painter, option, column)
        if column == Column.OUTCOME:
            self._paint_tag(painter, inside, self._model.at(row))
            return
        painter.setFont(self._text)
        painter.setPen(color(p.text if column != Column.WHAT else p.muted))
        # The end of a file's name tells as much as its start.
        cut = Qt.TextElideMode.ElideMiddle if column == Column.FILE else Qt.TextElideMode.ElideRight
        words = painter.fontMetrics().elidedText(
            self._model.text(row, column).replace("\n", " "), cut, inside.width()
        )
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_tag(self, painter: QPainter, inside: QRect, taken: Taken) -> None:
        doubtful = taken.suspicious and taken.outcome != "refused"
        words, ink, ground = self._tags["suspicious" if doubtful else taken.outcome]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small)
        tag = QRect(inside.left(), inside.center().y() - _TAG // 2, self.tag_width - 2 * PAD, _TAG)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(tag, _TAG / 2, _TAG / 2)
        painter.setPen(ink)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()
