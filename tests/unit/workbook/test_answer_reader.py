"""What people and office programs do to a workbook, and that it is still understood."""

from __future__ import annotations

import copy
import datetime
import io
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from filled_forms import CODE, Damage, damage_to, row_of, shelf_with
from openpyxl import Workbook as NewWorkbook
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.problems import Problem
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook import answer_reader, guard
from suzhou_assess.workbook.answer_reader import ReadWorkbook, read_answer_workbook

Damaged = Callable[[Damage], bytes]
Read = Callable[[bytes], ReadWorkbook]


def fill(book: Workbook, sheet: str, key: str, value: object, column: str = "D") -> str:
    """Types into the cell of an item; gives its address."""
    address = f"{column}{row_of(book, sheet, key)}"
    book[sheet][address].value = value  # type: ignore[index]
    return address


def profile(book: Workbook, field: str, value: object) -> str:
    return fill(book, "企业信息", field, value, "C")


def clear_question(book: Workbook, question: str) -> None:
    sheet = book["评测问卷"]
    for cell in sheet["A"]:
        if str(cell.value).startswith(f"{question}."):
            sheet[f"D{cell.row}"].value = None


def errors(result: ReadWorkbook) -> list[Problem]:
    return [p for p in result.problems if p.is_error]


def test_that_a_workbook_nobody_touched_reads_as_it_was_written(
    damaged: Damaged, read: Read, submission: Submission
) -> None:
    result = read(damaged(lambda book: None))
    assert result.submission == submission
    assert not errors(result)
    assert not result.changed_after_export


# ------------------------------------------------------------------ structure


def insert_rows_above(book: Workbook) -> None:
    for name in ("企业信息", "评测问卷", "应用场景"):
        book[name].insert_rows(1, 3)
        book[name]["B1"].value = "请各企业于月底前交回"


def insert_row_inside_a_question(book: Workbook) -> None:
    book["评测问卷"].insert_rows(row_of(book, "评测问卷", "Q05.C"))


def insert_columns_left(book: Workbook) -> None:
    for name in ("企业信息", "评测问卷", "应用场景"):
        book[name].insert_cols(1, 2)


def insert_column_in_between(book: Workbook) -> None:
    for name in ("企业信息", "评测问卷", "应用场景"):
        book[name].insert_cols(3)


def reorder_sheets(book: Workbook) -> None:
    book.move_sheet("应用场景", -3)
    book.move_sheet("企业信息", 3)


def rename_sheets_slightly(book: Workbook) -> None:
    book["评测问卷"].title = "２、评测问卷（已填）"
    book["企业信息"].title = "企业 信息"


def rename_sheets_beyond_recognition(book: Workbook) -> None:
    for number, name in enumerate(("企业信息", "评测问卷", "应用场景", "说明"), 1):
        book[name].title = f"Sheet{number}"


def delete_what_is_not_needed(book: Workbook) -> None:
    del book["说明"]
    del book["评估结果"]


def rename_meta(book: Workbook) -> None:
    book["_meta"].title = "隐藏"


def delete_hidden_columns(book: Workbook) -> None:
    for name in ("企业信息", "评测问卷", "应用场景"):
        book[name].delete_cols(1)


def merge_title_cells(book: Workbook) -> None:
    book["评测问卷"].merge_cells("B1:H3")


def type_codes_anew(book: Workbook) -> None:
    """Full-width and lower-case codes, once the hidden ids are gone."""
    delete_hidden_columns(book)
    wide = str.maketrans("QS0123456789", "ｑｓ０１２３４５６７８９")
    for name in ("评测问卷", "应用场景"):
        for cell in book[name]["A"]:
            if isinstance(cell.value, str) and cell.value[:1] in "QS":
                cell.value = f" {cell.value.translate(wide)} "


def drop_fill_headers(book: Workbook) -> None:
    for name, column in (("评测问卷", "D"), ("应用场景", "D"), ("企业信息", "C")):
        book[name][f"{column}4"].value = "改了名"


