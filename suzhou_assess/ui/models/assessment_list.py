"""Assessments for a list view."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from suzhou_assess.domain.points import as_text
from suzhou_assess.services.views import AssessmentCard
from suzhou_assess.ui.context import Context

Index = QModelIndex | QPersistentModelIndex
CARD_ROLE = Qt.ItemDataRole.UserRole


class AssessmentListModel(QAbstractListModel):
    """Cards, and their words. Names of districts may arrive later: they take time to load."""

    def __init__(self, context: Context, *, with_names: bool = True) -> None:
        super().__init__()
        self._context = context
        self._with_names = with_names
        self._cards: Sequence[AssessmentCard] = ()
        self._district: Callable[[str | None], str] = lambda _code: ""

    def show(self, cards: Sequence[AssessmentCard]) -> None:
        self.beginResetModel()
        self._cards = cards
        self.endResetModel()

    def name_districts(self, district: Callable[[str | None], str]) -> None:
        """From now on say districts by this."""
        self._district = district
        if self._cards:
            self.dataChanged.emit(self.index(0), self.index(len(self._cards) - 1))

    def card(self, index: Index) -> AssessmentCard | None:
        return self._cards[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        card = self.card(index)
        if card is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heading(card)
        if role == CARD_ROLE:
            return card
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{card.enterprise}\n{card.uscc}\n{self.note(card)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.heading(card)}, {self.note(card)}, {self.state(card)}"
        return None

    def heading(self, card: AssessmentCard) -> str:
        """The enterprise; where that is clear from the surroundings, the date."""
        return card.enterprise if self._with_names else card.date.isoformat()

    def note(self, card: AssessmentCard) -> str:
        """The smaller line."""
        mode = self._context.say(f"ui.mode_{card.mode}")
        if self._with_names:
            parts = [mode, card.date.isoformat(), self._district(card.district)]
        else:
            parts = [mode, card.assessor or self._context.say("ui_home.no_assessor")]
        return " · ".join(part for part in parts if part)

    def state(self, card: AssessmentCard) -> str:
        """How far the draft is, or the score; of one that doesn't count, why."""
        if card.status == "draft":
            return self._context.say("ui_home.answered", done=card.answered, total=card.total)
        if card.held is not None:
            return self._context.say(f"ui_home.held_{card.held}")
        return self._context.say("ui_home.score", score=as_text(card.score or 0))
