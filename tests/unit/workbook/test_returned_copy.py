"""退回件: the sender's own workbook with what is wrong marked in it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import openpyxl.drawing.image
import pytest
from PIL import Image

from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.problems import problem
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.answer_reader import ReadWorkbook
from suzhou_assess.workbook.book import Colour
from suzhou_assess.workbook.problem_workbook import ListedProblem, problem_workbook
from suzhou_assess.workbook.returned_copy import Cover, NotMarkableError, mark, notice

COVER = Cover("甲.xlsx", "苏州试样一号机械有限公司", "昆山市工业和信息化局", "2025-11-03")
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def front(data: bytes) -> list[str]:
    sheet = opened(data).worksheets[0]
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]


@pytest.fixture
def book(written: Callable[..., bytes], submission: Submission) -> bytes:
    return written(submission)


def test_that_the_faulty_cell_is_marked_with_what_and_how_to_mend(
    book: bytes, words: Words
) -> None:
    found = problem("figure_negative", "devices_total", figure="设备总数", value="-3")
    data = mark(book, [found.at("评测问卷", "D20")], COVER, words)

    cell = opened(data)["评测问卷"]["D20"]
    assert words.what(found) in cell.comment.text
    assert words.remedy(found) in cell.comment.text
    assert cell.fill.start_color.rgb == "FF" + Colour.BAD_SOFT[1:]


def test_that_a_warning_looks_other_than_an_error(book: bytes, words: Words) -> None:
    found = problem("industry_unknown", "industry", value="造船").at("企业信息", "C9")
    cell = opened(mark(book, [found], COVER, words))["企业信息"]["C9"]
    assert cell.fill.start_color.rgb == "FF" + Colour.WARN_SOFT[1:]


def test_that_the_front_page_lists_errors_first_and_leads_to_the_cell(
    book: bytes, words: Words
) -> None:
    warning = problem("date_in_future", "date").at("企业信息", "C20")
    error = problem("name_missing", "name").at("企业信息", "C5")
    sheet = opened(mark(book, [warning, error], COVER, words)).worksheets[0]

    table = [[cell.value for cell in row][1:] for row in sheet.iter_rows(min_row=9)]
    assert [row[1] for row in table] == ["企业信息 C5", "企业信息 C20"]
    assert table[0][3:] == [words.what(error), words.remedy(error)]
    assert sheet["C9"].hyperlink.location == "'企业信息'!C5"


def test_that_a_mark_in_a_merged_area_stands_where_it_shows(book: bytes, words: Words) -> None:
    area = next(iter(opened(book)["评测问卷"].merged_cells.ranges))
    inside = f"{openpyxl.utils.get_column_letter(area.max_col)}{area.max_row}"
    found = problem("name_missing", "name").at("评测问卷", inside)
    marked = opened(mark(book, [found], COVER, words))["评测问卷"]
    assert marked.cell(area.min_row, area.min_col).comment is not None


def test_that_every_blank_answer_is_marked(
    written: Callable[..., bytes],
    submission: Submission,
    read: Callable[[bytes], ReadWorkbook],
    words: Words,
) -> None:
    choices = dict(submission.answers.choices)
    for item in ("Q01", "Q02", "S03"):
        del choices[item]
    book = written(replace(submission, answers=replace(submission.answers, choices=choices)))
    blanks = [found for found in read(book).problems if found.code == "unanswered"]
    marked = opened(mark(book, blanks, COVER, words))
    comments = {
        (sheet.title, cell.coordinate)
        for sheet in marked
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    assert len(comments) == 3
    assert {sheet for sheet, _ in comments} == {"评测问卷", "应用场景"}


def test_that_a_returned_copy_reads_back_like_the_original(
    book: bytes, submission: Submission, read: Callable[[bytes], ReadWorkbook], words: Words
) -> None:
    found = problem("name_missing", "name").at("企业信息", "C5")
    again = read(mark(book, [found], COVER, words))
    assert again.problems == read(book).problems
    assert again.submission is not None
    assert again.submission.content_digest() == submission.content_digest()


def test_that_mending_a_returned_copy_does_not_look_like_tampering(
    written: Callable[..., bytes],
    submission: Submission,
    read: Callable[[bytes], ReadWorkbook],
    words: Words,
) -> None:
    found = problem("name_missing", "name").at("企业信息", "C5")
    book = opened(mark(written(submission, status="submitted"), [found], COVER, words))
    level = next(
        cell
        for row in book["应用场景"].iter_rows()
        for cell in row
        if cell.protection.locked is False and cell.value in (1, 2, 3, "1", "2", "3")
    )
    level.value = 0
    mended = io.BytesIO()
    book.save(mended)
    again = read(mended.getvalue())
    assert again.submission is not None
    assert again.submission.answers != submission.answers
    assert not again.changed_after_export


def test_that_returning_twice_keeps_one_front_page(book: bytes, words: Words) -> None:
    first = mark(book, [problem("name_missing", "name").at("企业信息", "C5")], COVER, words)
    second = mark(first, [problem("date_missing", "date").at("企业信息", "C20")], COVER, words)
    names = opened(second).sheetnames
    assert [name for name in names if name.startswith("退回说明")] == ["退回说明"]
    assert words.what(problem("date_missing")) in front(second)


def test_that_text_from_a_file_never_becomes_a_formula(book: bytes, words: Words) -> None:
    found = problem("industry_unknown", "industry", value='=HYPERLINK("x")').at("企业信息", "C9")
    evil = Cover("=1+1.xlsx", "=cmd|' /C calc'!A0", "", "2025-11-03")
    for sheet in opened(mark(book, [found], evil, words)).worksheets[:1]:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_that_a_place_that_is_not_there_is_listed_all_the_same(book: bytes, words: Words) -> None:
    found = problem("sheet_missing", sheet="应用场景").at("没有这张表", "A1")
    assert words.what(found) in front(mark(book, [found], COVER, words))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"name,code\n"])
def test_that_what_is_no_workbook_cannot_be_marked(data: bytes, words: Words) -> None:
    with pytest.raises(NotMarkableError):
        mark(data, [], COVER, words)


def test_that_a_notice_says_what_to_do_with_a_file_that_cannot_be_opened(words: Words) -> None:
    found = problem("file_encrypted")
    said = front(notice([found], COVER, words))
    assert words.what(found) in said
    assert words.remedy(found) in said


def listed(kind: str, district: str, file: str, **params: str) -> ListedProblem:
    name = "=苏州试样公司"
    return ListedProblem(
        district, "邮件一", name, "91320583MA0000001X", "王工", "0512-1", file, None,
        problem(kind, **params),
    )  # fmt: skip


def test_that_the_list_counts_files_by_district_sender_and_kind(pack: Pack, words: Words) -> None:
    rows = [
        listed("name_missing", "昆山市", "甲.xlsx"),
        listed("uscc_check", "昆山市", "甲.xlsx", code="1"),
        listed("uscc_check", "", "乙.xlsx", code="2"),
    ]
    book = opened(problem_workbook(rows, datetime(2025, 11, 3, 9, tzinfo=UTC), words))
    counts = {row[0]: row[1:4] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert counts["昆山市"] == (1, 2, 0)
    assert counts["未填区县"] == (1, 1, 0)
    assert counts["邮件一"] == (2, 3, 0)
    assert counts["统一社会信用代码“…”的校验位不对。"] == (2, 2, 0)


def test_that_the_list_holds_each_problem_with_its_remedy_as_text(words: Words) -> None:
    book = opened(problem_workbook([listed("name_missing", "昆山市", "甲.xlsx")],
                                   datetime(2025, 11, 3, 9, tzinfo=UTC), words))  # fmt: skip
    row = next(book.worksheets[1].iter_rows(min_row=4))
    said = [cell.value for cell in row]
    assert said[2] == "=苏州试样公司"
    assert row[2].data_type == "s"
    assert said[-2:] == [words.what(problem("name_missing")), words.remedy(problem("name_missing"))]


def test_that_a_photo_pasted_into_the_workbook_goes_back_with_it(book: bytes, words: Words) -> None:
    photo = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(photo, "PNG")
    pasted = opened(book)
    pasted["评测问卷"].add_image(openpyxl.drawing.image.Image(photo), "H7")
    with_photo = io.BytesIO()
    pasted.save(with_photo)
    found = problem("name_missing", "name").at("企业信息", "C5")
    marked = opened(mark(with_photo.getvalue(), [found], COVER, words))
    (kept,) = marked["评测问卷"]._images
    assert Image.open(io.BytesIO(kept._data())).getpixel((1, 1)) == (0, 0, 128)
