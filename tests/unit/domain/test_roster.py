"""The roster's rows, checked: what is taken, what is left out, and what is said of each."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.list_table import ListSheet, understand
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.roster import (
    RosterCheck,
    Suggestion,
    check_rows,
    wrong_codes,
)
from suzhou_assess.domain.roster_fields import FIELDS

HEADER = ("企业名称", "信用代码", "区县", "镇", "行业", "规模", "规上", "联系人", "电话", "备注")


def code(number: int) -> str:
    return credit_code.complete(f"91320583MA{number:07d}")


def check(
    places: Places,
    *rows: Sequence[str],
    header: tuple[str, ...] = HEADER,
    sheet: str = "名单",
    suggestions: dict[str, Suggestion] | None = None,
) -> RosterCheck:
    listed = ListSheet(sheet, (header, *map(tuple, rows)))
    return check_rows(understand("名单.xlsx", [listed], FIELDS), places, suggestions or {})


def codes(found: RosterCheck) -> list[str]:
    return [one.problem.code for one in found.problems]


def test_that_a_whole_row_is_understood(places: Places) -> None:
    row = ("甲公司", code(1).lower(), "昆山", "玉山镇", "3911", "小型", "是", "张三", "138", "x")

    found = check(places, row)

    entry = found.entries[0]
    assert not found.problems
    assert (entry.number, entry.uscc, entry.name) == (2, code(1), "甲公司")
    assert (entry.district, entry.town, entry.industry) == ("320583", "玉山镇", "C39")
    assert (entry.size, entry.above_scale) == ("small", True)
    assert (entry.contact_name, entry.phone, entry.note) == ("张三", "138", "x")
    assert entry.source == "名单.xlsx"


def test_that_a_row_without_a_code_is_known_by_its_name(places: Places) -> None:
    found = check(places, ("甲公司", "", "昆山"))

    assert found.entries[0].uscc is None
    assert found.without_code == 1
    assert not found.problems


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("9132058", "uscc_length"),
        ("91320583MA0000001X", "uscc_check"),
        ("91320583MA000000VV", "uscc_character"),
        ("9.13206E+17", "uscc_became_number"),
        ("9.1320583E+017", "uscc_became_number"),
    ],
)
def test_that_a_wrong_code_is_told_and_the_row_taken_by_its_name(
    places: Places, typed: str, complaint: str
) -> None:
    found = check(places, ("甲公司", typed, "昆山"))

    assert codes(found) == [complaint]
    assert found.problems[0].problem.cell == "B2"
    assert not found.problems[0].left_out
    assert found.entries[0].uscc is None


def test_that_a_suggestion_names_whose_code_it_is(places: Places) -> None:
    wrong = code(1)[:-1] + ("1" if code(1)[-1] != "1" else "2")

    row = ("甲", wrong, "昆山")
    known = check(places, row, suggestions={wrong: Suggestion(code(1), "甲公司")})
    alike = check(places, row, suggestions={wrong: Suggestion(code(1), None)})

    assert codes(known) == ["roster_code_near"]
    assert known.problems[0].problem.params["suggested"] == code(1)
    assert codes(alike) == ["roster_code_lookalike"]


def test_that_wrong_codes_are_found_beforehand(places: Places) -> None:
    rows = (HEADER, ("甲", code(1)), ("乙", "9132 0583"), ("丙", ""))
    listed = understand("a", [ListSheet("名单", rows)], FIELDS)

    assert wrong_codes(listed) == {"91320583"}


def test_that_a_code_that_stands_twice_is_taken_once(places: Places) -> None:
    found = check(places, ("甲公司", code(1), "昆山"), ("甲公司（新）", code(1), "昆山"))

    assert [entry.name for entry in found.entries] == ["甲公司"]
    assert codes(found) == ["roster_code_twice"]
    assert found.problems[0].problem.params["cell"] == "B2"
    assert found.left_out == 1


def test_that_of_two_rows_of_one_name_the_one_with_a_code_is_taken(places: Places) -> None:
    found = check(places, ("甲（苏州）公司", "", "昆山"), ("甲(苏州) 公司", code(1), "昆山"))

    assert [entry.uscc for entry in found.entries] == [code(1)]
    assert codes(found) == ["roster_name_twice"]
    assert found.problems[0].row == 2


def test_that_two_codes_of_one_name_are_two_enterprises(places: Places) -> None:
    found = check(places, ("甲公司", code(1), "昆山"), ("甲公司", code(2), "昆山"))

    assert len(found.entries) == 2
    assert codes(found) == ["roster_name_with_two_codes"]
    assert found.left_out == 0


def test_that_a_row_that_names_nobody_is_left_out(places: Places) -> None:
    found = check(places, ("", "", "昆山"), ("", code(1), "昆山"))

    assert [(one.row, one.left_out) for one in found.problems] == [(2, True), (3, False)]
    assert [entry.uscc for entry in found.entries] == [code(1)]


def test_that_unknown_places_industries_and_sizes_are_told_and_left_blank(places: Places) -> None:
    found = check(places, ("甲公司", code(1), "南京市", "", "种地", "超大", "也许"))

    assert set(codes(found)) == {
        *("district_unknown", "industry_unknown", "size_unknown", "not_yes_or_no")
    }
    assert [one.problem.cell for one in found.problems] == ["C2", "E2", "F2", "G2"]
    entry = found.entries[0]
    assert (entry.district, entry.industry, entry.size, entry.above_scale) == (None,) * 4


@pytest.mark.parametrize(
    ("typed", "district", "town"),
    [
        ("昆山市玉山镇", "320583", "玉山镇"),
        ("苏州市吴江区盛泽镇", "320509", "盛泽镇"),
        ("江苏省苏州市常熟市", "320581", ""),
        ("园区", "320571", ""),
        ("320585", "320585", ""),
    ],
)
def test_that_a_cell_may_name_district_and_town(
    places: Places, typed: str, district: str, town: str
) -> None:
    entry = check(places, ("甲公司", code(1), typed)).entries[0]

    assert (entry.district, entry.town) == (district, town)


def test_that_a_sheet_of_a_district_need_not_say_it_in_each_row(places: Places) -> None:
    without_column = check(places, ("甲", code(1)), header=HEADER[:2], sheet="昆山市")
    blank = check(places, ("甲", code(1), ""), sheet="太仓")

    assert without_column.entries[0].district == "320583"
    assert blank.entries[0].district == "320585"
    assert not blank.problems


def test_that_what_is_called_size_may_say_above_scale(places: Places) -> None:
    found = check(
        places, ("甲", code(1), "昆山", "", "", "规上"), ("乙", code(2), "昆山", "", "", "规下")
    )

    assert [entry.above_scale for entry in found.entries] == [True, False]
    assert not found.problems


def test_that_a_list_that_names_nobody_is_refused(places: Places) -> None:
    found = check(places, ("1", "2"), header=("数量", "金额"))

    assert found.entries == ()
    assert codes(found) == ["list_names_nobody"]


def test_that_a_pasted_novel_is_cut(places: Places) -> None:
    found = check(places, ("甲" * 900, code(1), "昆山"))

    assert codes(found) == ["name_too_long"]
    assert len(found.entries[0].name) == 200


def test_that_invisible_characters_do_not_make_another_enterprise(places: Places) -> None:
    found = check(places, ("甲\u200b公司", "", "昆山"), ("甲公司", "", "昆山"))

    assert codes(found) == ["roster_name_twice"]
    assert found.entries[0].name == "甲公司"
