"""The planner against every answer there is, on thousands of small indexes."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from every_plan import EveryAnswer
from hypothesis import given
from hypothesis import strategies as st
from small_indexes import small_pack, some_answers, some_wishes

from suzhou_assess.domain.answers import Answers, read_answers
from suzhou_assess.domain.checks import check_answers
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.planner import Wishes, apply_steps, make_plans, plan_of
from suzhou_assess.domain.scoring import score

OTHERS = 3


def brute_force_agrees(seed: int, *, sensible: bool) -> int:
    """Holds the plans to every level of one made-up index against all there are; how many."""
    chance = random.Random(seed)
    pack = small_pack(chance, sensible=sensible)
    answers = some_answers(chance, pack, leaning=chance.choice([0.1, 0.4, 0.7]))
    wishes = some_wishes(chance, pack) if chance.random() < 0.7 else Wishes()
    every, found = EveryAnswer(pack, answers, wishes), 0
    for target in pack.levels:
        plans = make_plans(pack, answers, target, wishes, others=OTHERS)
        expected = every.lean_plans(target)[: OTHERS + 1]
        got = [
            ((plan.effort, len(plan.steps), -plan.verdict.score), dict(plan.answers.choices))
            for plan in plans.all
        ]
        assert got == [(key[:3], choices) for key, choices in expected], (seed, target.level)
        assert bool(plans.shortfall) == (not expected), (seed, target.level)
        found += len(expected)
    return found


@pytest.mark.parametrize("part", range(8))
def test_that_plans_of_sensible_indexes_are_those_that_trying_everything_finds(part: int) -> None:
    met = [brute_force_agrees(seed, sensible=True) for seed in range(part * 250, part * 250 + 250)]
    assert sum(met) > 500


@pytest.mark.parametrize("part", range(8))
def test_that_plans_of_odd_indexes_are_those_that_trying_everything_finds(part: int) -> None:
    """Where a higher level asks less, later options give less, or what stands alone counts."""
    first = 10_000 + part * 250
    met = [brute_force_agrees(seed, sensible=False) for seed in range(first, first + 250)]
    assert sum(met) > 500


@given(st.integers(0, 2**32))
def test_that_the_least_effort_is_found_wherever_hypothesis_looks(seed: int) -> None:
    brute_force_agrees(seed, sensible=bool(seed % 2))


def answered(pack: Pack, not_applicable: tuple[str, ...] = (), **choices: object) -> Answers:
    answers, problems = read_answers(pack, choices, not_applicable=not_applicable)
    assert problems == []
    return answers


def half_way(pack: Pack, seed: int = 1) -> Answers:
    """Answers of an enterprise that has begun."""
    return some_answers(random.Random(seed), pack, leaning=0.35)


def test_that_a_level_that_is_reached_needs_nothing(pack: Pack) -> None:
    plans = make_plans(pack, Answers(), pack.levels[0])
    assert plans.best is not None
    assert (plans.best.steps, plans.best.effort, plans.others) == ((), 0, ())


def test_that_the_answers_of_a_plan_score_what_it_says(pack: Pack) -> None:
    for seed in range(30):
        answers = half_way(pack, seed)
        before = score(pack, answers.choices)
        for target in pack.levels[1:]:
            for plan in make_plans(pack, answers, target, Wishes(outcomes=True)).all:
                assert plan.answers == apply_steps(pack, answers, plan.steps)
                assert plan.verdict == score(pack, plan.answers.choices)
                assert plan.verdict.level >= target.level
                assert plan.effort == sum(step.effort for step in plan.steps)
                gained = sum(step.gain for step in plan.steps)
                assert plan.verdict.score - before.score == gained


def test_that_no_plan_takes_anything_away(pack: Pack) -> None:
    for seed in range(20):
        answers = half_way(pack, seed)
        before = score(pack, answers.choices)
        plan = make_plans(pack, answers, pack.levels[3], Wishes(outcomes=True)).best
        assert plan is not None
        for question, points in before.questions.items():
            assert plan.verdict.questions[question] >= points
        for scenario in pack.scenarios:
            now = answers.choices.get(scenario.id) or 0
            assert plan.answers.choices.get(scenario.id, 0) >= now


def test_that_results_are_planned_only_when_asked_for(pack: Pack) -> None:
    outcomes = {question.id for question in pack.questions if question.outcome}
    usual = make_plans(pack, Answers(), pack.levels[2])
    assert not any(step.item in outcomes for plan in usual.all for step in plan.steps)
    assert usual.best is not None
    asked = make_plans(pack, Answers(), pack.levels[2], Wishes(outcomes=True))
    assert asked.best is not None
    assert {step.item for step in asked.best.steps} & outcomes
    assert all(step.outcome == (step.item in outcomes) for step in asked.best.steps)
    assert asked.best.effort < usual.best.effort


def test_that_a_fixed_change_is_in_every_plan_even_a_result(pack: Pack) -> None:
    wishes = Wishes(fixed=frozenset({("S05", 4), ("Q13", "B"), ("Q04", "H")}))
    for plan in make_plans(pack, half_way(pack), pack.levels[3], wishes).all:
        assert plan.answers.choices["S05"] == 4
        assert plan.answers.choices["Q13"] in ("B", "C")
        assert "H" in plan.answers.choices["Q04"]  # type: ignore[operator]


def test_that_a_fixed_change_may_be_taken_further_where_that_is_easiest(pack: Pack) -> None:
    answers = answered(pack, **({s.id: 2 for s in pack.scenarios} | {"S05": 0}))
    # Seven binding ones are left, and eight are asked for.
    others = {s.id for s in pack.scenarios if not s.binding} - {"S05"}
    left_out = frozenset(others | {"S01", "S03", "S06"})
    wishes = Wishes(fixed=frozenset({("S05", 1)}), excluded=left_out)
    plan = make_plans(pack, answers, pack.levels[3], wishes).best
    assert plan is not None
    assert ("S05", 3) in [step.target for step in plan.steps]


def test_that_what_is_excluded_is_in_no_plan_nor_what_passes_it(pack: Pack) -> None:
    wishes = Wishes(excluded=frozenset({"Q04", ("Q05", "C"), ("S01", 2)}))
    for plan in make_plans(pack, Answers(), pack.levels[2], wishes).all:
        targets = {step.item: step.to for step in plan.steps}
        assert "Q04" not in targets
        assert targets.get("Q05", "B") == "B"
        assert "S01" not in targets


def test_that_what_does_not_apply_is_raised_only_when_fixed(pack: Pack) -> None:
    answers = answered(pack, ("S01", "S03"), S01=0, S03=0)
    plan = make_plans(pack, answers, pack.levels[1]).best
    assert plan is not None
    assert not {"S01", "S03"} & {step.item for step in plan.steps}
    wishes = Wishes(fixed=frozenset({("S01", 1)}))
    fixed = make_plans(pack, answers, pack.levels[1], wishes).best
    assert fixed is not None
    assert fixed.answers.choices["S01"] == 1
    assert fixed.answers.not_applicable == {"S03"}


def test_that_nothing_yet_gives_way_to_what_is_added(pack: Pack) -> None:
    answers = answered(pack, Q06=["A"])
    plan = make_plans(pack, answers, pack.levels[1], Wishes(fixed=frozenset({("Q06", "C")}))).best
    assert plan is not None
    assert plan.answers.choices["Q06"][0] != "A"  # type: ignore[index]
    (step,) = [step for step in plan.steps if step.target == ("Q06", "C")]
    assert (step.kind, step.frm, step.gain) == ("option", None, 1250)


def test_that_a_step_says_from_where_and_for_how_much(pack: Pack) -> None:
    answers = answered(pack, Q05="B", S08=1)
    plan = plan_of(pack, answers, [("Q05", "D"), ("S08", 3), ("S09", 2)])
    assert [(s.item, s.kind, s.frm, s.to, s.effort, s.gain) for s in plan.steps] == [
        ("Q05", "choice", "B", "D", 3 + 8, 5000),
        ("S08", "level", 1, 3, 3 + 8, 0),
        ("S09", "level", None, 2, 1 + 5, 0),
    ]


def test_that_the_same_answers_give_the_same_plans_in_any_order_of_wishes(pack: Pack) -> None:
    answers = half_way(pack, 7)
    reordered = replace(answers, choices=dict(reversed(answers.choices.items())))
    first = make_plans(pack, answers, pack.levels[3])
    second = make_plans(pack, reordered, pack.levels[3])
    assert [p.steps for p in first.all] == [p.steps for p in second.all]
    assert len(first.others) == 2


def test_that_runner_ups_hold_none_of_the_plans_before_them(pack: Pack) -> None:
    plans = make_plans(pack, half_way(pack, 3), pack.levels[3], others=6).all
    steps = [{step.target for step in plan.steps} for plan in plans]
    assert len(plans) == 7
    for n, later in enumerate(steps):
        assert not any(earlier <= later for earlier in steps[:n])
    assert [plan.effort for plan in plans] == sorted(plan.effort for plan in plans)


def test_that_a_plan_says_which_checks_it_would_raise(pack: Pack) -> None:
    answers = answered(pack, Q05="A", **{s.id: 1 for s in pack.scenarios})
    assert check_answers(pack, answers) == []
    plan = plan_of(pack, answers, [("S01", 2)])
    assert [found.where for found in plan.warnings] == [("Q05", "S01")]
    already = answered(pack, Q05="A", **{s.id: 2 for s in pack.scenarios})
    assert plan_of(pack, already, [("Q01", "B")]).warnings == ()


def test_that_figures_of_today_are_no_warning_about_what_a_step_raises(pack: Pack) -> None:
    figures = {"devices_total": 100, "devices_digital": 5}
    answers, problems = read_answers(pack, {"Q02": "A"}, figures)
    assert problems == []
    assert plan_of(pack, answers, [("Q02", "C")]).warnings == ()


@pytest.mark.parametrize(
    "wishes",
    [
        Wishes(fixed=frozenset({("Q01", "A")})),
        Wishes(fixed=frozenset({("Q99", "A")})),
        Wishes(fixed=frozenset({("S01", 5)})),
        Wishes(fixed=frozenset({("S01", 0)})),
        Wishes(excluded=frozenset({"S99"})),
        Wishes(excluded=frozenset({("Q02", "Z")})),
    ],
    ids=["stands alone", "no question", "too high", "level 0", "no item", "no option"],
)
def test_that_a_wish_about_what_is_not_there_is_a_mistake(pack: Pack, wishes: Wishes) -> None:
    with pytest.raises(ValueError, match="pack"):
        make_plans(pack, Answers(), pack.levels[1], wishes)
