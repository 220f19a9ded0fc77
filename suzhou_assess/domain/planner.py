"""The way up (提升路径): the least effort that reaches a level, exactly, and the next best ways.

The level rule asks for a score, for a number of scenarios and for a number of binding ones. All
plans that reach the target are compared, never built step by step greedily: by their effort, then
fewer steps, then more points, then the order of the index, so that the same answers always give
the same plans.

A plan is *lean*: no step in it can be left out, and none cut short, with the target still
reached. The best plan is lean by itself, and of the others only lean ones are worth showing: any
other is a lean one and more. So no plan that is shown holds another one wholly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from operator import itemgetter

from suzhou_assess.domain.answers import Answers
from suzhou_assess.domain.checks import check_answers
from suzhou_assess.domain.pack import Level, Pack
from suzhou_assess.domain.planner_moves import (
    Ladder,
    Step,
    Target,
    Wishes,
    apply_targets,
    fixed_targets,
    known_wishes,
    question_ladders,
    scenario_ladders,
    steps_to,
)
from suzhou_assess.domain.planner_reach import Shortfall, shortfalls
from suzhou_assess.domain.planner_search import (
    Scale,
    Way,
    Weighed,
    points_ways,
    scenario_ways,
    together,
)
from suzhou_assess.domain.problems import Problem
from suzhou_assess.domain.scoring import Verdict, conditions, score

__all__ = ["Plan", "Plans", "Shortfall", "Step", "Target", "Wishes", "apply_steps", "make_plans"]


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps, and where they lead."""

    steps: tuple[Step, ...]
    """In the index's order; empty where the level is reached already."""
    effort: int
    verdict: Verdict
    """Of the answers once all steps are made, by ``score``."""
    answers: Answers
    warnings: tuple[Problem, ...] = ()
    """What the data checks would say then and don't say now: advice, no condition."""


@dataclass(frozen=True, slots=True)
class Plans:
    """The ways to a level under the user's wishes, or why there is none."""

    target: Level
    wishes: Wishes
    best: Plan | None
    others: tuple[Plan, ...] = ()
    """The next best, the easiest first."""
    shortfall: tuple[Shortfall, ...] = ()
    """The conditions that can't be met; empty when there is a plan."""

    @property
    def all(self) -> tuple[Plan, ...]:
        """The best plan and the others; empty when there is none."""
        return () if self.best is None else (self.best, *self.others)


def make_plans(
    pack: Pack, answers: Answers, target: Level, wishes: Wishes | None = None, others: int = 2
) -> Plans:
    """The best plan to ``target`` and up to so many others.

    ``answers`` need not be complete: an unanswered question or scenario starts below its first
    option or at level 0. A level that is reached already needs no steps but the fixed ones.
    Raises ``ValueError`` for a wish about something that the pack doesn't have.
    """
    asked = wishes or Wishes()
    known_wishes(pack, asked)
    fixed = fixed_targets(pack, answers, asked)
    based = apply_targets(pack, answers, fixed)
    problem = _Problem(pack, answers, based, target, asked)
    ways = islice(problem.ways(), others + 1)
    found = [plan_of(pack, answers, (*fixed, *_targets(way))) for _, way in ways]
    if not found:
        return Plans(target, asked, None, (), shortfalls(pack, answers, target, asked))
    return Plans(target, asked, found[0], tuple(found[1:]))


def plan_of(pack: Pack, answers: Answers, targets: Iterable[Target]) -> Plan:
    """The plan that makes these changes, whatever they lead to: what-if by hand.

    Raises ``ValueError`` for a change that the pack doesn't have.
    """
    steps = steps_to(pack, answers, targets)
    after = apply_steps(pack, answers, steps)
    return Plan(
        steps,
        sum(step.effort for step in steps),
        score(pack, after.choices),
        after,
        _new_warnings(pack, answers, after, steps),
    )


def apply_steps(pack: Pack, answers: Answers, steps: Sequence[Step]) -> Answers:
    """The answers once these steps are made; figures, notes and flags stay as they are."""
    return apply_targets(pack, answers, [step.target for step in steps])


def _targets(way: Way) -> Iterator[Target]:
    return ((ladder.item, rung.to) for ladder, rung in way)


