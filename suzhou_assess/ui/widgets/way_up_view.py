"""提升路径: the least effort to a level, what would happen if, and the plan that is made of it."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QStackedWidget, QWidget

from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.dialogs.message import ask, inform
from suzhou_assess.ui.models.plan_desk import PlanDesk
from suzhou_assess.ui.widgets.basics import button, column, label, row
from suzhou_assess.ui.widgets.segments import Segments
from suzhou_assess.ui.widgets.states import EmptyState
from suzhou_assess.ui.widgets.verdict_view import VerdictView
from suzhou_assess.ui.widgets.way_up_area import scrolled
from suzhou_assess.ui.widgets.way_up_blocked import BlockedList
from suzhou_assess.ui.widgets.way_up_cards import PlanCards
from suzhou_assess.ui.widgets.way_up_plan import PlanBoard
from suzhou_assess.ui.widgets.way_up_steps import StepList
from suzhou_assess.ui.widgets.way_up_trial import TrialCard
from suzhou_assess.ui.widgets.way_up_wishes import WishesCard
from suzhou_assess.words.plan_words import PlanWords

_WIDE = 860
_HIGH = 460
"""Of the trial, where it stands below the steps."""


class WayUpView(QWidget):
    """The tab. One part chooses steps, the other keeps the improvement plan."""

    def __init__(self, view: VerdictView) -> None:
        super().__init__()
        self._view = view
        layout = column(self, margins=(24, 12, 24, 16), gap=12)
        try:
            desk = PlanDesk(view.context, view.session)
        except StoreError as error:
            title = view.context.say("ui_way_up.not_read")
            words = error.say(view.context.words)
            layout.addWidget(EmptyState(view.context.palette, "warning", title, words))
            return
        self.desk = desk
        self._said = PlanWords(view.pack, view.context.words)
        desk.failed.connect(self._on_failed)
        layout.addLayout(self._top())
        self._parts = QStackedWidget()
        layout.addWidget(self._parts, 1)
        self._parts.addWidget(self._choosing() if desk.targets else self._at_the_top())
        self.board = PlanBoard(view, desk, self._said)
        self.board.back.connect(lambda: self.show_part("steps"))
        self._parts.addWidget(self.board)
        desk.planned.connect(self._on_planned)
        desk.tried.connect(self._on_tried)
        desk.kept.connect(self._on_kept)
        self._on_planned()
        self._on_tried()
        self._on_kept()
        if desk.steps and view.session.id in view.context.plans_shown:
            self.show_part("plan")

    def show_part(self, part: str) -> None:
        """``steps`` to choose them, or ``plan``."""
        shown, key = self._view.context.plans_shown, self._view.session.id
        if part == "plan":
            shown.add(key)
        else:
            shown.discard(key)
        self.parts.set_value(part)
        self._parts.setCurrentIndex(1 if part == "plan" else 0)
        self.lead.setVisible(part == "steps")
        if part == "plan":
            self.board.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _top(self) -> QBoxLayout:
        say = self._view.context.say
        made = row(gap=12)
        self.parts = Segments(
            say("ui_way_up.parts"),
            [("steps", say("ui_way_up.part_steps")), ("plan", say("ui_way_up.part_plan"))],
        )
        self.parts.set_value("steps")
        self.parts.chosen.connect(self.show_part)
        made.addWidget(self.parts)
        self.lead = label("", "muted", wrap=True)
        made.addWidget(self.lead, 1)
        made.addStretch(0)
        return made

    def _choosing(self) -> QWidget:
        view, desk, said = self._view, self.desk, self._said
        say = view.context.say
        made = QWidget()
        layout = column(made, gap=12)
        self.wishes = WishesCard(view, desk, said)
        layout.addWidget(self.wishes)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(12)
        layout.addLayout(self._sides, 1)
        left = QWidget()
        side = column(left, gap=12)
        self.cards = PlanCards(view, said)
        self.cards.chosen.connect(desk.choose)
        side.addWidget(self.cards)
        steps = QFrame()
        steps.setProperty("card", "true")
        inner = column(steps, margins=(4, 4, 4, 8), gap=4)
        self._left = QStackedWidget()
        self.steps = StepList(view, desk, said)
        self.blocked = BlockedList(view, desk, said)
        for one in (self.steps, self.blocked):
            self._left.addWidget(scrolled(one, 220))
        inner.addWidget(self._left, 1)
        self.keys = label(say("ui_way_up.keys"), "small", wrap=True)
        self.keys.setContentsMargins(16, 0, 12, 0)
        inner.addWidget(self.keys)
        side.addWidget(steps, 1)
        self._sides.addWidget(left, 58)
        right = QWidget()
        tried = column(right, gap=12)
        self.trial = TrialCard(view, desk)
        tried.addWidget(self.trial, 1)
        self.take_on = button("", "primary")
        self.take_on.setToolTip(say("ui_way_up.take_on_tip"))
        self.take_on.clicked.connect(self._on_take_on)
        tried.addWidget(self.take_on)
        self._sides.addWidget(right, 42)
        return made

    def _at_the_top(self) -> QWidget:
        say = self._view.context.say
        return EmptyState(
            self._view.context.palette, "star", say("ui_way_up.top"), say("ui_way_up.top_hint")
        )

    def _arrange(self) -> None:
        """Beside each other, or below each other where it is narrow."""
        if not hasattr(self, "_sides"):
            return
        wide = self.width() >= _WIDE
        way = QBoxLayout.Direction
        self._sides.setDirection(way.LeftToRight if wide else way.TopToBottom)
        self.trial.setMinimumHeight(0 if wide else _HIGH)

    def _on_planned(self) -> None:
        desk, view = self.desk, self._view
        plans = desk.plans
        if plans is None:
            self.lead.setText("")
            return
        self.cards.setVisible(plans.best is not None)
        self.keys.setVisible(plans.best is not None)
        self._left.setCurrentIndex(0 if plans.best is not None else 1)
        level = view.explain.level_name(plans.target.level)
        if plans.best is None:
            self.blocked.show_why(plans)
            self.lead.setText(view.context.say("ui_way_up.lead_blocked", level=level))
            return
        self.cards.show_plans(plans, desk.chosen)
        self.lead.setText(
            view.context.say(
                "ui_way_up.lead",
                now=view.explain.level_name(desk.session.verdict.level),
                level=level,
                steps=len(plans.best.steps),
            )
        )
        self._show_steps()

    def _on_tried(self) -> None:
        desk = self.desk
        if desk.plans is None:
            return
        self.cards.show_chosen(desk.chosen)
        self.take_on.setEnabled(bool(desk.trial.steps))
        count = len(desk.trial.steps)
        self.take_on.setText(self._view.context.say("ui_way_up.take_on", count=count))
        if desk.shown is not None and self.steps.plan is not desk.shown:
            self._show_steps()

    def _show_steps(self) -> None:
        shown, target = self.desk.shown, self.desk.target
        if shown is not None and target is not None:
            self.steps.show_plan(shown, target.level)

    def _on_kept(self) -> None:
        say = self._view.context.say
        steps = self.desk.steps
        words = say("ui_way_up.part_plan")
        self.parts.buttons["plan"].setText(f"{words} {len(steps)}" if steps else words)

    def _on_take_on(self) -> None:
        context, desk = self._view.context, self.desk
        lost = desk.would_lose()
        if lost:
            named = tuple(dict.fromkeys(self._said.item(one.step.item) for one in lost))
            sure = ask(
                context,
                self,
                context.say("ui_way_up.replace_title"),
                context.say("ui_way_up.replace_text", steps=context.words.joined(named)),
                context.say("ui_way_up.replace"),
                danger=True,
            )
            if not sure:
                return
        if desk.take_on():
            context.tell(context.say("ui_way_up.taken_on", count=len(desk.steps)))
            self.show_part("plan")

    def _on_failed(self, error: StoreError) -> None:
        context = self._view.context
        inform(context, self, "bad", context.say("ui_way_up.not_saved"), error.say(context.words))
