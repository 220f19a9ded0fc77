"""The planner on the whole index, against a second exact method written for this test.

The other method knows nothing of searching: it fills a table with the least effort for every exact
number of points (one column a thousandth step), tries all 65,536 sets of scenarios, and finds
runner-ups by taking away, in turn, every step of the plans before (whatever holds none of them
lacks a step of each).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest

from suzhou_assess.domain.answers import Answers, read_answers
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.planner import Plan, Target, Wishes, make_plans
from suzhou_assess.domain.scoring import score

GRAIN = 25
"""All points of the index are multiples of so many thousandths."""
STEPS = 1 << 8
NEVER = np.int64(1) << 40

Cost = tuple[int, int, int]
"""Effort, steps, and points below zero: the smaller is better."""


class Tables:
    """What each item could become, read from the pack once more."""

    def __init__(self, pack: Pack, answers: Answers, level: int, outcomes: bool) -> None:
        self.verdict = score(pack, answers.choices)
        self.target = pack.levels[level]
        self._known: dict[tuple[object, frozenset[Any]], Cost | None] = {}
        self.questions: list[list[tuple[Target, int, int]]] = []
        """Alternatives: target, effort, thousandths gained."""
        for question in pack.questions:
            if question.outcome and not outcomes:
                continue
            chosen = answers.choices.get(question.id, ())
            if question.kind == "multiple":
                self.questions += [
                    [((question.id, o.letter), o.effort, o.points)]
                    for o in question.options
                    if o.letter not in chosen and o.points
                ]
                continue
            letters = [o.letter for o in question.options]
            now = letters.index(chosen) if chosen else -1  # type: ignore[arg-type]
            have = question.options[now].points if chosen else 0
            self.questions.append(
                [
                    (
                        (question.id, option.letter),
                        sum(o.effort for o in question.options[now + 1 : place + 1]),
                        option.points - have,
                    )
                    for place, option in enumerate(question.options)
                    if place > now and option.points > have
                ]
            )
        self.scenarios = [
            (s.id, sum(s.efforts[answers.choices.get(s.id, 0) : level]), s.binding)
            for s in pack.scenarios
            if answers.choices.get(s.id, 0) < level and s.id not in answers.not_applicable
        ]

    def least(self, avoided: frozenset[Target]) -> Cost | None:
        """The best of all plans that reach none of the avoided targets, nor go beyond them."""
        points = self._once(
            self._least_points, frozenset(t for t in avoided if isinstance(t[1], str))
        )
        scenarios = self._once(
            self._least_scenarios, frozenset(t[0] for t in avoided if isinstance(t[1], int))
        )
        if points is None or scenarios is None:
            return None
        return (points[0] + scenarios[0], points[1] + scenarios[1], points[2])

    def _once(self, of: Callable[[Any], Cost | None], avoided: frozenset[Any]) -> Cost | None:
        """The ways around a few plans avoid the same questions or scenarios again and again."""
        if (of, avoided) not in self._known:
            self._known[of, avoided] = of(avoided)
        return self._known[of, avoided]

    def _least_points(self, avoided: frozenset[Target]) -> Cost | None:
        need = max(0, self.target.min_score - self.verdict.score)
        width = 100_000 // GRAIN + 1
        table = np.full(width, NEVER, dtype=np.int64)
        table[0] = 0
        for alternatives in self.questions:
            grown = table.copy()
            for target, effort, gain in alternatives:
                if target in avoided:
                    break
                shift = gain // GRAIN
                moved = table[: width - shift] + effort * STEPS + 1
                np.minimum(grown[shift:], moved, out=grown[shift:])
            table = grown
        first = -(-need // GRAIN)
        reached = table[first:]
        least = int(reached.min())
        if least >= NEVER:
            return None
        most = first + int(np.flatnonzero(reached == least)[-1])
        return least // STEPS, least % STEPS, -most * GRAIN

    def _least_scenarios(self, avoided: frozenset[str]) -> Cost | None:
        free = [one for one in self.scenarios if one[0] not in avoided]
        sets = np.arange(1 << len(free))
        count = np.zeros(len(sets), dtype=np.int64)
        binding, effort = count.copy(), count.copy()
        for bit, (_, cost, is_binding) in enumerate(free):
            taken = (sets >> bit) & 1
            count += taken
            binding += taken * is_binding
            effort += taken * cost
        level = self.target.level
        enough = (count + self.verdict.scenarios_at[level] >= self.target.min_scenarios) & (
            binding + self.verdict.binding_at[level] >= self.target.min_binding
        )
        if not enough.any():
            return None
        least = int((effort * STEPS + count)[enough].min())
        return least // STEPS, least % STEPS, 0


def some_of(pack: Pack, chance: random.Random) -> Answers:
    """Answers anywhere between nothing and everything."""
    leaning, missing = chance.random(), chance.choice([0, 0, 0.1])
    choices: dict[str, object] = {}
    for question in pack.questions:
        letters = [o.letter for o in question.options]
        if chance.random() < missing:
            continue
        if question.kind == "multiple":
            choices[question.id] = [x for x in letters[1:] if chance.random() < leaning] or ["A"]
        else:
            choices[question.id] = letters[sum(chance.random() < leaning for _ in letters[1:])]
    for scenario in pack.scenarios:
        if chance.random() >= missing:
            choices[scenario.id] = sum(chance.random() < leaning for _ in range(scenario.top))
    zeros = [s.id for s in pack.scenarios if choices.get(s.id) == 0]
    out = [item for item in zeros if chance.random() < 0.2]
    answers, problems = read_answers(pack, choices, not_applicable=out)
    assert problems == []
    return answers


def cost_of(plan: Plan, before: int) -> Cost:
    return plan.effort, len(plan.steps), before - plan.verdict.score


@pytest.mark.parametrize("seed", range(120))
def test_that_the_best_plan_is_that_of_the_other_method(pack: Pack, seed: int) -> None:
    chance = random.Random(seed)
    answers = some_of(pack, chance)
    for level in (1, 2, 3, 4):
        for outcomes in (False, True):
            tables = Tables(pack, answers, level, outcomes)
            plans = make_plans(pack, answers, pack.levels[level], Wishes(outcomes), others=0)
            least = tables.least(frozenset())
            best = plans.best
            assert (None if best is None else cost_of(best, tables.verdict.score)) == least


@pytest.mark.parametrize("seed", range(200, 230))
def test_that_the_runner_ups_are_those_of_the_other_method(pack: Pack, seed: int) -> None:
    chance = random.Random(seed)
    answers = some_of(pack, chance)
    now = score(pack, answers.choices)
    level = min(4, now.level + chance.choice([1, 2]))
    tables = Tables(pack, answers, level, outcomes=False)
    plans = make_plans(pack, answers, pack.levels[level])
    for number in (1, 2):
        before = [[step.target for step in plan.steps] for plan in plans.all[:number]]
        ways = {frozenset(avoided) for avoided in product(*before)}
        found = [cost for avoided in ways if (cost := tables.least(avoided)) is not None]
        shown = plans.all[number : number + 1]
        assert [cost_of(plan, now.score) for plan in shown] == sorted(found)[:1]
