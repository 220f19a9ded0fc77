"""What a list comes to, before it is saved: counts, and every row that something is wrong with."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from suzhou_assess.domain.roster import RosterCheck
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import Index
from suzhou_assess.ui.models.row_problems import PLACE, REMEDY, TAKEN, WHAT, RowProblemModel
from suzhou_assess.ui.widgets.basics import card, column, label, row, set_role
from suzhou_assess.ui.widgets.quiet_table import QuietTable
from suzhou_assess.ui.widgets.states import EmptyState

_MEASURED = 500
"""So many rows are each as high as their words need; of more all are of one height."""
_ROW = 64
_PADDING, _ENDLESS = 22, 10_000
_TILES = {"entries": "good", "without_code": "warn", "left_out": "bad", "skipped": "muted"}


class _WholeWords(QStyledItemDelegate):
    """Makes a row high enough for its words: Qt forgets the padding that the style sheet gives."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._table.columnWidth(index.column()) - _PADDING
        words = str(index.data() or "")
        flags = int(Qt.TextFlag.TextWordWrap)
        room = self._table.fontMetrics().boundingRect(0, 0, width, _ENDLESS, flags, words)
        return QSize(width, room.height() + _PADDING)


class ListCheck(QWidget):
    """Figures above, problems beneath."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        say = context.say
        self._context = context
        layout = column(self, gap=12)
        self.headline = label("", "heading", wrap=True)
        layout.addWidget(self.headline)
        tiles = row(gap=12)
        self.figures: dict[str, QLabel] = {}
        for key in _TILES:
            tile = card()
            tile.setToolTip(say(f"ui_roster.tip_{key}"))
            inside = column(tile, margins=(16, 10, 16, 10), gap=0)
            self.figures[key] = label("0", "figure")
            inside.addWidget(self.figures[key])
            inside.addWidget(label(say(f"ui_roster.count_{key}"), "small"))
            tiles.addWidget(tile, 1)
        layout.addLayout(tiles)
        self.model = RowProblemModel(context)
        self.table = QuietTable(self.model, _ROW)
        self.table.setWordWrap(True)
        self.table.setItemDelegate(_WholeWords(self.table))
        self.table.setAccessibleName(say("ui_roster.problems"))
        self.table.verticalHeader().setMinimumSectionSize(44)
        header = self.table.horizontalHeader()
        for at, width in ((PLACE, 176), (TAKEN, 96)):
            self.table.setColumnWidth(at, width)
        for at in (WHAT, REMEDY):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        framed = card()
        column(framed, margins=(16, 8, 16, 12)).addWidget(self.table, 1)
        fine = EmptyState(
            context.palette,
            "check",
            say("ui_roster.no_problems"),
            say("ui_roster.no_problems_hint"),
        )
        self._below = QStackedWidget()
        self._below.addWidget(framed)
        self._below.addWidget(fine)
        layout.addWidget(self._below, 1)

    def show_check(self, check: RosterCheck) -> None:
        counts = {
            "entries": len(check.entries),
            "without_code": check.without_code,
            "left_out": check.left_out,
            "skipped": sum(check.skipped.values()),
        }
        for key, tone in _TILES.items():
            self.figures[key].setText(f"{counts[key]:,}")
            set_role(self.figures[key], f"figure_{tone}" if counts[key] else "figure_muted")
        self.headline.setText(
            self._context.say(
                "ui_roster.checked", source=check.source, count=f"{len(check.problems):,}"
            )
        )
        self.model.show_problems(check.problems)
        self._below.setCurrentIndex(0 if check.problems else 1)
        few = len(check.problems) <= _MEASURED
        rows = self.table.verticalHeader()
        rows.setSectionResizeMode(
            QHeaderView.ResizeMode.ResizeToContents if few else QHeaderView.ResizeMode.Fixed
        )
        self.table.scrollToTop()
