"""The improvement plan in another office suite: its sums computed anew, and on paper."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from suzhou_assess.domain.answers import Answers
from suzhou_assess.domain.improvement_plan import PlannedStep
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.planner import make_plans
from suzhou_assess.domain.scoring import score
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.plan_book import PlanBook, plan_workbook

pytestmark = [
    pytest.mark.soffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


def converted(file: Path, kind: str) -> Path:
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"),
            *("--headless", "--convert-to", kind, "--outdir", str(file.parent / "out"), str(file)),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return file.parent / "out" / f"{file.stem}.{kind}"


@pytest.fixture
def written(pack: Pack, tmp_path: Path) -> Path:
    best = make_plans(pack, Answers(), pack.levels[2]).best
    assert best is not None
    lines = tuple(
        PlannedStep(step, "=张工", date(2026, 6, 30), Decimal(n), "+备注", done=n % 3 == 0)
        for n, step in enumerate(best.steps)
    )
    plan = PlanBook(
        pack=pack,
        enterprise="苏州试样机械有限公司",
        uscc="91320583MA00000017",
        mode="self",
        date=date(2025, 6, 1),
        target=2,
        before=score(pack, {}),
        after=best.verdict,
        lines=lines,
        made_at=datetime(2026, 1, 2).astimezone(),
    )
    out = tmp_path / "plan.xlsx"
    out.write_bytes(plan_workbook(plan, Words("zh")))
    return out


def sums(file: Path) -> list[list[object]]:
    sheet = openpyxl.load_workbook(file, data_only=True).active
    assert sheet is not None
    starts = ("得分小计", "应用场景小计", "合计", "其中已完成")
    return [
        [sheet.cell(row, column).value for column in (6, 7, 10, 11)]
        for row in range(1, sheet.max_row + 1)
        if str(sheet.cell(row, 1).value or "").startswith(starts)
    ]


def test_that_sums_computed_anew_are_those_that_were_written(written: Path) -> None:
    before = sums(written)
    assert len(before) == 4
    for mine, its in zip(before, sums(converted(written, "xlsx")), strict=True):
        assert its[:3] == pytest.approx(mine[:3])
        assert its[3] == mine[3]


def test_that_all_of_it_is_on_paper(written: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    paper = converted(written, "pdf")
    text = subprocess.run(
        ["pdftotext", "-layout", str(paper), "-"], check=True, capture_output=True
    ).stdout.decode()
    for words in (
        "提升计划",
        "苏州试样机械有限公司",
        "责任人",
        "2 级（规范级）",
        "合计",
        "=张工",
        "其中已完成",
    ):
        assert words in text, words
    assert text.count("序号") == text.count("\f")  # the header on every page
