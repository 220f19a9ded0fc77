"""Before an assessment counts: what is still open in it, and what contradicts itself."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtWidgets import QDialog, QWidget

from suzhou_assess.domain.points import as_text
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.message import inform
from suzhou_assess.ui.widgets.basics import button, card, column, label, row
from suzhou_assess.ui.widgets.level_badge import LevelBadge

_NAMED = 12
"""As many open items are named; the rest is counted."""
_PROBLEMS = 4


class Decision(Enum):
    SUBMIT = auto()
    MEND = auto()
    """Go to the first thing that is open or wrong."""
    LEAVE = auto()


class SubmitDialog(QDialog):
    def __init__(self, context: Context, parent: QWidget, session: AssessmentSession) -> None:
        super().__init__(parent)
        self.decision = Decision.LEAVE
        say, pack, verdict = context.say, session.pack, session.verdict
        self.setWindowTitle(say("ui_assess.submit_title"))
        self.setFixedWidth(560)
        layout = column(self, margins=(24, 24, 24, 20), gap=14)
        self._layout = layout
        layout.addWidget(label(say("ui_assess.submit_title"), "heading"))
        name = label(session.enterprise.name, "strong", wrap=True)
        layout.addWidget(name)
        result = row(gap=12)
        level = next(entry for entry in pack.levels if entry.level == verdict.level)
        result.addWidget(LevelBadge(verdict.level, 28))
        result.addWidget(
            label(
                say(
                    "ui_assess.submit_result",
                    score=as_text(verdict.score),
                    level=level.level,
                    name=level.name,
                )
            ),
            1,
        )
        layout.addLayout(result)
        self.words: list[str] = []
        errors = [p for p in session.problems if p.is_error]
        if verdict.unanswered:
            names = tuple(pack.item_name(item) for item in verdict.unanswered[:_NAMED])
            more = len(verdict.unanswered) - len(names)
            self._box(
                "warn",
                say(
                    "ui_assess.submit_open_more" if more else "ui_assess.submit_open",
                    count=len(verdict.unanswered),
                    names=context.words.joined(names),
                ),
            )
        for problem in errors[:_PROBLEMS]:
            self._box("bad", context.words.problem(problem))
        warnings = len(session.problems) - len(errors)
        if warnings:
            layout.addWidget(label(say("ui_assess.submit_warnings", count=warnings), "muted"))
        layout.addWidget(label(say("ui_assess.submit_meaning"), "muted", wrap=True))
        foot = row(gap=12)
        foot.addStretch(1)
        leave = button(say("ui.cancel"))
        leave.clicked.connect(self.reject)
        foot.addWidget(leave)
        unsound = bool(verdict.unanswered or errors)
        mend = "ui_assess.submit_mend" if verdict.unanswered else "ui_assess.submit_check"
        self.mend = button(say(mend), "primary")
        self.mend.clicked.connect(lambda: self._decide(Decision.MEND))
        self.mend.setVisible(unsound)
        self.submit = button(
            say("ui_assess.submit_anyway" if unsound else "ui_assess.submit"),
            "plain" if unsound else "primary",
        )
        self.submit.clicked.connect(lambda: self._decide(Decision.SUBMIT))
        foot.addWidget(self.submit)
        foot.addWidget(self.mend)
        (self.mend if unsound else self.submit).setDefault(True)
        layout.addLayout(foot)

    def _box(self, kind: str, words: str) -> None:
        self.words.append(words)
        box = card(kind)
        column(box, margins=(12, 10, 12, 10)).addWidget(label(words, wrap=True))
        self._layout.addWidget(box)

    def _decide(self, decision: Decision) -> None:
        self.decision = decision
        self.accept()


def submit_assessment(
    context: Context, parent: QWidget, session: AssessmentSession
) -> tuple[Decision, str]:
    """Ask, and submit if that is wanted; what the store refuses is told, and nothing changes.

    With ``MEND`` comes the first item that is open or wrong.
    """
    dialog = SubmitDialog(context, parent, session)
    dialog.exec()
    decision = dialog.decision
    dialog.deleteLater()
    if decision is Decision.MEND:
        wrong = [item for p in session.problems if p.is_error for item in p.where]
        return decision, (*session.verdict.unanswered, *wrong)[0]
    if decision is Decision.SUBMIT:
        try:
            session.submit()
        except StoreError as error:
            words = error.message(context.words)
            inform(context, parent, "bad", context.say("ui_assess.submit_failed"), words)
            return Decision.LEAVE, ""
        context.tell(context.say("ui_assess.submitted", name=session.enterprise.name))
    return decision, ""
