"""How numbers of 汇总 are said, and what its filters ask for."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from suzhou_assess.domain.pace import Pace, pace
from suzhou_assess.services.rollup_views import RollupFilter
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.rollup_query import RollupQuery, filter_words
from suzhou_assess.ui.models.rollup_words import (
    pace_note,
    pace_words,
    percent,
    points,
    rate,
    whole_percent,
)

TODAY = date(2025, 11, 10)


def going(done: int, per_day: int, *, goal: int = 100, as_of: date = TODAY) -> Pace:
    """A campaign of 2025 that has done so many, the last of them today."""
    firsts = {date(2025, 1, 1): done - per_day, as_of: per_day}
    return pace(firsts, goal, date(2025, 1, 1), date(2025, 12, 31), as_of)


@pytest.mark.parametrize(
    ("count", "total", "said"),
    [
        (0, 10, "0.0%"),
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (9_999, 10_000, "99.9%"),
        (10_000, 10_000, "100.0%"),
        (1, 40_000, "<0.1%"),
        (5, 4, "125.0%"),
        (0, 0, "–"),
    ],
)
def test_that_a_share_is_neither_all_nor_nothing_before_it_is(
    count: int, total: int, said: str
) -> None:
    assert percent(count, total) == said


@pytest.mark.parametrize(
    ("count", "total", "said"), [(0, 9, "0"), (1, 1000, "<1%"), (1, 8, "13%"), (9, 9, "100%")]
)
def test_that_small_cells_have_whole_percents(count: int, total: int, said: str) -> None:
    assert whole_percent(count, total) == said


def test_that_points_and_paces_are_rounded_as_people_do() -> None:
    assert points(44_355) == "44.36"
    assert points(44_354) == "44.35"
    assert rate(Fraction(7, 3)) == "2.3"
    assert rate(Fraction(2494, 20)) == "125"


def test_that_a_pace_is_told_early_late_or_on_time(context: Context) -> None:
    assert pace_words(context, going(100, 5)) == ("已达成", "good")
    assert pace_words(context, going(10, 1)) == ("晚 10 年以上", "warn")
    assert pace_words(context, going(50, 0)) == ("没有进展", "warn")
    early, tone = pace_words(context, going(90, 45))
    assert (early[0], tone) == ("早", "good")
    late, tone = pace_words(context, going(50, 45))
    assert (late[0], tone) == ("晚", "warn")
    overdue = going(90, 45, as_of=date(2026, 1, 5))
    assert pace_words(context, overdue) == ("已逾期 5 天", "warn")


def test_that_the_note_names_day_pace_and_need(context: Context) -> None:
    late = going(50, 45)
    note = pace_note(context, late)
    assert str(late.forecast) in note
    assert "每天 0.5" in note
    assert "需 1.0" in note
    assert "没有新增" in pace_note(context, going(50, 0))
    assert pace_note(context, going(100, 5)) == "2025-11-10 达成"


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        ("all", None, None),
        ("month", date(2025, 11, 1), date(2025, 11, 30)),
        ("quarter", date(2025, 10, 1), date(2025, 12, 31)),
        ("year", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_that_periods_are_those_of_the_day(
    period: str, since: date | None, until: date | None
) -> None:
    query = RollupQuery(period=period)  # type: ignore[arg-type]
    assert query.days(TODAY) == (since, until)
    assert query.wanted(TODAY) == RollupFilter(since=since, until=until)


def test_that_a_day_that_was_set_ends_every_period() -> None:
    day = date(2025, 2, 10)
    assert RollupQuery(as_of=day).wanted(TODAY).until == day
    assert RollupQuery(as_of=day, period="year").wanted(TODAY).until == day
    own = RollupQuery(as_of=day, period="own", until=date(2025, 1, 5))
    assert own.wanted(TODAY).until == date(2025, 1, 5)


def test_that_february_has_its_own_end() -> None:
    query = RollupQuery(period="month", as_of=date(2024, 2, 10))
    assert query.days(TODAY) == (date(2024, 2, 1), date(2024, 2, 29))


def test_that_the_day_alone_narrows_nothing() -> None:
    assert not RollupQuery(as_of=TODAY).narrowed
    assert not RollupQuery(since=TODAY, until=TODAY).narrowed
    assert RollupQuery(period="own", since=TODAY, until=TODAY).narrowed
    assert RollupQuery(sizes=("small",)).narrowed


def test_that_filters_are_said_in_words(context: Context) -> None:
    query = RollupQuery(
        ("320583", "320585", "320506"), ("",), ("small",), "self", "own", date(2025, 1, 1), None
    )
    said = filter_words(context, query, TODAY)
    assert said == "昆山市、太仓市等 3 项 · 未填行业 · 小型 · 自评 · 2025-01-01 起"
    assert filter_words(context, RollupQuery(), TODAY) == ""
