"""The summary workbook as a whole: its sheets, its print set-up, and what may happen on the way."""

from __future__ import annotations

import errno
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from summary_parts import card, check_package, rows_below

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.scoring import score
from suzhou_assess.domain.text import Lang
from suzhou_assess.services import enterprises
from suzhou_assess.services.campaigns import Campaign, save_campaign
from suzhou_assess.services.deliver import TargetError, write_summary
from suzhou_assess.services.events import Progress
from suzhou_assess.services.rollup_views import RollupFilter
from suzhou_assess.services.sample_enterprises import invent
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.submissions import IncomingSubmission, SubmissionWriter

SHEETS: dict[Lang, list[str]] = {
    "zh": [
        *("总览", "区县进度", "月跟踪", "季调度", "年考核", "等级分布", "行业分布", "规模分布"),
        *("指标得分", "场景等级", "数据质量", "明细", "口径说明"),
    ],
    "en": [
        *("Overview", "Districts", "Monthly", "Quarterly", "Yearly", "Levels", "Industries"),
        *("Sizes", "Scores", "Scenarios", "Data quality", "Detail", "Definitions"),
    ],
}
HOSTILE = '=HYPERLINK("http://x","点我")'


def _store(ws: Workspace, pack: Pack, places: Places, count: int) -> None:
    """So many invented submissions in the database."""
    submissions = [invent(2, n, pack, places) for n in range(count)]
    writer = SubmissionWriter(ws.store, ws.places)
    writer.begin("test")
    writer.store(
        [IncomingSubmission(s, score(pack, s.answers.choices), "test.jsonl") for s in submissions]
    )
    writer.finish({})


def _write(ws: Workspace, out: Path, **options: Any) -> list[Progress]:
    return list(write_summary(ws, out, **options))


@pytest.mark.parametrize("count", [0, 1, 3, 60])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_any_number_of_enterprises_makes_a_sound_workbook(
    ws: Workspace, pack: Pack, places: Places, tmp_path: Path, count: int, lang: Lang
) -> None:
    _store(ws, pack, places, count)
    out = tmp_path / "s.xlsx"
    events = _write(ws, out, lang=lang)
    check_package(out)
    book = load_workbook(out)
    assert book.sheetnames == SHEETS[lang]
    assert book[SHEETS[lang][11]].max_row == count + 1
    assert [event.done for event in events][-1] == (count or 0)
    # Twice, for the same keys may not be missing in one of the languages.
    for sheet in book.worksheets:
        assert sheet.max_row > 1 or count == 0
        assert "{" not in str(list(sheet.iter_rows(values_only=True)))


def test_that_charts_stand_where_there_is_something_to_see(
    ws: Workspace, pack: Pack, places: Places, tmp_path: Path
) -> None:
    out = tmp_path / "s.xlsx"
    _write(ws, out)
    assert not any(sheet._charts for sheet in load_workbook(out).worksheets)
    assert "还没有" in str(load_workbook(out)["总览"]["A4"].value)
    _store(ws, pack, places, 30)
    _write(ws, out)
    charts = {sheet.title: len(sheet._charts) for sheet in load_workbook(out).worksheets}
    assert charts["总览"] == 3
    without = {"明细", "口径说明"}
    assert {title for title, count in charts.items() if not count} == without


def test_that_every_sheet_prints_on_whole_pages_with_titles_and_footers(
    ws: Workspace, pack: Pack, places: Places, tmp_path: Path
) -> None:
    _store(ws, pack, places, 30)
    save_campaign(ws, Campaign("2025 年 & 试点", 100, None, date(2025, 12, 31), {"320583": 9}))
    out = tmp_path / "s.xlsx"
    _write(ws, out)
    book = load_workbook(out)
    for sheet in book.worksheets:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1) == (4 if sheet.title == "明细" else 1)
        assert int(sheet.page_setup.paperSize) == (8 if sheet.title == "明细" else 9)
        assert "2025 年 && 试点" in sheet.oddFooter.left.text
        assert "&P" in sheet.oddFooter.right.text
    for title in ("区县进度", "季调度", "年考核", "行业分布", "场景等级", "明细", "口径说明"):
        assert book[title].print_title_rows, title
    detail = book["明细"]
    assert detail.freeze_panes == "C2"
    assert detail.auto_filter.ref == f"A1:{detail.dimensions.split(':')[1]}"
    assert detail.print_title_cols == "$A:$B"


