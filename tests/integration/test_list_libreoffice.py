"""Lists that went through another office suite, and the missing list on paper."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.roster import RosterCheck, RosterEntry
from suzhou_assess.services.roster import check_list, read_list, save_roster, write_missing
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words

pytestmark = [
    pytest.mark.soffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


def converted(file: Path, kind: str, suffix: str) -> Path:
    folder = file.parent
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
            *("--convert-to", kind, "--outdir", str(folder / "out"), str(file)),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return folder / "out" / f"{file.stem}.{suffix}"


def code(number: int) -> str:
    return credit_code.complete(f"91320583MA{number:07d}")


@pytest.mark.parametrize(
    ("kind", "suffix", "merged_is_known"),
    [("xls", "xls", True), ("csv:Text - txt - csv (StarCalc):44,34,76", "csv", False)],
)
def test_that_a_list_of_another_kind_is_read_the_same(
    ws: Workspace, tmp_path: Path, kind: str, suffix: str, merged_is_known: bool
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ("2025 年应评企业名单", None, None, None),
        ("企业名称", "统一社会信用代码", "区县", "联系方式"),
        ("甲公司", code(1), "昆山市", 13812345678),
        ("乙公司", code(2), None, None),
        ("丙公司", 913205830000000017, "太仓市", None),
    ):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("C3:C4")
    book.save(tmp_path / "名单.xlsx")

    check = check_list(ws, read_list(converted(tmp_path / "名单.xlsx", kind, suffix)))

    assert [(one.name, one.uscc) for one in check.entries] == [
        ("甲公司", code(1)),
        ("乙公司", code(2)),
        ("丙公司", None),
    ]
    assert check.entries[0].phone == "13812345678"
    assert check.entries[1].district == ("320583" if merged_is_known else None)
    assert "uscc_became_number" in [one.problem.code for one in check.problems]


def test_that_the_missing_list_prints_on_whole_pages_with_its_header(
    ws: Workspace, tmp_path: Path
) -> None:
    entries = tuple(
        RosterEntry(n, code(n), f"苏州{n}号精密机械制造有限公司", "320583", "玉山镇", "C39")
        for n in range(1, 121)
    )
    save_roster(ws, RosterCheck("名单.xlsx", entries, ()))
    list(write_missing(ws, tmp_path / "未评.xlsx", Words("zh")))

    pdf = converted(tmp_path / "未评.xlsx", "pdf", "pdf")

    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    told = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = told.split("\f")[:-1]
    listed = [page for page in pages if "有限公司" in page]
    assert 2 <= len(listed) < len(pages)
    assert all("企业名称" in page and "备注" in page for page in listed)
    assert all(f"{n}号精密" in told for n in (1, 60, 120))
