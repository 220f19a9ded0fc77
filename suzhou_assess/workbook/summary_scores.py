"""指标得分 and 场景等级: where the points are lost, and how far each scenario has come."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from suzhou_assess.domain.spread import PointsSpread, ScenarioSpread
from suzhou_assess.workbook.book import Colour
from suzhou_assess.workbook.summary_charts import Series, bars, shares
from suzhou_assess.workbook.summary_look import Value
from suzhou_assess.workbook.summary_page import Area, Column, Page, points, share

_SCORE_COLUMNS = (
    *(("item", "text", 34), ("full", "points", 9), ("mean", "mean", 10), ("got", "share", 11)),
    *(("q1", "points", 11), ("median", "points", 11), ("q3", "points", 11)),
    *(("at_full", "count", 12), ("full_share", "share", 12)),
)
_GOT, _FULL_SHARE = 3, 8
_SCENARIO_WIDTHS = (26, 22, 9)


def write_scores(page: Page) -> None:
    """A table of the indicators and one of the questions."""
    case, summary = page.case, page.case.summary
    page.head([width for _, _, width in _SCORE_COLUMNS])
    if not summary.all.assessed:
        page.empty()
        page.print_as()
        return
    page.note(case.say("remark_scores"))
    page.row += 1
    charts, height = page.row, max(len(summary.indicators), len(summary.questions)) + 3
    page.row += height + 1
    page.heading(case.say("scores_indicators"))
    names = [case.words.text(one.name) for one in summary.indicators]
    indicators = _scores(page, "indicator", names, summary.indicators)
    page.heading(case.say("scores_questions"))
    second = page.row
    names = [f"{one.id} {case.words.text(one.name)}" for one in summary.questions]
    questions = _scores(page, "question", names, summary.questions)
    page.row = charts
    got = Series(case.say("column_got"), _GOT)
    for area, key, left, right in (
        (indicators, "indicators", 0, 3),
        (questions, "questions", 3, None),
    ):
        chart = bars(case, case.say(f"chart_{key}"), area, got, form="0.0%", most=1)
        page.chart(chart, left=left, right=right, rows=height)
    page.print_as(blocks=[charts, indicators.first - 2, second - 1])


def _scores(page: Page, item: str, names: Sequence[str], items: Sequence[PointsSpread]) -> Area:
    case, assessed = page.case, page.case.summary.all.assessed
    named = ((item, "text"), *((key, look) for key, look, _ in _SCORE_COLUMNS[1:]))
    headers = [Column(case.say(f"column_{key}"), look) for key, look in named]
    rows = [
        [
            *(name, points(one.full), points(one.mean), _got(one)),
            *((None, None, None) if one.quartiles is None else map(points, one.quartiles)),
            *(one.at_full, share(one.at_full, assessed)),
        ]
        for name, one in zip(names, items, strict=True)
    ]
    area = page.table(headers, rows)
    page.bars(area, _GOT, "#B5D0F2", 1.0)
    page.bars(area, _FULL_SHARE, "#9DD3B8", 1.0)
    return area


def _got(one: PointsSpread) -> Fraction | None:
    """The part of the points that is got on average (得分率)."""
    return None if one.mean is None or not one.full else Fraction(one.mean, one.full)


def write_scenarios(page: Page) -> None:
    """Counts, and beside them shares in colours."""
    case, summary = page.case, page.case.summary
    levels = max((len(one.counts) for one in summary.scenarios), default=0)
    page.head([*_SCENARIO_WIDTHS, *[8.5] * (levels * 2 + 2), 11])
    if not summary.all.assessed:
        page.empty()
        page.print_as()
        return
    page.note(case.say("remark_scenarios_sheet"))
    page.row += 1
    chart_row, height = page.row, len(summary.scenarios) + 5
    page.row += height + 1
    header_row = page.row
    counted = [case.say("column_scenario_level", level=level) for level in range(levels)]
    shared = [case.say("column_scenario_share", level=level) for level in range(levels)]
    headers = [
        Column(case.say("column_scenario")),
        Column(case.say("column_group")),
        Column(case.say("column_kind"), "centred"),
        *(Column(said, "count") for said in counted),
        Column(case.say("column_not_applicable"), "count"),
        Column(case.say("column_unjudged"), "count"),
        *(Column(said, "share") for said in shared),
        Column(case.say("column_second"), "share"),
    ]
    area = page.table(headers, [_scenario(page, one, levels) for one in summary.scenarios])
    first_share = len(_SCENARIO_WIDTHS) + levels + 2
    page.scale(area, first_share, first_share + levels - 1, "#6FA8E8")
    page.bars(area, first_share + levels, "#9DD3B8", 1.0)
    page.row = chart_row
    first = len(_SCENARIO_WIDTHS)
    series = [Series(said, first + at, Colour.of_level(at)) for at, said in enumerate(counted)]
    series.append(Series(case.say("column_not_applicable"), first + levels, Colour.BORDER))
    page.chart(shares(case, case.say("chart_scenarios"), area, series), rows=height)
    page.print_as(repeat=header_row)


def _scenario(page: Page, one: ScenarioSpread, levels: int) -> list[Value]:
    """Shares are of all assessed enterprises, those that it doesn't apply to among them."""
    case, assessed = page.case, page.case.summary.all.assessed
    counts = [*one.counts, *[0] * (levels - len(one.counts))]
    star = " ★" if one.binding else ""
    return [
        f"{one.id} {case.words.text(one.name)}{star}",
        case.words.text(one.group),
        case.say("binding" if one.binding else "guiding"),
        *counts,
        one.not_applicable,
        one.unanswered,
        *(share(count, assessed) for count in counts),
        share(sum(counts[2:]), assessed),
    ]
