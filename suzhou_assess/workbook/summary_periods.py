"""季调度 and 年考核: who lags in each quarter, and the verdict of each year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from suzhou_assess.workbook.book import Colour
from suzhou_assess.workbook.summary_charts import Series, columns
from suzhou_assess.workbook.summary_data import Period, Share
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

_QUARTER_COLUMNS = (
    *(("quarter", "centred", 18), ("rank", "centred", 8), ("district", "text", 24)),
    *(("new_quarter", "count", 11), ("done_by_end", "count", 11), ("target", "count", 11)),
    *(("planned_by_end", "count", 11), ("behind", "change", 12), ("plan_rate", "share", 11)),
    *(("needed", "pace", 14), ("state", "centred", 12)),
)
_YEAR_COLUMNS = (
    *(("year", "centred", 18), ("rank", "centred", 8), ("district", "text", 24)),
    *(("new_year", "count", 12), ("target_by_year", "count", 13), ("done_by_year", "count", 13)),
    *(("rate", "share", 12), ("behind", "change", 13), ("verdict", "centred", 20)),
)
_DISTRICT, _NEW = 2, 3
_BEHIND = 7
_TARGET, _DONE, _RATE = 4, 5, 6
_CHART_ROWS = 13
_LAGS, _LEADS = "#C2415B", Colour.GOOD

_Row = Callable[[Briefcase, Period, Share], list[Value | Said]]


def write_quarters(page: Page) -> None:
    """Quarter below quarter, the latest first; a chart of the latest."""
    quarters = page.case.summary.quarters
    area = _write(page, "quarter", _QUARTER_COLUMNS, quarters, _quarter)
    if area is None:
        return
    if any(one.planned is not None for one in quarters[0].districts):
        _chart(page, quarters[0], area, [Series("column_behind", _BEHIND)], signed=True)
    else:
        _chart(page, quarters[0], area, [Series("column_new_quarter", _NEW)])


def write_years(page: Page) -> None:
    """Year below year, the latest first; a chart of the latest."""
    years = page.case.summary.years
    area = _write(page, "year", _YEAR_COLUMNS, years, _year)
    if area is None:
        return
    if any(one.target is not None for one in years[0].districts):
        series = [
            Series("column_target_by_year", _TARGET, "#B9C3D0"),
            Series("column_done_by_year", _DONE),
        ]
        _chart(page, years[0], area, series)
    else:
        _chart(page, years[0], area, [Series("column_new_year", _NEW)])


def _write(
    page: Page,
    what: str,
    wanted: Sequence[tuple[str, str, float]],
    periods: Sequence[Period],
    row_of: _Row,
) -> Area | None:
    """One table, so that it can be filtered and its header stands on each page.

    Leaves ``page.row`` where the chart goes, and gives the rows of the latest period's districts.
    """
    case = page.case
    districts = name_width((case.name(one.name) for one in case.summary.districts), 24)
    page.head([districts if key == "district" else width for key, _, width in wanted])
    if not periods:
        page.empty()
        page.print_as()
        return None
    page.note(case.say(f"remark_{what}s") if case.has_targets else case.no_targets())
    page.row += 1
    chart_row = page.row
    page.row += _CHART_ROWS + 1
    header_row = page.row
    rows: list[list[Value | Said]] = []
    for period in periods:
        rows.extend(row_of(case, period, one) for one in period.districts)
        rows.append(
            [_total(cell, at, wanted) for at, cell in enumerate(row_of(case, period, period.all))]
        )
    headers = [Column(case.say(f"column_{name}"), look) for name, look, _ in wanted]
    area = page.table(headers, rows)
    page.sheet.autofilter(header_row, 0, area.last, len(wanted) - 1)
    page.print_as(repeat=header_row)
    page.row = chart_row
    return Area(area.sheet, area.first, area.first + len(periods[0].districts) - 1, 0, area.after)


def _total(cell: Value | Said, at: int, wanted: Sequence[tuple[str, str, float]]) -> Said:
    """A cell of the row of all together."""
    if isinstance(cell, Said):
        return cell
    return Said(cell, f"total_{wanted[at][1]}")


def _chart(
    page: Page, period: Period, area: Area, series: Sequence[Series], *, signed: bool = False
) -> None:
    case = page.case
    named = [Series(case.say(one.name), one.column, one.colour) for one in series]
    title = case.say("chart_of", what=heading(case, period), shown=named[-1].name)
    colours: list[str] = []
    if signed:
        colours = [_LAGS if (one.behind or 0) > 0 else _LEADS for one in period.districts]
    chart = columns(
        case, title, area, named, category=_DISTRICT, signed=signed, point_colours=colours
    )
    page.chart(chart, rows=_CHART_ROWS)


def heading(case: Briefcase, period: Period) -> str:
    """The quarter or year, and that it runs."""
    if period.quarter is None:
        said = case.say("year", year=period.year)
    else:
        said = case.say("quarter", year=period.year, quarter=period.quarter)
    return said if period.over else said + case.say("running", day=period.last.isoformat())


def _start(case: Briefcase, period: Period, one: Share) -> list[Value | Said]:
    """Period, rank, name, new ones."""
    if period.quarter is None:
        said = case.say("year", year=period.year)
    else:
        said = case.say("quarter", year=period.year, quarter=period.quarter)
    name = case.say("total") if one is period.all else case.name(one.name)
    return [said if period.over else said + case.say("unfinished"), one.rank, name, one.new]


def _quarter(case: Briefcase, period: Period, one: Share) -> list[Value | Said]:
    start = [*_start(case, period, one), one.done]
    if one.planned is None or one.behind is None or one.target is None:
        return [*start, *[None] * 5, _no_target(case, period, one)]
    return [
        *(*start, one.target, one.planned, -one.behind),
        _part(one),
        case.say("no_day") if one.needed_per_day is None else one.needed_per_day,
        state_of(case, one.behind, reached=one.reached, due=period.due),
    ]


def _year(case: Briefcase, period: Period, one: Share) -> list[Value | Said]:
    start = _start(case, period, one)
    if one.planned is None or one.behind is None:
        return [*start, None, one.done, None, None, _no_target(case, period, one)]
    return [
        *(*start, one.planned, one.done, _part(one)),
        *(-one.behind, _verdict(case, period, one)),
    ]


def _part(one: Share) -> Fraction:
    """Of the plan; where nothing is asked for yet, all of it is done."""
    return share(one.done, one.planned) or Fraction(0 if one.planned else 1)


def _no_target(case: Briefcase, period: Period, one: Share) -> Said:
    unknown = one.name is None and one is not period.all
    return Said("" if unknown else case.no_target, "muted")


def _verdict(case: Briefcase, period: Period, one: Share) -> Said:
    """Final once the year is over, the target reached or its day gone by."""
    behind = one.behind is not None and one.behind > 0
    if one.reached or (period.over and not behind):
        key, look = "verdict_done", "good"
    elif period.over or period.due:
        key, look = "verdict_failed", "bad"
    else:
        key, look = ("verdict_lagging", "warn") if behind else ("verdict_on_plan", "good")
    return Said(case.say(key), look)