@pytest.mark.parametrize(
    "damage",
    [
        insert_rows_above,
        insert_row_inside_a_question,
        insert_columns_left,
        insert_column_in_between,
        reorder_sheets,
        rename_sheets_slightly,
        rename_sheets_beyond_recognition,
        delete_what_is_not_needed,
        rename_meta,
        delete_hidden_columns,
        merge_title_cells,
        type_codes_anew,
        drop_fill_headers,
    ],
)
def test_that_changes_of_structure_do_no_harm(
    damage: Damage, damaged: Damaged, read: Read, submission: Submission
) -> None:
    result = read(damaged(damage))
    assert [p.code for p in errors(result)] == []
    assert result.submission == submission


def test_that_a_workbook_without_meta_is_read_by_the_stamp_of_its_sheets(
    damaged: Damaged, read: Read, submission: Submission
) -> None:
    def damage(book: Workbook) -> None:
        del book["_meta"]
        delete_hidden_columns(book)

    result = read(damaged(damage))
    assert result.submission is not None
    assert result.submission.answers.choices == submission.answers.choices
    assert result.submission.assessment_id is None


def test_that_a_missing_sheet_is_named(damaged: Damaged, read: Read) -> None:
    def damage(book: Workbook) -> None:
        del book["应用场景"]

    result = read(damaged(damage))
    assert [p.code for p in result.problems] == ["sheet_missing"]
    assert result.submission is None


def test_that_a_deleted_question_is_named(damaged: Damaged, read: Read) -> None:
    def damage(book: Workbook) -> None:
        sheet = book["评测问卷"]
        sheet.delete_rows(row_of(book, "评测问卷", "Q08"), 8)

    found = errors(read(damaged(damage)))
    assert [(p.code, p.where, p.sheet) for p in found] == [("row_missing", ("Q08",), "评测问卷")]


def test_that_a_row_which_is_there_twice_and_filled_twice_is_refused(
    damaged: Damaged, read: Read
) -> None:
    def damage(book: Workbook) -> None:
        sheet = book["应用场景"]
        last = sheet.max_row + 1
        sheet[f"A{last}"].value, sheet[f"D{last}"].value = "S01", 4

    assert [p.code for p in errors(read(damaged(damage)))] == ["row_twice"]


def test_that_a_mark_beside_no_option_is_not_lost_silently(damaged: Damaged, read: Read) -> None:
    def damage(book: Workbook) -> None:
        sheet = book["评测问卷"]
        sheet[f"D{sheet.max_row + 2}"].value = "√"

    assert [p.code for p in errors(read(damaged(damage)))] == ["mark_unreadable"]


# ------------------------------------------------------------------ marks


@pytest.mark.parametrize(
    "mark", ["√", "✓", "✔", " √ ", "v", "V", "是", "1", 1, True, "Ｃ", "c.", "y"]
)
def test_that_any_usual_mark_counts(mark: object, damaged: Damaged, read: Read) -> None:
    def damage(book: Workbook) -> None:
        clear_question(book, "Q05")
        fill(book, "评测问卷", "Q05.C", mark)

    result = read(damaged(damage))
    assert result.submission is not None
    assert result.submission.answers.choices["Q05"] == "C"
    assert not errors(result)


@pytest.mark.parametrize("mark", ["×", "否", 0, False, "0", "-", "N"])
def test_that_a_no_is_no_mark(mark: object, damaged: Damaged, read: Read) -> None:
    def damage(book: Workbook) -> None:
        fill(book, "评测问卷", "Q05.B", mark)

    result = read(damaged(damage))
    assert result.submission is not None
    assert result.submission.answers.choices["Q05"] == "C"


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ("B、C", "Q06"),
        ("BC", "Q06"),
        ("Ｂ，Ｃ", "Q06"),
        ("b c", "Q06.A"),
        ("B;C", "Q06.A"),
        ("选B和C", "Q06"),
    ],
)
def test_that_letters_typed_together_are_understood(
    typed: str, where: str, damaged: Damaged, read: Read
) -> None:
    def damage(book: Workbook) -> None:
        clear_question(book, "Q06")
        fill(book, "评测问卷", where, typed)

    result = read(damaged(damage))
    assert result.submission is not None
    assert result.submission.answers.choices["Q06"] == ("B", "C")


