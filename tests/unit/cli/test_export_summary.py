"""``export summary`` with its choices."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

Answers = Callable[..., dict[str, Any]]
Lines = Callable[..., Path]


@pytest.fixture
def stored(run, answers: Answers, jsonl: Lines) -> None:
    """Three enterprises: of 昆山, of 园区, and one of 昆山 that was assessed later."""
    given = [answers(number) for number in (1, 2, 3)]
    given[1]["enterprise"] |= {"district": "园区", "industry": "C39"}
    given[2]["enterprise"] |= {"employees": 500, "revenue": 9000}
    given[2]["assessment"]["mode"] = "onsite"
    for one, day in zip(given, ("2025-01-10", "2025-02-10", "2025-06-10"), strict=True):
        one["assessment"]["date"] = day
    assert run("import", jsonl(*given)).code == 0


@pytest.mark.parametrize(
    ("options", "rows", "assessed"),
    [
        ([], 3, 3),
        (["--district", "昆山"], 2, 2),
        (["--district", "昆山", "--district", "园区"], 3, 3),
        (["--since", "2025-02-01"], 3, 2),
        (["--until", "2025-02-28"], 3, 2),
        (["--district", "320583", "--since", "2025-02-01", "--until", "2025-12-31"], 2, 1),
        (["--as-of", "2025-01-31"], 3, 1),
        (["--industry", "C39"], 1, 1),
        (["--industry", "39", "--industry", "C39"], 1, 1),
        (["--size", "中型"], 1, 1),
        (["--size", "medium", "--district", "园区"], 0, 0),
        (["--mode", "onsite"], 3, 1),
        (["--mode", "self"], 3, 2),
    ],
)
def test_that_only_what_was_asked_for_is_in_it(
    run, stored: None, tmp_path: Path, options: list[str], rows: int, assessed: int
) -> None:
    out = tmp_path / "s.xlsx"
    ran = run("export", "summary", out, *options)
    assert (ran.code, str(out) in ran.out) == (0, True)
    table = list(load_workbook(out)["明细"].iter_rows(values_only=True))
    score = table[0].index("得分")
    assert len(table) == rows + 1
    assert sum(row[score] is not None for row in table[1:]) == assessed


def test_that_what_was_chosen_stands_below_every_title(run, stored: None, tmp_path: Path) -> None:
    out = tmp_path / "s.xlsx"
    chosen = ("--district", "昆山", "--since", "2025-01-01", "--mode", "onsite")
    run("export", "summary", out, *chosen, "--industry", "39", "--size", "小")
    for sheet in load_workbook(out).worksheets:
        if sheet.title != "明细":
            said = str(sheet["A2"].value)
            assert "仅含：昆山市" in said
            assert "仅含行业：C39 计算机、通信和其他电子设备制造业" in said
            assert "仅含规模：小型" in said
            assert "仅含现场评定" in said
            assert "仅含 2025-01-01 起的评估" in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--district", "上海"], "上海"),
        (["--industry", "C99"], "C99"),
        (["--size", "巨大"], "大型、中型、小型、微型"),
        (["--mode", "phone"], "self、onsite"),
        (["--since", "昨天"], "昨天"),
        (["--since", "2025-02-01", "--until", "2025-01-01"], "--until"),
    ],
)
def test_that_a_wrong_choice_is_told_and_nothing_written(
    run, stored: None, tmp_path: Path, options: list[str], said: str
) -> None:
    out = tmp_path / "s.xlsx"
    ran = run("export", "summary", out, *options)
    assert ran.code == 2
    assert said in ran.err
    assert not out.exists()