@pytest.mark.parametrize(
    "name", [HOSTILE, "+1+1", "-2+3", "@SUM(A1)", "=1+1", "\t=1", "<b>&amp;</b>", "_x0041_甲"]
)
def test_that_no_name_is_ever_computed(
    ws: Workspace, profile: Callable[..., dict[str, object]], tmp_path: Path, name: str
) -> None:
    enterprises.save(ws, profile(1, name=name, town=name, contact_name=name))
    save_campaign(ws, Campaign(name.strip(), 100, None, date(2025, 12, 31), {}))
    out = tmp_path / "s.xlsx"
    _write(ws, out)
    check_package(out)
    book = load_workbook(out)
    row = rows_below(book["明细"], "企业名称")[0]
    said = name.strip().replace("_x0041_", "_x005F_x0041_")
    assert (row["企业名称"], row["联系人"]) == (said, said)
    assert all(
        cell.data_type != "f" for sheet in book.worksheets for line in sheet for cell in line
    )


def test_that_districts_without_targets_get_no_verdict(
    ws: Workspace, pack: Pack, places: Places, tmp_path: Path
) -> None:
    _store(ws, pack, places, 40)
    out = tmp_path / "s.xlsx"
    _write(ws, out)
    book = load_workbook(out)
    years = rows_below(book["年考核"], "年份")
    named = [row for row in years if row["县级市（区）"] != "合计"]
    assert named
    assert {row["考核结果"] for row in named} == {"未设目标"}
    assert all(row["年末目标"] is None and row["名次"] is None for row in named)
    assert all(row["年末目标"] for row in years if row["县级市（区）"] == "合计")


def test_that_a_past_day_leaves_out_what_came_later(
    ws: Workspace, pack: Pack, places: Places, tmp_path: Path
) -> None:
    _store(ws, pack, places, 60)
    out = tmp_path / "s.xlsx"
    _write(ws, out)
    days = sorted(
        row["评估日期"].date() for row in rows_below(load_workbook(out)["明细"], "企业名称")
    )
    _write(ws, out, as_of=days[20])
    book = load_workbook(out)
    by_then = sum(day <= days[20] for day in days)
    assert card(book["总览"], "累计完成（家）")[0] == by_then
    detail = rows_below(book["明细"], "企业名称")
    assert len(detail) == 60
    assert sum(row["评估日期"] is not None for row in detail) == by_then


