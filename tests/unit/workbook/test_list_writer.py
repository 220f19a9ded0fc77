"""The missing list as a workbook."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from suzhou_assess.domain.places import Places
from suzhou_assess.domain.roster import RosterEntry
from suzhou_assess.domain.text import Text
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.list_writer import MissingList, write_missing_list

AT = datetime(2025, 6, 30, 9, 5).astimezone()
ENTRY = RosterEntry(
    *(7, "91320583MA00000017", "=1+1", "320583", "玉山镇", "C39", "small", True),
    *("@张三", "+8613812345678", "-注\x07"),
)


def written(out: Path, entries: list[RosterEntry], places: Places, lang: str = "zh") -> Path:
    covered = [("320583", places.districts[0].name, 4, 1), ("", None, 1, 0)]
    part = (Text("昆山市", "Kunshan"),)
    missing = MissingList(entries, places, covered, AT, part)
    for _ in write_missing_list(out, missing, Words(lang)):  # type: ignore[arg-type]
        pass
    return out


def test_that_every_entry_stands_in_a_row_and_nothing_becomes_a_formula(
    tmp_path: Path, places: Places
) -> None:
    book = openpyxl.load_workbook(written(tmp_path / "a.xlsx", [ENTRY], places))
    sheet = book["未评名单"]

    assert [cell.value for cell in sheet[4]][:3] == ["序号", "企业名称", "统一社会信用代码"]
    row = sheet[5]
    assert [cell.value for cell in row] == [
        *(1, "=1+1", "91320583MA00000017", "昆山市", "玉山镇"),
        *("C39 计算机、通信和其他电子设备制造业", "小型", "是", "@张三", "+8613812345678", "-注"),
    ]
    assert all(cell.data_type == "s" for cell in row[1:])
    assert sheet["A2"].value == "昆山市：共 1 家，截至 2025-06-30 09:05"


def test_that_it_is_set_up_for_printing(tmp_path: Path, places: Places) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path / "a.xlsx", [ENTRY] * 3, places))["未评名单"]

    assert sheet.print_title_rows == "$4:$4"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToWidth in (None, 1), "which is the default"
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.freeze_panes == "C5"
    assert sheet.auto_filter.ref == "A4:K7"


def test_that_the_coverage_of_every_district_stands_beside(tmp_path: Path, places: Places) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path / "a.xlsx", [], places))["覆盖情况"]

    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert rows == [
        ["县级市（区）", "应评", "已评", "未评", "覆盖率"],
        ["虎丘区（高新区）", 4, 1, 3, 0.25],
        ["未填", 1, 0, 1, 0],
        ["合计", 5, 1, 4, 0.2],
    ]


def test_that_it_speaks_english_too(tmp_path: Path, places: Places) -> None:
    book = openpyxl.load_workbook(written(tmp_path / "a.xlsx", [ENTRY], places, "en"))

    assert book.sheetnames == ["Missing", "Coverage"]
    assert book["Missing"]["D5"].value == "Kunshan City"


def test_that_a_file_that_was_given_up_leaves_the_old_one(tmp_path: Path, places: Places) -> None:
    out = tmp_path / "a.xlsx"
    out.write_bytes(b"old")
    entries = [ENTRY] * 2000
    writing = write_missing_list(out, MissingList(entries, places, (), AT), Words("zh"))
    next(writing)
    writing.close()

    assert out.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_that_a_folder_that_went_away_is_told(tmp_path: Path, places: Places) -> None:
    with pytest.raises(OSError, match="No such file"):
        written(tmp_path / "gone" / "a.xlsx", [ENTRY], places)
