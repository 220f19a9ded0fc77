"""What a list was understood to be, to be looked at and corrected: sheet, header, columns."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHeaderView,
    QLabel,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from suzhou_assess.domain.list_table import ListTable
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.widgets.basics import card, column, label, row, set_role
from suzhou_assess.ui.widgets.pick_box import ChoiceBox

_ROWS = 40
_HEADER_ROWS = 30
_WIDEST = 260
_LONGEST = 24
_NONE = "none"
_FORM_WIDTH = 372


class ListMapping(QWidget):
    """Emits ``changed`` after each correction."""

    changed = Signal()

    def __init__(self, context: Context, field_names: dict[str, str]) -> None:
        super().__init__()
        self._context = context
        self._names = field_names
        self._table: ListTable | None = None
        layout = row(self, gap=16)
        layout.addWidget(self._form())
        layout.addWidget(self._preview(), 1)

    @property
    def table(self) -> ListTable:
        """The table as it is understood now."""
        if self._table is None:
            raise RuntimeError("no table is shown")
        return self._table

    def _form(self) -> QFrame:
        say = self._context.say
        made = card()
        made.setFixedWidth(_FORM_WIDTH)
        outer = column(made, margins=(0, 16, 0, 8), gap=8)
        title = label(say("ui_roster.columns"), "heading")
        title.setContentsMargins(16, 0, 16, 0)
        outer.addWidget(title)
        self._hint = label("", "small", wrap=True)
        self._hint.setContentsMargins(16, 0, 16, 0)
        outer.addWidget(self._hint)
        inside = QWidget()
        inside.setProperty("page", True)
        grid = QGridLayout(inside)
        grid.setContentsMargins(16, 4, 16, 8)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self.choices: dict[str, ChoiceBox] = {}
        for at, (field, name) in enumerate(self._names.items()):
            box = ChoiceBox([])
            box.setAccessibleName(name)
            box.currentIndexChanged.connect(lambda _, field=field: self._on_column(field))
            words = label(name)
            words.setBuddy(box)
            grid.addWidget(words, at, 0)
            grid.addWidget(box, at, 1)
            self.choices[field] = box
        grid.setRowStretch(len(self._names), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        outer.addWidget(area, 1)
        return made

    def _preview(self) -> QFrame:
        say = self._context.say
        made = card()
        outer = column(made, margins=(16, 16, 16, 16), gap=12)
        picks = QGridLayout()
        picks.setHorizontalSpacing(12)
        picks.setVerticalSpacing(8)
        self.sheet = ChoiceBox([])
        self.header = ChoiceBox([])
        for at, (key, box) in enumerate((("sheet", self.sheet), ("header", self.header))):
            words = QLabel(say(f"ui_roster.{key}"))
            words.setBuddy(box)
            box.setAccessibleName(words.text())
            picks.addWidget(words, 0, at * 2)
            picks.addWidget(box, 0, at * 2 + 1)
            picks.setColumnStretch(at * 2 + 1, 1 + at)
        self.sheet.currentIndexChanged.connect(self._on_sheet)
        self.header.currentIndexChanged.connect(self._on_header)
        outer.addLayout(picks)
        self.together = QCheckBox()
        self.together.toggled.connect(self._on_together)
        outer.addWidget(self.together)
        self.preview = QTableWidget()
        self.preview.setAccessibleName(say("ui_roster.preview"))
        self.preview.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.preview.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.preview.setTabKeyNavigation(False)
        self.preview.setWordWrap(False)
        self.preview.setShowGrid(False)
        self.preview.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.preview.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.preview.verticalHeader().setDefaultSectionSize(34)
        self.preview.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        heads = self.preview.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        outer.addWidget(self.preview, 1)
        return made

    # what is shown

    def show_table(self, table: ListTable) -> None:
        """A file that was just read."""
        self._table = table
        with QSignalBlocker(self.sheet):
            self.sheet.clear()
            for at, sheet in enumerate(table.sheets):
                self.sheet.addItem(sheet.name, at)
            self.sheet.setCurrentIndex(table.sheet)
        self.sheet.setEnabled(len(table.sheets) > 1)
        self._show_headers()

    def _show_headers(self) -> None:
        say, table = self._context.say, self.table
        sheet = table.chosen
        with QSignalBlocker(self.header):
            self.header.clear()
            self.header.addItem(say("ui_roster.no_header"), _NONE)
            for at in range(min(_HEADER_ROWS, len(sheet.rows))):
                cells = [" ".join(cell.split()) for cell in dict.fromkeys(sheet.rows[at]) if cell]
                if cells:
                    number, words = sheet.number(at), " | ".join(cells)
                    self.header.addItem(say("ui_roster.row", row=number, words=words), at)
            self.header.setCurrentIndex(
                self.header.findData(_NONE if table.header is None else table.header[1])
            )
        self._show_columns()

    def _show_columns(self) -> None:
        say, table = self._context.say, self.table
        for field, box in self.choices.items():
            with QSignalBlocker(box):
                box.clear()
                box.addItem(say("ui_roster.no_column"), _NONE)
                for at in range(table.chosen.width):
                    box.addItem(self._column_name(at), at)
                chosen = table.mapping.get(field)
                box.setCurrentIndex(0 if chosen is None else box.findData(chosen))
        with QSignalBlocker(self.together):
            names = "、".join(table.sheets[at].name for at in table.alike)
            shown = names if len(names) <= _LONGEST else names[:_LONGEST] + "…"
            count = len(table.alike)
            self.together.setText(say("ui_roster.together", count=count, names=shown))
            self.together.setToolTip(names)
            self.together.setVisible(bool(table.alike))
            self.together.setChecked(table.together)
        self._show_rows()

    def _show_rows(self) -> None:
        table, palette = self.table, self._context.palette
        meaning = {at: self._names[f] for f, at in table.mapping.items() if at is not None}
        rows = table.preview(_ROWS)
        grid = self.preview
        grid.clear()
        grid.setRowCount(len(rows))
        grid.setColumnCount(table.chosen.width)
        for at in range(table.chosen.width):
            head = QTableWidgetItem(f"{table.chosen.letter(at)}  {meaning.get(at, '–')}")
            head.setForeground(color(palette.accent if at in meaning else palette.muted))
            head.setToolTip(self._column_name(at))
            grid.setHorizontalHeaderItem(at, head)
        grid.setVerticalHeaderLabels([str(one.number) for one in rows])
        for line, one in enumerate(rows):
            for at in range(table.chosen.width):
                item = QTableWidgetItem(one.text(at))
                item.setToolTip(one.text(at))
                if at not in meaning:
                    item.setForeground(color(palette.muted))
                grid.setItem(line, at, item)
        grid.resizeColumnsToContents()
        for at in range(grid.columnCount()):
            grid.setColumnWidth(at, max(72, min(_WIDEST, grid.columnWidth(at) + 16)))
        usable = any(table.mapping.get(one.id) is not None for one in table.fields if one.is_key)
        say = self._context.say
        self._hint.setText(say("ui_roster.columns_hint" if usable else "ui_roster.columns_missing"))
        set_role(self._hint, "small" if usable else "bad")

    @property
    def usable(self) -> bool:
        """Whether it is known in which column an enterprise is named."""
        return any(
            self.table.mapping.get(one.id) is not None for one in self.table.fields if one.is_key
        )

    def _column_name(self, at: int) -> str:
        said = self.table.columns[at] if at < len(self.table.columns) else ""
        return f"{self.table.chosen.letter(at)}  {' '.join(said.split())}".strip()

    # corrections

    def _on_sheet(self, sheet: int) -> None:
        self._table = self.table.on_sheet(sheet)
        self._show_headers()
        self.changed.emit()

    def _on_header(self, _index: int) -> None:
        chosen = self.header.currentData()
        self._table = self.table.with_header(None if chosen == _NONE else chosen)
        self._show_columns()
        self.changed.emit()

    def _on_column(self, field: str) -> None:
        chosen = self.choices[field].currentData()
        self._table = self.table.with_mapping({field: None if chosen == _NONE else chosen})
        self._show_columns()
        self.changed.emit()

    def _on_together(self, together: bool) -> None:
        self._table = self.table.reading(together=together)
        self.changed.emit()