def test_that_the_letter_of_an_option_is_no_word_for_no(damaged: Damaged, read: Read) -> None:
    def damage(book: Workbook) -> None:
        clear_question(book, "Q04")
        fill(book, "评测问卷", "Q04.N", "N")

    result = read(damaged(damage))
    assert result.submission is not None
    assert result.submission.answers.choices["Q04"] == ("N",)


def test_that_an_option_copied_as_text_is_understood(damaged: Damaged, read: Read) -> None:
    def damage(book: Workbook) -> None:
        clear_question(book, "Q02")
        text = book["评测问卷"][f"C{row_of(book, '评测问卷', 'Q02.E')}"].value
        fill(book, "评测问卷", "Q02", f"E {text}")

    result = read(damaged(damage))
    assert result.submission is not None
    assert result.submission.answers.choices["Q02"] == "E"


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("Q05.B", "大概吧", "mark_unreadable"),
        ("Q05.B", "√", "several_letters"),
        ("Q06.A", "√", "exclusive_with_others"),
        ("Q05", "K", "unknown_letter"),
    ],
)
def test_that_a_contradiction_is_named_where_it_stands(
    key: str, value: str, code: str, damaged: Damaged, read: Read
) -> None:
    rows: list[int] = []

    def damage(book: Workbook) -> None:
        if key == "Q05":
            clear_question(book, "Q05")
        fill(book, "评测问卷", key, value)
        rows.extend(row_of(book, "评测问卷", f"{key[:3]}.{letter}") for letter in ("A", "E"))

    found = [p for p in read(damaged(damage)).problems if p.code == code]
    assert len(found) == 1
    assert found[0].sheet == "评测问卷"
    assert found[0].cell is not None
    assert found[0].cell.startswith("D")
    assert rows[0] - 3 <= int(found[0].cell[1:]) <= rows[1]


# ------------------------------------------------------------------ scenarios


@pytest.mark.parametrize(
    ("typed", "level"),
    [("2", 2), ("２", 2), ("2级", 2), ("二级", 2), ("二", 2), (2.0, 2), (" 3 级 ", 3), ("零", 0)],
)
def test_that_a_level_is_understood_however_it_is_written(
    typed: object, level: int, damaged: Damaged, read: Read
) -> None:
    result = read(damaged(lambda book: fill(book, "应用场景", "S04", typed) and None))
    assert result.submission is not None
    assert result.submission.answers.choices["S04"] == level


@pytest.mark.parametrize("typed", ["不适用", " 不 适用", "N/A", "n/a"])
def test_that_not_applicable_stays_apart_from_level_0(
    typed: str, damaged: Damaged, read: Read
) -> None:
    result = read(damaged(lambda book: fill(book, "应用场景", "S04", typed) and None))
    assert result.submission is not None
    assert "S04" in result.submission.answers.not_applicable
    assert result.submission.answers.choices["S04"] == 0


@pytest.mark.parametrize("typed", [5, "5", 2.5, -1, "两三级", "已做"])
def test_that_what_is_no_level_is_named_by_cell(
    typed: object, damaged: Damaged, read: Read
) -> None:
    cells: list[str] = []
    result = read(damaged(lambda book: cells.append(fill(book, "应用场景", "S04", typed))))
    found = errors(result)
    assert [(p.code, p.sheet, p.cell) for p in found] == [("not_a_level", "应用场景", cells[0])]


# ------------------------------------------------------------------ figures


@pytest.mark.parametrize("typed", ["120", "１２０", "120台", " 120 台 ", 120.0])
def test_that_a_number_stored_as_text_is_a_number(
    typed: object, damaged: Damaged, read: Read
) -> None:
    result = read(damaged(lambda book: fill(book, "评测问卷", "devices_total", typed) and None))
    assert result.submission is not None
    assert result.submission.answers.figures["devices_total"] == 120


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1,200", "1200"), ("1 200.5", "1200.5"), ("１，２００．５万元", "1200.5")],
)
def test_that_thousands_marks_are_read(
    typed: str, number: str, damaged: Damaged, read: Read
) -> None:
    result = read(damaged(lambda book: fill(book, "评测问卷", "turnover_average", typed) and None))
    assert result.submission is not None
    assert result.submission.answers.figures["turnover_average"] == Decimal(number)


