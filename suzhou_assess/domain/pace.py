"""How a campaign goes: done, remaining, where the plan stands, and when the goal will be reached.

Everything is made of days and counts, exactly. The method, as the summary states it too:

- An enterprise is counted on the day of its first assessment within the campaign, as of the
  evening of the day that is asked for.
- The pace is the number of enterprises counted on the last 90 days, that day among them, a day.
  A campaign younger than 90 days is measured by the days that it has had.
- The forecast goes on at this pace: the day plus what remains divided by the pace, rounded up to
  whole days. Without a pace there is no forecast.
- The plan is a straight line from the evening before the first day to the goal on the evening of
  the last. It begins with the campaign, or, where no start is set, with the first assessment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

PACE_DAYS = 90
"""The pace is that of so many days."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """Where a campaign stands on the evening of one day."""

    done: int
    """Enterprises assessed up to that day."""
    goal: int
    remaining: int
    """To the goal; 0 when it is reached or passed."""
    rate: Fraction
    """``done / goal``, above 1 when more were done; 1 for a goal of 0."""
    begin: date | None
    """The first day of the plan; ``None`` when no start is set and nothing was assessed."""
    by: date
    expected: int | None
    """What the plan asks to be done by that day; ``None`` without a begin."""
    behind: int | None
    """``expected - done``; negative when ahead of the plan."""
    pace_days: int
    """Days that the pace is measured by: 90, or as many as the campaign has had."""
    per_day: Fraction
    """New enterprises a day over these days; 0 when there were none."""
    days_left: int
    """From the day after to the last one; 0 or less when no day is left."""
    needed_per_day: Fraction | None
    """What must be done a day from now on; ``None`` when something remains but no day is left."""
    forecast: date | None
    """The day on which the goal was or, at this pace, will be reached; ``None`` without a pace
    and for a day that no calendar has."""
    days_late: int | None
    """From the last day to the forecast; negative when early, ``None`` without a forecast."""


def pace(firsts: Mapping[date, int], goal: int, start: date | None, by: date, as_of: date) -> Pace:
    """How the campaign stands on the evening of ``as_of``.

    ``firsts`` says how many enterprises had their first assessment of the campaign on each day, in
    any order; days before ``start`` and after ``as_of`` are left out. For a part of the city give
    the city's ``begin`` as its start, so that whoever began late has no easier plan.
    """
    counted = {
        day: new
        for day, new in firsts.items()
        if new and day <= as_of and (start is None or day >= start)
    }
    done = sum(counted.values())
    remaining = max(0, goal - done)
    begin = start if start is not None else min(counted, default=None)
    expected = None if begin is None else planned(goal, begin, by, as_of)
    days, per_day = _measured(counted, begin, as_of)
    days_left = (by - as_of).days
    forecast = _ahead(as_of, remaining, per_day) if remaining else _reached(counted, goal)
    return Pace(
        done=done,
        goal=goal,
        remaining=remaining,
        rate=Fraction(done, goal) if goal > 0 else Fraction(1),
        begin=begin,
        by=by,
        expected=expected,
        behind=None if expected is None else expected - done,
        pace_days=days,
        per_day=per_day,
        days_left=days_left,
        needed_per_day=_needed(remaining, days_left),
        forecast=forecast,
        days_late=None if forecast is None else (forecast - by).days,
    )


def planned(goal: int, begin: date, by: date, day: date) -> int:
    """What the straight plan asks to be done by the evening of ``day``, in whole enterprises.

    Nothing before it begins, the goal from its last day on, and at once where it has no day.
    """
    if day >= by:
        return goal
    if day < begin:
        return 0
    return goal * ((day - begin).days + 1) // ((by - begin).days + 1)


def _measured(counted: Mapping[date, int], begin: date | None, as_of: date) -> tuple[int, Fraction]:
    """The days that the pace is measured by, and the pace."""
    if begin is None or begin > as_of:
        return 0, Fraction(0)
    days = min(PACE_DAYS, (as_of - begin).days + 1)
    new = sum(count for day, count in counted.items() if (as_of - day).days < days)
    return days, Fraction(new, days)


def _needed(remaining: int, days_left: int) -> Fraction | None:
    if not remaining:
        return Fraction(0)
    return Fraction(remaining, days_left) if days_left > 0 else None


def _ahead(as_of: date, remaining: int, per_day: Fraction) -> date | None:
    if not per_day:
        return None
    days = -(-remaining // per_day)
    return as_of + days * _DAY if days <= (date.max - as_of).days else None


def _reached(counted: Mapping[date, int], goal: int) -> date | None:
    done = 0
    for day in sorted(counted):
        done += counted[day]
        if done >= goal:
            return day
    return None
