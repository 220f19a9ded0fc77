"""The best plan and the next best as cards, one of them taken."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from suzhou_assess.domain.planner import Plan, Plans
from suzhou_assess.domain.points import as_text
from suzhou_assess.ui.widgets.basics import ElidedLabel, column, label, row
from suzhou_assess.ui.widgets.chart import tip
from suzhou_assess.ui.widgets.level_badge import LevelBadge
from suzhou_assess.ui.widgets.verdict_view import VerdictView
from suzhou_assess.words.plan_words import PlanWords


class PlanCard(QPushButton):
    """Effort, steps, and where they lead; of a runner-up what it does instead."""

    def __init__(self, view: VerdictView) -> None:
        super().__init__()
        self._view = view
        self.setProperty("tile", "plan")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = column(self, margins=(16, 10, 12, 8), gap=2)
        self.name = ElidedLabel("", "strong")
        self.result = label("", "muted")
        self.effort = ElidedLabel("", "heading")
        self.difference = label("", "small", wrap=True)
        self.difference.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._badge = LevelBadge(0, 22)
        head = row(gap=8)
        head.addWidget(self.name, 1)
        head.addWidget(self.result)
        head.addWidget(self._badge)
        layout.addLayout(head)
        layout.addWidget(self.effort)
        layout.addWidget(self.difference, 1)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def tell(self, name: str, plan: Plan, difference: str) -> None:
        say = self._view.context.say
        self.name.setText(name)
        effort = say("ui_way_up.card_effort", effort=plan.effort, steps=len(plan.steps))
        self.effort.setText(effort)
        result = say("ui_way_up.card_result", score=as_text(plan.verdict.score))
        self.result.setText(result)
        self.difference.setText(difference)
        self._badge.set_level(plan.verdict.level)
        self.setToolTip(tip("\n".join(filter(None, (effort, result, difference)))))
        level = self._view.explain.level_name(plan.verdict.level)
        self.setAccessibleName(f"{name} {effort} {result} {level}")
        self.setAccessibleDescription(difference)


class PlanCards(QWidget):
    """Up to three beside each other; arrows go along as in a group of radio buttons."""

    chosen = Signal(int)

    def __init__(self, view: VerdictView, said: PlanWords, most: int = 3) -> None:
        super().__init__()
        self._view = view
        self._said = said
        layout = row(self, gap=12)
        self.cards = [PlanCard(view) for _ in range(most)]
        for number, card in enumerate(self.cards):
            card.clicked.connect(lambda _=False, number=number: self._take(number))
            card.installEventFilter(self)
            layout.addWidget(card, 1)
        self._shown = 0

    def show_plans(self, plans: Plans, chosen: int) -> None:
        say = self._view.context.say
        self._shown = len(plans.all)
        for number, card in enumerate(self.cards):
            card.setVisible(number < self._shown)
            if number >= self._shown:
                continue
            plan, best = plans.all[number], plans.all[0]
            name = say("ui_way_up.best") if not number else say("ui_way_up.other", number=number)
            difference = self._said.compared(best, plan) if number else say("ui_way_up.best_why")
            card.tell(name, plan, difference)
        self.show_chosen(chosen)

    def show_chosen(self, chosen: int) -> None:
        for number, card in enumerate(self.cards):
            card.setChecked(number == chosen)
            stops = number == chosen
            card.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stops else Qt.FocusPolicy.ClickFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A button would move the focus alone and leave the choice behind.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
            if step is not None:
                to = next((n for n, card in enumerate(self.cards) if card.isChecked()), 0) + step
                if 0 <= to < self._shown:
                    self._take(to)
                    self.cards[to].setFocus()
                return True
        return super().eventFilter(watched, event)

    def _take(self, number: int) -> None:
        self.show_chosen(number)
        self.chosen.emit(number)
