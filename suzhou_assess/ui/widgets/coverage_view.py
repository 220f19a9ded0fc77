"""How much of the roster is assessed: figures, and a table by district, town or industry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from suzhou_assess.services.roster import Coverage, CoverageRow, RosterCard
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import Index
from suzhou_assess.ui.models.row_table import RIGHT, RowTableModel
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.widgets.basics import card, column, label, row, set_role
from suzhou_assess.ui.widgets.quiet_table import QuietTable
from suzhou_assess.ui.widgets.segments import Segments

NAME, TOTAL, ASSESSED, MISSING, SHARE = range(5)
_HEADERS = ("name", "total", "assessed", "missing", "share")
_COUNTS = (TOTAL, ASSESSED, MISSING)
_PARTS = ("district", "town", "industry")
_BAR = 8.0
_ROW = 38
_SHARE_ROLE = Qt.ItemDataRole.UserRole


class CoverageModel(RowTableModel):
    """A row a part of the roster."""

    def __init__(self, context: Context) -> None:
        headers = [context.say(f"ui_roster.part_{header}") for header in _HEADERS]
        super().__init__(headers, _COUNTS)
        self._context = context
        self._districts = context.workspace.places.district_by_code
        self.rows: Sequence[CoverageRow] = ()

    def show_rows(self, rows: Sequence[CoverageRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def count(self) -> int:
        return len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        one, at = self.rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            if at == NAME:
                return self.name(one)
            counts = {TOTAL: one.total, ASSESSED: one.assessed, MISSING: one.missing}
            return f"{counts[at]:,}" if at in counts else share_words(one.assessed, one.total)
        if role == Qt.ItemDataRole.TextAlignmentRole and at in _COUNTS:
            return RIGHT
        if role == _SHARE_ROLE:
            return one.assessed / one.total if one.total else 0.0
        return None

    def name(self, one: CoverageRow) -> str:
        """A town is told with its district."""
        said = self._context.say("ui_roster.unknown")
        if one.name is not None:
            said = self._context.text(one.name)
        district = self._districts.get(one.district)
        return said if district is None else f"{self._context.text(district.short)} · {said}"


class _ShareDelegate(QStyledItemDelegate):
    """A bar with its percentage."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        words, plain.text = plain.text, ""
        plain.widget.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, plain, painter, plain.widget
        )
        palette = self._context.palette
        room = QRectF(plain.rect).adjusted(8, 0, -12, 0)
        words_width = 64.0
        track = QRectF(
            room.left(), room.center().y() - _BAR / 2, max(0, room.width() - words_width), _BAR
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(palette.border if palette.dark else palette.sunken))
        painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)
        share = float(index.data(_SHARE_ROLE) or 0)
        if share > 0:
            track.setWidth(max(_BAR, track.width() * share))
            painter.setBrush(color(palette.accent))
            painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)
        painter.setPen(color(palette.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


class CoverageView(QWidget):
    """Emits ``picked`` when another part, or none, is selected."""

    picked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        say = context.say
        self._context = context
        self._coverage: Coverage | None = None
        layout = column(self, gap=12)
        self._source = label("", "muted", wrap=True)
        layout.addWidget(self._source)
        tiles = row(gap=12)
        self.figures = {}
        for key, tone in (
            ("total", "figure"),
            ("assessed", "figure_good"),
            ("missing", "figure_bad"),
            ("share", "figure_accent"),
        ):
            tile = card()
            inside = column(tile, margins=(16, 10, 16, 10), gap=0)
            figure = label("")
            set_role(figure, tone)
            inside.addWidget(figure)
            inside.addWidget(label(say(f"ui_roster.tile_{key}"), "small"))
            self.figures[key] = figure
            tiles.addWidget(tile, 1)
        layout.addLayout(tiles)
        below = card()
        inside = column(below, margins=(16, 12, 16, 12), gap=8)
        self.parts = Segments(
            say("ui_roster.by"), [(part, say(f"ui_roster.by_{part}")) for part in _PARTS]
        )
        self.parts.set_value("district")
        self.parts.chosen.connect(lambda _: self._show_part())
        head = row()
        head.addWidget(self.parts)
        head.addStretch(1)
        head.addWidget(label(say("ui_roster.pick_hint"), "small"))
        inside.addLayout(head)
        self.model = CoverageModel(context)
        self.table = QuietTable(self.model, _ROW)
        self.table.setAccessibleName(say("ui_roster.by"))
        self.table.setItemDelegateForColumn(SHARE, _ShareDelegate(context, self.table))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for at in (TOTAL, ASSESSED, MISSING):
            self.table.setColumnWidth(at, 96)
        self.table.setColumnWidth(SHARE, 240)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self.picked.emit())
        inside.addWidget(self.table, 1)
        layout.addWidget(below, 1)

    def show_coverage(self, coverage: Coverage, source: RosterCard | None) -> None:
        self._coverage = coverage
        if source is not None:
            day = source.saved_at.astimezone().strftime("%Y-%m-%d %H:%M")
            words = self._context.say("ui_roster.source", source=source.source, day=day)
            self._source.setText(words)
        self._source.setVisible(source is not None)
        self.figures["total"].setText(f"{coverage.total:,}")
        self.figures["assessed"].setText(f"{coverage.assessed:,}")
        self.figures["missing"].setText(f"{coverage.missing:,}")
        self.figures["share"].setText(share_words(coverage.assessed, coverage.total))
        self._show_part()

    @property
    def chosen(self) -> tuple[str, CoverageRow] | None:
        """The part that is selected: ``district``, ``town`` or ``industry``, and its row."""
        rows = self.table.selectionModel().selectedRows()
        return (self.parts.value, self.model.rows[rows[0].row()]) if rows else None

    def _show_part(self) -> None:
        if self._coverage is None:
            return
        parts = {
            "district": self._coverage.by_district,
            "town": self._coverage.by_town,
            "industry": self._coverage.by_industry,
        }
        self.model.show_rows(parts[self.parts.value])
        self.picked.emit()


def share_words(part: int, whole: int) -> str:
    """A share as people read it: never 100% while somebody is missing."""
    if not whole:
        return "–"
    if 0 < part < whole:
        return f"{min(99.9, max(0.1, 100 * part / whole)):.1f}%"
    return "100%" if part else "0%"
