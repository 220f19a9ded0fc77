"""The pages of taking a package in: password, preview, result, trouble."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QScrollArea, QWidget

from suzhou_assess.domain.merging import Side, Unit
from suzhou_assess.services.package_meeting import PackageEntry
from suzhou_assess.services.package_taking import PackageResult, TakenAssessment
from suzhou_assess.services.packages import Package
from suzhou_assess.ui import icons
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.profile_words import moment_words
from suzhou_assess.ui.widgets.basics import (
    PillKind,
    Role,
    button,
    card,
    clear,
    column,
    label,
    pill,
    row,
)
from suzhou_assess.ui.widgets.merge_list import MergeList
from suzhou_assess.ui.widgets.merge_view import MergeView
from suzhou_assess.ui.widgets.problem_list import ProblemList
from suzhou_assess.ui.widgets.states import EmptyState

_LIST_SHARE, _LIST_LEAST, _LIST_MOST = 0.3, 220, 340
_PASSWORD_WIDTH = 460
_WILL = ("new", "update", "merge")
_OUTCOMES: Mapping[str, PillKind] = {
    "new": "good",
    "updated": "good",
    "undecided": "warn",
    "refused": "bad",
}


class PasswordPage(QWidget):
    """Asks for the password, and again when it was another one."""

    def __init__(self, context: Context, file: str) -> None:
        super().__init__()
        self._context = context
        say = context.say
        layout = column(self, gap=0)
        frame = card()
        frame.setFixedWidth(_PASSWORD_WIDTH)
        inside = column(frame, margins=(24, 20, 24, 20), gap=12)
        inside.addWidget(label(say("ui_package.encrypted"), "heading"))
        inside.addWidget(_wrapped(say("ui_package.encrypted_note", file=file), "muted"))
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setPlaceholderText(say("ui_package.password"))
        self.field.setAccessibleName(say("ui_package.password"))
        inside.addWidget(self.field)
        self.shown = QCheckBox(say("ui_package.show_password"))
        self.shown.toggled.connect(self._show_password)
        inside.addWidget(self.shown)
        self.wrong = _wrapped("", "bad")
        self.wrong.hide()
        inside.addWidget(self.wrong)
        # In a row, not aligned: a layout asks what is aligned for no height that fits its width.
        middle = row(gap=0)
        middle.addStretch(1)
        middle.addWidget(frame)
        middle.addStretch(1)
        layout.addStretch(1)
        layout.addLayout(middle)
        layout.addStretch(2)

    def ask(self, wrong: str) -> None:
        """``wrong`` says that what was typed didn't fit; empty the first time."""
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))
        self.field.selectAll()

    def _show_password(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.field.setEchoMode(mode)


class PreviewPage(QWidget):
    """The assessments at the left, what becomes of the chosen one at the right."""

    changed = Signal()
    """Something was decided."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._entries: Sequence[PackageEntry] = ()
        self._package: Package | None = None
        self._decisions: dict[str, dict[Unit, Side]] = {}
        say = context.say
        layout = column(self, gap=12)
        top = row(gap=12)
        self._about = _wrapped("", "muted")
        top.addWidget(self._about, 1)
        self.all_mine = button(say("ui_package.all_mine"))
        self.all_mine.clicked.connect(lambda: self.decide_all("mine"))
        self.all_theirs = button(say("ui_package.all_theirs"))
        self.all_theirs.clicked.connect(lambda: self.decide_all("theirs"))
        for one in (self.all_mine, self.all_theirs):
            one.setAutoDefault(False)
            top.addWidget(one)
        layout.addLayout(top)
        beside = row(gap=12)
        self._frame = card()
        self.list = MergeList(context)
        self.list.currentRowChanged.connect(self._show_row)
        column(self._frame, margins=(4, 4, 4, 4)).addWidget(self.list)
        beside.addWidget(self._frame)
        self.view = MergeView(context)
        self.view.decided.connect(self._on_decided)
        beside.addWidget(self.view, 1)
        layout.addLayout(beside, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = round(self.width() * _LIST_SHARE)
        self._frame.setFixedWidth(max(_LIST_LEAST, min(_LIST_MOST, wanted)))

    def show_package(self, package: Package, entries: Sequence[PackageEntry]) -> None:
        self._package, self._entries = package, entries
        self._decisions = {entry.assessment_id: {} for entry in entries}
        self._about.setText(self._words_about(package))
        self._frame.setVisible(len(entries) > 1)
        has_conflicts = any(entry.conflicts for entry in entries)
        self.all_mine.setVisible(has_conflicts)
        self.all_theirs.setVisible(has_conflicts)
        self.list.show_entries(entries)

    @property
    def decisions(self) -> Mapping[str, Mapping[Unit, Side]]:
        return self._decisions

    @property
    def taken_count(self) -> int:
        """Assessments that would be written."""
        return sum(
            entry.kind in _WILL or (entry.kind == "conflict" and not self._left(entry))
            for entry in self._entries
        )

    @property
    def left_count(self) -> int:
        """Conflicts that nobody has decided."""
        return sum(map(self._left, self._entries))

    def decide_all(self, side: Side) -> None:
        """For one side everywhere, also where it was decided already."""
        for entry in self._entries:
            self._decisions[entry.assessment_id] = {c.unit: side for c in entry.conflicts}
        chosen = self._chosen
        if chosen is not None:
            self.view.show_decisions(self._decisions[chosen.assessment_id])
        for number in range(len(self._entries)):
            self.list.show_open(number, 0)
        self.changed.emit()

    def take_focus(self) -> None:
        if len(self._entries) > 1 and not (self._chosen and self._chosen.conflicts):
            self.list.setFocus()
        else:
            self.view.take_focus()

    @property
    def _chosen(self) -> PackageEntry | None:
        at = self.list.currentRow()
        return self._entries[at] if 0 <= at < len(self._entries) else None

    def _left(self, entry: PackageEntry) -> int:
        decided = self._decisions[entry.assessment_id]
        return sum(conflict.unit not in decided for conflict in entry.conflicts)

    def _show_row(self) -> None:
        entry = self._chosen
        if entry is None or self._package is None:
            return
        packed = next(p for p in self._package.assessments if p.id == entry.assessment_id)
        self.view.show_entry(entry, packed, self._decisions[entry.assessment_id])

    def _on_decided(self) -> None:
        entry = self._chosen
        if entry is None:
            return
        self._decisions[entry.assessment_id] = {
            choice.conflict.unit: choice.side
            for choice in self.view.choices
            if choice.side is not None
        }
        self.list.show_open(self.list.currentRow(), self._left(entry))
        self.changed.emit()

    def _words_about(self, package: Package) -> str:
        say = self._context.say
        parts = [package.path.name]
        if package.origin:
            parts.append(say("ui_package.from", who=package.origin))
        try:
            parts.append(moment_words(datetime.fromisoformat(package.made)))
        except ValueError:
            parts.append(package.made)
        parts.append(say("ui_package.holds", count=len(package.assessments), files=package.files))
        if package.encrypted:
            parts.append(say("ui_package.was_encrypted"))
        return " · ".join(filter(None, parts))


class ResultPage(QWidget):
    """What became of each assessment."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.single: str | None = None
        """The one assessment that was written, when it was one."""
        layout = column(self, gap=12)
        head = row(gap=12)
        self._picture = QLabel()
        head.addWidget(self._picture)
        self.said = _wrapped("", "heading")
        head.addWidget(self.said, 1)
        layout.addLayout(head)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        body.setProperty("ground", True)
        self._lines = column(body, gap=8)
        area.setWidget(body)
        layout.addWidget(area, 1)

    def show_result(self, result: PackageResult) -> None:
        clear(self._lines)
        context, palette = self._context, self._context.palette
        written = [one for one in result.taken if one.outcome in ("new", "updated")]
        self.single = written[0].target_id if len(written) == 1 else None
        well = not (result.count("undecided") or result.count("refused"))
        tint = palette.good if well else palette.warn
        self._picture.setPixmap(icons.pixmap("check" if well else "warning", tint, 28))
        self.said.setText(context.say("ui_package.result", count=len(written)))
        for one in result.taken:
            self._lines.addWidget(self._line(one))
        self._lines.addStretch(1)

    def _line(self, one: TakenAssessment) -> QWidget:
        frame = card()
        layout = column(frame, margins=(16, 10, 16, 10), gap=6)
        line = row(gap=8)
        line.addWidget(_wrapped(one.enterprise, "strong"), 1)
        said = self._context.say(f"ui_package.did_{one.outcome}")
        tag = pill(said, _OUTCOMES.get(one.outcome, "plain"))
        line.addWidget(tag, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addLayout(line)
        if one.problems:
            problems = ProblemList(self._context)
            problems.show_problems(one.problems, None)
            layout.addWidget(problems)
        return frame


class TroublePage(EmptyState):
    """Why it can't be taken, and what to do."""

    def __init__(self, context: Context) -> None:
        self._title_words = context.say("ui_package.trouble")
        super().__init__(context.palette, "warning", self._title_words, "")

    def explain(self, text: str) -> None:
        self.tell(self._title_words, text)


def _wrapped(text: str, role: Role) -> QLabel:
    made = label(text, role, wrap=True)
    made.setMinimumWidth(1)
    return made
