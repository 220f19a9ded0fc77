"""All that came in: figures that filter, a table to search, and the chosen row in full."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.taken_rows import KINDS, Kind, TakenRows
from suzhou_assess.ui.models.taken_table import TakenTableModel
from suzhou_assess.ui.widgets.basics import card, column, label, row
from suzhou_assess.ui.widgets.count_tile import CountTile
from suzhou_assess.ui.widgets.search_field import SearchField
from suzhou_assess.ui.widgets.states import EmptyState
from suzhou_assess.ui.widgets.taken_panel import TakenPanel
from suzhou_assess.ui.widgets.taken_view import TakenView

Tense = Literal["would", "did"]
_TONES: dict[Kind, str] = {
    "imported": "good",
    "updated": "accent",
    "unchanged": "muted",
    "refused": "bad",
    "suspicious": "warn",
}
_PANEL_SHARE = 0.36
_PANEL_LEAST, _PANEL_MOST = 316, 520
_DETAIL_DELAY_MS = 60
"""So long must the choice stay before it is shown in full: arrow keys run through many."""
_SEARCH_DELAY_MS = 120


class TakenBoard(QWidget):
    """Shows rows of an intake, also while they come in."""

    opened = Signal(str)
    """An assessment that one of them became."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._rows = TakenRows()
        self._tense: Tense = "would"
        self._settled = True
        say, palette = context.say, context.palette
        self._detail = QTimer(self)
        self._detail.setSingleShot(True)
        self._detail.setInterval(_DETAIL_DELAY_MS)
        self._detail.timeout.connect(self._show_detail)
        layout = column(self, gap=12)
        tiles = row(gap=12)
        self.tiles: dict[Kind, CountTile] = {}
        for kind in KINDS:
            tile = CountTile(_TONES[kind])
            tile.clicked.connect(lambda _=False, kind=kind: self._choose(kind))
            self.tiles[kind] = tile
            tiles.addWidget(tile, 1)
        layout.addLayout(tiles)
        beside = row(gap=12)
        frame = card()
        inside = column(frame, margins=(8, 8, 8, 8), gap=4)
        top = row(margins=(4, 0, 4, 0), gap=12)
        self.search = SearchField(context, say("ui_import.search"))
        self.search.setMaximumWidth(420)
        self._searching = QTimer(self)
        self._searching.setSingleShot(True)
        self._searching.setInterval(_SEARCH_DELAY_MS)
        self._searching.timeout.connect(self._show)
        self.search.textChanged.connect(lambda _text: self._searching.start())
        self.search.onward.connect(self._to_table)
        self._shown = label("", "small")
        top.addWidget(self.search, 1)
        top.addStretch(0)
        top.addWidget(self._shown)
        inside.addLayout(top)
        self.model = TakenTableModel(context)
        self.table = TakenView(context, self.model)
        self.table.setAccessibleName(say("ui_import.table"))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._detail.start())
        self.table.typed.connect(self._type_on)
        self.table.copied.connect(self._copy)
        self.table.opened.connect(self._open)
        self._none = EmptyState(palette, "search", say("ui_import.none_found"), "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._none)
        inside.addWidget(self._stack, 1)
        beside.addWidget(frame, 1)
        self.panel = TakenPanel(context)
        self.panel.copied.connect(self._copy)
        self.panel.opened.connect(self.opened)
        beside.addWidget(self.panel)
        layout.addLayout(beside, 1)
        self.panel.show_nothing()
        self._tell_counts()

    @property
    def kind(self) -> Kind | None:
        """The kind of rows that are let through; ``None`` for all."""
        return next((kind for kind, tile in self.tiles.items() if tile.isChecked()), None)

    def show_rows(self, rows: TakenRows, tense: Tense, *, settled: bool = True) -> None:
        """Show other rows, or the same when they have all come in (``settled``)."""
        same = rows is self._rows
        self._rows, self._tense, self._settled = rows, tense, settled
        if not same:
            for tile in self.tiles.values():
                tile.setChecked(False)
            self.search.put("")
        self._tell_counts()
        self._show()

    def grow(self) -> None:
        """More of the same rows came in."""
        self._tell_counts()
        self.model.grow()
        self._tell_shown()
        if self._stack.currentWidget() is self._none and self.model.rowCount():
            self._stack.setCurrentWidget(self.table)

    def show_kind(self, kind: Kind | None) -> None:
        """Let through one kind of rows."""
        for other, tile in self.tiles.items():
            tile.setChecked(other == kind)
        self._tell_counts()
        self._show()

    def take_focus(self) -> None:
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = round(self.width() * _PANEL_SHARE)
        self.panel.setFixedWidth(max(_PANEL_LEAST, min(_PANEL_MOST, wanted)))

    def _to_table(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()

    def _choose(self, kind: Kind) -> None:
        self.show_kind(kind if self.tiles[kind].isChecked() else None)

    def _show(self) -> None:
        self._searching.stop()
        text = self.search.text().strip()
        chosen = self.table.currentIndex().row()
        keep = self.model.original(chosen) if 0 <= chosen < self.model.rowCount() else None
        self.model.show(self._rows, self.kind, text, settled=self._settled)
        count = self.model.rowCount()
        self._stack.setCurrentWidget(self.table if count or not (text or self.kind) else self._none)
        if count and self._settled:
            row = self.model.place_of(keep) if keep is not None else None
            self.table.setCurrentIndex(self.model.index(row or 0, 0))
            self.table.scrollTo(self.table.currentIndex())
        self._tell_shown()
        # In a turn of its own: showing forty thousand rows is enough for one.
        self._detail.start()

    def _show_detail(self) -> None:
        self._detail.stop()
        index = self.table.currentIndex()
        if not index.isValid():
            self.panel.show_nothing()
            return
        taken = self.model.at(index.row())
        self.panel.show_taken(taken, self.model.file_words(taken))

    def _tell_counts(self) -> None:
        say = self._context.say
        for kind, tile in self.tiles.items():
            tile.tell(self._rows.counts[kind], say(f"ui_import.{self._tense}_{kind}"))

    def _tell_shown(self) -> None:
        shown, total = self.model.rowCount(), len(self._rows)
        say = self._context.say
        self._shown.setText(
            say("ui_import.shown_all", count=f"{total:,}")
            if shown == total
            else say("ui_import.shown", shown=f"{shown:,}", count=f"{total:,}")
        )

    def _type_on(self, typed: str) -> None:
        self.search.setFocus()
        self.search.setText(typed)

    def _copy(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            words = self.model.words(self.model.at(index.row()))
            QGuiApplication.clipboard().setText(words)
            self._context.tell(self._context.say("ui_import.copied"))

    def _open(self) -> None:
        index = self.table.currentIndex()
        assessment = self.model.at(index.row()).assessment_id if index.isValid() else None
        if assessment:
            self.opened.emit(assessment)
        else:
            self.panel.area.setFocus()
