"""Before an assessment counts: what is still open in it, and what contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto

from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from suzhou_assess.domain.points import as_text
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.open_points import Kind, OpenPoint, item_of, open_points
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.message import inform
from suzhou_assess.ui.widgets.basics import ElidedLabel, button, card, column, label, row
from suzhou_assess.ui.widgets.level_badge import LevelBadge

_WIDTH = 560
_NAMED = 12
"""As many open items are named; the rest is counted."""
_PROBLEMS = 4
_ASIDE: tuple[Kind, ...] = ("reason_missing", "proof_missing", "flag")
"""Left open they change nothing about the verdict, but the papers of the visit show them."""


class Decision(Enum):
    SUBMIT = auto()
    MEND = auto()
    """Go to something that is open or wrong."""
    LEAVE = auto()


class SubmitDialog(QDialog):
    def __init__(
        self,
        context: Context,
        parent: QWidget,
        session: AssessmentSession,
        points: Sequence[OpenPoint] = (),
    ) -> None:
        super().__init__(parent)
        self.decision = Decision.LEAVE
        self.item = ""
        """With ``MEND``: where to go."""
        self._context, self._session = context, session
        say, verdict = context.say, session.verdict
        self.setWindowTitle(say("ui_assess.submit_title"))
        layout = column(self, margins=(24, 24, 24, 20), gap=14)
        self._layout = layout
        layout.addWidget(label(say("ui_assess.submit_title"), "heading"))
        name = label(session.enterprise.name, "strong", wrap=True)
        layout.addWidget(name)
        self._show_result()
        self.words: list[str] = []
        errors = [p for p in session.problems if p.is_error]
        if verdict.unanswered:
            self._box("warn", self._open_words(verdict.unanswered))
        for problem in errors[:_PROBLEMS]:
            self._box("bad", context.words.problem(problem))
        self.jumps: dict[Kind, QPushButton] = {}
        self._list_aside(points)
        warnings = len(session.problems) - len(errors)
        if warnings:
            layout.addWidget(label(say("ui_assess.submit_warnings", count=warnings), "muted"))
        layout.addWidget(label(say("ui_assess.submit_meaning"), "muted", wrap=True))
        wrong = [item_of(session.pack, problem) for problem in errors]
        self._lay_foot((*verdict.unanswered, *wrong))
        # By itself a dialog takes its height from as wide as the longest line would like it.
        self.setFixedSize(_WIDTH, layout.totalHeightForWidth(_WIDTH))

    def _show_result(self) -> None:
        pack, verdict = self._session.pack, self._session.verdict
        result = row(gap=12)
        level = next(entry for entry in pack.levels if entry.level == verdict.level)
        result.addWidget(LevelBadge(verdict.level, 28))
        words = self._context.say(
            "ui_assess.submit_result",
            score=as_text(verdict.score),
            level=level.level,
            name=level.name,
        )
        result.addWidget(label(words), 1)
        self._layout.addLayout(result)

    def _open_words(self, items: Sequence[str]) -> str:
        """How many they are, and the names of the first ones."""
        key = "submit_open_more" if len(items) > _NAMED else "submit_open"
        return self._context.say(
            f"ui_assess.{key}", count=len(items), names=self._names(items[:_NAMED])
        )

    def _names(self, items: Sequence[str]) -> str:
        names = tuple(self._session.pack.item_name(item) for item in items)
        return self._context.words.joined(names)

    def _list_aside(self, points: Sequence[OpenPoint]) -> None:
        """What had better be there when both parties sign, with a way to the first of each."""
        found = list(_by_kind(points))
        if not found:
            return
        box = card("quiet")
        inside = column(box, margins=(12, 8, 8, 8), gap=6)
        for kind, items in found:
            words = self._context.say(f"ui_onsite.submit_{kind}", count=len(items))
            self.words.append(words)
            line = row(gap=8)
            said = column(gap=0)
            said.addWidget(label(words, wrap=True))
            said.addWidget(ElidedLabel(self._names(items), "small"))
            line.addLayout(said, 1)
            jump = button(self._context.say("ui_onsite.submit_go"), "link")
            jump.setAccessibleName(f"{words} {jump.text()}")
            jump.setAutoDefault(False)
            jump.clicked.connect(lambda _=False, item=items[0]: self._mend(item))
            self.jumps[kind] = jump
            line.addWidget(jump)
            inside.addLayout(line)
        self._layout.addWidget(box)

    def _lay_foot(self, unsound: Sequence[str]) -> None:
        """``unsound``: items without an answer, or with one that can't be."""
        say = self._context.say
        foot = row(gap=12)
        foot.addStretch(1)
        leave = button(say("ui.cancel"))
        leave.clicked.connect(self.reject)
        foot.addWidget(leave)
        mend = "submit_mend" if self._session.verdict.unanswered else "submit_check"
        self.mend = button(say(f"ui_assess.{mend}"), "primary")
        self.mend.clicked.connect(lambda: self._mend(unsound[0]))
        if not unsound:
            self.mend.hide()
        self.submit = button(
            say("ui_assess.submit_anyway" if unsound else "ui_assess.submit"),
            "plain" if unsound else "primary",
        )
        self.submit.clicked.connect(self._submit)
        foot.addWidget(self.submit)
        foot.addWidget(self.mend)
        (self.mend if unsound else self.submit).setDefault(True)
        self._layout.addLayout(foot)

    def _box(self, kind: str, words: str) -> None:
        self.words.append(words)
        box = card(kind)
        column(box, margins=(12, 10, 12, 10)).addWidget(label(words, wrap=True))
        self._layout.addWidget(box)

    def _mend(self, item: str) -> None:
        self.decision, self.item = Decision.MEND, item
        self.accept()

    def _submit(self) -> None:
        self.decision = Decision.SUBMIT
        self.accept()


def submit_assessment(
    context: Context, parent: QWidget, session: AssessmentSession
) -> tuple[Decision, str]:
    """Ask, and submit if that is wanted; what the store refuses is told, and nothing changes.

    With ``MEND`` comes the item to go to.
    """
    dialog = SubmitDialog(context, parent, session, _points(context, session))
    dialog.exec()
    decision, item = dialog.decision, dialog.item
    dialog.deleteLater()
    if decision is Decision.SUBMIT:
        try:
            session.submit()
        except StoreError as error:
            words = error.say(context.words)
            inform(context, parent, "bad", context.say("ui_assess.submit_failed"), words)
            return Decision.LEAVE, ""
        context.tell(context.say("ui_assess.submitted", name=session.enterprise.name))
    return decision, item


def _points(context: Context, session: AssessmentSession) -> tuple[OpenPoint, ...]:
    from suzhou_assess.services import evidence

    try:
        kept = evidence.of_assessment(context.workspace, session.id)
    except StoreError:
        return ()  # submitting meets the same and tells of it
    return open_points(session, kept)


def _by_kind(points: Sequence[OpenPoint]) -> Iterator[tuple[Kind, list[str]]]:
    for kind in _ASIDE:
        items = [point.item for point in points if point.kind == kind]
        if items:
            yield kind, items
