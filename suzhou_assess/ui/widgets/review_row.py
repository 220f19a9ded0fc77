"""One question or scenario of the comparison: claimed, found, how they differ, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from suzhou_assess.domain.claims import ItemReview, Kind
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import PillKind, Role, button, column, label, pill
from suzhou_assess.ui.widgets.flow import FlowLayout
from suzhou_assess.ui.widgets.verdict_view import VerdictView
from suzhou_assess.words.answer_words import AnswerWords

_PILLS: dict[Kind, PillKind] = {
    "agreed": "good",
    "over": "bad",
    "under": "accent",
    "other": "warn",
    "open": "plain",
    "unclaimed": "plain",
}
_SHARES = (3, 5, 5, 0, 5)
_STATE_WIDTH = 144
_LINK_PADDING = 7
"""Of a link, which would stand indented under the words."""
_MOST_LETTERS = 3
"""Options of a multiple choice that are said in full; of more, the letters say enough."""
_COLUMNS = ("item", "claimed", "found", "state", "reason")


def heading_row(context: Context) -> QWidget:
    """The names of the columns."""
    made = QWidget()
    grid = _grid(made)
    for number, name in enumerate(_COLUMNS):
        title = label(context.say(f"ui_review.column_{name}"), "small", wrap=True)
        title.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        grid.addWidget(_narrow(title), 0, number)
    return made


class ReviewRow(QWidget):
    """Its name leads to the question."""

    def __init__(self, view: VerdictView, words: AnswerWords, one: ItemReview, said: str) -> None:
        super().__init__()
        self.item = one.item
        say = view.context.say
        grid = _grid(self)
        top = Qt.AlignmentFlag.AlignTop
        name = column(gap=0)
        said_name = words.numbered(one.item)
        name.addWidget(_narrow(label(said_name, "strong", wrap=True)))
        self.jump = button(say("ui_review.jump"), "link")
        self.jump.setAccessibleName(f"{said_name} {said} {self.jump.text()}")
        self.jump.clicked.connect(lambda: view.open(one.item))
        flow = FlowLayout(outdent=_LINK_PADDING)
        flow.addWidget(self.jump)
        name.addLayout(flow)
        grid.addLayout(name, 0, 0, top)
        for number, (choice, na) in enumerate(
            ((one.claimed, one.claimed_na), (one.found, one.found_na)), start=1
        ):
            role: Role = "muted" if choice is None or na else "text"
            answer = words.full(one.item, choice, na, most=_MOST_LETTERS)
            grid.addWidget(_narrow(label(answer, role, wrap=True)), 0, number, top)
        self.state = pill(said, _PILLS[one.kind])
        grid.addWidget(self.state, 0, 3, top | Qt.AlignmentFlag.AlignLeft)
        reason = column(gap=2)
        if one.reason:
            reason.addWidget(_narrow(label(one.reason, wrap=True)))
        elif one.is_different:
            reason.addWidget(_narrow(label(say("ui_review.no_reason"), "warn", wrap=True)))
        for figure, claimed, found in one.figures:
            if claimed is None or found is None:
                continue
            moved = words.figure_moved(figure, claimed, found)
            reason.addWidget(_narrow(label(moved, "small", wrap=True)))
        grid.addLayout(reason, 0, 4, top)


def _grid(inside: QWidget) -> QGridLayout:
    grid = QGridLayout(inside)
    grid.setContentsMargins(0, 8, 0, 8)
    grid.setHorizontalSpacing(16)
    for number, share in enumerate(_SHARES):
        grid.setColumnStretch(number, share)
    grid.setColumnMinimumWidth(3, _STATE_WIDTH)
    return grid


def _narrow(made: QLabel) -> QLabel:
    """Columns keep their shares, however long an answer is."""
    made.setMinimumWidth(1)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
