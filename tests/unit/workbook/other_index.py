"""A made-up index that differs from the real one in everything that may differ."""

from __future__ import annotations

from fractions import Fraction

from suzhou_assess.domain.pack import (
    BandRule,
    Dimension,
    Figure,
    Help,
    Indicator,
    Level,
    Option,
    Pack,
    Question,
    Ratio,
    Scenario,
    ScenarioGroup,
    SubIndicator,
    TrendRule,
)
from suzhou_assess.domain.text import Text

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def both(word: str) -> Text:
    return Text(word, f"{word} in English")


def options(*points: int, alone: int | None = None) -> tuple[Option, ...]:
    return tuple(
        Option(LETTERS[i], both(f"选项{i}"), milli, excludes_others=i == alone)
        for i, milli in enumerate(points)
    )


def other_index() -> Pack:
    """Two dimensions, four questions, six levels, scenarios of unequal height, no references."""
    help_ = Help(both("题意"))
    share = Question(
        "P1",
        both("占比"),
        both("占比有多高？"),
        "single",
        25_000,
        (
            Option("A", both("低"), 0, upper=Fraction(1, 3)),
            Option("B", both("中"), 12_345, upper=Fraction(2, 3)),
            Option("C", both("高"), 25_000, upper=Fraction(1)),
        ),
        help_,
        figures=(
            Figure("part", both("部分"), both("吨")),
            Figure("whole", both("总量"), both("吨")),
        ),
        rule=BandRule(both("占比"), Ratio("part", "whole")),
    )
    trend = Question(
        "P2",
        both("走势"),
        both("升了吗？"),
        "single",
        25_000,
        (
            Option("A", both("降"), 0, trend="down"),
            Option("B", both("平"), 1, trend="flat"),
            Option("C", both("升"), 25_000, trend="up"),
        ),
        help_,
        figures=(
            Figure("rate_before", both("之前"), both("%"), maximum=100),
            Figure("rate_after", both("之后"), both("%"), maximum=100),
        ),
        rule=TrendRule(both("合格率"), both("%"), Ratio("rate_before"), Ratio("rate_after")),
    )
    many = Question(
        "P3",
        both("多选"),
        both("有哪些？"),
        "multiple",
        26_000,
        options(*[1000] * 26),
        help_,
    )
    mixed = Question(
        "P4",
        both("又一题"),
        both("还有呢？"),
        "multiple",
        24_000,
        options(0, 23_999, 1, alone=0),
        help_,
    )

    def one(name: str, points: int, *questions: Question) -> Indicator:
        sub = SubIndicator(f"{name}-1", both(name), Fraction(1), points, questions)
        return Indicator(name, both(name), Fraction(1), points, (sub,))

    return Pack(
        id="trial-1",
        edition="2030 试行",
        name=both("试行指标"),
        short_name=both("试行"),
        source=both("虚构"),
        dimensions=(
            Dimension(
                "d1", both("甲维度"), Fraction(1, 2), 50_000, (one("甲", 50_000, share, trend),)
            ),
            Dimension(
                "d2", both("乙维度"), Fraction(1, 2), 50_000, (one("乙", 50_000, many, mixed),)
            ),
        ),
        scenario_dimension=both("场景维度"),
        scenario_groups=(
            ScenarioGroup("g1", both("一组"), tuple(_scenario(i, 2) for i in range(3))),
            ScenarioGroup("g2", both("二组"), tuple(_scenario(i, 5) for i in range(3, 8))),
        ),
        levels=tuple(
            Level(n, both(f"第{n}等"), both("含义"), 15_000 * n, n, n // 2) for n in range(6)
        ),
    )


def _scenario(number: int, top: int) -> Scenario:
    levels = tuple(both(f"场景{number}到{n}级") for n in range(top + 1))
    return Scenario(
        f"X{number}",
        both(f"场景{number}"),
        both("到哪级？"),
        number % 2 == 0,
        levels,
        (1,) * top,
        Help(both("题意")),
    )
