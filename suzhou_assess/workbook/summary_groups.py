"""等级分布, 行业分布 and 规模分布: what levels the enterprises have reached, and which ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from suzhou_assess.domain.text import Text
from suzhou_assess.workbook.book import Colour
from suzhou_assess.workbook.summary_charts import (
    Series,
    bars,
    columns,
    level_series,
    shares,
)
from suzhou_assess.workbook.summary_data import Group
from suzhou_assess.workbook.summary_look import Value
from suzhou_assess.workbook.summary_page import (
    Area,
    Briefcase,
    Column,
    Page,
    name_width,
    points,
    share,
)

_NAME_WIDTH, _WIDTH = 28, 11
_ASSESSED = 1
_MOST_ROWS = 21
"""That a chart takes."""
_MANY = 10
"""Groups whose table is too long for a page across."""
_BEFORE_LEVELS = 3
"""Columns of a group's table before its levels: name, assessed, share."""


def write_levels(page: Page) -> Area | None:
    """Gives the table of levels, unless nothing was assessed."""
    case, summary = page.case, page.case.summary
    whole = summary.all
    _head(page, summary.districts)
    if not whole.assessed:
        page.empty()
        page.print_as()
        return None
    charts = page.row
    page.row += 14
    page.heading(case.say("levels_all"))
    headers = (
        *(("level", "text"), ("assessed", "count"), ("share", "share"), ("or_above", "share")),
        *(("min_score", "points"), ("min_scenarios", "count"), ("min_binding", "count")),
    )
    area = page.table(
        [Column(case.say(f"column_{key}"), look) for key, look in headers],
        [_level(case, whole, number) for number in case.levels()],
        [case.say("total"), whole.assessed, share(whole.assessed, whole.assessed), *[None] * 4],
    )
    page.heading(case.say("levels_by_district"))
    blocks = [page.row - 1]
    by_district = _groups(page, "district", summary.districts, whole)
    page.row = charts
    half = _BEFORE_LEVELS
    page.chart(level_chart(case, area), right=half, rows=13)
    title = case.say("chart_level_shares")
    listed = replace(by_district, last=by_district.first + len(summary.districts) - 1)
    page.chart(shares(case, title, listed, level_series(case, _BEFORE_LEVELS)), left=half, rows=13)
    page.row = by_district.after
    page.print_as(blocks=[charts, *blocks])
    return area


def _level(case: Briefcase, whole: Group, number: int) -> list[Value]:
    rule = case.summary.head.pack.levels[number]
    conditions: list[Value] = [None, None, None]
    if number:
        conditions = [points(rule.min_score), rule.min_scenarios, rule.min_binding]
    count, above = whole.levels[number], whole.at_least(number)
    shown = [share(count, whole.assessed), share(above, whole.assessed)]
    return [case.level(number), count, *shown, *conditions]


def level_chart(case: Briefcase, levels: Area) -> Any:
    """How many stand at each level."""
    return columns(
        case,
        case.say("chart_levels"),
        levels,
        [Series(case.say("column_assessed"), _ASSESSED)],
        point_colours=[Colour.of_level(level) for level in case.levels()],
    )


def write_industries(page: Page) -> None:
    """Most assessed first."""
    _write(page, "industry", page.case.summary.industries)


def write_sizes(page: Page) -> None:
    """Largest first."""
    _write(page, "size", page.case.summary.sizes)


def _write(page: Page, key: str, groups: Sequence[Group]) -> None:
    """Two charts side by side, and the table that they are drawn from."""
    case, whole = page.case, page.case.summary.all
    _head(page, groups)
    if not whole.assessed:
        page.empty()
        page.print_as()
        return
    charts, height = page.row, min(_MOST_ROWS, max(12, len(groups) + 4))
    page.row += height + 1
    header_row = page.row
    area = _groups(page, key, groups, whole)
    page.row = charts
    counts = Series(case.say("column_assessed"), _ASSESSED)
    page.chart(bars(case, case.say(f"chart_{key}"), area, counts), right=4, rows=height)
    title = case.say("chart_level_shares")
    page.chart(shares(case, title, area, level_series(case, _BEFORE_LEVELS)), left=4, rows=height)
    page.print_as(repeat=header_row, landscape=len(groups) < _MANY)


def _head(page: Page, groups: Sequence[Group]) -> None:
    levels = len(page.case.levels())
    width = name_width((_name(page.case, group) for group in groups), _NAME_WIDTH)
    page.head([width, *[_WIDTH] * max(6, levels + 5)])


def _groups(page: Page, key: str, groups: Sequence[Group], whole: Group) -> Area:
    """Assessed enterprises of each group by level."""
    case = page.case
    headers = [
        Column(case.say(f"column_{key}")),
        Column(case.say("column_assessed"), "count"),
        Column(case.say("column_share"), "share"),
        *case.level_headers(),
    ]
    rows = [_group(case, _name(case, group), group, whole) for group in groups]
    area = page.table(headers, rows, _group(case, case.say("total"), whole, whole))
    page.bars(area, 2, "#B5D0F2", 1.0)
    return area


def _name(case: Briefcase, group: Group) -> str:
    name: Text | None = group.name
    said = case.name(name)
    return f"{group.code} {said}" if group.code else said


def _group(case: Briefcase, name: str, group: Group, whole: Group) -> list[Value]:
    part = share(group.assessed, whole.assessed)
    return [name, group.assessed, part, *case.level_values(group)]
