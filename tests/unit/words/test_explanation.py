import random
import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suzhou_assess.domain.answers import Answers, read_answers
from suzhou_assess.domain.gap import NearPoints, NearScenario, gap_to, next_gap
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.scoring import Verdict, score
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.explanation import Explanation


@pytest.fixture
def explanation(pack: Pack, words: Words) -> Explanation:
    return Explanation(pack, words)


def answered(pack: Pack, figures: dict[str, object] | None = None, **raw: object) -> Answers:
    answers, problems = read_answers(pack, raw, figures)
    assert problems == []
    return answers


def verdict_of(pack: Pack, **raw: object) -> Verdict:
    return score(pack, answered(pack, **raw).choices)


@pytest.mark.parametrize(
    ("question", "choice", "figures", "said"),
    [
        ("Q01", ["B", "C"], {}, "选了 B、C：2 + 2 = 4 分（满分 8 分）"),
        ("Q01", ["A"], {}, "选了 A：0 分（满分 8 分）"),
        ("Q08", "D", {}, "选了 D：4.5 分（满分 7.5 分）"),
        ("Q05", None, {}, "未填：0 分（满分 10 分）"),
        (
            "Q02",
            "D",
            {"devices_total": 100, "devices_digital": 45},
            "数字化率为 45.0%，选了 D：4.5 分（满分 6 分）",
        ),
        (
            "Q15",
            "C",
            {"cost_prev": 80, "cost_last": 70, "revenue_prev": 100, "revenue_last": 100},
            "每百元营收成本：80 → 70 元/百元，选了 C：3 分（满分 3 分）",
        ),
    ],
)
def test_that_the_points_of_a_question_are_explained(
    pack: Pack,
    explanation: Explanation,
    question: str,
    choice: object,
    figures: dict[str, object],
    said: str,
) -> None:
    answers = answered(pack, figures, **{question: choice})
    assert explanation.question(question, answers.choices, answers.figures) == said


def test_that_sums_are_explained_from_the_bottom_up(pack: Pack, explanation: Explanation) -> None:
    verdict = verdict_of(pack, Q01=["B", "C"], Q02="C", Q03="B", Q04=["B", "O"], Q09=["B"])
    assert explanation.indicator("equipment", verdict) == (
        "网络建设 4 + 设备数字化 3 + 设备联网 1.5 = 8.5 分（满分 20 分）"
    )
    assert explanation.dimension("foundation", verdict) == (
        "设备系统 8.5 + 数据采集 1.6 + 信息系统 0 + 信息安全 0 = 10.1 分（满分 50 分）"
    )
    assert explanation.score(verdict) == (
        "数字化基础 10.1 + 数字化管理 1.875 + 数字化成效 0 = 11.975 分（满分 100 分）"
    )


def test_that_an_indicator_of_one_question_has_no_sum(pack: Pack, explanation: Explanation) -> None:
    indicator = pack.place_by_question["Q04"][1].id
    said = explanation.indicator(indicator, verdict_of(pack, Q04=["B"]))
    assert said == "数据采集 0.7 分（满分 10 分）"


LEVEL_TWO = {"Q01": list("BCDE"), "Q02": "E", "Q03": "E", "Q04": list("BCDEFGHIJKLMNO"),
             "Q05": "E", **{f"S{n:02}": 2 for n in range(1, 9)}}  # fmt: skip


def test_that_a_level_is_explained_by_its_conditions_and_those_of_the_next(
    pack: Pack, explanation: Explanation
) -> None:
    assert explanation.level(verdict_of(pack, **LEVEL_TWO)) == (
        "得分 40 分，达到 2 级要求的 40 分",
        "8 个场景在 2 级及以上，达到要求的 6 个",
        "其中约束性场景 5 个，达到 2 级要求的 3 个",
        "得分 40 分，3 级要求 60 分，还差 20 分",
        "3 级及以上的场景有 0 个，要求 8 个，还差 8 个",
        "其中约束性场景 0 个，3 级要求 5 个，还差 5 个",
    )


def test_that_level_zero_is_explained_by_what_level_one_wants(
    pack: Pack, explanation: Explanation
) -> None:
    said = explanation.level(verdict_of(pack))
    assert len(said) == 3
    assert said[0] == "得分 0 分，1 级要求 20 分，还差 20 分"
    assert explanation.level_name(0) == "未达一级"
    assert explanation.level_name(2) == "2 级（规范级）"


