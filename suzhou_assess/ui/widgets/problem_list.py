"""The problems of one thing that came in: how grave, where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from suzhou_assess.domain.problems import Problem
from suzhou_assess.ui import icons
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.problem_words import gravest_first, place, remedy
from suzhou_assess.ui.widgets.basics import card, clear, column, label, row

_MOST = 30
"""Problems that are said in full; a workbook of another kind may have hundreds."""


class ProblemList(QWidget):
    """Errors before warnings."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._layout = column(self, gap=8)

    def show_problems(self, problems: Sequence[Problem], line: int | None) -> None:
        """``line`` is that of a .jsonl, where there is one."""
        clear(self._layout)
        for problem in gravest_first(problems)[:_MOST]:
            self._layout.addWidget(self._entry(problem, line))
        if len(problems) > _MOST:
            more = self._context.say("ui_import.more_problems", count=len(problems) - _MOST)
            self._layout.addWidget(label(more, "small", wrap=True))

    def _entry(self, problem: Problem, line: int | None) -> QFrame:
        context = self._context
        entry = card("bad" if problem.is_error else "warn")
        inside = column(entry, margins=(12, 10, 12, 10), gap=4)
        palette = context.palette
        kind = "bad" if problem.is_error else "warn"
        said = context.say(f"ui_import.{problem.severity}")
        top = row(gap=8)
        mark = QLabel()
        tint = palette.bad if problem.is_error else palette.warn
        mark.setPixmap(icons.pixmap("error" if problem.is_error else "warning", tint, 18))
        top.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
        where = place(context, problem, line)
        words = label(f"{said} · {where}" if where else said, "strong", wrap=True)
        words.setProperty("role", f"strong_{kind}")
        top.addWidget(_selectable(words), 1)
        inside.addLayout(top)
        inside.addWidget(_selectable(label(context.words.what(problem), wrap=True)))
        inside.addWidget(
            _selectable(
                label(
                    context.say("ui_import.mend", remedy=remedy(context, problem)),
                    "muted",
                    wrap=True,
                )
            )
        )
        return entry


def _selectable(made: QLabel) -> QLabel:
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setMinimumWidth(1)
    return made
