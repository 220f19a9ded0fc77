"""数据质量 and 口径说明: how far the numbers can be trusted, and what each of them means."""

from __future__ import annotations

from collections.abc import Iterator

from suzhou_assess.domain.pace import PACE_DAYS
from suzhou_assess.domain.points import as_text
from suzhou_assess.workbook.book import lines_of
from suzhou_assess.workbook.summary_charts import Series, bars
from suzhou_assess.workbook.summary_look import Value
from suzhou_assess.workbook.summary_page import Briefcase, Column, Page, Said, share

_QUALITY_WIDTHS = (52, 12, 12, 46)
_NOTE_WIDTHS = (22, 104)
_DOUBTS = ("equal_date", "two_districts", "same_name", "altered")
NOTES = (
    *("source", "goal", "scope", "assessed", "latest", "held", "done", "plan", "pace", "forecast"),
    *("roster", "rank", "quarters", "years", "share", "score", "level", "scenarios"),
    *("not_applicable", "unanswered", "mean", "quartiles", "full_share", "district", "size"),
    *("quality", "detail"),
)


def write_quality(page: Page) -> None:
    """What of the data is to be looked at, each with what to do about it."""
    case, summary = page.case, page.case.summary
    page.head(_QUALITY_WIDTHS)
    page.note(case.say("remark_quality_sheet"))
    page.row += 1
    headers = (("finding", "wrapped"), ("count", "count"), ("of_assessed", "share"))
    columns = [Column(case.say(f"column_{key}"), look) for key, look in headers]
    columns.append(Column(case.say("column_remedy"), "wrapped"))
    page.heading(case.say("quality_findings"))
    page.table(columns, list(_findings(case)))
    page.heading(case.say("quality_checks"))
    checks = summary.quality.checks
    area = page.table(
        columns,
        [
            [
                *(case.words.text(check.name), check.count),
                share(check.count, summary.all.assessed),
                Said(case.say(f"severity_{check.severity}"), "wrapped"),
            ]
            for check in checks
        ],
    )
    if any(check.count for check in checks):
        counts = Series(case.say("column_count"), 1, "#E0A43B")
        rows = len(checks) + 4
        page.chart(bars(case, case.say("chart_checks"), area, counts), rows=rows)
    page.print_as(landscape=False)


def _findings(case: Briefcase) -> Iterator[list[Value]]:
    quality, assessed = case.summary.quality, case.summary.all.assessed
    for key, count in (
        ("incomplete", quality.incomplete),
        ("contradictory", quality.contradictory),
        ("altered", quality.altered),
        ("no_district", quality.no_district),
        ("no_industry", quality.no_industry),
        ("no_size", quality.no_size),
    ):
        said, remedy = case.say(f"finding_{key}"), case.say(f"remedy_{key}")
        yield [said, count, share(count, assessed), remedy]
    for kind in _DOUBTS:
        yield [
            case.say(f"doubt_{kind}"),
            quality.waiting.get(kind, 0),
            None,
            case.say("remedy_doubt"),
        ]
    said, remedy = case.say("finding_unreadable"), case.say("remedy_unreadable")
    yield [said, quality.unreadable, None, remedy]


def write_notes(page: Page) -> None:
    """Every definition and method."""
    case, head = page.case, page.case.summary.head
    page.head(_NOTE_WIDTHS)
    header_row = page.row
    headers = [Column(case.say(f"column_{key}"), key) for key in ("term", "meaning")]
    headers = [Column(headers[0].header, "term"), Column(headers[1].header, "wrapped")]
    keys = [key for key in NOTES if key != "roster" or case.summary.roster is not None]
    said = [(case.say(f"term_{key}"), note(case, key)) for key in keys]
    page.table(headers, said)
    for row, (_, meaning) in enumerate(said, start=header_row + 1):
        lines = max(1, lines_of(meaning, _NOTE_WIDTHS[1]))
        page.sheet.set_row(row, 14.5 * lines + 8)
    page.text(page.row, 0, case.say("made_by", day=head.made_at.strftime("%Y-%m-%d")), "hint")
    page.print_as(repeat=header_row)


def note(case: Briefcase, key: str) -> str:
    """What one term means."""
    head, pace = case.summary.head, case.summary.pace
    words, pack = case.words, head.pack
    conditions = words.joined(
        tuple(
            case.say(
                "level_rule",
                name=level.name,
                score=as_text(level.min_score),
                scenarios=level.min_scenarios,
                binding=level.min_binding,
            )
            for level in pack.levels
            if level.level
        )
    )
    begin = pace.begin if pace else None
    roster = case.summary.roster
    saved_on = roster.saved_on if roster else None
    return case.say(
        f"note_{key}",
        source=words.text(pack.source),
        goal=head.places.goal.source,
        full=as_text(pack.full_score),
        conditions=conditions,
        days=PACE_DAYS,
        begin=case.say("none") if begin is None else begin.isoformat(),
        by=case.say("none") if pace is None else pace.by.isoformat(),
        as_of=head.as_of.isoformat(),
        list=roster.source if roster else "",
        saved=case.say("none") if saved_on is None else saved_on.isoformat(),
    )
