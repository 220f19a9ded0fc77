"""总览: how far the programme has come, on one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from suzhou_assess.domain.pace import Pace
from suzhou_assess.workbook.book import Colour
from suzhou_assess.workbook.summary_charts import Series, bars
from suzhou_assess.workbook.summary_groups import level_chart
from suzhou_assess.workbook.summary_look import Value
from suzhou_assess.workbook.summary_page import Area, Briefcase, Page, points, share
from suzhou_assess.workbook.summary_progress import DISTRICT, DONE, RATE, burn_up
from suzhou_assess.workbook.summary_roster import roster_cards

_COLUMNS = 12
_CARDS_A_ROW = 6
_LEFT_CHART = 7
"""Columns that the left one of two charts takes."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The tables that the charts are drawn from; ``None`` where there is nothing to draw."""

    months: Area | None
    levels: Area | None
    districts: Area | None


def write_overview(page: Page, sources: Sources) -> None:
    """The charts are drawn from the tables of the other sheets, so these are written before."""
    case = page.case
    page.head([10.5] * _COLUMNS, case.title)
    page.note(statement(case), "statement")
    page.row += 1
    _write_cards(page, list(_cards(case)), _CARDS_A_ROW)
    if case.summary.roster is not None:
        cards = list(roster_cards(case, case.summary.roster))
        _write_cards(page, cards, len(cards))
    if sources.months is not None:
        page.chart(burn_up(case, sources.months), right=_LEFT_CHART, rows=15)
    if sources.levels is not None:
        page.chart(level_chart(case, sources.levels), left=_LEFT_CHART, rows=15)
    if sources.districts is not None:
        _chart_districts(page, sources.districts)
    page.print_as(pages_high=1)


def statement(case: Briefcase) -> str:
    """The state of things in a sentence or two."""
    summary = case.summary
    pace = summary.pace
    if not summary.all.assessed:
        return case.say("nothing")
    if pace is None:
        said = case.say("stands_alone", assessed=f"{summary.all.assessed:,}")
        return said + _covered(case) + _quality(case)
    said = case.say(
        "stands",
        day=summary.head.as_of.isoformat(),
        done=f"{pace.done:,}",
        rate=f"{float(pace.rate):.1%}",
        goal=f"{pace.goal:,}",
        by=pace.by.isoformat(),
    )
    return said + _course(case, pace) + _covered(case) + _quality(case)


def _course(case: Briefcase, pace: Pace) -> str:
    """Where the plan stands, and what the pace leads to."""
    if not pace.remaining:
        day = "" if pace.forecast is None else pace.forecast.isoformat()
        return case.say("goal_reached", day=day)
    said = ""
    if pace.days_left <= 0:
        said += case.say("goal_missed", remaining=f"{pace.remaining:,}")
    elif pace.behind is not None and pace.behind > 0:
        said += case.say("plan_behind", expected=f"{pace.expected:,}", behind=f"{pace.behind:,}")
    elif pace.behind is not None:
        said += case.say("plan_ahead", expected=f"{pace.expected:,}", ahead=f"{-pace.behind:,}")
    if pace.needed_per_day is not None:
        said += case.say("pace_needed", needed=f"{float(pace.needed_per_day):,.1f}")
    if pace.forecast is None or pace.days_late is None:
        return said + case.say("no_forecast", days=pace.pace_days)
    key = "forecast_late" if pace.days_late > 0 else "forecast_in_time"
    return said + case.say(
        key,
        days=pace.pace_days,
        per_day=f"{float(pace.per_day):,.1f}",
        forecast=pace.forecast.isoformat(),
        difference=f"{abs(pace.days_late):,}",
    )


def _covered(case: Briefcase) -> str:
    """How much of the roster is assessed, where there is one."""
    roster = case.summary.roster
    if roster is None or not roster.all.total:
        return ""
    whole = roster.all
    return case.say(
        "covered",
        total=f"{whole.total:,}",
        assessed=f"{whole.assessed:,}",
        rate=f"{float(share(whole.assessed, whole.total) or 0):.1%}",
        missing=f"{whole.missing:,}",
    )


