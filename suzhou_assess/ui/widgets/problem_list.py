"""The table of problems, with the chosen one in full beneath; copied or saved as a file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from suzhou_assess.domain.problems import Severity
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.files import choose_target
from suzhou_assess.ui.dialogs.working import tell_trouble
from suzhou_assess.ui.models.problem_table import Column, FoundProblem, ProblemTableModel
from suzhou_assess.ui.widgets.basics import button, card, column, label, row
from suzhou_assess.ui.widgets.segments import Segments

_ROW = 38
_SHARES = {Column.FILE: 0.2, Column.PLACE: 0.14, Column.WHAT: 0.38}
_SEVERITY = 76


class ProblemList(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._problems: Sequence[FoundProblem] = ()
        say, palette = context.say, context.palette
        layout = column(self, gap=8)
        top = row(gap=12)
        self.kinds = Segments(
            say("ui_import.problems"),
            [
                ("", say("ui_import.all")),
                ("error", say("ui_import.errors")),
                ("warning", say("ui_import.warnings")),
            ],
        )
        self.kinds.set_value("")
        self.kinds.chosen.connect(lambda _kind: self._show())
        top.addWidget(self.kinds)
        top.addStretch(1)
        self.copy_button = button(say("ui_import.copy"), "quiet", icon="note", color=palette.muted)
        self.copy_button.clicked.connect(self._copy_all)
        self.save_button = button(
            say("ui_import.save_list"), "quiet", icon="export", color=palette.muted
        )
        self.save_button.clicked.connect(self._save)
        for action in (self.copy_button, self.save_button):
            top.addWidget(action)
        layout.addLayout(top)
        self.model = ProblemTableModel(context)
        frame = card()
        inside = column(frame, margins=(8, 2, 8, 8))
        self.table = _ProblemView(self.model)
        self.table.setAccessibleName(say("ui_import.problems"))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._tell_chosen())
        QShortcut(
            QKeySequence(QKeySequence.StandardKey.Copy),
            self.table,
            context=Qt.ShortcutContext.WidgetShortcut,
        ).activated.connect(self._copy_chosen)
        inside.addWidget(self.table)
        layout.addWidget(frame, 1)
        self._chosen = label("", wrap=True)
        self._chosen.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._chosen.setMinimumHeight(40)
        self._chosen.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._chosen)

    def show_problems(self, problems: Sequence[FoundProblem]) -> None:
        self._problems = problems
        errors = sum(found.problem.is_error for found in problems)
        say = self._context.say
        counts = {"": len(problems), "error": errors, "warning": len(problems) - errors}
        for kind, count in counts.items():
            name = say(f"ui_import.{kind}s" if kind else "ui_import.all")
            self.kinds.buttons[kind].setText(f"{name} {count:,}")
            self.kinds.buttons[kind].setEnabled(bool(count) or not kind)
        self.kinds.set_value("")
        self._show()

    def _show(self) -> None:
        kind = self.kinds.value
        only: Severity | None = (
            "error" if kind == "error" else "warning" if kind == "warning" else None
        )
        self.model.show(self._problems, only)
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._tell_chosen()

    def _tell_chosen(self) -> None:
        index = self.table.currentIndex()
        if not index.isValid():
            self._chosen.setText("")
            return
        _, file, place, what, remedy = self.model.words(self.model.found(index.row()))
        where = f"{file} · {place}" if place else file
        self._chosen.setText(f"{where}\n{what}{remedy}")

    def _copy_all(self) -> None:
        self._to_clipboard(self.model.as_text(range(self.model.rowCount())))

    def _copy_chosen(self) -> None:
        self._to_clipboard(self.model.as_text([self.table.currentIndex().row()]))

    def _to_clipboard(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copy_button.setText(self._context.say("ui_import.copied"))

    def _save(self) -> None:
        say = self._context.say
        out = choose_target(
            self._context,
            self,
            say("ui_import.save_list"),
            say("ui_import.list_file"),
            say("ui_import.lists"),
        )
        if out is None:
            return
        try:
            out.write_bytes(self.model.as_csv())
        except OSError as error:
            tell_trouble(self._context, self, say("ui_home.not_written"), error)
            return
        self._context.tell(say("ui_home.written", path=str(out)))


class _ProblemView(QTableView):
    def __init__(self, model: ProblemTableModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.viewport().width()
        self.setColumnWidth(Column.SEVERITY, _SEVERITY)
        used = _SEVERITY
        for one, share in _SHARES.items():
            width = round((room - _SEVERITY) * share)
            self.setColumnWidth(one, width)
            used += width
        self.setColumnWidth(Column.REMEDY, max(60, room - used))
