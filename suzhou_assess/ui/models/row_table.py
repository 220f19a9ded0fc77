"""What the table models have in common: rows without children, and headers in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QAbstractTableModel, Qt

from suzhou_assess.ui.models.assessment_list import Index

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowTableModel(QAbstractTableModel):
    """A flat table. A model of this kind says how many rows it has, and what stands in them."""

    def __init__(self, headers: Sequence[str], numbers: Collection[int] = ()) -> None:
        """``numbers`` are the columns whose header stands to the right, above their numbers."""
        super().__init__()
        self._headers = tuple(headers)
        self._numbers = frozenset(numbers)

    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self.count()

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._headers)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self._numbers:
            return RIGHT
        return None
