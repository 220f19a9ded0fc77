"""What the tab 提升路径 works with: the target, the user's wishes, the plans that follow from them,
what is tried by hand, and the improvement plan on disk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from suzhou_assess.domain.improvement_plan import ImprovementPlan, PlannedStep, planned
from suzhou_assess.domain.pack import Level
from suzhou_assess.domain.planner import (
    Plan,
    Plans,
    Step,
    Target,
    Wishes,
    make_plans,
    plan_of,
)
from suzhou_assess.domain.planner_moves import place_now, place_of
from suzhou_assess.domain.planner_reach import Block
from suzhou_assess.services import plans as plan_service
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context

Wish = Target | str


class PlanDesk(QObject):
    """One assessment's way up. The plans follow every wish at once: they take milliseconds."""

    planned = Signal()
    """Target, wishes and so the plans changed."""
    tried = Signal()
    """What is ticked changed, and with it the verdict that is tried."""
    kept = Signal()
    """The improvement plan on disk changed."""
    failed = Signal(object)
    """An edit of it could not be written: the ``StoreError``."""

    def __init__(self, context: Context, session: AssessmentSession) -> None:
        """Raises ``StoreError``."""
        super().__init__()
        self._context = context
        self.session = session
        self.pack = session.pack
        self.plan = plan_service.load(context.workspace, session.id)
        """The improvement plan; ``None`` until there is one."""
        above = [level for level in self.pack.levels if level.level > session.verdict.level]
        self.targets: tuple[Level, ...] = tuple(above)
        self.target: Level | None = above[0] if above else None
        self.wishes = Wishes()
        self._remember()
        self.plans: Plans | None = None
        self.chosen = 0
        self.ticked: frozenset[Target] = frozenset()
        self._plan_anew()

    @property
    def shown(self) -> Plan | None:
        """The plan whose steps are shown."""
        if self.plans is None or not self.plans.all:
            return None
        return self.plans.all[self.chosen]

    @property
    def trial(self) -> Plan:
        """What is ticked, and where it would lead."""
        return self._trial

    def aim_at(self, level: int) -> None:
        """Another target level."""
        target = next((one for one in self.targets if one.level == level), None)
        if target is not None and target is not self.target:
            self.target = target
            self._plan_anew()

    def count_on_results(self, on: bool) -> None:
        """Whether results (成效) are planned too."""
        self._wish(replace(self.wishes, outcomes=on))

    def pin(self, target: Target, on: bool = True) -> None:
        """Fixes a change (固定), or lets it go. Of a single choice or a scenario one is fixed."""
        fixed = {one for one in self.wishes.fixed if not self._same_ladder(one, target)}
        excluded = self.wishes.excluded
        if on:
            fixed.add(target)
            excluded = frozenset(wish for wish in excluded if not self._stops(wish, target))
        self._wish(replace(self.wishes, fixed=frozenset(fixed), excluded=excluded))

    def exclude(self, wish: Wish) -> None:
        """Leaves a change out (不考虑), or all of an item."""
        fixed = frozenset(one for one in self.wishes.fixed if not self._stops(wish, one))
        excluded = self.wishes.excluded | {wish}
        self._wish(replace(self.wishes, fixed=fixed, excluded=excluded))

    def consider(self, wish: Wish) -> None:
        """Takes an exclusion back."""
        self._wish(replace(self.wishes, excluded=self.wishes.excluded - {wish}))

    def drop_wishes(self) -> None:
        self._wish(Wishes())

    def ease(self, block: Block) -> None:
        """Gives up the wish that stands in the way."""
        if block.kind == "outcomes":
            self.count_on_results(True)
        elif block.wish is None or self.target is None:
            return
        elif block.kind == "excluded":
            self.consider(block.wish)
        else:
            self.pin((str(block.wish), self.target.level))

    def is_pinned(self, step: Step) -> bool:
        """Whether the step, or a part of the way that it goes, is fixed."""
        return any(self._same_ladder(one, step.target) for one in self.wishes.fixed)

    def choose(self, number: int) -> None:
        """Shows another of the plans, with its steps ticked."""
        if self.plans is None or not 0 <= number < len(self.plans.all):
            return
        self.chosen = number
        self._tick_shown()
        self.tried.emit()

    def tick(self, target: Target, on: bool) -> None:
        """What if this were done? Of a single choice or a scenario one change is ticked."""
        ticked = {one for one in self.ticked if not self._same_ladder(one, target)}
        if on:
            ticked.add(target)
        self._try(ticked)

    def tick_nothing(self) -> None:
        self._try(())

    def tick_as_planned(self) -> None:
        """Back to the plan that is shown."""
        self._tick_shown()
        self.tried.emit()

    def standing(self, item: str) -> frozenset[str | int]:
        """What an item has already: its letters, or its level."""
        answers = self.session.answers
        choice = answers.choices.get(item)
        if choice is None:
            return frozenset()
        return frozenset(choice) if isinstance(choice, tuple) else frozenset((choice,))

    def can_become(self, item: str, to: str | int) -> bool:
        """Whether this would be a step up from where the item stands."""
        question = self.pack.question_by_id.get(item)
        if question is None:
            now = self.session.answers.choices.get(item)
            return int(to) > (now if isinstance(now, int) else 0)
        option = question.option(str(to))
        if option.excludes_others:
            return False
        if question.kind == "multiple":
            return to not in self.standing(item)
        return place_of(question, option.letter) > place_now(question, self.session.answers)

    def would_lose(self) -> tuple[PlannedStep, ...]:
        """Steps of the improvement plan with something entered that wouldn't be in a new one."""
        if self.plan is None:
            return ()
        stays = {step.target for step in self._trial.steps}
        return tuple(
            one
            for one in self.plan.steps
            if one.step.target not in stays and one != PlannedStep(one.step)
        )

    def take_on(self) -> bool:
        """Makes the improvement plan of what is ticked; says whether it is on disk."""
        if self.target is None:
            return False
        made = planned(self.target.level, self.wishes, self._trial.steps, self.plan)
        return self._keep(made)

    def give_up(self) -> bool:
        """Takes the improvement plan away."""
        return self._keep(None)

    def enter(
        self,
        target: Target,
        *,
        owner: str | None = None,
        due: date | None = None,
        clear_due: bool = False,
        cost: Decimal | None = None,
        clear_cost: bool = False,
        note: str | None = None,
        done: bool | None = None,
    ) -> bool:
        """Changes what is passed of a planned step; says whether it is on disk."""
        before = next((one for one in self.steps if one.step.target == target), None)
        if before is None:
            return False
        after = replace(
            before,
            owner=before.owner if owner is None else owner,
            due=None if clear_due else due or before.due,
            cost=None if clear_cost else before.cost if cost is None else cost,
            note=before.note if note is None else note,
            done=before.done if done is None else done,
        )
        if after == before:
            return True
        try:
            self.plan = plan_service.change_step(
                self._context.workspace, self.session.id, target, after
            )
        except StoreError as error:
            self.failed.emit(error)
            return False
        self.kept.emit()
        return True

    @property
    def steps(self) -> tuple[PlannedStep, ...]:
        """Of the improvement plan."""
        return () if self.plan is None else self.plan.steps

    def _remember(self) -> None:
        """The target and wishes of before: in this window, else of the improvement plan."""
        before = self._context.plan_wishes.get(self.session.id)
        if before is None and self.plan is not None:
            before = self.plan.target, self.plan.wishes
        if before is None:
            return
        level, self.wishes = before
        self.target = next((one for one in self.targets if one.level == level), self.target)

    def _keep(self, plan: ImprovementPlan | None) -> bool:
        try:
            plan_service.save(self._context.workspace, self.session.id, plan)
        except StoreError as error:
            self.failed.emit(error)
            return False
        self.plan = plan
        self.kept.emit()
        return True

    def _wish(self, wishes: Wishes) -> None:
        if wishes != self.wishes:
            self.wishes = wishes
            self._plan_anew()

    def _plan_anew(self) -> None:
        if self.target is not None:
            self._context.plan_wishes[self.session.id] = self.target.level, self.wishes
            self.plans = make_plans(self.pack, self.session.answers, self.target, self.wishes)
        self.chosen = 0
        self._tick_shown()
        self.planned.emit()
        self.tried.emit()

    def _tick_shown(self) -> None:
        shown = self.shown
        self.ticked = frozenset(step.target for step in shown.steps) if shown else frozenset()
        self._trial = plan_of(self.pack, self.session.answers, self.ticked)

    def _try(self, ticked: Iterable[Target]) -> None:
        self.ticked = frozenset(ticked)
        self._trial = plan_of(self.pack, self.session.answers, self.ticked)
        self.tried.emit()

    def _same_ladder(self, one: Target, other: Target) -> bool:
        """Whether only one of two changes can be there."""
        if one[0] != other[0]:
            return False
        question = self.pack.question_by_id.get(one[0])
        return one[1] == other[1] or question is None or question.kind == "single"

    def _stops(self, wish: Wish, target: Target) -> bool:
        """Whether an exclusion leaves no way to a change."""
        if isinstance(wish, str):
            return wish == target[0]
        if not self._same_ladder(wish, target):
            return False
        question = self.pack.question_by_id.get(target[0])
        if question is None:
            return int(wish[1]) <= int(target[1])
        if question.kind == "multiple":
            return True
        return place_of(question, str(wish[1])) <= place_of(question, str(target[1]))
