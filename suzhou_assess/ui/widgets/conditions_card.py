"""What each level asks for, what there is, and whether that is enough."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel

from suzhou_assess.domain.pack import Level
from suzhou_assess.domain.points import as_text
from suzhou_assess.domain.scoring import Condition, conditions
from suzhou_assess.ui.widgets.basics import column, label, pill, row
from suzhou_assess.ui.widgets.chart import tip
from suzhou_assess.ui.widgets.level_badge import LevelBadge
from suzhou_assess.ui.widgets.verdict_view import VerdictView, card_heading

_KINDS = ("score", "scenarios", "binding")


class ConditionsCard(QFrame):
    """A table: a row a condition, a column a level."""

    def __init__(self, view: VerdictView) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self._view = view
        say = view.context.say
        layout = column(self, margins=(20, 16, 20, 16), gap=10)
        layout.addLayout(card_heading(say("ui_result.conditions")))
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 3)
        for at, kind in enumerate(_KINDS, start=1):
            grid.addWidget(label(say(f"ui_result.condition_{kind}"), "muted"), at, 0)
        self.cells: dict[tuple[int, str], QLabel] = {}
        asked = [level for level in view.pack.levels if level.level > 0]
        for column_number, level in enumerate(asked, start=1):
            grid.setColumnStretch(column_number, 2)
            grid.addWidget(self._level_label(level), 0, column_number)
            for at, condition in enumerate(conditions(level, view.session.verdict), start=1):
                cell = self._cell(level, condition)
                self.cells[level.level, condition.kind] = cell
                grid.addWidget(cell, at, column_number)
        layout.addLayout(grid)
        layout.addWidget(label(say("ui_result.conditions_legend"), "small", wrap=True))
        for level in reversed(view.pack.levels):
            layout.addLayout(self._meaning(level))
        self.setAccessibleName(say("ui_result.conditions"))
        self.setAccessibleDescription("\n".join(view.explain.level(view.session.verdict)))

    def _level_label(self, level: Level) -> QLabel:
        context = self._view.context
        reached = level.level == self._view.session.verdict.level
        made = label(context.say("ui_result.level_short", level=level.level))
        made.setProperty("cell", "here" if reached else "head")
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
        made.setMinimumHeight(28)
        made.setToolTip(tip(f"{context.text(level.name)}\n{context.text(level.meaning)}"))
        return made

    def _meaning(self, level: Level) -> QHBoxLayout:
        """A level's name and what it means, the one that was reached marked."""
        context = self._view.context
        made = row(gap=10)
        badge = LevelBadge(level.level, 22)
        made.addWidget(badge, alignment=Qt.AlignmentFlag.AlignTop)
        words = column(gap=0)
        head = row(gap=8)
        head.addWidget(label(context.text(level.name), "strong"))
        if level.level == self._view.session.verdict.level:
            head.addWidget(pill(context.say("ui_result.here"), "accent"))
        head.addStretch(1)
        words.addLayout(head)
        words.addWidget(label(context.text(level.meaning), "small", wrap=True))
        made.addLayout(words, 1)
        return made

    def _cell(self, level: Level, condition: Condition) -> QLabel:
        shown = _shown(condition)
        made = label(
            f"{'✓' if condition.met else '✗'} {shown}", "good" if condition.met else "warn"
        )
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
        made.setMinimumHeight(30)
        words = self._view.condition(level, condition)
        made.setToolTip(tip(words))
        made.setAccessibleName(words)
        return made


def _shown(condition: Condition) -> str:
    """The bar to clear for a score, which stands above; have and need for counts."""
    if condition.kind == "score":
        return as_text(condition.required)
    return f"{condition.actual}/{condition.required}"
