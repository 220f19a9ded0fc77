"""Earlier imports, for a table view."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import Qt

from suzhou_assess.services.batches import BatchCard
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import Index
from suzhou_assess.ui.models.profile_words import moment_words
from suzhou_assess.ui.models.row_table import RIGHT, RowTableModel

CARD_ROLE = Qt.ItemDataRole.UserRole


class Column(IntEnum):
    """The columns, in order."""

    WHEN = 0
    SOURCE = 1
    WHO = 2
    IMPORTED = 3
    UPDATED = 4
    UNCHANGED = 5
    REFUSED = 6
    SUSPICIOUS = 7
    STATE = 8


COUNTS = {
    Column.IMPORTED: "imported",
    Column.UPDATED: "updated",
    Column.UNCHANGED: "unchanged",
    Column.REFUSED: "refused",
    Column.SUSPICIOUS: "suspicious",
}


def state_of(card: BatchCard) -> str:
    """``undone``, ``interrupted`` or ``done``."""
    if card.undone_at is not None:
        return "undone"
    return "interrupted" if card.finished_at is None else "done"


def total_of(card: BatchCard) -> int:
    """How many things came in with it."""
    return sum(card.counts.get(name, 0) for name in ("imported", "updated", "unchanged", "refused"))


class BatchTableModel(RowTableModel):
    """The latest first."""

    def __init__(self, context: Context) -> None:
        headers = [context.say(f"ui_import.batch_{column.name.lower()}") for column in Column]
        super().__init__(headers, COUNTS)
        self._context = context
        self._cards: Sequence[BatchCard] = ()

    def show(self, cards: Sequence[BatchCard]) -> None:
        self.beginResetModel()
        self._cards = cards
        self.endResetModel()

    def card(self, row: int) -> BatchCard | None:
        return self._cards[row] if 0 <= row < len(self._cards) else None

    def row_of(self, batch_id: str) -> int | None:
        return next((i for i, card in enumerate(self._cards) if card.id == batch_id), None)

    def count(self) -> int:
        return len(self._cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        card = self.card(index.row())
        if card is None:
            return None
        column = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(card, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in COUNTS:
            return RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            from suzhou_assess.ui.widgets.chart import tip

            return tip("\n".join(card.paths) or card.source)
        if role == CARD_ROLE:
            return card
        return None

    def _text(self, card: BatchCard, column: int) -> str:
        if column == Column.WHEN:
            return moment_words(card.started_at)
        if column == Column.SOURCE:
            return card.source
        if column == Column.WHO:
            return card.who or "–"
        if column == Column.STATE:
            return self._context.say(f"ui_import.batch_{state_of(card)}")
        count = card.counts.get(COUNTS[Column(column)], 0)
        return f"{count:,}" if count else "–"
