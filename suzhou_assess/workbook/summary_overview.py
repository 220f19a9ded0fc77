"""总览: how far the programme has come, on one page with two charts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from suzhou_assess.workbook.book import FONT, Colour
from suzhou_assess.workbook.summary_look import put
from suzhou_assess.workbook.summary_tables import Tables, points

_CHART_WIDTH = 620
_FONT = {"name": FONT, "size": 9, "color": Colour.TEXT}
_TITLE_FONT = {"name": FONT, "size": 11, "bold": True, "color": Colour.TEXT}


def write_overview(book: Workbook, sheet: Worksheet, tables: Tables) -> None:
    look, tally = tables.look, tables.tally
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, 4, 13)
    sheet.set_column(5, 5, 3)
    sheet.set_row(0, 34)
    sheet.write_string(0, 1, tables.say("title"), look["title"])
    sheet.write_string(1, 1, tables.made(), look["hint"])
    row = 3
    for key, value, form in _figures(tables):
        sheet.set_row(row, 22)
        sheet.write_string(row, 1, tables.say(f"figure_{key}"), look["label"])
        put(sheet, row, 2, value, look[form])
        row += 1
    levels = row + 1
    sheet.write_string(levels, 1, tables.say("levels_heading"), look["heading"])
    last = tables.table(
        sheet,
        levels + 1,
        1,
        ("level", "assessed", "share"),
        [
            [
                (tables.level_name(n), "text"),
                (tally.all.levels[n], "count"),
                (tables.share(tally.all.levels[n]), "share"),
            ]
            for n in tables.levels()
        ],
        tables.total([(tally.all.assessed, "count"), (tables.share(tally.all.assessed), "share")]),
    )
    _level_chart(book, sheet, tables, levels, levels + 2, last - 1)
    districts = max(last + 2, levels + 15)
    sheet.write_string(districts, 1, tables.say("districts_heading"), look["heading"])
    entries = tables.districts()
    end = tables.table(
        sheet,
        districts + 1,
        1,
        ("district", "assessed", "share", "mean"),
        [
            [
                (name, "text"),
                (counts.assessed, "count"),
                (tables.share(counts.assessed), "share"),
                (points(counts), "points"),
            ]
            for name, counts in entries
        ],
        tables.total(
            [
                (tally.all.assessed, "count"),
                (tables.share(tally.all.assessed), "share"),
                (points(tally.all), "points"),
            ]
        ),
    )
    _district_chart(book, sheet, tables, districts, districts + 2, end - 1)


def _figures(tables: Tables) -> Iterator[tuple[str, Any, str]]:
    head, tally = tables.head, tables.tally
    assessed = tally.all.assessed
    yield "goal", head.goal, "figure"
    yield "goal_by", datetime.combine(head.goal_by, time()), "figure_date"
    yield "assessed", assessed, "figure"
    yield "rate", assessed / head.goal if head.goal else None, "figure_share"
    yield "remaining", max(0, head.goal - assessed), "figure"
    yield "mean", points(tally.all), "figure_points"
    yield "enterprises", tally.enterprises, "figure"
    yield "incomplete", tally.incomplete, "figure"


def _level_chart(
    book: Workbook, sheet: Worksheet, tables: Tables, at: int, first: int, last: int
) -> None:
    chart = book.add_chart({"type": "column"})
    name = sheet.get_name()
    chart.add_series(
        {
            "name": tables.say("column_assessed"),
            "categories": [name, first, 1, last, 1],
            "values": [name, first, 2, last, 2],
            "points": [{"fill": {"color": Colour.of_level(n)}} for n in tables.levels()],
            "data_labels": {"value": True, "num_format": "#,##0", "font": _FONT},
            "gap": 60,
        }
    )
    chart.set_title({"name": tables.say("levels_heading"), "name_font": _TITLE_FONT})
    chart.set_x_axis({"num_font": _FONT, "line": {"color": Colour.BORDER}})
    chart.set_y_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    _finish_chart(chart, rows=14)
    sheet.insert_chart(at, 6, chart, {"object_position": 2})


def _district_chart(
    book: Workbook, sheet: Worksheet, tables: Tables, at: int, first: int, last: int
) -> None:
    chart = book.add_chart({"type": "bar"})
    name = sheet.get_name()
    chart.add_series(
        {
            "name": tables.say("column_assessed"),
            "categories": [name, first, 1, last, 1],
            "values": [name, first, 2, last, 2],
            "fill": {"color": Colour.ACCENT},
            "data_labels": {"value": True, "num_format": "#,##0", "font": _FONT},
            "gap": 45,
        }
    )
    chart.set_title({"name": tables.say("districts_heading"), "name_font": _TITLE_FONT})
    # Every bar says its number, so the axis of numbers would only take room.
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_y_axis({"reverse": True, "num_font": _FONT, "line": {"color": Colour.BORDER}})
    _finish_chart(chart, rows=16)
    sheet.insert_chart(at, 6, chart, {"object_position": 2})


def _finish_chart(chart: Any, rows: int) -> None:
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"color": Colour.BORDER}})
    chart.set_size({"width": _CHART_WIDTH, "height": rows * 20})
