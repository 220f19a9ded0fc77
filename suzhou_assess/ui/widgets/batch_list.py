"""Earlier imports: the latest few beside the drop zone, and all of them in a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QStyleOptionViewItem

from suzhou_assess.services.batches import BatchCard
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import Index
from suzhou_assess.ui.models.batch_table import (
    CARD_ROLE,
    COUNTS,
    BatchTableModel,
    Column,
    state_of,
    total_of,
)
from suzhou_assess.ui.models.profile_words import moment_words
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import TEXT_SIZE
from suzhou_assess.ui.widgets.basics import ElidedLabel, button, clear, column, label, pill, row
from suzhou_assess.ui.widgets.chart import font, text_width
from suzhou_assess.ui.widgets.quiet_table import PAD, RowDelegate, RowTable

_FEW = 5
_ROW = 44
_SOURCE_ROOM = 180
_GIVE_WAY = (Column.UNCHANGED, Column.WHO, Column.UPDATED)
"""Columns that are left out when there's little room, the first one first."""


class RecentBatches(QFrame):
    """The latest few, each a button."""

    opened = Signal(str)
    """A batch's id."""
    all_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.empty = True
        self.setProperty("card", "true")
        layout = column(self, margins=(12, 16, 12, 12), gap=4)
        title = row(margins=(8, 0, 0, 4))
        title.addWidget(label(context.say("ui_import.recent"), "heading"), 1)
        self.all_button = button(context.say("ui_import.all_batches"), "link")
        self.all_button.clicked.connect(self.all_wanted)
        title.addWidget(self.all_button)
        layout.addLayout(title)
        self._list = column(gap=4)
        layout.addLayout(self._list)
        layout.addStretch(1)

    def show_cards(self, cards: Sequence[BatchCard]) -> None:
        clear(self._list)
        self.empty = not cards
        for card in cards[:_FEW]:
            self._list.addWidget(self._entry(card))

    def _entry(self, card: BatchCard) -> QPushButton:
        say = self._context.say
        made = button("", "quiet")
        made.setProperty("kind", "row")
        made.setAutoDefault(False)
        layout = row(made, margins=(12, 8, 12, 8), gap=8)
        words = column(gap=2)
        words.addWidget(ElidedLabel(card.source, "strong"))
        note = say(
            "ui_import.batch_note", when=moment_words(card.started_at), count=f"{total_of(card):,}"
        )
        words.addWidget(ElidedLabel(note, "small"))
        layout.addLayout(words, 1)
        state = state_of(card)
        if state != "done":
            tag = pill(
                say(f"ui_import.batch_{state}"), "warn" if state == "interrupted" else "plain"
            )
            layout.addWidget(tag)
        for part in made.findChildren(QFrame):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        made.setAccessibleName(f"{card.source}, {note}")
        made.setToolTip(card.source)
        made.clicked.connect(lambda _=False, card=card: self.opened.emit(card.id))
        return made


class BatchTable(RowTable):
    """Enter or a double click opens a batch."""

    batch_opened = Signal(str)
    """Its id."""

    def __init__(self, context: Context, model: BatchTableModel) -> None:
        super().__init__(model, _ROW)
        self.setAccessibleName(context.say("ui_import.batches"))
        self.opened.connect(self._open)
        self.setItemDelegate(_BatchDelegate(context, self))
        self._widths = _widths(context)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns(self._widths, Column.SOURCE, _SOURCE_ROOM, _GIVE_WAY)

    def _open(self) -> None:
        card = self.currentIndex().data(CARD_ROLE)
        if card is not None:
            self.batch_opened.emit(card.id)


def _widths(context: Context) -> dict[Column, int]:
    used = font(TEXT_SIZE)
    usual = {column_: text_width("40,000", used) for column_ in COUNTS}
    usual[Column.WHEN] = text_width("2025-12-31 23:59", used)
    usual[Column.WHO] = text_width("欧阳建国", used)
    usual[Column.STATE] = max(
        text_width(context.say(f"ui_import.batch_{state}"), used)
        for state in ("done", "interrupted", "undone")
    )
    widths = {}
    for column_, content in usual.items():
        header = text_width(context.say(f"ui_import.batch_{column_.name.lower()}"), used)
        widths[column_] = round(max(content, header)) + 2 * PAD + 8
    return widths


class _BatchDelegate(RowDelegate):
    def __init__(self, context: Context, parent: BatchTable) -> None:
        super().__init__(context.palette, parent)
        p = context.palette
        self._inks = {"done": p.good, "interrupted": p.warn, "undone": p.muted}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        p = self._palette
        card: BatchCard = index.data(CARD_ROLE)
        column_ = index.column()
        inside = self.paint_ground(painter, option, column_)
        ink = p.text if column_ == Column.SOURCE else p.muted
        if column_ == Column.STATE:
            ink = self._inks[state_of(card)]
        elif column_ == Column.REFUSED and card.counts.get("refused"):
            ink = p.bad
        elif column_ == Column.SUSPICIOUS and card.counts.get("suspicious"):
            ink = p.warn
        painter.setFont(font(TEXT_SIZE))
        painter.setPen(color(ink))
        words = painter.fontMetrics().elidedText(
            index.data() or "", Qt.TextElideMode.ElideMiddle, inside.width()
        )
        align = index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeft
        painter.drawText(inside, int(align | Qt.AlignmentFlag.AlignVCenter), words)
