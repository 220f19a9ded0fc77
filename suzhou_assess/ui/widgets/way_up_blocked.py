"""Why the level can't be reached, in plain words, and what would help."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from suzhou_assess.domain.planner import Plans
from suzhou_assess.domain.planner_reach import Block, Shortfall
from suzhou_assess.ui import icons
from suzhou_assess.ui.models.plan_desk import PlanDesk
from suzhou_assess.ui.widgets.basics import button, clear, column, label, row
from suzhou_assess.ui.widgets.verdict_view import VerdictView
from suzhou_assess.words.plan_words import PlanWords


class BlockedList(QWidget):
    """A sentence for each condition that can't be met; each wish in the way can be given up."""

    def __init__(self, view: VerdictView, desk: PlanDesk, said: PlanWords) -> None:
        super().__init__()
        self.setProperty("page", True)
        self._view = view
        self._desk = desk
        self._said = said
        self._layout = column(self, margins=(20, 12, 20, 16), gap=8)
        self.eases: list[QPushButton] = []

    def show_why(self, plans: Plans) -> None:
        clear(self._layout)
        self.eases = []
        context = self._view.context
        level = self._view.explain.level_name(plans.target.level)
        head = row(gap=10)
        mark = label()
        mark.setPixmap(icons.pixmap("warning", context.palette.warn, 22))
        head.addWidget(mark)
        head.addWidget(label(context.say("ui_way_up.blocked", level=level), "heading"), 1)
        self._layout.addLayout(head)
        for short in plans.shortfall:
            self._layout.addWidget(label(self._said.shortfall(short, level), "strong", wrap=True))
            for block in short.blocked_by:
                self._add_block(short, block)
            rest = self._said.without_wishes(short)
            if rest:
                self._layout.addWidget(label(rest, "muted", wrap=True))
        self._layout.addStretch(1)

    def _add_block(self, short: Shortfall, block: Block) -> None:
        line = row(gap=10)
        words = self._said.block(short, block)
        line.addWidget(label(words, wrap=True), 1)
        ease = button(self._view.context.say("ui_way_up.ease"))
        ease.setAccessibleName(words)
        ease.clicked.connect(lambda _=False: self._desk.ease(block))
        line.addWidget(ease)
        self.eases.append(ease)
        self._layout.addLayout(line)
