"""The short way into a workbook gives what calamine gives, or nothing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from filled_forms import Damage, damage_to, row_of
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

from suzhou_assess.domain.answers import Answers
from suzhou_assess.domain.exchange import Submission
from suzhou_assess.workbook import answer_reader
from suzhou_assess.workbook.answer_reader import ReadWorkbook
from suzhou_assess.workbook.cell_edit import edit_parts, type_into
from suzhou_assess.workbook.plain_package import SIZE_LIMIT
from suzhou_assess.workbook.plain_sheets import find_plain_sheets
from suzhou_assess.workbook.sheets import Sheets, find_sheets

Written = Callable[..., bytes]
Damaged = Callable[[Damage], bytes]
Read = Callable[[bytes], ReadWorkbook]
QUESTIONS = "xl/worksheets/sheet3.xml"
STRINGS = "xl/sharedStrings.xml"
READ = {"profile": range(12), "questions": (0, 1, 2, 3, 7), "scenarios": (0, 1, 2, 3, 10)}
"""Columns that the readers look at."""


def the_long_way(data: bytes) -> Sheets:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        return find_sheets(book)


def same(data: bytes) -> bool:
    """Whether both ways give the same; the short one must give something."""
    short, long = find_plain_sheets(data), the_long_way(data)
    assert short is not None
    assert (short.facts, short.stamp) == (long.facts, long.stamp)
    for key, columns in READ.items():
        mine, theirs = short.data[key], long.data[key]
        for row in range(len(theirs.rows) + theirs.top):
            for column in columns:
                ours = mine.at(row, column)
                value = theirs.at(row - theirs.top, column - theirs.left)
                assert (type(ours), ours) == (type(value), value), (key, row, column)
    return True


def edited(data: bytes, part: str, before: bytes, after: bytes) -> bytes:
    """The workbook with the first ``before`` in a part replaced."""

    def edit(xml: bytes) -> bytes:
        assert before in xml
        return xml.replace(before, after, 1)

    return edit_parts(data, {part: edit})


# ------------------------------------------------------------------ what it reads


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_our_own_workbooks_are_read(
    lang: str, written: Written, submission: Submission
) -> None:
    assert same(written(submission, lang))
    assert same(written(None, lang))


def test_that_a_workbook_saved_by_another_program_is_read(damaged: Damaged) -> None:
    assert same(damaged(lambda book: None))


@pytest.mark.parametrize(
    "text",
    [
        "a < b & c > d",
        'say "yes"',
        "'quoted'",
        " blanks \n around ",
        "=1+1",
        "第一行\n第二行\t表",
        "𠮷",
    ],
)
def test_that_texts_arrive_as_they_are(text: str, written: Written, submission: Submission) -> None:
    answers = Answers(submission.answers.choices, notes={"Q01": text, "S03": text})
    data = written(replace(submission, answers=answers, assessor=text))
    assert same(data)
    assert same(damage_to(data, lambda book: None))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("revenue", value) for value in (0, 1, -3.5, 1e10, 0.1 + 0.2, True, False, "", " ")),
        ("date", date(2025, 6, 1)),
        ("date", date(1901, 3, 1)),
        ("date", "去年"),
    ],
)
def test_that_every_kind_of_value_is_what_calamine_says(
    field: str, value: object, damaged: Damaged
) -> None:
    def damage(book: Workbook) -> None:
        book["企业信息"][f"C{row_of(book, '企业信息', field)}"].value = value

    assert same(damaged(damage))


@pytest.mark.parametrize("value", [0, 0.5, 45_000.25, -1, 90_000])
def test_that_a_day_which_is_none_is_left_to_calamine(value: float, damaged: Damaged) -> None:
    def damage(book: Workbook) -> None:
        book["企业信息"][f"C{row_of(book, '企业信息', 'date')}"].value = value

    assert find_plain_sheets(damaged(damage)) is None


def test_that_marks_of_east_asian_excel_beside_a_text_do_no_harm(
    written: Written, submission: Submission
) -> None:
    mark = b'</t><phoneticPr fontId="1" type="noConversion"/></si>'
    data = edit_parts(written(submission), {STRINGS: lambda xml: xml.replace(b"</t></si>", mark)})
    assert same(data)


def test_that_rows_inserted_below_the_header_do_no_harm(damaged: Damaged) -> None:
    assert same(damaged(lambda book: book["评测问卷"].insert_rows(9, 2)))


def test_that_a_column_inserted_before_those_to_fill_in_is_seen(
    damaged: Damaged, read: Read, submission: Submission
) -> None:
    data = damaged(lambda book: book["评测问卷"].insert_cols(3))
    assert find_plain_sheets(data) is not None
    assert read(data).submission == submission


def test_that_parts_nobody_reads_are_left_packed(written: Written, submission: Submission) -> None:
    """A chart that cannot be unpacked is no reason to lose the answers."""
    data = bytearray(written(submission))
    at = data.index(b"xl/charts/chart1.xml") + len("xl/charts/chart1.xml")
    data[at : at + 40] = b"\xff" * 40
    assert find_plain_sheets(bytes(data)) is not None


# ------------------------------------------------------------------ what it leaves to others


@pytest.mark.parametrize(
    "damage",
    [
        lambda book: book["评测问卷"].insert_rows(1),
        lambda book: book["评测问卷"].delete_cols(1),
        lambda book: book["评测问卷"].delete_cols(8),
        lambda book: book.remove(book["_meta"]),
        lambda book: book.remove(book["应用场景"]),
        lambda book: book["评测问卷"].__setitem__("D9", "#REF!"),
    ],
    ids=["header_moved", "no_ids", "no_notes", "no_meta", "no_scenarios", "error"],
)
def test_that_what_was_changed_too_much_is_left_to_calamine(
    damage: Damage, damaged: Damaged
) -> None:
    assert find_plain_sheets(damaged(damage)) is None


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        (QUESTIONS, b"<sheetData>", b'<sheetData><!-- <c r="D8" t="str"><v>A</v></c> -->'),
        (QUESTIONS, b'<c r="D8"', b'<c s="1" r="D8"'),
        (QUESTIONS, b'<c r="D8"', b'<x:c r="D8"'),
        (QUESTIONS, b'<c r="A6"', b'<c r="A6" cm="1"'),
        (QUESTIONS, b't="s"><v>', b't="s"><v>99999'),
        (QUESTIONS, b't="s"><v>', b't="s"><v>-'),
        (STRINGS, b"<si><t>", b"<si><r><t>1</t></r><t>"),
        (STRINGS, b"</t></si>", b"&#31;</t></si>"),
        (STRINGS, b"</t></si>", b"&#55296;</t></si>"),
        (STRINGS, b"</t></si>", b"&#1114112;</t></si>"),
        (STRINGS, b"</t></si>", b"&#x41;</t></si>"),
        (STRINGS, b"</t></si>", b"&#95;x000D_</t></si>"),
        (STRINGS, b"<si><t>", b"<si><t>_x000D_"),
        (STRINGS, b"<si><t>", b"<si><t>\xff"),
        ("xl/workbook.xml", b"<workbookPr", b'<workbookPr date1904="1"'),
        ("xl/workbook.xml", b"<sheets>", b"<sheets"),
        ("_rels/.rels", b"xl/workbook.xml", b"xl/other.xml"),
        ("[Content_Types].xml", b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main"),
    ],
)
def test_that_anything_unusual_is_left_to_calamine(
    part: str, before: bytes, after: bytes, written: Written, submission: Submission
) -> None:
    everywhere = edit_parts(
        written(submission),
        {part: lambda xml: xml.replace(before, after) if part == STRINGS else xml},
    )
    data = everywhere if part == STRINGS else edited(everywhere, part, before, after)
    assert find_plain_sheets(data) is None


def test_that_text_written_into_its_cell_is_read(
    written: Written, submission: Submission, read: Read
) -> None:
    data = type_into(written(submission), 3, {"D8": " 同上 & "})
    assert same(data)
    assert "mark_unreadable" in [p.code for p in read(data).problems]


def test_that_a_part_with_a_wrong_checksum_is_left_to_calamine(
    written: Written, submission: Submission
) -> None:
    data = bytearray(written(submission))
    entry = data.rindex(QUESTIONS.encode()) - 46
    assert data[entry : entry + 4] == b"PK\x01\x02"
    data[entry + 16] ^= 1
    assert find_plain_sheets(bytes(data)) is None


def test_that_a_bomb_is_refused_even_where_nobody_would_light_it(
    written: Written, submission: Submission, read: Read
) -> None:
    out = io.BytesIO(written(submission))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/extra.xml", b" " * (100 * SIZE_LIMIT))
    assert find_plain_sheets(out.getvalue()) is None
    assert [p.code for p in read(out.getvalue()).problems] == ["file_too_costly"]


# ------------------------------------------------------------------ both ways lead to one result


def test_that_both_ways_find_the_same_problems(
    damaged: Damaged, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damage(book: Workbook) -> None:
        questions, profile = book["评测问卷"], book["企业信息"]
        marks = iter(["同上", "√", "N", "B、C", 1, 7, "A", " ", "否"])
        for row in range(8, 13):
            questions[f"D{row}"].value = next(marks)
        for key in ("Q02.A", "Q02.B", "Q04.C", "Q04.N"):
            questions[f"D{row_of(book, '评测问卷', key)}"].value = next(marks)
        questions["H6"].value = "见附件"
        questions.insert_rows(20)
        questions["D20"].value = "√"
        profile[f"C{row_of(book, '企业信息', 'employees')}"].value = "几十人"
        profile[f"C{row_of(book, '企业信息', 'date')}"].value = "2025年6月1日"
        book["应用场景"][f"D{row_of(book, '应用场景', 'S04')}"].value = "九级"

    data = damaged(damage)
    assert find_plain_sheets(data) is not None
    short = read(data)
    monkeypatch.setattr(answer_reader, "find_plain_sheets", lambda data: None)
    assert read(data) == short
    assert len(short.problems) > 5


def test_that_a_city_of_broken_bytes_reads_the_same_both_ways(
    written: Written, submission: Submission, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Values of the cells exchanged at random, in parts that are sound."""
    data = written(submission)
    for number in range(40):
        kind = (b"", b' t="str"', b' t="b"', b' t="n"')[number % 4]
        value = (b"45000", b"1", b"0.5", b"1E3", b"&amp;", b"")[number % 6]

        def edit(xml: bytes, *, at: int = number, new: bytes = kind, said: bytes = value) -> bytes:
            cells = list(re.finditer(rb'<c r="[A-D]\d+"( s="\d+")? t="s"><v>\d+</v></c>', xml))
            cell = cells[(at * 37) % len(cells)]
            head = cell[0].partition(b' t="s"')[0]
            return (
                xml[: cell.start()] + head + new + b"><v>" + said + b"</v></c>" + xml[cell.end() :]
            )

        changed = edit_parts(data, {QUESTIONS: edit})
        short = read(changed)
        with monkeypatch.context() as patch:
            patch.setattr(answer_reader, "find_plain_sheets", lambda data: None)
            assert read(changed) == short