@pytest.mark.parametrize("typed", ["98.25%", 0.9825, "0.9825", "98.25", "９８．２５％"])
def test_that_a_percentage_may_be_a_fraction(typed: object, damaged: Damaged, read: Read) -> None:
    result = read(damaged(lambda book: fill(book, "评测问卷", "pass_rate_after", typed) and None))
    assert result.submission is not None
    assert result.submission.answers.figures["pass_rate_after"] == Decimal("98.25")


@pytest.mark.parametrize("typed", ["约一百", "300元", "45%", "1.2.3", "1,20", True])
def test_that_what_is_no_number_is_named_by_cell(
    typed: object, damaged: Damaged, read: Read
) -> None:
    cells: list[str] = []
    result = read(
        damaged(lambda book: cells.append(fill(book, "评测问卷", "turnover_average", typed)))
    )
    found = errors(result)
    assert [(p.code, p.cell) for p in found] == [("figure_not_a_number", cells[0])]


def test_that_a_formula_error_is_named(damaged: Damaged, read: Read) -> None:
    from openpyxl.cell.cell import TYPE_ERROR

    cells: list[str] = []

    def damage(book: Workbook) -> None:
        cells.append(fill(book, "评测问卷", "devices_total", "#REF!"))
        book["评测问卷"][cells[0]].data_type = TYPE_ERROR

    found = errors(read(damaged(damage)))
    assert [(p.code, p.sheet, p.cell, p.params["value"]) for p in found] == [
        ("formula_error", "评测问卷", cells[0], "#REF!")
    ]


# ------------------------------------------------------------------ the profile


@pytest.mark.parametrize(
    "typed",
    [
        datetime.date(2025, 6, 1),
        datetime.datetime.fromisoformat("2025-06-01T14:30"),
        45809,
        "2025-06-01",
        "2025年6月1日",
        "2025.6.1",
        "2025/6/1",
        "２０２５－０６－０１",
        "20250601",
        20250601,
        "2025-06-01 09:30",
        "二〇二五年六月一日",
        "June 1, 2025",
    ],
)
def test_that_a_date_is_understood_in_any_form(typed: object, damaged: Damaged, read: Read) -> None:
    def damage(book: Workbook) -> None:
        address = profile(book, "date", typed)
        if not isinstance(typed, datetime.date):
            book["企业信息"][address].number_format = "General"

    result = read(damaged(damage))
    assert result.submission is not None
    assert result.submission.date == datetime.date(2025, 6, 1)


@pytest.mark.parametrize("typed", ["2025年6月", "去年", "2025-13-01", "31/12/2025"])
def test_that_a_date_which_cannot_be_read_is_named(
    typed: str, damaged: Damaged, read: Read
) -> None:
    cells: list[str] = []
    found = errors(read(damaged(lambda book: cells.append(profile(book, "date", typed)))))
    assert [(p.code, p.cell) for p in found] == [("date_unreadable", cells[0])]


@pytest.mark.parametrize(
    "typed",
    [CODE.lower(), f" {CODE[:9]} {CODE[9:]} ", CODE.translate(str.maketrans("0123", "０１２３"))],
)
def test_that_the_credit_code_is_normalised(typed: str, damaged: Damaged, read: Read) -> None:
    result = read(damaged(lambda book: profile(book, "uscc", typed) and None))
    assert result.submission is not None
    assert result.submission.enterprise.uscc == CODE


@pytest.mark.parametrize("typed", [9.13205e17, "9.13205E+17", 913205830000000000])
def test_that_a_code_which_became_a_number_is_said_to_be_lost(
    typed: object, damaged: Damaged, read: Read
) -> None:
    cells: list[str] = []
    found = errors(read(damaged(lambda book: cells.append(profile(book, "uscc", typed)))))
    assert [(p.code, p.sheet, p.cell) for p in found] == [
        ("uscc_became_number", "企业信息", cells[0])
    ]


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("employees", "1,200人", 1200),
        ("revenue", "3，000.5 万元", Decimal("3000.5")),
        ("founded", "2008年", 2008),
        ("founded", datetime.date(2008, 5, 4), 2008),
        ("district", "昆山", "320583"),
        ("industry", 39, "C39"),
        ("above_scale", "√", True),
        ("above_scale", "否", False),
        ("phone", 13800000000.0, "13800000000"),
        ("name", 114514, "114514"),
    ],
)
def test_that_the_profile_is_read_as_people_type_it(
    field: str, typed: object, value: object, damaged: Damaged, read: Read
) -> None:
    result = read(damaged(lambda book: profile(book, field, typed) and None))
    assert result.submission is not None
    assert getattr(result.submission.enterprise, field) == value


