"""Conditions and reasons of support measures, said in both languages."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.scoring import score
from suzhou_assess.domain.support import (
    AboveScale,
    Condition,
    LevelWithin,
    OneOf,
    Period,
    Planned,
    PointsBelow,
    Reason,
    ReasonState,
    ScenarioBelow,
    ScoreWithin,
)
from suzhou_assess.domain.text import LANGS
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.support_words import SupportWords

FIRST, LAST = date(2026, 3, 1), date(2026, 10, 31)


@pytest.fixture
def said(words: Words, places: Places, pack: Pack) -> SupportWords:
    return SupportWords(words, places, pack)


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (LevelWithin(least=2), "要求 2 级及以上"),
        (LevelWithin(most=2), "要求不高于 2 级"),
        (LevelWithin(1, 3), "要求 1 至 3 级"),
        (LevelWithin(2, 2), "要求正好 2 级"),
        (ScoreWithin(least=20_500), "要求 20.5 分及以上"),
        (ScoreWithin(20_000, 60_000), "要求 20 至 60 分"),
        (ScenarioBelow(2), "有低于 2 级的场景"),
        (ScenarioBelow(3, ("S05", "S06")), "计划排程、生产管控 中有低于 3 级的场景"),
        (
            PointsBelow(Fraction(3, 5), ("Q03", "equipment")),
            "设备联网、设备系统 中有得分率低于 60% 的",
        ),
        (Planned(), "提升计划里有待办步骤"),
        (Planned(("S05",)), "提升计划涉及 计划排程 中的一项"),
        (OneOf("district", ("320583", "320571")), "要求县级市（区）为昆山、园区"),
        (OneOf("qualification", ("srdi",)), "要求资质为专精特新"),
        (AboveScale(True), "要求规上企业"),
        (AboveScale(False), "要求规下企业"),
        (Period(FIRST, LAST), "2026-03-01 至 2026-10-31 受理"),
        (Period(begins=FIRST), "2026-03-01 起受理"),
        (Period(ends=LAST), "受理至 2026-10-31"),
        (Period(FIRST, FIRST), "仅 2026-03-01 当天受理"),
    ],
)
def test_that_a_condition_says_what_is_asked_for(
    said: SupportWords, condition: Condition, sentence: str
) -> None:
    assert said.condition(condition) == sentence


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (Reason(LevelWithin(least=1), "met", 2), "评估结果为 2 级（要求 1 级及以上）"),
        (Reason(LevelWithin(least=3), "open", 2), "评估结果为 2 级，还差 1 级（要求 3 级及以上）"),
        (
            Reason(LevelWithin(most=1), "closed", 2),
            "评估结果已是 2 级，高于范围（要求不高于 1 级）",
        ),
        (
            Reason(ScoreWithin(least=40_000), "open", 38_125),
            "得分 38.125，还差 1.875 分（要求 40 分及以上）",
        ),
        (
            Reason(ScenarioBelow(2), "met", items=("S01", "S02", "S03", "S04", "S05")),
            "有 5 个场景低于 2 级：产品设计、工艺设计、营销管理、售后服务 等 5 项",
        ),
        (Reason(ScenarioBelow(2), "closed"), "相关场景都已达到 2 级"),
        (
            Reason(PointsBelow(Fraction(1, 2), ("Q02",)), "met", items=("Q02",)),
            "得分率低于 50%：设备数字化 25%",
        ),
        (Reason(Planned(), "open"), "还没有列出待办步骤的提升计划"),
        (Reason(Planned(), "met", items=("Q02",)), "提升计划已列入：设备数字化"),
        (
            Reason(OneOf("size", ("small",)), "unknown"),
            "从业人员或上年营业收入没有填，规模算不出来，请补填（要求小型）",
        ),
        (
            Reason(OneOf("district", ("320571",)), "closed", "320583"),
            "县级市（区）为昆山，不在范围内（要求园区）",
        ),
        (Reason(AboveScale(True), "closed", False), "是规下企业，而这项措施面向规上企业"),
        (
            Reason(AboveScale(True), "unknown"),
            "企业信息里没有填“是否规上”，请补填（要求规上企业）",
        ),
        (Reason(Period(ends=LAST), "closed"), "已经截止（2026-10-31）"),
        (Reason(Period(begins=FIRST), "open"), "还没有开始，2026-03-01 起受理"),
    ],
)
def test_that_a_reason_says_how_the_enterprise_stands(
    said: SupportWords, pack: Pack, reason: Reason, sentence: str
) -> None:
    assert said.reason(reason, score(pack, {"Q02": "B"})) == sentence


ALL: list[tuple[Condition, tuple[ReasonState, ...]]] = [
    (LevelWithin(1, 3), ("met", "open", "closed")),
    (ScoreWithin(1, 3), ("met", "open", "closed")),
    (ScenarioBelow(2, ("S01",)), ("met", "closed")),
    (PointsBelow(Fraction(1, 3), ("Q01",)), ("met", "closed")),
    (Planned(("S01",)), ("met", "open")),
    (OneOf("industry", ("C34", "C99")), ("met", "unknown", "closed")),
    (OneOf("cluster", ("x",)), ("met", "unknown", "closed")),
    (AboveScale(False), ("met", "unknown", "closed")),
    (Period(FIRST, LAST), ("met", "open", "closed")),
]


@pytest.mark.parametrize("lang", LANGS)
def test_that_everything_can_be_said_also_without_an_index_or_a_verdict(
    lang: str, places: Places
) -> None:
    said = SupportWords(Words(lang), places)  # type: ignore[arg-type]
    for condition, states in ALL:
        assert said.condition(condition)
        for state in states:
            value = 0 if isinstance(condition, LevelWithin | ScoreWithin) else "C34"
            assert said.reason(Reason(condition, state, value, ("S01",)))


def test_that_a_place_that_no_list_knows_is_said_by_its_code(
    said: SupportWords,
) -> None:
    assert said.condition(OneOf("industry", ("C99",))) == "要求行业为C99"