def test_that_what_one_sheet_cannot_hold_goes_on_in_another(
    ws: Workspace, pack: Pack, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("suzhou_assess.workbook.summary_detail.MOST_ROWS", 11)
    _store(ws, pack, places, 25)
    out = tmp_path / "s.xlsx"
    events = _write(ws, out)
    check_package(out)
    book = load_workbook(out)
    found = [book[title] for title in ("明细", "明细 2", "明细 3")]
    assert [sheet.max_row for sheet in found] == [11, 11, 6]
    codes = [row["统一社会信用代码"] for sheet in found for row in rows_below(sheet, "企业名称")]
    assert len(set(codes)) == 25
    assert events[-1].done == 25


def test_that_giving_up_leaves_what_was_there(
    ws: Workspace, pack: Pack, places: Places, tmp_path: Path
) -> None:
    _store(ws, pack, places, 20)
    out = tmp_path / "out" / "s.xlsx"
    out.parent.mkdir()
    out.write_bytes(b"old")
    events = write_summary(ws, out)
    while next(events).done == 0:
        pass
    assert len(list(out.parent.iterdir())) == 2
    events.close()
    assert [path.name for path in out.parent.iterdir()] == ["s.xlsx"]
    assert out.read_bytes() == b"old"


def test_that_a_full_disk_keeps_its_name_and_what_was_there(
    ws: Workspace, pack: Pack, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    _store(ws, pack, places, 20)
    out = tmp_path / "out" / "s.xlsx"
    out.parent.mkdir()
    out.write_bytes(b"old")
    monkeypatch.setattr("suzhou_assess.workbook.row_stream.RowSheet.write", full)
    with pytest.raises(OSError, match="No space left") as caught:
        _write(ws, out)
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, str(out))
    assert out.read_bytes() == b"old"
    assert [path.name for path in out.parent.iterdir()] == ["s.xlsx"]


def test_that_a_wrong_place_is_refused_before_anything_is_read(
    ws: Workspace, tmp_path: Path
) -> None:
    with pytest.raises(TargetError):
        next(write_summary(ws, tmp_path / "s.csv"))


def test_that_all_sheets_are_of_one_moment(
    ws: Workspace, pack: Pack, places: Places, tmp_path: Path
) -> None:
    """An intake that goes on meanwhile is in all of them or in none."""
    _store(ws, pack, places, 20)
    out = tmp_path / "s.xlsx"
    late: Sequence[int] = range(20, 40)
    for event in write_summary(ws, out):
        if event.done and late:
            submissions = [invent(2, n, pack, places) for n in late]
            late = ()
            writer = SubmissionWriter(ws.store, ws.places)
            writer.begin("later")
            writer.store(
                [IncomingSubmission(s, score(pack, s.answers.choices), "x") for s in submissions]
            )
            writer.finish({})
    assert not late
    book = load_workbook(out)
    assert card(book["总览"], "累计完成（家）")[1] == "库内企业 20 家"
    assert book["明细"].max_row == 21


@pytest.mark.parametrize(
    ("as_of", "verdict", "state"),
    [
        (date(2025, 11, 30), "进行中，落后", "落后"),
        (date(2025, 12, 31), "未完成", "到期未完成"),
        (date(2026, 2, 1), "未完成", "到期未完成"),
    ],
)
def test_that_a_target_whose_day_has_passed_is_met_or_missed(
    ws: Workspace, pack: Pack, places: Places, tmp_path: Path, as_of: date, verdict: str, state: str
) -> None:
    _store(ws, pack, places, 60)
    campaign = Campaign("", 900, None, date(2025, 12, 31), {"320583": 1, "320509": 400})
    save_campaign(ws, campaign)
    out = tmp_path / "s.xlsx"
    _write(ws, out, as_of=as_of)
    book = load_workbook(out)
    for sheet, first, column, met, missed in (
        ("区县进度", "名次", "状态", "已完成", state),
        ("季调度", "季度", "状态", "已完成", state),
        ("年考核", "年份", "考核结果", "完成", verdict),
    ):
        rows = rows_below(book[sheet], first)
        latest = {row["县级市（区）"]: row[column] for row in reversed(rows)}
        assert latest["昆山市"] == met
        assert latest["吴江区"] == latest["合计"] == missed


@pytest.mark.parametrize("sizes", [(), ("small",)])
def test_that_missing_targets_are_explained(
    ws: Workspace, pack: Pack, places: Places, tmp_path: Path, sizes: tuple[str, ...]
) -> None:
    """Nobody sets them by size, so that isn't called a gap."""
    _store(ws, pack, places, 40)
    out = tmp_path / "s.xlsx"
    _write(ws, out, wanted=RollupFilter(sizes=sizes))
    book = load_workbook(out)
    why = "目标不按行业、规模分解" if sizes else "还没有给各县级市（区）设定目标"
    for sheet in ("区县进度", "季调度", "年考核"):
        told = str(list(book[sheet].iter_rows(values_only=True)))
        assert why in told
        assert ("'未设目标'" in told) == (not sizes)


def test_that_a_forecast_far_away_does_not_fill_the_table(
    ws: Workspace, pack: Pack, places: Places, tmp_path: Path
) -> None:
    _store(ws, pack, places, 30)
    save_campaign(ws, Campaign("", 40_000, None, date(2025, 12, 31), {}))
    out = tmp_path / "s.xlsx"
    _write(ws, out, as_of=date(2025, 9, 15))
    book = load_workbook(out)
    assert card(book["总览"], "预计完成日期")[0].year > 2030
    last = rows_below(book["月跟踪"], "月份")[-1]["月份"].date()
    assert date(2026, 11, 1) < last < date(2027, 1, 31)


def test_that_columns_of_targets_are_left_out_where_nobody_sets_one(
    ws: Workspace, pack: Pack, places: Places, tmp_path: Path
) -> None:
    _store(ws, pack, places, 40)
    out = tmp_path / "s.xlsx"
    for sizes, shown in (((), True), (("small",), False)):
        _write(ws, out, wanted=RollupFilter(sizes=sizes))
        check_package(out)
        row = rows_below(load_workbook(out)["区县进度"], "名次")[0]
        assert ("目标" in row, "状态" in row) == (shown, shown)
        assert row["累计完成"] > 0
