"""区县进度 and 月跟踪: how far each district has come, and month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from suzhou_assess.workbook.book import Colour
from suzhou_assess.workbook.summary_charts import SERIES, Series, columns, lines
from suzhou_assess.workbook.summary_data import District, Roster
from suzhou_assess.workbook.summary_look import Value
from suzhou_assess.workbook.summary_page import (
    Area,
    Briefcase,
    Column,
    Page,
    Said,
    name_width,
    share,
    state_of,
)
from suzhou_assess.workbook.summary_roster import listed_columns, listed_values

DISTRICT, DONE, PLANNED, RATE = 1, 4, 7, 6
"""Columns of the table of 区县进度."""
_COVERAGE = 2
"""Of the columns of the roster, which stand behind these."""
_MONTH_WIDTH, _COUNT_WIDTH = 10, 9.5
_TOTAL, _PLAN, _FORECAST = 2, 3, 5
"""Columns of the first table of 月跟踪."""
_LEAST_COLUMNS = 10


def write_districts(page: Page) -> Area | None:
    """Gives the table, unless nothing was assessed."""
    case, summary = page.case, page.case.summary
    roster = summary.roster
    name = name_width((case.name(one.name) for one in summary.districts), 24)
    with_target = case.has_targets
    # Where there is nothing to measure against, the columns of it would only be blank.
    measured = with_target or summary.pace is not None
    counts = [11, 11, 11] if measured else [18, 18, 18]
    widths = [6, name, *counts, *([11, 10, 11, 11, 11, 11, 12, 12] if measured else [])]
    page.head(widths if roster is None else [*widths, *[10] * len(listed_columns(case))])
    if not summary.all.assessed:
        page.empty()
    chart_row = page.row
    chart_height = 16 if summary.all.assessed else 0
    page.row += chart_height and chart_height + 1
    if not with_target:
        page.note(case.no_targets() + case.say("remark_by_assessed"))
    headers = (
        *(("rank", "centred"), ("district", "text"), ("enterprises", "count")),
        *(("assessed", "count"), ("done", "count"), ("target", "count"), ("rate", "share")),
        *(("planned", "count"), ("behind", "change"), ("per_day", "pace"), ("needed", "pace")),
        *(("forecast_day", "date"), ("state", "centred")),
    )
    header_row = page.row
    kept = len(headers) if measured else DONE + 1
    rows = [
        _district(case, number if one.target is not None or not with_target else None, one)[:kept]
        for number, one in enumerate(summary.districts, start=1)
    ]
    shown = [Column(case.say(f"column_{key}"), look) for key, look in headers[:kept]]
    total = _city(case)[:kept]
    if roster is not None:
        for row, one in zip(rows, summary.districts, strict=True):
            row += listed_values(roster.districts.get(one.name))
        total += listed_values(roster.all)
        rows += _listed_only(case, roster, len(shown))
        shown += listed_columns(case)
    area = page.table(shown, rows, total)
    if measured:
        page.bars(area, RATE, "#9DD3B8", 1.0)
    if roster is not None:
        page.bars(area, kept + _COVERAGE, "#B5D0F2", 1.0)
    last = area.first + len(summary.districts) - 1
    if summary.all.assessed:
        page.row = chart_row
        series = [Series(case.say("column_done"), DONE)]
        if with_target:
            series.append(Series(case.say("column_planned"), PLANNED, "#B9C3D0"))
        title = case.say("chart_done" if with_target else "chart_districts")
        chart = columns(case, title, replace(area, last=last), series, category=DISTRICT)
        page.chart(chart, rows=chart_height)
    page.print_as(repeat=header_row)
    return replace(area, last=last) if summary.all.assessed else None


def _listed_only(case: Briefcase, roster: Roster, width: int) -> list[list[Value | Said]]:
    """Entries of the roster without a district, where the table has no such row yet."""
    known = {one.name for one in case.summary.districts}
    return [
        [None, case.name(name), *[None] * (width - 2), *listed_values(one)]
        for name, one in roster.districts.items()
        if name not in known
    ]


def _district(case: Briefcase, number: int | None, district: District) -> list[Value | Said]:
    pace = district.pace
    done = sum(district.new)
    rank = None if district.name is None else number
    start: list[Value | Said] = [rank, case.name(district.name), district.enterprises]
    if pace is None:
        state = "" if district.name is None else case.no_target
        blank: list[Value | Said] = [None] * 7
        return [*start, district.assessed, done, *blank, Said(state, "muted")]
    needed = pace.needed_per_day
    return [
        *(*start, district.assessed, pace.done, district.target, share(pace.done, district.target)),
        *(pace.expected, None if pace.behind is None else -pace.behind, pace.per_day),
        *(case.say("no_day") if needed is None else needed, pace.forecast),
        state_of(case, pace.behind, reached=not pace.remaining, due=pace.days_left <= 0),
    ]


def _city(case: Briefcase) -> list[Value | Said]:
    summary, pace = case.summary, case.summary.pace
    start: list[Value | Said] = [None, case.say("total"), summary.all.enterprises]
    if pace is None:
        blank: list[Value | Said] = [None] * 8
        return [*start, summary.all.assessed, summary.done, *blank]
    needed = pace.needed_per_day
    return [
        *(*start, summary.all.assessed, pace.done, pace.goal, pace.rate, pace.expected),
        *(None if pace.behind is None else -pace.behind, pace.per_day),
        *(case.say("no_day") if needed is None else needed, pace.forecast),
        state_of(case, pace.behind, reached=not pace.remaining, due=pace.days_left <= 0),
    ]


def write_months(page: Page) -> Area | None:
    """Gives the table that the burn-up is drawn from, unless there is no month."""
    case, summary = page.case, page.case.summary
    count = max(_LEAST_COLUMNS, len(summary.districts) + 1)
    names = [case.name(one.short or one.name) for one in summary.districts]
    page.head([_MONTH_WIDTH, *[name_width(names, _COUNT_WIDTH)] * count])
    if not summary.months:
        page.empty()
        page.print_as()
        return None
    past = [month for month in summary.months if month.new is not None]
    chart_row = page.row
    page.row += 15
    page.heading(case.say("months_all"))
    headers = (
        *(("month", "month"), ("new", "count"), ("total", "count")),
        *(("planned", "count"), ("behind", "change"), ("forecast", "count")),
    )
    blocks = [page.row - 1]
    area = page.table(
        [Column(case.say(f"column_{key}"), look) for key, look in headers],
        [
            [
                *(month.last, month.new, month.total, month.planned),
                None
                if month.planned is None or month.total is None
                else month.total - month.planned,
                month.forecast,
            ]
            for month in summary.months
        ],
    )
    begun = replace(area, last=area.first + len(past) - 1)
    blocks.append(page.row)
    _districts_by_month(page, "months_new", [district.new for district in summary.districts])
    totals = [tuple(accumulate(district.new)) for district in summary.districts]
    blocks.append(page.row)
    by_district = _districts_by_month(page, "months_total", totals)
    page.print_as(landscape=False, blocks=blocks)
    page.row = chart_row
    half = (count + 1) // 2
    new = [Series(case.say("column_new"), 1)]
    chart = columns(case, case.say("chart_new"), begun, new, labels=len(past) <= 12)
    chart.set_x_axis(month_axis(len(past)))
    page.chart(chart, right=half, rows=14)
    series = [
        Series(case.name(one.short or one.name), column, SERIES[at % len(SERIES)])
        for at, (column, one) in enumerate(enumerate(summary.districts, start=2))
    ]
    page.chart(lines(case, case.say("chart_total"), by_district, series), left=half, rows=14)
    return area


def month_axis(months: int) -> dict[str, Any]:
    """Months are told at a distance that leaves them readable."""
    return {
        "num_format": "yyyy-mm",
        "text_axis": True,
        "interval_unit": max(1, -(-months // 8)),
        "num_font": {"name": "微软雅黑", "size": 8, "color": Colour.TEXT},
        "line": {"color": Colour.BORDER},
    }


def _districts_by_month(page: Page, key: str, counts: Sequence[Sequence[int]]) -> Area:
    """A row for each month, a column for all and for each district."""
    case, summary = page.case, page.case.summary
    page.heading(case.say(key))
    names = [case.name(one.short or one.name) for one in summary.districts]
    headers = [Column(case.say("column_month"), "month"), Column(case.say("total"), "count")]
    past = [month for month in summary.months if month.new is not None]
    rows: list[list[Value]] = []
    for at, month in enumerate(past):
        values = [one[at] for one in counts]
        rows.append([month.last, sum(values), *values])
    return page.table([*headers, *(Column(name, "count") for name in names)], rows)


def burn_up(case: Briefcase, months: Area) -> Any:
    """Done against the plan, and what the pace leads to."""
    series = [Series(case.say("column_total"), _TOTAL)]
    if case.summary.pace is not None:
        series.append(Series(case.say("column_planned"), _PLAN, Colour.MUTED, dashed=True))
        series.append(Series(case.say("column_forecast"), _FORECAST, "#E0A43B", dashed=True))
    return lines(case, case.say("chart_burn_up"), months, series)
