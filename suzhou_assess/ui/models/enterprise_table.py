"""Enterprises for a table view: light rows, read from the store as they are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import Qt, Signal

from suzhou_assess.domain.points import as_text
from suzhou_assess.services.views import EnterpriseRow
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import Index
from suzhou_assess.ui.models.profile_words import district_name, industry_name
from suzhou_assess.ui.models.row_table import RIGHT, RowTableModel

ROW_ROLE = Qt.ItemDataRole.UserRole


class Column(IntEnum):
    """The columns, in order."""

    NAME = 0
    USCC = 1
    DISTRICT = 2
    INDUSTRY = 3
    SIZE = 4
    LEVEL = 5
    SCORE = 6
    DATE = 7
    ASSESSMENTS = 8


SORT_FIELD = {
    Column.NAME: "name",
    Column.USCC: "uscc",
    Column.DISTRICT: "district",
    Column.INDUSTRY: "industry",
    Column.SIZE: "size",
    Column.LEVEL: "latest_level",
    Column.SCORE: "latest_score",
    Column.DATE: "latest_date",
    Column.ASSESSMENTS: "assessments",
}
"""What ``services.enterprises.search`` sorts by for each column."""

_NUMBERS = frozenset({Column.SCORE, Column.ASSESSMENTS})


class EnterpriseTableModel(RowTableModel):
    """Shows what a search found. Codes are said in words."""

    failed = Signal(object)
    """A row could not be read: the ``StoreError``."""

    def __init__(self, context: Context) -> None:
        headers = [context.say(f"ui_enterprises.column_{column.name.lower()}") for column in Column]
        super().__init__(headers, _NUMBERS)
        self._context = context
        self._rows: Sequence[EnterpriseRow] = ()
        places = context.workspace.places
        self._sizes = {size.id: context.text(size.name) for size in places.sizes}
        self._districts = {
            d.code: district_name(context, d.code, short=True) for d in places.districts
        }
        self._industries = {
            i.code: industry_name(context, i.code, with_code=False) for i in places.industries
        }

    def show(self, rows: Sequence[EnterpriseRow]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def enterprise(self, row: int) -> EnterpriseRow | None:
        """The row, or ``None`` when it can't be read (``failed`` tells why)."""
        try:
            return self._rows[row]
        except StoreError as error:
            self.failed.emit(error)
            return None

    def row_of(self, enterprise_id: int) -> int | None:
        """Where an enterprise stands among those found."""
        ids: Sequence[int] = getattr(self._rows, "ids", None) or [row.id for row in self._rows]
        try:
            return ids.index(enterprise_id)
        except ValueError:
            return None

    def count(self) -> int:
        return len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if index.column() in _NUMBERS else None
        if role not in _TEXT_ROLES:
            return None
        row = self.enterprise(index.row())
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, index.column())
        return self._text(row, index.column())

    def _text(self, row: EnterpriseRow, column: int) -> str:
        if column == Column.NAME:
            return row.name
        if column == Column.USCC:
            return row.uscc
        if column == Column.DISTRICT:
            return self._districts.get(row.district or "", row.district or "")
        if column == Column.INDUSTRY:
            return self._industries.get(row.industry or "", row.industry or "")
        if column == Column.SIZE:
            return self._sizes.get(row.size or "", "")
        if column == Column.LEVEL:
            return "" if row.latest_level is None else str(row.latest_level)
        if column == Column.SCORE:
            return "" if row.latest_score is None else as_text(row.latest_score)
        if column == Column.DATE:
            return "" if row.latest_date is None else row.latest_date.isoformat()
        return str(row.assessments) if row.assessments else ""

    def _tip(self, row: EnterpriseRow, column: int) -> str:
        if column == Column.INDUSTRY and row.industry:
            return industry_name(self._context, row.industry)
        if column in (Column.NAME, Column.USCC):
            return f"{row.name}\n{row.uscc}"
        return ""


_TEXT_ROLES = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
        ROW_ROLE,
    }
)
