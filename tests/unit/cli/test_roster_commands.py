"""``roster`` and ``campaign``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from running import Run

from suzhou_assess.domain import credit_code

CODE = credit_code.complete("91320583MA0000001")
HEADER = ("单位", "代码", "区县")


@pytest.fixture
def listed(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: tuple[object, ...], sheet: str = "名单") -> Path:
        book = openpyxl.Workbook()
        book.active.title = sheet
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "名单.xlsx")
        return tmp_path / "名单.xlsx"

    return write


def test_that_a_roster_is_imported_and_its_coverage_shown(
    run: Run,
    listed: Callable[..., Path],
    jsonl: Callable[..., Path],
    answers: Callable[..., dict[str, Any]],
) -> None:
    assert run("import", jsonl(answers(1))).code == 0
    path = listed(
        ("应评名单",), ("企业名称", "税号", "区县"), ("甲", CODE, "昆山"), ("乙", None, "太仓")
    )

    imported = run("roster", "import", path)

    assert imported.code == 0
    assert "表头在第 2 行" in imported.out
    assert "应评名单现有 2 家" in imported.out
    [counted] = run("roster", "status", "--json").objects
    assert counted["source"] == "名单.xlsx"
    assert (counted["total"], counted["assessed"], counted["missing"]) == (2, 1, 1)
    assert counted["districts"]["320583"] == {"total": 1, "assessed": 1, "missing": 0}
    shown = run("roster", "status").out
    assert "应评 2 家，已评 1 家（50.0%），未评 1 家" in shown


def test_that_the_missing_are_written(
    run: Run, listed: Callable[..., Path], tmp_path: Path
) -> None:
    run("roster", "import", listed(HEADER, ("甲公司", CODE, "昆山"), ("乙公司", "", "太仓")))
    out = tmp_path / "未评.xlsx"

    ran = run("roster", "missing", out, "--district", "太仓")

    assert (ran.code, "1 家" in ran.out) == (0, True)
    assert openpyxl.load_workbook(out)["未评名单"]["B5"].value == "乙公司"
    assert run("roster", "missing", out, "--district", "南京").code == 2
    assert run("roster", "missing", tmp_path / "a.csv").code == 2


def test_that_faulty_rows_are_named_and_the_rest_goes_in(
    run: Run, listed: Callable[..., Path]
) -> None:
    path = listed(
        HEADER, ("甲公司", CODE, "昆山"), ("甲公司", CODE, "昆山"), ("乙", "9132", "昆山")
    )

    plain = run("roster", "import", path)
    *problems, last = run("roster", "import", path, "--json").objects

    assert plain.code == 1
    assert "B3" in plain.out
    assert [(one["cell"], one["code"], one["left_out"]) for one in problems] == [
        ("B3", "roster_code_twice", True),
        ("B4", "uscc_length", False),
    ]
    assert last["summary"] == {
        "rows": 3,
        "entries": 2,
        "left_out": 1,
        "without_code": 1,
        "skipped": 0,
        "roster": 2,
    }


def test_that_what_was_not_understood_can_be_said(run: Run, listed: Callable[..., Path]) -> None:
    path = listed(("代号", "真名"), ("1", "甲公司"), ("2", "乙公司"))

    by_header = run("roster", "import", path, "--header-row", "1", "--map", "name=真名")
    by_letter = run("roster", "import", path, "--header-row", "1", "--map", "name=b", "--json")

    assert (by_header.code, by_letter.code) == (0, 0)
    assert by_letter.objects[-1]["summary"]["entries"] == 2
    assert "没有“企业”这一列" in run("roster", "import", path, "--map", "name=企业").err
    assert "字段=列名" in run("roster", "import", path, "--map", "nonsense").err
    assert "没有工作表“别的”" in run("roster", "import", path, "--sheet", "别的").err
    assert "第 99 行" in run("roster", "import", path, "--header-row", "99").err


def test_that_a_dry_run_writes_nothing_and_adding_keeps_what_is_there(
    run: Run, listed: Callable[..., Path]
) -> None:
    run("roster", "import", listed(HEADER, ("甲公司", CODE, "昆山")))
    other = listed(HEADER, ("乙公司", "", "太仓"))

    assert "没有写入" in run("roster", "import", other, "--dry-run").out
    assert run("roster", "status", "--json").objects[0]["total"] == 1
    assert "现有 2 家" in run("roster", "import", other, "--add").out
    assert "现有 1 家" in run("roster", "import", other).out


def test_that_a_file_that_is_no_list_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")

    unreadable = run("roster", "import", tmp_path / "a.pdf")
    absent = run("roster", "import", tmp_path / "没有.xlsx")

    assert (unreadable.code, absent.code) == (2, 2)
    assert "不是程序能读的表格" in unreadable.err
    assert "找不到这个文件" in absent.err


def test_that_without_a_roster_it_is_said_how_to_get_one(run: Run) -> None:
    run("campaign", "set", "--goal", "5")

    assert "还没有应评名单" in run("roster", "status").out


def test_that_the_campaign_is_set_and_shown(run: Run) -> None:
    ran = run("campaign", "set", "--name", "2026", "--goal", "5000", "--start", "2026-01-01",
              "--by", "2026-12-31")  # fmt: skip

    assert ran.code == 0
    assert run("campaign", "show", "--json").objects == [
        {
            "name": "2026",
            "goal": 5000,
            "start": "2026-01-01",
            "by": "2026-12-31",
            "targets": {},
            "targets_total": 0,
        }
    ]
    assert run("status", "--json").objects[0]["goal"] == 5000
    run("campaign", "set", "--start", "none")
    assert run("campaign", "show", "--json").objects[0]["start"] is None
    assert "5,000" in run("campaign", "show").out


@pytest.mark.parametrize(
    "wrong",
    [
        ("--goal", "0"),
        ("--by", "明年"),
        ("--start", "2030-01-01"),
        (),
    ],
)
def test_that_a_campaign_that_makes_no_sense_is_not_set(run: Run, wrong: tuple[str, ...]) -> None:
    run("campaign", "set", "--goal", "7")

    assert run("campaign", "set", *wrong).code == 2
    kept = run("campaign", "show", "--json").objects[0]
    assert (kept["goal"], kept["start"]) == (7, None)


def test_that_targets_are_imported_and_compared_with_the_goal(run: Run, tmp_path: Path) -> None:
    run("campaign", "set", "--goal", "9000")
    path = tmp_path / "任务.csv"
    path.write_text("区县,任务\n昆山,6000\n太仓,2000\n", encoding="utf-8")

    tried = run("campaign", "targets", path, "--dry-run")
    assert run("campaign", "show", "--json").objects[0]["targets"] == {}
    ran = run("campaign", "targets", path)

    assert (tried.code, ran.code) == (0, 0)
    assert "合计 8000 家，比总目标 9000 家少 1000 家" in ran.out.replace("\n      ", "")
    kept = run("campaign", "show", "--json").objects[0]
    assert kept["targets"] == {"320583": 6000, "320585": 2000}
    path.write_text("区县,任务\n昆山,x\n", encoding="utf-8")
    assert run("campaign", "targets", path).code == 1
    assert run("campaign", "show", "--json").objects[0] == kept


def test_that_the_commands_speak_english(run: Run, listed: Callable[..., Path]) -> None:
    ran = run("--lang", "en", "roster", "import", listed(HEADER, ("甲公司", CODE, "昆山")))

    assert "the roster has 1 enterprises now" in ran.out
    for command in ("roster", "campaign"):
        assert run("--lang", "en", command, "--help").code == 0
