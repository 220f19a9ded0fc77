"""The score against a second calculation of the index, written from its tables by hand.

Nothing here comes from the pack: a wrong weight in the pack, or a wrong sum in the program, shows.
"""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from suzhou_assess.domain.answers import read_answers
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.scoring import Verdict, score

SINGLE = {
    "Q02": "0 1.5 3 4.5 6",
    "Q03": "0 1.5 3 4.5 6",
    "Q05": "0 2.5 5 7.5 10",
    "Q08": "0 1.5 3 4.5 6 7.5",
    "Q11": "0 1.875 3.75 5.625 7.5",
    "Q12": "0 3.5 7",
    "Q13": "0 3.5 7",
    "Q14": "0 1.5 3",
    "Q15": "0 1.5 3",
}
MULTIPLE = {
    "Q01": "0 2 2 2 2",
    "Q04": "0" + " 0.7" * 13 + " 0.9",
    "Q06": "0 1.25 1.25 1.25 1.25",
    "Q07": "0 1.25 1.25 1.25 1.25",
    "Q09": "0 1.875 1.875 1.875 1.875",
    "Q10": "0 1.5 1.5 1.5 1.5 1.5",
}
POINTS = {
    name: dict(zip("ABCDEFGHIJKLMNO", map(Fraction, points.split()), strict=False))
    for name, points in (SINGLE | MULTIPLE).items()
}
DIMENSIONS = {
    "数字化基础": ["Q01", "Q02", "Q03", "Q04", "Q05", "Q06", "Q07"],
    "数字化管理": ["Q08", "Q09", "Q10", "Q11"],
    "数字化成效": ["Q12", "Q13", "Q14", "Q15"],
}
INDICATORS = {
    "设备系统": ["Q01", "Q02", "Q03"],
    "数据采集": ["Q04"],
    "信息系统": ["Q05"],
    "信息安全": ["Q06", "Q07"],
    "规划管理": ["Q08", "Q09"],
    "要素保障": ["Q10", "Q11"],
    "绿色低碳": ["Q12"],
    "产品质量": ["Q13"],
    "市场效益": ["Q14", "Q15"],
}
SCENARIOS = [f"S{n:02}" for n in range(1, 17)]
BINDING = {"S01", "S03", "S06", "S07", "S08", "S09", "S10", "S11", "S12", "S13"}
LEVELS = {1: (20, 6, 3), 2: (40, 6, 3), 3: (60, 8, 5), 4: (80, 10, 6)}


def points_of(answers: dict[str, object], question: str) -> Fraction:
    given = answers.get(question)
    if given is None:
        return Fraction(0)
    return sum((POINTS[question][letter] for letter in given), Fraction(0))  # type: ignore[attr-defined]


def at_or_above(answers: dict[str, object], level: int, among: set[str]) -> int:
    judged = (answers.get(name) for name in SCENARIOS if name in among)
    return sum(1 for found in judged if isinstance(found, int) and found >= level)


def level_of(total: Fraction, answers: dict[str, object]) -> int:
    reached = [
        level
        for level, (points, scenarios, binding) in LEVELS.items()
        if total >= points
        and at_or_above(answers, level, set(SCENARIOS)) >= scenarios
        and at_or_above(answers, level, BINDING) >= binding
    ]
    return max(reached, default=0)


def random_answers(chance: random.Random) -> dict[str, object]:
    """From all empty to all best, so that every level is reached."""
    leaning = chance.betavariate(0.6, 0.6)
    skipping = chance.choice([0, 0, 0.05, 0.4])
    answers: dict[str, object] = {}
    for question, points in POINTS.items():
        if chance.random() < skipping:
            continue
        letters = list(points)
        if question in SINGLE:
            last = len(letters) - 1
            answers[question] = letters[sum(chance.random() < leaning for _ in range(last))]
        else:
            chosen = [x for x in letters[1:] if chance.random() < leaning] or ["A"]
            chance.shuffle(chosen)
            answers[question] = chosen
    for scenario in SCENARIOS:
        if chance.random() >= skipping:
            answers[scenario] = sum(chance.random() < leaning for _ in range(4))
    return answers


def verdict_of(pack: Pack, answers: dict[str, object]) -> Verdict:
    understood, problems = read_answers(pack, answers)
    assert problems == []
    return score(pack, understood.choices)


def test_that_thousands_of_random_answer_sets_score_as_calculated_by_hand(pack: Pack) -> None:
    chance = random.Random(2024)
    names = {d.name.zh: d.id for d in pack.dimensions} | {i.name.zh: i.id for i in pack.indicators}
    levels: set[int] = set()
    for _ in range(4000):
        answers = random_answers(chance)
        verdict = verdict_of(pack, answers)
        expected = {question: points_of(answers, question) for question in POINTS}
        total = sum(expected.values(), Fraction(0))
        assert verdict.score == total * 1000
        assert verdict.questions == {q: points * 1000 for q, points in expected.items()}
        for name, members in DIMENSIONS.items():
            assert verdict.dimensions[names[name]] == 1000 * sum(expected[q] for q in members)
        for name, members in INDICATORS.items():
            assert verdict.indicators[names[name]] == 1000 * sum(expected[q] for q in members)
        for level in range(5):
            counted = at_or_above(answers, level, set(SCENARIOS))
            assert verdict.scenarios_at[level] == counted
            assert verdict.binding_at[level] == at_or_above(answers, level, BINDING)
        assert verdict.level == level_of(total, answers)
        assert set(verdict.unanswered) == (set(POINTS) | set(SCENARIOS)) - answers.keys()
        levels.add(verdict.level)
    assert levels == {0, 1, 2, 3, 4}


