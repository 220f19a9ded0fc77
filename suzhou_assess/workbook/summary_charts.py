"""Native charts of the summary, in one look. Readers in offices edit and copy them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from suzhou_assess.workbook.book import FONT, Colour
from suzhou_assess.workbook.summary_page import Area, Briefcase

_FONT = {"name": FONT, "size": 9, "color": Colour.TEXT}
_SMALL = {**_FONT, "size": 8}
_TITLE_FONT = {"name": FONT, "size": 11, "bold": True, "color": Colour.TEXT}
_LINE = {"color": Colour.BORDER}
_MANY = 20
SERIES = (
    *("#1463C8", "#1E8E5A", "#E0A43B", "#6C4BD1", "#C2415B", "#3C9BD6"),
    *("#7A5C3E", "#2BA7A0", "#8A94A3", "#B8559A", "#5A6675"),
)
"""Colours of lines that stand beside each other; as many as there are districts and one."""


@dataclass(frozen=True, slots=True)
class Series:
    """One series: a column of a table."""

    name: str
    column: int
    colour: str = Colour.ACCENT
    dashed: bool = False


def columns(
    case: Briefcase,
    title: str,
    area: Area,
    series: Sequence[Series],
    *,
    point_colours: Sequence[str] = (),
    category: int = 0,
    labels: bool = True,
    signed: bool = False,
) -> Any:
    """Upright bars; ``signed`` ones may hang down."""
    chart = case.book.add_chart({"type": "column"})
    for one in series:
        options: dict[str, Any] = _bars(area, one, category) | {"gap": 55}
        if labels:
            form = "+#,##0;-#,##0;0" if signed else "#,##0"
            options["data_labels"] = {"value": True, "num_format": form, "font": _SMALL}
        if point_colours:
            options["points"] = [{"fill": {"color": colour}} for colour in point_colours]
        chart.add_series(options)
    chart.set_x_axis({"num_font": _FONT, "line": _LINE, "label_position": "low"})
    if labels:
        # Every bar says its number, so the axis of numbers would only take room.
        axis: dict[str, Any] = {"visible": False, "major_gridlines": {"visible": False}}
        chart.set_y_axis(axis if signed else axis | {"min": 0})
    else:
        chart.set_y_axis(_numbers())
    return _finish(chart, title, legend=len(series) > 1)


def bars(
    case: Briefcase,
    title: str,
    area: Area,
    series: Series,
    *,
    category: int = 0,
    form: str = "#,##0",
    most: float | None = None,
) -> Any:
    """Lying bars, the first on top: long names stay readable."""
    chart = case.book.add_chart({"type": "bar"})
    labels = {"value": True, "num_format": form, "font": _SMALL}
    chart.add_series(_bars(area, series, category) | {"gap": 40, "data_labels": labels})
    axis: dict[str, Any] = {"visible": False, "min": 0, "major_gridlines": {"visible": False}}
    if most is not None:
        axis["max"] = most
    chart.set_x_axis(axis)
    chart.set_y_axis(_names(area))
    return _finish(chart, title, legend=False)


def shares(
    case: Briefcase, title: str, area: Area, series: Sequence[Series], *, category: int = 0
) -> Any:
    """Lying bars of equal length, each divided into its parts."""
    chart = case.book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    for one in series:
        chart.add_series(_bars(area, one, category) | {"gap": 35})
    chart.set_x_axis(_numbers() | {"num_format": "0%", "label_position": "high"})
    chart.set_y_axis(_names(area))
    return _finish(chart, title, legend=True)


def lines(
    case: Briefcase, title: str, area: Area, series: Sequence[Series], *, category: int = 0
) -> Any:
    """Lines over months."""
    chart = case.book.add_chart({"type": "line"})
    few = area.last - area.first < 2
    for one in series:
        line: dict[str, Any] = {"color": one.colour, "width": 2.25}
        if one.dashed:
            line |= {"dash_type": "dash", "width": 1.5}
        marker = {
            "type": "circle" if few else "none",
            "fill": {"color": one.colour},
            "border": {"color": one.colour},
        }
        chart.add_series(
            {
                "name": one.name,
                "categories": area.column(category),
                "values": area.column(one.column),
                "line": line,
                "marker": marker,
            }
        )
    steps = -(-(area.last - area.first + 1) // 8)
    chart.set_x_axis(
        {
            "num_font": _SMALL,
            "line": _LINE,
            "num_format": "yyyy-mm",
            "text_axis": True,
            "interval_unit": steps,
        }
    )
    chart.set_y_axis(_numbers())
    chart.show_blanks_as("gap")
    return _finish(chart, title, legend=len(series) > 1)


def level_series(case: Briefcase, first: int) -> list[Series]:
    """A series for each level, in its colour; the columns stand beside each other."""
    return [
        Series(case.level(level), first + level, Colour.of_level(level)) for level in case.levels()
    ]


def _bars(area: Area, series: Series, category: int) -> dict[str, Any]:
    return {
        "name": series.name,
        "categories": area.column(category),
        "values": area.column(series.column),
        "fill": {"color": series.colour},
    }


def _names(area: Area) -> dict[str, Any]:
    """All of them, the first on top; smaller where there are many."""
    font = _FONT if area.last - area.first < _MANY else {**_FONT, "size": 7.5}
    return {"reverse": True, "num_font": font, "line": _LINE, "interval_unit": 1}


def _numbers() -> dict[str, Any]:
    return {
        "num_font": _SMALL,
        "num_format": "#,##0",
        "min": 0,
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": Colour.BORDER, "width": 0.75}},
    }


def _finish(chart: Any, title: str, *, legend: bool) -> Any:
    chart.set_title({"name": title, "name_font": _TITLE_FONT, "overlay": False})
    chart.set_legend({"position": "bottom", "font": _SMALL} if legend else {"none": True})
    chart.set_chartarea({"border": {"color": Colour.BORDER}})
    return chart