def test_that_problems_of_the_profile_stand_at_their_cell(damaged: Damaged, read: Read) -> None:
    cells: list[str] = []
    result = read(damaged(lambda book: cells.append(profile(book, "district", "北京"))))
    found = [p for p in result.problems if p.code == "district_unknown"]
    assert [(p.sheet, p.cell) for p in found] == [("企业信息", cells[0])]


def test_that_data_checks_stand_at_the_cell_of_their_question(damaged: Damaged, read: Read) -> None:
    result = read(damaged(lambda book: fill(book, "评测问卷", "devices_digital", 90) and None))
    found = [p for p in result.problems if p.code == "figures_lead_elsewhere"]
    assert [(p.where, p.sheet) for p in found] == [(("Q02",), "评测问卷")]
    assert found[0].cell is not None


def test_that_a_figure_above_its_limit_is_named_at_its_own_cell(
    damaged: Damaged, read: Read
) -> None:
    cells: list[str] = []
    damage = lambda book: cells.append(fill(book, "评测问卷", "devices_digital", 900))  # noqa: E731
    found = [p for p in read(damaged(damage)).problems if p.code == "digital_over_total"]
    assert [(p.sheet, p.cell) for p in found] == [("评测问卷", cells[0])]


def test_that_many_open_items_are_told_once_a_sheet_with_the_cell_of_each(
    damaged: Damaged, read: Read
) -> None:
    def damage(book: Workbook) -> None:
        for item in ("Q05", "Q08", "Q09"):
            clear_question(book, item)
        for item in ("S02", "S04"):
            fill(book, "应用场景", item, None)

    found = [p for p in read(damaged(damage)).problems if p.code == "unanswered"]
    assert [(p.where, p.sheet) for p in found] == [
        (("Q05", "Q08", "Q09"), "评测问卷"),
        (("S02", "S04"), "应用场景"),
    ]
    for problem in found:
        said = Words("zh").problem(problem)
        cells = re.findall(r"（([A-Z]\d+)）", said)
        assert cells[0] == problem.cell
        assert len(set(cells)) == len(problem.where)
        assert f" {len(cells)} 项" in said


def test_that_what_is_filled_in_wrong_is_not_called_blank(damaged: Damaged, read: Read) -> None:
    found = read(damaged(lambda book: fill(book, "应用场景", "S02", 7))).problems
    assert [p.where for p in found if p.code == "not_a_level"] == [("S02",)]
    assert "unanswered" not in {p.code for p in found}


def test_that_a_workbook_of_an_older_edition_is_read_with_its_own(
    pack: Pack, places: Places, submission: Submission, written: Callable[..., bytes]
) -> None:
    newer, older = (copy.copy(pack) for _ in range(2))
    object.__setattr__(newer, "edition", "2030")
    assert pack.edition < newer.edition
    data = written(replace(submission, pack=older))
    result = read_answer_workbook(data, shelf_with(newer, older), places)
    assert result.submission is not None
    assert result.submission.pack is older


# ------------------------------------------------------------------ which assessment it is


def test_that_a_blank_form_is_refused(written: Callable[..., bytes], read: Read) -> None:
    result = read(written(None))
    assert [p.code for p in result.problems] == ["nothing_answered"]
    assert result.submission is None


def test_that_an_incomplete_form_is_read_and_names_each_open_cell(
    damaged: Damaged, read: Read
) -> None:
    def damage(book: Workbook) -> None:
        clear_question(book, "Q05")
        fill(book, "应用场景", "S04", None)

    result = read(damaged(damage))
    found = [p for p in result.problems if p.code == "unanswered"]
    assert [(p.where, p.sheet) for p in found] == [(("Q05",), "评测问卷"), (("S04",), "应用场景")]
    assert all(p.cell for p in found)
    assert result.submission is not None


