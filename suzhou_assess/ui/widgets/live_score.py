"""The score and level as they stand while the questions are answered."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.points import as_text
from suzhou_assess.domain.scoring import Verdict
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import card, column, label, row
from suzhou_assess.ui.widgets.level_badge import LevelBadge


class LiveScore(QFrame):
    """A card: score of the whole, points of this question, level reached so far."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        outer = column(self, margins=(16, 8, 16, 16))
        frame = card("quiet")
        outer.addWidget(frame)
        layout = column(frame, margins=(16, 12, 16, 14), gap=4)
        head = row(gap=8)
        head.addWidget(label(context.say("ui_assess.live_score"), "small"))
        head.addStretch(1)
        self.points = label("", "small")
        head.addWidget(self.points)
        layout.addLayout(head)
        figures = row(gap=6)
        self.score = label("0", "figure")
        figures.addWidget(self.score)
        self._of = label("", "muted")
        figures.addWidget(self._of)
        figures.addStretch(1)
        self._badge = LevelBadge(None, 32)
        figures.addWidget(self._badge)
        layout.addLayout(figures)
        self.level = label("", "strong", wrap=True)
        layout.addWidget(self.level)
        self.meaning = label("", "small", wrap=True)
        layout.addWidget(self.meaning)

    def show_verdict(self, pack: Pack, verdict: Verdict, item: str) -> None:
        context = self._context
        say = context.say
        self.score.setText(as_text(verdict.score))
        self._of.setText(f"/ {as_text(pack.full_score)}")
        question = pack.question_by_id.get(item)
        self.points.setText(
            ""
            if question is None
            else say(
                "ui_assess.points_here",
                points=as_text(verdict.questions[item]),
                full=as_text(question.points),
            )
        )
        level = next(entry for entry in pack.levels if entry.level == verdict.level)
        name = context.text(level.name)
        open_ = [item for item in verdict.unanswered if item in pack.scenario_by_id]
        self._badge.set_level(verdict.level, name)
        if verdict.complete:
            self.level.setText(say("ui_assess.level_final", level=level.level, name=name))
            self.meaning.setText(context.text(level.meaning))
        else:
            self.level.setText(say("ui_assess.level_so_far", level=level.level, name=name))
            key = "scenarios_open" if open_ else "questions_open"
            count = len(open_) or len(verdict.unanswered)
            self.meaning.setText(say(f"ui_assess.{key}", count=count))
