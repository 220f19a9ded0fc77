"""What waits for a person's decision, for a list view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, Qt

from suzhou_assess.services.doubts import DECISIONS, Doubt, DoubtKind
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import Index

DOUBT_ROLE = Qt.ItemDataRole.UserRole
KINDS: tuple[DoubtKind, ...] = tuple(DECISIONS)


class DoubtListModel(QAbstractListModel):
    """All of them, or those of one kind."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._all: Sequence[Doubt] = ()
        self._shown: Sequence[Doubt] = ()

    @property
    def counts(self) -> Counter[str]:
        return Counter(doubt.kind for doubt in self._all)

    def show(self, doubts: Sequence[Doubt], kind: DoubtKind | None) -> None:
        self.beginResetModel()
        self._all = doubts
        self._shown = [doubt for doubt in doubts if kind is None or doubt.kind == kind]
        self.endResetModel()

    def show_kind(self, kind: DoubtKind | None) -> None:
        self.show(self._all, kind)

    def doubt(self, row: int) -> Doubt | None:
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        doubt = self.doubt(index.row())
        if doubt is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return doubt.enterprise
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{doubt.enterprise}, {self.note(doubt)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{doubt.enterprise}\n{doubt.uscc}"
        if role == DOUBT_ROLE:
            return doubt
        return None

    def note(self, doubt: Doubt) -> str:
        """The smaller line: of what kind it is, and of which day."""
        kind = self._context.say(f"ui_import.doubt_{doubt.kind}")
        day = doubt.mine.date.isoformat() if doubt.mine.date is not None else ""
        return " · ".join(part for part in (kind, day) if part)