def test_that_scenarios_are_counted_in_words(pack: Pack, explanation: Explanation) -> None:
    said = explanation.scenarios(2, verdict_of(pack, **LEVEL_TWO))
    assert said == "2 级及以上的场景有 8 个（其中约束性 5 个），共 16 个场景"


def test_that_the_gap_names_what_is_missing_only(pack: Pack, explanation: Explanation) -> None:
    raw = LEVEL_TWO | {f"S{n:02}": 3 for n in range(1, 8)}
    answers = answered(pack, **raw)
    verdict = score(pack, answers.choices)
    gap = next_gap(pack, answers, verdict)
    assert gap is not None
    assert explanation.gap(gap) == (
        "得分再提高 20 分（40 → 60）",
        "再有 1 个场景达到 3 级（7 → 8）",
        "其中约束性场景再有 1 个达到 3 级（4 → 5）",
    )
    reached = gap_to(pack, answers, verdict, pack.levels[2])
    assert explanation.gap(reached) == ("2 级（规范级）的条件已全部满足",)


def test_that_near_steps_are_said_with_what_they_take(pack: Pack, explanation: Explanation) -> None:
    said = explanation.near_scenario(NearScenario("S11", 1, 1, 3, binding=True))
    assert said.startswith("采购管理（约束性）由 1 级提升到 2 级：")
    assert pack.scenario_by_id["S11"].levels[2].zh in said
    assert "约束性" not in explanation.near_scenario(NearScenario("S02", 1, 1, 3, binding=False))
    more = explanation.near_points(NearPoints("Q04", "F", 700, 2, outcome=False))
    assert re.fullmatch(r"数据采集：增加“F .+”，加 0\.7 分", more)
    step = explanation.near_points(NearPoints("Q05", "C", 2500, 5, outcome=False))
    assert re.fullmatch(r"信息系统：提升到“C .+”，加 2\.5 分", step)
    assert "见效后" in explanation.near_points(NearPoints("Q12", "B", 3500, 5, outcome=True))


@pytest.mark.parametrize(("raw", "points"), [({}, 0), (LEVEL_TWO, 3)])
def test_that_a_reference_is_marked_as_such(
    pack: Pack, explanation: Explanation, raw: dict[str, object], points: int
) -> None:
    said = explanation.reference(pack.references[0], verdict_of(pack, **raw))
    assert said.endswith(f"计 {points} 分（满分 5 分），仅供参考")


@settings(max_examples=50)
@given(seed=st.integers(0, 2**32))
def test_that_every_sum_that_is_shown_is_right_in_both_languages(pack: Pack, seed: int) -> None:
    chance = random.Random(seed)
    raw: dict[str, object] = {s.id: chance.randint(0, 4) for s in pack.scenarios}
    for q in pack.questions:
        letters = [o.letter for o in q.options[1:]]
        many = chance.sample(letters, chance.randint(0, len(letters)))
        raw[q.id] = many if q.kind == "multiple" else chance.choice([None, *letters])
    answers = answered(pack, **raw)
    verdict = score(pack, answers.choices)
    for explained in (Explanation(pack, Words("zh")), Explanation(pack, Words("en"))):
        lines = [explained.score(verdict)]
        lines += [explained.dimension(d.id, verdict) for d in pack.dimensions]
        lines += [explained.indicator(i.id, verdict) for i in pack.indicators]
        lines += [explained.question(q.id, answers.choices, {}) for q in pack.questions]
        for line in lines:
            left, equals, right = line.partition(" = ")
            if equals:
                parts = [Fraction(re.split(r"[\s：]", part)[-1]) for part in left.split(" + ")]
                assert sum(parts) == Fraction(right.split()[0])
        gap = next_gap(pack, answers, verdict)
        lines += [*explained.level(verdict), explained.scenarios(3, verdict)]
        if gap is not None:
            lines += explained.gap(gap)
            lines += map(explained.near_scenario, gap.scenarios)
            lines += map(explained.near_points, gap.points)
        assert not any("{" in line for line in lines)