@cache
def answers_by_points() -> dict[Fraction, dict[str, object]]:
    """For every number of points that can be reached at all, some answers that reach it."""
    reached: dict[Fraction, dict[str, object]] = {Fraction(0): {}}
    for question, points in POINTS.items():
        letters = list(points)
        ways: list[object] = list(letters)
        if question in MULTIPLE:
            ways = [letters[1 : n + 1] for n in range(1, len(letters))] + [letters[-1:]]
        longer: dict[Fraction, dict[str, object]] = {}
        for total, answers in reached.items():
            longer.setdefault(total, answers)
            for way in ways:
                gained = sum((points[letter] for letter in way), Fraction(0))  # type: ignore[attr-defined]
                longer.setdefault(total + gained, answers | {question: way})
        reached = longer
    return reached


def scenarios_at(level: int, count: int, binding: int) -> dict[str, object]:
    """``count`` scenarios at the level, ``binding`` of them binding, the rest one below."""
    order = sorted(BINDING)[:binding] + sorted(set(SCENARIOS) - BINDING)
    chosen = (order + sorted(BINDING)[binding:])[:count]
    return {name: level if name in chosen else level - 1 for name in SCENARIOS}


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_that_a_score_on_the_edge_of_a_level_counts_and_the_next_below_does_not(
    pack: Pack, level: int
) -> None:
    edge, scenarios, binding = LEVELS[level]
    judged = scenarios_at(level, scenarios, binding)
    by_points = answers_by_points()
    on_edge = verdict_of(pack, by_points[Fraction(edge)] | judged)
    below = verdict_of(pack, by_points[max(p for p in by_points if p < edge)] | judged)
    assert (on_edge.score, on_edge.level) == (edge * 1000, level)
    assert below.score >= edge * 1000 - 100
    assert below.level < level


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_that_a_thousandth_below_the_edge_is_below(pack: Pack, level: int) -> None:
    edge, scenarios, binding = LEVELS[level]
    answers = answers_by_points()[Fraction(edge)] | scenarios_at(level, scenarios, binding)

    def with_edge_moved(milli: int) -> Pack:
        moved = replace(pack.levels[level], min_score=pack.levels[level].min_score + milli)
        return replace(pack, levels=(*pack.levels[:level], moved, *pack.levels[level + 1 :]))

    assert verdict_of(with_edge_moved(0), answers).level == level
    assert verdict_of(with_edge_moved(1), answers).level < level


@pytest.mark.parametrize("level", [1, 2, 3, 4])
@pytest.mark.parametrize(("fewer_scenarios", "fewer_binding"), [(1, 0), (0, 1)])
def test_that_one_scenario_or_binding_scenario_short_misses_the_level(
    pack: Pack, level: int, fewer_scenarios: int, fewer_binding: int
) -> None:
    _, scenarios, binding = LEVELS[level]
    best = answers_by_points()[Fraction(100)]
    enough = verdict_of(pack, best | scenarios_at(level, scenarios, binding))
    short = verdict_of(
        pack, best | scenarios_at(level, scenarios - fewer_scenarios, binding - fewer_binding)
    )
    assert enough.level == level
    assert enough.scenarios_at[level] - short.scenarios_at[level] == fewer_scenarios
    assert enough.binding_at[level] - short.binding_at[level] == fewer_binding
    assert short.level < level


def test_that_no_answers_at_all_are_level_zero_and_incomplete(pack: Pack) -> None:
    verdict = verdict_of(pack, {})
    assert (verdict.score, verdict.level, verdict.complete) == (0, 0, False)
    assert verdict.unanswered == pack.item_ids


def test_that_the_best_answers_make_exactly_100_points_and_level_four(pack: Pack) -> None:
    verdict = verdict_of(pack, answers_by_points()[Fraction(100)] | dict.fromkeys(SCENARIOS, 4))
    assert (verdict.score, verdict.level, verdict.complete) == (100_000, 4, True)


def test_that_the_pack_has_the_weights_kinds_and_marks_of_the_index(pack: Pack) -> None:
    for question in pack.questions:
        assert question.kind == ("multiple" if question.id in MULTIPLE else "single")
        written = {option.letter: Fraction(option.points, 1000) for option in question.options}
        assert written == POINTS[question.id]
    assert [s.id for s in pack.scenarios] == SCENARIOS
    assert {s.id for s in pack.scenarios if s.binding} == BINDING
    assert {d.name.zh: d.points for d in pack.dimensions} == {
        "数字化基础": 50_000,
        "数字化管理": 30_000,
        "数字化成效": 20_000,
    }
    assert [i.name.zh for i in pack.indicators] == list(INDICATORS)