def _new_warnings(
    pack: Pack, before: Answers, after: Answers, steps: Sequence[Step]
) -> tuple[Problem, ...]:
    """What the checks find after and not before.

    That figures lead to another option is left out where a step changes the option: the figures
    are those of today, and reaching the others is what the step is about.
    """
    said: dict[str, set[str]] = {}
    for found in check_answers(pack, before):
        said.setdefault(found.code, set()).update(found.where)
    raised = {step.item for step in steps}
    return tuple(
        found
        for found in check_answers(pack, after)
        if not said.get(found.code, set()).issuperset(found.where or ("",))
        and not (found.code == "figures_lead_elsewhere" and raised.issuperset(found.where))
    )


class _Problem:
    """The ways to one target. A level above it may be easier where a pack asks less of it."""

    def __init__(
        self, pack: Pack, answers: Answers, based: Answers, target: Level, wishes: Wishes
    ) -> None:
        self._pack = pack
        self._based = based
        self._verdict = score(pack, based.choices)
        self._levels = _to_look_at(pack, target)
        self._questions = tuple(question_ladders(pack, answers, based, wishes))
        self._scenarios = {
            level.level: tuple(scenario_ladders(pack, answers, based, wishes, level.level))
            for level in self._levels
        }
        options = sum(len(question.options) for question in pack.questions)
        self._scale = Scale(
            options + len(pack.scenarios),
            max(
                *(len(question.options) for question in pack.questions),
                *(scenario.top for scenario in pack.scenarios),
            ),
            sum(ladder.rungs[-1].gain for ladder in self._questions),
        )

    def ways(self) -> Iterator[Weighed]:
        """The lean ways, the best first."""
        if len(self._levels) == 1:
            return self._ways_to(self._levels[0])
        return self._lean_for_any(
            merge(*(self._ways_to(level) for level in self._levels), key=itemgetter(0))
        )

    def _ways_to(self, level: Level) -> Iterator[Weighed]:
        points, scenarios, binding = conditions(level, self._verdict)
        return together(
            points_ways(self._questions, points.short, self._scale),
            scenario_ways(
                self._scenarios[level.level], scenarios.short, binding.short, self._scale
            ),
        )

    def _lean_for_any(self, ways: Iterator[Weighed]) -> Iterator[Weighed]:
        """What is lean for one level may hold more than another level asks."""
        last: int | None = None
        for weight, way in ways:
            if weight != last and not any(map(self._reaches, self._less(way))):
                yield weight, way
            last = weight

    def _less(self, way: Way) -> Iterator[list[Target]]:
        """The way with one of its moves left out, or cut short by one rung."""
        targets = list(_targets(way))
        for at, (ladder, rung) in enumerate(way):
            shorter = [to for to in self._rungs(ladder) if to[0] < rung.place]
            left = [(ladder.item, max(shorter)[1])] if shorter else []
            yield targets[:at] + left + targets[at + 1 :]

    def _rungs(self, ladder: Ladder) -> Iterator[tuple[int, str | int]]:
        """Places and targets of a ladder; for a scenario, those of all levels looked at."""
        for same in (ladder,) if ladder in self._questions else self._of_scenario(ladder.item):
            yield from ((rung.place, rung.to) for rung in same.rungs)

    def _of_scenario(self, item: str) -> Iterator[Ladder]:
        for ladders in self._scenarios.values():
            yield from (ladder for ladder in ladders if ladder.item == item)

    def _reaches(self, targets: Sequence[Target]) -> bool:
        verdict = score(self._pack, apply_targets(self._pack, self._based, targets).choices)
        return any(
            all(condition.met for condition in conditions(level, verdict)) for level in self._levels
        )


def _to_look_at(pack: Pack, target: Level) -> tuple[Level, ...]:
    """The target, and levels above it whose conditions don't hold those of one below as well.

    Reaching a level above counts, but where it asks for at least as much of everything, as any
    sensible index does, there is nothing to find.
    """
    kept: list[Level] = []
    for level in pack.levels:
        if level.level >= target.level and not any(_asks_as_much(level, other) for other in kept):
            kept.append(level)
    return tuple(kept)


def _asks_as_much(level: Level, other: Level) -> bool:
    return (
        level.min_score >= other.min_score
        and level.min_scenarios >= other.min_scenarios
        and level.min_binding >= other.min_binding
    )
