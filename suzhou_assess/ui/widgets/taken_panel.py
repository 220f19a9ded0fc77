"""One thing that came in, in full: file, enterprise, problems, and what it changes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QStackedWidget, QWidget

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.profile_words import district_name
from suzhou_assess.ui.models.taken_rows import Taken
from suzhou_assess.ui.widgets.basics import Role, button, column, label
from suzhou_assess.ui.widgets.difference_view import DifferenceView
from suzhou_assess.ui.widgets.flow import FlowLayout
from suzhou_assess.ui.widgets.problem_list import ProblemList
from suzhou_assess.ui.widgets.states import EmptyState


class TakenPanel(QFrame):
    copied = Signal()
    opened = Signal(str)
    """The assessment that it became."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._assessment = ""
        self.setProperty("card", "true")
        say, palette = context.say, context.palette
        layout = column(self, margins=(2, 2, 2, 2))
        self._stack = QStackedWidget()
        self._nothing = EmptyState(
            palette, "list", say("ui_import.pick"), say("ui_import.pick_hint")
        )
        self._stack.addWidget(self._nothing)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setProperty("reading", True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(say("ui_import.in_full"))
        body = QWidget()
        body.setProperty("ground", "surface")
        inside = column(body, margins=(16, 16, 16, 16), gap=8)
        self._name = _selectable("heading")
        self._whose = _selectable("muted")
        self._file = _selectable("small")
        for part in (self._name, self._whose, self._file):
            inside.addWidget(part)
        # As wide as the padding of a link, which would stand indented under the words.
        actions = FlowLayout(gap=8, outdent=7)
        self.open_button = button(say("ui_import.open_result"), "link")
        self.open_button.clicked.connect(lambda: self.opened.emit(self._assessment))
        self.copy_button = button(say("ui_import.copy"), "link")
        self.copy_button.clicked.connect(self.copied)
        actions.addWidget(self.copy_button)
        actions.addWidget(self.open_button)
        inside.addLayout(actions)
        self._problems_title = label("", "strong")
        self.problems = ProblemList(context)
        self._differences_title = label("", "strong")
        self.differences = DifferenceView(context)
        self._fine = label("", "muted", wrap=True)
        for below in (
            self._problems_title,
            self.problems,
            self._differences_title,
            self.differences,
            self._fine,
        ):
            inside.addWidget(below)
        inside.addStretch(1)
        self.area.setWidget(body)
        self._stack.addWidget(self.area)
        layout.addWidget(self._stack)

    def show_nothing(self) -> None:
        self._stack.setCurrentWidget(self._nothing)

    def show_taken(self, taken: Taken, file: str) -> None:
        """``file`` is the file's own name with its line."""
        say = self._context.say
        subject = taken.subject
        self._name.setText((subject.name if subject is not None else "") or file)
        whose = (
            (subject.uscc, district_name(self._context, subject.district), subject.contact,
             subject.phone)
            if subject is not None
            else ()
        )  # fmt: skip
        self._whose.setText(" · ".join(part for part in whose if part))
        self._whose.setVisible(bool(self._whose.text()))
        line = "" if taken.line is None else f" · {say('ui_import.line', line=taken.line)}"
        # A path has no gap to break at but after its separators.
        self._file.setText(taken.file.replace("/", "/\u200b").replace("\\", "\\\u200b") + line)
        self._assessment = taken.assessment_id or ""
        self.open_button.setVisible(bool(self._assessment))
        problems, differences = taken.problems, taken.differences
        self.copy_button.setVisible(bool(problems))
        self._problems_title.setText(say("ui_import.problems_of", count=len(problems)))
        self._differences_title.setText(say("ui_import.differences_of", count=len(differences)))
        self._problems_title.setVisible(bool(problems))
        self.problems.setVisible(bool(problems))
        self._differences_title.setVisible(bool(differences))
        self.differences.setVisible(bool(differences))
        self.problems.show_problems(problems, taken.line)
        self.differences.show_differences(differences)
        self._fine.setVisible(not problems and not differences)
        known = "known_again" if taken.again else "same"
        self._fine.setText(say(f"ui_import.{known if taken.outcome == 'unchanged' else 'fine'}"))
        self._stack.setCurrentWidget(self.area)
        self.area.verticalScrollBar().setValue(0)


def _selectable(role: Role) -> QLabel:
    made = label("", role, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setMinimumWidth(1)
    return made
