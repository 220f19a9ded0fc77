"""Plans in words, in both languages."""

from __future__ import annotations

import pytest

from suzhou_assess.domain.answers import Answers, read_answers
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.planner import Wishes, make_plans, plan_of
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.plan_words import PlanWords


@pytest.fixture
def said(pack: Pack) -> PlanWords:
    return PlanWords(pack, Words("zh"))


def test_that_a_step_says_what_changes_and_what_it_brings(pack: Pack, said: PlanWords) -> None:
    answers, _ = read_answers(pack, {"Q05": "B", "S11": 1, "S12": 3})
    targets = [("Q04", "F"), ("Q05", "D"), ("Q08", "C"), ("Q13", "C"), ("S11", 2), ("S15", 2)]
    steps = plan_of(pack, answers, targets).steps
    assert [(said.change(step), said.why(step, 2)) for step in steps] == [
        ("增加 F 项", "加 0.7 分"),
        ("B → D", "加 5 分"),
        ("做到 C", "加 3 分"),
        ("做到 C", "见效后加 7 分"),
        ("1 级 → 2 级", "多一个 2 级场景（约束性）"),
        ("做到 2 级", "多一个 2 级场景"),
    ]
    (more,) = plan_of(pack, answers, [("S12", 4)]).steps
    assert said.why(more, 2) == "已有 2 级，是您要求再往上做的"
    (less,) = plan_of(pack, answers, [("S15", 1)]).steps
    assert said.why(less, 2) == "打基础，还不到 2 级"
    assert said.sentence(steps[4]).startswith("采购管理：1 级 → 2 级（")


def test_that_a_runner_up_is_told_by_what_it_does_instead(pack: Pack, said: PlanWords) -> None:
    plans = [
        plan_of(pack, Answers(), targets)
        for targets in ([("S01", 1)], [("S02", 1)], [("S01", 1), ("Q06", "C")])
    ]
    one, other, more = plans
    assert said.compared(one, other) == "不做产品设计 1 级，改做工艺设计 1 级"
    assert said.compared(one, more) == "另外做网络安全 C"
    assert said.compared(more, one) == "不做网络安全 C"


def test_that_an_impossible_level_is_told_with_what_would_help(pack: Pack, said: PlanWords) -> None:
    wishes = Wishes(excluded=frozenset({"Q04", ("Q08", "B"), "Q05"}))
    plans = make_plans(pack, Answers(), pack.levels[4], wishes)
    (words,) = said.out_of_reach(plans)
    assert words == "4 级（协同级）要求得分 80 分，按现在的条件最多只能到 52.5 分"
    (short,) = plans.shortfall
    assert [said.block(short, block) for block in short.blocked_by] == [
        "把成效题也算进来：最多可再加 20 分，但单靠这一条还不够",
        "重新考虑“数据采集”：最多可再加 10 分，但单靠这一条还不够",
        "重新考虑“信息系统”：最多可再加 10 分，但单靠这一条还不够",
        "重新考虑“规划实施 B”：最多可再加 7.5 分，但单靠这一条还不够",
    ]
    assert said.without_wishes(short) == ""


def test_that_a_scenario_that_does_not_apply_can_be_taken_up(pack: Pack, said: PlanWords) -> None:
    out = [scenario.id for scenario in pack.scenarios if scenario.binding][:6]
    answers, _ = read_answers(pack, {}, not_applicable=out)
    (short,) = make_plans(pack, answers, pack.levels[3]).shortfall
    assert said.block(short, short.blocked_by[0]) == (
        "“产品设计”改为适用：可再多 1 个约束性场景，这就够了"
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_everything_can_be_said_in_both_languages(pack: Pack, lang: str) -> None:
    words = PlanWords(pack, Words("en" if lang == "en" else "zh"))
    for plan in make_plans(pack, Answers(), pack.levels[2], Wishes(outcomes=True)).all:
        assert words.result(plan)
        for step in plan.steps:
            for told in (words.sentence(step), words.why(step, 2), words.effort(step.effort)):
                assert told
                assert lang == "zh" or told.isascii() or "→" in told
