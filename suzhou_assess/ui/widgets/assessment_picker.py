"""A short list of assessments to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from suzhou_assess.domain.points import as_text
from suzhou_assess.services.views import AssessmentCard
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import ElidedLabel, column, label, row
from suzhou_assess.ui.widgets.level_badge import LevelBadge


class AssessmentPicker(QWidget):
    """A row an assessment; a click or Enter chooses it."""

    chosen = Signal(str)
    """Id of the assessment."""

    def __init__(self, context: Context, cards: Sequence[AssessmentCard]) -> None:
        super().__init__()
        self._context = context
        layout = column(self, gap=8)
        self.rows = [self._row(card) for card in cards]
        for each in self.rows:
            layout.addWidget(each)

    def _row(self, card: AssessmentCard) -> QPushButton:
        made = QPushButton()
        made.setProperty("kind", "row")
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        layout = row(made, margins=(14, 0, 14, 0), gap=14)
        layout.addWidget(LevelBadge(card.level, 32))
        words = column(gap=0)
        words.addStretch(1)
        words.addWidget(ElidedLabel(card.enterprise, "strong"))
        words.addWidget(label(card_words(self._context, card), "small"))
        words.addStretch(1)
        layout.addLayout(words, 1)
        for part in made.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        made.setAccessibleName(f"{card.enterprise} {card_words(self._context, card)}")
        made.clicked.connect(lambda: self.chosen.emit(card.id))
        return made


def card_words(context: Context, card: AssessmentCard) -> str:
    """自评 2025-06-01 · 已提交 · 2 级 57.325 分"""
    said = context.say(
        "ui_result.card",
        mode=context.say(f"ui.mode_{card.mode}"),
        date=card.date.isoformat(),
        status=context.say(
            f"ui_result.status_{card.status}" if card.held is None else f"ui_home.held_{card.held}"
        ),
    )
    if card.score is None or card.level is None:
        return said
    return said + context.say("ui_result.card_score", level=card.level, score=as_text(card.score))
