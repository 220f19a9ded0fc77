"""The workbook of an improvement plan: what it says, its sums, and nothing computed unasked."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from suzhou_assess.domain.answers import Answers
from suzhou_assess.domain.improvement_plan import PlannedStep
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.planner import make_plans
from suzhou_assess.domain.scoring import score
from suzhou_assess.domain.text import Lang
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.plan_book import PlanBook, plan_workbook

EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://example.com")


@pytest.fixture
def plan(pack: Pack) -> PlanBook:
    best = make_plans(pack, Answers(), pack.levels[2]).best
    assert best is not None
    lines = [PlannedStep(step) for step in best.steps]
    lines[0] = replace(
        lines[0], owner="张工", due=date(2026, 6, 30), cost=Decimal("12.5"), note="试点", done=True
    )
    lines[-1] = replace(lines[-1], cost=Decimal(3))
    return PlanBook(
        pack=pack,
        enterprise="苏州试样机械有限公司",
        uscc="91320583MA00000017",
        mode="self",
        date=date(2025, 6, 1),
        target=2,
        before=score(pack, {}),
        after=best.verdict,
        lines=tuple(lines),
        made_at=datetime(2026, 1, 2, 3, 4).astimezone(),
    )


def opened(plan: PlanBook, lang: Lang = "zh", *, values: bool = True) -> Worksheet:
    content = plan_workbook(plan, Words(lang))
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=values).active
    assert isinstance(sheet, Worksheet)
    return sheet


def rows(sheet: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def row_of(sheet: Worksheet, start: str) -> list[object]:
    return next(row for row in rows(sheet) if str(row[0] or "").startswith(start))


def test_that_it_says_where_it_starts_and_where_it_leads(plan: PlanBook) -> None:
    said = rows(opened(plan))
    assert said[0][0] == "提升计划"
    assert said[1][0] == plan.enterprise
    assert "91320583MA00000017" in str(said[2][0])
    level = next(row for row in said if row[0] == "数字化水平等级")
    assert (level[3], level[4], level[7]) == ("未达一级", "2 级（规范级）", "达到")
    points = next(row for row in said if row[0] == "得分")
    assert (points[3], points[4], points[5]) == (0, plan.after.score / 1000, 40)


def test_that_every_step_stands_there_with_what_was_entered(plan: PlanBook) -> None:
    said = rows(opened(plan))
    steps = [row for row in said if isinstance(row[0], int)]
    assert len(steps) == len(plan.lines)
    first = steps[0]
    assert first[7:] == ["张工", datetime.fromisoformat("2026-06-30"), 12.5, "已完成", "试点"]
    assert {row[10] for row in steps[1:]} == {"未开始"}
    assert [row[5] for row in steps] == [line.step.effort for line in plan.lines]


def test_that_sums_are_formulas_that_stand_there_with_their_values(plan: PlanBook) -> None:
    values, formulas = opened(plan), opened(plan, values=False)
    whole = row_of(values, "合计")
    assert whole[5] == sum(line.step.effort for line in plan.lines)
    assert whole[6] == pytest.approx(sum(line.step.gain for line in plan.lines) / 1000)
    assert whole[9] == 15.5
    parts = [row for row in rows(values) if "小计" in str(row[0])]
    assert sum(float(str(row[5])) for row in parts) == whole[5]
    done = row_of(values, "其中已完成")
    assert (done[9], done[10]) == (12.5, 1)
    for start in ("合计", "得分小计", "应用场景小计"):
        assert str(row_of(formulas, start)[5]).startswith("=SUBTOTAL(9,")
    assert str(row_of(formulas, "其中已完成")[10]).startswith("=COUNTIF(")


def test_that_states_dates_and_costs_have_their_choices(plan: PlanBook) -> None:
    sheet = opened(plan)
    kinds = {one.type: one for one in sheet.data_validations.dataValidation}
    assert set(kinds) == {"list", "date", "decimal"}
    assert kinds["list"].formula1 == '"未开始,进行中,已完成"'
    first = next(row[0].row for row in sheet.iter_rows() if row[0].value == 1)
    assert f"K{first}" in kinds["list"].sqref


def test_that_it_prints_on_pages_with_its_header_on_each(plan: PlanBook) -> None:
    sheet = opened(plan)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    header = next(row[0].row for row in sheet.iter_rows() if row[0].value == "序号")
    assert sheet.print_title_rows == f"${header}:${header}"
    assert sheet.freeze_panes == f"A{header + 1}"


@pytest.mark.parametrize("evil", EVIL)
def test_that_nothing_that_was_typed_becomes_a_formula(plan: PlanBook, evil: str) -> None:
    line = replace(plan.lines[1], owner=evil, note=evil)
    bad = replace(plan, enterprise=evil, lines=(plan.lines[0], line, *plan.lines[2:]))
    sheet = opened(bad, values=False)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == evil]
    assert len(cells) == 3
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_that_it_speaks_english_too(plan: PlanBook) -> None:
    said = rows(opened(plan, "en"))
    assert said[0][0] == "Improvement plan"
    assert not any("一" <= c <= "鿿" for row in said[3:] for v in row[:7] for c in str(v or ""))
