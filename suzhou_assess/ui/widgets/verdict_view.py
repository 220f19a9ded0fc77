"""An open assessment as the cards of the result see it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget

from suzhou_assess.domain.pack import Level, Pack
from suzhou_assess.domain.points import as_text
from suzhou_assess.domain.scoring import Condition
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import label, row
from suzhou_assess.ui.widgets.chart import Caption
from suzhou_assess.words.explanation import Explanation


@dataclass(frozen=True, slots=True)
class VerdictView:
    """The assessment, the words for it, and the way to its questions."""

    context: Context
    session: AssessmentSession
    explain: Explanation

    @property
    def pack(self) -> Pack:
        return self.session.pack

    @property
    def level(self) -> Level:
        """The level that was reached."""
        reached = self.session.verdict.level
        return next(level for level in self.pack.levels if level.level == reached)

    @property
    def head(self) -> str:
        """自评 2025-06-01"""
        mode = self.context.say(f"ui.mode_{self.session.mode}")
        return f"{mode} {self.session.date.isoformat()}"

    def caption(self, title: str) -> Caption:
        """What stands above a chart of this assessment in a file."""
        return Caption(title, f"{self.session.enterprise.name} {self.head}")

    def item_name(self, item: str) -> str:
        return self.context.text(self.pack.item_name(item))

    def number(self, question: str) -> int:
        """The place of a question in the index, from 1."""
        return self.pack.item_ids.index(question) + 1

    def condition(self, level: Level, condition: Condition) -> str:
        """A condition of a level in words: what is there, what is asked, what is missing."""

        def amount(of: int) -> str:
            return as_text(of) if condition.kind == "score" else str(of)

        return self.context.say(
            f"verdict.{'met' if condition.met else 'short'}_{condition.kind}",
            level=level.level,
            required=amount(condition.required),
            actual=amount(condition.actual),
            short=amount(condition.short),
        )

    def open(self, item: str) -> None:
        """Go to the question or scenario in 评估."""
        self.context.show("assess", self.session.id, item)


def card_heading(title: str, *others: QWidget) -> QHBoxLayout:
    """A card's title, with whatever stands at its right."""
    made = row(gap=8)
    made.addWidget(label(title, "heading"))
    made.addStretch(1)
    for other in others:
        made.addWidget(other)
    return made
