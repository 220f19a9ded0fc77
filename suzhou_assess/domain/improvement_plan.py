"""An improvement plan (提升计划): steps that an enterprise has taken on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from suzhou_assess.domain.planner_moves import Step, Target, Wishes

LONGEST = 500
"""Characters that an owner or a note of a step may have."""
MOST_COST = Decimal(10**9)
"""万元; more is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step that somebody has taken on."""

    step: Step
    owner: str = ""
    due: date | None = None
    cost: Decimal | None = None
    """万元, not negative; ``None`` when it isn't known."""
    note: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class ImprovementPlan:
    """What an enterprise is going to do to reach a level."""

    target: int
    wishes: Wishes
    steps: tuple[PlannedStep, ...]

    @property
    def cost(self) -> Decimal | None:
        """万元 of all steps whose cost is known; ``None`` when none is."""
        known = [planned.cost for planned in self.steps if planned.cost is not None]
        return sum(known, Decimal()) if known else None

    @property
    def effort(self) -> int:
        return sum(planned.step.effort for planned in self.steps)

    @property
    def done(self) -> int:
        """Steps that are done."""
        return sum(planned.done for planned in self.steps)

    @property
    def targets(self) -> tuple[Target, ...]:
        return tuple(planned.step.target for planned in self.steps)


def planned(
    target: int, wishes: Wishes, steps: Iterable[Step], kept: ImprovementPlan | None = None
) -> ImprovementPlan:
    """A plan of these steps. What was entered for a step of ``kept`` on the same item and change
    is taken over."""
    before = {one.step.target: one for one in kept.steps} if kept else {}
    return ImprovementPlan(
        target,
        wishes,
        tuple(
            replace(before[step.target], step=step) if step.target in before else PlannedStep(step)
            for step in steps
        ),
    )
