"""What taking one assessment of a package would do: to decide, taken over, new files, warnings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from suzhou_assess.domain.merging import Conflict, Side, Unit
from suzhou_assess.services.package_content import PackedAssessment
from suzhou_assess.services.package_meeting import PackageEntry
from suzhou_assess.services.package_states import (
    Taken,
)
from suzhou_assess.services.package_words import PackageWords
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import (
    PillKind,
    Role,
    card,
    clear,
    column,
    label,
    pill,
    row,
)
from suzhou_assess.ui.widgets.merge_choice import MergeChoice
from suzhou_assess.ui.widgets.problem_list import ProblemList

_MOST_TAKEN = 200
"""Changes that are said one by one; all are taken."""
PILLS: Mapping[str, PillKind] = {
    "new": "accent",
    "unchanged": "plain",
    "update": "accent",
    "merge": "good",
    "conflict": "warn",
    "refused": "bad",
}


class MergeView(QScrollArea):
    """One assessment; ``decided`` when the user takes a side somewhere."""

    decided = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.choices: list[MergeChoice] = []
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("reading", True)
        body = QWidget()
        body.setProperty("ground", True)
        self._layout = column(body, margins=(4, 4, 12, 12), gap=12)
        self.setWidget(body)

    def show_entry(
        self, entry: PackageEntry, packed: PackedAssessment, decisions: Mapping[Unit, Side]
    ) -> None:
        """``decisions`` are those taken so far."""
        clear(self._layout)
        self.choices = []
        context = self._context
        said = PackageWords.of(packed, context.workspace.places, context.words)
        self._layout.addWidget(self._head(entry, packed))
        if entry.problems:
            problems = ProblemList(context)
            problems.show_problems(entry.problems, None)
            self._layout.addWidget(problems)
        if entry.conflicts:
            self._layout.addWidget(self._heading("conflicts", len(entry.conflicts)))
            self._layout.addWidget(_wrapped(context.say("ui_package.keys"), "small"))
            for conflict in entry.conflicts:
                self._layout.addWidget(self._choice(conflict, said, decisions))
        taken = entry.merge.taken if entry.merge is not None else ()
        if taken:
            self._layout.addWidget(self._heading("taken", len(taken)))
            self._layout.addWidget(self._taken(taken, said))
        self._layout.addStretch(1)
        self.verticalScrollBar().setValue(0)

    def show_decisions(self, decisions: Mapping[Unit, Side]) -> None:
        """Show what was decided for all of them at once."""
        for choice in self.choices:
            choice.show_side(decisions.get(choice.conflict.unit))

    def take_focus(self) -> None:
        """To the first conflict that nobody has decided."""
        if self.choices:
            self._focus(next((c for c in self.choices if c.side is None), self.choices[0]))
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _head(self, entry: PackageEntry, packed: PackedAssessment) -> QFrame:
        say = self._context.say
        frame = card()
        layout = column(frame, margins=(16, 14, 16, 14), gap=6)
        top = row(gap=8)
        name = label(entry.enterprise, "heading", wrap=True)
        name.setMinimumWidth(1)
        top.addWidget(name, 1)
        tag = pill(say(f"ui_package.kind_{entry.kind}"), PILLS[entry.kind])
        top.addWidget(tag, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addLayout(top)
        head = packed.state["head"]
        facts = (
            say(f"ui.mode_{entry.mode}"),
            entry.date.isoformat(),
            head["assessor"],
            say(f"package.status_{head['status']}"),
            say(
                "ui_package.answered",
                answered=len(packed.submission.answers.choices),
                total=len(packed.submission.pack.item_ids),
            ),
        )
        layout.addWidget(_wrapped(" · ".join(filter(None, facts)), "muted"))
        said = say(f"ui_package.means_{entry.kind}")
        if entry.evidence_new:
            said += say("ui_package.files_new", count=entry.evidence_new)
        layout.addWidget(_wrapped(said, "text"))
        return frame

    def _heading(self, name: str, count: int) -> QLabel:
        return _wrapped(self._context.say(f"ui_package.heading_{name}", count=count), "heading")

    def _choice(
        self, conflict: Conflict, said: PackageWords, decisions: Mapping[Unit, Side]
    ) -> MergeChoice:
        choice = MergeChoice(self._context, conflict, said)
        choice.show_side(decisions.get(choice.conflict.unit))
        choice.decided.connect(self.decided)
        choice.went.connect(lambda by, choice=choice: self._go(choice, by))
        self.choices.append(choice)
        return choice

    def _taken(self, taken: Sequence[Taken], said: PackageWords) -> QFrame:
        frame = card()
        grid = QGridLayout(frame)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for at, stretch in enumerate((3, 3, 3)):
            grid.setColumnStretch(at, stretch)
        for number, (part, item, old, new) in enumerate(taken[:_MOST_TAKEN]):
            grid.addWidget(_wrapped(said.name(part, item), "text"), number, 0, _TOP)
            grid.addWidget(_wrapped(said.value(part, item, old), "muted"), number, 1, _TOP)
            grid.addWidget(_wrapped(said.value(part, item, new), "strong"), number, 2, _TOP)
        if len(taken) > _MOST_TAKEN:
            more = self._context.say("ui_package.more", count=len(taken) - _MOST_TAKEN)
            grid.addWidget(_wrapped(more, "small"), _MOST_TAKEN, 0, 1, 3)
        return frame

    def _go(self, choice: MergeChoice, by: int) -> None:
        at = self.choices.index(choice) + by
        if 0 <= at < len(self.choices):
            self._focus(self.choices[at])

    def _focus(self, choice: MergeChoice) -> None:
        choice.take_focus()
        self.ensureWidgetVisible(choice, 0, 24)


_TOP = Qt.AlignmentFlag.AlignTop


def _wrapped(text: str, role: Role) -> QLabel:
    made = label(text, role, wrap=True)
    made.setMinimumWidth(1)
    return made
