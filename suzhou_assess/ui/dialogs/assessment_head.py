"""Mode, date and assessor of an assessment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QButtonGroup, QDialog, QLineEdit, QRadioButton, QWidget

from suzhou_assess.domain.exchange import Mode
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import button, column, label, row
from suzhou_assess.ui.widgets.day_edit import DayEdit

_MODES: tuple[Mode, ...] = ("self", "onsite")


@dataclass(frozen=True, slots=True)
class Head:
    mode: Mode
    date: date
    assessor: str


class AssessmentHeadDialog(QDialog):
    """Small, and right at once: nothing in it can be filled in wrongly."""

    def __init__(self, context: Context, parent: QWidget, head: Head) -> None:
        super().__init__(parent)
        say = context.say
        self.setWindowTitle(say("ui_assess.head_title"))
        self.setMinimumWidth(440)
        layout = column(self, margins=(24, 24, 24, 20), gap=16)
        layout.addWidget(label(say("ui_assess.head_title"), "heading"))
        modes = column(gap=4)
        modes.addWidget(label(say("ui_assess.mode")))
        choices = row(gap=24)
        self._group = QButtonGroup(self)
        self.modes: dict[Mode, QRadioButton] = {}
        for mode in _MODES:
            choice = QRadioButton(say(f"ui.mode_{mode}"))
            choice.setToolTip(say(f"ui_assess.mode_{mode}_tip"))
            choice.setChecked(mode == head.mode)
            self._group.addButton(choice)
            self.modes[mode] = choice
            choices.addWidget(choice)
        choices.addStretch(1)
        modes.addLayout(choices)
        layout.addLayout(modes)
        self.date = DayEdit(context, head.date)
        self.assessor = QLineEdit(head.assessor)
        self.assessor.setMaxLength(60)
        self.assessor.setPlaceholderText(say("ui_assess.assessor_hint"))
        for name, editor in (("date", self.date), ("assessor", self.assessor)):
            words = label(say(f"ui_assess.{name}"))
            words.setBuddy(editor)
            editor.setAccessibleName(words.text())
            field = column(gap=6)
            field.addWidget(words)
            field.addWidget(editor)
            layout.addLayout(field)
        foot = row(gap=12)
        foot.addStretch(1)
        cancel = button(say("ui.cancel"))
        cancel.clicked.connect(self.reject)
        foot.addWidget(cancel)
        self.accept_button = button(say("ui_assess.head_accept"), "primary")
        self.accept_button.setDefault(True)
        self.accept_button.clicked.connect(self.accept)
        foot.addWidget(self.accept_button)
        layout.addLayout(foot)

    @property
    def head(self) -> Head:
        mode = next(mode for mode, choice in self.modes.items() if choice.isChecked())
        return Head(mode, self.date.value(), self.assessor.text().strip())


def edit_head(context: Context, parent: QWidget, head: Head) -> Head | None:
    """Ask; ``None`` when the user gave up."""
    dialog = AssessmentHeadDialog(context, parent, head)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    edited = dialog.head
    dialog.deleteLater()
    return edited if accepted else None
