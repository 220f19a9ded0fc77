"""What goes back: copies by district, notices, and the list."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.problems import Problem, problem
from suzhou_assess.domain.subject import Subject
from suzhou_assess.services.returns import ReturnItem, ReturnsResult, sender_of, write_returns
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.answer_writer import write_answer_workbook

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
WRONG = problem("name_missing", "name").at("企业信息", "C5")
KUNSHAN = Subject("苏州试样机械有限公司", "", "320583", "王工", "0512-1")


@pytest.fixture
def book(tmp_path: Path, pack: Pack, places: Places, words: Words) -> Path:
    out = tmp_path / "in" / "甲.xlsx"
    out.parent.mkdir()
    write_answer_workbook(out, pack, places, None, words)
    return out


@pytest.fixture
def returned(tmp_path: Path, words: Words) -> Callable[..., ReturnsResult]:
    def write(*items: ReturnItem) -> ReturnsResult:
        writing = write_returns(items, tmp_path / "out", words, jobs=1)
        while True:
            try:
                next(writing)
            except StopIteration as end:
                result: ReturnsResult = end.value
                return result

    return write


def item(path: Path, *problems: Problem, subject: Subject | None = KUNSHAN) -> ReturnItem:
    return ReturnItem(str(path), None, str(path), problems or (WRONG,), subject)


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*.xlsx")}


def test_that_a_copy_stands_in_the_folder_of_its_district(
    book: Path, tmp_path: Path, returned: Callable[..., ReturnsResult]
) -> None:
    result = returned(item(book))
    assert (result.copies, result.notices, result.missing) == (1, 0, ())
    assert names(tmp_path / "out") == {"昆山市/甲_退回.xlsx", "问题清单.xlsx"}
    copy = openpyxl.load_workbook(tmp_path / "out" / "昆山市" / "甲_退回.xlsx")
    assert copy["企业信息"]["C5"].comment is not None


def test_that_the_original_stays_as_it_was(
    book: Path, returned: Callable[..., ReturnsResult]
) -> None:
    before = book.read_bytes()
    returned(item(book))
    assert book.read_bytes() == before


def test_that_without_a_district_the_sender_names_the_folder(
    book: Path, tmp_path: Path, returned: Callable[..., ReturnsResult]
) -> None:
    returned(item(book, subject=None))
    assert "in/甲_退回.xlsx" in names(tmp_path / "out")


def test_that_files_of_one_name_do_not_replace_each_other(
    book: Path, tmp_path: Path, returned: Callable[..., ReturnsResult]
) -> None:
    returned(item(book), item(book))
    returned(item(book))
    copies = {name for name in names(tmp_path / "out") if "甲" in name}
    assert len(copies) == 3


@pytest.mark.parametrize("name", ["长" * 80, "x" * 250, "长" * 60 + " ."])
def test_that_a_long_name_is_cut_to_what_a_file_system_takes(
    name: str, tmp_path: Path, returned: Callable[..., ReturnsResult]
) -> None:
    inside = ReturnItem(f"邮件.zip!/{name}.xlsx", None, None, (WRONG,), KUNSHAN)
    returned(inside)
    (written,) = (tmp_path / "out" / "昆山市").iterdir()
    assert written.name.startswith(name[:50])
    assert len(written.name.encode()) < 220


def test_that_a_file_that_cannot_be_opened_gets_a_notice(
    tmp_path: Path, returned: Callable[..., ReturnsResult]
) -> None:
    broken = tmp_path / "乙.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    result = returned(item(broken, problem("file_broken")))
    assert (result.copies, result.notices) == (0, 1)
    assert "昆山市/乙_退回说明.xlsx" in names(tmp_path / "out")


def test_that_a_file_that_is_gone_is_named_and_gets_a_notice(
    tmp_path: Path, returned: Callable[..., ReturnsResult]
) -> None:
    gone = tmp_path / "丙.xlsx"
    result = returned(item(gone))
    assert result.missing == (str(gone),)
    assert result.notices == 1


def test_that_a_workbook_in_an_archive_is_taken_out_and_marked(
    book: Path, tmp_path: Path, returned: Callable[..., ReturnsResult]
) -> None:
    archive = tmp_path / "邮件.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(book, "里面/甲.xlsx")
    inside = ReturnItem(f"{archive}!/里面/甲.xlsx", None, str(archive), (WRONG,), KUNSHAN)
    assert returned(inside).copies == 1


def test_that_what_cannot_be_taken_out_of_an_archive_is_not_called_gone(
    book: Path, tmp_path: Path, returned: Callable[..., ReturnsResult]
) -> None:
    archive = tmp_path / "邮件.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(book, "../甲.xlsx")
    unsafe = problem("archive_unsafe_path")
    inside = ReturnItem(f"{archive}!/../甲.xlsx", None, str(archive), (unsafe,), None)
    result = returned(inside)
    assert (result.notices, result.missing) == (1, ())


def test_that_lines_of_json_stand_in_the_list_alone(
    tmp_path: Path, returned: Callable[..., ReturnsResult]
) -> None:
    result = returned(ReturnItem("答卷.jsonl", 7, None, (WRONG,), None))
    assert (result.copies, result.notices) == (0, 0)
    rows = (
        openpyxl.load_workbook(result.list_path)
        .worksheets[1]
        .iter_rows(min_row=4, values_only=True)
    )
    (row,) = rows
    assert row[0] == "未填区县"
    assert row[8] == "C5"


@pytest.mark.parametrize(
    ("file", "sender"),
    [
        ("收件/张三/甲.xlsx", "收件/张三"),
        ("收件/李四.zip!/表/甲.xlsx", "收件/李四.zip"),
        ("甲.xlsx", ""),
        ("C:\\收件\\张三\\甲.xlsx", "C:/收件/张三"),
    ],
)
def test_that_the_sender_is_the_archive_or_the_folder(file: str, sender: str) -> None:
    assert sender_of(file) == sender
