"""The pace of a campaign: plan, forecast, what is needed."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain.pace import PACE_DAYS, pace, planned

DAY = timedelta(days=1)
START, BY = date(2025, 1, 1), date(2025, 12, 31)

days = st.dates(date(2023, 1, 1), date(2027, 12, 31))
histories = st.dictionaries(days, st.integers(0, 400), max_size=60)
goals = st.integers(0, 50_000)
starts = st.none() | days


def test_that_a_campaign_on_the_line_is_neither_behind_nor_late() -> None:
    ten_a_day = {START + n * DAY: 10 for n in range(365)}

    half_way = pace(ten_a_day, 3650, START, BY, date(2025, 7, 2))

    assert half_way.done == half_way.expected == 1830
    assert half_way.behind == 0
    assert half_way.per_day == half_way.needed_per_day == 10
    assert (half_way.forecast, half_way.days_late) == (BY, 0)
    assert half_way.rate == Fraction(183, 365)


def test_that_only_the_last_ninety_days_make_the_pace() -> None:
    as_of = date(2025, 7, 1)
    just_in, just_out = as_of - 89 * DAY, as_of - 90 * DAY

    found = pace({just_out: 5000, just_in: 90}, 6000, START, BY, as_of)

    assert found.done == 5090
    assert (found.pace_days, found.per_day) == (PACE_DAYS, 1)
    assert found.forecast == as_of + 910 * DAY
    assert found.days_late == (as_of + 910 * DAY - BY).days


def test_that_a_young_campaign_is_measured_by_the_days_it_has_had() -> None:
    found = pace({START + 3 * DAY: 30}, 300, START, BY, START + 9 * DAY)

    assert (found.pace_days, found.per_day) == (10, 3)
    assert found.forecast == START + 9 * DAY + 90 * DAY


def test_that_a_forecast_is_rounded_up_to_whole_days() -> None:
    found = pace({START: 3, START + DAY: 3}, 10, START, BY, START + 1 * DAY)

    assert found.per_day == 3
    assert found.forecast == START + 1 * DAY + 2 * DAY


def test_that_without_a_pace_there_is_no_forecast() -> None:
    quiet = pace({START: 700}, 1000, START, BY, date(2025, 9, 1))

    assert quiet.per_day == 0
    assert (quiet.forecast, quiet.days_late) == (None, None)
    assert quiet.needed_per_day == Fraction(300, 121)


def test_that_a_forecast_beyond_the_calendar_is_none() -> None:
    found = pace({START: 1}, 4_000_000, START, BY, START + 89 * DAY)

    assert found.per_day == Fraction(1, 90)
    assert found.forecast is None


def test_that_a_reached_goal_names_the_day_it_was_reached() -> None:
    history = {START: 60, START + 5 * DAY: 60, START + 9 * DAY: 60}

    found = pace(history, 100, START, BY, START + 20 * DAY)

    assert (found.remaining, found.needed_per_day) == (0, 0)
    assert found.rate == Fraction(9, 5)
    assert found.forecast == START + 5 * DAY
    assert found.days_late == (START + 5 * DAY - BY).days


def test_that_no_pace_is_enough_when_the_last_day_has_come() -> None:
    on_the_day = pace({START: 1}, 100, START, BY, BY)
    after = pace({START: 1}, 100, START, BY, BY + 10 * DAY)

    assert (on_the_day.needed_per_day, on_the_day.days_left) == (None, 0)
    assert (after.needed_per_day, after.days_left) == (None, -10)
    assert on_the_day.expected == after.expected == 100


def test_that_without_a_start_the_plan_begins_with_the_first_assessment() -> None:
    first = date(2025, 12, 22)

    found = pace({first: 5, first + DAY: 5}, 100, None, BY, first + 4 * DAY)

    assert found.begin == first
    assert found.expected == 50
    assert found.behind == 40
    assert found.per_day == 2


def test_that_without_start_and_assessments_there_is_no_plan() -> None:
    found = pace({}, 100, None, BY, START)

    assert (found.begin, found.expected, found.behind) == (None, None, None)
    assert (found.per_day, found.pace_days, found.forecast) == (0, 0, None)


def test_that_a_campaign_that_has_not_begun_expects_nothing_yet() -> None:
    found = pace({START - 9 * DAY: 500}, 100, START, BY, START - DAY)

    assert (found.done, found.expected, found.behind, found.per_day) == (0, 0, 0, 0)


@given(histories, goals, starts, days, days)
def test_that_the_figures_agree_with_each_other(
    history: dict[date, int], goal: int, start: date | None, by: date, as_of: date
) -> None:
    found = pace(history, goal, start, by, as_of)

    counted = {d: n for d, n in history.items() if d <= as_of and (start is None or d >= start)}
    assert found.done == sum(counted.values())
    assert found.remaining == max(0, goal - found.done)
    assert 0 <= found.pace_days <= PACE_DAYS
    assert found.per_day * found.pace_days <= found.done
    if found.expected is not None:
        assert 0 <= found.expected <= goal
        assert found.behind == found.expected - found.done
    if found.needed_per_day is not None:
        assert found.needed_per_day * max(0, found.days_left) >= found.remaining or goal == 0
    assert (found.days_late is None) == (found.forecast is None)
    if found.forecast is not None and found.remaining:
        ahead = (found.forecast - as_of).days
        assert found.per_day * (ahead - 1) < found.remaining <= found.per_day * ahead


@given(histories, st.integers(1, 50_000), starts, days, days, days, st.integers(1, 300))
def test_that_one_more_assessment_never_makes_the_forecast_later(
    history: dict[date, int],
    goal: int,
    start: date,
    by: date,
    as_of: date,
    day: date,
    more: int,
) -> None:
    start = start or date(2023, 1, 1)
    before = pace(history, goal, start, by, as_of)
    after = pace(history | {day: history.get(day, 0) + more}, goal, start, by, as_of)

    assert after.done >= before.done
    assert after.expected == before.expected
    if before.forecast is not None:
        assert after.forecast is not None
        assert after.forecast <= before.forecast


@given(goals, days, days, days)
def test_that_the_plan_rises_to_the_goal(goal: int, begin: date, by: date, day: date) -> None:
    asked, next_day = planned(goal, begin, by, day), planned(goal, begin, by, day + DAY)

    assert 0 <= asked <= next_day <= goal
    assert planned(goal, begin, by, by) == goal
    if begin <= by:
        assert planned(goal, begin, by, begin - DAY) == 0
