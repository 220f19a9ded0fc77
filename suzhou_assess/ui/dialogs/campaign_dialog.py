"""The campaign: its name, goal and dates, and what each district is to do."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFrame,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from suzhou_assess.domain.problems import Problem, has_errors
from suzhou_assess.services.campaigns import (
    MOST,
    Campaign,
    campaign,
    check_campaign,
    read_targets,
    save_campaign,
)
from suzhou_assess.services.events import Progress
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.message import inform
from suzhou_assess.ui.dialogs.working import run_working, tell_trouble
from suzhou_assess.ui.models.problem_words import place
from suzhou_assess.ui.widgets.basics import button, card, column, label, row, set_role
from suzhou_assess.ui.widgets.count_edit import CountEdit
from suzhou_assess.ui.widgets.day_edit import DayEdit
from suzhou_assess.ui.widgets.form_field import FormField
from suzhou_assess.ui.widgets.target_edit import TargetEdit

_NAME_LIMIT = 60
_COLUMNS = 2
_MOST_TOLD = 8
"""Problems of an imported list that are told one by one."""


class CampaignDialog(QDialog):
    """Saves all at once. ``changed`` tells whether anything is other than it was."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self.changed = False
        self._kept = self._read_kept(parent)
        say = context.say
        self.setWindowTitle(say("ui_campaign.title"))
        layout = column(self, gap=0)
        foot = self._foot()
        inside = QWidget()
        inside.setProperty("page", True)
        body = column(inside, margins=(24, 20, 24, 16), gap=16)
        body.addWidget(self._goal_card())
        body.addWidget(self._target_card())
        body.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        layout.addWidget(area, 1)
        layout.addWidget(foot)
        room = parent.screen().availableGeometry()
        self.resize(min(820, room.width() - 40), min(700, room.height() - 60))
        self._put_targets(self._kept.targets)
        self._tell()
        self.name.setFocus()

    def _read_kept(self, parent: QWidget) -> Campaign:
        """The campaign of the database; the founding one when it can't be read."""
        try:
            return campaign(self.context.workspace)
        except StoreError as error:
            tell_trouble(self.context, parent, self.context.say("ui_campaign.failed"), error)
            goal = self.context.workspace.places.goal
            return Campaign("", goal.enterprises, None, goal.by)

    # building

    def _goal_card(self) -> QFrame:
        say, context, kept = self.context.say, self.context, self._kept
        made = card()
        outer = column(made, margins=(20, 16, 20, 16), gap=12)
        outer.addWidget(label(say("ui_campaign.goal_heading"), "heading"))
        self.name = QLineEdit(kept.name)
        self.name.setMaxLength(_NAME_LIMIT)
        self.name.setPlaceholderText(say("ui_campaign.name_hint"))
        self.goal = CountEdit(kept.goal, say("ui_campaign.enterprises"), MOST)
        self.goal.textChanged.connect(self._tell)
        self.start = DayEdit(context, kept.start or _first_of_year(kept.by))
        self.start.dateChanged.connect(self._tell)
        self.by = DayEdit(context, kept.by)
        self.by.dateChanged.connect(self._tell)
        self.has_start = QCheckBox(say("ui_campaign.has_start"))
        self.has_start.setChecked(kept.start is not None)
        self.has_start.toggled.connect(self._tell)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for at in range(_COLUMNS):
            grid.setColumnStretch(at, 1)
        self._by_field = FormField(context, say("ui_campaign.by"), self.by)
        grid.addWidget(FormField(context, say("ui_campaign.name"), self.name), 0, 0)
        grid.addWidget(FormField(context, say("ui_campaign.goal"), self.goal), 0, 1)
        start = FormField(context, say("ui_campaign.start"), self.start)
        start.add_action(self.has_start)
        grid.addWidget(start, 1, 0)
        grid.addWidget(self._by_field, 1, 1)
        outer.addLayout(grid)
        outer.addWidget(label(say("ui_campaign.pace_note"), "small", wrap=True))
        return made

    def _target_card(self) -> QFrame:
        say, places = self.context.say, self.context.workspace.places
        made = card()
        outer = column(made, margins=(20, 16, 20, 16), gap=12)
        head = row(gap=12)
        head.addWidget(label(say("ui_campaign.targets"), "heading"))
        head.addStretch(1)
        self.clear_button = button(say("ui_campaign.clear"), "quiet")
        self.clear_button.clicked.connect(lambda: self._put_targets({}))
        self.import_button = button(say("ui_campaign.import"))
        self.import_button.clicked.connect(self._choose)
        head.addWidget(self.clear_button)
        head.addWidget(self.import_button)
        outer.addLayout(head)
        outer.addWidget(label(say("ui_campaign.targets_note"), "small", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        self.targets: dict[str, TargetEdit] = {}
        lines = -(-len(places.districts) // _COLUMNS)
        for at, district in enumerate(places.districts):
            editor = TargetEdit(say("ui_campaign.enterprises"), MOST)
            name = label(self.context.text(district.name))
            name.setBuddy(editor)
            editor.setAccessibleName(name.text())
            editor.textChanged.connect(self._tell)
            grid.addWidget(name, at % lines, at // lines * 3)
            grid.addWidget(editor, at % lines, at // lines * 3 + 1)
            self.targets[district.code] = editor
        for column_at in range(_COLUMNS):
            grid.setColumnStretch(column_at * 3 + 1, 1)
        grid.setColumnMinimumWidth(2, 12)
        outer.addLayout(grid)
        # Down the columns, as they are read.
        editors = list(self.targets.values())
        for before, after in pairwise(editors):
            QWidget.setTabOrder(before, after)
        return made

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("bar", "bottom")
        buttons = row(foot, margins=(24, 12, 24, 12), gap=12)
        self.sum = label("", "muted", wrap=True)
        self.cancel_button = button(self.context.say("ui.cancel"))
        self.cancel_button.clicked.connect(self.reject)
        self.save_button = button(self.context.say("ui_campaign.save"), "primary")
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self._save)
        buttons.addWidget(self.sum, 1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.save_button)
        return foot

    # what is filled in

    @property
    def filled(self) -> Campaign:
        """As it is filled in; targets that are no numbers count as none."""
        values = {code: editor.value() for code, editor in self.targets.items()}
        targets = {code: value for code, value in values.items() if value is not None}
        # A district that this edition of the code lists doesn't know keeps its target.
        others = {c: n for c, n in self._kept.targets.items() if c not in self.targets}
        return Campaign(
            name=self.name.text().strip(),
            goal=self.goal.value(),
            start=self.start.value() if self.has_start.isChecked() else None,
            by=self.by.value(),
            targets={**targets, **others},
        )

    def _put_targets(self, targets: Mapping[str, int]) -> None:
        for code, editor in self.targets.items():
            editor.set_value(targets.get(code))

    def _tell(self) -> None:
        """Say what the targets come to and what is wrong, as it is typed."""
        say, words = self.context.say, self.context.words
        filled = self.filled
        self.start.setEnabled(self.has_start.isChecked())
        self.clear_button.setEnabled(any(editor.text() for editor in self.targets.values()))
        found = check_campaign(filled)
        wrong_dates = next((one for one in found if one.where == ("by",)), None)
        self._by_field.tell(words.what(wrong_dates) if wrong_dates else "", "bad")
        gap = filled.targets_gap
        numbers = {"total": f"{filled.targets_total:,}", "goal": f"{filled.goal:,}"}
        faulty = any(editor.is_faulty for editor in self.targets.values())
        if faulty:
            self.sum.setText(say("ui_campaign.not_a_number"))
        elif not filled.targets:
            self.sum.setText(say("ui_campaign.sum_none"))
        elif gap == 0:
            self.sum.setText(say("ui_campaign.sum_equal", **numbers))
        elif gap > 0:
            self.sum.setText(say("ui_campaign.sum_short", gap=f"{gap:,}", **numbers))
        else:
            self.sum.setText(say("ui_campaign.sum_over", gap=f"{-gap:,}", **numbers))
        if faulty:
            tone = "bad"
        elif filled.targets:
            tone = "warn" if gap else "good"
        else:
            tone = "muted"
        set_role(self.sum, tone)
        self.save_button.setEnabled(not faulty and not has_errors(found))

    def _save(self) -> None:
        filled = self.filled
        if filled != self._kept:
            try:
                save_campaign(self.context.workspace, filled)
            except StoreError as error:
                tell_trouble(self.context, self, self.context.say("ui_campaign.failed"), error)
                return
            self.changed = True
            self.context.data_changed.emit()
            self.context.tell(self.context.say("ui_campaign.saved"))
        self.accept()

    # targets from a list

    def _choose(self) -> None:
        say = self.context.say
        chosen, _ = QFileDialog.getOpenFileName(
            self, say("ui_campaign.import"), self.context.preferences.folder, say("ui_roster.kinds")
        )
        if chosen:
            self.context.preferences.folder = str(Path(chosen).parent)
            self.read(Path(chosen))

    def read(self, path: Path) -> None:
        """Fill in the targets of a list. They are saved with the rest."""
        places = self.context.workspace.places

        def work() -> Generator[Progress, None, tuple[dict[str, int], list[Problem]]]:
            yield Progress(0, None)
            targets, problems = read_targets(path, places)
            return dict(targets), problems

        say = self.context.say
        finished, result = run_working(
            self.context, self, say("ui_campaign.reading"), work, say("ui_campaign.failed")
        )
        if finished:
            self._take(*result)

    def _take(self, targets: dict[str, int], problems: list[Problem]) -> None:
        say, words = self.context.say, self.context.words
        if targets:
            self._put_targets(targets)
        if problems:
            told = [
                f"{place(self.context, one)}  {words.problem(one)}".strip()
                for one in problems[:_MOST_TOLD]
            ]
            if len(problems) > _MOST_TOLD:
                told.append(say("ui_campaign.more", count=len(problems) - _MOST_TOLD))
            title = say("ui_campaign.read", count=len(targets))
            inform(self.context, self, "warn", title, "\n".join(told))
        self.save_button.setFocus()


def _first_of_year(day: date) -> date:
    return day.replace(month=1, day=1)
