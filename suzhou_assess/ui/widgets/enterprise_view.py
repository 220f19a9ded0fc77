"""The table of enterprises: columns that give way when there's little room, level badges."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QStyleOptionViewItem

from suzhou_assess.services.views import EnterpriseRow
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import Index
from suzhou_assess.ui.models.enterprise_table import (
    ROW_ROLE,
    SORT_FIELD,
    Column,
    EnterpriseTableModel,
)
from suzhou_assess.ui.models.profile_words import district_name
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import SMALL_SIZE, TEXT_SIZE
from suzhou_assess.ui.widgets.chart import elided, font, text_width
from suzhou_assess.ui.widgets.level_badge import paint_level
from suzhou_assess.ui.widgets.quiet_table import PAD, RowDelegate, RowTable

_ROW = 44
_BADGE = 22
_NAME_ROOM = 220
_GIVE_WAY = (
    Column.ASSESSMENTS,
    Column.INDUSTRY,
    Column.SIZE,
    Column.DATE,
    Column.SCORE,
    Column.USCC,
    Column.DISTRICT,
)
"""Columns that are left out when there's little room, the first one first."""


class EnterpriseView(RowTable):
    """Enter or a double click opens the row; letters typed here go on in the search."""

    sorted_by = Signal(str, bool)
    """A field of the rows, and whether descending."""

    def __init__(self, context: Context, model: EnterpriseTableModel) -> None:
        super().__init__(model, _ROW)
        self.setAccessibleName(context.say("ui_enterprises.list"))
        self.setMouseTracking(True)
        columns = self.horizontalHeader()
        columns.setSectionsClickable(True)
        columns.setSortIndicatorShown(True)
        columns.setSortIndicator(Column.NAME, Qt.SortOrder.AscendingOrder)
        columns.sortIndicatorChanged.connect(self._on_sort)
        self._delegate = _EnterpriseDelegate(context, self)
        self.setItemDelegate(self._delegate)
        self._widths = _column_widths(context)

    def name_levels(self, names: Mapping[int, str]) -> None:
        """What the levels are called."""
        self._delegate.level_names = names
        used = font(SMALL_SIZE)
        longest = max((text_width(name, used) for name in names.values()), default=0.0)
        self._widths[Column.LEVEL] = max(
            self._widths[Column.LEVEL], round(longest) + _BADGE + 2 * PAD + 12
        )

    def mark_sort(self, field: str, descending: bool) -> None:
        """Show by what the rows are sorted, without asking for it."""
        column = next(column for column, name in SORT_FIELD.items() if name == field)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        with QSignalBlocker(self.horizontalHeader()):
            self.horizontalHeader().setSortIndicator(column, order)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns(self._widths, Column.NAME, _NAME_ROOM, _GIVE_WAY)

    def _on_sort(self, column: int, order: Qt.SortOrder) -> None:
        field = SORT_FIELD[Column(column)]
        self.sorted_by.emit(field, order == Qt.SortOrder.DescendingOrder)


def _column_widths(context: Context) -> dict[Column, int]:
    """Room for each column's usual content and for its own name."""
    used = font(TEXT_SIZE)
    districts = (
        text_width(district_name(context, district.code, short=True), used)
        for district in context.workspace.places.districts
    )
    usual = {
        Column.USCC: text_width("91320594MAGQDMHRDG", used),
        Column.DISTRICT: max(districts, default=0.0),
        Column.INDUSTRY: 140.0,
        Column.SIZE: 40.0,
        Column.LEVEL: 88.0,
        Column.SCORE: text_width("100.000", used),
        Column.DATE: text_width("2025-12-31", used),
        Column.ASSESSMENTS: 28.0,
    }
    widths = {}
    for column, content in usual.items():
        # Beside its words a header has the sort mark.
        header = text_width(context.say(f"ui_enterprises.column_{column.name.lower()}"), used) + 20
        widths[column] = round(max(content, header)) + 2 * PAD + 4
    return widths


class _EnterpriseDelegate(RowDelegate):
    """Paints cells itself: forty rows of a styled table are repainted at every keystroke."""

    def __init__(self, context: Context, parent: EnterpriseView) -> None:
        super().__init__(context.palette, parent)
        self._draft = context.say("ui_enterprises.draft")
        self.level_names: Mapping[int, str] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        p = self._palette
        inside = self.paint_ground(painter, option, index.column())
        if index.column() == Column.LEVEL:
            row = index.data(ROW_ROLE)
            if row is not None:
                self._paint_level(painter, inside, row)
            return
        name = index.column() == Column.NAME
        used = font(TEXT_SIZE)
        words = index.data() or ""
        align = index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeft
        painter.setFont(used)
        painter.setPen(color(p.text if name or index.column() == Column.SCORE else p.muted))
        painter.drawText(
            inside,
            int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine),
            elided(words, used, inside.width()),
        )

    def _paint_level(self, painter: QPainter, inside: QRect, row: EnterpriseRow) -> None:
        used = font(SMALL_SIZE)
        words = self._draft if row.has_draft else ""
        if row.latest_level is not None:
            badge = QRect(inside.left(), inside.center().y() - _BADGE // 2, _BADGE, _BADGE)
            paint_level(painter, badge, row.latest_level)
            words = self.level_names.get(row.latest_level, "")
            inside = inside.adjusted(_BADGE + 8, 0, 0, 0)
        painter.setFont(used)
        painter.setPen(color(self._palette.muted))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, elided(words, used, inside.width()))
