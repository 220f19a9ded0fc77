"""试一试: every change can be ticked by hand, and the verdict follows at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from suzhou_assess.domain.points import as_text
from suzhou_assess.domain.scoring import conditions
from suzhou_assess.ui.models.plan_desk import PlanDesk
from suzhou_assess.ui.widgets.basics import button, clear, column, label, row, set_role
from suzhou_assess.ui.widgets.chart import tip
from suzhou_assess.ui.widgets.level_badge import LevelBadge
from suzhou_assess.ui.widgets.verdict_view import VerdictView, card_heading
from suzhou_assess.ui.widgets.way_up_area import scrolled
from suzhou_assess.ui.widgets.way_up_chips import Chip, ChipRow

_CONDITIONS = {
    "score": "ui_way_up.try_score_condition",
    "scenarios": "ui_way_up.try_scenarios_condition",
    "binding": "ui_way_up.try_binding_condition",
}


class TrialCard(QFrame):
    """The verdict of what is ticked, and below it everything that can be."""

    def __init__(self, view: VerdictView, desk: PlanDesk) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self._view = view
        self._desk = desk
        say = view.context.say
        layout = column(self, margins=(20, 12, 12, 12), gap=8)
        self.as_planned = button(say("ui_way_up.as_planned"), "link")
        self.as_planned.setToolTip(say("ui_way_up.as_planned_tip"))
        self.as_planned.clicked.connect(desk.tick_as_planned)
        self.nothing = button(say("ui_way_up.nothing"), "link")
        self.nothing.clicked.connect(desk.tick_nothing)
        layout.addLayout(card_heading(say("ui_way_up.try_title"), self.as_planned, self.nothing))
        layout.addLayout(self._verdict())
        inner = QWidget()
        inner.setProperty("page", True)
        self.rows: dict[str, ChipRow] = {}
        items = column(inner, margins=(0, 0, 8, 0), gap=2)
        items.addWidget(label(say("ui_way_up.try_hint"), "small", wrap=True))
        self._fill(items)
        items.addStretch(1)
        layout.addWidget(scrolled(inner, 160), 1)
        desk.tried.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Shows what is ticked and where it leads."""
        desk, say = self._desk, self._view.context.say
        trial = desk.trial
        now, then = desk.session.verdict, trial.verdict
        name = self._view.explain.level_name(then.level)
        self.badge.set_level(then.level, name)
        self.level.setText(name)
        self.score.setText(
            say(
                "ui_way_up.try_score",
                now=as_text(now.score),
                then=as_text(then.score),
                gain=as_text(then.score - now.score),
            )
        )
        self.steps.setText(say("ui_way_up.try_steps", steps=len(trial.steps), effort=trial.effort))
        self._show_conditions()
        for item, one in self.rows.items():
            one.show_on(frozenset(to for key, to in desk.ticked if key == item))
        shown = desk.shown
        planned = frozenset(step.target for step in shown.steps) if shown else frozenset()
        self.as_planned.setEnabled(desk.ticked != planned)
        self.nothing.setEnabled(bool(desk.ticked))

    def _verdict(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        self.badge = LevelBadge(0, 44)
        self.level = label("", "heading")
        self.score = label("", "text", wrap=True)
        self.steps = label("", "small")
        grid.addWidget(self.badge, 0, 0, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        first = row(gap=12)
        first.addWidget(self.level)
        first.addStretch(1)
        first.addWidget(self.steps)
        grid.addLayout(first, 0, 1)
        grid.addWidget(self.score, 1, 1)
        self._conditions = column(margins=(0, 6, 0, 0), gap=2)
        grid.addLayout(self._conditions, 2, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        return grid

    def _show_conditions(self) -> None:
        """A line for each condition of the target: what would be there, and what is asked."""
        clear(self._conditions)
        target = self._desk.target
        if target is None:
            return
        say = self._view.context.say
        for condition in conditions(target, self._desk.trial.verdict):
            if not condition.required:
                continue
            points = condition.kind == "score"
            actual = as_text(condition.actual) if points else str(condition.actual)
            required = as_text(condition.required) if points else str(condition.required)
            said = say(
                _CONDITIONS[condition.kind],
                level=target.level,
                actual=actual,
                required=required,
            )
            line = label("", wrap=True)
            set_role(line, "good" if condition.met else "warn")
            line.setText(f"{'✓' if condition.met else '✗'} {said}")
            line.setToolTip(tip(self._view.condition(target, condition)))
            self._conditions.addWidget(line)
        warnings = self._desk.trial.warnings
        if warnings:
            line = label(say("ui_way_up.try_warnings", count=len(warnings)), "warn")
            words = self._view.context.words
            line.setToolTip(tip("\n".join(words.problem(found) for found in warnings)))
            self._conditions.addWidget(line)

    def _fill(self, layout: QVBoxLayout) -> None:
        view, pack = self._view, self._desk.pack
        text = view.context.text
        for dimension in pack.dimensions:
            self._heading(layout, text(dimension.name))
            for indicator in dimension.indicators:
                for sub in indicator.subindicators:
                    for question in sub.questions:
                        chips = [
                            self._chip(question.id, option.letter, text(option.text))
                            for option in question.options
                        ]
                        self._add(layout, question.id, False, chips)
        for group in pack.scenario_groups:
            self._heading(layout, text(group.name))
            for scenario in group.scenarios:
                chips = [
                    self._chip(scenario.id, level, text(words))
                    for level, words in enumerate(scenario.levels)
                ]
                self._add(layout, scenario.id, scenario.binding, chips)

    def _chip(self, item: str, to: str | int, words: str) -> Chip:
        there = to in self._desk.standing(item)
        return Chip(to, words, there, self._desk.can_become(item, to))

    def _heading(self, layout: QVBoxLayout, words: str) -> None:
        made = label(words, "small")
        made.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(made)

    def _add(self, layout: QVBoxLayout, item: str, starred: bool, chips: list[Chip]) -> None:
        made = ChipRow(self._view.context, self._view.item_name(item), starred, chips)
        made.ticked.connect(lambda to, on, item=item: self._desk.tick((item, to), on))
        self.rows[item] = made
        layout.addWidget(made)