def test_that_fifty_copies_of_one_blank_form_name_no_assessment(
    written: Callable[..., bytes], read: Read
) -> None:
    def damage(book: Workbook) -> None:
        profile(book, "name", "苏州试样机械有限公司")
        profile(book, "uscc", CODE)
        fill(book, "应用场景", "S01", 2)

    result = read(damage_to(written(None), damage))
    assert result.submission is not None
    assert result.submission.assessment_id is None
    assert not result.changed_after_export


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [("mode", "自评", False), ("date", "2026-03-01", False), ("date", "2025-06-20", True)],
)
def test_that_another_assessment_typed_over_an_exported_one_does_not_take_its_id(
    field: str, typed: str, kept: bool, damaged: Damaged, read: Read, submission: Submission
) -> None:
    result = read(damaged(lambda book: profile(book, field, typed) and None))
    assert result.submission is not None
    assert (result.submission.assessment_id == submission.assessment_id) is kept


def test_that_a_submitted_assessment_tells_when_its_answers_were_changed(
    damaged: Damaged, read: Read
) -> None:
    result = read(damaged(lambda book: fill(book, "应用场景", "S04", 4) and None))
    assert result.changed_after_export
    assert "changed_after_export" in [p.code for p in result.problems]


def test_that_changes_to_a_draft_are_no_news(
    written: Callable[..., bytes], read: Read, submission: Submission
) -> None:
    data = written(submission, status="draft")
    result = read(damage_to(data, lambda book: fill(book, "应用场景", "S04", 4) and None))
    assert not result.changed_after_export


def test_that_score_and_level_in_the_file_are_not_believed(
    damaged: Damaged, read: Read, submission: Submission
) -> None:
    def damage(book: Workbook) -> None:
        for sheet in ("评估结果", "评测问卷"):
            for row in book[sheet].iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and cell.value.startswith("="):
                        cell.value = 4

    result = read(damaged(damage))
    assert result.submission is not None
    assert result.submission.answers == submission.answers


# ------------------------------------------------------------------ other workbooks


def test_that_a_foreign_workbook_is_refused(read: Read) -> None:
    book = NewWorkbook()
    book.active["A1"] = "销售台账"  # type: ignore[index]
    out = io.BytesIO()
    book.save(out)
    assert [p.code for p in read(out.getvalue()).problems] == ["not_our_workbook"]


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("format", "suzhou-assess/workbook/2", "format_newer"),
        ("pack", "other-2030", "pack_unknown"),
        ("edition", "2031", "pack_edition_unknown"),
    ],
)
def test_that_a_workbook_of_another_time_or_index_is_refused_in_words(
    key: str, value: str, code: str, damaged: Damaged, read: Read
) -> None:
    def damage(book: Workbook) -> None:
        meta = book["_meta"]
        row = next(cell.row for cell in meta["A"] if cell.value == key)
        meta[f"B{row}"].value = value

    assert [p.code for p in read(damaged(damage)).problems] == [code]


@pytest.mark.parametrize("way", ["find_plain_sheets", "find_sheets"])
def test_that_a_panic_of_the_parser_is_a_problem_of_the_file(
    way: str, damaged: Damaged, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PanicError(BaseException):
        """As pyo3 raises it: no Exception."""

    def panic(*_: object) -> None:
        raise PanicError

    data = damaged(lambda book: None)
    monkeypatch.setattr(answer_reader, "find_plain_sheets", lambda data: None)
    monkeypatch.setattr(answer_reader, way, panic)
    assert [p.code for p in read(data).problems] == ["file_crashed_reader"]


def test_that_the_reader_looks_before_it_opens(read: Read) -> None:
    assert [p.code for p in read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512).problems] == [
        "file_not_xlsx"
    ]
    assert guard.look_at(b"", "a.xlsx") is not None


def test_that_the_file_openpyxl_saved_has_formulas_without_values(damaged: Damaged) -> None:
    # Guards the tests above: nothing that they read could come from our own cached results.
    book = load_workbook(io.BytesIO(damaged(lambda _: None)), data_only=True)
    assert book["评测问卷"]["F6"].value is None