def _quality(case: Briefcase) -> str:
    whole = case.summary.all
    return case.say(
        "levels_so_far",
        mean=f"{float(points(whole.mean) or 0):.2f}",
        second=f"{float(share(whole.at_least(2), whole.assessed) or 0):.1%}",
        third=f"{float(share(whole.at_least(3), whole.assessed) or 0):.1%}",
    )


def _write_cards(page: Page, cards: Sequence[tuple[str, Value, str, str]], a_row: int) -> None:
    """Each with its label, figure and remark below each other."""
    wide = _COLUMNS // a_row
    for number, (key, value, look, note) in enumerate(cards):
        line, place = divmod(number, a_row)
        row, left = page.row + 4 * line, place * wide
        right = left + wide - 1
        page.merged(row, left, row, right, page.case.say(f"card_{key}"), "card_label")
        page.sheet.set_row(row + 1, 26)
        page.merged(row + 1, left, row + 1, right, value, look)
        page.merged(row + 2, left, row + 2, right, note, "card_note")
        page.sheet.set_row(row + 3, 8)
    page.row += 4 * -(-len(cards) // a_row)


def _cards(case: Briefcase) -> Iterator[tuple[str, Value, str, str]]:
    """Key, figure, look and remark of each card: progress above, what was found below."""
    summary, say = case.summary, case.say
    whole, pace = summary.all, summary.pace
    none = say("none")
    if pace is None:
        yield "goal", say("no_goal"), "card_text", ""
    else:
        yield "goal", pace.goal, "card_count", say("by_day", day=pace.by.isoformat())
    yield "done", summary.done, "card_count", say("of_known", known=f"{whole.enterprises:,}")
    if pace is None:
        for key in ("rate", "behind", "pace", "forecast"):
            yield key, none, "card_text", ""
    else:
        yield "rate", pace.rate, "card_share", say("remaining", remaining=f"{pace.remaining:,}")
        yield from _course_cards(case, pace)
    yield "mean", points(whole.mean), "card_points", _quartiles(case)
    yield "second", share(whole.at_least(2), whole.assessed), "card_share", ""
    yield "third", share(whole.at_least(3), whole.assessed), "card_share", ""
    for mode, count in summary.modes:
        part = share(count, whole.assessed)
        yield mode, count, "card_count", "" if part is None else f"{float(part):.1%}"
    quality = summary.quality
    contradictory = say("contradictory", count=f"{quality.contradictory:,}")
    yield "incomplete", quality.incomplete, "card_count", contradictory


def _course_cards(case: Briefcase, pace: Pace) -> Iterator[tuple[str, Value, str, str]]:
    say, none = case.say, case.say("none")
    if pace.behind is None:
        yield "behind", none, "card_text", ""
    else:
        key = "ahead" if pace.behind < 0 else "behind"
        yield key, abs(pace.behind), "card_count", say("planned", expected=f"{pace.expected:,}")
    needed = pace.needed_per_day
    said = say("no_day_left") if needed is None else say("needed", needed=f"{float(needed):,.1f}")
    yield "pace", f"{float(pace.per_day):,.1f}", "card_text", said
    if pace.forecast is None or pace.days_late is None:
        yield "forecast", none, "card_text", ""
        return
    key = "days_late" if pace.days_late > 0 else "days_early"
    yield "forecast", pace.forecast, "card_date", say(key, days=f"{abs(pace.days_late):,}")


def _quartiles(case: Briefcase) -> str:
    quartiles = case.summary.quartiles
    if quartiles is None:
        return ""
    first, median, third = (f"{float(points(q) or 0):.1f}" for q in quartiles)
    return case.say("quartiles", first=first, median=median, third=third)


def _chart_districts(page: Page, districts: Area) -> None:
    case = page.case
    height = max(10, districts.last - districts.first + 4)
    done = Series(case.say("column_done"), DONE)
    chart = bars(case, case.say("chart_districts"), districts, done, category=DISTRICT)
    if not case.has_targets:
        page.chart(chart, rows=height)
        return
    page.chart(chart, right=_LEFT_CHART, rows=height)
    rate = Series(case.say("column_rate"), RATE, Colour.GOOD)
    title = case.say("chart_rates")
    chart = bars(case, title, districts, rate, category=DISTRICT, form="0.0%")
    page.chart(chart, left=_LEFT_CHART, rows=height)
